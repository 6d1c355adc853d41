"""One line a finding: `path:line:column: CODE name message`, as editors read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reflow.edits import Safety
from reflow.result import Finding
from reflow.writers.names import shown
from reflow.writers.report import Report


def write(reports: Iterable[Report], color: bool = False) -> Iterator[str]:
    """`path:line:column: CODE name message`, a line a finding, as editors read it."""
    bold, red, off = ("\x1b[1m", "\x1b[31m", "\x1b[0m") if color else ("", "", "")
    for report in reports:
        path = shown(report.path)
        for finding in report.findings:
            line, column = report.position(finding.span.start)
            yield (
                f"{bold}{path}{off}:{line}:{column}: {red}{finding.code}{off} "
                f"{finding.name} {shown(finding.message)}{_kept(finding)}\n"
            )


def _kept(finding: Finding) -> str:
    """Why a place was left as it is; empty for what was not."""
    if finding.safety is not Safety.KEPT:
        return ""
    vetoes = [f"{e.name}: {e.seen}" if e.seen else e.name for e in finding.evidence if e.veto]
    return f" (kept: {shown('; '.join(vetoes) or f'{finding.score} points')})"
