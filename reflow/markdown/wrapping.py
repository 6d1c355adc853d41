"""Fences around prose: vision-language parsers put what they read into ```` ```markdown ````."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from reflow.markdown.lines import Line

_FENCE = re.compile(r"(`{3,}|~{3,})[ \t]*([^`]*)")
_INFOS = ("markdown", "md")


class _Fence(NamedTuple):
    line: int
    mark: str
    bare: bool

    def closed_by(self, mark: str, info: str) -> bool:
        return not info and mark.startswith(self.mark)


def wrapping(lines: Sequence[Line]) -> set[int]:
    """Numbers of the lines that open and close a fence around Markdown.

    What is inside may hold fences of its own.  So the one that ends it is a fence without a name
    that none closes, or behind which one with a name opens.
    """
    found: set[int] = set()
    around: _Fence | None = None
    inside: _Fence | None = None
    for n, line in enumerate(lines):
        match = _FENCE.fullmatch(line.content)
        if match is None:
            continue
        mark, info = match[1], match[2].strip().lower()
        if inside is not None and inside.closed_by(mark, info):
            inside = None
            continue
        if inside is not None and around is not None and _ends(around, inside) and info:
            found.add(inside.line)
            around = inside = None
        if inside is None and info in _INFOS:
            found.add(n)
            around = _Fence(n, mark, False)
        elif inside is None:
            inside = _Fence(n, mark, not info)
    if inside is not None and around is not None and _ends(around, inside):
        found.add(inside.line)
    return found


def _ends(around: _Fence, inside: _Fence) -> bool:
    return inside.bare and inside.mark.startswith(around.mark)
