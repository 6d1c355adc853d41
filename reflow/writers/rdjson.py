"""The Reviewdog Diagnostic Format: one object, or one diagnostic a line.

Columns count bytes of UTF-8 from 1, and an end is exclusive, as the format
wants it.  A fix is one suggestion, moves included.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from reflow.document import Span
from reflow.registry import web_address
from reflow.result import Finding
from reflow.writers.names import relative, sendable
from reflow.writers.report import Report

_SOURCE = {"name": "reflow"}


def write(reports: Iterable[Report], color: bool = False) -> Iterator[str]:
    """The Reviewdog Diagnostic Format, with a suggestion for each fix."""
    yield f'{{"source": {json.dumps(_SOURCE)}, "severity": "WARNING", "diagnostics": ['
    separator = "\n"
    for report in reports:
        for finding in report.findings:
            yield separator + json.dumps(_diagnostic(report, finding))
            separator = ",\n"
    yield "\n]}\n"


def write_lines(reports: Iterable[Report], color: bool = False) -> Iterator[str]:
    """The same, a diagnostic a line."""
    for report in reports:
        for finding in report.findings:
            yield json.dumps({**_diagnostic(report, finding), "source": _SOURCE}) + "\n"


def _diagnostic(report: Report, finding: Finding) -> dict[str, Any]:
    found: dict[str, Any] = {
        "message": sendable(finding.message),
        "location": _location(report, finding.span),
        "severity": "WARNING" if finding.fixable else "INFO",
        "code": _code(finding),
    }
    if finding.related:
        found["related_locations"] = [
            {"message": sendable(label), "location": _location(report, span)}
            for label, span in finding.related
        ]
    if finding.fixable and finding.replacement is not None:
        span, text = finding.replacement
        # A stray byte can't be written here, so such a fix can't be suggested.
        if sendable(text) == text:
            found["suggestions"] = [{"range": _range(report, span), "text": text}]
    return found


def _code(finding: Finding) -> dict[str, str]:
    url = web_address(finding.code)
    return {"value": finding.code, **({"url": url} if url else {})}


def _location(report: Report, span: Span) -> dict[str, Any]:
    return {"path": relative(report.path), "range": _range(report, span)}


def _range(report: Report, span: Span) -> dict[str, Any]:
    return {
        side: report.utf8_position(offset)._asdict()
        for side, offset in zip(("start", "end"), span, strict=True)
    }
