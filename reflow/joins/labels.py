"""What a line begins with: a label, a date, a word; is it a date alone, or a row with a gap?"""

from __future__ import annotations

from typing import NamedTuple

from reflow.lang.lazy import Lazy

_NAME = r"[^\W\d_][^\s:：,，。.;；、]{0,11}(?:\s[^\s:：,，。;；、]{1,12}){0,2}"
_LABEL = Lazy(_NAME + r"\s?[：:](?!\d)")
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
_MARKED_LABEL = Lazy(rf"\W{{0,3}}({_NAME})\s?\W{{0,2}}[：:](?!\d)")
_NUMBERED = Lazy(r"[\[(（]?\d[\d.:：/,年月日-]{2,}(?=[\s\u3000])")
_DIGIT = Lazy(r"\d")
_FIRST = Lazy(r"[^\W\d_]{2,}|\d+\W?\d*|\W")


class Labels(NamedTuple):
    """What entries of a list without marks have in common, line by line."""

    labelled: bool
    dated: bool
    only_date: bool
    gap: bool
    head: str
    """The first word, or the sort of it."""
    lead: str
    """The label, or the shape of the number, that an entry of a list starts with; '' without."""


def labels(text: str) -> Labels:
    return Labels(
        labelled(text), dated(text), only_date(text), _gap(text), _head(text), _lead(text)
    )


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


def _lead(text: str) -> str:
    head = text[:44]
    if ":" in head or "：" in head:
        label = _MARKED_LABEL.match(head)
        if label:
            return label.group(1)
    if head[0].isdecimal() or head[1:2].isdecimal():
        number = _NUMBERED.match(head)
        if number:
            return _DIGIT.sub("0", number.group())
    return ""
