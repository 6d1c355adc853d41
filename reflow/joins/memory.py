"""What the passes of one run keep of a text: each changes little, and the rest is as it was.

What is seen of a line by itself is kept by the line's text.  What is decided on a
break is kept by all that it depends on: the blocks around it (`Scene.around`).
"""

from __future__ import annotations

from collections.abc import Iterable

from reflow.document import Block
from reflow.joins.labels import Labels, labels
from reflow.joins.model import Weighed
from reflow.joins.ngrams import FOLD, Learnt, Ratio, sample, shipped
from reflow.joins.separator import Joiner
from reflow.joins.series import series
from reflow.joins.shape import Shape, is_whole, shape
from reflow.joins.wrap import Line, Window, Wrap, line
from reflow.kinds import Kind
from reflow.surface import surface

Around = tuple[object, ...]
"""A break with the blocks around it; equal ones are decided alike."""


class Memory:
    """What is known of the lines and breaks of a text, and of the language it is written in.

    The n-grams are learnt once and serve all passes until none changes anything; what joins
    add to them is learnt in the end (`relearnt`), so that a second run starts with what the
    first one ended with.
    """

    def __init__(self) -> None:
        self.surfaces = _Surfaces()
        self.shapes = _Shapes()
        self.whole = _Whole()
        self.lines = _Lines()
        self.series = _Series()
        self.labels = _Labels()
        self.windows: dict[Window, Wrap] = {}
        self.patterns: dict[str, str] = {}
        """The runs of letters, digits and marks that `reflow.joins.verse` has seen."""
        self.signs: dict[tuple[str, Kind, str, Wrap], int] = {}
        """Numbers of the blocks that differ in what is seen of them."""
        self.vetoes: dict[Around, str] = {}
        self.seen: dict[Around, Weighed] = {}
        self.read: dict[Around, Weighed] = {}
        """The breaks of the last pass: what is seen of them, and what n-grams tell."""
        self.joiner: Joiner | None = None
        """How the text writes its words; as it was when that was first asked for."""
        self._ratio: Ratio | None = None
        self._text = ""
        self._sample: tuple[str, ...] = ()

    def ratio(self, text: str, blocks: Iterable[Block]) -> Ratio:
        """The n-grams, learnt from the `blocks` of `text` unless they were learnt before."""
        if self._ratio is None:
            self._text, self._sample = text, _sample(blocks)
            self._ratio = Ratio(Learnt(self._sample), shipped())
        return self._ratio

    def relearnt(self, text: str, blocks: Iterable[Block]) -> Memory | None:
        """What is left to know when the n-grams are learnt anew; None where `text` has the same.

        Also None where none were asked for.
        """
        if self._ratio is None or text == self._text or _sample(blocks) == self._sample:
            return None
        new = Memory()
        new.surfaces, new.shapes = self.surfaces, self.shapes
        new.lines, new.series, new.windows = self.lines, self.series, self.windows
        new.labels, new.whole = self.labels, self.whole
        new.patterns, new.signs, new.vetoes = self.patterns, self.signs, self.vetoes
        new.seen, new.joiner = self.seen, self.joiner
        return new


def _sample(blocks: Iterable[Block]) -> tuple[str, ...]:
    return tuple(sample((b.text.translate(FOLD) for b in blocks), ends='。！？!?…."」』'))


class _Surfaces(dict[str, Kind]):
    def __missing__(self, text: str) -> Kind:
        self[text] = found = surface(text)
        return found


class _Shapes(dict[str, Shape]):
    def __missing__(self, text: str) -> Shape:
        self[text] = found = shape(text)
        return found


class _Whole(dict[str, bool]):
    def __missing__(self, text: str) -> bool:
        self[text] = found = is_whole(text)
        return found


class _Labels(dict[str, Labels]):
    def __missing__(self, text: str) -> Labels:
        self[text] = found = labels(text)
        return found


class _Series(dict[str, str]):
    def __missing__(self, text: str) -> str:
        self[text] = found = series(text)
        return found


class _Lines(dict[str, Line]):
    def __missing__(self, text: str) -> Line:
        self[text] = found = line(text)
        return found
