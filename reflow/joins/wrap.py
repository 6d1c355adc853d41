"""Hard-wrapped lines: how wide is the run a line stands in, and was the line full?

Widths are in columns: a wide (CJK) character takes two.  The wrap width is
estimated around each block, for a document can be wrapped in one paragraph and
not in the next.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from reflow.document import Block
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
_FINAL = frozenset("。！？!?.”’」』")
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
    return sum(map(_COLUMNS.__getitem__, text))


def wraps(blocks: Sequence[Block], widths: Sequence[int]) -> list[Wrap]:
    """The column that each block stands in; `widths` are those of the blocks."""
    rows = [i for i, b in enumerate(blocks) if not one_word(b.text)]
    found: list[Wrap] = []
    before = 0
    for i in range(len(blocks)):
        while before < len(rows) and rows[before] < i:
            before += 1
        found.append(_column(rows[max(0, before - WINDOW) : before + WINDOW + 1], widths, blocks))
    return found


def one_word(text: str) -> bool:
    """Is the line a single word or mark of a script that spaces its words?

    Extractors break justified lines with wide gaps at every gap; such lines say nothing about
    the width of the column.
    """
    return len(text) <= 40 and not any(
        c.isspace() or "\u2e80" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef" for c in text
    )


def _column(rows: Sequence[int], widths: Sequence[int], blocks: Sequence[Block]) -> Wrap:
    """The width at which most lines end, if lines in a row end there in mid-sentence."""
    near = [widths[k] for k in rows]
    if not near or max(near) < NARROWEST:
        return NO_COLUMN
    ranked = sorted((w for w in near if w <= WIDEST), reverse=True)
    best, count = 0, 0
    j = 0
    for i, top in enumerate(ranked):
        j = max(j, i)
        while j < len(ranked) and ranked[j] >= top * (1 - TOLERANCE):
            j += 1
        if j - i > count and top >= NARROWEST:
            best, count = top, j - i
    share = count / len(near)
    if count < 3 or share < 0.25:
        return Wrap(0.0, share)
    full = [best * (1 - TOLERANCE) <= w <= best for w in near]
    in_rows = sum(a and b for a, b in itertools.pairwise(full))
    lines = [blocks[k].text for k, f in zip(rows, full, strict=True) if f]
    # Regions of like size happen; printed lines stand in rows and mostly end in mid-sentence.
    cut = sum(text[-1] not in _FINAL for text in lines)
    marked = any(_INNER_MARK.search(text, 4) for text in lines)  # past a list mark
    # Rows of a table, verse and menus are as wide as each other, too, but hold no sentences.
    if in_rows < 2 or 2 * cut < count or not marked:
        return Wrap(0.0, share)
    return Wrap(float(best), share)
