"""What is seen at a break, as named binary features for the linear model.

A name says it in words (`left ends: comma`), so that an explanation can show
it as it is.  Only some 12 characters each side, the shape of the two blocks
and their neighbours are looked at; the body is never segmented into words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from reflow.document import Block
from reflow.joins.ngrams import FOLD, Learnt, Ratio, Reading, sample, shipped
from reflow.joins.wrap import NO_COLUMN, Wrap, one_word, wraps
from reflow.kinds import STRUCTURE, Kind, kinds
from reflow.lang.lazy import Lazy

STOPS = "。！？!?…｡"
CLOSERS = "”’」』）)】》〉]}\"'＂»›"
SENTENCE_ENDS = STOPS + ".．;；:："
_OPEN = "（(【《〈「『“‘[{«‹"
_CLOSE = "）)】》〉」』”’]}»›"
_PAIR = {c: o for o, c in zip(_OPEN, _CLOSE, strict=True)}
# Widths are mixed freely by extractors: ( … ） is one pair.
_SAME = {"（": "(", "［": "[", "｛": "{"}
_BRACKET = Lazy("[" + re.escape(_OPEN + _CLOSE) + "]")
_INNER_STOP = Lazy(
    r"[。！？!?…](?=[^。！？!?…”’」』）)\s])|[a-zäöüß\d)»”\"][.!?]\s+[A-ZÀ-Þ\"“(]|[다요까]\.\s"
)
_CLAUSE_END = re.compile(r"[，,。；;！!？?、：:]\s*")
_INNER_COMMA = Lazy(r"[，,、；;：:]")
_FIRST_UNIT = Lazy(r"[^\s\u2e80-\u9fff\uac00-\ud7a3\uff00-\uffef]{1,30}")
_ABBREVIATION = Lazy(
    r"(?:^|[\s(（])(?:[A-Za-zÀ-ÿ]|Mr|Mrs|Ms|Dr|Prof|St|vs|No|Nr|Art|Abs|bzw|usw|ca|vgl|etc|z\.\s?B|d\.\s?h"
    r"|e\.g|i\.e|cf|Fig|Jr|Sr|Inc|Ltd|Co|al|pp?|vol|Vol|ed|eds|Hrsg|Bd|chap|env|M|MM|Mme)\.$"
)
_LEFT_WORDS = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "with",
        "from",
        "and",
        "or",
        "but",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "that",
        "which",
        "who",
        "this",
        "these",
        "its",
        "their",
        "his",
        "her",
        "our",
        "your",
        "my",
        "not",
        "no",
        "if",
        "than",
        "then",
        "when",
        "while",
        "into",
        "over",
        "under",
        "between",
        "through",
        "during",
        "has",
        "have",
        "had",
        "will",
        "would",
        "can",
        "could",
        "may",
        "must",
        "should",
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "ein",
        "eine",
        "einen",
        "einem",
        "einer",
        "eines",
        "und",
        "oder",
        "aber",
        "von",
        "zu",
        "im",
        "in",
        "am",
        "an",
        "auf",
        "aus",
        "bei",
        "mit",
        "nach",
        "für",
        "über",
        "unter",
        "durch",
        "um",
        "als",
        "wie",
        "ist",
        "sind",
        "war",
        "wird",
        "werden",
        "nicht",
        "dass",
        "sich",
        "zur",
        "zum",
        "vom",
        "le",
        "la",
        "les",
        "un",
        "une",
        "des",
        "du",
        "de",
        "et",
        "ou",
        "à",
        "au",
        "aux",
        "en",
        "dans",
        "sur",
        "par",
        "pour",
        "avec",
        "que",
        "qui",
        "dont",
        "ne",
        "pas",
        "se",
        "ce",
        "cette",
        "ces",
        "son",
        "sa",
        "ses",
        "leur",
        "leurs",
        "est",
        "sont",
        "été",
        "plus",
        "el",
        "los",
        "las",
        "y",
        "o",
        "del",
        "al",
        "con",
        "por",
        "para",
        "una",
        "il",
        "gli",
        "di",
        "e",
        "che",
        "un",
        "per",
        "non",
    ]
)
_HAN_LEFT = frozenset(
    "的和与與及或在对對为為向从從把被将將以由于於是了并並而但不就都也还還等使让讓给給据據按经經至到其这這那各每该該个個"
)
_HAN_RIGHT = frozenset(
    "的了着著过過地得们們等之者性化中上下内內后後前里裡是和与與及或而且但在到为為所以有将將被"
)
# Syllables that end a Korean word which wants more: particles, connectives, adnominal endings.
_HANGUL_ENDINGS = frozenset("은는이가을를에의로와과도고며서면지한된할던게만든운인")
_KANA_RIGHT = frozenset(
    "をがはにでとのもへやかねよさるれたてんくきしいうっッーゃゅょャュョァィゥェォ"
)


_RUN = Lazy(r"(?P<digits>\d+)|(?P<letters>[^\W\d_]+)|(?P<space>\s+)|.")


def _run_name(match: re.Match[str]) -> str:
    group = match.lastgroup
    return {"digits": "0|", "letters": "a|", "space": " |"}.get(group or "", match.group() + "|")


class Shape(NamedTuple):
    """What a block looks like, whoever its neighbours are."""

    kind: Kind
    length: int
    stop_inside: bool
    comma_inside: bool
    ends_sentence: bool
    opened: str
    """Brackets that stay open, outermost first."""
    closed: str
    """Brackets closed here that were opened before, in order."""


def shape(text: str, kind: Kind) -> Shape:
    opened, closed = _brackets(text)
    return Shape(
        kind,
        len(text),
        bool(_INNER_STOP.search(text)),
        bool(_INNER_COMMA.search(text[:-1])),
        ends_sentence(text),
        opened,
        closed,
    )


def _brackets(text: str) -> tuple[str, str]:
    stack: list[str] = []
    closed: list[str] = []
    for match in _BRACKET.finditer(text):
        char = match.group()
        if char in _PAIR:
            want = _SAME.get(_PAIR[char], _PAIR[char])
            if (
                char == "’"
                and match.start()
                and text[match.start() - 1].isalpha()
                and text[match.start() - 1] < "\u2e80"
            ):
                continue  # an apostrophe
            if want in stack:
                while stack.pop() != want:
                    pass
            elif not (char in ")）" and match.start() <= 3):  # 1) is a list mark
                closed.append(want)
        else:
            stack.append(_SAME.get(char, char))
    return "".join(stack), "".join(closed)


def ends_sentence(text: str) -> bool:
    """Does the text end with a sentence mark, closing quotes and brackets behind it included?"""
    # Markdown emphasis closes behind the sentence mark: **…。**
    core = text.rstrip(CLOSERS + "*_~")
    if not core:
        return False
    last = core[-1]
    if last in STOPS:
        return True
    if last not in ".．":
        return False
    return not (_ABBREVIATION.search(core[-12:]) or core.endswith("..."))


def char_class(c: str) -> str:
    if (
        "\u4e00" <= c <= "\u9fff"
        or "\u3400" <= c <= "\u4dbf"
        or "\U00020000" <= c <= "\U0003ffff"
        or c in "々〇〻"
    ):
        return "han"
    if "\u3040" <= c <= "\u309f":
        return "hiragana"
    if "\u30a0" <= c <= "\u30ff" or "\uff66" <= c <= "\uff9f":
        return "katakana"
    if "\uac00" <= c <= "\ud7a3":
        return "hangul"
    if c.isdigit():
        return "digit"
    if c in "，,、﹐､":
        return "comma"
    if c in "；;":
        return "semicolon"
    if c in "：:":
        return "colon"
    if c in STOPS:
        return "stop"
    if c in ".．":
        return "dot"
    if c in _OPEN:
        return "open"
    if c in _CLOSE:
        return "close"
    if c in "\"'＂":
        return "quote"
    if c in "-\u2010\u00ad\u2011":
        return "hyphen"
    if c in "—─–―～~":
        return "dash"
    if c in "·・•‧／/&+=%％×÷°":
        return "inner"
    if c.isupper():
        return "upper"
    if c.islower():
        return "lower"
    return "other"


def script(c: str) -> str:
    """The group that the n-gram features are fitted for."""
    kind = char_class(c)
    if kind in ("han", "hangul"):
        return kind
    if kind in ("hiragana", "katakana"):
        return "kana"
    if kind in ("upper", "lower"):
        return "latin"
    return "mark"


FITS = (-2.0, -1.0, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0)
STARTS = (-2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0)
LEADS = (-3.0, -1.0, 0.0, 1.0, 2.0, 3.0, 5.0, 8.0)
NEARBY = 6_000
"""Code points around a block in which a pull quote's source is looked for: about a printed page."""
CLAUSE = (-4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0)
BETTER = (1.0, 2.0, 3.0, 5.0)
COLUMNED = 0.5
"""Share of blocks that stand in columns in a text of printed lines; on the dev sets it is above .5
in 142 of 146 such texts, and below in 21 of 22 texts of regions."""
CLOSING = (0.3, 0.5, 0.7, 0.85, 0.95)
ENDS = (-9.0, -7.0, -5.0, -4.0, -3.0, -2.0, -1.0)


@dataclass(frozen=True)
class Scene:
    """All blocks of a text with what the features need of them; parts are made on demand."""

    text: str
    blocks: Sequence[Block]
    markdown: bool = True
    """Are Markdown's marks read as such?"""

    @cached_property
    def kinds(self) -> list[Kind]:
        return kinds(self.blocks, self.markdown)

    @cached_property
    def _wraps(self) -> tuple[list[int], list[Wrap]]:
        widths, found = wraps(self.blocks)
        lines = sum(w <= column.width * 1.06 for w, column in zip(widths, found, strict=True))
        if lines < COLUMNED * len(found):
            # A few regions of like size make no column, unless they follow each other as lines do.
            found = [w if self._follows(i) else NO_COLUMN for i, w in enumerate(found)]
        return widths, found

    def _follows(self, i: int) -> bool:
        """Does no blank line part block `i` from the block before or behind it?"""
        return self._tied(i) or self._tied(i + 1)

    def _tied(self, i: int) -> bool:
        """Does block `i` stand on the line below the block before it?"""
        if not 0 < i < len(self.blocks):
            return False
        white = self.text[self.blocks[i - 1].span.end : self.blocks[i].span.start]
        return len(white.splitlines()) <= 1 and "\f" not in white

    @property
    def widths(self) -> list[int]:
        return self._wraps[0]

    def wrap(self, i: int) -> Wrap:
        return self._wraps[1][i]

    @cached_property
    def _shapes(self) -> dict[int, Shape]:
        return {}

    def shape(self, i: int) -> Shape:
        known = self._shapes.get(i)
        if known is None:
            known = self._shapes[i] = shape(self.blocks[i].text, self.kinds[i])
        return known

    @cached_property
    def _stops(self) -> list[int]:
        """How many of the first blocks have a full stop inside; a window's count is a difference."""
        return [0, *accumulate(self.shape(k).stop_inside for k in range(len(self.blocks)))]

    @cached_property
    def _commas(self) -> list[int]:
        return [0, *accumulate(self.shape(k).comma_inside for k in range(len(self.blocks)))]

    @cached_property
    def ratio(self) -> Ratio:
        texts = (b.text.translate(FOLD) for b in self.blocks)
        return Ratio(Learnt(sample(texts, ends='。！？!?…."」』')), shipped())

    def wrapped(self, i: int) -> bool:
        """Is block `i` a printed line of a column, rather than a region of its own?"""
        wrap = self.wrap(i)
        return wrap.width > 0 and self.widths[i] <= wrap.width * 1.06

    def columned(self, i: int) -> bool:
        """Is there a column of printed lines around block `i`?"""
        near = range(max(0, i - 6), min(len(self.blocks), i + 7), 3)
        return any(self.wrap(k).width > 0 for k in near)

    def features(self, i: int, j: int, newlines: int) -> Iterator[str]:
        """The features of the break from block `i` to block `j` (`j > i`; `i + 1` but for bridges)."""
        mode = "wrapped" if self.wrapped(i) else "region"
        if j > i + 1:
            yield from self._over(mode, i, j)
        _left, _right = self.blocks[i], self.blocks[j]
        a, b = self.shape(i), self.shape(j)
        yield f"{mode}:bias"
        for name in self._words(i, j, a, b):
            yield f"{mode}:{name}"
        if mode == "wrapped":
            for name in self._fullness(i, j, newlines):
                yield f"wrapped:{name}"
        for name in self._around(i, j):
            yield f"{mode}:{name}"
        yield f"{mode}:left: {a.kind} {status(a)} {_bin(a.length)}, behind {self._beside(i - 1)}"
        yield f"{mode}:right: {status(b)} {_bin(b.length)}, before {self._beside(j + 1)}"
        yield f"{mode}:left: {status(a)}, right: {status(b)}; prose that ends a sentence: {self.closing}"
        yield from self._reads_on(mode, i, j)

    def _words(self, i: int, j: int, a: Shape, b: Shape) -> Iterator[str]:
        left, right = self.blocks[i].text, self.blocks[j].text
        last, first = char_class(left[-1]), char_class(right[0])
        yield f"left ends: {last}"
        yield f"right starts: {first}"
        if last in (
            "han",
            "hiragana",
            "katakana",
            "hangul",
            "upper",
            "lower",
            "digit",
        ) and first in (
            "han",
            "hiragana",
            "katakana",
            "hangul",
            "upper",
            "lower",
            "digit",
        ):
            yield f"meet: {last}|{first}"
        if a.ends_sentence:
            yield "left ends a sentence"
        yield f"left kind: {a.kind}"
        yield f"right kind: {b.kind}"
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
        yield f"{'a cut sentence' if cut else 'a finished one' if a.ends_sentence else 'a phrase'} | {'prose' if whole else 'a sentence end' if b.ends_sentence else 'a phrase'}"
        if last in ("comma", "semicolon", "colon", "dot", "dash", "close", "quote"):
            inner = "sentences" if a.stop_inside else "clauses" if a.comma_inside else "a phrase"
            yield f"left ends: {last} after {inner}"
        inside = "stops" if a.stop_inside else "commas" if a.comma_inside else "nothing"
        yield f"left: {a.kind} with {inside} inside"
        if last == "hangul":
            ending = "a particle or ending" if left[-1] in _HANGUL_ENDINGS else "another syllable"
            yield f"left ends: Hangul, {ending}"
        if self.quoted(j):
            yield "right stands elsewhere in the text"
        if self.quoted(i):
            yield "left stands elsewhere in the text"
        if a.length >= 3 and right.startswith(left):
            yield "right starts with all of left"
        word = left[-16:].rsplit(None, 1)[-1].lower()
        if word in _LEFT_WORDS:
            yield "left ends with a function word"
        if left[-1] in _HAN_LEFT:
            yield "left ends with a Han function word"
        if right[0] in _HAN_RIGHT:
            yield "right starts with a Han particle"
        if right[0] in _KANA_RIGHT:
            yield "right starts with a kana that starts few words"
        head = right[:24].split(None, 1)[0].lower().rstrip(",")
        if head in _LEFT_WORDS and right[0].islower():
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

    def _fullness(self, i: int, j: int, newlines: int) -> Iterator[str]:
        wrap = self.wrap(i)
        unit = _FIRST_UNIT.match(self.blocks[j].text)
        latin = unit is not None and char_class(self.blocks[j].text[0]) not in ("comma", "stop")
        need = min(len(unit.group()) + 1 if unit and latin else 2, wrap.width * 0.4)
        room = wrap.width - self.widths[i] - need
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
        alone = one_word(self.blocks[i].text), one_word(self.blocks[j].text)
        if any(alone):
            yield f"one word on a line: {'both' if all(alone) else 'left' if alone[0] else 'right'}"
        if alone[0]:
            script_ = "one word"
        yield f"room left on the line: {step} ({script_})"
        if self.shape(i).ends_sentence:
            yield f"room behind a full stop: {step} ({script_})"
        ratio = self.widths[j] / wrap.width
        yield f"right fills the line: {'over' if ratio > 1.06 else 'yes' if ratio > 0.9 else 'half' if ratio > 0.5 else 'no'}"
        indent = len(self.blocks[j].indent.expandtabs(4)) + self.blocks[j].indent.count("\u3000")
        own = len(self.blocks[i].indent.expandtabs(4)) + self.blocks[i].indent.count("\u3000")
        yield (
            "right is indented"
            if indent > own
            else "left is indented"
            if own > indent
            else "same indent"
        )
        yield f"blank lines: {'no' if newlines < 2 else 'yes'}"
        yield f"column share: {'most' if wrap.share > 0.6 else 'half' if wrap.share > 0.4 else 'some'}"

    def _around(self, i: int, j: int) -> Iterator[str]:
        """Runs of short like lines: verse, tables, addresses, lists."""
        n = len(self.blocks)
        short = [self._short(k) for k in range(max(0, i - 2), min(n, j + 3))]
        here = i - max(0, i - 2)
        run = short[here] and short[here + j - i]
        if run:
            yield "two short lines"
            if sum(short) >= 4:
                yield "a run of short lines"
        if j == i + 1 and self.verse(i):
            yield f"a run of short lines without a mark inside ({script(self.blocks[i].text[-1])})"
        mark = self.blocks[i].text[-1]
        if mark in "；;，,、":
            others = (k for k in (i - 2, i - 1, j, j + 1) if 0 <= k < n)
            like = sum(self.blocks[k].text[-1] == mark for k in others)
            yield f"lines nearby that end in the same {char_class(mark)}: {like}"
        low, high = max(0, i - 5), min(n, j + 6)
        stops, marks = (
            (sums[high] - sums[low]) / (high - low) for sums in (self._stops, self._commas)
        )
        yield f"full stops inside lines nearby: {_share(stops)}"
        yield f"commas inside lines nearby: {_share(marks)}"
        after = 0
        while after < 6 and j + 1 + after < n and self._short(j + 1 + after):
            after += 1
        if short[here + j - i]:
            yield f"short lines behind a short right: {after}"
        if i and j == i + 1:
            before = self.shape(i - 1)
            if (
                not before.ends_sentence
                and before.length >= 16
                and (before.stop_inside or before.comma_inside)
            ):
                phrase = (
                    "prose"
                    if self.shape(i).stop_inside or self.shape(i).comma_inside
                    else "a phrase"
                )
                yield f"before left: a cut sentence; left is {phrase}"
        if (
            j + 1 < n
            and j == i + 1
            and self.shape(j).ends_sentence
            and not self.shape(i).ends_sentence
        ):
            yield from _steps(
                "behind a finished right: no paragraph start",
                -self.starting(j + 1),
                (0.0, 1.0, 2.0, 3.0),
            )
        if i and self.kinds[i - 1] in (Kind.HEADING, Kind.LIST, Kind.CAPTION, Kind.BYLINE):
            yield f"before left: {self.kinds[i - 1]}"
        if j + 1 < n:
            follows = self.kinds[j + 1]
            if follows in (Kind.LEAD_IN, Kind.LIST, Kind.BYLINE, Kind.HEADING):
                yield f"after right: {follows}"
        else:
            yield "right is the last block"
        if not i:
            yield "left is the first block"

    @cached_property
    def closing(self) -> str:
        """How many blocks of prose end a sentence, the lines of columns left out.

        Where most do, one that does not is cut; engines that drop marks drop many.
        """
        whole = cut = 0
        for k in range(len(self.blocks)):
            if self.widths[k] < 44 or self.kinds[k] in STRUCTURE or self.wrapped(k):
                continue
            shape = self.shape(k)
            if shape.stop_inside or shape.comma_inside:
                whole += shape.ends_sentence
                cut += not shape.ends_sentence
        if whole + cut < 4:
            return "few to tell"
        share = whole / (whole + cut)
        return next((f"below {s:g}" for s in CLOSING if share < s), "nearly all")

    def _beside(self, k: int) -> str:
        """What stands next to the pair: nothing, structure, a sentence's end, a cut one, a phrase."""
        if not 0 <= k < len(self.blocks):
            return "nothing"
        return "structure" if self.kinds[k] in STRUCTURE else status(self.shape(k))

    def parallel(self, i: int) -> bool:
        """Is block `i` or `i + 1` one of three rows of one shape, as `B1 8:00-10:00` ¶ `B2 9:00-11:00`?"""
        return self._row(i) or self._row(i + 1)

    def _row(self, k: int) -> bool:
        pattern = self._pattern(k)
        if pattern.count("|") < 4:
            return False
        n, low, high = len(self.blocks), k, k
        while low > 0 and k - low < 2 and self._pattern(low - 1) == pattern:
            low -= 1
        while high + 1 < n and high - k < 2 and self._pattern(high + 1) == pattern:
            high += 1
        return high - low >= 2

    def _pattern(self, k: int) -> str:
        """The runs of letters, digits and marks of a short line; '' for a long one."""
        known = self._patterns.get(k)
        if known is None:
            text = self.blocks[k].text
            known = self._patterns[k] = _RUN.sub(_run_name, text) if len(text) <= 60 else ""
        return known

    @cached_property
    def _patterns(self) -> dict[int, str]:
        return {}

    def phrases(self, i: int) -> bool:
        """Are blocks `i` and `i + 1` short, without marks inside, and no lines of a column?

        So meet headings, lines of verse, cells and names; halves of a sentence hardly ever do.
        """
        if not (self._bare(i) and self._bare(i + 1)) or self.columned(i):
            return False
        a, b = self.shape(i), self.shape(i + 1)
        if a.opened and b.closed:
            return False
        # The last line of a stanza may end its sentence.
        return not b.ends_sentence or (i > 0 and self._bare(i - 1) and not self.shape(i - 1).opened)

    def stanza(self, i: int) -> bool:
        """Is block `i` the end of two or more short lines without marks that stand line on line?"""
        return (
            i > 0 and self._bare(i) and self._bare(i - 1) and self._tied(i) and not self.columned(i)
        )

    def couplet(self, i: int) -> bool:
        """Are blocks `i` and `i + 1` lines of CJK verse: clauses of one length, two or more each?"""
        lengths: set[int] = set()
        for block in self.blocks[i : i + 2]:
            if len(block.text) > 48 or block.text.isascii():
                return False
            clauses = [len(c) for c in _CLAUSE_END.split(block.text) if c]
            if len(clauses) < 2:
                return False
            lengths.update(clauses)
        return len(lengths) == 1 and 3 <= lengths.pop() <= 9

    def capitals(self, i: int) -> bool:
        """Do all lines around the break start with a capital, most of them in mid-sentence?

        So print songs and poems of Latin scripts, lists of names and addresses; of the lines of
        prose one in seven starts so, in German two in five.
        """
        near = range(max(0, i - 3), min(len(self.blocks), i + 5))
        if len(near) < 5 or any(not self._capital(k) or self.widths[k] > 66 for k in near):
            return False
        inner = sum(not self.shape(k - 1).ends_sentence for k in near[1:])
        return inner >= 4

    def _capital(self, k: int) -> bool:
        head = self.blocks[k].text.lstrip("\"'“”„«»‘’(")[:1]
        return head.isupper() and head < "\u2e80"

    def verse(self, i: int) -> bool:
        """Do blocks `i` and `i + 1` stand in a run of five or more short lines without any mark inside?

        Verse, tables set as lines, addresses and menus look so; a narrow column of prose has a
        comma or full stop inside every second or third line.
        """
        n = len(self.blocks)
        if not (self._bare(i) and i + 1 < n and self._bare(i + 1)):
            return False
        low, high = i, i + 1
        while low > 0 and i - low < 8 and self._bare(low - 1):
            low -= 1
        while high + 1 < n and high - i < 8 and self._bare(high + 1):
            high += 1
        return high - low + 1 >= 5

    def _bare(self, k: int) -> bool:
        shape = self.shape(k)
        return self.widths[k] < 44 and not shape.stop_inside and not shape.comma_inside

    def _short(self, k: int) -> bool:
        return self.widths[k] < 44 and not self.blocks[k].text.endswith(tuple("。！？."))

    def _over(self, mode: str, i: int, j: int) -> Iterator[str]:
        """What a bridge leads over, and how much better it reads than its inner breaks."""
        yield f"bridge:prior ({mode})"
        between = range(i + 1, j)
        yield f"bridge:over {min(len(between), 4)} blocks"
        for k in between:
            yield f"bridge:over {self.kinds[k]}"
        if all(self.shape(k).ends_sentence for k in between):
            yield "bridge:over finished sentences"
        if any(self.quoted(k) for k in between):
            yield "bridge:over words that stand elsewhere in the text"
        here = self.fits(i, j)
        over = "sentences" if all(self.shape(k).ends_sentence for k in between) else "others"
        if not self.shape(j - 1).ends_sentence:
            yield from _steps(
                f"bridge:fits better than the last inner break (over {over})",
                here - self.fits(j - 1, j),
                LEADS,
            )
        yield from _steps(
            f"bridge:fits better than the first inner break (over {over})",
            here - self.fits(i, i + 1),
            LEADS,
        )

    def quoted(self, k: int) -> bool:
        """Do the words of block `k` stand elsewhere nearby, as those of a pull quote do?"""
        known = self._quoted.get(k)
        if known is None:
            block = self.blocks[k]
            known = False
            if 8 <= len(block.text) <= 160:
                size = 12 if script(block.text[0]) in ("han", "kana", "hangul") else 24
                words = block.text.rstrip(SENTENCE_ENDS + CLOSERS)[:size]
                low = max(0, block.span.start - NEARBY)
                high = block.span.end + NEARBY
                known = (
                    self.text.find(words, low, block.span.start) >= 0
                    or self.text.find(words, block.span.end, high) >= 0
                )
            self._quoted[k] = known
        return known

    @cached_property
    def _quoted(self) -> dict[int, bool]:
        return {}

    def fits(self, i: int, j: int) -> float:
        """How well the start of block `j` fits the end of block `i`, in nats."""
        return self._tell(self.blocks[i].text, self.blocks[j].text).fits

    def starting(self, k: int) -> float:
        """How much likelier the first characters of block `k` are at a paragraph's start, in nats."""
        return self.ratio.tell("", self.blocks[k].text[:4].translate(FOLD)).starts

    def _tell(self, left: str, right: str) -> Reading:
        tail, head = left[-4:].translate(FOLD), self._head(left, right)
        told = self.ratio.tell(tail, head)
        if "\uac00" <= left[-1] <= "\ud7a3" and "\uac00" <= right[0] <= "\ud7a3":
            # Korean lines are cut between words and inside them; the better reading counts.
            spaced = self.ratio.tell(tail, " " + head)
            return spaced if spaced.fits > told.fits else told
        return told

    def _reads_on(self, mode: str, i: int, j: int) -> Iterator[str]:
        left, right = self.blocks[i].text, self.blocks[j].text
        told = self._tell(left, right)
        group = script(left[-1])
        yield from _steps(f"{mode}:reads on ({group})", told.fits, FITS)
        if group == "mark":
            # Behind a mark a clause starts, and clauses start as paragraphs do: only the difference tells.
            behind = char_class(left[-1])
            yield from _steps(
                f"{mode}:starts a clause, not a paragraph ({behind})",
                told.fits - told.starts,
                CLAUSE,
            )
        else:
            yield from _steps(f"{mode}:starts like a paragraph", told.starts, STARTS)
            yield from _steps(f"{mode}:ends like a paragraph", told.ends, ENDS)
        if not self.shape(i).ends_sentence:
            if j + 1 < len(self.blocks) and j == i + 1:
                yield from _steps(
                    f"{mode}:what follows right fits left better",
                    self.fits(i, j + 1) - told.fits,
                    BETTER,
                )
            if i and j == i + 1 and not self.shape(i - 1).ends_sentence:
                yield from _steps(
                    f"{mode}:what precedes left fits right better",
                    self.fits(i - 1, j) - told.fits,
                    BETTER,
                )

    @staticmethod
    def _head(left: str, right: str) -> str:
        head = right[:4].translate(FOLD)
        # Between Latin or Hangul words a space would stand: a|b would be read inside a word.
        if (
            left[-1] < "\u0250"
            and (left[-1].isalpha() or left[-1] in ",;")
            and head[0].isalnum()
            and right[0] < "\u0250"
        ):
            return " " + head
        if left[-1] in ",;" and right[0] < "\u0250":
            return " " + head
        return head


def _steps(name: str, value: float, steps: Sequence[float]) -> Iterator[str]:
    """A number as a thermometer of binary features."""
    for step in steps:
        if value < step:
            return
        yield f"{name} >= {step:g}"


def status(shape: Shape) -> str:
    """Does the block end a sentence, cut one short, or hold no more than a phrase?"""
    if shape.ends_sentence:
        return "sentence"
    return "cut sentence" if shape.stop_inside or shape.comma_inside else "phrase"


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
