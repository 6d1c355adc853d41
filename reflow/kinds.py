"""What kind of line each block of a text is.

Kinds are evidence, not verdicts: a join weighs them together with everything
else, and only the structural ones (code, table rows, fences …) forbid it.
What a line tells by itself is in `reflow.surface`, what several lines of Markdown tell in
`reflow.markdown`.  Layout, fonts and page geometry are not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from reflow.document import Block
from reflow.lang.lazy import Lazy


class Kind(StrEnum):
    """The sort of line; the names are those of document-layout analysis."""

    BODY = "body"
    SHORT = "short"  # nothing that tells a heading, a caption or a cell from a cut line
    HEADING = "heading"
    LEAD_IN = "lead-in"
    BYLINE = "byline"
    CAPTION = "caption"
    LIST = "list"
    TABLE = "table"
    TOC = "toc"
    FURNITURE = "furniture"
    CONTINUED = "continued"  # (continued on page 3)
    FOOTNOTE = "footnote"
    CODE = "code"
    MATH = "math"
    IMAGE = "image"
    HTML = "html"
    FENCE = "fence"
    FRONT_MATTER = "front-matter"
    RULE = "rule"
    QUOTE = "quote"
    LINK = "link"  # where links lead, set apart: [name]: address


STRUCTURE = frozenset(
    {
        Kind.TABLE,
        Kind.TOC,
        Kind.CODE,
        Kind.MATH,
        Kind.IMAGE,
        Kind.HTML,
        Kind.FENCE,
        Kind.FRONT_MATTER,
        Kind.RULE,
        Kind.LINK,
    }
)
"""Kinds that no join may touch."""

BETWEEN = frozenset(
    {
        Kind.CAPTION,
        Kind.FURNITURE,
        Kind.IMAGE,
        Kind.TABLE,
        Kind.FOOTNOTE,
        Kind.HTML,
        Kind.SHORT,
        Kind.HEADING,
        Kind.BYLINE,
        Kind.QUOTE,
        Kind.MATH,
    }
)
"""Kinds that layout may put between the two halves of a paragraph."""

MARKUP = frozenset(
    {Kind.FENCE, Kind.IMAGE, Kind.QUOTE, Kind.HTML, Kind.MATH, Kind.FRONT_MATTER, Kind.LINK}
)
"""Kinds that only Markdown has."""
_SENTENCE_END = Lazy(r"[。！？!?；;]|[.](?:\s|$)")
_PARSED = frozenset({Kind.FENCE, Kind.QUOTE, Kind.HTML, Kind.MATH})


def kinds(
    text: str, blocks: Sequence[Block], surfaces: Sequence[Kind], markdown: bool = True
) -> list[Kind]:
    """The kind of every block of `text`; what spans several lines is told by Markdown's structure.

    `surfaces` are the kinds of the blocks by themselves.  Without `markdown` its marks are
    characters like others.
    """
    if not markdown:
        pairs = zip(surfaces, blocks, strict=True)
        return [plain(b.text) if k in MARKUP else k for k, b in pairs]
    front = _front_matter(blocks)
    given = dict.fromkeys(range(front), Kind.FRONT_MATTER)
    if any(map(_is_mark, blocks, surfaces)):
        from reflow.markdown import structure

        given |= structure(text, blocks, surfaces, front)
    found: list[Kind] = []
    for i, (block, kind) in enumerate(zip(blocks, surfaces, strict=True)):
        if i not in given and i and found[-1] is Kind.CODE and _is_deep(block):
            kind = Kind.CODE
        found.append(given.get(i, kind))
    return found


def _is_deep(block: Block) -> bool:
    return block.indent.startswith(("    ", "\t"))


def _is_mark(block: Block, kind: Kind) -> bool:
    """May a structure of Markdown begin here that the line by itself does not tell?"""
    text = block.text
    if kind in _PARSED:
        return True
    if kind is Kind.IMAGE:
        return "](" not in text
    if kind is Kind.CODE:
        return _is_deep(block)
    if kind is Kind.RULE:
        return text[0] in "-="
    if text[0] in "|:-":
        return "-" in text and "|" in text and set(text) <= set("|:- \t")
    return text[0] == ">" or (text[0] == "[" and "]:" in text) or "```" in text


def plain(text: str) -> Kind:
    """The kind of a line that nothing marks."""
    return Kind.BODY if _SENTENCE_END.search(text) or len(text) >= 60 else Kind.SHORT


def _front_matter(blocks: Sequence[Block]) -> int:
    """How many of the first blocks are front matter."""
    if not blocks or blocks[0].text != "---":
        return 0
    for i in range(1, min(len(blocks), 40)):
        if blocks[i].text in ("---", "..."):
            return i + 1
        if ":" not in blocks[i].text and not blocks[i].text.startswith("-"):
            return 0
    return 0
