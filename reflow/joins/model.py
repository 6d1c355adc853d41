"""The linear model: whole-number weights of named features, as readable data.

Weights are points, 100 to one unit of log-odds; they are written by
`benchmarks/train_joins.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from reflow.edits import Evidence


@lru_cache(maxsize=1)
def weights() -> dict[str, int]:
    data: dict[str, int] = json.loads(
        files("reflow.model").joinpath("joins.json").read_text(encoding="utf-8")
    )
    return data


def score(features: Iterable[str]) -> int:
    table = weights()
    return table["bias"] + sum(table.get(name, 0) for name in features)


def evidence(features: Iterable[str]) -> tuple[Evidence, ...]:
    """The features that carry weight, heaviest first; thermometer steps are summed up."""
    table = weights()
    found: dict[str, tuple[int, str]] = {"prior": (table["bias"], "")}
    for name in features:
        weight = table.get(name, 0)
        label = name.split(":", 1)[1]
        base, _, step = label.partition(" >= ")
        total, _ = found.get(base, (0, ""))
        if weight or step:
            found[base] = (total + weight, f">= {step}" if step else "")
    items = [Evidence(name, weight, seen) for name, (weight, seen) in found.items() if weight]
    return tuple(sorted(items, key=lambda e: (-abs(e.weight), e.name)))
