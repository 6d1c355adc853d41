"""Running heads and feet: short lines that stand again and again where pages meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reflow.document import Block
from reflow.kinds import Kind
from reflow.lang.lazy import Lazy

LONGEST = 60
"""Code points of a running head."""
_DIGITS = Lazy(r"\d+|\b[ivxlc]{1,6}\b")


def mark_running_heads(text: str, blocks: Sequence[Block], kinds: list[Kind]) -> None:
    """Make the kind of running heads furniture, in place.

    A running head stands beside a form feed or a page number, and at another page again, its
    numbers apart.
    """
    pages = [i for i in range(1, len(blocks)) if "\f" in _white(text, blocks, i)]
    beside = {k for i in pages for k in (i - 1, i)}
    for i, kind in enumerate(kinds):
        if kind is Kind.FURNITURE and len(blocks[i].text) <= 12:
            beside.update((i - 1, i + 1))
    known = [k for k in sorted(beside) if 0 <= k < len(blocks) and len(blocks[k].text) <= LONGEST]
    if len(known) < 2:
        return
    plain = {k: _DIGITS.sub("#", blocks[k].text) for k in known}
    seen = Counter(plain.values())
    for k in known:
        if seen[plain[k]] > 1 and kinds[k] in (Kind.SHORT, Kind.BODY, Kind.HEADING, Kind.LIST):
            kinds[k] = Kind.FURNITURE


def _white(text: str, blocks: Sequence[Block], i: int) -> str:
    return text[blocks[i - 1].span.end : blocks[i].span.start]
