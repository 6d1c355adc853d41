"""Hard-wrapped lines: how wide is the run a line stands in, and was the line full?

Widths are in columns: a wide (CJK) character takes two.  The wrap width is
estimated around each block, for a document can be wrapped in one paragraph and
not in the next.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from reflow.document import Block

_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6“”‘’…—]"
)
_INNER_MARK = re.compile(r"[。！？，、；!?;,][^\n]|\.\s")
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


def columns(text: str) -> int:
    return len(text) + len(_WIDE.findall(text))


def wraps(blocks: Sequence[Block]) -> tuple[list[int], list[Wrap]]:
    """Each block's width in columns, and the column it stands in."""
    widths = [columns(b.text) if len(b.text) <= WIDEST else WIDEST + 1 for b in blocks]
    found: list[Wrap] = []
    for i in range(len(blocks)):
        low = max(0, i - WINDOW)
        found.append(_column(widths[low : i + WINDOW + 1], blocks, low))
    return widths, found


def _column(near: list[int], blocks: Sequence[Block], low: int) -> Wrap:
    """The width at which most lines end, if lines in a row end there in mid-sentence."""
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
    # A hyphen that extraction put on a line of its own does not part the rows.
    rest = [k for k, w in enumerate(near) if w > 2]
    full = [best * (1 - TOLERANCE) <= w <= best for w in (near[k] for k in rest)]
    rows = sum(a and b for a, b in itertools.pairwise(full))
    cut = sum(f and blocks[low + k].text[-1] not in _FINAL for k, f in zip(rest, full, strict=True))
    # Regions of like size happen; printed lines stand in rows and mostly end in mid-sentence.
    marked = any(
        f and _INNER_MARK.search(blocks[low + k].text) for k, f in zip(rest, full, strict=True)
    )
    # Rows of a table, verse and menus are as wide as each other, too, but hold no sentences.
    if rows < 2 or 2 * cut < count or not marked:
        return Wrap(0.0, share)
    return Wrap(float(best), share)
