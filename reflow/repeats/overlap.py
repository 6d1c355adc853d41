"""What of a copy stands in the copy that stays: all of that is taken out, and only that."""

from __future__ import annotations

from reflow.document import Span
from reflow.repeats.chance import COMMON
from reflow.repeats.plain import fold

# Letters (of scripts with spaces two for one) without a counterpart that are text of their own:
# a caption between the halves of a copy, or what happens to follow two copies.
OWN = 10
# A letter that has a counterpart takes back as much as so many that have none bring.
_BACK = 3
# A copy longer than this is compared at both its ends only, so far.
WHOLE, END = 3000, 500
# Letters within which an edge of such text is moved to a line's end.
_NEAR = 6
# Characters at an edge by which the same place is found in the other copy, and how far away.
_PROBE, LONG = 3, 24


def shared(text: str, span: Span, kept: Span) -> tuple[Span, ...]:
    """The parts of `span` that `kept` has as well: mostly one, the whole.

    Empty if something that `kept` has not stands within a line of the copy.
    """
    if span.text(text) == kept.text(text):
        return (span,)
    if span.length <= WHOLE and kept.length <= WHOLE:
        return _compare(text, span, kept)
    head = _compare(text, Span(span.start, span.start + END), Span(kept.start, kept.start + END))
    tail = _compare(text, Span(span.end - END, span.end), Span(kept.end - END, kept.end))
    if not head or not tail:
        return (span,)
    return (Span(head[0].start, tail[-1].end),)


def _compare(text: str, span: Span, kept: Span) -> tuple[Span, ...]:
    from rapidfuzz.distance import Levenshtein

    one, two = fold(span.text(text)), fold(kept.text(text))
    if one.text == two.text:
        return (span,)
    places = [span.start + p for p in one.positions()]
    met = [False] * len(one)
    for op in Levenshtein.opcodes(one.text, two.text):
        if op.tag == "equal":
            met[op.src_start : op.src_end] = [True] * (op.src_end - op.src_start)
    edges = [span.start]
    for first, last in _strange(one.text, met):
        start = _line(text, places[first], span, -1)
        end = _line(text, places[last] + 1, span, 1)
        if first <= 2:
            edges[:] = [places[last] + 1 if end < 0 else end]
        elif last >= len(one) - 3:
            edges += [places[first] if start < 0 else start]
            return _parts(text, edges)
        elif start < 0 or end < 0:
            return ()
        else:
            edges += [start, end]
    return _parts(text, [*edges, _last_line(text, span, places, met)])


def _parts(text: str, edges: list[int]) -> tuple[Span, ...]:
    spans = [Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
    return tuple(s for s in spans if sum(c.isalnum() for c in s.text(text)) >= OWN)


def _strange(letters: str, met: list[bool]) -> list[tuple[int, int]]:
    """First and last letter of each stretch that has no counterpart."""
    found: list[tuple[int, int]] = []
    score, start, best, best_at = 0.0, 0, 0.0, 0
    for n, (char, known) in enumerate(zip(letters, met, strict=True)):
        worth = 1.0 if char >= "\u1100" else 0.5
        if score <= 0:
            start = n
        score += -_BACK * worth if known else worth
        if score > best:
            best, best_at = score, n
        if score <= 0 or n == len(letters) - 1:
            if best >= OWN:
                found.append((start, best_at))
            score, best = 0.0, 0.0
    return found


def _line(text: str, at: int, span: Span, step: int) -> int:
    """The line's end that is next to `at`, give or take a few letters; -1 if there is none."""
    for toward in (step, -step):
        i, letters = (at if toward > 0 else at - 1), 0
        while span.start <= i < span.end and letters <= _NEAR:
            if text[i] in "\n\r":
                return i if step < 0 else i + 1
            letters += text[i].isalnum()
            i += toward
    return -1


def _last_line(text: str, span: Span, places: list[int], met: list[bool]) -> int:
    """The end of `span` without a short piece of its last line that only seems to be shared."""
    at = max(text.rfind(c, max(span.end - 80, span.start), span.end) for c in "\n\r")
    beyond = [known for place, known in zip(places, met, strict=True) if place > at]
    if at < 0 or not beyond or len(beyond) > 4 * _NEAR or sum(beyond) >= 0.7 * len(beyond):
        return span.end
    return at


def complete(text: str, span: Span, kept: Span) -> Span:
    """`span`, out to the end of its line where the few letters left there are spoilt ones.

    They are if one of them is among the next ones after the kept copy's edge.
    """
    start, end = span
    tail = _rest(text, end, 1)
    same = text.rfind(text[end - _PROBE : end], max(kept.end - LONG, 0), kept.end + LONG)
    after = same + _PROBE if same >= 0 else kept.end
    if _shares(tail, text[after : after + 2 * len(tail)]):
        end += len(tail)
    head = _rest(text, start, -1)
    same = text.find(text[start : start + _PROBE], max(kept.start - LONG, 0), kept.start + LONG)
    before = same if same >= 0 else kept.start
    if _shares(head, text[max(before - 2 * len(head), 0) : before]):
        start -= len(head)
    return Span(start, end)


def _rest(text: str, at: int, step: int) -> str:
    """What lies between `at` and the end of its line if it is `COMMON` letters at most."""
    letters = 0.0
    i = at if step > 0 else at - 1
    while 0 <= i < len(text) and text[i] not in "\n\r\f":
        if text[i].isalnum():
            letters += 1.0 if text[i] >= "\u1100" else 0.5
        if letters > COMMON or abs(i - at) > 3 * COMMON:
            return ""
        i += step
    return text[at:i] if step > 0 else text[i + 1 : at]


def _shares(rest: str, after: str) -> bool:
    return any(c.isalnum() and c in after for c in rest)
