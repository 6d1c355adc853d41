"""Which pairs of blocks may be joined at all: cheap vetoes, and what a bridge may lead over."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

from reflow.config import Config
from reflow.continued import CONTINUED, goes_on_elsewhere
from reflow.document import Block, Boundary
from reflow.joins import forms, verse
from reflow.joins.scene import Scene
from reflow.joins.shape import INNER_COMMA, is_phrase
from reflow.joins.wrap import columns
from reflow.kinds import BETWEEN, STRUCTURE, Kind
from reflow.lang.lazy import Lazy
from reflow.surface import LEAD_IN

SURE = 500
"""Points of a sign that needs no model."""
LONE_HYPHENS = ("-", "\u2010", "\u00ad")
REACH = 4
"""Blocks a bridge may span; page furniture does not count."""
NEVER_RIGHT = (
    Kind.CONTINUED,
    Kind.FURNITURE,
    Kind.LIST,
    Kind.LEAD_IN,
    Kind.HEADING,
    Kind.QUOTE,
)
"""Kinds that nothing is joined onto."""
LONGEST_BETWEEN = 60
"""Code points of a block of body text that is set apart in a paragraph, as pull quotes are; with
160 no more bridges were found on the dev sets, and the average precision of joins fell by .006."""
TIED = 0.6
"""Share of single newlines from which a blank line parts paragraphs."""
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
    if scene.wrapped(i):
        return ""
    shape = scene.shape(i)
    # A full stop inside a bracket or quote that is still open ends nothing.
    return "left is a finished sentence" if shape.ends_sentence and not shape.opened else ""


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


def spans(scene: Scene, config: Config, joined: Callable[[int], bool]) -> Iterator[tuple[int, int]]:
    """All pairs of blocks that a bridge might join, from cheap signs; at most a few a block."""
    n = len(scene.blocks)
    for i in range(n - 2):
        if scene.shape(i).ends_sentence or scene.kinds[i] in STRUCTURE or ends(scene, i, config):
            continue
        if scene.kinds[i] in (Kind.CAPTION, Kind.BYLINE, Kind.HEADING):
            continue
        if scene.blocks[i].text[-1] in "：:" and not scene.shape(i).opened:
            continue
        if scene.shape(i).length < 45 and is_phrase(scene.shape(i)) and not scene.columned(i):
            continue  # a heading, a line of verse or a cell waits for nothing
        if joined(i) and joined(i + 1):
            continue  # a line inside a paragraph that reads on
        if scene.kinds[i + 1] is Kind.BYLINE and not scene.shape(i).stop_inside:
            continue  # a headline with its author; bylines hardly ever stand inside a paragraph
        spent = 0
        for j in range(i + 1, n - 1):
            if not _may_stand_between(scene, j):
                break
            # Page furniture is expected there; the rows of one table are one thing.
            kind = scene.kinds[j]
            again = kind in (Kind.TABLE, Kind.HTML) and scene.kinds[j - 1] is kind
            spent += not (kind is Kind.FURNITURE or again)
            if spent > REACH:
                break
            if scene.kinds[j + 1] in STRUCTURE or scene.kinds[j + 1] is Kind.CAPTION:
                continue
            if not starts(scene, j + 1, config):
                yield i, j + 1


def _may_stand_between(scene: Scene, j: int) -> bool:
    """Can layout have put block `j` into the middle of a paragraph?"""
    if scene.wrapped(j) and scene.kinds[j] in (Kind.SHORT, Kind.BODY):
        # A full line of the column is text, not something set apart.
        return scene.widths[j] < 0.85 * scene.wrap(j).width
    if scene.kinds[j] is Kind.HEADING and scene.blocks[j].text.startswith("#"):
        return False  # a section starts, whatever was cut before it
    if scene.kinds[j] is Kind.LIST:
        return _lone_note(scene, j)
    if scene.kinds[j] is Kind.BODY:
        return scene.shape(j).length <= LONGEST_BETWEEN
    return scene.kinds[j] in BETWEEN


def _lone_note(scene: Scene, j: int) -> bool:
    """A footnote is marked like an item of a list, but stands alone and is a whole sentence."""
    series = scene.memory.series
    mark, whole = series[scene.blocks[j].text], scene.shape(j).ends_sentence
    near = (k for k in range(max(0, j - 3), min(len(scene.blocks), j + 4)) if k != j)
    return whole and bool(mark) and all(series[scene.blocks[k].text] != mark for k in near)
