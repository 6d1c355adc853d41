"""Decides all breaks of a text at once: which boundaries are joined, and over what.

Vetoes come first and are cheap; only what passes them is scored.  A bridge
(a join over interposed blocks) must pass a stricter threshold and beat both of
its inner boundaries.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from reflow.config import Config
from reflow.document import Boundary, Document
from reflow.edits import Evidence
from reflow.joins import model
from reflow.joins.features import Scene, Shape
from reflow.kinds import BETWEEN, CONTINUED_START, LEAD_IN, STRUCTURE, Kind

JOIN_AT = 50
BRIDGE_AT = 0
MARGIN = 100
"""Points below a threshold within which a join is shown as unsafe."""
LEAD = -100
"""Points by which a bridge must beat its inner boundaries; negative, for its own score already
compares them (100 lost a tenth of the bridges on the dev sets, and won no precision)."""
LIKE_A_HEADING = 150
"""Points that a join needs more behind what may be a heading."""
NOWHERE_ELSE = 200
"""Points for a sentence that is cut and otherwise stays without an end (bridges found in zh-Hans
regions: 0.83 without, 0.86 with it, at the same precision of 0.98)."""
IN_COLUMN = 100
"""Points more that a bridge needs among printed lines, where most of what stands between two
lines of a paragraph is more of its lines."""
POINTS_PER_NAT = 60
"""What a nat of better fit is worth against an inner boundary's score; the model's own steps
come to about that."""
REACH = 4
"""Blocks a bridge may span; page furniture does not count."""


SURE = 500
"""Points of a sign that needs no model."""
LONE_HYPHENS = ("-", "\u2010", "\u00ad")


_MARKED = re.compile(
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
        if decided.score == SURE and _lone_hyphen(self.scene, decided.left) > 0:
            return (Evidence("a hyphen alone on its line", SURE),)
        lines = self.document.boundary(decided.left).newlines
        lines = lines if decided.right == decided.left + 1 else 2
        found = model.evidence(self.scene.features(decided.left, decided.right, lines))
        if decided.right == decided.left + 1 and _like_heading(self.scene, decided.left):
            found = (*found, Evidence("left may be a heading", -LIKE_A_HEADING))
        if decided.right > decided.left + 1:
            found = (*found, *_circumstances(self, decided.left, decided.right))
        return found


def plan(document: Document, config: Config) -> Plan:
    """Look at every boundary of `document`; linear in the number of blocks."""
    scene = Scene(document.text, document.blocks)
    breaks: dict[int, Break] = {}
    for i in range(len(document.blocks) - 1):
        boundary = document.boundary(i)
        sure = _lone_hyphen(scene, i)
        why = (
            ""
            if sure > 0
            else "waits for its hyphen"
            if sure < 0
            else veto(scene, boundary, config)
        )
        score = sure
        if not why and not sure:
            score = model.score(scene.features(i, i + 1, boundary.newlines))
            score -= LIKE_A_HEADING * _like_heading(scene, i)
        breaks[i] = Break(i, i + 1, score, why)
    threshold = JOIN_AT + config.joins_threshold
    half = Plan(document, scene, breaks, (), threshold)
    found = tuple(_bridges(half, config))
    taken = {b.left for b in found} | {b.right - 1 for b in found}
    free = {
        i: b if i not in taken else b._replace(veto="a bridge takes this half")
        for i, b in breaks.items()
    }
    return Plan(document, scene, free, found, threshold)


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
    if scene.phrases(i):
        return "two short phrases outside a column"
    if scene.parallel(i):
        return "rows of one shape"
    left, right = boundary.left.text, boundary.right.text
    title = _MARKED.sub("", left)
    if len(title) >= 2 and right.startswith(title) and not scene.shape(i).comma_inside:
        return "left is a heading that right repeats"
    return ends(scene, i, config) or starts(scene, j) or ""


def ends(scene: Scene, i: int, config: Config) -> str:
    """What forbids any join onto the end of block `i`."""
    text, kind = scene.blocks[i].text, scene.kinds[i]
    if (config.gap_mark and text.endswith(config.gap_mark)) or text.endswith(("[…]", "[...]")):
        return "text is missing here"
    if kind in (Kind.CONTINUED, Kind.FURNITURE):
        return f"left is {kind}"
    if kind is Kind.HEADING and text.startswith("#"):
        return "left is a Markdown heading"
    if not scene.wrapped(i) and scene.shape(i).ends_sentence and not _resumes(scene.shape(i)):
        return "left is a finished sentence"
    return ""


def starts(scene: Scene, j: int) -> str:
    """What forbids any join onto the start of block `j`."""
    text, kind = scene.blocks[j].text, scene.kinds[j]
    if kind in (Kind.CONTINUED, Kind.FURNITURE, Kind.LIST, Kind.LEAD_IN, Kind.HEADING, Kind.QUOTE):
        return f"right is {kind}"
    if CONTINUED_START.match(text):
        return "right is continued from elsewhere"
    if LEAD_IN.match(text):
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
            if scene.kinds[j + 1] not in STRUCTURE and not starts(scene, j + 1):
                yield i, j + 1


def _bridges(half: Plan, config: Config) -> Iterator[Break]:
    """Joins over interposed blocks, best first; a half is taken once."""
    candidates = []
    for i, k in spans(half.scene, config, half.joins):
        score = model.score(half.scene.features(i, k, 2))
        score += sum(e.weight for e in _circumstances(half, i, k))
        if score < BRIDGE_AT + config.bridges_threshold - MARGIN:
            continue
        if _beats(half, Break(i, k, score, "")):
            candidates.append(Break(i, k, score, ""))
    lefts: set[int] = set()
    rights: set[int] = set()
    for found in sorted(candidates, key=lambda b: (-b.score, b)):
        inside = range(found.left, found.right + 1)
        if found.left in lefts or found.right in rights:
            continue
        if any(x in lefts or x + 1 in rights for x in inside[:-1]):
            continue
        lefts.add(found.left)
        rights.add(found.right)
        yield found


def _circumstances(half: Plan, i: int, k: int) -> Iterator[Evidence]:
    """Reasons for or against a bridge that lie in the decisions on other breaks."""
    scene = half.scene
    if scene.columned(i):
        yield Evidence("a bridge among printed lines", -IN_COLUMN)
        return
    left, right = scene.shape(i), scene.shape(k)
    cut = left.length >= 16 and (left.stop_inside or left.comma_inside)
    prose = right.length >= 16 and (right.stop_inside or right.comma_inside)
    if k == i + 2 and cut and prose and _phrase(scene.shape(i + 1)):
        if not half.joins(i) and not half.joins(i + 1):
            yield Evidence("the sentence goes on nowhere else", NOWHERE_ELSE)


def _like_heading(scene: Scene, i: int) -> bool:
    """A short phrase without any mark, in front of prose and outside a column of lines.

    Of such blocks most are headings, names or captions; few are the only line of a paragraph
    that stood at the foot of its column.
    """
    left, right = scene.shape(i), scene.shape(i + 1)
    return (
        left.length < 25
        and _phrase(left)
        and not left.opened
        and (right.stop_inside or right.comma_inside or right.ends_sentence)
        and right.length >= 16
        and not scene.columned(i)
    )


def _phrase(shape: Shape) -> bool:
    return not (shape.stop_inside or shape.comma_inside or shape.ends_sentence)


def _beats(half: Plan, bridge: Break) -> bool:
    """Does the bridge read better than both of its inner boundaries?

    A short phrase between a cut sentence and its other half is no rival for that half: joined
    to it, the phrase would leave the sentence before it without an end.
    """
    scene, i, k = half.scene, bridge.left, bridge.right
    fits = scene.fits(i, k)

    def wins(inner: Break) -> bool:
        if inner.veto:
            return True
        better = POINTS_PER_NAT * (fits - scene.fits(inner.left, inner.right))
        return inner.score + LEAD <= bridge.score + max(better, 0)

    left, middle = scene.shape(i), scene.shape(k - 1)
    cut = left.length >= 16 and (left.stop_inside or left.comma_inside)
    return wins(half.breaks[i]) and ((cut and _phrase(middle)) or wins(half.breaks[k - 1]))


def _may_stand_between(scene: Scene, j: int) -> bool:
    """Can layout have put block `j` into the middle of a paragraph?"""
    if scene.wrapped(j) and scene.kinds[j] in (Kind.SHORT, Kind.BODY):
        # A full line of the column is text, not something set apart.
        return scene.widths[j] < 0.85 * scene.wrap(j).width
    return scene.kinds[j] in BETWEEN or (
        scene.shape(j).ends_sentence and scene.shape(j).length < 60
    )
