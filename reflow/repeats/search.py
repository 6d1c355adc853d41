"""From a text to its removals: the steps in order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator

from reflow.document import Span
from reflow.edits import Evidence
from reflow.records import replace
from reflow.repeats import (
    Kept,
    Removal,
    choose,
    edges,
    gaps,
    judge,
    lawful,
    loops,
    overlap,
    own,
)
from reflow.repeats.fold import Folded
from reflow.repeats.groups import Group, group_pairs
from reflow.repeats.marks import Marks
from reflow.repeats.place import place
from reflow.repeats.reader import Reader
from reflow.repeats.site import Site, site
from reflow.repeats.verify import Pair

# Copies that are looked at to judge a group and to choose: of a loop the rest is alike.
LOOKED_AT = 12
# Copies from which a group is judged before the edges of all its copies are worked out.
CROWD = 200
# A passage of up to so many characters of which so many groups were kept is looked at no more.
PASSAGE, OFTEN = 400, 8
# What nobody writes into the middle of another sentence.
WHOLE = ("boilerplate", "caption", "heading", "list", "pull quote", "verse")
# Copies of a passage that were thrown somewhere; what stands more often is written that way.
FEW = 3
# What keeps passages that stand apart, and no loop.
LOOPED = ("", "boilerplate", "formula", "heading", "list", "quotation")


def search(
    text: str,
    folded: Folded,
    pairs: list[Pair],
    min_chars: int,
    marks: tuple[str, ...],
    unlawful: frozenset[str],
) -> tuple[tuple[Removal, ...], tuple[Kept, ...]]:
    """Removals and lawful repetitions of `text`, by the pairs that were found in it folded."""
    settling = Settling(text, folded, min_chars, Marks(marks), unlawful)
    for group in group_pairs(pairs):
        settling.settle(group)
    removals = gaps.close(text, settling.removals, settling.reader, settling.marks)
    return removals, tuple(sorted(settling.kept, key=lambda k: k.span))


class Taken:
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


class Settling:
    """Goes through the groups of a text, longest first, and decides on each."""

    def __init__(
        self,
        text: str,
        folded: Folded,
        min_chars: int,
        marks: Marks,
        unlawful: frozenset[str],
        first: bool = False,
    ) -> None:
        self.text, self.folded, self.min_chars = text, folded, min_chars
        self.marks, self.unlawful = marks, unlawful
        self.first = first
        """Of the copies the first one stays, wherever it stands."""
        self.reader = Reader(text)
        self.removals: list[Removal] = []
        self.kept: list[Kept] = []
        self._gone, self._stays = Taken(), Taken()
        self._often: Counter[str] = Counter()
        """How many groups of a passage were kept: in long lists one falls apart into thousands."""

    def settle(self, group: Group) -> None:
        text = self.text
        instances = group.instances
        if group.end and len(instances) > 2:
            instances = loops.in_step(text, self.folded, instances, group.end)
        spans = [edges.raw(self.folded, *i) for i in instances]
        spans = [s for s in spans if self._gone.overlap(s) * 2 < s.length]
        if len(spans) < 2 or _phrase(text, spans):
            return
        passage = spans[0].text(text) if spans[0].length <= PASSAGE else ""
        if self._often[passage] >= OFTEN:
            why = "recurring phrase"
            self.kept.extend(Kept(s, spans[0], why, ()) for s in _runs(text, spans[1:]))
            return
        rest: list[Span] = []
        if len(spans) > CROWD:
            # Nearly always lawful, or a loop; then the edges of each copy are worth no time.
            spans, rest = spans[:LOOKED_AT], spans[LOOKED_AT:]
        spans = self._refined(spans)
        trimmed = own.trim(text, spans)
        if trimmed is not spans:
            spans, group = trimmed, replace(group, edits=(), similarity=1.0)
        sites = [site(text, s, self.marks) for s in spans[:LOOKED_AT]]
        evidence = judge.weigh(judge.features(text, sites, group.edits, group.similarity))
        why = self._reason(sites, group, evidence)
        if why:
            if passage:
                self._often[passage] += 1
            found = (Kept(s, spans[0], why, evidence) for s in _runs(text, spans[1:] + rest))
            self.kept.extend(found)
            return
        if rest:
            spans = self._refined(spans + rest)
        self._remove(spans, sites, group, evidence)
        if group.end and loops.looping(text, [s.span for s in sites]):
            self._stop(instances[-1], group, evidence)

    def _refined(self, spans: list[Span]) -> list[Span]:
        return [self.marks.without(self.text, s) for s in edges.refine(self.text, spans)]

    def _reason(self, sites: list[Site], group: Group, evidence: tuple[Evidence, ...]) -> str:
        """The name of what keeps these passages, or ''."""
        if min(s.span.length for s in sites) < self.min_chars * 3 // 4:
            return "short"
        places = [place(self.text, s.span) for s in sites]
        why = lawful.reason(self.text, places, group.edits)
        told = {e.name for e in evidence}
        if why in WHOLE and len(sites) <= FEW and "sentences thrown into a clause" in told:
            why = ""
        if why == "list" and not group.edits and "out of the order of its number" in told:
            why = ""
        if why in LOOPED and loops.looping(self.text, [s.span for s in sites]):
            return ""
        if not why and sum(e.weight for e in evidence) < judge.THRESHOLD:
            why = judge.name(evidence)
        return "" if why in self.unlawful else why

    def _remove(
        self, spans: list[Span], sites: list[Site], group: Group, evidence: tuple[Evidence, ...]
    ) -> None:
        """Take out all of `spans` but the one that belongs where it stands."""
        text, some = self.text, spans[: len(sites)]
        weights = choose.weigh(text, sites, self.reader)
        totals = [0 if self.first else sum(e.weight for e in w) for w in weights]
        held = [self._stays.overlap(s) * 2 >= s.length for s in some]
        best = max(range(len(some)), key=lambda n: (held[n], totals[n], -n))
        kept = spans[best]
        self._stays.add(kept)
        for n, span in enumerate(spans):
            if n == best or self._gone.overlap(span):
                continue
            if self._stays.overlap(span) * 2 >= span.length:
                continue
            whole = self.marks.without(text, overlap.complete(text, span, kept))
            if not self._gone.overlap(whole) and not self._stays.overlap(whole):
                span = whole
            parts = overlap.shared(text, span, kept)
            for other in some:
                # What follows two of three copies is no part of the passage.
                if len(parts) == 1 and other not in (spans[n], kept):
                    parts = overlap.shared(text, parts[0], other) or parts
            if not parts:
                self.kept.append(Kept(span, kept, "text of its own", evidence))
                continue
            found = evidence
            if n < len(some):
                found = (*evidence, *_advantage(weights[best], weights[n]))
            for part in parts:
                self._gone.add(part)
                self.removals.append(Removal(part, kept, group.similarity, "none", found))

    def _stop(self, last: tuple[int, int], group: Group, evidence: tuple[Evidence, ...]) -> None:
        """Take out the torn copy at the end of a loop."""
        tail = loops.torn(self.text, self.folded, last, group.end)
        if tail and not self._gone.overlap(tail):
            kept = edges.raw(self.folded, *group.instances[0])
            self._gone.add(tail)
            self.removals.append(Removal(tail, kept, group.similarity, "none", evidence))


def _advantage(kept: tuple[Evidence, ...], gone: tuple[Evidence, ...]) -> Iterator[Evidence]:
    """By what the copy that stays belongs where it stands more than one that goes."""
    points = Counter({e.name: e.weight for e in kept})
    points.subtract({e.name: e.weight for e in gone})
    for name, weight in points.items():
        if weight:
            yield Evidence(f"place: {name}", weight)


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
