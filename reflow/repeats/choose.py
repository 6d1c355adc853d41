"""Which copy stays: the one that belongs where it stands."""

from __future__ import annotations

import re
from math import log

from reflow.document import Span
from reflow.edits import Evidence
from reflow.repeats import gaps, order
from reflow.repeats.marks import BUILT_IN
from reflow.repeats.reader import Rarity, Reader, tokens
from reflow.repeats.site import CLAUSE, HEADING, LOOK, Site, cut, ended
from reflow.repeats.spelling import likelihoods, masked, spelling

# Characters of context on each side that are compared with the passage.
AROUND = 400
# The weight of what stands beyond the start of another article.
ACROSS = 0.2
# A token's weight is halved every so many characters, reckoned for pieces of a line.
HALF = 150
PIECE = 40
# Lines behind a copy that may be the rest of its last sentence.
NEXT = 4
_NUMBERS = re.compile(r"[\d\s—·|/-]+")
_LEAD_IN = re.compile(r"(?:本报|本報|新华社|新華社|据)[^，。\n]{0,12}[讯訊电電]")
_INSIDE = ("word", "clause", "torn")
# A half-width mark between wide letters.
_NARROW = re.compile(r"(?<=[\u3040-\u9fff])[,;:!?()](?=[\u3040-\u9fff\d])")
_WIDE = re.compile(r"(?<=[\u3040-\u9fff])[，；：！？（）](?=[\u3040-\u9fff\d])")
_MARKS = tuple("，。、；：,;:!?！？）)」』")


def features(text: str, sites: list[Site], reader: Reader) -> list[dict[str, float]]:
    """What speaks for each copy's belonging where it stands, named."""
    spans = [s.span for s in sites]
    contexts = _contexts(text, spans, reader.rarity)
    out: list[dict[str, float]] = []
    best = sorted(contexts, reverse=True)
    spelt = spelling(text, spans)
    likely = likelihoods(text, spans)
    widths = _widths(text, spans)
    for n, (s, c) in enumerate(zip(sites, contexts, strict=True)):
        others = [o for m, o in enumerate(sites) if m != n]
        rival = best[1] if c == best[0] else best[0]
        lead = c - rival
        f: dict[str, float] = {
            "context": max(-3.0, min(3.0, lead)),
            "context ratio": max(-2.0, min(2.0, log((c + 0.3) / (rival + 0.3)))),
            f"left {s.left}": 1.0,
            f"right {s.right}": 1.0,
            "first": float(n == 0),
        }
        if any(o.opens for o in others):
            f[f"left {s.left}, others break"] = 1.0
        if any(o.closes for o in others):
            f[f"right {s.right}, others break"] = 1.0
        if s.opens and s.closes:
            f["alone"] = 1.0
        if s.opens and s.before and _page_head(text, s.before):
            f["under a page head"] = 1.0
        elif s.opens and _heads(s.before):
            f["under a heading"] = 1.0
        if s.left in _INSIDE and any(o.left == "stop" or o.left == "break" for o in others):
            f["cuts a sentence"] = 1.0
        near = min(abs(o.span.start - s.span.start) for o in others)
        f["context ratio, near"] = f["context ratio"] * max(0.0, 1.0 - near / 1500)
        f["context, near"] = f["context"] * max(0.0, 1.0 - near / 1500)
        f["in order"] = order.in_order(text, s.span, spans)
        f["width of marks"] = widths[n]
        if s.below_mark:
            f["below a continuation mark"] = 1.0
        if s.above_mark:
            f["above a continuation mark"] = 1.0
        f["spelling"] = spelt[n]
        f["better spelling"] = float(spelt[n] > 0.02)
        f["reads as language"] = likely[n]
        if s.right.startswith("stop") and not s.closes and s.after[:1] in _MARKS:
            f["a mark follows"] = 1.0
        _reading(f, s, text, reader, "cuts a sentence" in f)
        out.append(f)
    return out


def _page_head(text: str, line: str) -> bool:
    """Whether `line` is a page number, or stands elsewhere, too, but for its numbers."""
    bare = _NUMBERS.sub("", line).strip()
    if not any(c.isalpha() for c in bare):
        return True
    if len(bare) > 60:
        return False
    return text.count(max(_NUMBERS.split(line), key=len).strip()) > 1


def _widths(text: str, spans: list[Span]) -> list[float]:
    """Which copy has the marks of the width that the text has around, -1 to 1."""
    pieces = [s.text(text)[:600] for s in spans]
    narrow = [len(_NARROW.findall(p)) for p in pieces]
    if len(set(narrow)) == 1:
        return [0.0] * len(spans)
    around = masked(
        text, max(spans[0].start - 4000, 0), min(spans[-1].end + 4000, len(text)), spans
    )
    wide, small = len(_WIDE.findall(around)), len(_NARROW.findall(around))
    if wide == small:
        return [0.0] * len(spans)
    sign = 1.0 if wide > small else -1.0
    least, most = min(narrow), max(narrow)
    return [sign * (1.0 if n == least else -1.0 if n == most else 0.0) for n in narrow]


def _heads(line: str) -> bool:
    """Whether `line` looks like a heading or a byline, with which no text ends."""
    size = len(line) if line[-1:] >= "\u1100" else len(line) / 3
    return 0 < size <= 2 * HEADING and line[-1] not in CLAUSE and not ended(line) and not cut(line)


def _reading(f: dict[str, float], s: Site, text: str, reader: Reader, cuts: bool) -> None:
    """How an unfinished sentence before the copy reads on into it, and how without it.

    The points are those of `gaps`.  A caption or a heading may stand where a column breaks, so
    the lines behind the next one are asked as well.
    """
    copy = s.span.text(text).strip()
    if not copy:
        return
    head, tail = copy[:LOOK].split("\n", 1)[0], copy[-LOOK:].rsplit("\n", 1)[-1]
    after = _lines(text[s.span.end : s.span.end + 2 * LOOK])
    if s.before and not cuts and not ended(s.before) and (not s.opens or cut(s.before)):
        f["fits on"] = reader.tell(s.before, head)[0]
        f["reads on"] = into = gaps.goes_on(s.before, head, reader)
        if after:
            f["fits without"] = reader.tell(s.before, after[0])[0]
            f["reads on without"] = over = gaps.goes_on(s.before, after[0], reader)
            f["reads better without"] = max(over - into, 0.0)
    if not ended(tail) and after:
        if s.closes:
            f["reads out"] = gaps.goes_on(tail, after[0], reader)
            if after[1:]:
                f["reads out later"] = max(gaps.goes_on(tail, x, reader) for x in after[1:])
        else:
            f["reads out on the line"] = gaps.goes_on(tail, after[0], reader)


def _lines(text: str) -> list[str]:
    """The first lines of `text` with something on them."""
    return [x.strip() for x in text.split("\n") if x.strip()][:NEXT]


def _contexts(text: str, spans: list[Span], rare: Rarity) -> list[float]:
    """Content shared with the article around, near and rare tokens weighing more."""
    around = [_around(text, s, spans) for s in spans]
    inner: set[str] = set()
    for s in spans[:4]:
        if s.length <= 2000:
            inner |= tokens(text[s.start : s.end])
        else:
            inner |= tokens(text[s.start : s.start + 1000]) | tokens(text[s.end - 1000 : s.end])
    counts: dict[str, int] = {}
    for near in around:
        for t in near.keys() & inner:
            counts[t] = counts.get(t, 0) + 1
    total = len(spans)
    return [
        sum(near[t] * log((total + 1) / counts[t]) * rare(t) for t in sorted(near.keys() & inner))
        / (sum(near.values()) + 15) ** 0.5
        for near in around
    ]


def _around(text: str, span: Span, spans: list[Span]) -> dict[str, float]:
    """Tokens of the surroundings with their weights, those of other copies left out.

    A weight is halved every `HALF` characters, and cut down where another article starts.
    """
    found: dict[str, float] = {}
    low, high = max(span.start - AROUND, 0), min(span.end + AROUND, len(text))
    before = masked(text, low, span.start, spans)
    after = masked(text, span.end, high, spans)
    apart, way = 1.0, 0
    for line in reversed(before.split("\n")):
        _weigh_in(found, line, apart, way, -1)
        way += len(line)
        if way and _starts_article(line):
            apart *= ACROSS
    apart, way = 1.0, 0
    for n, line in enumerate(after.split("\n")):
        if n and _starts_article(line):
            apart *= ACROSS
        _weigh_in(found, line, apart, way, 1)
        way += len(line)
    return found


def _weigh_in(found: dict[str, float], line: str, apart: float, way: int, step: int) -> None:
    for at in range(0, len(line), PIECE):
        piece = line[max(at - 1, 0) : at + PIECE]
        far = way + (at if step > 0 else len(line) - at - len(piece))
        weight = apart * 0.5 ** (max(far, 0) / HALF)
        for t in tokens(piece):
            if weight > found.get(t, 0.0):
                found[t] = weight


def _starts_article(line: str) -> bool:
    """A heading, a dateline, or the mark of an article that comes from another page."""
    line = line.strip()
    if not any(c.isalnum() for c in line):
        return False
    if BUILT_IN.match(line) or _LEAD_IN.match(line):
        return True
    return not ended(line) and not cut(line) and len(line) <= 3 * HEADING


# Fitted by benchmarks/train_repeats.py (conditional logistic regression: which of these is the
# original?) on 774 groups of planted copies and 561 copies of what a column break cuts off.  Of
# unseen groups it is right in 86 % within one article, in 96 % across articles, in 93 % of those on
# typeset pages (91 % without "reads as language") and in 95 % of those of column breaks.  What
# stands first is right in 57 %.
WEIGHTS = {
    # By hand: a comma after a full stop shows a passage thrown into a sentence.
    "a mark follows": -250,
    # By hand, for too few pages have one: after such a mark the rest of an article belongs, and
    # before it the end of another one.
    "below a continuation mark": -80,
    "above a continuation mark": -40,
    # By hand: what is emitted twice is mostly emitted again, later.  It settles what is even.
    "first": 100,
    "right stop-break, others break": -225,
    "left clause": -198,
    "context ratio": 185,
    "alone": -178,
    "fits on": 134,
    "context, near": -128,
    "under a heading": 106,
    "left stop": 89,
    "left break, others break": -82,
    "right cut-break, others break": -82,
    "left break-cut, others break": -79,
    "right cut-text, others break": 77,
    "under a page head": 76,
    "right torn": -75,
    "right torn, others break": -75,
    "right stop-text, others break": -75,
    "left stop, others break": -70,
    "reads as language": 62,
    "left break-cut": 57,
    "fits without": -54,
    "context ratio, near": -54,
    "right stop-break": 53,
    "in order": 53,
    "reads out on the line": 50,
    "right stop-text": 49,
    "right cut-text": -46,
    "reads out": 43,
    "width of marks": 43,
    "context": 42,
    "reads on": 37,
    "better spelling": 32,
    "reads on without": -30,
    "left break": 27,
    "left clause, others break": -26,
    "reads better without": -24,
    "spelling": 21,
    "right cut-break": 20,
    "left word": 13,
    "left torn": 12,
    "left torn, others break": 12,
    "cuts a sentence": -8,
}


def weigh(text: str, sites: list[Site], reader: Reader) -> list[tuple[Evidence, ...]]:
    """For each copy, the points (100 to one unit of log-odds) for its being the one that stays."""
    return [
        tuple(
            Evidence(name, points)
            for name, value in f.items()
            if (points := round(value * WEIGHTS.get(name, 0)))
        )
        for f in features(text, sites, reader)
    ]
