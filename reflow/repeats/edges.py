"""Exact edges of copies: words, punctuation and white space that belong to them."""

from __future__ import annotations

from reflow.document import Span
from reflow.repeats.chance import at_line, trim
from reflow.repeats.fold import Folded
from reflow.repeats.site import TERMINAL

# Letters that may be left between an edge and the end of its line: fewer are what the noise at
# the edge of a copy has spoilt, for no line of text is as short.
STUB = 2

_LIKE = str.maketrans("，。！？：；（）“”‘’．、「」『』", ",.!?:;()\"\"''.,\"\"''")


def raw(folded: Folded, start: int, end: int) -> Span:
    """The original's span from the first to the last letter of a folded stretch."""
    return Span(folded.position(start), folded.position(end - 1) + 1)


def refine(text: str, spans: list[Span]) -> list[Span]:
    """The copies with whole words, without what they share by chance, with their punctuation."""
    spans = [_whole_words(text, s) for s in spans]
    spans = trim(text, spans)
    some = spans[:4]
    return [_punctuate(text, s, some) for s in spans]


def _whole_words(text: str, span: Span) -> Span:
    """Move edges out of words, and out to a line's end that is a stub away."""
    start, end = span
    before = _run(text, start, -1)
    if before and _spaced(text[start]):
        inner = _run(text, start, 1)
        start = start - before if before <= STUB < inner else start + inner
    elif n := _stub(text, start, -1):
        start -= n
    if start >= end:
        return span
    after = _run(text, end, 1)
    if after and _spaced(text[end - 1]):
        inner = _run(text, end, -1)
        end = end + after if after <= STUB < inner else end - inner
    elif n := _stub(text, end, 1):
        end += n
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if end > start else span


def _spaced(char: str) -> bool:
    return char.isalnum() and char < "\u1100"


def _run(text: str, at: int, step: int) -> int:
    """Letters of scripts with spaces on from `at` in one direction, at most 24."""
    n = 0
    i = at if step > 0 else at - 1
    while 0 <= i < len(text) and n < 24 and _spaced(text[i]):
        n, i = n + 1, i + step
    return n


def _stub(text: str, at: int, step: int) -> int:
    """Characters from `at` to the end of its line if these hold one or two letters, else 0.

    Of the line three times as many letters must be shared: else it is another one.
    """
    n = letters = 0
    i = at if step > 0 else at - 1
    while 0 <= i < len(text) and text[i] not in "\n\r\f":
        letters += text[i].isalnum()
        if letters > STUB or n > 3 * STUB:
            return 0
        if step < 0 and text[i] in TERMINAL:
            return 0
        n, i = n + 1, i + step
    return n if 0 < letters <= _line_letters(text, at, -step) // 3 else 0


def _line_letters(text: str, at: int, step: int) -> int:
    """Letters from `at` to the end of its line in one direction, at most 9."""
    letters = 0
    i = at if step > 0 else at - 1
    while 0 <= i < len(text) and text[i] not in "\n\r\f" and letters < 9:
        letters += text[i].isalnum()
        i += step
    return letters


def _marks(text: str, at: int, step: int) -> str:
    """Punctuation on from `at`, outwards, at most 6."""
    out = ""
    i = at if step > 0 else at - 1
    while 0 <= i < len(text) and len(out) < 6 and not (text[i].isalnum() or text[i].isspace()):
        out += text[i]
        i += step
    return out


def _punctuate(text: str, span: Span, spans: list[Span]) -> Span:
    """`span` with what its line ends with, or else what another copy has, too."""
    start, end = span
    after = _marks(text, end, 1)
    if at_line(text, end, 1):
        end = _line_end(text, end)
    else:
        end += _shared(after, [_marks(text, s.end, 1) for s in spans if s != span])
    before = _marks(text, start, -1)
    if at_line(text, start, -1):
        start -= len(before)
    else:
        n = _shared(before, [_marks(text, s.start, -1) for s in spans if s != span])
        # A mark that ends the sentence before belongs to that one.
        while (
            n
            and before[n - 1] not in "“‘「『《〈\"'([（【"
            and before[n : n + 1] not in tuple(",，、;；")
        ):
            n -= 1
        start -= n
    return Span(start, end)


def _line_end(text: str, at: int) -> int:
    """The end of the line, of which only marks and spaces are left, without white space."""
    end = at
    while end < len(text) and text[end] not in "\n\r\f":
        end += 1
    return at + len(text[at:end].rstrip())


def _shared(mine: str, others: list[str]) -> int:
    mine = mine.translate(_LIKE)
    return max((_common(mine, o.translate(_LIKE)) for o in others), default=0)


def _common(one: str, two: str) -> int:
    n = 0
    for a, b in zip(one, two, strict=False):
        if a != b:
            break
        n += 1
    return n


def widen(text: str, span: Span) -> Span:
    """`span` with the white space that goes with it, so that neighbours keep one boundary."""
    start, end = span
    left = start
    while left > 0 and text[left - 1].isspace():
        left -= 1
    right = end
    while right < len(text) and text[right].isspace():
        right += 1
    opens = left == 0 or _breaks(text[left:start])
    closes = right == len(text) or _breaks(text[end:right])
    if opens and closes:
        if right == len(text) and left > 0:
            # The last block: the boundary before it goes, the final line end stays.
            return Span(left, end)
        # Whole lines: from the start of the first to the start of the line that comes next.
        line = max(text.rfind(c, left, start) for c in "\n\r\f") + 1
        tail = max(text.rfind(c, end, right) for c in "\n\r\f") + 1
        return Span(max(line, left), max(tail, end))
    if opens:
        return Span(start, right)
    if closes:
        return Span(left, end)
    return Span(start, right) if left < start else Span(start, end)


def _breaks(white: str) -> bool:
    return "\n" in white or "\r" in white or "\f" in white
