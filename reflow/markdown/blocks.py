"""The block structure of a source, by markdown-it-py.

Only its rules for blocks run: what is inside a paragraph is no concern here, and costs the most.
Formulas are no part of CommonMark or GFM; their rule is here.  markdown-it's own plugin looks for
the end of each formula line by line, which is quadratic where none ends.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

_OPENING = re.compile(r"\$\$|\\\[|\\begin\{[A-Za-z]+\*?\}")
_CLOSING = {"$": "$$", "[": "\\]", "b": "\\end{"}
_INTERRUPTS = ("paragraph", "reference", "blockquote", "list")


class Found(NamedTuple):
    """A block of the source."""

    type: str
    """As markdown-it names the token: fence, code_block, html_block, table_open …"""
    lines: range
    mark: str


def found(text: str, prose: Sequence[bool]) -> list[Found]:
    """The blocks of `text`, outer ones before those inside.

    `prose` says of each line whether it is too much of a sentence for a formula.  Linear in the
    length of `text`, but for what markdown-it costs in nested lists and quotes, which it bounds.
    """
    parser = MarkdownIt("commonmark", {"inline_definitions": True}).enable("table")
    parser.core.ruler.enableOnly(["block"])
    parser.block.ruler.before("table", "formula", _formula, {"alt": list(_INTERRUPTS)})
    tokens = parser.parse(text, {"ends": _ends(text), "prose": [0, *accumulate(prose)]})
    return [Found(t.type, range(*t.map), t.markup) for t in tokens if t.map and t.type != "inline"]


def _ends(text: str) -> dict[str, list[int]]:
    """For each mark that closes formulas the lines that hold it."""
    lines = text.split("\n")
    return {mark: [n for n, s in enumerate(lines) if mark in s] for mark in _CLOSING.values()}


def _formula(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`$$ … $$`, `\\[ … \\]` or `\\begin{…} … \\end{…}` that starts a line, with no prose inside.

    Where the end got lost, the next formula's start looks like it, and prose lies between.
    """
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    opening = _OPENING.match(line)
    if opening is None or state.is_code_block(start):
        return False
    closing = _CLOSING[opening[0][1]]
    last = start
    if line.find(closing, opening.end()) < 0:
        ends = state.env["ends"][closing]
        index = bisect_right(ends, start)
        last = ends[index] if index < len(ends) else end
        prose = state.env["prose"]
        if last >= end or prose[last + 1] > prose[start]:
            return False
    if not silent:
        state.push("formula", "", 0).map = [start, last + 1]
        state.line = last + 1
    return True
