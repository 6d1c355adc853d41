"""What is measured: one table of tools, each a function from text to text.

`make` imports what a tool needs and returns its function; where that is not installed it raises
`Absent`, and the tool is named as absent in the results.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

Filter = Callable[[str], str]


class Absent(Exception):
    """The tool is not installed here."""


@dataclass(frozen=True)
class Tool:
    """One row of the table."""

    name: str
    does: str
    """What it is run for, in a few words."""
    make: Callable[[], Filter]
    scored: bool = True
    """Whether its output is judged; a stage or the floor alone has no quality of its own."""


def _reflow(*select: str) -> Filter:
    import reflow

    return partial(reflow.clean, select=select)


def _floor() -> Filter:
    from benchmarks.compare.floor import unchanged

    return unchanged


OURS = (
    Tool("reflow", "the whole pipeline", _reflow),
    Tool("reflow, tokens alone", "stray words", partial(_reflow, "T"), scored=False),
    Tool("reflow, repeats alone", "repeated passages", partial(_reflow, "R"), scored=False),
    Tool("reflow, joins alone", "breaks and bridges", partial(_reflow, "J"), scored=False),
    Tool("floor", "reads, finds boundaries, writes", _floor, scored=False),
)


def table() -> dict[str, Tool]:
    """All tools by name, in the order of the results."""
    from benchmarks.compare.peers import PEERS

    return {tool.name: tool for tool in (*OURS, *PEERS)}
