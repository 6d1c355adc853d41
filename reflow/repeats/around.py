"""What a passage has in common with the article that it stands in."""

from __future__ import annotations

import re
from math import log

from reflow.document import Span
from reflow.repeats.marks import BUILT_IN
from reflow.repeats.reader import Rarity, tokens
from reflow.repeats.site import HEADING, cut, ended
from reflow.repeats.spelling import masked

# Characters of context on each side that are compared with the passage.
AROUND = 400
# The weight of what stands beyond the start of another article.
ACROSS = 0.2
# A token's weight is halved every so many characters, reckoned for pieces of a line.
HALF = 150
PIECE = 40
_LEAD_IN = re.compile(r"(?:本报|本報|新华社|新華社|据)[^，。\n]{0,12}[讯訊电電]")


def contexts(text: str, spans: list[Span], rare: Rarity) -> list[float]:
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
