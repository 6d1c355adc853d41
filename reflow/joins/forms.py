"""How the lines around a break are set: labels, dates, entries, ragged ends, blank lines.

Entries of a list without marks look like cut lines one by one; they are told by what they have
in common, and by ending well before the edge that the lines of a column reach.
"""

from __future__ import annotations

from collections.abc import Iterator

from reflow.joins.scene import Scene
from reflow.lang.lazy import Lazy

WINDOW = 8
"""Blocks to each side."""
SHARES = ((0.02, "none"), (0.15, "few"), (0.4, "some"), (0.7, "many"), (0.95, "most"))
_LABEL = Lazy(r"[^\W\d_][^\s:：,，。.;；、]{0,11}(?:\s[^\s:：,，。;；、]{1,12}){0,2}\s?[：:](?!\d)")
_DATE = (
    # Of two numbers with a point or dash between no date is made: 8.3 is a decimal.
    r"(?:[\[(（]?\d{1,4}\s?[年년./-]\s?\d{1,2}\s?[月월./-]\s?\d{1,4}\s?[日일号號]?"
    r"|[\[(（]?\d{1,2}\s?[月월/]\s?\d{1,4}\s?[日일号號]?"
    r"|(?:[0-3]?\d\.?\s+)?[^\W\d_]{3,9}\.?\s(?:[0-3]?\d(?:st|nd|rd|th)?,?\s)?(?:1[5-9]|20)\d\d"
    r"|[\[(（]?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)"
)
_DATED = Lazy(_DATE + r"(?!\d)")
_ONLY_DATE = Lazy(r"\W{0,2}(?:\S{2,8}\s?)?" + _DATE + r"[\s,]*(?:[(（]\S{1,9}[)）])?\W{0,2}$")
_GAP = Lazy(r"\S(?:\s{2,}|\u3000|\t)\S")
_FIRST = Lazy(r"[^\W\d_]{2,}|\d+\W?\d*|\W")


def forms(scene: Scene, i: int, j: int) -> Iterator[str]:
    """Named features of the break from block `i` to block `j`."""
    left, right = scene.blocks[i].text, scene.blocks[j].text
    yield from _either("starts with a label", labelled(left), labelled(right))
    yield from _either("starts with a date or time", dated(left), dated(right))
    yield from _either("is a date", only_date(left), only_date(right))
    yield from _either("has a gap inside", _gap(left), _gap(right))
    if _head(left) == _head(right):
        yield "both start with the same word"
    if left[-1] == right[-1] and (left[-1].isalnum() or left[-2:] == right[-2:]):
        yield "both end alike"
    early = scene.early_around(i, j, WINDOW)
    if early is not None:
        yield f"open lines nearby that end early: {_share(early)}"
    own = scene.early(i) if j == i + 1 else None
    if own is not None:
        others = "unknown" if early is None else _share(early)
        yield f"left ends {'early' if own else 'full'}; of the open lines nearby: {others}"
    yield from _white(scene, i, j)


def entries(left: str, right: str) -> str:
    """What tells that two blocks outside columns are entries of their own, or ''."""
    if only_date(left) or only_date(right):
        return "a date stands by itself"
    if labelled(left) and labelled(right):
        return "two lines with labels"
    if dated(left) and dated(right):
        return "two entries with dates"
    return "two rows with gaps" if _gap(left) and _gap(right) else ""


def labelled(text: str) -> bool:
    """Does the text start like `Name: …`?"""
    head = text[:44]
    return (":" in head or "：" in head) and _LABEL.match(head) is not None


def dated(text: str) -> bool:
    return _may_date(text[:32]) and _DATED.match(text[:32]) is not None


def _may_date(head: str) -> bool:
    """A date starts with a number, or with a month and white space."""
    first = head[0]
    if first.isdecimal():
        return True
    if first in "[(（":
        return head[1:2].isdecimal()
    named = first.isalnum() and any(map(str.isspace, head[3:12]))
    return named and any(map(str.isdecimal, head))


def only_date(text: str) -> bool:
    """Is the text a date or time and nothing else, but perhaps a place?"""
    return len(text) <= 36 and _may_hold_date(text) and _ONLY_DATE.match(text) is not None


def _may_hold_date(text: str) -> bool:
    """A date has two numbers or a month and a year; nearly all short lines have neither."""
    numbers = "".join([c if c.isdecimal() else " " for c in text]).split()
    return len(numbers) > 1 or (
        len(numbers) == 1 and len(numbers[0]) >= 3 and any(map(str.isspace, text))
    )


def _gap(text: str) -> bool:
    return len(text) <= 80 and _GAP.search(text) is not None


def _head(text: str) -> str:
    match = _FIRST.match(text[:24])
    if match is None:
        return text[0]
    word = match.group()
    return word[:2] if word[0] >= "\u2e80" else "0" if word[0].isdecimal() else word


def _either(what: str, left: bool, right: bool) -> Iterator[str]:
    if left or right:
        yield f"{'each' if left and right else 'left' if left else 'right'} {what}"


def _white(scene: Scene, i: int, j: int) -> Iterator[str]:
    """Blank lines, at the break and among the lines nearby."""
    ties = scene.ties(i, j, (WINDOW, WINDOW))
    if ties is None:
        return
    here = "bridge" if j > i + 1 else "tied" if scene.tied(j) else "blank"
    yield f"{here} break among lines: {_share(ties)} tied"


def _share(part: float) -> str:
    return next((name for limit, name in SHARES if part < limit), "all")
