"""From a text to its removals: the steps in order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from reflow.document import Span
from reflow.edits import Evidence
from reflow.repeats import Kept, Removal, choose, edges, gaps, judge, lawful, overlap
from reflow.repeats.chain import chains
from reflow.repeats.fingerprint import DENSE_FROM, hits, scheme
from reflow.repeats.fold import Folded
from reflow.repeats.groups import Group, group_pairs
from reflow.repeats.marks import Marks
from reflow.repeats.reader import Reader
from reflow.repeats.site import site
from reflow.repeats.verify import Budget, Pair, verify

DENSE = chr(DENSE_FROM)
# Copies that are looked at to judge a group and to choose: of a loop the rest is alike.
LOOKED_AT = 12
# Copies from which a group is judged before the edges of all its copies are worked out.
CROWD = 200
# Different characters, at most, in 64 of an ornament: rules, dotted lines, a stuck key.
FEW = 6


def search(
    text: str, min_chars: int, similarity: float, marks: tuple[str, ...]
) -> tuple[tuple[Removal, ...], tuple[Kept, ...]]:
    """Removals and lawful repetitions of `text`."""
    folded = Folded(text)
    pairs = find_pairs(folded, min_chars * 0.6, similarity)
    found_marks = Marks(marks)
    removals: list[Removal] = []
    kept: list[Kept] = []
    gone = _Taken()
    stays = _Taken()
    reader = Reader(text)
    for group in group_pairs(pairs):
        _settle(text, folded, group, min_chars, found_marks, removals, kept, gone, stays, reader)
    return gaps.close(text, removals, reader), tuple(sorted(kept, key=lambda k: k.span))


def find_pairs(folded: Folded, least: float, similarity: float) -> list[Pair]:
    """Verified pairs, each once, of at least `least` letters (half for scripts with spaces)."""
    size = len(folded)
    text = folded.text
    dense, other, step = scheme(size)
    first, second = hits(folded, lags=4 if size <= 1 << 17 else 2)
    # Two stretches that overlap in all but a letter are one chance; long texts have many.
    floor = 8 if step < 6 else 12
    found: list[Pair] = []
    covered: dict[int, list[Pair]] = {}
    budget = Budget(size)
    loops: list[Pair] = []
    for chain in chains(first, second, int(least), dense, size):
        narrow = text[chain.second] < DENSE
        if chain.covered + (other - dense if narrow else 0) < (2 * floor if narrow else floor):
            continue
        if len(set(text[chain.second : chain.second + 64])) <= FEW or budget.spent:
            continue
        if any(p.a0 <= chain.first and chain.last_second <= p.b1 for p in loops):
            continue
        band = (chain.second - chain.first) // 32
        near = [p for key in (band - 1, band, band + 1) for p in covered.get(key, ())]
        if any(
            p.b0 <= chain.second and chain.last_second <= p.b1 and p.a0 <= chain.first <= p.a1
            for p in near
        ):
            continue
        for pair in verify(text, chain, similarity, least, budget):
            found.append(pair)
            if pair.a1 - pair.b0 > (pair.b0 - pair.a0) // 2:
                # It overlaps itself: a loop, whose units repeat at every multiple, too.
                loops = [*loops[-3:], pair]
            recent = covered.setdefault((pair.b0 - pair.a0) // 32, [])
            recent.append(pair)
            del recent[:-4]
    return found


class _Taken:
    """Disjoint or overlapping spans, asked for their overlap."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, span: Span) -> None:
        at = bisect_left(self._starts, span.start)
        self._starts.insert(at, span.start)
        self._ends.insert(at, span.end)

    def overlap(self, span: Span) -> int:
        at = max(bisect_right(self._starts, span.start) - 4, 0)
        total = 0
        while at < len(self._starts) and self._starts[at] < span.end:
            total += max(0, min(self._ends[at], span.end) - max(self._starts[at], span.start))
            at += 1
        return total


def _settle(
    text: str,
    folded: Folded,
    group: Group,
    min_chars: int,
    marks: Marks,
    removals: list[Removal],
    kept: list[Kept],
    gone: _Taken,
    stays: _Taken,
    reader: Reader,
) -> None:
    instances = group.instances
    spans = [edges.raw(folded, *i) for i in instances]
    alive = [n for n, s in enumerate(spans) if gone.overlap(s) * 2 < s.length]
    if len(alive) < 2:
        return
    spans = [spans[n] for n in alive]
    if _phrase(text, spans):
        return
    rest: list[Span] = []
    if len(spans) > CROWD:
        # Nearly always lawful, or a loop; then the edges of each copy are worth no time.
        spans, rest = spans[:LOOKED_AT], spans[LOOKED_AT:]
    spans = [marks.without(text, s) for s in edges.refine(text, spans)]
    some = spans[:LOOKED_AT]
    sites = [site(text, s) for s in some]
    evidence = judge.weigh(judge.features(text, sites, group.edits, group.similarity))
    if min(s.length for s in some) < min_chars * 3 // 4:
        why = "short"
    else:
        why = lawful.reason(text, [lawful.place(text, s) for s in some], group.edits)
        if not why and sum(e.weight for e in evidence) < judge.THRESHOLD:
            why = judge.name(evidence)
    if why:
        kept.extend(Kept(s, spans[0], why, evidence) for s in _runs(text, spans[1:] + rest))
        return
    if rest:
        spans = [marks.without(text, s) for s in edges.refine(text, spans + rest)]
    weights = choose.weigh(text, some, reader)
    totals = [sum(e.weight for e in w) for w in weights]
    held = [stays.overlap(s) * 2 >= s.length for s in some]
    best = max(range(len(some)), key=lambda n: (held[n], totals[n], -n))
    stays.add(spans[best])
    for n, span in enumerate(spans):
        if n == best or gone.overlap(span) or stays.overlap(span) * 2 >= span.length:
            continue
        whole = marks.without(text, edges.complete(text, span, spans[best]))
        if not gone.overlap(whole) and not stays.overlap(whole):
            span = whole
        parts = overlap.shared(text, span, spans[best])
        if not parts:
            kept.append(Kept(span, spans[best], "text of its own", evidence))
            continue
        found = evidence
        if n < len(some):
            found = (*evidence, Evidence("place", totals[best] - totals[n]))
        for part in parts:
            gone.add(part)
            removals.append(Removal(part, spans[best], group.similarity, "none", found))


def _runs(text: str, spans: list[Span]) -> Iterator[Span]:
    """`spans` in order, those that white space alone parts as one: a loop is one thing to tell."""
    run = spans[0]
    for span in spans[1:]:
        if run.end <= span.start and not text[run.end : span.start].strip():
            run = Span(run.start, span.end)
        else:
            yield run
            run = span
    yield run


# Longest phrase, in characters, that is dropped unseen where letters stand on both its sides
# everywhere: nine in ten like passages of long texts are such, and none is a copy.
PHRASE = 45


def _phrase(text: str, spans: list[Span]) -> bool:
    """Words that recur within sentences."""
    if max(s.length for s in spans) > PHRASE:
        return False
    return all(
        _lettered(text[max(s.start - 2, 0) : s.start]) and _lettered(text[s.end : s.end + 2][::-1])
        for s in spans[:LOOKED_AT]
    )


def _lettered(near: str) -> bool:
    """Whether `near` ends with a letter, or one and a space."""
    return near[-1:].isalnum() or (near[-1:] == " " and near[:1].isalnum())
