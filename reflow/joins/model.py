"""The linear model: whole-number weights of named features, as readable data.

Weights are points, 100 to one unit of log-odds; they are written by
`benchmarks/train_joins.py`.  The first table weighs what is seen at a break, the
second corrects that by the breaks around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import repeat

from reflow.data import read
from reflow.edits import Evidence

_STEP = " >= "


@lru_cache(maxsize=1)
def weights() -> dict[str, dict[str, int]]:
    import json

    data: dict[str, dict[str, int]] = json.loads(read("model/joins.json"))
    return data


def first(features: Iterable[str]) -> int:
    """Points for what is seen at a break (`reflow.joins.features`)."""
    return _sum(weights()["first"], features)


def points(features: Iterable[str]) -> int:
    """Points that these features have in the first table, without its prior."""
    return _sum(weights()["first"], features) - weights()["first"]["bias"]


def second(features: Iterable[str]) -> int:
    """Points that the breaks around it add or take (`reflow.joins.context`)."""
    return _sum(weights()["second"], features)


def first_evidence(features: Iterable[str]) -> tuple[Evidence, ...]:
    return _evidence(weights()["first"], features, "prior")


def second_evidence(features: Iterable[str]) -> tuple[Evidence, ...]:
    return _evidence(weights()["second"], features, "prior beside others")


def _sum(table: dict[str, int], features: Iterable[str]) -> int:
    return table["bias"] + sum(map(table.get, features, repeat(0)))


@lru_cache(maxsize=8192)
def thermometer(name: str, steps: tuple[float, ...]) -> tuple[str, ...]:
    """The features that stand for a number which reaches 1, 2, … of `steps`."""
    return tuple(f"{name}{_STEP}{step:g}" for step in steps)


@lru_cache(maxsize=8192)
def _parts(name: str) -> tuple[str, str]:
    """What a feature is about, without its mode, and the step that it reaches or ''."""
    base, _, step = name.partition(":")[2].partition(_STEP)
    return base, f">= {step}" if step else ""


def _evidence(
    table: Mapping[str, int], features: Iterable[str], prior: str
) -> tuple[Evidence, ...]:
    """The features that carry weight, heaviest first; thermometer steps are summed up."""
    found: dict[str, tuple[int, str]] = {prior: (table["bias"], "")}
    for name in features:
        weight = table.get(name, 0)
        if weight or _STEP in name:
            base, step = _parts(name)
            total, seen = found.get(base, (0, ""))
            found[base] = (total + weight, step or seen)
    items = [Evidence(name, weight, seen) for name, (weight, seen) in found.items() if weight]
    return tuple(sorted(items, key=lambda e: (-abs(e.weight), e.name)))
