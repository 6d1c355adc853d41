"""How text reads on across a cut, and how much its words tell."""

from __future__ import annotations

import re
from math import log
from operator import add
from typing import TYPE_CHECKING

from reflow.document import Span

if TYPE_CHECKING:
    from reflow.joins.ngrams import Ratio


class Reader:
    """How text reads on across a cut, by the n-grams of the text itself and shipped ones.

    Nothing is counted before it is asked for.
    """

    def __init__(self, text: str) -> None:
        self.rarity = Rarity()
        self._text = text
        self._learnt: Ratio | None = None

    def tell(self, left: str, right: str) -> tuple[float, float]:
        """(how well `right` fits after `left`, how much it reads like a paragraph's start)."""
        from reflow.joins.ngrams import FOLD

        head = right[:4].translate(FOLD)
        if left[-1] < "\u0250" and right[0] < "\u0250" and (left[-1].isalpha() or left[-1] in ",;"):
            head = " " + head
        told = self._ratio().tell(left[-4:].translate(FOLD), head)
        return max(-6.0, min(8.0, told.fits)) / 4, max(-4.0, min(8.0, told.starts)) / 4

    def _ratio(self) -> Ratio:
        from reflow.joins.ngrams import FOLD, SAMPLE, Learnt, Ratio, sample, shipped

        if self._learnt is None:
            blocks = [b.translate(FOLD) for b in self._text[:SAMPLE].split("\n") if b.strip()]
            self._learnt = Ratio(Learnt(sample(blocks, "。！？!?.…”」』")), shipped())
        return self._learnt


class Rarity:
    """How much a token tells: the less, the more often general language has it."""

    def __init__(self) -> None:
        self._known: dict[str, float] = {}

    def __call__(self, token: str) -> float:
        if token[0] < "\u1100":
            # The shipped table knows no whole words.
            return 1.0
        value = self._known.get(token)
        if value is None:
            from reflow.joins.ngrams import shipped

            table = shipped()
            share = table[token] / table.total
            # From 1.2 for what is hardly ever seen to 0.1 for what is in 160 of 100,000 places.
            value = min(max((5.5 - log(1e5 * share + 1)) / 4, 0.1), 1.2)
            self._known[token] = value
        return value


# Characters of a passage in which differences are read.
READ = 600
WORD = re.compile(r"[^\W_]+")


def tokens(text: str) -> set[str]:
    """Words of four letters and more; bigrams in scripts without spaces."""
    found: set[str] = set()
    for word in WORD.findall(text):
        if word[0] < "\u1100":
            if len(word) > 3:
                found.add(word.lower())
        else:
            found.update(map(add, word, word[1:]))
    return found


# White space within a word of a script without spaces: a column break.
DENSE_BREAK = re.compile(r"(?<=[\u2e80-\u9fff])\s+(?=[\u2e80-\u9fff])")


def grams(text: str) -> set[str]:
    """Pairs of letters (dense scripts) or words, which noise turns into ones not seen elsewhere."""
    found: set[str] = set()
    for word in WORD.findall(DENSE_BREAK.sub("", text)):
        if word[0] < "\u1100":
            found.add(word)
        else:
            found.update(map(add, word, word[1:]))
    return found


def legible(text: str, one: Span, two: Span) -> float:
    """How well the worse of two copies reads where they differ, 0 to 1.

    It is the share of its own pairs of dense letters that general language has; misread letters
    make few such pairs.  0 where the two differ in no dense letters.
    """
    left, right = (grams(text[s.start : min(s.end, s.start + READ)]) for s in (one, two))
    return min(_known(left - right), _known(right - left))


def _known(pairs: set[str]) -> float:
    from reflow.joins.ngrams import shipped

    some = [p for p in sorted(pairs) if p[0] >= "\u1100"][:40]
    table = shipped()
    return sum(table[p] > 0 for p in some) / len(some) if some else 0.0
