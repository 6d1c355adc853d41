"""Pairs of copies to groups of copies."""

from __future__ import annotations

from bisect import bisect_left, insort

from reflow.records import dataclass, field
from reflow.repeats.verify import Pair

# Units of one loop.  Of a longer loop (thousands of lines) several units are taken
# as one: else each of a million words is a copy with evidence of its own, 100 times the text.
# A second pass over what stays does the rest.
MOST = 1 << 12


@dataclass(slots=True)
class Group:
    """Copies of one passage: folded offsets, in order of the text."""

    instances: list[tuple[int, int]] = field(default_factory=list)
    similarity: float = 1.0
    edits: tuple[tuple[str, str], ...] = ()
    end: int = 0
    """Where a loop ends, the torn start of one more copy included; 0 without a loop."""


def group_pairs(pairs: list[Pair]) -> list[Group]:
    """Groups of copies, longest passages first; each pair counts into one group."""
    pairs = sorted(pairs, key=lambda p: (-p.length, p.a0, p.b0))
    known: list[tuple[int, int, int]] = []
    parent: list[int] = []
    infos: list[Pair] = []
    bounds: list[tuple[int, int]] = []

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    def instance(start: int, end: int, pair: Pair) -> int:
        slack = max(10, (end - start) // 8)
        at = bisect_left(known, (start - slack, 0, 0))
        while at < len(known) and known[at][0] <= start + slack:
            if abs(known[at][1] - end) <= slack:
                return known[at][2]
            at += 1
        n = len(parent)
        parent.append(n)
        infos.append(pair)
        bounds.append((start, end))
        insort(known, (start, end, n))
        return n

    joined: list[tuple[int, Pair]] = []
    for pair in pairs:
        numbers = [instance(s, e, pair) for s, e in _units(pair)]
        for n in numbers[1:]:
            a, b = root(numbers[0]), root(n)
            if a != b:
                parent[max(a, b)] = min(a, b)
        joined.append((numbers[0], pair))
    groups: dict[int, Group] = {}
    for n in range(len(parent)):
        groups.setdefault(root(n), Group()).instances.append(bounds[n])
    for n, pair in joined:
        group = groups[root(n)]
        if not group.edits or len(pair.edits) < len(group.edits):
            group.edits = pair.edits
        group.similarity = min(group.similarity, pair.similarity)
        if _overlaps(pair):
            group.end = max(group.end, pair.b1)
    out = [g for g in groups.values() if len(g.instances) > 1]
    for g in out:
        g.instances.sort()
    return sorted(out, key=lambda g: (-max(e - s for s, e in g.instances), g.instances[0]))


def _units(pair: Pair) -> list[tuple[int, int]]:
    """The copies of a pair: two, or more where the pair overlaps itself (tandem repeats)."""
    a0, a1, b0, b1 = pair.a0, pair.a1, pair.b0, pair.b1
    unit = b0 - a0
    if not _overlaps(pair):
        return [(a0, min(a1, b0)), (b0, b1)]
    times = (b1 - a0) // unit // MOST + 1
    start = a0 + unit * times
    units = [(a0, start)]
    while b1 - start >= unit * times * 3 // 4:
        shift = _shift(pair, start) * times
        end = min(start + shift, b1)
        units.append((start, end))
        start = end
    return units


def _overlaps(pair: Pair) -> bool:
    return pair.a1 - pair.b0 > (pair.b0 - pair.a0) // 4


def _shift(pair: Pair, at: int) -> int:
    """The distance to the next copy at folded offset `at` of the first side."""
    near = bisect_left(pair.points, (at, 0))
    a, b = pair.points[min(near, len(pair.points) - 1)]
    return max(b - a, 1)
