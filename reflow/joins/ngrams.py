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

import itertools
import math
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol
from zlib import crc32

from reflow.data import read

START, END = "\x02", "\x03"
FOLD: dict[int, int | str] = {0xFF01 + i: 0x21 + i for i in range(94)}
FOLD.update({ord(c): "0" for c in "123456789１２３４５６７８９０"})
FOLD.update({ord(c): '"' for c in "“”„«»「」『』＂"})
FOLD.update({ord(c): "'" for c in "‘’‚＇"})
FOLD.update({0x3000: " "})
# Widths, quote styles and the value of a digit say nothing on whether text reads on.
ORDER = 3
PSEUDO = 3.0
"""Pseudo-counts of the lower order; 1 to 8 gave the same AUC within .002 on the dev sets."""
FLOOR = 1e-6
SAMPLE = 200_000
"""Code points that are learnt from at most; the gain is flat from 100,000 on."""


class Counts(Protocol):
    def __call__(self, gram: str) -> float: ...


class Table:
    """The shipped counts: 16-bit cells of a 10-bit fingerprint and a 6-bit log-scaled count."""

    PROBES = 4

    def __init__(self, data: bytes) -> None:
        self.cells = array("H")
        self.cells.frombytes(data)
        # Bounded, as the table serves a whole process: 20,000 n-grams are some pages' worth.
        self._look_up = lru_cache(maxsize=20_000)(self._read)
        self.mask = len(self.cells) - 1

    @staticmethod
    def hash(gram: str) -> int:
        return crc32(gram.encode("utf-32-le", "surrogatepass"))

    def __call__(self, gram: str) -> float:
        return self._look_up(gram)

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


@lru_cache(maxsize=1)
def shipped() -> Table:
    return Table(read("model/ngrams.bin"))


class Learnt:
    """Counts of one text, from what joining cannot change.

    Inner n-grams are taken within blocks; starts and ends of paragraphs only
    where a sentence ends.
    """

    def __init__(self, paragraphs: Iterable[str]) -> None:
        self.counts: Counter[str] = Counter()
        for text in paragraphs:
            self.counts.update(text)
            self.counts.update(map("".join, itertools.pairwise(text)))
            self.counts.update(map("".join, zip(text, text[1:], text[2:], strict=False)))
        self.total = sum(n for gram, n in self.counts.items() if len(gram) == 1)

    def __call__(self, gram: str) -> float:
        return self.counts.get(gram, 0)


def probability(counts: Counts, total: float, history: str, char: str) -> float:
    """P(char | last two characters of history), in (0, 1]."""
    p = (counts(char) + PSEUDO * FLOOR) / (total + PSEUDO)
    for size in range(1, min(len(history), ORDER - 1) + 1):
        context = history[-size:]
        seen = counts(context)
        if not seen:
            break
        p = (counts(context + char) + PSEUDO * p) / (seen + PSEUDO)
    return max(min(p, 1.0), FLOOR)


class Ratio:
    """The log-likelihood ratio of a break, in nats, from learnt and shipped counts together."""

    def __init__(self, learnt: Learnt, table: Table) -> None:
        self.models: Sequence[tuple[Counts, float, float]] = _weighted(learnt, table)
        self._told: dict[tuple[str, str], Reading] = {}
        self._alone: dict[str, tuple[float, float]] = {}
        self._ends: dict[str, float] = {}

    def log_p(self, history: str, char: str) -> float:
        return math.log(
            sum(w * probability(counts, total, history, char) for counts, total, w in self.models)
        )

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
        if left not in self._ends:
            self._ends[left] = self.log_p(left, END)
        alone, start = self._alone[head]
        return Reading(joined - alone, start - alone, self._ends[left])

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


def _weighted(learnt: Learnt, table: Table) -> list[tuple[Counts, float, float]]:
    own = learnt.total
    # Half and half at 4,000 characters: the source's own words say more the more there are of them.
    share = own / (own + 4_000)
    return [(learnt, own, share), (table, table("") or 1.0, 1 - share)]


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
