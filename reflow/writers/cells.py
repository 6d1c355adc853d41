"""Text on a terminal: how wide it is, and the part of it that fits.

Wide characters take two cells, combining ones none; what cannot be seen is
escaped first, so that no text moves the cursor or turns the reading direction.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import cell_len as width

from reflow.writers.names import shown

__all__ = ["head", "tail", "visible", "width"]

MORE = "…"
# An excerpt is cut from its cells and this many characters more, for those that take no cell.
_LOOK = 40


def visible(text: str) -> str:
    """`text` in one line: line ends become ⏎, a tab a space, controls and stray bytes escapes."""
    if text.isprintable():
        return text
    flat = text.replace("\r\n", "⏎").replace("\n", "⏎").replace("\r", "⏎").replace("\t", " ")
    return "".join(c if unicodedata.category(c) == "Zs" else shown(c) for c in flat)


def head(text: str, cells: int) -> str:
    """The start of `text`, at most `cells` wide, with … where something is left out."""
    near = text[: cells + _LOOK]
    return _fit(near, len(text) > len(near), cells, forward=True)


def tail(text: str, cells: int) -> str:
    """The end of `text`, at most `cells` wide, with … where something is left out."""
    near = text[-cells - _LOOK :]
    return _fit(near, len(text) > len(near), cells, forward=False)


def _fit(text: str, cut: bool, cells: int, forward: bool) -> str:
    parts = [_part(c) for c in text.replace("\r\n", "\n")]
    if not cut and sum(wide for _, wide in parts) <= cells:
        return "".join(part for part, _ in parts)
    taken: list[str] = []
    left = cells - 1
    for part, wide in parts if forward else reversed(parts):
        left -= wide
        if left < 0:
            break
        taken.append(part)
    taken.append(MORE)
    return "".join(taken if forward else reversed(taken))


@lru_cache(maxsize=1 << 14)
def _part(character: str) -> tuple[str, int]:
    """One character as it is shown, and its width."""
    part = visible(character)
    return part, width(part)
