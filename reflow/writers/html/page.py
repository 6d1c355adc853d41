"""The page: head, one section a file, foot; written piece by piece as files come.

The page needs no network and runs no script but its own: a content security
policy names that script and that style sheet by their SHA-256.  Without
scripts all marks and the list of findings are there; filters, stepping and the
weights of the reasons need it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib import resources
from itertools import islice
from string import Template
from typing import Any

from reflow import __version__
from reflow.edits import Evidence, Safety
from reflow.result import Finding
from reflow.writers.html.align import Row, rows
from reflow.writers.html.marks import Mark, Places, after, before, kind
from reflow.writers.html.render import Side, anchor
from reflow.writers.names import sendable, shown
from reflow.writers.report import Report

MOST = 3000
"""Findings that a page shows; browsers get slow with more."""
WHOLE = 60_000
"""A text of up to this many characters is shown whole."""
AROUND = 2
"""Rows without a change that are shown on each side of one in longer texts."""

_SAFETY = {
    Safety.SAFE: "safe",
    Safety.UNSAFE: "unsafe",
    Safety.DISPLAY: "display only",
    Safety.KEPT: "kept",
}


def write(reports: Iterable[Report], color: bool = False) -> Iterator[str]:
    style, script = _asset("report.css"), _asset("report.js")
    head, _, foot = _asset("report.html").partition("$body")
    yield Template(head).substitute(
        style=style, style_hash=_sha256(style), script_hash=_sha256(script)
    )
    number = files = clean = total = 0
    for report in reports:
        files += 1
        total += len(report.findings)
        clean += not report.findings
        shown_here = report.findings[: max(MOST - number, 0)]
        if shown_here:
            yield from _section(report, shown_here, number)
            number += len(shown_here)
    yield Template(foot).substitute(
        script=script, version=__version__, summary=_summary(files, clean, total, number)
    )


def _summary(files: int, clean: int, total: int, number: int) -> str:
    found = f"{_count(total, 'finding')} in {_count(files, 'file')}"
    if clean and files > 1:
        found += f", {clean} of them clean"
    if number < total:
        found += f"; the first {number} are shown (--output-format jsonl lists them all)"
    return escape(found)


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def _asset(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _section(report: Report, findings: Sequence[Finding], number: int) -> Iterator[str]:
    """One file: the two texts row by row, the list of findings, and their reasons as JSON."""
    path = escape(shown(report.path))
    encoding = escape(report.source.encoding)
    yield (
        f'<section class="file" id="file-{number}"><h2 title="{path}"><bdi>{path}</bdi> '
        f"<small>{_count(len(findings), 'finding')} · {encoding}</small></h2>\n"
        '<div class="columns" aria-hidden="true"><span></span><b>Before</b><b>After</b></div>\n'
    )
    where = Places(report.result.pieces)
    left: list[Mark] = []
    right: list[Mark] = []
    for index, finding in enumerate(findings, number):
        line = report.position(finding.span.start).line
        other = report.position(finding.related[0][1].start).line if finding.related else 0
        left += before(finding, index, line, other)
        right += after(finding, index, line, where)
    yield from _rows(report, left, right)
    yield '<ol class="list" aria-label="Findings">\n'
    for index, finding in enumerate(findings, number):
        yield _item(report, finding, index)
    yield "</ol>\n"
    yield f'<script type="application/json" class="data">{_data(report, findings, number)}</script>'
    yield "</section>\n"


def _rows(report: Report, left: Sequence[Mark], right: Sequence[Mark]) -> Iterator[str]:
    result = report.result
    cut = rows(report.text, result.pieces, result.text)
    marked = list(
        zip(
            cut,
            _by_row([row.before for row in cut], left),
            _by_row([row.after for row in cut], right),
            strict=True,
        )
    )
    whole = len(report.text) <= WHOLE
    near = set(range(len(cut))) if whole else _near(marked)
    original, output = Side(report.text, ""), Side(result.text, "-after")
    skipped = 0
    for index, (row, before_marks, after_marks) in enumerate(marked):
        if index not in near:
            skipped += 1
            continue
        if skipped:
            yield _skip(skipped)
            skipped = 0
        line = report.position(row.before.start).line
        gap = " par" if _after_blank(report.text, row.before.start) else ""
        marks = bool(before_marks or after_marks)
        if not marks and not row.before.text(report.text).strip():
            continue
        same = "" if marks else " same"
        cells = original.html(row.before, before_marks), output.html(row.after, after_marks)
        yield (
            f'<div class="row{same}{gap}"><span class="no">{line}</span>'
            f'<div dir="auto">{cells[0]}</div><div dir="auto">{cells[1]}</div></div>\n'
        )
    if skipped:
        yield _skip(skipped)


def _skip(number: int) -> str:
    return f'<div class="left-out">{_count(number, "line")} more, without a change</div>\n'


def _after_blank(text: str, start: int) -> bool:
    """Whether a blank line stands in front of `start`."""
    return text[max(start - 200, 0) : start].rstrip(" \t").replace("\r", "\n")[-2:] == "\n\n" or (
        text[max(start - 4, 0) : start].endswith("\r\n\r\n")
    )


def _by_row(spans: Sequence[Any], marks: Sequence[Mark]) -> list[list[Mark]]:
    """The marks of each row, in one sweep; a point belongs to one row, the first it touches."""
    waiting = sorted(marks, key=lambda m: (m.start, m.end), reverse=True)
    over: list[Mark] = []
    found: list[list[Mark]] = []
    for index, span in enumerate(spans):
        over = [m for m in over if m.end > span.start]
        here = list(over)
        last = index == len(spans) - 1
        while waiting and (waiting[-1].start < span.end or last or waiting[-1].end == span.end):
            mark = waiting.pop()
            here.append(mark)
            if mark.end > mark.start:
                over.append(mark)
        found.append(here)
    return found


def _near(marked: Sequence[tuple[Row, list[Mark], list[Mark]]]) -> set[int]:
    """The rows in which a mark begins or ends, and some around them."""
    near: set[int] = set()
    for index, (row, *sides) in enumerate(marked):
        for span, marks in zip(row, sides, strict=True):
            if any(span.start <= m.start <= span.end or m.end <= span.end for m in marks):
                near.update(range(index - AROUND, index + AROUND + 1))
    return near


def _item(report: Report, finding: Finding, number: int) -> str:
    """A line of the list below the texts, which is all of the reasons that paper can show."""
    line, column = report.position(finding.span.start)
    top = sorted((e for e in finding.evidence if e.weight), key=lambda e: -abs(e.weight))
    reasons = ", ".join(f"{e.weight:+d} {_reason(e)}" for e in islice(top, 4))
    return (
        f'<li value="{number + 1}" data-item="{number}"><a href="#{_home(finding, number)}">'
        f"{line}:{column}</a> <b>{escape(finding.code)}</b> "
        f"<bdi>{escape(shown(finding.message))}</bdi> "
        f"<small>{_SAFETY[finding.safety]}, {finding.score}: {escape(reasons)}</small></li>\n"
    )


def _home(finding: Finding, number: int) -> str:
    """The anchor of the mark that a finding has in the original."""
    if finding.status != "applied":
        return anchor("offer" if finding.fixable else "note", number)
    return anchor("cut" if finding.removed else "moved" if finding.moved else "note", number)


def _reason(evidence: Evidence) -> str:
    return shown(evidence.name) + (f": {shown(evidence.seen)}" if evidence.seen else "")


def _data(report: Report, findings: Sequence[Finding], number: int) -> str:
    """What the script needs, as JSON that can't end the element it stands in."""
    names: dict[str, int] = {}
    records = []
    for index, finding in enumerate(findings, number):
        line, column = report.position(finding.span.start)
        records.append(
            {
                "n": index,
                "home": _home(finding, index),
                "kind": kind(finding),
                "code": finding.code,
                "name": finding.name,
                "message": shown(finding.message),
                "place": f"{line}:{column}",
                "safety": _SAFETY[finding.safety],
                "status": finding.status,
                "score": finding.score,
                "id": finding.id,
                "why": [
                    [names.setdefault(shown(e.name), len(names)), e.weight, shown(e.seen), e.veto]
                    for e in finding.evidence
                ],
                "related": [
                    [label, report.position(span.start).line] for label, span in finding.related
                ],
            }
        )
    data = json.dumps({"names": list(names), "findings": records}, separators=(",", ":"))
    return sendable(data).replace("<", "\\u003c").replace("&", "\\u0026")
