"""Features of a break: do the two sides look like the edges of whole titles and paragraphs?

What layout put between two halves of a paragraph looks whole where they look cut; so each side
is also compared with its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator

from reflow.joins import edges
from reflow.joins.model import steps
from reflow.joins.scene import Scene
from reflow.joins.shape import script
from reflow.lang.lazy import Lazy

STEPS = (-5.0, -4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0)
LESS = (-3.0, -1.5, 0.0, 1.5, 3.0, 4.5)
BINS = ((-2.0, "cut"), (0.0, "rather cut"), (2.0, "rather whole"), (99.0, "whole"))
NEARBY = 8
"""Blocks each side among which others with the same first word are counted."""
_FIRST_WORD = Lazy(r"[^\W\d_]{1,12}(?=[\s\u3000:：.．)）」】])")


def at_edges(scene: Scene, i: int, j: int) -> Iterator[str]:
    """Without a prefix for lines or regions; `j > i + 1` for bridges."""
    blocks = scene.blocks
    left, right = blocks[i].text, blocks[j].text
    ending, starting = _ending(left), edges.starting(right)
    group = script(left[-1])
    if ending is not None:
        yield from steps("left ends as a title or paragraph does", ending, STEPS)
        yield from steps(f"left ends as a title or paragraph does ({group})", ending, STEPS)
    group = script(right[0])
    yield from steps("right starts as a title or paragraph does", starting, STEPS)
    yield from steps(f"right starts as a title or paragraph does ({group})", starting, STEPS)
    yield f"left looks {_bin(ending)}, right {_bin(starting)}"
    bridge = j > i + 1
    if bridge:
        over = edges.starting(blocks[i + 1].text) - starting
        yield from steps(
            "bridge:right looks less like a start than what stands between", over, LESS
        )
        last = _ending(blocks[j - 1].text)
        if ending is not None and last is not None:
            over = last - ending
            yield from steps(
                "bridge:left looks less like an end than what stands between", over, LESS
            )
    else:
        if j + 1 < len(blocks):
            over = starting - edges.starting(blocks[j + 1].text)
            yield from steps("the block behind right looks less like a start", over, LESS)
        before = _ending(blocks[i - 1].text) if i else None
        if ending is not None and before is not None:
            yield from steps("the block before left looks less like an end", ending - before, LESS)
    word = _FIRST_WORD.match(right)
    if word:
        low, high = max(0, i - NEARBY), min(len(blocks), j + NEARBY + 1)
        others = sum(blocks[k].text.startswith(word.group()) for k in range(low, high) if k != j)
        yield f"right's first word starts {min(others, 3)} others nearby ({group})"


def _ending(text: str) -> float | None:
    """None behind a mark, which tells by itself."""
    return edges.ending(text) if text[-1].isalnum() else None


def _bin(value: float | None) -> str:
    return "marked" if value is None else next(name for limit, name in BINS if value < limit)
