"""What copies share by chance at their edges: the start or end of a neighbouring line."""

from __future__ import annotations

from reflow.document import Span

# Letters of a neighbouring line that two places can share by chance at an edge (endings such
# as "합니다." or "ます。"); more would be a passage of their own.
COMMON = 6
# The same where a blank line lies between: of 4 such pieces on the dev pages none was of the copy.
FEW = 4


def trim(text: str, spans: list[Span]) -> list[Span]:
    """Cut off a piece of the neighbouring line that copies share by chance."""
    heads = _chance(text, spans, 1)
    tails = _chance(text, spans, -1)
    return [
        Span(s.start + head, s.end - tail) if head + tail < s.length else s
        for s, head, tail in zip(spans, heads, tails, strict=True)
    ]


def _chance(text: str, spans: list[Span], step: int) -> list[int]:
    """For each span the length of a piece at one edge that is not part of the passage.

    The passage starts (ends) at a line break if a copy does so, or if every copy has such a
    break near its edge and none begins a line with the piece.
    """
    edges = [s.start if step > 0 else s.end for s in spans]
    pieces = [_piece(text, s, step) for s in spans]
    on_line = [at_line(text, e, -step) for e in edges]
    if not any(on_line):
        return [
            n if all(pieces) or _apart(text, e, n, step) else 0
            for e, n in zip(edges, pieces, strict=True)
        ]
    models = [_letters(text, e, step) for e, on in zip(edges, on_line, strict=True) if on]
    return [
        n
        if n
        and not on
        and (_apart(text, e, n, step) or _letters(text, e + step * n, step) in models)
        else 0
        for e, n, on in zip(edges, pieces, on_line, strict=True)
    ]


def _apart(text: str, edge: int, size: int, step: int) -> bool:
    """Whether a blank line parts the piece of `size` characters at `edge` from the passage.

    More letters than these are no chance: a copy can be broken there.
    """
    piece = text[edge : edge + size] if step > 0 else text[edge - size : edge]
    dense = sum(c.isalnum() and c >= "\u1100" for c in piece)
    narrow = sum(c.isalnum() and c < "\u1100" for c in piece)
    return (piece.count("\n") > 1 or "\f" in piece) and dense <= FEW and narrow <= FEW // 2


def _letters(text: str, at: int, step: int) -> str:
    """Four letters on from `at` in one direction."""
    part = text[at : at + 24] if step > 0 else text[max(at - 24, 0) : at][::-1]
    return "".join(c for c in part if c.isalnum())[:4]


def _piece(text: str, span: Span, step: int) -> int:
    """Length of the part of `span` beyond a line break that is `COMMON` letters from its edge."""
    n, letters = 0, 0.0
    i = span.start if step > 0 else span.end - 1
    while span.start <= i < span.end and letters <= COMMON:
        if text[i] in "\n\r":
            while span.start <= i < span.end and text[i].isspace():
                n, i = n + 1, i + step
            return n if span.start < i < span.end - 1 else 0
        if text[i].isalnum():
            letters += 1.0 if text[i] >= "\u1100" else 0.4
        n, i = n + 1, i + step
    return 0


def at_line(text: str, at: int, step: int) -> bool:
    """Whether only punctuation and spaces lie between `at` and the line's end."""
    i = at if step > 0 else at - 1
    n = 0
    while 0 <= i < len(text) and n < 12:
        if text[i] in "\n\r\f":
            return True
        if text[i].isalnum():
            return False
        n, i = n + 1, i + step
    return not 0 <= i < len(text)
