"""The floor: what any program that looks at block boundaries has to do, and nothing else.

It reads, decodes, finds every boundary of blocks in one pass of one compiled pattern, encodes
and writes.  The cost of reflow is told as a multiple of this one, for the two slow down and speed
up together with the machine.
"""

from __future__ import annotations

import regex

BOUNDARY = regex.compile(r"[^\S\n\r\f]*+[\n\r\f]\s*+")


def boundaries(text: str) -> list[tuple[int, int]]:
    """The white space between each two lines, as ranges of code points."""
    return [match.span() for match in BOUNDARY.finditer(text)]


def unchanged(text: str) -> str:
    """The text as it is, once all its boundaries were found."""
    boundaries(text)
    return text
