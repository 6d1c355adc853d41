"""Extend chains to the true edges of two copies and measure how alike they are.

Every call into rapidfuzz sees at most `WINDOW` characters a side: its partial ratio is cubic
on long strings and cannot be interrupted, its plain edit distance on short ones takes
microseconds.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import cast

from reflow.records import dataclass
from reflow.repeats.chain import Chain

WINDOW = 400
_STRIDE = 64
_GLANCE, _UNLIKE = 16, 10
# A match gains 1 and an edit costs this; unrelated text falls, a copy with one edit in five
# (gain 0.8, cost 0.3 a character) rises.
_EDIT = 1.5
# Extension gives up this far below its best: a run of 6 edits, which is noise no longer.
_DROP = 9.0

# Runs that are kept of what differs between two copies; loops of megabytes have no end of them.
_EDITS = 400

_Op = tuple[str, int, int, int, int]
"""What is done, and from where to where on both sides."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two copies in folded offsets, half-open, and what differs between them."""

    a0: int
    a1: int
    b0: int
    b1: int
    similarity: float
    edits: tuple[tuple[str, str], ...]
    """Runs that differ: as in the first, as in the second; either may be empty."""
    points: tuple[tuple[int, int], ...]
    """Places that correspond."""

    @property
    def length(self) -> int:
        return min(self.a1 - self.a0, self.b1 - self.b0)


class Budget:
    """Aligned windows that a text may cost; only texts made to be costly reach it.

    A copy costs one for every 64 characters that differ somewhere, so this allows the whole
    text to be a spoilt copy four times over.
    """

    def __init__(self, size: int) -> None:
        self.left = 4000 + size // 16

    @property
    def spent(self) -> bool:
        return self.left <= 0


def verify(text: str, chain: Chain, similarity: float, least: float, budget: Budget) -> list[Pair]:
    """The pairs that `chain` points at: one, or several where it crosses text that differs."""
    points = [*chain.points, (chain.last_first, chain.last_second)]
    todo = [(0, len(points))]
    found: list[Pair] = []
    while todo:
        low, high = todo.pop()
        middle = (low + high) // 2
        pair = _grow(text, points, middle, similarity, least, budget)
        if pair is None:
            a0 = a1 = points[middle][0]
        else:
            found.append(pair)
            a0, a1 = pair.a0, pair.a1
        left = middle
        while left > low and points[left - 1][0] >= a0:
            left -= 1
        right = middle + 1
        while right < high and points[right][0] <= a1:
            right += 1
        # What lies beyond may be a passage of its own, if two points at least support it.
        if left - low >= 2:
            todo.append((low, left))
        if high - right >= 2:
            todo.append((right, high))
    return found


def _grow(
    text: str,
    points: list[tuple[int, int]],
    middle: int,
    similarity: float,
    least: float,
    budget: Budget,
) -> Pair | None:
    """The pair around one equal point, or None when it is too short or too unlike."""
    a, b = points[middle]
    a1, b1 = _extend(text, a, b, 1, budget)
    a0, b0 = _extend(text, a, b, -1, budget)
    # Both can grow to the start of a text that loops: then the passage lies on itself.
    if a0 >= b0 or _size(text, a0, a1) < least or _size(text, b0, b1) < least:
        return None
    marks = [(a0, b0)]
    # A chain through thousands of like lines has points far beyond the two copies.
    for n in range(bisect_left(points, (a0, b0)), len(points)):
        x, y = points[n]
        if x >= a1:
            break
        if x >= marks[-1][0] + WINDOW // 2 and marks[-1][1] < y < b1:
            marks.append((x, y))
    marks.append((a1, b1))
    edits: list[tuple[str, str]] = []
    distance = 0
    for (x0, y0), (x1, y1) in pairwise(marks):
        cost, runs = _differences(text, x0, x1, y0, y1, len(edits) < _EDITS)
        distance += cost
        edits.extend(runs)
    alike = 1 - distance / max(a1 - a0, b1 - b0)
    if alike < similarity:
        return None
    return Pair(a0, a1, b0, b1, alike, tuple(edits), tuple(marks))


def _extend(text: str, a: int, b: int, direction: int, budget: Budget) -> tuple[int, int]:
    """The farthest offsets from an equal point that a copy reaches in one direction."""
    from rapidfuzz.distance import Levenshtein

    size = len(text)
    while True:
        if direction > 0:
            left, right = text[a : a + _STRIDE], text[b : b + _STRIDE]
        else:
            left = text[max(a - _STRIDE, 0) : a][::-1]
            right = text[max(b - _STRIDE, 0) : b][::-1]
        if left == right and len(left) == _STRIDE:
            a, b = a + direction * _STRIDE, b + direction * _STRIDE
            continue
        budget.left -= 1
        if Levenshtein.distance(left[:_GLANCE], right[:_GLANCE], score_cutoff=_UNLIKE) > _UNLIKE:
            # Most candidates end here: do not align what cannot be a copy.
            left, right = left[:_GLANCE], right[:_GLANCE]
        # Plain tuples, although the library's stubs say otherwise.
        ops = cast("list[tuple[str, int, int]]", Levenshtein.editops(left, right).as_list())
        x, y = _climb(ops, len(left), len(right))
        a, b = a + direction * x, b + direction * y
        at_edge = not (0 < a < size and 0 < b < size)
        # The far end of a window is aligned to whatever lies there, so go on from the last good
        # place, unless it was near: then the copy ends here.
        if at_edge or min(x, y) < _STRIDE // 2 or budget.spent:
            return a, b


def _climb(ops: list[tuple[str, int, int]], size_x: int, size_y: int) -> tuple[int, int]:
    """The end of the best-scoring start of an alignment, as offsets in both sides."""
    best, best_xy = 0.0, (0, 0)
    score = 0.0
    x = y = 0
    for op, i, _ in ops:
        run = i - x  # as long on the other side: what lies between two edits is equal
        if run > 0:
            score += run
            x, y = x + run, y + run
            if score > best:
                best, best_xy = score, (x, y)
        score -= _EDIT
        if op != "insert":
            x += 1
        if op != "delete":
            y += 1
        if score < best - _DROP:
            return best_xy
    run = min(size_x - x, size_y - y)
    if run > 0 and score + run > best:
        best_xy = (x + run, y + run)
    return best_xy


def _differences(
    text: str, x0: int, x1: int, y0: int, y1: int, told: bool
) -> tuple[int, list[tuple[str, str]]]:
    """Edit distance of two stretches, a window at a time, and the runs that differ if `told`."""
    from rapidfuzz.distance import Levenshtein

    cost = 0
    end = (-1, -1)
    found: list[tuple[str, str]] = []
    while x0 < x1 or y0 < y1:
        n = min(WINDOW, x1 - x0) if x1 - x0 <= WINDOW * 2 else WINDOW
        m = min(WINDOW, y1 - y0) if y1 - y0 <= WINDOW * 2 else WINDOW
        left, right = text[x0 : x0 + n], text[y0 : y0 + m]
        if left != right and not told:
            cost += Levenshtein.distance(left, right)
        elif left != right:
            # Plain tuples, although the library's stubs say otherwise.
            ops = cast("list[_Op]", Levenshtein.opcodes(left, right).as_list())
            for tag, from_left, to_left, from_right, to_right in ops:
                if tag == "equal":
                    continue
                one, two = left[from_left:to_left], right[from_right:to_right]
                cost += max(len(one), len(two))
                if found and (from_left, from_right) == end:
                    found[-1] = (found[-1][0] + one, found[-1][1] + two)
                else:
                    found.append((one, two))
                end = (to_left, to_right)
        x0, y0 = x0 + n, y0 + m
    return cost, found


def _size(text: str, start: int, end: int) -> float:
    """Letters in a folded stretch, those of scripts with spaces half; exact below 200."""
    if end - start > 200:
        return float(end - start) / 2
    part = text[start:end]
    return len(part) - 0.5 * sum(1 for c in part if c < "\u1100")
