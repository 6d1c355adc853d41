"""Which blocks are Markdown's structure, by a parser of Markdown.

What extraction wrote is often broken Markdown, or none at all.  So the parser's word is taken
where a mark stands for it, and refused where it would make prose of something else on little
ground: four spaces are a paragraph's indent more often than they are code, a line of `---` below a
paragraph is a rule, and the last row of a table may have the text's next line below it.

Loaded where a text holds such marks, and not otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reflow.document import Block
from reflow.kinds import Kind
from reflow.markdown.blocks import Found, found
from reflow.markdown.lines import Line, lines_of, source
from reflow.markdown.wrapping import wrapping
from reflow.surface import surface

LONGEST_TITLE = 100
"""Code points of a heading that is told by the line below it."""
LONG = 60
"""Code points of a line that is no formula unless it has one's marks."""
CODE_LINES = 1 / 3
"""Share of lines of an indented block that look like code, from which all of it is."""

IMAGE_LINES = 6
"""Lines that the description of an image may take."""
_VERBATIM = ("<!", "<?", "<pre", "<script", "<style", "<textarea")
_NO_TITLE = "。！？.!?，,、；;：:"
_TAGS = re.compile(r"(?:</?[A-Za-z][^<>]{0,200}>\s?)+")


def structure(
    text: str, blocks: Sequence[Block], surfaces: Sequence[Kind], front: int
) -> dict[int, Kind]:
    """The kinds that Markdown gives to blocks of `text`, by their numbers; for others it has none.

    `surfaces` are the kinds of the blocks by themselves, `front` the number of blocks that are
    front matter.
    """
    lines = lines_of(text, blocks)
    wraps = wrapping(lines)
    head = {n for n, line in enumerate(lines) if line.blocks.start < front}
    kinds = [surfaces[line.blocks.start] for line in lines]
    code = {n for n, kind in enumerate(kinds) if kind is Kind.CODE and lines[n].indent}
    shown = source(lines, head | wraps, code)
    prose = [any(_is_prose(lines[n].content) for n in owner) for owner in shown.lines]
    # Where each page has a fence of its own, paragraphs go on behind it as behind a page number.
    given: dict[int, Kind] = dict.fromkeys(wraps, Kind.FURNITURE)
    for block in found(shown.text, prose):
        owned = [n for row in block.lines if row < len(shown.lines) for n in shown.lines[row]]
        if owned:
            given.update(_given(block, owned, lines, kinds))
    return {number: kind for n, kind in given.items() for number in lines[n].blocks}


def _is_prose(content: str) -> bool:
    """Is a line too much of a sentence to stand in a formula?"""
    return content[-1] in "。！？" or (len(content) >= LONG and not {"\\", "="} & set(content))


def _given(
    block: Found, owned: Sequence[int], lines: Sequence[Line], kinds: Sequence[Kind]
) -> Iterator[tuple[int, Kind]]:
    """The kinds that `block` gives to the lines `owned` by it."""
    match block.type:
        case "fence":
            yield from ((n, Kind.CODE) for n in owned)
            yield from ((n, Kind.FENCE) for n in {owned[0], owned[-1]} if kinds[n] is Kind.FENCE)
        case "code_block":
            if sum(kinds[n] is Kind.CODE for n in owned) >= CODE_LINES * len(owned):
                yield from ((n, Kind.CODE) for n in owned)
        case "formula":
            yield from ((n, Kind.MATH) for n in owned)
        case "table_open":
            yield from ((n, Kind.TABLE) for n in owned if "|" in lines[n].content)
        case "html_block":
            yield from ((n, Kind.HTML) for n in _html([lines[n].content for n in owned], owned))
        case "blockquote_open":
            quoted = [n for n in owned if lines[n].content.startswith(">")]
            if len(quoted) > 1 or lines[owned[0]].content.startswith("> "):
                yield from ((n, Kind.QUOTE) for n in quoted)
        case "definition":
            note = lines[owned[0]].content.startswith("[^")
            yield from ([(owned[0], Kind.FOOTNOTE)] if note else ((n, Kind.LINK) for n in owned))
        case "heading_open":
            if block.mark in ("=", "-") and _is_title(owned, lines):
                yield owned[-2], Kind.HEADING
        case "paragraph_open":
            yield from _paragraph(owned, lines, kinds)


def _html(contents: Sequence[str], owned: Sequence[int]) -> Iterator[int]:
    """The lines of an HTML block, without the text below one that closes its tags.

    To Markdown, an HTML block lasts to the next blank line.
    """
    verbatim = contents[0].lower().startswith(_VERBATIM)
    closed = False
    for n, content in zip(owned, contents, strict=True):
        closed = closed and not content.startswith("<")
        if closed and not verbatim:
            continue
        yield n
        closed = content.endswith(">") and content.startswith("</", content.rfind("<"))


def _is_title(owned: Sequence[int], lines: Sequence[Line]) -> bool:
    """Is it a single line, and no sentence, that stands on the underline `owned[-1]`?"""
    if len(owned) < 2:
        return False
    title = lines[owned[-2]]
    single = len(owned) == 2 or title.blank
    return single and len(title.content) <= LONGEST_TITLE and title.content[-1] not in _NO_TITLE


def _paragraph(
    owned: Sequence[int], lines: Sequence[Line], kinds: Sequence[Kind]
) -> Iterator[tuple[int, Kind]]:
    first = lines[owned[0]]
    if first.content.startswith("![") and "](" not in first.content:
        end = next((k for k, n in enumerate(owned[:IMAGE_LINES]) if "](" in lines[n].content), 0)
        yield from ((n, Kind.IMAGE) for n in owned[: end + 1])
    if first.indent:
        # What code makes of the lines below it does not reach the next paragraph of a list item.
        yield owned[0], kinds[owned[0]]
    for n in owned:
        if kinds[n] is Kind.HTML and not lines[n].content.endswith(">"):
            if surface(_TAGS.sub("", lines[n].content, 1)) is Kind.BODY:
                yield n, Kind.BODY
