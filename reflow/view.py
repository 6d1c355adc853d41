"""A piece table over the original text.

A `View` is the text as it reads after some edits, together with where each
part of it comes from.  Rules work in the text that they see; `apply` composes
their offsets with all earlier edits, moves included.  The structure is the
piece table of text editors (Crowley, "Data Structures for Text Sequences",
1998), kept immutable.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from reflow.document import Span
from reflow.edits import Edit
from reflow.records import dataclass, field

Piece = Span | str
"""A range of the original, or inserted text."""


def size(piece: Piece) -> int:
    return piece.end - piece.start if isinstance(piece, Span) else len(piece)


@dataclass(frozen=True)
class View:
    """Pieces of `source` and of inserted text, in reading order."""

    source: str = field(repr=False)
    pieces: tuple[Piece, ...] = field(repr=False)

    @classmethod
    def of(cls, source: str) -> View:
        return cls(source, (Span(0, len(source)),) if source else ())

    @cached_property
    def text(self) -> str:
        if self.pieces == (Span(0, len(self.source)),):
            return self.source
        return "".join(p.text(self.source) if isinstance(p, Span) else p for p in self.pieces)

    @cached_property
    def _starts(self) -> list[int]:
        starts, position = [], 0
        for piece in self.pieces:
            starts.append(position)
            position += size(piece)
        return starts

    def cut(self, span: Span) -> Iterator[Piece]:
        """The pieces that make up `span` of this view's text."""
        index = max(bisect_right(self._starts, span.start) - 1, 0)
        position = span.start
        while position < span.end and index < len(self.pieces):
            piece, start = self.pieces[index], self._starts[index]
            low, high = position - start, min(size(piece), span.end - start)
            if isinstance(piece, Span):
                yield Span(piece.start + low, piece.start + high)
            else:
                yield piece[low:high]
            position = start + high
            index += 1

    def origin(self, span: Span) -> tuple[Span, ...]:
        """The ranges of the original that `span` shows; inserted text has none."""
        return tuple(p for p in self.cut(span) if isinstance(p, Span) and p.length)

    def to_source(self, offset: int) -> int:
        """Where `offset` lies in the original; inserted text lies behind what precedes it."""
        index = bisect_right(self._starts, offset) - 1
        while index >= 0:
            piece = self.pieces[index]
            if isinstance(piece, Span):
                return min(piece.start + offset - self._starts[index], piece.end)
            index -= 1
        return 0

    def apply(self, edits: Sequence[Edit]) -> View:
        """The view after `edits`, which must be sorted and must not overlap.

        Raises ValueError when they do.
        """
        pieces: list[Piece] = []

        def add(piece: Piece) -> None:
            last = pieces[-1] if pieces else None
            if not size(piece):
                return
            if isinstance(piece, Span) and isinstance(last, Span) and last.end == piece.start:
                pieces[-1] = Span(last.start, piece.end)
            elif isinstance(piece, str) and isinstance(last, str):
                pieces[-1] = last + piece
            else:
                pieces.append(piece)

        position = 0
        for edit in edits:
            if edit.span.start < position:
                raise ValueError(f"edits overlap at {edit.span.start}")
            for piece in self.cut(Span(position, edit.span.start)):
                add(piece)
            for part in edit.pieces:
                if isinstance(part, Span):
                    for piece in self.cut(part):
                        add(piece)
                else:
                    add(part)
            position = edit.span.end
        for piece in self.cut(Span(position, len(self.text))):
            add(piece)
        return View(self.source, tuple(pieces))
