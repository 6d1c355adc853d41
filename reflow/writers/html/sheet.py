"""The two texts of one file, side by side, row by row.

A short text is shown whole; of a longer one, the rows in which a mark begins
or ends and some around them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reflow.writers.html.align import Row, rows
from reflow.writers.html.marks import Mark
from reflow.writers.html.render import Side
from reflow.writers.report import Report

WHOLE = 60_000
"""A text of up to this many characters is shown whole."""
AROUND = 2
"""Rows without a change that are shown on each side of one in longer texts."""
_NO_SPACE = str.maketrans("", "", " \t\f\u3000")


def sheet(report: Report, left: Sequence[Mark], right: Sequence[Mark]) -> Iterator[str]:
    """HTML of all rows; `left` and `right` are the marks of the two texts."""
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
    return f'<div class="left-out">{count(number, "line")} more, without a change</div>\n'


def _after_blank(text: str, start: int) -> bool:
    """Whether a blank line stands in front of `start`."""
    above = text[max(start - 200, 0) : start].replace("\r\n", "\n").replace("\r", "\n")
    return above.translate(_NO_SPACE).endswith("\n\n")


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


def count(number: int, noun: str) -> str:
    """A number of things in words: `no lines`, `1 line`, `2 lines`."""
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
