"""Pairs of passages that are alike: found, extended and verified, not yet judged."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from reflow.repeats import plain
from reflow.repeats.chain import Chain, chains
from reflow.repeats.fingerprint import DENSE_FROM, hits, scheme
from reflow.repeats.fold import Folded
from reflow.repeats.plain import Plain
from reflow.repeats.verify import Budget, Pair, verify

DENSE = chr(DENSE_FROM)
# Different characters, at most, in 64 of an ornament: rules, dotted lines, a stuck key.
FEW = 6


def find_pairs(folded: Folded, least: float, similarity: float) -> list[Pair]:
    """Verified pairs, each once, of at least `least` letters (half for scripts with spaces)."""
    if isinstance(folded, Plain):
        return list(_found_in_short(folded.text, least, similarity))
    size = len(folded)
    linked = chains(*hits(folded, *_bounds(size, least)), scheme(size)[0], size)
    return _verified(folded.text, linked, least, similarity)


# Most passes over a page change white space alone, and folded it reads the same.
@lru_cache(maxsize=1)
def _found_in_short(text: str, least: float, similarity: float) -> tuple[Pair, ...]:
    linked = plain.chains(text, *_bounds(len(text), least))
    return tuple(_verified(text, linked, least, similarity))


def _bounds(size: int, least: float) -> tuple[int, int]:
    """Earlier equals that a stretch is paired with, and how far they are away at least."""
    return 4 if size <= 1 << 17 else 2, int(least)


def _verified(text: str, linked: Iterable[Chain], least: float, similarity: float) -> list[Pair]:
    dense, other, step = scheme(len(text))
    # Two stretches that overlap in all but a letter are one chance; long texts have many.
    floor = 8 if step < 6 else 12
    found: list[Pair] = []
    covered: dict[int, list[Pair]] = {}
    budget = Budget(len(text))
    loops: list[Pair] = []
    for chain in linked:
        narrow = text[chain.second] < DENSE
        if chain.covered + (other - dense if narrow else 0) < (2 * floor if narrow else floor):
            continue
        if len(set(text[chain.second : chain.second + 64])) <= FEW or budget.spent:
            continue
        if any(p.a0 <= chain.first and chain.last_second <= p.b1 for p in loops):
            continue
        band = (chain.second - chain.first) // 32
        near = [p for key in (band - 1, band, band + 1) for p in covered.get(key, ())]
        if any(
            p.b0 <= chain.second and chain.last_second <= p.b1 and p.a0 <= chain.first <= p.a1
            for p in near
        ):
            continue
        for pair in verify(text, chain, similarity, least, budget):
            found.append(pair)
            if pair.a1 - pair.b0 > (pair.b0 - pair.a0) // 2:
                # It overlaps itself: a loop, whose units repeat at every multiple, too.
                loops = [*loops[-3:], pair]
            recent = covered.setdefault((pair.b0 - pair.a0) // 32, [])
            recent.append(pair)
            del recent[:-4]
    return found
