"""Find places whose short stretches are equal: rolling hashes, sampled, sorted.

A hash of every k folded characters is sampled by its own value (`hash % w == 0`), so both
copies keep the same ones.  That is the "0 mod p" scheme that winnowing (Schleimer, Wilkerson,
Aiken 2003) refines; at the densities used here its gaps do no harm, since a passage holds
many samples.  Sorting hash and position packed in one integer puts equal ones side by side.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from reflow.repeats.fold import Folded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Scripts written without spaces, or in syllables, from Hangul Jamo upwards: a character there
# says as much as two or three Latin letters, so shorter stretches are telling.
DENSE_FROM = 0x1100

_STEP, _PART = 1 << 18, 1 << 15
_BASE = 0x9E3779B97F4A7C15

Scheme = tuple[int, int, int]
"""Lengths of a stretch in dense scripts and in others, and w: one in w is kept."""


def scheme(size: int) -> Scheme:
    """(k for dense scripts, k for the others, w) for a folded text of `size` characters.

    Chance repeats grow with the square of the size, so k grows with its logarithm; w keeps
    the number of samples near 100,000 for each further MB.
    """
    if size <= 1 << 16:
        return 5, 10, 1
    if size <= 1 << 18:
        return 6, 12, 2
    if size <= 1 << 22:
        return 7, 16, 6
    return 8, 20, 8


def hits(
    folded: Folded, lags: int, nearest: int
) -> tuple[NDArray[np.integer[Any]], NDArray[np.integer[Any]]]:
    """Pairs (earlier, later) of folded offsets that start equal stretches, ordered by the later.

    They lie `nearest` or more apart.  Each sample is paired with its `lags` nearest earlier
    equals only, so the number of pairs is linear even where one stretch occurs everywhere.
    """
    import numpy as np

    size = len(folded)
    bits = np.uint64(max(size, 1).bit_length())
    packed: list[NDArray[np.uint64]] = []
    for start in range(0, size, _STEP):
        hashes, places = _sampled(folded, start, min(start + _STEP, size), scheme(size))
        packed.append(((hashes >> bits) << bits) | places.astype(np.uint64))
    table = _sorted(packed)
    # Counted first, for parts that are gathered would be held twice.
    pairs = np.empty(sum(part.size for part in _equals(table, bits, lags, nearest)), np.uint64)
    at = 0
    for part in _equals(table, bits, lags, nearest):
        pairs[at : at + part.size] = part
        at += part.size
    del table
    pairs.sort()
    mask = np.uint64((1 << int(bits)) - 1)
    kind: type[np.integer[Any]] = np.int32 if size < 1 << 31 else np.int64
    first: NDArray[np.integer[Any]] = np.empty(pairs.size, kind)
    second: NDArray[np.integer[Any]] = np.empty(pairs.size, kind)
    for start in range(0, pairs.size, _PART):
        here = slice(start, start + _PART)
        first[here], second[here] = pairs[here] & mask, pairs[here] >> bits
    return first, second


def _equals(
    table: NDArray[np.uint64], bits: np.uint64, lags: int, nearest: int
) -> Iterator[NDArray[np.uint64]]:
    """Pairs of places in the sorted `table` with one hash, the later in the upper bits.

    A part at a time: in a loop every sample has an equal.
    """
    import numpy as np

    mask = np.uint64((1 << int(bits)) - 1)
    for lag in range(1, lags + 1):
        for start in range(0, table.size - lag, _PART):
            right = table[start + lag : start + lag + _PART]
            left = table[start : start + right.size]
            same = (left ^ right) <= mask
            earlier, later = left[same] & mask, right[same] & mask
            far = later - earlier >= np.uint64(nearest)
            yield (later[far] << bits) | earlier[far]


def _sorted(parts: list[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    """All numbers of `parts`, which are given up one by one, so that they are never held twice."""
    import numpy as np

    whole = np.empty(sum(part.size for part in parts), np.uint64)
    at = whole.size
    while parts:
        part = parts.pop()
        at -= part.size
        whole[at : at + part.size] = part
    whole.sort()
    return whole


def samples(folded: Folded, scheme: Scheme) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """Sampled hashes of all of `folded` and the offsets where their stretches start.

    The same stretch has the same hash in every text, so they can be compared between texts.
    """
    import numpy as np

    parts = [
        _sampled(folded, start, min(start + _STEP, len(folded)), scheme)
        for start in range(0, len(folded), _STEP)
    ]
    if not parts:
        return np.empty(0, np.uint64), np.empty(0, np.uint32)
    hashes, places = (np.concatenate(both) for both in zip(*parts, strict=True))
    return hashes, places.astype(np.uint32)


def _sampled(
    folded: Folded, start: int, end: int, scheme: Scheme
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Sampled hashes of the stretches that start in [start, end), and their offsets."""
    import numpy as np

    dense, other, step = scheme
    codes = folded.codes(start, end + other - 1)
    count = end - start
    out = np.zeros(count, np.uint64)
    valid = np.zeros(count, np.bool_)
    is_dense = codes[:count] >= DENSE_FROM
    any_dense = bool(is_dense.any())
    for width, wanted in ((dense, is_dense), (other, ~is_dense)):
        if (width == dense) != any_dense and not wanted.any():
            continue
        value = _rolling(codes, width)[:count]
        wanted = wanted[: value.size]
        np.copyto(out[: value.size], value, where=wanted)
        valid[: value.size] |= wanted
    out ^= out >> np.uint64(29)
    out *= np.uint64(0xBF58476D1CE4E5B9)
    if step > 1:
        valid &= (out >> np.uint64(40)) % np.uint64(step) == 0
    where = np.flatnonzero(valid)
    return out[where], where + start


def _rolling(codes: NDArray[np.uint32], width: int) -> NDArray[np.uint64]:
    """Polynomial hashes (mod 2**64) of all stretches of `width`, by doubling."""
    import numpy as np

    powers: list[NDArray[np.uint64]] = [codes.astype(np.uint64)]
    factor = [_BASE]
    while 1 << len(powers) <= width:
        half = 1 << (len(powers) - 1)
        last = powers[-1]
        if last.size <= half:
            return np.empty(0, np.uint64)
        powers.append(last[:-half] * np.uint64(factor[-1]) + last[half:])
        factor.append(factor[-1] * factor[-1] % (1 << 64))
    done = 1 << (len(powers) - 1)
    value = powers[-1]
    for level in range(len(powers) - 2, -1, -1):
        part = 1 << level
        if width & part:
            if powers[level].size <= done:
                return np.empty(0, np.uint64)
            tail = powers[level][done:]
            value = value[: tail.size] * np.uint64(factor[level]) + tail[: value.size]
            done += part
    return value
