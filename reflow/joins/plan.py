"""Decides all breaks of a text at once: which boundaries are joined, and over what.

Vetoes come first and are cheap; only what passes them is scored.  Each pair of
blocks gets a first score by what is seen at it, then a correction by the first
scores of the pairs around it (`reflow.joins.context`).  A join and a bridge (a
join over interposed blocks) that want the same half are decided by their scores.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from reflow.config import Config
from reflow.document import Document
from reflow.edits import Evidence
from reflow.joins import edges, model
from reflow.joins.bridges import spans
from reflow.joins.candidates import LONE_HYPHENS, SURE, finished, lone_hyphen, veto
from reflow.joins.context import Context, Pair
from reflow.joins.features import in_pieces, read, seen
from reflow.joins.memory import Around, Memory
from reflow.joins.model import Weighed
from reflow.joins.scene import Scene
from reflow.joins.shape import Shape, status
from reflow.joins.words import wants_more
from reflow.records import dataclass

JOIN_AT = 60
BRIDGE_AT = 40
"""Points.  On pages of sources that the weights had not seen .985 of the joins between regions are
right and .91 are found (at 50 .971 and .914), of the bridges .984 and .87; on documents of
`benchmarks/marked/held` by others than those fitted on, which are harder, .88 and .92 (at 50 .877
and .933), of the bridges .89 and .65 (at 20 .889 and .68)."""
MARGIN = 50
"""Points below a threshold within which a join is shown as unsafe."""
LIKE_A_HEADING = 70
"""Points more that a join needs behind what may be a heading: of those at 50 to 120 points on the
dev sets about half were wrong, of those above one in ten (with the weights before these)."""
SURELY_CUT = -2.0
"""Log-odds of an end below which a short phrase is no heading: on held-out pages a hundredth more
of the joins are found and as many are right."""
HYPHENATED = 150
"""Points for a hyphen behind a letter and a small letter on the other side."""
LONG = 45
"""Code points of a block that is more than a title."""
WANTS_MORE = 50
"""Points for an adverb or conjunction at the end of a long block; of 19 labelled breaks behind one
18 are joins."""
LINE = -30
"""Points more that a join of printed lines needs; on held-out pages .972 of the joins are right and
.973 are found at 30 points in all, .970 and .974 at 15."""
FREE = 0.6
"""Share of its column that an open line leaves free when it ends before the edge."""
MOST_LEFT = 80
"""Points more that a join behind such a line needs: of those labelled that have 50 to 150, a third
are joins."""
IN_COLUMN = 140
"""Points more that a bridge needs among printed lines, where most of what stands between two
lines of a paragraph is more of its lines; on the dev sets .85 of the bridges were right with it,
.81 without (with the weights before these)."""


SHORT_SENTENCE = 45
"""Code points."""


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
    looks: Mapping[Pair, tuple[Weighed, Weighed]]
    """What the first score of each pair is made of: what is seen, and what n-grams tell."""
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
        first = model.first_evidence(r for look in self.looks[pair] for r in look.reasons)
        held = _doubts(self.scene, pair)
        return (*first, *model.second_evidence(self.context.features(*pair)), *held)


def plan(document: Document, config: Config, memory: Memory | None = None) -> Plan:
    """Look at every boundary of `document`; linear in the number of blocks.

    `memory` is what earlier passes know of it, and is brought up to date.
    """
    memory = Memory() if memory is None else memory
    scene = Scene(document.text, document.blocks, config.input_format != "text", memory)
    every = range(len(scene.blocks) - 1)
    vetoes = _vetoes(document, scene, config)
    hyphens = {i: lone_hyphen(scene, i) for i in every}
    by_sight: dict[Around, Weighed] = {}
    by_ear: dict[Around, Weighed] = {}
    prior = model.prior()
    looks: dict[Pair, tuple[Weighed, Weighed]] = {}

    def look(pair: Pair) -> int:
        around = scene.told(*pair)
        sight = memory.seen.get(around)
        if sight is None:
            sight = model.weigh(seen(scene, *pair, _newlines(document, pair)))
        by_sight[around] = sight
        ear = memory.read.get(around)
        if ear is None:
            ear = model.weigh(read(scene, *pair))
        by_ear[around] = ear
        looks[pair] = sight, ear
        return prior + sight.points + ear.points

    first = {(i, i + 1): look((i, i + 1)) for i in every if not vetoes[i] and not hyphens[i]}
    for pair in spans(scene, config, lambda i: first.get((i, i + 1), 0)):
        first[pair] = look(pair)
    memory.seen, memory.read = by_sight, by_ear
    # Where nothing is in question the kinds of the blocks are never asked for.
    context = Context(first, *(sorts(scene) if first else ([], [])))
    final = {
        pair: score
        + model.second(context.features(*pair))
        + sum(e.weight for e in _doubts(scene, pair))
        for pair, score in first.items()
    }
    breaks = {}
    for i, why in vetoes.items():
        sure = hyphens[i]
        why = "waits for its hyphen" if sure < 0 else "" if sure else why
        breaks[i] = Break(i, i + 1, SURE if sure else final.get((i, i + 1), 0), why)
    threshold = JOIN_AT + config.joins_threshold
    bridges = _bridges(final, breaks, BRIDGE_AT + config.bridges_threshold, threshold)
    for found in bridges:
        for i in (found.left, found.right - 1):
            breaks[i] = breaks[i]._replace(veto=breaks[i].veto or "a bridge takes this half")
    return Plan(document, scene, context, looks, breaks, bridges, threshold)


def _vetoes(document: Document, scene: Scene, config: Config) -> dict[int, str]:
    """What forbids the join behind each block, or ''."""
    before, after, found = scene.memory.vetoes, dict[Around, str](), {}
    for i in range(len(scene.blocks) - 1):
        why = finished(scene, i)
        if not why:
            around = scene.around(i, i + 1)
            known = before.get(around)
            why = veto(scene, document.boundary(i), config) if known is None else known
            after[around] = why
        found[i] = why
    scene.memory.vetoes = after
    return found


def sorts(scene: Scene) -> tuple[list[str], list[str]]:
    """Of each block: is it a line or a region, and how much of a sentence?"""
    every = range(len(scene.blocks))
    modes = ["wrapped" if scene.wrapped(i) else "region" for i in every]
    return modes, [_sort(scene.shape(i)) for i in every]


def _sort(shape: Shape) -> str:
    """Pull quotes are single short sentences more often than paragraphs are."""
    single = shape.ends_sentence and not shape.stop_inside and shape.length < SHORT_SENTENCE
    return "short sentence" if single else status(shape)


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


def _doubts(scene: Scene, pair: Pair) -> tuple[Evidence, ...]:
    """What a join must overcome, or has for it, beside its scores."""
    if _hyphenated(scene, pair):
        return (Evidence("a word goes on behind its hyphen", HYPHENATED),)
    if pair[1] > pair[0] + 1:
        doubt = Evidence("a bridge among printed lines", -IN_COLUMN)
        return (doubt,) if scene.columned(pair[0]) else ()
    if scene.wrapped(pair[0]):
        line = Evidence("a line of a column", -LINE)
        if _ends_early(scene, pair):
            return (line, Evidence("most of the line is left", -MOST_LEFT))
        return (line,)
    if scene.shape(pair[0]).length >= LONG and wants_more(scene.blocks[pair[0]].text):
        return (Evidence("a long block ends with an adverb or conjunction", WANTS_MORE),)
    doubt = Evidence("left may be a heading", -LIKE_A_HEADING)
    return (doubt,) if _like_a_heading(scene, pair) else ()


def _ends_early(scene: Scene, pair: Pair) -> bool:
    room = scene.room(*pair)
    return room > FREE * scene.wrap(pair[0]).width and not in_pieces(scene, *pair)


def _hyphenated(scene: Scene, pair: Pair) -> bool:
    left, right = scene.blocks[pair[0]].text[-2:], scene.blocks[pair[1]].text
    return left[-1] in LONE_HYPHENS and left[0].isalpha() and right[0].islower()


def _like_a_heading(scene: Scene, pair: Pair) -> bool:
    """A short phrase outside a column, in front of the next block; no comma at its end.

    Of such blocks most are headings, names or captions; few are the only line of a paragraph
    that stood at the foot of its column.
    """
    i, k = pair
    shape = scene.shape(i)
    bare = not shape.stop_inside and scene.blocks[i].text[-1] not in "，,、；;"
    short = k == i + 1 and shape.length < 25 and bare
    if not short or shape.opened or scene.columned(i):
        return False
    return edges.ending(scene.blocks[i].text) >= SURELY_CUT
