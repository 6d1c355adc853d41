"""Which pairs of blocks a bridge might join, and what it may lead over: cheap signs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reflow.config import Config
from reflow.joins import edges
from reflow.joins.candidates import ends, starts
from reflow.joins.scene import Scene
from reflow.joins.shape import is_phrase
from reflow.kinds import BETWEEN, STRUCTURE, Kind

REACH = 8
"""Blocks a bridge may span; page furniture does not count."""
NEAR = 2
"""Blocks that every cut sentence may be led over; over more (boxes, tables read out row by row)
only where both halves look cut."""
ROW = 45
"""Code points of a row or an item, and of a block that is more than a title."""
LONGEST_BETWEEN = 160
"""Code points of a block of body text that is set apart in a paragraph: captions, pull quotes."""
WHOLE = 2.0
"""Log-odds from which the edge of a block is that of a whole one; 13 of 1,260 labelled bridges
lead from or to one."""
READS_ON = 150
"""First score from which the block behind a region is its other half."""
INSIDE = 300
"""First score from which a line is taken to read on."""


def spans(scene: Scene, config: Config, first: Callable[[int], int]) -> Iterator[tuple[int, int]]:
    """All pairs of blocks that a bridge might join; at most a few a block.

    `first` tells the first score of the break behind a block, 0 where there is none.
    """
    n = len(scene.blocks)
    for i in range(n - 2):
        if not _may_wait(scene, i, config, first):
            continue
        spent = 0
        rows = True
        for j in range(i + 1, n - 1):
            if not _may_stand_between(scene, i, j):
                break
            # Page furniture is expected there; the rows of one table are one thing.
            kind = scene.kinds[j]
            again = kind in (Kind.TABLE, Kind.HTML) and scene.kinds[j - 1] is kind
            spent += not (kind is Kind.FURNITURE or again)
            rows = rows and (j == i + 1 or again or len(scene.blocks[j].text) <= ROW)
            if spent > REACH or (spent > NEAR and not (rows and _far(scene, i))):
                break
            if scene.kinds[j + 1] in STRUCTURE or scene.kinds[j + 1] is Kind.CAPTION:
                continue
            if starts(scene, j + 1, config) or _goes_on_as_list(scene, j):
                continue
            if _may_go_on(scene, i, j + 1, spent):
                yield i, j + 1


def _may_wait(scene: Scene, i: int, config: Config, first: Callable[[int], int]) -> bool:
    """Can block `i` be the first half of a paragraph that goes on further below?"""
    if scene.whole[i]:
        return False
    shape, kind, text = scene.shape(i), scene.kinds[i], scene.blocks[i].text
    if shape.ends_sentence or kind in STRUCTURE or ends(scene, i, config):
        return False
    if kind in (Kind.CAPTION, Kind.BYLINE, Kind.HEADING):
        return False
    if text[-1] in "：:" and not shape.opened:
        return False
    if shape.length < ROW and is_phrase(shape) and not scene.columned(i):
        return False  # a heading, a line of verse or a cell waits for nothing
    if reads_on(scene.wrapped(i), first, i):
        return False
    if edges.ending(text) >= WHOLE:
        return False
    # A headline with its author; bylines hardly ever stand inside a paragraph.
    return scene.kinds[i + 1] is not Kind.BYLINE or shape.stop_inside


def reads_on(line: bool, first: Callable[[int], int], i: int) -> bool:
    """Does block `i`, a line or a region, stand inside a paragraph that goes on at once?"""
    return first(i) >= INSIDE and first(i + 1) >= INSIDE if line else first(i) >= READS_ON


def _far(scene: Scene, i: int) -> bool:
    """May what goes on behind block `i` stand far below?"""
    text = scene.blocks[i].text
    return len(text) >= ROW and edges.ending(text) < WHOLE / 2


def _may_go_on(scene: Scene, i: int, k: int, spent: int) -> bool:
    """Does block `k` look like the other half of block `i`, for what stands between?"""
    text, shape = scene.blocks[k].text, scene.shape(k)
    whole = edges.starting(text)
    if spent > 1 and is_phrase(shape) and not shape.ends_sentence and not scene.wrapped(i):
        return False
    if spent <= NEAR:
        return whole < WHOLE
    ending = edges.ending(scene.blocks[i].text)
    return whole < WHOLE / 2 and ending + whole < -WHOLE / 2


def _may_stand_between(scene: Scene, i: int, j: int) -> bool:
    """Can layout have put block `j` into a paragraph that was cut behind block `i`?"""
    kind = scene.kinds[j]
    if scene.wrapped(j) and kind in (Kind.SHORT, Kind.BODY):
        # A full line of the column is text, not something set apart.
        return scene.widths[j] < 0.85 * scene.wrap(j).width
    if kind is Kind.HEADING and scene.blocks[j].text.startswith("#"):
        return False  # a section starts, whatever was cut before it
    if kind is Kind.LIST:
        # Footnotes and running heads are marked like the items of a list; items before the break
        # make it a list that goes on.
        mark = scene.memory.series[scene.blocks[j].text]
        return all(
            scene.memory.series[scene.blocks[k].text] != mark for k in range(max(0, i - 2), i + 1)
        )
    if kind is Kind.CONTINUED:
        # On to another page and back from it: both stand in the cut, or the text is elsewhere.
        return Kind.CONTINUED in (scene.kinds[j - 1], scene.kinds[j + 1])
    if kind in (Kind.BODY, Kind.LEAD_IN):
        return scene.shape(j).length <= LONGEST_BETWEEN
    return kind in BETWEEN


def _goes_on_as_list(scene: Scene, j: int) -> bool:
    """Does the list that block `j` belongs to go on behind block `j + 1`?"""
    if scene.kinds[j] is not Kind.LIST or j + 2 >= len(scene.blocks):
        return False
    return (
        scene.memory.series[scene.blocks[j].text] == scene.memory.series[scene.blocks[j + 2].text]
    )
