"""The first steps on a short text in plain Python: loading numpy takes longer than a page.

Each does what its counterpart in `fold`, `fingerprint` and `chain` does, to the letter.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import pairwise

from reflow.repeats.chain import DRIFT, REACH, Chain, link
from reflow.repeats.fingerprint import DENSE_FROM, scheme
from reflow.repeats.fold import DROPPED, Folded

LIMIT = 1 << 14
"""Code points up to which a text is short: there numpy would be loaded and done, too."""


class _Fold(dict[int, int | None]):
    """What each code point becomes, worked out when it is first seen; None drops it."""

    def __missing__(self, code: int) -> int | None:
        if any(start <= code < end for start, end in DROPPED):
            new = None
        elif (
            0x41 <= code < 0x5B
            or 0xC0 <= code < 0xD7
            or 0xD8 <= code < 0xDF
            or 0x391 <= code < 0x3AA
            or 0x410 <= code < 0x430
        ):
            new = code + 0x20
        elif 0xFF10 <= code < 0xFF1A:
            new = code - 0xFF10 + 0x30
        elif 0xFF21 <= code < 0xFF3B:
            new = code - 0xFF21 + 0x61
        elif 0xFF41 <= code < 0xFF5B:
            new = code - 0xFF41 + 0x61
        else:
            new = code
        self[code] = new
        return new


_FOLD = _Fold()


class Plain(Folded):
    """A short folded text."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.text = source.translate(_FOLD)

    @cached_property
    def _kept(self) -> list[int]:
        """Where the folded characters stand in the original."""
        return [at for at, char in enumerate(self.source) if _FOLD[ord(char)] is not None]

    def position(self, offset: int) -> int:
        return self._kept[offset]

    def positions(self) -> list[int]:
        return self._kept

    def find(self, position: int) -> int:
        return bisect_left(self._kept, position)


def fold(text: str) -> Folded:
    """`text` folded, in the way that suits its length."""
    return Plain(text) if len(text) <= LIMIT else Folded(text)


def chains(text: str, lags: int, nearest: int) -> list[Chain]:
    """Chains of at least two hits whose stretches start `nearest` or more apart, by place."""
    dense, other, _ = scheme(len(text))
    pairs = [(a, b) for a, b in _hits(text, dense, other, lags) if b - a >= nearest]
    supported: set[tuple[int, int]] = set()
    for shift in (0, DRIFT):
        ordered = sorted(((b - a + shift) // (2 * DRIFT), b, a) for a, b in pairs)
        for one, two in pairwise(ordered):
            if one[0] == two[0] and two[1] - one[1] <= REACH:
                supported |= {(one[2], one[1]), (two[2], two[1])}
    return link(sorted(supported, key=lambda pair: (pair[1], pair[0])), dense, len(text))


def _hits(text: str, dense: int, other: int, lags: int) -> list[tuple[int, int]]:
    """Pairs (earlier, later) of offsets that start equal stretches."""
    limit, size = chr(DENSE_FROM), len(text)
    first: dict[str, int] = {}
    again: dict[str, list[int]] = {}
    found: list[tuple[int, int]] = []
    for at, char in enumerate(text):
        end = at + (dense if char >= limit else other)
        if end > size:
            continue
        gram = text[at:end]
        earlier = first.setdefault(gram, at)
        # Most stretches stand once, and get no list.
        if earlier != at:
            places = again.setdefault(gram, [earlier])
            found += [(place, at) for place in places[-lags:]]
            places.append(at)
    return found
