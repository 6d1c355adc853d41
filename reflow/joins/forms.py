"""How the lines around a break are set: labels, dates, entries, ragged ends, blank lines.

Entries of a list without marks look like cut lines one by one; they are told by what they have
in common, and by ending well before the edge that the lines of a column reach.
"""

from __future__ import annotations

from collections.abc import Iterator

from reflow.joins.labels import Labels
from reflow.joins.scene import Scene

WINDOW = 8
"""Blocks to each side."""
OTHERS = 2
"""Blocks that start alike, besides the one in question."""
SHARES = ((0.02, "none"), (0.15, "few"), (0.4, "some"), (0.7, "many"), (0.95, "most"))


def forms(scene: Scene, i: int, j: int) -> Iterator[str]:
    """Named features of the break from block `i` to block `j`."""
    left, right = scene.blocks[i].text, scene.blocks[j].text
    known = scene.memory.labels
    a, b = known[left], known[right]
    yield from _either("starts with a label", a.labelled, b.labelled)
    yield from _either("starts with a date or time", a.dated, b.dated)
    yield from _either("is a date", a.only_date, b.only_date)
    yield from _either("has a gap inside", a.gap, b.gap)
    if a.head == b.head:
        yield "both start with the same word"
    if left[-1] == right[-1] and (left[-1].isalnum() or left[-2:] == right[-2:]):
        yield "both end alike"
    early = scene.early_around(i, j, WINDOW)
    if early is not None:
        yield f"open lines nearby that end early: {_share(early)}"
    own = scene.early(i) if j == i + 1 else None
    if own is not None:
        others = "unknown" if early is None else _share(early)
        yield f"left ends {'early' if own else 'full'}; of the open lines nearby: {others}"
    yield from _white(scene, i, j)


def entries(left: Labels, right: Labels) -> str:
    """What tells that two blocks outside columns are entries of their own, or ''."""
    if left.only_date or right.only_date:
        return "a date stands by itself"
    if left.labelled and right.labelled:
        return "two lines with labels"
    if left.dated and right.dated:
        return "two entries with dates"
    return "two rows with gaps" if left.gap and right.gap else ""


def is_entry(scene: Scene, j: int) -> bool:
    """Does block `j` start with a label or a number as others nearby do?

    Of 147 labelled breaks in front of such a block, with two others, none is a join.
    """
    known = scene.memory.labels
    lead = known[scene.blocks[j].text].lead
    if not lead:
        return False
    low, high = max(0, j - WINDOW), min(len(scene.blocks), j + WINDOW)
    return sum(known[scene.blocks[k].text].lead == lead for k in range(low, high)) > OTHERS


def _either(what: str, left: bool, right: bool) -> Iterator[str]:
    if left or right:
        yield f"{'each' if left and right else 'left' if left else 'right'} {what}"


def _white(scene: Scene, i: int, j: int) -> Iterator[str]:
    """Blank lines, at the break and among the lines nearby."""
    ties = scene.ties(i, j, (WINDOW, WINDOW))
    if ties is None:
        return
    here = "bridge" if j > i + 1 else "tied" if scene.tied(j) else "blank"
    yield f"{here} break among lines: {_share(ties)} tied"


def _share(part: float) -> str:
    return next((name for limit, name in SHARES if part < limit), "all")
