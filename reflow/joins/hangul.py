"""Two Hangul characters meet at a break: does a word (eojeol) go on, or does a new one start?

The n-grams say how either reads; the pieces say the rest: a particle starts no word, a piece of one
syllable seldom is one, and what the text has elsewhere in one word is one here.
"""

from __future__ import annotations

from collections import Counter

from reflow.lang.lazy import Lazy

EOJEOL = Lazy("[\uac00-\ud7a3]+")
_LAST = Lazy("(?<![\uac00-\ud7a3])[\uac00-\ud7a3]++$")
# The last syllables of most words that carry a particle or an ending, and of attributive verbs.
_ENDINGS = frozenset("은는이가을를에의로고며도와과서면지게")
_ATTRIBUTIVE = frozenset("할한된될는던인일")
_PARTICLES = frozenset("은는이가을를에의로고며도와과다니")
LONG = 4
"""Syllables of a piece that is a word by itself mostly."""

# Points, 100 to one unit of log-odds, for a space.  Fitted by benchmarks/train_spaces.py on 2,040
# labelled breaks; by five folds .986 of those of the dev pages are right (.983 by the n-grams
# alone) and .91 of those of the documents that were written (.87).
WEIGHTS = {
    "bias": 186,
    "reads": 81,
    "reads as one word": -36,
    "starts a word of the text": -61,
    "starts one with its next syllable": -42,
    "left is a word of the text": 50,
    "right is a word of the text": -8,
    "left is one syllable": -179,
    "right is one syllable": -123,
    "left is long": 67,
    "right is long": 130,
    "left ends as words do": 103,
    "left ends as attributives do": 50,
    "right starts with a particle": -124,
}


def starts_of_words(text: str) -> tuple[Counter[str], Counter[str]]:
    """How often each word of the text, and each start of one, stands in it."""
    words = Counter(EOJEOL.findall(text))
    starts: Counter[str] = Counter()
    for word, count in words.items():
        for size in range(1, len(word) + 1):
            starts[word[:size]] += count
    return words, starts


def features(
    left: str, right: str, new_word: float, words: Counter[str], starts: Counter[str]
) -> dict[str, float]:
    """What tells whether a word starts behind `left`, which ends with Hangul as `right` starts.

    `new_word` is how much likelier the n-grams find a space than none, in nats.
    """
    last, first = _LAST.search(left[-40:]), EOJEOL.match(right[:40])
    one = last.group() if last else left[-1]
    two = first.group() if first else right[0]
    return {
        "bias": 1.0,
        "reads": new_word,
        "reads as one word": min(new_word, 0.0),
        "starts a word of the text": float(min(starts[one + two[:2]], 2)),
        "starts one with its next syllable": float(starts[one + two[0]] > 0),
        # The piece itself is one of them.
        "left is a word of the text": float(min(max(words[one] - 1, 0), 2)),
        "right is a word of the text": float(min(max(words[two] - 1, 0), 2)),
        "left is one syllable": float(len(one) == 1),
        "right is one syllable": float(len(two) == 1),
        "left is long": float(len(one) >= LONG),
        "right is long": float(len(two) >= LONG),
        "left ends as words do": float(one[-1] in _ENDINGS),
        "left ends as attributives do": float(one[-1] in _ATTRIBUTIVE),
        "right starts with a particle": float(two[0] in _PARTICLES),
    }


def spaced(found: dict[str, float]) -> int:
    """Points for a space between the halves; below 0 the word goes on."""
    return round(sum(value * WEIGHTS.get(name, 0) for name, value in found.items()))
