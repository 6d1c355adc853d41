"""A text's lines as Markdown's parser is shown them, and the way back from its lines to ours.

The parser counts `\\n` only; here `\\r`, `\\r\\n` and form feeds end lines, too.  So it is handed a
source of our own making, in which what cannot be structure is left out: lines of plain prose are
one letter each, and runs of them are a few.  What it says of a line of that source holds for all
lines that the line stands for, and their positions are never reckoned with.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from reflow.document import Block

PLAIN = "x"
"""Stands for lines of prose in the parser's source."""
_PLAIN = re.compile(r"[^-#>+*_=`~\[<|!:$\\0-9][^|>$\\]*")
"""A line that neither starts anything nor can end what was started (`-->`, `$$`, `</pre>`)."""
_RUN = [PLAIN, "", PLAIN, ""]
_NEWLINE = re.compile(r"\r\n|[\n\r\f]")


class Line(NamedTuple):
    """A physical line that is not blank."""

    blocks: range
    """Numbers of its blocks; `<br>` parts a line into several."""
    indent: str
    """Spaces and tabs before it.  Others indent paragraphs in print and mean nothing here."""
    content: str
    blank: bool
    """Is there a blank line before it?"""


class Source(NamedTuple):
    """What the parser is shown."""

    text: str
    lines: tuple[range, ...]
    """For each line of `text` the lines of ours that it stands for, by number; none if blank."""


def lines_of(text: str, blocks: Sequence[Block]) -> list[Line]:
    """The lines that hold the `blocks` of `text`, in order."""
    starts: list[tuple[Block, bool]] = []
    end = 0
    for block in blocks:
        breaks = sum(1 for _ in _NEWLINE.finditer(text, end, block.span.start))
        if breaks or not starts:
            starts.append((block, breaks > 1))
        end = block.span.end
    edges = pairwise([*(block.number for block, _ in starts), len(blocks)])
    found = []
    for (block, blank), (_, behind) in zip(starts, edges, strict=True):
        indent = "".join(c for c in block.indent if c in " \t")
        content = text[block.span.start : blocks[behind - 1].span.end]
        found.append(Line(range(block.number, behind), indent, content, blank))
    return found


def source(lines: Sequence[Line], hidden: Collection[int]) -> Source:
    """The parser's source; the lines `hidden` are blank in it.

    Of a run of plain paragraphs the first is shown, which may go on what stands before it, and
    one for all others.
    """
    shown: list[str] = []
    owners: list[range] = []
    for n, line in enumerate(lines):
        blank = n in hidden
        if (blank or line.blank) and shown and shown[-1]:
            shown.append("")
            owners.append(range(0))
        if blank:
            continue
        plain = not line.indent and _PLAIN.fullmatch(line.content) is not None
        text = PLAIN if plain else line.indent + line.content
        if plain and shown[-1:] == [PLAIN]:
            owners[-1] = range(owners[-1].start, n + 1)
        elif plain and shown[-4:] == _RUN:
            shown.pop()
            owners.pop()
            owners[-1] = range(owners[-1].start, n + 1)
        else:
            shown.append(text)
            owners.append(range(n, n + 1))
    return Source("".join(row + "\n" for row in shown), tuple(owners))
