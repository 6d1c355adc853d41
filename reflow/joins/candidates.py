"""Which neighbouring blocks may be joined at all: cheap vetoes."""

from __future__ import annotations

import unicodedata

from reflow.config import Config
from reflow.continued import CONTINUED, goes_on_elsewhere
from reflow.document import Block, Boundary
from reflow.joins import forms, verse
from reflow.joins.scene import Scene
from reflow.joins.shape import INNER_COMMA, is_phrase
from reflow.joins.wrap import columns
from reflow.kinds import STRUCTURE, Kind
from reflow.lang.lazy import Lazy
from reflow.surface import LEAD_IN

SURE = 500
"""Points of a sign that needs no model."""
LONE_HYPHENS = ("-", "\u2010", "\u00ad")
NEVER_RIGHT = (
    Kind.CONTINUED,
    Kind.FURNITURE,
    Kind.LIST,
    Kind.LEAD_IN,
    Kind.HEADING,
    Kind.QUOTE,
)
"""Kinds that nothing is joined onto."""
TIED = 0.6
"""Share of single newlines from which a blank line parts paragraphs."""
ALIKE = 16
"""Code points that two rows of a log or list start with; no labelled join has them."""
_MARKED = Lazy(
    r"^(?:#+\s*|[(（]?[\d一二三四五六七八九十]{1,4}[)）.、．]\s*|第\S{1,4}[章节節条]\s*)"
)


def _may_be_marked(first: str) -> bool:
    return first in "#(（一二三四五六七八九十第" or first.isdecimal()


def lone_hyphen(scene: Scene, i: int) -> int:
    """A line-end hyphen that extraction put on a line of its own.

    SURE where block `i + 1` is such a hyphen: it goes back to its word first.
    Negative where block `i` is: what follows waits for the next pass.
    """
    blocks = scene.blocks
    if blocks[i + 1].text in LONE_HYPHENS and i + 2 < len(blocks):
        if blocks[i].text[-1].isalpha() and blocks[i + 2].text[0].islower():
            return SURE
    elif blocks[i].text in LONE_HYPHENS and i:
        if blocks[i - 1].text[-1].isalpha() and blocks[i + 1].text[0].islower():
            return -1
    return 0


def veto(scene: Scene, boundary: Boundary, config: Config) -> str:
    """The name of what forbids this join, or ''."""
    i, j = boundary.left.number, boundary.right.number
    a, b = scene.kinds[i], scene.kinds[j]
    left, right = boundary.left.text, boundary.right.text
    if a in STRUCTURE or b in STRUCTURE:
        return "structure"
    if _unseen(left[-1]) or _unseen(right[0]):
        return "an invisible character at the break"
    if len(left) > ALIKE and left[:ALIKE] == right[:ALIKE]:
        return "two rows that start alike"
    if verse.phrases(scene, i):
        return "two short phrases outside a column"
    if (boundary.newlines >= 2 or not scene.columned(i)) and verse.parallel(scene, i):
        return "rows of one shape"
    if verse.couplet(scene, i) or verse.capitals(scene, i):
        return "lines of verse"
    if boundary.newlines >= 2 and verse.stanza(scene, i):
        return "left ends a stanza"
    if not scene.columned(i):
        known = scene.memory.labels
        entries = forms.entries(known[left], known[right])
        if entries:
            return entries
    if scene.shape(i).ends_sentence and _paragraph_ends(scene, boundary):
        return "a paragraph ends as others do here"
    if forms.is_entry(scene, j):
        return "an entry starts here, as others nearby do"
    title = _MARKED.sub("", left) if _may_be_marked(left[0]) else left
    if len(title) >= 2 and right.startswith(title) and not INNER_COMMA.search(title):
        return "left is a heading that right repeats"
    if boundary.newlines >= 2 and not scene.columned(i):
        # Of 490 labelled breaks between regions beside a caption none is a join.
        if Kind.CAPTION in (a, b):
            return "a caption stands by itself"
    return ends(scene, i, config) or starts(scene, j, config) or ""


def _paragraph_ends(scene: Scene, boundary: Boundary) -> bool:
    """Behind a full stop: by the blank line or the indent that parts paragraphs here."""
    i, left, right = boundary.left.number, boundary.left, boundary.right
    if boundary.newlines >= 2 and (scene.ties(i, i + 1, (5, 6)) or 0) >= TIED:
        return "\f" not in scene.text[left.span.end : right.span.start]
    # Not the first line of an entry whose other lines are indented.
    level = i > 0 and scene.tied(i) and _indent(scene.blocks[i - 1]) == _indent(left)
    return level and _indent(right) > _indent(left) and scene.kinds[i] is not Kind.LIST


def _indent(block: Block) -> int:
    return columns(block.indent.expandtabs(4))


def _unseen(char: str) -> bool:
    """Control, format, private and unassigned characters, the soft hyphen left out."""
    return char != "\u00ad" and unicodedata.category(char)[0] == "C"


def ends(scene: Scene, i: int, config: Config) -> str:
    """What forbids any join onto the end of block `i`."""
    text, kind = scene.blocks[i].text, scene.kinds[i]
    if (config.gap_mark and text.endswith(config.gap_mark)) or text.endswith(("[…]", "[...]")):
        return "text is missing here"
    if kind in (Kind.CONTINUED, Kind.FURNITURE) or _byline(scene, i):
        return f"left is {kind}"
    if kind is Kind.HEADING and text.startswith("#"):
        return "left is a Markdown heading"
    if goes_on_elsewhere(text):
        return "left goes on elsewhere"
    if _item(scene, i) and _item(scene, i - 1) and not scene.columned(i):
        return "left is an item of a list without full stops"
    return finished(scene, i)


def finished(scene: Scene, i: int) -> str:
    """The cheapest of what forbids a join, and in most text the reason nine times in ten."""
    # A full stop inside a bracket or quote that is still open ends nothing.
    return "left is a finished sentence" if scene.whole[i] and not scene.wrapped(i) else ""


def _item(scene: Scene, i: int) -> bool:
    return i >= 0 and scene.kinds[i] is Kind.LIST and is_phrase(scene.shape(i))


def _byline(scene: Scene, i: int) -> bool:
    """An author's line of its own: of 284 labelled breaks beside one none is a join.

    A line of a column may begin as bylines do (`여러 기자 앞에서`); there the model decides.
    """
    return scene.kinds[i] is Kind.BYLINE and not scene.columned(i)


def starts(scene: Scene, j: int, config: Config) -> str:
    """What forbids any join onto the start of block `j`."""
    text, kind = scene.blocks[j].text, scene.kinds[j]
    if kind in NEVER_RIGHT or _byline(scene, j):
        return f"right is {kind}"
    if CONTINUED.match(text):
        return "right is continued from elsewhere"
    if LEAD_IN.match(text) or any(text.startswith(opening) for opening in config.lead_ins):
        return "right is a lead-in"
    return ""
