"""What is seen at a break, as named binary features for the linear model.

A name says it in words (`left ends: comma`), so that an explanation can show
it as it is.  Only some 12 characters each side, the shape of the two blocks
and their neighbours are looked at; the body is never segmented into words.
"""

from __future__ import annotations

from collections.abc import Iterator

from reflow.joins import verse
from reflow.joins.at_edges import at_edges
from reflow.joins.forms import forms
from reflow.joins.model import steps
from reflow.joins.scene import FIRST_UNIT, Scene
from reflow.joins.series import LONGEST_TITLE
from reflow.joins.shape import Shape, char_class, script, status
from reflow.joins.words import (
    HAN_LEFT,
    HAN_RIGHT,
    HANGUL_ENDINGS,
    KANA_RIGHT,
    LEFT_WORDS,
    wants_more,
)
from reflow.joins.wrap import one_word
from reflow.kinds import Kind

IN_WORDS = frozenset({"han", "hiragana", "katakana", "hangul", "upper", "lower", "digit"})
"""Classes of the characters that words and numbers are made of."""
EARLY = 0.2
"""Share of a column from which what is left on a line is too much to be chance."""
PIECES = frozenset("，,、；;：:。！？）)」』”’》】·—")
FITS = (-2.0, -1.0, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0)
STARTS = (-2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0)
LEADS = (-3.0, -1.0, 0.0, 1.0, 2.0, 3.0, 5.0, 8.0)
AGAINST = (0.0, 2.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 12.0)
SPANS = (-8.0, -5.0, -3.0, -1.0, 1.0, 3.0, 5.0)
CLAUSE = (-4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0)
BETTER = (1.0, 2.0, 3.0, 5.0)
ENDS = (-9.0, -7.0, -5.0, -4.0, -3.0, -2.0, -1.0)


def features(scene: Scene, i: int, j: int, newlines: int) -> Iterator[str]:
    """The features of the break from block `i` to block `j` (`j > i`; `i + 1` but for bridges)."""
    yield from seen(scene, i, j, newlines)
    yield from read(scene, i, j)


def seen(scene: Scene, i: int, j: int, newlines: int) -> Iterator[str]:
    """Those that are told by the blocks around the break (`Scene.told`) alone."""
    mode = "wrapped" if scene.wrapped(i) else "region"
    if j > i + 1:
        yield from _over(scene, mode, i, j)
    a, b = scene.shape(i), scene.shape(j)
    yield f"{mode}:bias"
    for name in _words(scene, i, j, a, b):
        yield f"{mode}:{name}"
    if mode == "wrapped":
        for name in _fullness(scene, i, j, newlines):
            yield f"wrapped:{name}"
    for name in forms(scene, i, j):
        yield f"{mode}:{name}"
    for name in _around(scene, i, j):
        yield f"{mode}:{name}"
    for name in at_edges(scene, i, j):
        yield f"{mode}:{name}"
    kind = scene.kinds[i]
    yield f"{mode}:left: {kind} {status(a)} {_bin(a.length)}, behind {scene.beside(i - 1)}"
    yield f"{mode}:right: {status(b)} {_bin(b.length)}, before {scene.beside(j + 1)}"
    ends = f"left: {status(a)}, right: {status(b)}"
    yield f"{mode}:{ends}; prose that ends a sentence: {scene.closing}"
    if status(a) == "cut sentence":
        size = f"{_bin(a.length)}; prose that ends a sentence: {scene.closing}"
        yield f"{mode}:left is a cut sentence of {size}"


def read(scene: Scene, i: int, j: int) -> Iterator[str]:
    """Those that the n-grams of the text have a part in."""
    mode = "wrapped" if scene.wrapped(i) else "region"
    if j > i + 1:
        yield from _reads_over(scene, i, j)
    elif j + 1 < len(scene.blocks):
        if scene.shape(j).ends_sentence and not scene.shape(i).ends_sentence:
            yield from steps(
                f"{mode}:behind a finished right: no paragraph start",
                -scene.starting(j + 1),
                (0.0, 1.0, 2.0, 3.0),
            )
    yield from _reads_on(scene, mode, i, j)


def _words(scene: Scene, i: int, j: int, a: Shape, b: Shape) -> Iterator[str]:
    left, right = scene.blocks[i].text, scene.blocks[j].text
    last, first = char_class(left[-1]), char_class(right[0])
    yield f"left ends: {last}"
    yield f"right starts: {first}"
    if last in IN_WORDS and first in IN_WORDS:
        yield f"meet: {last}|{first}"
    if a.ends_sentence:
        yield "left ends a sentence"
    yield f"left kind: {scene.kinds[i]}"
    yield f"right kind: {scene.kinds[j]}"
    yield (
        "left has a full stop inside"
        if a.stop_inside
        else ("left has a comma inside" if a.comma_inside else "left has no stop inside")
    )
    yield (
        "right has a full stop inside"
        if b.stop_inside
        else ("right has a comma inside" if b.comma_inside else "right has no stop inside")
    )
    yield "right ends a sentence" if b.ends_sentence else "right ends open"
    if not a.ends_sentence and a.stop_inside:
        yield "left: a sentence cut short after others"
    yield f"left length: {_bin(a.length)}"
    yield f"right length: {_bin(b.length)}"
    if a.opened and b.closed and a.opened[-1] == b.closed[0]:
        yield "bracket opened left, closed right"
    elif a.opened:
        yield "bracket left open"
    elif b.closed:
        yield "bracket closed right only"
    cut = not a.ends_sentence and a.length >= 16 and (a.stop_inside or a.comma_inside)
    whole = b.length >= 16 and (b.stop_inside or b.comma_inside or b.ends_sentence)
    before = "a cut sentence" if cut else "a finished one" if a.ends_sentence else "a phrase"
    behind = "prose" if whole else "a sentence end" if b.ends_sentence else "a phrase"
    yield f"{before} | {behind}"
    if last in ("comma", "semicolon", "colon", "dot", "dash", "close", "quote"):
        inner = "sentences" if a.stop_inside else "clauses" if a.comma_inside else "a phrase"
        yield f"left ends: {last} after {inner}"
    inside = "stops" if a.stop_inside else "commas" if a.comma_inside else "nothing"
    yield f"left: {scene.kinds[i]} with {inside} inside"
    if last == "hangul":
        ending = "a particle or ending" if left[-1] in HANGUL_ENDINGS else "another syllable"
        yield f"left ends: Hangul, {ending}"
    if i in scene.titles and not a.ends_sentence:
        short = "short" if a.length < LONGEST_TITLE and not a.stop_inside else "long"
        yield f"left is {short} and marked; the others of its series: {scene.titles[i]}"
    if scene.quoted(j):
        yield "right stands elsewhere in the text"
    if scene.quoted(i):
        yield "left stands elsewhere in the text"
    if a.length >= 3 and right.startswith(left):
        yield "right starts with all of left"
    word = left[-16:].rsplit(None, 1)[-1].lower()
    if word in LEFT_WORDS:
        yield "left ends with a function word"
    if left[-1] in HAN_LEFT:
        yield "left ends with a Han function word"
    elif wants_more(left):
        yield "left ends with a Han adverb or conjunction"
    if right[0] in HAN_RIGHT:
        yield "right starts with a Han particle"
    if right[0] in KANA_RIGHT:
        yield "right starts with a kana that starts few words"
    head = right[:24].split(None, 1)[0].lower().rstrip(",")
    if head in LEFT_WORDS and right[0].islower():
        yield "right starts with a function word"
    if (
        " " in left.strip()
        and a.length < 40
        and char_class(left[-1]) == "han"
        and not a.comma_inside
    ):
        yield "left has a headline space"
    if " " in right and b.length < 40 and char_class(right[-1]) == "han" and not b.comma_inside:
        yield "right has a headline space"
    if _titled(left):
        yield "left is in title case"
    if _titled(right):
        yield "right is in title case"


def _fullness(scene: Scene, i: int, j: int, newlines: int) -> Iterator[str]:
    wrap = scene.wrap(i)
    unit = FIRST_UNIT.match(scene.blocks[j].text)
    latin = unit is not None and char_class(scene.blocks[j].text[0]) not in ("comma", "stop")
    room = scene.room(i, j)
    step = (
        "none"
        if room < 0
        else "some"
        if room < 4
        else "a word"
        if room < 0.15 * wrap.width
        else "much"
        if room < 0.4 * wrap.width
        else "most"
    )
    script_ = "latin" if latin else "cjk"
    alone = one_word(scene.blocks[i].text), one_word(scene.blocks[j].text)
    if any(alone):
        yield f"one word on a line: {'both' if all(alone) else 'left' if alone[0] else 'right'}"
    if alone[0]:
        script_ = "one word"
    yield f"room left on the line: {step} ({script_})"
    if scene.shape(i).ends_sentence:
        yield f"room behind a full stop: {step} ({script_})"
    if room >= EARLY * wrap.width:
        part = "a piece of a line" if in_pieces(scene, i, j) else "a line"
        yield f"left ends early: {step}, {part} ({script_})"
    ratio = scene.widths[j] / wrap.width
    full = "over" if ratio > 1.06 else "yes" if ratio > 0.9 else "half" if ratio > 0.5 else "no"
    yield f"right fills the line: {full}"
    indent = len(scene.blocks[j].indent.expandtabs(4)) + scene.blocks[j].indent.count("\u3000")
    own = len(scene.blocks[i].indent.expandtabs(4)) + scene.blocks[i].indent.count("\u3000")
    yield (
        "right is indented"
        if indent > own
        else "left is indented"
        if own > indent
        else "same indent"
    )
    yield f"blank lines: {'no' if newlines < 2 else 'yes'}"
    yield f"column share: {'most' if wrap.share > 0.6 else 'half' if wrap.share > 0.4 else 'some'}"


def in_pieces(scene: Scene, i: int, j: int) -> bool:
    """Is one of two lines a piece of a printed line, and no line by itself?

    Extractors cut a line before and behind what they read apart, and what is left of it starts
    with a mark or is one word.  Of other lines that end early nine in ten end a paragraph.
    """
    left, right = scene.blocks[i].text, scene.blocks[j].text
    return left[0] in PIECES or right[0] in PIECES or one_word(left)


def _around(scene: Scene, i: int, j: int) -> Iterator[str]:
    """Runs of short like lines: verse, tables, addresses, lists."""
    n = len(scene.blocks)
    short = [scene.short(k) for k in range(max(0, i - 2), min(n, j + 3))]
    here = i - max(0, i - 2)
    run = short[here] and short[here + j - i]
    if run:
        yield "two short lines"
        if sum(short) >= 4:
            yield "a run of short lines"
    if j == i + 1 and verse.verse(scene, i):
        yield f"a run of short lines without a mark inside ({script(scene.blocks[i].text[-1])})"
    mark = scene.blocks[i].text[-1]
    if mark in "；;，,、":
        others = (k for k in (i - 2, i - 1, j, j + 1) if 0 <= k < n)
        like = sum(scene.blocks[k].text[-1] == mark for k in others)
        yield f"lines nearby that end in the same {char_class(mark)}: {like}"
    low, high = max(0, i - 5), min(n, j + 6)
    if high - low > 5:
        sums = (scene.stops, scene.commas)
        stops, marks = ((each[high] - each[low]) / (high - low) for each in sums)
        yield f"full stops inside lines nearby: {_share(stops)}"
        yield f"commas inside lines nearby: {_share(marks)}"
    after = 0
    while after < 6 and j + 1 + after < n and scene.short(j + 1 + after):
        after += 1
    if short[here + j - i]:
        yield f"short lines behind a short right: {after}"
    if i and j == i + 1:
        before = scene.shape(i - 1)
        if (
            not before.ends_sentence
            and before.length >= 16
            and (before.stop_inside or before.comma_inside)
        ):
            phrase = (
                "prose" if scene.shape(i).stop_inside or scene.shape(i).comma_inside else "a phrase"
            )
            yield f"before left: a cut sentence; left is {phrase}"
    if i and scene.kinds[i - 1] in (Kind.HEADING, Kind.LIST, Kind.CAPTION, Kind.BYLINE):
        yield f"before left: {scene.kinds[i - 1]}"
    if j + 1 < n:
        follows = scene.kinds[j + 1]
        if follows in (Kind.LEAD_IN, Kind.LIST, Kind.BYLINE, Kind.HEADING):
            yield f"after right: {follows}"
    else:
        yield "right is the last block"


def _over(scene: Scene, mode: str, i: int, j: int) -> Iterator[str]:
    """What a bridge leads over."""
    yield f"bridge:prior ({mode})"
    between = range(i + 1, j)
    yield f"bridge:over {min(len(between), 4)} blocks"
    for k in between:
        yield f"bridge:over {scene.kinds[k]}"
    if all(scene.shape(k).ends_sentence for k in between):
        yield "bridge:over finished sentences"
    marks = sum(k in scene.titles for k in between)
    if marks:
        yield f"bridge:over {min(marks, 3)} marked blocks of {min(len(between), 4)}"
    longest = max(scene.shape(k).length for k in between)
    yield f"bridge:over at most {_bin(longest)} characters a block"
    if any(scene.quoted(k) for k in between):
        yield "bridge:over words that stand elsewhere in the text"


def _reads_over(scene: Scene, i: int, j: int) -> Iterator[str]:
    """How much better a bridge reads than its inner breaks."""
    between = range(i + 1, j)
    here = scene.fits(i, j)
    over = "sentences" if all(scene.shape(k).ends_sentence for k in between) else "others"
    if not scene.shape(j - 1).ends_sentence:
        yield from steps(
            f"bridge:fits better than the last inner break (over {over})",
            here - scene.fits(j - 1, j),
            LEADS,
        )
    yield from steps(
        f"bridge:fits better than the first inner break (over {over})",
        here - scene.fits(i, i + 1),
        LEADS,
    )


def _reads_on(scene: Scene, mode: str, i: int, j: int) -> Iterator[str]:
    left, right = scene.blocks[i].text, scene.blocks[j].text
    told = scene.tell(left, right)
    group = script(left[-1])
    yield from steps(f"{mode}:reads on ({group})", told.fits, FITS)
    if group == script(right[0]) == "han":
        yield from steps(f"{mode}:a word across the break", scene.spans_word(i, j), SPANS)
    against = told.fits - told.starts - told.ends
    yield from steps(f"{mode}:reads on, rather than ends and starts ({group})", against, AGAINST)
    if group == "mark":
        # Behind a mark a clause starts, as paragraphs start: only the difference tells.
        behind = char_class(left[-1])
        yield from steps(
            f"{mode}:starts a clause, not a paragraph ({behind})",
            told.fits - told.starts,
            CLAUSE,
        )
    else:
        yield from steps(f"{mode}:starts like a paragraph", told.starts, STARTS)
        yield from steps(f"{mode}:ends like a paragraph", told.ends, ENDS)
    if not scene.shape(i).ends_sentence:
        if j + 1 < len(scene.blocks) and j == i + 1:
            yield from steps(
                f"{mode}:what follows right fits left better",
                scene.fits(i, j + 1) - told.fits,
                BETTER,
            )
        if i and j == i + 1 and not scene.shape(i - 1).ends_sentence:
            yield from steps(
                f"{mode}:what precedes left fits right better",
                scene.fits(i - 1, j) - told.fits,
                BETTER,
            )


def _share(part: float) -> str:
    return "none" if not part else "few" if part < 0.2 else "some" if part < 0.5 else "many"


def _bin(length: int) -> str:
    for limit in (4, 8, 14, 20, 30, 45, 70, 120):
        if length < limit:
            return f"< {limit}"
    return "120 or more"


def _titled(text: str) -> bool:
    words = [w for w in text.split() if w[:1].isalpha() and w[0] < "\u0250"]
    return 2 <= len(words) <= 12 and sum(w[0].isupper() for w in words) >= 0.7 * len(words)
