"""What is seen of a line by itself, kept through all passes of a run.

A pass that joins two blocks leaves all others as they are, so most lines are
looked at once, whatever the number of passes.
"""

from __future__ import annotations

from reflow.joins.shape import Shape, shape
from reflow.joins.wrap import columns
from reflow.kinds import Kind, surface


class Lines:
    """By the text of a line, what kind of line it is, its shape, its width and its pattern."""

    def __init__(self) -> None:
        self.surfaces = _Surfaces()
        self.shapes = _Shapes()
        self.columns = _Columns()
        self.patterns: dict[str, str] = {}
        """The runs of letters, digits and marks that `reflow.joins.verse` has seen."""


class _Surfaces(dict[str, Kind]):
    def __missing__(self, text: str) -> Kind:
        self[text] = found = surface(text)
        return found


class _Shapes(dict[tuple[str, Kind], Shape]):
    def __missing__(self, key: tuple[str, Kind]) -> Shape:
        self[key] = found = shape(*key)
        return found


class _Columns(dict[str, int]):
    def __missing__(self, text: str) -> int:
        self[text] = found = columns(text)
        return found
