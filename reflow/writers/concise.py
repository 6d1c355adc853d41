"""One line a finding: `path:line:column: CODE name message`, as editors read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reflow.writers.names import shown
from reflow.writers.report import Report


def write(reports: Iterable[Report], color: bool = False) -> Iterator[str]:
    bold, red, off = ("\x1b[1m", "\x1b[31m", "\x1b[0m") if color else ("", "", "")
    for report in reports:
        path = shown(report.path)
        for finding in report.findings:
            line, column = report.position(finding.span.start)
            yield (
                f"{bold}{path}{off}:{line}:{column}: {red}{finding.code}{off} "
                f"{finding.name} {shown(finding.message)}\n"
            )
