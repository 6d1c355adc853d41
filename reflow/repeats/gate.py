"""A first look in plain Python, so that a page without a repeat needs neither numpy nor time."""

from __future__ import annotations

import re
from functools import lru_cache

# Longer texts are handed on at once: loading numpy costs as much as looking at this many
# characters one by one.
LIMIT = 1 << 14
_DROP = re.compile(r"[\W_]+")


def worth_a_look(text: str) -> bool:
    """Whether a short `text` holds two equal stretches that another equal pair supports.

    Wider than the search proper: what it refuses, the search would not have found.
    """
    if len(text) > LIMIT:
        return True
    return _supported(_DROP.sub("", text).lower())


# Most passes over a page change white space alone, and folded it reads the same.
@lru_cache(maxsize=1)
def _supported(folded: str) -> bool:
    width = 5 if any(c >= "\u1100" for c in folded[:: max(1, len(folded) // 400)]) else 10
    count = len(folded) - width + 1
    grams = [folded[i : i + width] for i in range(max(count, 0))]
    if len(grams) - len(set(grams)) < 2:
        return False
    seen: dict[str, int] = {}
    last: dict[int, int] = {}
    for i, gram in enumerate(grams):
        before = seen.get(gram)
        seen[gram] = i
        if before is None:
            continue
        diagonal = i - before
        if diagonal < 16:
            continue
        band = diagonal >> 4
        for key in (band, band - 1, band + 1):
            at = last.get(key)
            if at is not None and 4 <= i - at <= 64:
                return True
        if band not in last or i - last[band] > 64:
            last[band] = i
    return False
