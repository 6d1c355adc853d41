"""One cluster: read its windows together, as one text, and say which copies go.

What is found, judged and chosen is what `reflow.repeats` finds, judges and chooses in one
document.  What stands between two windows is white space enough that none sees its neighbour, and
letters of no script that no passage runs over.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from reflow.document import Span
from reflow.repeats.around import AROUND
from reflow.repeats.edges import raw
from reflow.repeats.fold import Folded
from reflow.repeats.groups import group_pairs
from reflow.repeats.judge import size
from reflow.repeats.marks import Marks
from reflow.repeats.pairs import find_pairs
from reflow.repeats.search import Settling

_WHITE = "\n" * (AROUND + 1)
# Letters in which two seams differ: more than an extension steps over.
_SEAM, _PRIVATE, _PLANE = 24, 0xF0000, 0xFFFE
# Code points that are read on each side of a stretch: for its edges and what it stands among.
MARGIN = 2 * AROUND


@dataclass(frozen=True, slots=True)
class Options:
    """What counts as a passage that is repeated across documents."""

    min_chars: int = 60
    """Shortest passage, in code points."""
    similarity: float = 0.75
    frequent: int = 12
    """Documents from which a passage shorter than `frequent_below` is boilerplate."""
    frequent_below: int = 400
    """Letters, those of scripts with spaces half."""
    home: str = "context"
    """`context`: the copy that fits where it stands; `first`: that of the first document."""


class Piece(NamedTuple):
    """A window with its text."""

    document: int
    order: str
    """The earlier of two documents has the lower one."""
    start: int
    """Where `text` starts in the document, in code points."""
    text: str
    first: int
    """Where the stretch that has a counterpart starts and ends in `text`."""
    last: int
    opens: bool
    """`text` starts where the document does."""
    closes: bool


class Removed(NamedTuple):
    """A passage that goes, in code points of its document, and the one that stays."""

    document: int
    start: int
    end: int
    kept: int
    kept_start: int
    kept_end: int
    similarity: float
    reason: str


class Stays(NamedTuple):
    """A repetition that stays, and why."""

    document: int
    start: int
    end: int
    reason: str


def window(document: int, order: str, text: str, start: int, end: int) -> Piece:
    """The piece of `text` around its folded letters `start` to `end`."""
    span = raw(Folded(text), start, end)
    low, high = max(span.start - MARGIN, 0), min(span.end + MARGIN, len(text))
    return Piece(
        document,
        order,
        low,
        text[low:high],
        span.start - low,
        span.end - low,
        low == 0,
        high == len(text),
    )


def settle(pieces: list[Piece], options: Options) -> tuple[list[Removed], list[Stays]]:
    """The copies in one cluster that go, and those that stay for a reason."""
    pieces = sorted(pieces, key=lambda p: (p.order, p.document, p.start))
    starts: list[int] = []
    parts: list[str] = []
    at = 0
    for piece in pieces:
        starts.append(at)
        parts += (piece.text, _seam(len(starts)))
        at += len(piece.text) + len(parts[-1])
    text = "".join(parts)
    folded = Folded(text)
    reader = _Reading(text, folded, pieces, starts)
    settling = Settling(
        text, folded, options.min_chars, Marks(), frozenset(), options.home == "first"
    )
    stays: list[Stays] = []
    for group in group_pairs(find_pairs(folded, options.min_chars * 0.6, options.similarity)):
        spans = [raw(folded, *i) for i in group.instances]
        if not reader.concerns(spans):
            continue
        if reader.frequent(spans, options):
            stays += (Stays(*reader.place(s), "frequent") for s in spans)
            continue
        settling.settle(group)
    removed = [
        Removed(*reader.place(r.span), *reader.place(r.kept), round(r.similarity, 4), "copy")
        for r in settling.removals
        if reader.inside(r.span) and reader.apart(r.span, r.kept)
    ]
    stays += (Stays(*reader.place(k.span), k.reason) for k in settling.kept)
    return removed, stays


def _seam(number: int) -> str:
    """What parts a window from the next one, each time something else."""
    first = number * _SEAM
    return (
        _WHITE + "".join(chr(_PRIVATE + n % _PLANE) for n in range(first, first + _SEAM)) + _WHITE
    )


class _Reading:
    """The text of a cluster and where its parts come from."""

    def __init__(self, text: str, folded: Folded, pieces: list[Piece], starts: list[int]) -> None:
        self.text, self.folded, self.pieces, self.starts = text, folded, pieces, starts

    def _piece(self, position: int) -> int:
        return bisect_right(self.starts, position) - 1

    def place(self, span: Span) -> tuple[int, int, int]:
        """Document, start and end."""
        n = self._piece(span.start)
        piece = self.pieces[n]
        shift = piece.start - self.starts[n]
        return piece.document, span.start + shift, span.end + shift

    def inside(self, span: Span) -> bool:
        n = self._piece(span.start)
        return span.end <= self.starts[n] + len(self.pieces[n].text)

    def apart(self, one: Span, two: Span) -> bool:
        """In two documents; what one document repeats is judged when it is cleaned."""
        return self.place(one)[0] != self.place(two)[0]

    def concerns(self, spans: list[Span]) -> bool:
        """Passages of several documents that are what the cluster is about."""
        documents = set()
        for span in spans:
            n = self._piece(span.start)
            piece, shift = self.pieces[n], self.starts[n]
            low, high = span.start - shift, span.end - shift
            # Cut by the window, or a neighbour that another cluster sees in full.
            size = len(piece.text)
            if (low < 8 and not piece.opens) or (high > size - 8 and not piece.closes):
                return False
            if high > size:
                return False
            documents.add(piece.document)
        return len(documents) > 1

    def frequent(self, spans: list[Span], options: Options) -> bool:
        documents = {self.pieces[self._piece(s.start)].document for s in spans}
        if len(documents) < options.frequent:
            return False
        return max(size(self.text, s) for s in spans) < options.frequent_below
