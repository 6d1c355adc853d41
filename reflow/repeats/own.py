"""Lines of their own at the edges of passages that are the same otherwise.

Misreading spoils a letter here and there.  Where the first or last lines differ and all the rest
is the same to the letter, those lines are other text, such as the headings over two notices.
"""

from __future__ import annotations

from reflow.document import Span
from reflow.repeats.plain import fold

# Lines at each edge that are looked at, letters that these have at most, and characters of a
# passage that is looked at.
LINES, SHORT, LONGEST = 3, 40, 3000
# Letters of the rest, at least, and how likely, at most, all misread letters would be in the lines.
REST, CHANCE = 30, 0.01
# Letters that differ in the lines, at least, and their share.
OTHER, SHARE = 2, 0.1


def trim(text: str, spans: list[Span]) -> list[Span]:
    """`spans` without such lines; the same list if there are none."""
    if any(s.length > LONGEST for s in spans) or len({s.text(text) for s in spans}) == 1:
        return spans
    for head in range(LINES + 1):
        for tail in range(LINES + 1):
            rests = [_rest(text, s, head, tail) for s in spans] if head + tail else []
            letters = {fold(r.text(text)).text for r in rests}
            if len(letters) == 1 and len(letters.pop()) >= REST and _others(text, spans, rests):
                return rests
    return spans


def _others(text: str, spans: list[Span], rests: list[Span]) -> bool:
    """Whether what was taken off `spans` is short and differs as no misread line does."""
    from rapidfuzz.distance import Levenshtein

    rest = len(fold(rests[0].text(text)))
    for edge in (
        [Span(s.start, r.start) for s, r in zip(spans, rests, strict=True)],
        [Span(r.end, s.end) for s, r in zip(spans, rests, strict=True)],
    ):
        first, *more = (fold(e.text(text)).text for e in edge)
        if len(first) > LINES * SHORT:
            return False
        for other in more:
            differ = Levenshtein.distance(first, other)
            if not first + other:
                continue
            by_chance = (len(first) / (len(first) + rest)) ** differ
            if differ < max(OTHER, SHARE * len(first)) or by_chance > CHANCE:
                return False
    return True


def _rest(text: str, span: Span, head: int, tail: int) -> Span:
    """`span` without its first and last lines, those without letters not counted."""
    start, end = span
    for _ in range(head):
        at = text.find("\n", start, end)
        if at < 0:
            return Span(end, end)
        start = at + 1
        while start < end and text[start].isspace():
            start += 1
    for _ in range(tail):
        at = text.rfind("\n", start, end)
        if at < 0:
            return Span(start, start)
        end = at
        while end > start and text[end - 1].isspace():
            end -= 1
    return Span(start, end)
