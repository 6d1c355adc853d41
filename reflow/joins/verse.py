"""Short lines that stand in rows on purpose: verse, tables set as lines, addresses, menus."""

from __future__ import annotations

import re

from reflow.joins.scene import Scene
from reflow.lang.lazy import Lazy

_CLAUSE_END = Lazy(r"[，,。；;！!？?、：:]\s*")
_RUN = Lazy(r"(?P<digits>\d+)|(?P<letters>[^\W\d_]+)|(?P<space>\s+)|.")


def _run_name(match: re.Match[str]) -> str:
    group = match.lastgroup
    return {"digits": "0|", "letters": "a|", "space": " |"}.get(group or "", match.group() + "|")


def parallel(scene: Scene, i: int) -> bool:
    """Is block `i` or `i + 1` one of three rows of one shape, as of a timetable?"""
    return _row(scene, i) or _row(scene, i + 1)


def _row(scene: Scene, k: int) -> bool:
    pattern = _pattern(scene, k)
    if pattern.count("|") < 4:
        return False
    n, low, high = len(scene.blocks), k, k
    while low > 0 and k - low < 2 and _pattern(scene, low - 1) == pattern:
        low -= 1
    while high + 1 < n and high - k < 2 and _pattern(scene, high + 1) == pattern:
        high += 1
    return high - low >= 2


def _pattern(scene: Scene, k: int) -> str:
    """The runs of letters, digits and marks of a short line; '' for a long one."""
    text = scene.blocks[k].text
    if len(text) > 60:
        return ""
    known = scene.memory.patterns.get(text)
    if known is None:
        known = scene.memory.patterns[text] = _RUN.sub(_run_name, text)
    return known


def phrases(scene: Scene, i: int) -> bool:
    """Are blocks `i` and `i + 1` short, without marks inside, and no lines of a column?

    So meet headings, lines of verse, cells and names; halves of a sentence hardly ever do.
    """
    if not (scene.bare(i) and scene.bare(i + 1)) or scene.columned(i):
        return False
    a, b = scene.shape(i), scene.shape(i + 1)
    if a.opened and b.closed:
        return False
    # The last line of a stanza may end its sentence.
    return not b.ends_sentence or (i > 0 and scene.bare(i - 1) and not scene.shape(i - 1).opened)


def stanza(scene: Scene, i: int) -> bool:
    """Is block `i` the end of two or more short lines without marks that stand line on line?"""
    return i > 0 and scene.bare(i) and scene.bare(i - 1) and scene.tied(i) and not scene.columned(i)


def couplet(scene: Scene, i: int) -> bool:
    """Are blocks `i` and `i + 1` lines of CJK verse: clauses of one length, two or more each?"""
    lengths: set[int] = set()
    for block in scene.blocks[i : i + 2]:
        if len(block.text) > 48 or block.text.isascii():
            return False
        clauses = [len(c) for c in _CLAUSE_END.split(block.text) if c]
        if len(clauses) < 2:
            return False
        lengths.update(clauses)
    return len(lengths) == 1 and 3 <= lengths.pop() <= 9


def capitals(scene: Scene, i: int) -> bool:
    """Do all lines around the break start with a capital, most of them in mid-sentence?

    So print songs and poems of Latin scripts, lists of names and addresses; of the lines of
    prose one in seven starts so, in German two in five.
    """
    near = range(max(0, i - 3), min(len(scene.blocks), i + 5))
    if len(near) < 6 or any(not _capital(scene, k) or scene.widths[k] > 66 for k in near):
        return False
    inner = sum(not scene.shape(k - 1).ends_sentence for k in near[1:])
    return inner >= 4


def _capital(scene: Scene, k: int) -> bool:
    text = scene.blocks[k].text
    head = text.lstrip("\"'“”„«»‘’(")[:1]
    # A notice that is all in capitals is prose.
    return head.isupper() and head < "\u2e80" and not text.isupper()


def verse(scene: Scene, i: int) -> bool:
    """Do blocks `i` and `i + 1` stand in a run of five or more short lines without any mark inside?

    Verse, tables set as lines, addresses and menus look so; a narrow column of prose has a
    comma or full stop inside every second or third line.
    """
    n = len(scene.blocks)
    if not (scene.bare(i) and i + 1 < n and scene.bare(i + 1)):
        return False
    low, high = i, i + 1
    while low > 0 and i - low < 8 and scene.bare(low - 1):
        low -= 1
    while high + 1 < n and high - i < 8 and scene.bare(high + 1):
        high += 1
    return high - low + 1 >= 5
