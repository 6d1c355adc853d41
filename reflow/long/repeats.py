"""The repeated passages of a long text, found in all of it before it is cut.

The search is that of `reflow.repeats`; it holds a fingerprint of one in eight stretches and
reads the text where two of them meet.  In a text longer than `HORIZON` it sees that many code
points at once and moves on by half of them, so that two copies are found wherever they are no
further apart than that half.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reflow.config import Config
from reflow.document import Span
from reflow.long.paged import PAGE, Paged, as_text, folded
from reflow.records import replace
from reflow.repeats import Kept, Removal

HORIZON = 1 << 26
"""Code points that are seen at once; their fingerprints take about 70 MB, and twice that while
they are sorted."""


class Repeats(NamedTuple):
    """What goes and what stays, in code points of the whole text."""

    removals: tuple[Removal, ...]
    kept: tuple[Kept, ...]


def survey(text: str | Paged, config: Config, horizon: int = HORIZON) -> Repeats:
    """Removals, sorted and disjoint, and the repetitions that stay."""
    from reflow.repeats.search import Taken

    removals: list[Removal] = []
    kept: list[Kept] = []
    gone = Taken()
    known = 0
    for start, end in stretches(len(text), horizon):
        found, stays = _look(_stretch(text, start, end), config)
        fresh = [
            removal
            for removal in (_moved(r, start) for r in found)
            # What lies before `known` was decided with the stretch before; a copy can't stay
            # for another one when it is gone itself.
            if max(removal.span.end, removal.kept.end) > known
            and not gone.overlap(hull(removal))
            and not gone.overlap(removal.kept)
        ]
        for removal in fresh:
            gone.add(removal.span)
        removals += fresh
        kept += (
            item
            for item in (_kept(k, start) for k in stays)
            if max(item.span.end, item.other.end) > known
        )
        known = end
    return Repeats(tuple(sorted(removals, key=lambda r: r.span)), tuple(kept))


def stretches(size: int, horizon: int) -> Iterator[tuple[int, int]]:
    """What is seen at once: each stretch starts in the middle of the one before."""
    step = max(horizon // 2 // PAGE, 1) * PAGE
    start = 0
    while True:
        end = min(start + 2 * step, size)
        yield start, end
        if end == size:
            return
        start += step


def _stretch(text: str | Paged, start: int, end: int) -> str | Paged:
    if isinstance(text, str) or (start, end) == (0, len(text)):
        return text if (start, end) == (0, len(text)) else text[start:end]
    return text.stretch(start // PAGE, -(-end // PAGE))


def _look(text: str | Paged, config: Config) -> tuple[tuple[Removal, ...], tuple[Kept, ...]]:
    from reflow.repeats.fold import Folded
    from reflow.repeats.pairs import find_pairs
    from reflow.repeats.search import search

    letters, string = (
        (folded(text), as_text(text)) if isinstance(text, Paged) else (Folded(text), text)
    )
    pairs = find_pairs(letters, config.repeats_min_chars * 0.6, config.repeats_similarity)
    unlawful = frozenset(config.repeats_remove)
    marks = config.continuation_marks
    return search(string, letters, pairs, config.repeats_min_chars, marks, unlawful)


def _moved(removal: Removal, by: int) -> Removal:
    gap = removal.gap_at + by if removal.gap_at >= 0 else -1
    return replace(removal, span=_on(removal.span, by), kept=_on(removal.kept, by), gap_at=gap)


def _kept(item: Kept, by: int) -> Kept:
    return Kept(_on(item.span, by), _on(item.other, by), item.reason, item.evidence)


def _on(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def hull(removal: Removal) -> Span:
    """All that the removal touches: the copy, and the place of a gap mark before it."""
    start, end = removal.span
    return Span(min(start, removal.gap_at) if removal.gap_at >= 0 else start, end)
