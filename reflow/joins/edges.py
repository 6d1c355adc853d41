"""Does a block end as titles and paragraphs do, and start as they do, or as cut lines?

Two linear classifiers over what stands at the edge: the last characters and words
of the left block, the first of the right one.  They were fitted on places inside
the paragraphs of openly licensed text against the ends and starts of its titles
and paragraphs (`benchmarks/train_edges.py`).  An n-gram model of the same text
tells the two apart less well, as it has no more than two characters to go by.
Their weights lie in tables of hashed features (Weinberger et al., "Feature
Hashing for Large Scale Multitask Learning", ICML 2009).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from functools import lru_cache
from zlib import crc32

from reflow.data import read
from reflow.joins.ngrams import FOLD

WIDEST = 5
"""Code points of the longest n-gram at an edge."""
SIGHT = 24
"""Code points of a block that are read at each edge."""
SLOTS = 1 << 16
STEP = 20
"""Table units to one unit of log-odds."""


def ending(text: str) -> float:
    """Log-odds that a title or paragraph ends where `text` does, with even odds beforehand.

    0 behind a mark: that tells by itself, and nothing was fitted on it.
    """
    return _ending(text[-SIGHT:]) if text[-1].isalnum() else 0.0


def starting(text: str) -> float:
    """Log-odds that a title or paragraph starts where `text` does, with even odds beforehand."""
    return _starting(text[:SIGHT])


@lru_cache(maxsize=4096)
def _ending(tail: str) -> float:
    return _sum("model/ends.bin", last(tail))


@lru_cache(maxsize=4096)
def _starting(head: str) -> float:
    return _sum("model/starts.bin", first(head))


def forget() -> None:
    """Empty the caches, for other tables."""
    for cached in (_ending, _starting):
        cached.cache_clear()


def _sum(name: str, seen: Iterator[str]) -> float:
    table = _table(name)
    return (table[SLOTS] + sum(table[slot(gram)] for gram in seen)) / STEP


@lru_cache(maxsize=2)
def _table(name: str) -> array[int]:
    """The weights by slot, and the bias behind them, in steps."""
    table = array("b")
    table.frombytes(read(name))
    return table


def slot(gram: str) -> int:
    return crc32(gram.encode("utf-32-le", "surrogatepass")) & (SLOTS - 1)


def last(text: str) -> Iterator[str]:
    """The features of an end."""
    text = text[-SIGHT:].translate(FOLD)
    sizes = range(1, min(WIDEST, len(text)) + 1)
    words = text.rsplit(None, 2)
    return _named((text[-n:] for n in sizes), words[-1], " ".join(words[-2:])[-16:], len(words))


def first(text: str) -> Iterator[str]:
    """The features of a start."""
    text = text[:SIGHT].translate(FOLD)
    sizes = range(1, min(WIDEST, len(text)) + 1)
    words = text.split(None, 2)
    return _named((text[:n] for n in sizes), words[0], " ".join(words[:2])[:16], len(words))


def _named(grams: Iterator[str], word: str, pair: str, words: int) -> Iterator[str]:
    for size, gram in enumerate(grams, 1):
        yield f"{size}:{gram}"
    if words > 1:
        yield f"word:{word}"
        yield f"words:{pair}"
