"""Hard-wrapped lines: how wide is the run a line stands in, and was the line full?

Widths are in columns: a wide (CJK) character takes two.  The wrap width is
estimated around each block, for a document can be wrapped in one paragraph and
not in the next.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from operator import and_
from typing import NamedTuple

from reflow.lang.lazy import Lazy

_WIDE_RANGES = (
    "\u1100\u115f\u2e80\ua4cf\uac00\ud7a3\uf900\ufaff\ufe30\ufe6f\uff01\uff60\uffe0\uffe6"
)
_WIDE_MARKS = frozenset("“”‘’…—")


class _Columns(dict[str, int]):
    """The columns of each character, found out when it is first seen.

    A pattern of all wide characters takes longer to compile than a page takes to measure.
    """

    def __missing__(self, char: str) -> int:
        # Inside a range, more of them have begun than have ended.
        begun = sum(c <= char for c in _WIDE_RANGES[::2])
        inside = begun > sum(c < char for c in _WIDE_RANGES[1::2])
        self[char] = 2 if inside or char in _WIDE_MARKS else 1
        return self[char]


_COLUMNS = _Columns()
_INNER_MARK = Lazy(r"[。！？，、；!?;,][^\n]|\.\s")
WINDOW = 8
"""Blocks to each side."""
TOLERANCE = 0.10
"""Lines of one column differ by this much: justified text, hanging punctuation, kinsoku."""
NARROWEST = 16
"""Columns of the narrowest newspaper column."""
FINAL = frozenset("。！？!?.”’」』")
WIDEST = 130
"""Columns; beyond it a block is a whole region: printed lines hold 45 Han or 100 Latin characters
at most, and measures above 120 columns are hardly read."""


class Wrap(NamedTuple):
    """The column a block stands in."""

    width: float
    """Columns of a full line nearby; 0 when the blocks there are not wrapped."""
    share: float
    """Share of the blocks nearby that are about as wide as that, 0 to 1."""


NO_COLUMN = Wrap(0.0, 0.0)


def columns(text: str) -> int:
    """How many columns the text takes; of a whole region just more than a line does."""
    if len(text) > WIDEST:
        return WIDEST + 1
    return len(text) if text.isascii() else sum(map(_COLUMNS.__getitem__, text))


class Line(NamedTuple):
    """What a line by itself tells about the width of its column."""

    width: int
    """Columns."""
    alone: bool
    """One word on a line says nothing."""
    final: bool
    """Does it end as sentences do?"""
    marked: bool
    """Does it hold a mark of a sentence, past a list mark?"""


def line(text: str) -> Line:
    marked = len(text) <= WIDEST and _INNER_MARK.search(text, 4) is not None
    return Line(columns(text), one_word(text), text[-1] in FINAL, marked)


Window = tuple[Line, ...]


def wraps(lines: Sequence[Line], known: dict[Window, Wrap]) -> list[Wrap]:
    """The column that each line stands in; `known` are windows that were looked at before."""
    near = [line for line in lines if not line.alone]
    found: list[Wrap] = []
    before = 0
    for line in lines:
        window = tuple(near[max(0, before - WINDOW) : before + WINDOW + 1])
        column = known.get(window)
        if column is None:
            column = known[window] = _column(window)
        found.append(column)
        before += not line.alone
    return found


def one_word(text: str) -> bool:
    """Is the line a single word or mark of a script that spaces its words?

    Extractors break justified lines with wide gaps at every gap; such lines say nothing about
    the width of the column.
    """
    return (
        len(text) <= 40
        and " " not in text
        and not any(
            c.isspace() or "\u2e80" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef" for c in text
        )
    )


def _column(near: Window) -> Wrap:
    """The width at which most lines end, if lines in a row end there in mid-sentence."""
    ranked = sorted([line.width for line in near if line.width <= WIDEST], reverse=True)
    size = len(ranked)
    best = count = end = 0
    for start, top in enumerate(ranked):
        if top < NARROWEST or size - start <= count:
            break
        limit = top * (1 - TOLERANCE)
        while end < size and ranked[end] >= limit:
            end += 1
        if end - start > count:
            best, count = top, end - start
    if count < 3 or count < 0.25 * len(near):
        return NO_COLUMN
    limit = best * (1 - TOLERANCE)
    full = [limit <= line.width <= best for line in near]
    lines = list(itertools.compress(near, full))
    # Regions of like size happen; printed lines stand in rows and mostly end in mid-sentence.
    if sum(map(and_, full, full[1:])) < 2 or 2 * sum(not line.final for line in lines) < count:
        return NO_COLUMN
    # Rows of a table, verse and menus are as wide as each other, too, but hold no sentences.
    if not any(line.marked for line in lines):
        return NO_COLUMN
    return Wrap(float(best), count / len(near))
