"""Equal hashes of different documents, and the chains of them that may be a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reflow.corpus.postings import SCHEME
from reflow.repeats.chain import PER_CHAIN, chains

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Each posting is paired with so many earlier equal ones at most, so that the number of pairs is
# linear even where one stretch stands in all documents.
LAGS = 4
# Letters in equal stretches that a chain needs, of dense scripts and of others.
LEAST = 14
# Letters without an equal stretch between two chains that are still one passage: many changes.
BRIDGE = 400
# Pairs of documents are told apart by their diagonals, which are this far from one another.
_APART = 33


class Pairs(NamedTuple):
    """Equal stretches: documents and folded offsets, the lower document first."""

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    at_first: NDArray[np.int64]
    at_second: NDArray[np.int64]


class Candidate(NamedTuple):
    """Two stretches of folded letters, half-open, that look like copies."""

    first: int
    first_start: int
    first_end: int
    second: int
    second_start: int
    second_end: int


def pair(
    hashes: NDArray[np.uint64], documents: NDArray[np.int64], places: NDArray[np.int64]
) -> Pairs:
    """Pairs of equal hashes in different documents, of any complete set of postings."""
    import numpy as np

    # Nearly all stretches stand once: they go before what costs more is sorted.
    order = np.argsort(hashes)
    alike = hashes[order[1:]] == hashes[order[:-1]]
    several = np.zeros(order.size, np.bool_)
    several[1:] |= alike
    several[:-1] |= alike
    some = order[several]
    hashes, documents, places = hashes[some], documents[some], places[some]
    order = np.lexsort((places, documents, hashes))
    hashes, documents, places = hashes[order], documents[order], places[order]
    parts: list[NDArray[np.bool_]] = []
    for lag in range(1, LAGS + 1):
        parts.append((hashes[:-lag] == hashes[lag:]) & (documents[:-lag] != documents[lag:]))
    low = np.concatenate([np.flatnonzero(p) for p in parts])
    high = np.concatenate([np.flatnonzero(p) + lag for lag, p in enumerate(parts, 1)])
    return Pairs(documents[low], documents[high], places[low], places[high])


def link(pairs: Pairs) -> list[Candidate]:
    """The chains in `pairs`, which must hold all pairs of each two documents that it knows."""
    import numpy as np

    size = pairs.first.size
    if not size:
        return []
    order = np.lexsort((pairs.at_first, pairs.at_second, pairs.second, pairs.first))
    first, second = pairs.first[order], pairs.second[order]
    new = np.ones(size, np.bool_)
    new[1:] = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
    number = np.cumsum(new)
    base = number << _APART
    starts = np.flatnonzero(new)
    dense, _, _ = SCHEME
    mask = (1 << _APART) - 1
    found: list[Candidate] = []
    # The diagonal of a hit is made to tell the two documents, too.
    shifted = pairs.at_second[order] + base + (1 << (_APART - 1))
    for c in chains(pairs.at_first[order], shifted, dense, size * PER_CHAIN):
        if c.covered < LEAST:
            continue
        at = starts[(c.second >> _APART) - 1]
        low = (c.second & mask) - (1 << (_APART - 1))
        high = (c.last_second & mask) - (1 << (_APART - 1)) + dense
        last = c.last_first + dense
        found.append(Candidate(int(first[at]), c.first, last, int(second[at]), low, high))
    return _bridged(found)


def _bridged(found: list[Candidate]) -> list[Candidate]:
    """`found`, with those in one that follow one another in both documents."""
    out: list[Candidate] = []
    recent: list[Candidate] = []
    for c in sorted(found, key=lambda c: (c.first, c.second, c.first_start, c.second_start)):
        recent = [
            r
            for r in recent
            if r.first == c.first and r.second == c.second and c.first_start - r.first_end <= BRIDGE
        ]
        for n, r in enumerate(recent):
            gap, other = c.first_start - r.first_end, c.second_start - r.second_end
            if -SCHEME[0] <= other <= BRIDGE and abs(gap - other) <= 16 + gap // 8:
                out.remove(r)
                c = r._replace(
                    first_end=max(r.first_end, c.first_end),
                    second_end=max(r.second_end, c.second_end),
                )
                del recent[n]
                break
        out.append(c)
        recent.append(c)
    return out
