"""From a text to its removals: the steps in order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from reflow.document import Span
from reflow.edits import Evidence
from reflow.repeats import Kept, Removal, choose, edges, gaps, judge, lawful, overlap
from reflow.repeats.fold import Folded
from reflow.repeats.groups import Group, group_pairs
from reflow.repeats.marks import Marks
from reflow.repeats.reader import Reader
from reflow.repeats.site import site
from reflow.repeats.verify import Pair

# Copies that are looked at to judge a group and to choose: of a loop the rest is alike.
LOOKED_AT = 12
# Copies from which a group is judged before the edges of all its copies are worked out.
CROWD = 200


def search(
    text: str, folded: Folded, pairs: list[Pair], min_chars: int, marks: tuple[str, ...]
) -> tuple[tuple[Removal, ...], tuple[Kept, ...]]:
    """Removals and lawful repetitions of `text`, by the pairs that were found in it folded."""
    found_marks = Marks(marks)
    removals: list[Removal] = []
    kept: list[Kept] = []
    gone = _Taken()
    stays = _Taken()
    reader = Reader(text)
    for group in group_pairs(pairs):
        _settle(text, folded, group, min_chars, found_marks, removals, kept, gone, stays, reader)
    return gaps.close(text, removals, reader), tuple(sorted(kept, key=lambda k: k.span))


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
        whole = marks.without(text, overlap.complete(text, span, spans[best]))
        if not gone.overlap(whole) and not stays.overlap(whole):
            span = whole
        parts = overlap.shared(text, span, spans[best])
        for other in some:
            # What follows two of three copies is no part of the passage.
            if len(parts) == 1 and other not in (spans[n], spans[best]):
                parts = overlap.shared(text, parts[0], other) or parts
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
