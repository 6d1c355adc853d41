"""JUnit XML, as CI servers read it: a suite a file, a failed case a finding.

What has no fix is a skipped case, so that a report fails where `check` does;
a file without findings is one case that passes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from reflow.result import Finding
from reflow.writers.names import shown
from reflow.writers.report import Report

# XML 1.0 has no way to write these, not even as a reference.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(reports: Iterable[Report], color: bool = False) -> Iterator[str]:
    """JUnit XML: a suite a file, a failed case a finding that can be fixed."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="reflow">\n'
    for report in reports:
        yield from _suite(report)
    yield "</testsuites>\n"


def _suite(report: Report) -> Iterator[str]:
    path = _attribute(report.path)
    failures = sum(finding.fixable for finding in report.findings)
    skipped = len(report.findings) - failures
    yield (
        f'  <testsuite name={path} tests="{max(len(report.findings), 1)}" '
        f'failures="{failures}" errors="0" skipped="{skipped}">\n'
    )
    if not report.findings:
        yield f'    <testcase classname={path} name="clean"/>\n'
    for finding in report.findings:
        yield _case(report, finding, path)
    yield "  </testsuite>\n"


def _case(report: Report, finding: Finding, path: str) -> str:
    line, column = report.position(finding.span.start)
    name = _attribute(f"{finding.code} {finding.name} at {line}:{column} ({finding.id})")
    message = _attribute(finding.message)
    case = f"    <testcase classname={path} name={name}>\n"
    if finding.fixable:
        reasons = "\n".join(
            f"{e.weight:+d} {e.name}" + (f": {e.seen}" if e.seen else "") for e in finding.evidence
        )
        body = _text(f"{shown(report.path)}:{line}:{column}\n{reasons}\n= {finding.score}\n")
        case += (
            f"      <failure type={_attribute(finding.code)} message={message}>{body}</failure>\n"
        )
    else:
        case += f"      <skipped message={message}/>\n"
    return case + "    </testcase>\n"


def _attribute(text: str) -> str:
    return quoteattr(shown(_UNWRITABLE.sub(_code, text)))


def _text(text: str) -> str:
    return escape(_UNWRITABLE.sub(_code, text))


def _code(match: re.Match[str]) -> str:
    return shown(match.group()) if not match.group().isprintable() else ""
