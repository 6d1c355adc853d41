"""Spans, blocks and boundaries: a text seen as lines and the white space between them.

`parse` tiles a text with blocks (the visible part of one physical line) and
boundaries (all white space between two blocks).  What kind of block a line is
(heading, caption, body …) is decided in `reflow.kinds`; this module only cuts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reflow.records import dataclass, field


class Span(NamedTuple):
    """A half-open range of code points, `start <= end`."""

    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start

    def text(self, source: str) -> str:
        return source[self.start : self.end]


class Block(NamedTuple):
    """The visible part of one physical line, or of the part of it between two `<br>`."""

    number: int
    span: Span
    text: str
    indent: str
    """White space before the block on its own line."""


class Boundary(NamedTuple):
    """The white space between two neighbouring blocks; `<br>` in prose counts as such."""

    left: Block
    right: Block
    span: Span
    newlines: int
    """Line ends in it: 1 is a soft break, 2 or more hold blank lines."""
    form_feed: bool


@dataclass(frozen=True)
class Document:
    """A text and its blocks, in order."""

    text: str
    blocks: tuple[Block, ...] = field(repr=False)

    def boundary(self, index: int) -> Boundary:
        """The boundary between block `index` and the next one.

        Raises IndexError for the last block.
        """
        left, right = self.blocks[index], self.blocks[index + 1]
        span = Span(left.span.end, right.span.start)
        white = self.text[span.start : span.end]
        lines = white.count("\n") + white.count("\r") - white.count("\r\n")
        lines += white.count("<")  # of <br>
        return Boundary(left, right, span, lines, "\f" in white)


# A lone CR and a form feed end a line as a newline does; NEL, LS and PS are left to be ordinary
# white space inside a line, for nobody's extractor writes them as line ends.
_LINE = re.compile(r"\S[^\n\r\f]*")
_BREAK = re.compile(r"<br[ \t]{0,4}/?>", re.IGNORECASE)
# Rows of tables, headings, other HTML, quotes of code: there it is wanted.
_NO_PROSE = ("|", "#", "<", "`", "$")


def parse(text: str) -> Document:
    """Cut `text` into blocks: one pass, linear in its length."""
    blocks: list[Block] = []
    previous, new = 0, tuple.__new__
    broken = _BREAK.search(text) is not None
    for match in _LINE.finditer(text):
        body = match.group().rstrip()
        start = match.start()
        white, indent = text[previous:start], ""
        if white != "\n" and white != "\n\n":
            cut = max(white.rfind("\n"), white.rfind("\r"), white.rfind("\f")) + 1
            indent = white[cut:]
        previous = match.end()
        if not broken or "<" not in body or body.startswith(_NO_PROSE) or " | " in body:
            # Called straight, as a tuple is made in half the time of a named one.
            span = new(Span, (start, start + len(body)))
            blocks.append(new(Block, (len(blocks), span, body, indent)))
            continue
        for span in _between_breaks(body, start):
            part = text[span.start : span.end]
            blocks.append(Block(len(blocks), span, part, indent))
            indent = ""
    return Document(text, tuple(blocks))


def _between_breaks(body: str, start: int) -> Iterator[Span]:
    """The parts of a line between its `<br>`, which are soft breaks as print has them."""
    here = 0
    for end, after in [*(m.span() for m in _BREAK.finditer(body)), (len(body), len(body))]:
        part = body[here:end]
        left, right = len(part) - len(part.lstrip()), len(part.rstrip())
        if left < right:
            yield Span(start + here + left, start + here + right)
        here = after
