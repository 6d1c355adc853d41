"""Character n-grams: does the text read on across a break, or do two paragraphs meet?

The log-likelihood ratio compares "the right side continues the left" with "the
left side ends a paragraph and the right side starts one".  Counts come from the
input's own blocks and from a small shipped table (`reflow/model/ngrams.bin`,
written by `benchmarks/train_ngrams.py`).  Probabilities are interpolated over
orders 1 to 3 with a constant number of pseudo-counts, a simple form of
Witten-Bell smoothing (Chen & Goodman, "An Empirical Study of Smoothing
Techniques for Language Modeling", 1999).
"""

from __future__ import annotations

import math
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple
from zlib import crc32

from reflow.data import read

START, END = "\x02", "\x03"
FOLD: dict[int, int | str] = {0xFF01 + i: 0x21 + i for i in range(94)}
FOLD.update({ord(c): "0" for c in "123456789１２３４５６７８９０"})
FOLD.update({ord(c): '"' for c in "“”„«»「」『』＂"})
FOLD.update({ord(c): "'" for c in "‘’‚＇"})
FOLD.update({0x3000: " "})
# Widths, quote styles and the value of a digit say nothing on whether text reads on, nor does it
# matter whether Han is written in traditional or in simplified characters.
_PAIRS = read("model/simplified.txt").decode()
FOLD.update(zip(map(ord, _PAIRS[::2]), _PAIRS[1::2], strict=True))
ORDER = 3
PSEUDO = 3.0
"""Pseudo-counts of the lower order; 1 to 8 gave the same AUC within .002 on the dev sets."""
FLOOR = 1e-6
SAMPLE = 200_000
"""Code points that are learnt from at most; the gain is flat from 100,000 on."""
LONG = 1 << 14
"""Code points from which numpy puts them in order: ten times as fast as Python does, and the search
for repeats loads it for a text of that length anyway."""
FEW = 200
"""Questions that are answered sooner one by one than by putting everything in order: those on the
three or four breaks in doubt of a page that is whole."""
BITS = 21
"""Of a code point."""


class Counts(dict[str, float]):
    """How often an n-gram was seen, worked out when it is first asked for.

    Few of the n-grams of a text are ever asked for: those at its breaks.
    """

    total = 0.0
    """How many characters were seen."""


class Table(Counts):
    """The shipped counts: 16-bit cells of a 10-bit fingerprint and a 6-bit log-scaled count."""

    PROBES = 4
    REMEMBERED = 20_000
    """N-grams that are kept at hand, some pages' worth: the table serves a whole process."""

    def __init__(self, data: bytes) -> None:
        self.cells = array("H")
        self.cells.frombytes(data)
        self.mask = len(self.cells) - 1
        self.total = self[""] or 1.0
        self.probabilities = _Probabilities(self)

    @staticmethod
    def hash(gram: str) -> int:
        return crc32(gram.encode("utf-32-le", "surrogatepass"))

    def __missing__(self, gram: str) -> float:
        if len(self) >= self.REMEMBERED:
            self.clear()
        self[gram] = found = self._read(gram)
        return found

    def _read(self, gram: str) -> float:
        code = self.hash(gram)
        tag = (code >> 22) << 6
        for probe in range(self.PROBES):
            cell = self.cells[(code + probe) & self.mask]
            if cell & 0xFFC0 == tag and cell:
                return self.count(cell & 63)
        return 0.0

    @staticmethod
    def count(level: int) -> float:
        """The count that a stored level stands for: levels are a third of a doubling apart."""
        return float(2.0 ** (level / 3.0))


class _Probabilities(dict[str, float]):
    """P(last character of an n-gram | those before it), for all texts of a process."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def __missing__(self, gram: str) -> float:
        if len(self) >= Table.REMEMBERED:
            self.clear()
        self[gram] = found = probability(self._table, gram[:-1], gram[-1])
        return found


@lru_cache(maxsize=1)
def shipped() -> Table:
    return Table(read("model/ngrams.bin"))


class Learnt(Counts):
    """Counts of one text, from what joining cannot change.

    Inner n-grams are taken within blocks; starts and ends of paragraphs only
    where a sentence ends.  The places of the text are put in order by the n-gram
    that starts there, once, and a count is the distance of two of them, as in a
    suffix array (Manber & Myers, 1993); counting all n-grams takes longer.
    """

    def __init__(self, paragraphs: Iterable[str]) -> None:
        self._paragraphs = tuple(paragraphs)
        self.total = sum(map(len, self._paragraphs))

    def __missing__(self, gram: str) -> float:
        # No block holds a line end: it parts the blocks in what is sorted.
        found = 0 if "\n" in gram else self._count(gram)
        self[gram] = found
        return found

    @cached_property
    def _count(self) -> Callable[[str], int]:
        text = "\n".join((*self._paragraphs, ""))
        return _counter_of_long(text) if len(text) > LONG else _counter_of_short(text)


def _counter_of_short(text: str) -> Callable[[str], int]:
    grams: list[str] = []
    beyond = chr(sys.maxunicode) * ORDER
    asked = 0

    def count(gram: str) -> int:
        nonlocal asked
        asked += 1
        if asked <= FEW:
            alone = len(gram) == 1 or gram[0] != gram[-1]
            return text.count(gram) if alone else _overlapping(text, gram)
        if not grams:
            grams.extend(sorted([text[i : i + ORDER] for i in range(len(text))]))
        low = bisect_left(grams, gram)
        return bisect_right(grams, gram + beyond, low) - low

    return count


def _overlapping(text: str, gram: str) -> int:
    """How often `gram` stands in `text`, those places counted that share characters."""
    count, at = 0, text.find(gram)
    while at >= 0:
        count, at = count + 1, text.find(gram, at + 1)
    return count


def _counter_of_long(text: str) -> Callable[[str], int]:
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    packed = codes.copy()
    for size in range(1, ORDER):
        packed <<= np.uint64(BITS)
        packed[:-size] |= codes[size:]
    packed.sort()
    grams: list[int] = packed.tolist()

    def count(gram: str) -> int:
        code = 0
        for char in gram:
            code = code << BITS | ord(char)
        open_bits = BITS * (ORDER - len(gram))
        low = bisect_left(grams, code << open_bits)
        return bisect_left(grams, (code + 1) << open_bits, low) - low

    return count


def probability(counts: Counts, history: str, char: str) -> float:
    """P(char | last two characters of history), in (0, 1]."""
    p = (counts[char] + PSEUDO * FLOOR) / (counts.total + PSEUDO)
    # Written out, as this is asked some forty times for each break.
    if history and (seen := counts[last := history[-1]]):
        p = (counts[last + char] + PSEUDO * p) / (seen + PSEUDO)
        if len(history) > 1 and (seen := counts[both := history[-2:]]):
            p = (counts[both + char] + PSEUDO * p) / (seen + PSEUDO)
    return FLOOR if p < FLOOR else min(p, 1.0)


class Ratio:
    """The log-likelihood ratio of a break, in nats, from learnt and shipped counts together."""

    def __init__(self, learnt: Learnt, table: Table) -> None:
        self._learnt, self._table = learnt, table
        # Half and half at 4,000 characters: the source's own words say more the more there are of
        # them.
        self._share = learnt.total / (learnt.total + 4_000)
        self._known: dict[str, float] = {}
        self._told: dict[tuple[str, str], Reading] = {}
        self._alone: dict[str, tuple[float, float]] = {}

    def log_p(self, history: str, char: str) -> float:
        """`history` is of two characters at most."""
        gram = history + char
        known = self._known.get(gram)
        if known is None:
            own = probability(self._learnt, history, char)
            general = self._table.probabilities[gram]
            known = math.log(self._share * own + (1 - self._share) * general)
            self._known[gram] = known
        return known

    def tell(self, left: str, right: str) -> Reading:
        """As `_tell`, remembered: pages ask about the same ends again and again."""
        key = (left[-2:], right[:3])
        known = self._told.get(key)
        if known is None:
            known = self._told[key] = self._tell(*key)
        return known

    def _tell(self, left: str, head: str) -> Reading:
        """What the last two characters of a line and the first three of another say, in nats."""
        joined, after = 0.0, left
        for char in head:
            joined += self.log_p(after, char)
            after = (after + char)[-2:]
        # Each side meets several others, but says the same by itself.
        if head not in self._alone:
            self._alone[head] = self._by_itself(head)
        alone, start = self._alone[head]
        return Reading(joined - alone, start - alone, self.log_p(left, END))

    def _by_itself(self, head: str) -> tuple[float, float]:
        """log P(head) anywhere, and where a paragraph starts."""
        alone = start = 0.0
        bare, opening = "", START
        for char in head:
            alone += self.log_p(bare, char)
            start += self.log_p(opening, char)
            bare, opening = (bare + char)[-2:], (opening + char)[-2:]
        return alone, start


class Reading(NamedTuple):
    """The log-likelihood ratio of a break in its three parts: fits - starts - ends."""

    fits: float
    """log P(right's head | left) - log P(right's head)."""
    starts: float
    """log P(right's head | a paragraph starts) - log P(right's head)."""
    ends: float
    """log P(a paragraph ends | left)."""


def sample(blocks: Iterable[str], ends: str) -> Iterator[str]:
    """The strings to learn from: blocks with START and END where sentences end around them."""
    used, after = 0, True
    for text in blocks:
        closed = text[-1] in ends
        yield (START if after else "") + text + (END if closed else "")
        after = closed
        used += len(text)
        if used >= SAMPLE:
            return
