"""Rows: a text before and after, cut where both begin a line and nothing has moved across.

What a row holds before is what it holds after, but for what was removed and
put in.  A join or a move makes one row of all the lines it touches.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from reflow.document import Span

_LINE_START = re.compile(r"(?:\A|(?<=\n)|(?<=\r)(?!\n))[^\S\r\n]*(?=\S)")


class Row(NamedTuple):
    """Parts of the two texts that correspond, in code points of each."""

    before: Span
    after: Span


class _Kept(NamedTuple):
    """A range of the original and where it stands in the output."""

    start: int
    end: int
    at: int


def rows(text: str, pieces: Sequence[Span | str], output: str) -> list[Row]:
    """Cut `text` and the output that `pieces` make of it: one pass, linear in both."""
    cuts = [(0, 0), *_cuts(text, pieces, output), (len(text), len(output))]
    return [
        Row(Span(low[0], high[0]), Span(low[1], high[1]))
        for low, high in pairwise(cuts)
        if low != high
    ]


def _cuts(text: str, pieces: Sequence[Span | str], output: str) -> Iterator[tuple[int, int]]:
    starts = [m.start() for m in _LINE_START.finditer(text)]
    kept = list(_kept(pieces))
    if not kept:
        return
    # A cut is safe where everything in front of it in one text is in front of it in the other.
    ends = [0, *accumulate((k.end for k in kept), max)]
    lows = [*reversed([*accumulate((k.start for k in reversed(kept)), min)]), len(text)]
    done = 0
    for index, (start, end, at) in enumerate(kept):
        found: list[tuple[int, int]] = []
        if ends[index] <= lows[index]:
            # Inserted text belongs to what stands in front of it, unless a line ends there.
            previous = kept[index - 1] if index else _Kept(0, 0, 0)
            behind = previous.at + previous.end - previous.start
            for p in _within(starts, ends[index], lows[index]):
                found.append((p, behind if p == ends[index] else at))
        if ends[index] <= start and end <= lows[index + 1]:
            found += [(p, at + p - start) for p in _within(starts, start + 1, end - 1)]
        for p, o in found:
            if p > done and o and output[o - 1] in "\r\n":
                done = p
                yield p, o


def _kept(pieces: Sequence[Span | str]) -> Iterator[_Kept]:
    at = 0
    for piece in pieces:
        if isinstance(piece, Span):
            yield _Kept(piece.start, piece.end, at)
        at += piece.length if isinstance(piece, Span) else len(piece)


def _within(numbers: Sequence[int], low: int, high: int) -> Sequence[int]:
    return numbers[bisect_left(numbers, low) : bisect_left(numbers, high + 1)]
