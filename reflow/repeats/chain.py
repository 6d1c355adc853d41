"""Join equal stretches that follow one another on nearly the same diagonal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Folded characters without an equal stretch that a chain may cross.  At 20 % edits a run of 5
# unchanged characters fails to start in 40 successive places about once in 10**5 places.
REACH = 48
# Drift of the diagonal between two equal stretches: insertions minus deletions.
DRIFT = 8


@dataclass(slots=True)
class Chain:
    """Two stretches of folded text that seem to be one: starts and the last equal points."""

    first: int
    second: int
    last_first: int
    last_second: int
    points: list[tuple[int, int]] = field(default_factory=list)
    """Some equal points, at least `SPACING` apart, in order."""
    hits: int = 1
    covered: int = 0
    """Characters that lie in equal stretches."""


SPACING = 32
# Chains are verified best first and at most this many: one for so many characters of text, and
# a floor.  Prose has one for 200 to 500 characters; random letters from a tiny alphabet, where
# everything repeats and nothing is a copy, have more.
PER_CHAIN = 64
FLOOR = 2000
_PART = 1 << 16


def chains(
    first: NDArray[np.int64], second: NDArray[np.int64], nearest: int, width: int, size: int
) -> list[Chain]:
    """Chains of at least two hits whose stretches start `nearest` or more apart, by place.

    `width` is the length of an equal stretch in dense scripts, `size` that of the text.
    """
    import numpy as np

    diagonal = second - first
    keep = diagonal >= nearest
    first, second, diagonal = first[keep], second[keep], diagonal[keep]
    if first.size < 2:
        return []
    supported = np.zeros(first.size, np.bool_)
    # A hit alone says nothing: keep those with another one near on about the same diagonal.
    # Bands overlap by half so that no two near diagonals always fall apart.
    for shift in (0, DRIFT):
        band = (diagonal + shift) // (2 * DRIFT)
        order = np.lexsort((second, band))
        band, where = band[order], second[order]
        near = (band[1:] == band[:-1]) & (where[1:] - where[:-1] <= REACH)
        supported[order[1:][near]] = True
        supported[order[:-1][near]] = True
    first, second = first[supported], second[supported]
    order = np.lexsort((first, second))
    return link(_pairs(first[order], second[order]), width, size)


def _pairs(first: NDArray[np.int64], second: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """The hits as numbers of Python, a part at a time: all at once they take ten times the text."""
    for start in range(0, first.size, _PART):
        part = slice(start, start + _PART)
        yield from zip(first[part].tolist(), second[part].tolist(), strict=True)


def link(hits: Iterable[tuple[int, int]], width: int, size: int) -> list[Chain]:
    """Chains of two hits or more, from hits (earlier, later) that are sorted by the later."""
    done: list[Chain] = []
    open_chains: dict[int, Chain] = {}
    wide = 2 * DRIFT
    for a, b in hits:
        d = b - a
        band = d // wide
        best: Chain | None = None
        for key in (band, band - 1, band + 1):
            c = open_chains.get(key)
            if c is None or b - c.last_second > REACH or a < c.last_first:
                continue
            if abs(d - (c.last_second - c.last_first)) <= DRIFT:
                best = c
                if key != band and open_chains[key] is c:
                    del open_chains[key]
                break
        if best is None:
            best = Chain(a, b, a, b, [(a, b)], 1, width)
            done.append(best)
        elif b > best.last_second:
            best.hits += 1
            step = b - best.last_second
            best.covered += step if step < width else width
            best.last_first, best.last_second = a, b
            if b - best.points[-1][1] >= SPACING:
                best.points.append((a, b))
        open_chains[band] = best
    found = [c for c in done if c.hits >= 2]
    limit = FLOOR + size // PER_CHAIN
    if len(found) > limit:
        found = sorted(found, key=lambda c: (-c.covered, c.second))[:limit]
        found.sort(key=lambda c: (c.second, c.first))
    return found
