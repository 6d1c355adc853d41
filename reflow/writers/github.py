"""GitHub's workflow commands: each finding becomes an annotation of its file.

`::warning file=…,line=…::message`, with `%`, line ends and, in the properties,
`:` and `,` escaped (GitHub Actions, "Workflow commands").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reflow.edits import Safety
from reflow.result import Finding
from reflow.writers.names import relative, shown
from reflow.writers.report import Report

_IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = _IN_MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def write(reports: Iterable[Report], color: bool = False) -> Iterator[str]:
    """Workflow commands: annotations of the lines in a GitHub run."""
    for report in reports:
        for finding in report.findings:
            yield _command(report, finding)


def _command(report: Report, finding: Finding) -> str:
    first, last = report.position(finding.span.start), report.position(finding.span.end)
    properties: dict[str, object] = {"file": relative(report.path), "line": first.line}
    # GitHub takes columns only where a place is within one line.
    if first.line == last.line:
        properties |= {"col": first.column, "endColumn": last.column}
    else:
        properties |= {"endLine": last.line}
    properties["title"] = f"{finding.code} {finding.name}"
    kind = "warning" if finding.safety <= Safety.UNSAFE else "notice"
    given = ",".join(f"{key}={str(v).translate(_IN_PROPERTY)}" for key, v in properties.items())
    return f"::{kind} {given}::{shown(finding.message).translate(_IN_MESSAGE)}\n"
