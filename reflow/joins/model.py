"""The linear model: whole-number weights of named features, as readable data.

Weights are points, 100 to one unit of log-odds; they are written by
`benchmarks/train_joins.py`.  The first table weighs what is seen at a break, the
second corrects that by the breaks around it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from reflow.data import read
from reflow.edits import Evidence

_STEP = " >= "


@lru_cache(maxsize=1)
def weights() -> dict[str, dict[str, int]]:
    import json

    data: dict[str, dict[str, int]] = json.loads(read("model/joins.json"))
    return data


class Reason(NamedTuple):
    """What a feature adds to a score, as an explanation shows it."""

    weight: int
    about: str
    """The feature without its mode and step."""
    step: str
    """The step that a number reaches, or ''."""


class Weighed(NamedTuple):
    """Features by their weights."""

    points: int
    reasons: tuple[Reason, ...]
    """Those that carry weight or belong to a number that may, in order."""


class _Reasons(dict[str, Reason | None]):
    """The reasons that features stand for, each worked out when it is first met."""

    def __init__(self, name: str) -> None:
        self._weights = weights()[name]
        self.prior = self._weights["bias"]

    def __missing__(self, name: str) -> Reason | None:
        weight, found = self._weights.get(name, 0), None
        if weight or _STEP in name:
            about, _, step = name.partition(":")[2].partition(_STEP)
            found = Reason(weight, about, f">= {step}" if step else "")
        self[name] = found
        return found


@lru_cache(maxsize=2)
def _reasons(name: str) -> _Reasons:
    return _Reasons(name)


def weigh(features: Iterable[str]) -> Weighed:
    """What is seen at a break (`reflow.joins.features`), without the prior of the first table."""
    reasons = tuple(filter(None, map(_reasons("first").__getitem__, features)))
    return Weighed(sum([reason[0] for reason in reasons]), reasons)


def prior() -> int:
    """Points that every break has in the first table."""
    return _reasons("first").prior


def second(features: Iterable[str]) -> int:
    """Points that the breaks around it add or take (`reflow.joins.context`)."""
    table = weights()["second"]
    return table["bias"] + sum(map(table.get, features, repeat(0)))


def first_evidence(reasons: Iterable[Reason]) -> tuple[Evidence, ...]:
    return _evidence(_reasons("first").prior, reasons, "prior")


def second_evidence(features: Iterable[str]) -> tuple[Evidence, ...]:
    table = _reasons("second")
    reasons = filter(None, map(table.__getitem__, features))
    return _evidence(table.prior, reasons, "prior beside others")


@lru_cache(maxsize=8192)
def thermometer(name: str, steps: tuple[float, ...]) -> tuple[str, ...]:
    """The features that stand for a number which reaches 1, 2, … of `steps`."""
    return tuple(f"{name}{_STEP}{step:g}" for step in steps)


def steps(name: str, value: float, at: tuple[float, ...]) -> tuple[str, ...]:
    """A number as a thermometer of binary features."""
    return thermometer(name, at)[: bisect_right(at, value)]


def _evidence(points: int, reasons: Iterable[Reason], prior: str) -> tuple[Evidence, ...]:
    """The features that carry weight, heaviest first; thermometer steps are summed up."""
    found: dict[str, tuple[int, str]] = {prior: (points, "")}
    for weight, about, step in reasons:
        total, seen = found.get(about, (0, ""))
        found[about] = (total + weight, step or seen)
    items = [(-abs(weight), name, weight, seen) for name, (weight, seen) in found.items() if weight]
    return tuple([_shared(name, weight, seen) for _, name, weight, seen in sorted(items)])


# Breaks have most of their reasons in common.
_shared = lru_cache(maxsize=8192)(Evidence)
