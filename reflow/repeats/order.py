"""Numbered passages: the copy that stands in the order of its number belongs where it stands."""

from __future__ import annotations

import re

from reflow.document import Span

# Characters before and behind a copy in which the neighbours of its number are looked for.
REACH = 4_000
# Characters at the edges of a copy in which its first and last numbers are looked for.
EDGE = 400
# Numbered lines on each side that are asked.
ASKED = 3
_DIGITS = "零一二三四五六七八九"
_LEAD = re.compile(
    r"[ \t\u3000#*]*"
    r"(?P<open>[(（\[【]?(?:第|§\s?|(?:Article|Artikel|Artículo|Section|Chapter|Kapitel|Chapitre|"
    r"Art\.|Fig\.|Figure|Table|Abb\.|Tab\.|제)\s?)?)"
    r"(?P<above>(?:\d{1,3}[.．-])*)(?P<number>\d{1,3}|[一二三四五六七八九十百零]{1,5}|[①-⑳])"
    r"(?P<close>[)）\]】]|\s?[条條章节節款項项課课回조장]|[.．、:：](?!\d)|(?=\s))?",
)


def leading(line: str) -> tuple[str, int] | None:
    """The kind and the value of the number that `line` starts with."""
    match = _LEAD.match(line)
    if match is None:
        return None
    number = match["number"]
    # A bare number without a mark is a figure or a year, unless it has a point inside.
    ringed = "\u2460" <= number <= "\u2473"
    if not (ringed or match["open"] or match["above"] or match["close"]):
        return None
    value = _value(number)
    style = "0" if number.isascii() else "①" if ringed else "一"
    return f"{match['open'].strip()}{match['above']}{style}{(match['close'] or '').strip()}", value


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    if number[0] < "\u4e00":
        return ord(number) - 0x245F
    total = digit = 0
    for char in number:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS.index(char)
    return total + digit


def in_order(text: str, span: Span, spans: list[Span]) -> float:
    """Whether the numbers before and behind a numbered copy are its neighbours, -2 to 2.

    0 where the copy has no number, or nothing around it has one of that kind.
    """
    first = leading(text[span.start : min(span.start + EDGE, span.end)])
    if first is None:
        return 0.0
    lines = text[max(span.end - EDGE, span.start) : span.end].split("\n")
    last = next(filter(None, map(leading, reversed(lines))), first)
    others = [s for s in spans if s != span]
    before = _around(text, max(span.start - REACH, 0), span.start, others)
    after = _around(text, span.end, min(span.end + REACH, len(text)), others)
    return _side(first, before[::-1], 1) + _side(last, after, -1)


def misplaced(text: str, spans: list[Span]) -> bool:
    """Whether one of these copies stands between its neighbours, and another between others.

    One neighbour says too little: lists begin again at 1.
    """
    found = [in_order(text, span, spans) for span in spans]
    return max(found) == -min(found) == 2


def _around(text: str, start: int, end: int, others: list[Span]) -> list[tuple[str, int]]:
    """The numbers of the lines from `start` to `end` that lie in no other copy."""
    found = []
    at = start
    for line in text[start:end].split("\n"):
        inside = any(s.start <= at + len(line) // 2 < s.end for s in others)
        number = None if inside else leading(line)
        if number is not None:
            found.append(number)
        at += len(line) + 1
    return found


def _side(own: tuple[str, int], near: list[tuple[str, int]], step: int) -> float:
    """1 where the next number of the kind is the neighbour, -1 where it is another one."""
    for kind, value in near[:ASKED]:
        if kind == own[0]:
            return 1.0 if value + step == own[1] else -1.0
    return 0.0
