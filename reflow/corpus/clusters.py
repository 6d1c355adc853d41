"""Candidates to clusters: the windows of documents that have to be read together.

A cluster is small and independent of all others, so clusters can be settled anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from reflow.corpus.candidates import Candidate

# Windows that are read together; of a passage that more documents have, no more are needed to
# judge it, but all of them to remove it.
MOST = 400
# Share of the shorter of two overlapping stretches from which they are about one passage.
_SAME = 0.5
# Share of the longer from which they are one and the same stretch.
_EQUAL = 0.6


class Window(NamedTuple):
    """A stretch of a document's folded letters, as part of a cluster."""

    cluster: int
    document: int
    start: int
    end: int


class _Sets:
    """Disjoint sets of numbers (union by the lower one, so that the outcome has no order)."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def root(self, n: int) -> int:
        while self.parent[n] != n:
            self.parent[n] = self.parent[self.parent[n]]
            n = self.parent[n]
        return n

    def join(self, one: int, two: int) -> None:
        a, b = self.root(one), self.root(two)
        if a != b:
            self.parent[max(a, b)] = min(a, b)


def cluster(candidates: Iterable[Candidate]) -> list[Window]:
    """The windows of all clusters, in order of cluster and document; any order of input will do."""
    found = sorted(set(candidates))
    stretches = sorted(
        {(c.first, c.first_start, c.first_end) for c in found}
        | {(c.second, c.second_start, c.second_end) for c in found}
    )
    numbers = {s: n for n, s in enumerate(stretches)}
    links = [(numbers[c[:3]], numbers[c[3:]]) for c in found]
    overlaps = list(_overlaps(stretches))
    fine = _Sets(len(stretches))
    for one, two, shared in overlaps:
        if shared >= _EQUAL * max(_size(stretches[one]), _size(stretches[two])):
            fine.join(one, two)
    for one, two in links:
        fine.join(one, two)
    coarse = _Sets(len(stretches))
    for n in range(len(stretches)):
        coarse.join(n, fine.root(n))
    for one, two, shared in overlaps:
        if shared >= _SAME * min(_size(stretches[one]), _size(stretches[two])):
            coarse.join(one, two)
    members: dict[int, int] = {}
    for n in range(len(stretches)):
        members[coarse.root(n)] = members.get(coarse.root(n), 0) + 1
    # What hangs together by ever other passages would grow without a limit.
    roots = [
        coarse.root(n) if members[coarse.root(n)] <= MOST else fine.root(n)
        for n in range(len(stretches))
    ]
    return _windows(stretches, roots)


def _size(stretch: tuple[int, int, int]) -> int:
    return stretch[2] - stretch[1]


def _overlaps(stretches: list[tuple[int, int, int]]) -> Iterable[tuple[int, int, int]]:
    """Two stretches of one document that overlap, and by how much."""
    active: list[int] = []
    for n, (document, start, end) in enumerate(stretches):
        active = [m for m in active if stretches[m][0] == document and stretches[m][2] > start]
        for m in active:
            yield m, n, min(stretches[m][2], end) - start
        active.append(n)


def _windows(stretches: list[tuple[int, int, int]], roots: list[int]) -> list[Window]:
    by_root: dict[int, list[tuple[int, int, int]]] = {}
    for stretch, root in zip(stretches, roots, strict=True):
        by_root.setdefault(root, []).append(stretch)
    out: list[Window] = []
    for root in sorted(by_root):
        merged: list[list[int]] = []
        for document, start, end in by_root[root]:
            if merged and merged[-1][0] == document and start <= merged[-1][2]:
                merged[-1][2] = max(merged[-1][2], end)
            else:
                merged.append([document, start, end])
        if len({m[0] for m in merged}) > 1:
            out.extend(Window(root, *m) for m in merged)
    return out
