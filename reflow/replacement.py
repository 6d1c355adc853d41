"""A whole fix as one replacement in the original text.

Editors and code hosts take a range and a text; that is all they can undo or
show.  A fix of several edits, moves included, becomes one such pair here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflow.document import Span
from reflow.edits import Fix

if TYPE_CHECKING:
    from reflow.view import View


def replacement(fix: Fix, view: View) -> tuple[Span, str] | None:
    """The range of the original that `fix` changes and what takes its place; None without edits.

    Where earlier fixes stand inside that range, they are part of the text.
    """
    if not fix.edits:
        return None
    edits = sorted(fix.edits, key=lambda e: e.span)
    text, parts = view.text, []
    position = start = edits[0].span.start
    for edit in edits:
        parts.append(text[position : edit.span.start])
        parts += [p.text(text) if isinstance(p, Span) else p for p in edit.pieces]
        position = max(position, edit.span.end)
    # What lies before the first edit and behind the last one is untouched by this fix.
    first = view.to_source(start)
    last = view.to_source(position - 1) + 1 if position > start else first
    return Span(first, max(first, last)), "".join(parts)
