"""Marked blocks, told by the others of their series: are they titles or items?

Of one block `(三) …` nothing says whether it is a heading or an item that a column cut; where
`(一)` and `(二)` are bare titles, so is it, and where they are sentences, it was cut.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from reflow.joins.shape import Shape
from reflow.lang.lazy import Lazy

LONGEST_TITLE = 45
"""Code points."""
# The patterns are dear to compile: one for each sort of mark, where it may be.
_NUMBERED = Lazy(
    r"[(（\[]?(?:[0-9０-９]{1,3}(?:[.．][0-9０-９]{1,3}){0,3}|[一二三四五六七八九十百]{1,4}|[A-Za-z])"
    r"[)）\].．、:：]"
    r"|[0-9０-９]{1,2}(?:[.．][0-9０-９]{1,3}){0,3}\s"
)
_NAMED = Lazy(
    r"[^\W\d_]{1,10}\s?(?:[0-9０-９]{1,3}|[一二三四五六七八九十百]{1,4})"
    r"(?:\s?[章节節編编步条條回])?[.．、:：\s]"
)
_BULLET = Lazy(r"[①-⑳⑴-⒇㈠-㈩]|[•·・●○◦▪■□◆◇►▶➢✓※]")
_NUMERALS = frozenset("0123456789０１２３４５６７８９一二三四五六七八九十百")
_BEHIND = frozenset(")）].．、:：")
_NUMBER = Lazy(
    r"[0-9０-９]+|[一二三四五六七八九十百]+|[①-⑳⑴-⒇㈠-㈩]|(?<![^\W\d_])[A-Za-z](?![^\W\d_])"
)


def series(text: str) -> str:
    """The mark that a block begins with, its number made like all others; '' without one."""
    match = _mark(text[:24])
    return _NUMBER.sub("#", match.group()).strip() if match else ""


def _mark(head: str) -> re.Match[str] | None:
    first = head[0]
    if not first.isalnum():
        return _NUMBERED.match(head) if first in "(（[" else _BULLET.match(head)
    found = None
    # All that numbers and names need behind them.
    if not _BEHIND.isdisjoint(head[1:]) or any(map(str.isspace, head)):
        if first in _NUMERALS or (first.isascii() and first.isalpha()):
            found = _NUMBERED.match(head)
        if found is None and not _NUMERALS.isdisjoint(head[1:12]):
            found = _NAMED.match(head)
    return found or (_BULLET.match(head) if "\u2460" <= first <= "\u3229" else None)


def titles(marks: Sequence[str], shapes: Sequence[Shape]) -> Mapping[int, str]:
    """Of each marked block: how many others of its series are as short and bare as titles are.

    `marks` are the series that the blocks belong to.
    """
    members: dict[str, list[int]] = defaultdict(list)
    for i, mark in enumerate(marks):
        if mark:
            members[mark].append(i)
    found = {}
    for numbers in members.values():
        bare = {i: _title_like(shapes[i]) for i in numbers}
        for i in numbers:
            others = len(numbers) - 1
            share = (sum(bare.values()) - bare[i]) / others if others else -1
            found[i] = (
                "alone" if share < 0 else "titles" if share > 0.6 else "some" if share > 0.2
                else "sentences"
            )  # fmt: skip
    return found


def _title_like(shape: Shape) -> bool:
    return shape.length < LONGEST_TITLE and not (shape.ends_sentence or shape.stop_inside)
