"""What is marked where, on both sides.

A mark is a range, or a point where nothing is left to mark.  Left out: how
marks look.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reflow.document import Span
from reflow.edits import Safety
from reflow.result import Finding

# By the letters that codes begin with, the longest first; `reflow.registry` says what they mean.
_KINDS = (("R102", "gap"), ("J2", "move"), ("J", "join"), ("R", "copy"), ("T", "token"))


class Mark(NamedTuple):
    """A range (or point) of one side and what it means there."""

    start: int
    end: int
    role: str
    """cut, moved, kept, put (inserted), seam, offer (not applied) or note."""
    finding: int
    """The number of the finding on the page."""
    kind: str
    tag: str = ""
    """A word at the mark's beginning, with a line to go to."""
    link: str = ""
    """The role of the mark on the same side that the tag leads to."""


def kind(finding: Finding) -> str:
    """What sort of change a finding is: join, move, copy, gap, token or other."""
    return next((k for letters, k in _KINDS if finding.code.startswith(letters)), "other")


def before(finding: Finding, number: int, line: int, related_line: int) -> Iterator[Mark]:
    """The marks of a finding in the original."""
    sort = kind(finding)
    if finding.status != "applied":
        yield Mark(*finding.span, "offer" if finding.fixable else "note", number, sort)
        return
    for index, span in enumerate(_merged(finding.removed)):
        tag = f"copy of line {related_line}" if sort == "copy" and not index else ""
        yield Mark(*span, "cut", number, sort, tag, "kept")
    moved = list(_moved(finding))
    for white, span in moved:
        # The break in front of what moves is what the halves close over.
        yield Mark(*white, "moved", number, sort)
        yield Mark(*span, "moved", number, sort, "moves down")
    if not finding.removed and not moved:
        yield Mark(*finding.span, "note", number, sort)
    yield from _kept_copies(finding, number, line)


def after(finding: Finding, number: int, line: int, where: Places) -> Iterator[Mark]:
    """The marks of a finding in the output."""
    sort = kind(finding)
    if finding.status != "applied":
        if finding.safety is Safety.DISPLAY:
            for span in where.spans(finding.span) or (where.point(finding.span.start),):
                yield Mark(*span, "note", number, sort)
        return
    color = "gap" if sort == "copy" else sort
    put = [where.inserted(at, text) for at, text in finding.inserted]
    for span in put:
        yield Mark(*span, "put" if span.length else "seam", number, color)
    if not put and (finding.moved or finding.removed):
        meeting = finding.moved[0][1] if finding.moved else finding.removed[0].start
        yield Mark(*where.point(meeting), "seam", number, sort)
    for _, span in _moved(finding):
        for index, place in enumerate(where.spans(span)):
            yield Mark(*place, "moved", number, sort, "" if index else f"from line {line}")
    for mark in _kept_copies(finding, number, line):
        for index, place in enumerate(where.spans(Span(mark.start, mark.end))):
            yield mark._replace(start=place.start, end=place.end, tag="" if index else mark.tag)


def _moved(finding: Finding) -> Iterator[tuple[Span, Span]]:
    """What a reader sees move, with the white space in front of it: not the halves that met."""
    for _, span in finding.related if finding.moved else ():
        whole = (m for m, _ in finding.moved if m.start <= span.start and span.end <= m.end)
        yield Span(next(whole, span).start, span.start), span


def _kept_copies(finding: Finding, number: int, line: int) -> Iterator[Mark]:
    if kind(finding) == "copy":
        for _, span in finding.related:
            yield Mark(*span, "kept", number, "kept", f"kept; copy at line {line}", "cut")


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


class Places:
    """Where ranges of the original and inserted texts stand in the output."""

    def __init__(self, pieces: Sequence[Span | str]) -> None:
        self._kept: list[tuple[int, int, int]] = []
        self._put: dict[int, tuple[int, str]] = {}
        at = end = 0
        for piece in pieces:
            if isinstance(piece, Span):
                self._kept.append((piece.start, piece.end, at))
                at, end = at + piece.length, piece.end
            else:
                self._put[end] = (at, piece)
                at += len(piece)
        self._kept.sort()
        self._starts = [start for start, _, _ in self._kept]

    def spans(self, span: Span) -> list[Span]:
        """The parts of the output that show `span` of the original."""
        index = max(bisect_right(self._starts, span.start) - 1, 0)
        last = bisect_left(self._starts, span.end)
        found = []
        for start, end, at in self._kept[index:last]:
            low, high = max(start, span.start), min(end, span.end)
            if low < high:
                found.append(Span(at + low - start, at + high - start))
        return found

    def point(self, offset: int) -> Span:
        """The place in the output that `offset` of the original has come to, without width."""
        index = bisect_left(self._starts, offset) - 1
        if index < 0:
            return Span(0, 0)
        start, end, at = self._kept[index]
        place = at + min(offset, end) - start
        return Span(place, place)

    def inserted(self, offset: int, text: str) -> Span:
        """Where `text` stands that was put in at `offset` of the original."""
        at, piece = self._put.get(offset, (-1, ""))
        found = piece.find(text)
        if at < 0 or found < 0:
            return self.point(offset)
        return Span(at + found, at + found + len(text))
