"""Findings as JSON: one object a line, or one array.

Spans are in code points of the text, `bytes` in the file; lines and columns
count from 1 in code points.  ASCII only, so stray bytes of a path or text
survive as escapes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from reflow.document import Span
from reflow.registry import documentation
from reflow.result import Finding
from reflow.writers.report import Report, safety


def write(reports: Iterable[Report], color: bool = False) -> Iterator[str]:
    """The same objects, one a line (JSON Lines)."""
    for report in reports:
        for finding in report.findings:
            yield json.dumps(record(report, finding)) + "\n"


def write_array(reports: Iterable[Report], color: bool = False) -> Iterator[str]:
    """One JSON array: an object a finding, with edits, evidence and all positions."""
    separator = "[\n"
    for line in write(reports):
        yield separator + line.rstrip("\n")
        separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"


def record(report: Report, finding: Finding) -> dict[str, Any]:
    """One finding, ready for JSON."""
    start, end = finding.span
    first, last = report.position(start), report.position(end)
    return {
        "code": finding.code,
        "name": finding.name,
        "message": finding.message,
        "severity": "warning" if finding.fixable else "note",
        "safety": safety(finding).replace(" ", "-"),
        "status": finding.status,
        "path": report.path,
        "span": _span(finding.span),
        "bytes": {"start": report.byte(start), "end": report.byte(end)},
        "line": first.line,
        "column": first.column,
        "end": {"line": last.line, "column": last.column},
        "related": [{"label": label, "span": _span(span)} for label, span in finding.related],
        "score": finding.score,
        "evidence": [
            {"name": e.name, "weight": e.weight, "seen": e.seen, "veto": e.veto}
            for e in finding.evidence
        ],
        "fix": _fix(finding),
        "id": finding.id,
        "url": documentation(finding.code),
    }


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _fix(finding: Finding) -> dict[str, Any] | None:
    """The edits, each a range of the original and what takes its place; one where not applied."""
    if finding.replacement is None or not finding.fixable:
        return None
    if finding.status != "applied":
        span, text = finding.replacement
        return {"edits": [{"span": _span(span), "text": text}], "preview": finding.new}
    texts: dict[int, str] = {}
    for at, text in finding.inserted:
        texts[at] = texts.get(at, "") + text
    edits: list[dict[str, Any]] = [
        {"span": _span(s), "text": texts.pop(s.start, "")} for s in sorted(finding.removed)
    ]
    edits += [{"span": {"start": at, "end": at}, "text": text} for at, text in texts.items()]
    edits += [{"span": _span(s), "text": "", "to": at} for s, at in finding.moved]
    edits.sort(key=lambda e: (e["span"]["start"], e["span"]["end"]))
    return {"edits": edits, "preview": finding.new}
