"""What a run gives back: the clean text, what was found, and the way back."""

from __future__ import annotations

from typing import Any

from reflow.document import Span
from reflow.edits import Evidence, Safety
from reflow.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """One fix or report, in code points of the original text."""

    id: str
    """Stable between runs on the same text: code and a hash of the text around it."""
    code: str
    name: str
    message: str
    safety: Safety
    status: str
    """applied, shown (not applied: unsafe or display only), skipped (conflict) or kept."""
    span: Span
    evidence: tuple[Evidence, ...]
    related: tuple[tuple[str, Span], ...] = ()
    removed: tuple[Span, ...] = ()
    """Ranges of the original that an applied fix took out."""
    moved: tuple[tuple[Span, int], ...] = ()
    """Ranges that it moved, each with the offset in the original before which it went."""
    inserted: tuple[tuple[int, str], ...] = ()
    """Text that it put in, each with the offset in the original where it stands."""
    new: str = ""
    """The place as it reads after the fix, for a person."""
    replacement: tuple[Span, str] | None = None
    """The fix, applied or not, as a range of the original and what takes its place."""

    @property
    def score(self) -> int:
        return sum(e.weight for e in self.evidence)

    @property
    def fixable(self) -> bool:
        return self.safety in (Safety.SAFE, Safety.UNSAFE)


@dataclass(frozen=True, slots=True)
class Horizon:
    """How far a run on a long text looked, in code points of it."""

    cuts: tuple[int, ...]
    """Where it was cut into parts that were cleaned one by one."""
    unsure: tuple[int, ...]
    """Those of them at which an edit might have reached across."""
    repeats: int
    """Two copies of a passage no further apart than this were seen together."""


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of a run on one text."""

    source: str = field(repr=False)
    text: str = field(repr=False)
    findings: tuple[Finding, ...]
    pieces: tuple[Span | str, ...] = field(repr=False)
    """The output as ranges of the original and inserted text, in order."""
    horizon: Horizon | None = None
    """Of a long text; one that was looked at as a whole has none."""

    @property
    def changed(self) -> bool:
        return self.text != self.source

    @property
    def log(self) -> tuple[dict[str, Any], ...]:
        """All findings as the log of the command line records them, ready for JSON."""
        from reflow.log import record

        return tuple(record("", finding, self.source) for finding in self.findings)

    @property
    def map(self) -> OffsetMap:
        return OffsetMap(self.pieces)

    @property
    def removed(self) -> tuple[Span, ...]:
        """The ranges of the original that are not in the output, ascending."""
        gaps: list[Span] = []
        position = 0
        for span in sorted(p for p in self.pieces if isinstance(p, Span)):
            if span.start > position:
                gaps.append(Span(position, span.start))
            position = span.end
        if position < len(self.source):
            gaps.append(Span(position, len(self.source)))
        return tuple(gaps)

    def undo(self) -> str:
        """The original text, rebuilt from the output and what was removed."""
        removed = tuple((s.start, s.text(self.source)) for s in self.removed)
        return rebuild(self.text, self.pieces, removed)


class OffsetMap:
    """Offsets of the output to offsets of the original, moves included."""

    def __init__(self, pieces: tuple[Span | str, ...]) -> None:
        self._starts: list[int] = []
        self._pieces = pieces
        position = 0
        for piece in pieces:
            self._starts.append(position)
            position += piece.length if isinstance(piece, Span) else len(piece)
        self.length = position

    def to_source(self, offset: int) -> int:
        """The offset in the original of output offset `offset`, 0 to the output's length.

        Inserted text maps to the end of what stands before it.  Raises
        IndexError outside the output.
        """
        from bisect import bisect_right

        if not 0 <= offset <= self.length:
            raise IndexError(f"offset {offset} is outside the output (0 to {self.length})")
        index = bisect_right(self._starts, offset) - 1
        while index >= 0:
            piece = self._pieces[index]
            if isinstance(piece, Span):
                return min(piece.start + offset - self._starts[index], piece.end)
            index -= 1
        return 0


def rebuild(
    output: str, pieces: tuple[Span | str, ...], removed: tuple[tuple[int, str], ...]
) -> str:
    """The original text from the output, its pieces and the removed ranges.

    Raises ValueError when these do not belong together.
    """
    parts: list[tuple[int, str]] = list(removed)
    position = 0
    for piece in pieces:
        size = piece.length if isinstance(piece, Span) else len(piece)
        text = output[position : position + size]
        if isinstance(piece, Span):
            parts.append((piece.start, text))
        elif text != piece:
            raise ValueError(f"the text at {position} is not what was inserted there")
        position += size
    if position != len(output):
        raise ValueError("the log is for a text of another length")
    parts.sort(key=lambda part: part[0])
    expected = 0
    for start, text in parts:
        if start != expected:
            raise ValueError(f"the log does not account for the original at {expected}")
        expected += len(text)
    return "".join(text for _, text in parts)
