"""Decides all breaks of a text at once: which boundaries are joined, and over what.

Vetoes come first and are cheap; only what passes them is scored.  Each pair of
blocks gets a first score by what is seen at it, then a correction by the first
scores of the pairs around it (`reflow.joins.context`).  A join and a bridge (a
join over interposed blocks) that want the same half are decided by their scores.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from reflow.config import Config
from reflow.document import Boundary, Document
from reflow.edits import Evidence
from reflow.joins import model, verse
from reflow.joins.context import Context, Pair
from reflow.joins.features import features
from reflow.joins.scene import Scene
from reflow.joins.shape import Shape, status
from reflow.kinds import (
    BETWEEN,
    CONTINUED_START,
    LEAD_IN,
    STRUCTURE,
    Kind,
    goes_on_elsewhere,
)
from reflow.lang.lazy import Lazy

JOIN_AT = 80
BRIDGE_AT = 10
MARGIN = 100
"""Points below a threshold within which a join is shown as unsafe."""
REACH = 4
"""Blocks a bridge may span; page furniture does not count."""
LONGEST_BETWEEN = 60
"""Code points of a block that is set apart in a paragraph, as pull quotes and captions are."""
INSIDE = 300
"""First score from which a line is taken to read on; behind it no bridge starts."""
LIKE_A_HEADING = 70
"""Points more that a join needs behind what may be a heading: of those at 50 to 120 points on the
dev sets about half are wrong, of those above one in ten."""
IN_COLUMN = 140
"""Points more that a bridge needs among printed lines, where most of what stands between two
lines of a paragraph is more of its lines."""

SURE = 500
"""Points of a sign that needs no model."""
LONE_HYPHENS = ("-", "\u2010", "\u00ad")


_MARKED = Lazy(
    r"^(?:#+\s*|[(（]?[\d一二三四五六七八九十]{1,4}[)）.、．]\s*|第\S{1,4}[章节節条]\s*)"
)


class Break(NamedTuple):
    """A boundary that was looked at, with what was decided."""

    left: int
    right: int
    score: int
    veto: str


@dataclass(frozen=True)
class Plan:
    """The decisions on one text."""

    document: Document
    scene: Scene
    context: Context
    breaks: dict[int, Break]
    bridges: tuple[Break, ...]
    threshold: int

    def joins(self, i: int) -> bool:
        known = self.breaks.get(i)
        return known is not None and not known.veto and known.score >= self.threshold

    def last_of_group(self, i: int) -> int:
        """The last block of the paragraph that goes on from block `i` by plain joins."""
        while self.joins(i):
            i += 1
        return i

    def evidence(self, decided: Break) -> tuple[Evidence, ...]:
        if decided.veto:
            return (Evidence(decided.veto, 0, veto=True),)
        pair = decided.left, decided.right
        if pair not in self.context.scores:
            return (Evidence("a hyphen alone on its line", SURE),)
        seen = model.first_evidence(features(self.scene, *pair, _newlines(self.document, pair)))
        held = _doubts(self.scene, pair)
        return (*seen, *model.second_evidence(self.context.features(*pair)), *held)


def plan(document: Document, config: Config) -> Plan:
    """Look at every boundary of `document`; linear in the number of blocks."""
    scene = Scene(document.text, document.blocks, config.input_format != "text")
    vetoes = {i: veto(scene, document.boundary(i), config) for i in range(len(scene.blocks) - 1)}
    first: dict[Pair, int] = {}
    for i, why in vetoes.items():
        if not why and not _lone_hyphen(scene, i):
            first[i, i + 1] = _look(document, scene, (i, i + 1))
    for pair in spans(scene, config, lambda i: first.get((i, i + 1), 0) >= INSIDE):
        first[pair] = _look(document, scene, pair)
    context = Context(first, *sorts(scene))
    final = {
        pair: seen
        + model.second(context.features(*pair))
        + sum(e.weight for e in _doubts(scene, pair))
        for pair, seen in first.items()
    }
    breaks = {}
    for i, why in vetoes.items():
        sure = _lone_hyphen(scene, i)
        why = "waits for its hyphen" if sure < 0 else "" if sure else why
        breaks[i] = Break(i, i + 1, SURE if sure else final.get((i, i + 1), 0), why)
    threshold = JOIN_AT + config.joins_threshold
    bridges = _bridges(final, breaks, BRIDGE_AT + config.bridges_threshold, threshold)
    for found in bridges:
        for i in (found.left, found.right - 1):
            breaks[i] = breaks[i]._replace(veto=breaks[i].veto or "a bridge takes this half")
    return Plan(document, scene, context, breaks, bridges, threshold)


def sorts(scene: Scene) -> tuple[list[str], list[str]]:
    """Of each block: is it a line or a region, and how much of a sentence?"""
    every = range(len(scene.blocks))
    modes = ["wrapped" if scene.wrapped(i) else "region" for i in every]
    return modes, [status(scene.shape(i)) for i in every]


def _look(document: Document, scene: Scene, pair: Pair) -> int:
    return model.first(features(scene, *pair, _newlines(document, pair)))


def _newlines(document: Document, pair: Pair) -> int:
    return document.boundary(pair[0]).newlines if pair[1] == pair[0] + 1 else 2


def _bridges(
    final: Mapping[Pair, int], breaks: Mapping[int, Break], at: int, join_at: int
) -> tuple[Break, ...]:
    """The bridges that win their halves, best first; a half is taken once.

    A bridge that is only shown (`MARGIN` points below its threshold) takes no half from a join.
    """
    candidates = [Break(*pair, score, "") for pair, score in final.items() if pair[1] > pair[0] + 1]
    lefts: set[int] = set()
    rights: set[int] = set()
    taken = []
    for found in sorted(candidates, key=lambda b: (-b.score, b)):
        if found.score < at - MARGIN:
            break
        inside = range(found.left, found.right)
        rivals = (breaks[found.left], breaks[found.right - 1])
        if any(not r.veto and r.score >= min(join_at, found.score) for r in rivals):
            if found.score < at or any(not r.veto and r.score > found.score for r in rivals):
                continue
        if any(x in lefts or x + 1 in rights for x in inside):
            continue
        lefts.add(found.left)
        rights.add(found.right)
        taken.append(found)
    return tuple(taken)


def _lone_hyphen(scene: Scene, i: int) -> int:
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
    if a in STRUCTURE or b in STRUCTURE:
        return "structure"
    if verse.phrases(scene, i):
        return "two short phrases outside a column"
    if (boundary.newlines >= 2 or not scene.columned(i)) and verse.parallel(scene, i):
        return "rows of one shape"
    if verse.couplet(scene, i) or verse.capitals(scene, i):
        return "lines of verse"
    if boundary.newlines >= 2 and verse.stanza(scene, i):
        return "left ends a stanza"
    left, right = boundary.left.text, boundary.right.text
    title = _MARKED.sub("", left)
    if len(title) >= 2 and right.startswith(title) and not scene.shape(i).comma_inside:
        return "left is a heading that right repeats"
    return ends(scene, i, config) or starts(scene, j, config) or ""


def ends(scene: Scene, i: int, config: Config) -> str:
    """What forbids any join onto the end of block `i`."""
    text, kind = scene.blocks[i].text, scene.kinds[i]
    if (config.gap_mark and text.endswith(config.gap_mark)) or text.endswith(("[…]", "[...]")):
        return "text is missing here"
    if kind in (Kind.CONTINUED, Kind.FURNITURE):
        return f"left is {kind}"
    if kind is Kind.HEADING and text.startswith("#"):
        return "left is a Markdown heading"
    if goes_on_elsewhere(text):
        return "left goes on elsewhere"
    if _item(scene, i) and _item(scene, i - 1) and not scene.columned(i):
        return "left is an item of a list without full stops"
    if not scene.wrapped(i) and scene.shape(i).ends_sentence and not _resumes(scene.shape(i)):
        return "left is a finished sentence"
    return ""


def _item(scene: Scene, i: int) -> bool:
    return i >= 0 and scene.kinds[i] is Kind.LIST and _phrase(scene.shape(i))


def starts(scene: Scene, j: int, config: Config) -> str:
    """What forbids any join onto the start of block `j`."""
    text, kind = scene.blocks[j].text, scene.kinds[j]
    if kind in (Kind.CONTINUED, Kind.FURNITURE, Kind.LIST, Kind.LEAD_IN, Kind.HEADING, Kind.QUOTE):
        return f"right is {kind}"
    if CONTINUED_START.match(text):
        return "right is continued from elsewhere"
    if LEAD_IN.match(text) or any(text.startswith(opening) for opening in config.lead_ins):
        return "right is a lead-in"
    return ""


def _resumes(shape: Shape) -> bool:
    """A full stop inside a bracket or quote that is still open ends nothing."""
    return bool(shape.opened)


def spans(scene: Scene, config: Config, joined: Callable[[int], bool]) -> Iterator[tuple[int, int]]:
    """All pairs of blocks that a bridge might join, from cheap signs; at most a few a block."""
    n = len(scene.blocks)
    for i in range(n - 2):
        if ends(scene, i, config) or scene.kinds[i] in STRUCTURE or scene.shape(i).ends_sentence:
            continue
        if scene.kinds[i] in (Kind.CAPTION, Kind.BYLINE, Kind.HEADING):
            continue
        if scene.blocks[i].text[-1] in "：:" and not scene.shape(i).opened:
            continue
        if scene.shape(i).length < 45 and _phrase(scene.shape(i)) and not scene.columned(i):
            continue  # a heading, a line of verse or a cell waits for nothing
        if joined(i) and joined(i + 1):
            continue  # a line inside a paragraph that reads on
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
            if scene.kinds[j + 1] not in STRUCTURE and not starts(scene, j + 1, config):
                yield i, j + 1


def _doubts(scene: Scene, pair: Pair) -> tuple[Evidence, ...]:
    """What a join must overcome beside its scores; numbers are set by precision on the dev sets."""
    if pair[1] > pair[0] + 1:
        doubt = Evidence("a bridge among printed lines", -IN_COLUMN)
        return (doubt,) if scene.columned(pair[0]) else ()
    doubt = Evidence("left may be a heading", -LIKE_A_HEADING)
    return (doubt,) if _like_a_heading(scene, pair) else ()


def _like_a_heading(scene: Scene, pair: Pair) -> bool:
    """A short phrase without any mark outside a column, in front of the next block.

    Of such blocks most are headings, names or captions; few are the only line of a paragraph
    that stood at the foot of its column.
    """
    i, k = pair
    shape = scene.shape(i)
    short = k == i + 1 and shape.length < 25 and _phrase(shape)
    return short and not shape.opened and not scene.columned(i)


def _phrase(shape: Shape) -> bool:
    return not (shape.stop_inside or shape.comma_inside or shape.ends_sentence)


def _may_stand_between(scene: Scene, j: int) -> bool:
    """Can layout have put block `j` into the middle of a paragraph?"""
    if scene.wrapped(j) and scene.kinds[j] in (Kind.SHORT, Kind.BODY):
        # A full line of the column is text, not something set apart.
        return scene.widths[j] < 0.85 * scene.wrap(j).width
    if scene.kinds[j] is Kind.HEADING and scene.blocks[j].text.startswith("#"):
        return False  # a section starts, whatever was cut before it
    if scene.kinds[j] is Kind.BODY:
        return scene.shape(j).length <= LONGEST_BETWEEN
    return scene.kinds[j] in BETWEEN
