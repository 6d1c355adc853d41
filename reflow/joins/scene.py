"""A text's blocks with what the decisions on its breaks need of them, made on demand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate

from reflow.document import Block
from reflow.joins.furniture import mark_running_heads
from reflow.joins.memory import Around, Memory
from reflow.joins.ngrams import FOLD, Ratio, Reading
from reflow.joins.segment import SIDE, spans_word
from reflow.joins.series import titles
from reflow.joins.shape import CLOSERS, SENTENCE_ENDS, Shape, char_class, script, status
from reflow.joins.wrap import FINAL, NO_COLUMN, Line, Wrap, wraps
from reflow.kinds import STRUCTURE, Kind, kinds
from reflow.lang.lazy import Lazy
from reflow.records import dataclass, field

NEARBY = 6_000
"""Code points around a block in which a pull quote's source is looked for: about a printed page."""
SIGHT = 10
"""Blocks before and behind a pair beyond which nothing is looked at; quotes and what is counted in
the whole text apart."""
COLUMNED = 0.5
"""Share of blocks that stand in columns in a text of printed lines; on the dev sets it is above .5
in 142 of 146 such texts, and below in 21 of 22 texts of regions."""
FIRST_UNIT = Lazy(r"[^\s\u2e80-\u9fff\uac00-\ud7a3\uff00-\uffef]{1,30}")
"""The first word of a line in a script that spaces its words."""
CLOSING = (0.3, 0.5, 0.7, 0.85, 0.95)


@dataclass(frozen=True)
class Scene:
    """All blocks of a text with what the features need of them; parts are made on demand."""

    text: str
    blocks: Sequence[Block]
    markdown: bool = True
    """Are Markdown's marks read as such?"""
    memory: Memory = field(default_factory=Memory, repr=False)

    @cached_property
    def kinds(self) -> list[Kind]:
        surfaces = self.memory.surfaces
        alone = [surfaces[b.text] for b in self.blocks]
        found = kinds(self.text, self.blocks, alone, self.markdown)
        mark_running_heads(self.text, self.blocks, found)
        return found

    @cached_property
    def _lines(self) -> list[Line]:
        known = self.memory.lines
        return [known[b.text] for b in self.blocks]

    @cached_property
    def widths(self) -> list[int]:
        return [line.width for line in self._lines]

    @cached_property
    def _wraps(self) -> list[Wrap]:
        if all(b.text[-1] in FINAL for b in self.blocks):
            # Most lines of a column end in mid-sentence, so that none needs to be measured here.
            return [NO_COLUMN] * len(self.blocks)
        found = wraps(self._lines, self.memory.windows)
        pairs = zip(self.widths, found, strict=True)
        lines = sum(width <= column.width * 1.06 for width, column in pairs)
        if lines < COLUMNED * len(found):
            # A few regions of like size make no column, unless they follow each other as lines do.
            found = [
                w if w is not NO_COLUMN and self._follows(i) else NO_COLUMN
                for i, w in enumerate(found)
            ]
        return found

    def _follows(self, i: int) -> bool:
        """Does no blank line part block `i` from the block before or behind it?"""
        return self.tied(i) or self.tied(i + 1)

    @cached_property
    def _tied(self) -> list[bool]:
        tied, end = [], None
        for block in self.blocks:
            start = block.span.start
            white = "\f" if end is None else self.text[end:start]
            # Nearly all white space is one of these two.
            one = white == "\n" or (white != "\n\n" and len(white.splitlines()) <= 1)
            tied.append(one and "\f" not in white)
            end = block.span.end
        return tied

    @cached_property
    def _ties(self) -> list[int]:
        return [0, *accumulate(self._tied)]

    def tied(self, i: int) -> bool:
        """Does block `i` stand on the line below the block before it?"""
        return 0 < i < len(self.blocks) and self._tied[i]

    def ties(self, i: int, k: int, reach: tuple[int, int]) -> float | None:
        """Share of the breaks around those from block `i` to `k` that are single newlines, 0 to 1.

        `reach` are blocks before `i` and behind `k`; None where no other break is there.
        """
        low, high = max(1, i - reach[0]), min(len(self.blocks), k + reach[1] + 1)
        others = high - low - (k - i)
        if others <= 0:
            return None
        sums = self._ties
        return (sums[high] - sums[low] - (sums[k + 1] - sums[i + 1])) / others

    def wrap(self, i: int) -> Wrap:
        return self._wraps[i]

    @cached_property
    def _wrapped(self) -> list[bool]:
        columned = self._columned
        if not any(columned):
            return columned
        pairs = zip(self.widths, self._wraps, strict=True)
        return [w.width > 0 and n <= w.width * 1.06 for n, w in pairs]

    def wrapped(self, i: int) -> bool:
        """Is block `i` a printed line of a column, rather than a region of its own?"""
        return self._wrapped[i]

    @cached_property
    def _columned(self) -> list[bool]:
        return [w.width > 0 for w in self._wraps]

    def columned(self, i: int) -> bool:
        """Is there a column of printed lines around block `i`?"""
        return any(self._columned[max(0, i - 6) : i + 7 : 3])

    @cached_property
    def _shapes(self) -> list[Shape]:
        known = self.memory.shapes
        return [known[b.text] for b in self.blocks]

    def shape(self, i: int) -> Shape:
        return self._shapes[i]

    @cached_property
    def whole(self) -> list[bool]:
        """Does each block end a sentence that nothing holds open?  Nothing else is read of them."""
        known = self.memory.whole
        return [known[b.text] for b in self.blocks]

    @cached_property
    def stops(self) -> list[int]:
        """Full stops inside the first blocks, summed up; a window's count is a difference."""
        return [0, *accumulate(shape.stop_inside for shape in self._shapes)]

    @cached_property
    def commas(self) -> list[int]:
        return [0, *accumulate(shape.comma_inside for shape in self._shapes)]

    @cached_property
    def _bare(self) -> list[bool]:
        return [
            width < 44 and not shape.stop_inside and not shape.comma_inside
            for width, shape in zip(self.widths, self._shapes, strict=True)
        ]

    def bare(self, k: int) -> bool:
        return self._bare[k]

    @cached_property
    def _short(self) -> list[bool]:
        pairs = zip(self.widths, self.blocks, strict=True)
        return [width < 44 and block.text[-1] not in "。！？." for width, block in pairs]

    def short(self, k: int) -> bool:
        return self._short[k]

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

    def beside(self, k: int) -> str:
        """What stands next to a pair: nothing, structure, or how much of a sentence."""
        if not 0 <= k < len(self.blocks):
            return "nothing"
        return "structure" if self.kinds[k] in STRUCTURE else status(self.shape(k))

    def quoted(self, k: int) -> bool:
        """Do the words of block `k` stand elsewhere nearby, as those of a pull quote do?"""
        known = self._quoted.get(k)
        if known is None:
            block = self.blocks[k]
            known = False
            if 8 <= len(block.text) <= 160:
                size = 12 if script(block.text[0]) in ("han", "kana", "hangul") else 24
                words = block.text.rstrip(SENTENCE_ENDS + CLOSERS)
                low = max(0, block.span.start - NEARBY)
                high = block.span.end + NEARBY
                # Its start or its end: the source may itself be cut in between.
                known = any(
                    self.text.find(part, low, block.span.start) >= 0
                    or self.text.find(part, block.span.end, high) >= 0
                    for part in (words[:size], words[-size:])
                )
            self._quoted[k] = known
        return known

    def early(self, k: int) -> bool | None:
        """Does an open line of a column end although the next line's first word had room?

        None where that says nothing: outside columns, behind sentence ends and at the text's end.
        """
        return self._early[k]

    def early_around(self, i: int, j: int, reach: int) -> float | None:
        """Share of `early` lines among those up to `reach` blocks from the pair that tell, 0 to 1.

        The blocks from `i` up to `j` are left out; None where no line tells.
        """
        low, high = max(0, i - reach), min(len(self.blocks), j + reach + 1)
        tell, early = (s[high] - s[low] - (s[j] - s[i]) for s in self._early_sums)
        return early / tell if tell else None

    @cached_property
    def _early(self) -> list[bool | None]:
        found: list[bool | None] = [None] * len(self.blocks)
        for k, in_column in enumerate(self._columned[:-1]):
            if in_column and self.kinds[k] not in STRUCTURE and not self.shape(k).ends_sentence:
                least = 2 if self.blocks[k].text[-1] >= "\u2e80" else 6
                found[k] = self.room(k, k + 1) >= least
        return found

    @cached_property
    def _early_sums(self) -> tuple[list[int], list[int]]:
        tell = [0, *accumulate(early is not None for early in self._early)]
        return tell, [0, *accumulate(early is True for early in self._early)]

    def room(self, i: int, j: int) -> float:
        """Columns that are left on line `i` of a column when the first word of `j` is set there."""
        wrap = self.wrap(i)
        unit = FIRST_UNIT.match(self.blocks[j].text)
        latin = unit is not None and char_class(self.blocks[j].text[0]) not in ("comma", "stop")
        need = min(len(unit.group()) + 1 if unit and latin else 2, wrap.width * 0.4)
        return wrap.width - self.widths[i] - need

    @cached_property
    def titles(self) -> Mapping[int, str]:
        """Of the blocks that begin with a mark: are the others of their series titles?"""
        known = self.memory.series
        return titles([known[b.text] for b in self.blocks], self._shapes)

    @cached_property
    def _quoted(self) -> dict[int, bool]:
        return {}

    @cached_property
    def _signs(self) -> list[int]:
        """A number for each block; blocks of one number are alike in all that is seen of them."""
        signs, found, end = self.memory.signs, [], 0
        for block, kind, wrap in zip(self.blocks, self.kinds, self._wraps, strict=True):
            white = self.text[end : block.span.start]
            end = block.span.end
            found.append(signs.setdefault((block.text, kind, white, wrap), len(signs)))
        return found

    def around(self, i: int, k: int) -> Around:
        """All that a look at the pair (`i`, `k`) may see but for what is learnt from the text."""
        low, high = max(0, i - SIGHT), min(len(self.blocks), k + SIGHT + 1)
        return (i - low, k - i, high - k, *self._signs[low:high])

    def told(self, i: int, k: int) -> Around:
        """All that a score of the pair (`i`, `k`) depends on but for the n-grams."""
        quoted = [self.quoted(x) for x in range(i, k + 1)]
        return (*self.around(i, k), *quoted, self.closing, self.titles.get(i))

    @cached_property
    def ratio(self) -> Ratio:
        return self.memory.ratio(self.text, self.blocks)

    def fits(self, i: int, j: int) -> float:
        """How well the start of block `j` fits the end of block `i`, in nats."""
        return self.tell(self.blocks[i].text, self.blocks[j].text).fits

    def starting(self, k: int) -> float:
        """How much likelier block `k`'s first characters are at a paragraph's start, in nats."""
        return self.ratio.tell("", self.blocks[k].text[:4].translate(FOLD)).starts

    def tell(self, left: str, right: str) -> Reading:
        tail, head = left[-4:].translate(FOLD), self.head_of(left, right)
        told = self.ratio.tell(tail, head)
        if "\uac00" <= left[-1] <= "\ud7a3" and "\uac00" <= right[0] <= "\ud7a3":
            # Korean lines are cut between words and inside them; the better reading counts.
            spaced = self.ratio.tell(tail, " " + head)
            return spaced if spaced.fits > told.fits else told
        return told

    def spans_word(self, i: int, j: int) -> float:
        """How much likelier a Han word lies across the break from block `i` to `j`, in nats."""
        left, right = self.blocks[i].text[-SIDE:], self.blocks[j].text[:SIDE]
        return spans_word(left.translate(FOLD), right.translate(FOLD))

    @staticmethod
    def head_of(left: str, right: str) -> str:
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
