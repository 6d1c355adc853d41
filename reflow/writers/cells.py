"""Text on a terminal: how wide it is, and the part of it that fits.

Wide characters take two cells, combining ones none; what cannot be seen is
escaped first, so that no text moves the cursor or turns the reading direction.
"""

from __future__ import annotations

import unicodedata

from rich.cells import cell_len as width

from reflow.writers.names import shown

__all__ = ["head", "tail", "visible", "width"]

MORE = "…"
# One character can become an escape of ten; no excerpt is wider than this many characters.
_LOOK = 400


def visible(text: str) -> str:
    """`text` in one line: line ends become ⏎, a tab a space, controls and stray bytes escapes."""
    flat = text.replace("\r\n", "⏎").replace("\n", "⏎").replace("\r", "⏎").replace("\t", " ")
    return "".join(c if unicodedata.category(c) == "Zs" else shown(c) for c in flat)


def head(text: str, cells: int) -> str:
    """The start of `text`, at most `cells` wide, with … where something is left out."""
    return _fit(text[:_LOOK], len(text) > _LOOK, cells, forward=True)


def tail(text: str, cells: int) -> str:
    """The end of `text`, at most `cells` wide, with … where something is left out."""
    return _fit(text[-_LOOK:] if text else "", len(text) > _LOOK, cells, forward=False)


def _fit(text: str, cut: bool, cells: int, forward: bool) -> str:
    parts = [visible(c) for c in text.replace("\r\n", "\n")]
    if not cut and width("".join(parts)) <= cells:
        return "".join(parts)
    if not forward:
        parts.reverse()
    taken: list[str] = []
    left = cells - 1
    for part in parts:
        left -= width(part)
        if left < 0:
            break
        taken.append(part)
    taken.append(MORE)
    return "".join(taken if forward else reversed(taken))
