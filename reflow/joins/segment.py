"""Is a Han word cut at the break?  The best segmentation across it against the best one that stops.

Words and their frequencies come from a shipped table (`reflow/model/words.bin`,
written by `benchmarks/train_words.py`).  Segmentation is the most probable
sequence of words under a unigram model, found by dynamic programming (Sproat,
Shih, Gale and Chang, Computational Linguistics 22(3), 1996).  Only some
characters each side are read.
"""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import takewhile

from reflow.data import read
from reflow.joins.ngrams import Table

SIDE = 6
"""Han characters that are read each side."""
LONGEST = 4
"""Characters of the longest word in the table."""
UNSEEN = 0.5
"""Count of a character that is no word in the table."""


@lru_cache(maxsize=1)
def words() -> Table:
    return Table(read("model/words.bin"))


def spans_word(left: str, right: str) -> float:
    """How much likelier the text is with a word across the break than with none, in nats.

    `left` and `right` are the folded ends of the two sides; -inf where no word of the table fits.
    """
    tail = "".join(takewhile(_han, left[: -SIDE - 1 : -1]))[::-1]
    head = "".join(takewhile(_han, right[:SIDE]))
    return _spans_word(tail, head)


@lru_cache(maxsize=4096)
def _spans_word(tail: str, head: str) -> float:
    text, at = tail + head, len(tail)
    if not tail or not head:
        return -math.inf
    before, behind = _prefixes(tail), _prefixes(head, backwards=True)
    across = max(
        before[start] + _log_p(text[start:end]) + behind[end - at]
        for start in range(max(0, at - LONGEST + 1), at)
        for end in range(at + 1, min(len(text), start + LONGEST) + 1)
    )
    return across - before[at] - behind[0]


def _prefixes(text: str, backwards: bool = False) -> list[float]:
    """Best log-probability of each prefix of `text`, or of each suffix from its start on."""
    n = len(text)
    best = [0.0] * (n + 1)
    if backwards:
        for start in range(n - 1, -1, -1):
            best[start] = max(
                _log_p(text[start:end]) + best[end]
                for end in range(start + 1, min(n, start + LONGEST) + 1)
            )
        return best
    for end in range(1, n + 1):
        best[end] = max(
            best[start] + _log_p(text[start:end]) for start in range(max(0, end - LONGEST), end)
        )
    return best


def _log_p(word: str) -> float:
    table = words()
    count = table[word]
    if not count:
        if len(word) > 1:
            return -math.inf
        count = UNSEEN
    return math.log(count / table.total)


def _han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf"
