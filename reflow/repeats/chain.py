"""Join equal stretches that follow one another on nearly the same diagonal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from reflow.records import dataclass, field

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Folded characters without an equal stretch that a chain may cross.  At 20 % edits a run of 5
# unchanged characters fails to start in 40 successive places about once in 10**5 places.
REACH = 48
# Drift of the diagonal between two equal stretches: insertions minus deletions.
DRIFT = 8


# How far apart the points of a chain are kept; a loop of megabytes has no more than so many.
SPACING, MOST_POINTS = 32, 1 << 16


@dataclass(slots=True)
class Chain:
    """Two stretches of folded text that seem to be one: starts and the last equal points."""

    first: int
    second: int
    last_first: int
    last_second: int
    points: list[tuple[int, int]] = field(default_factory=list)
    """Some equal points, at least `spacing` apart, in order."""
    hits: int = 1
    covered: int = 0
    """Characters that lie in equal stretches."""
    spacing: int = SPACING


# Chains are verified best first and at most this many: one for so many characters of text, and
# a floor.  Prose has one for 200 to 500 characters; random letters from a tiny alphabet, where
# everything repeats and nothing is a copy, have more.
PER_CHAIN = 64
FLOOR = 2000
_PART = 1 << 16


def chains(
    first: NDArray[np.integer[Any]], second: NDArray[np.integer[Any]], width: int, size: int
) -> list[Chain]:
    """Chains of at least two hits, by place.

    The hits (`first`, `second`) are sorted by the second, then the first.  `width` is the length
    of an equal stretch in dense scripts, `size` that of the text.
    """
    if first.size < 2:
        return []
    return link(_supported(first, second), width, size)


def _supported(
    first: NDArray[np.integer[Any]], second: NDArray[np.integer[Any]]
) -> Iterator[tuple[int, int]]:
    """The hits with another one near on about the same diagonal: one alone says nothing.

    A part at a time: all of them as numbers of Python take ten times the text.
    """
    import numpy as np

    for start in range(0, first.size, _PART):
        end = min(start + _PART, first.size)
        reach = np.array([int(second[start]) - REACH, int(second[end - 1]) + REACH + 1])
        low, high = np.searchsorted(second, reach.astype(second.dtype))
        place = second[low:high].astype(np.int64)
        diagonal = place - first[low:high]
        supported = np.zeros(place.size, np.bool_)
        # Bands overlap by half so that no two near diagonals always fall apart.
        for shift in (0, DRIFT):
            band = (diagonal + shift) // (2 * DRIFT)
            order = np.lexsort((place, band))
            band, where = band[order], place[order]
            near = (band[1:] == band[:-1]) & (where[1:] - where[:-1] <= REACH)
            supported[order[1:][near]] = True
            supported[order[:-1][near]] = True
        here = np.flatnonzero(supported[start - low : end - low]) + start
        yield from zip(first[here].tolist(), second[here].tolist(), strict=True)


def link(hits: Iterable[tuple[int, int]], width: int, size: int) -> list[Chain]:
    """Chains of two hits or more, from hits (earlier, later) that are sorted by the later."""
    done: list[Chain] = []
    open_chains: dict[int, Chain] = {}
    wide = 2 * DRIFT
    for a, b in hits:
        d = b - a
        band = d // wide
        best = open_chains.get(band)
        # Most hits go on in their own band, a step behind the one before.  The same is asked of its
        # neighbours below, and not in a function, for there is a hit for every few characters.
        if (
            best is None
            or b - best.last_second > REACH
            or a < best.last_first
            or not -DRIFT <= d - (best.last_second - best.last_first) <= DRIFT
        ):
            best = None
            for key in (band - 1, band + 1):
                chain = open_chains.get(key)
                if (
                    chain is not None
                    and b - chain.last_second <= REACH
                    and a >= chain.last_first
                    and -DRIFT <= d - (chain.last_second - chain.last_first) <= DRIFT
                ):
                    best = chain
                    del open_chains[key]
                    break
            if best is None:
                best = Chain(a, b, a, b, [(a, b)], 1, width)
                done.append(best)
                open_chains[band] = best
                continue
            open_chains[band] = best
        step = b - best.last_second
        if step > 0:
            best.hits += 1
            best.covered += step if step < width else width
            best.last_first, best.last_second = a, b
            if b - best.points[-1][1] >= best.spacing:
                best.points.append((a, b))
                if len(best.points) > MOST_POINTS:
                    best.points = best.points[::2]
                    best.spacing *= 2
    found = [c for c in done if c.hits >= 2]
    limit = FLOOR + size // PER_CHAIN
    if len(found) > limit:
        found = sorted(found, key=lambda c: (-c.covered, c.second))[:limit]
        found.sort(key=lambda c: (c.second, c.first))
    return found
