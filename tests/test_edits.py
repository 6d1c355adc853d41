"""How far a fix can be trusted: the tiers, at their very limits."""

from __future__ import annotations

import pytest

from reflow.edits import Evidence, Safety, judge


@pytest.mark.parametrize(
    ("score", "safety"),
    [
        (51, Safety.SAFE),
        (50, Safety.SAFE),
        (49, Safety.UNSAFE),
        (30, Safety.UNSAFE),
        (29, Safety.KEPT),
        (-500, Safety.KEPT),
    ],
)
def test_tiers(score: int, safety: Safety) -> None:
    parts = (Evidence("a word is cut", score - 7), Evidence("prior", 7))
    assert judge(parts, threshold=50, margin=20) is safety


@pytest.mark.parametrize("score", [0, 50, 10_000])
def test_a_veto_forbids_at_any_score(score: int) -> None:
    parts = (Evidence("a word is cut", score), Evidence("a table", 0, veto=True))
    assert judge(parts, threshold=50, margin=20) is Safety.KEPT


def test_tiers_are_ordered_from_the_safest() -> None:
    assert sorted(Safety, reverse=True) == [
        Safety.KEPT,
        Safety.DISPLAY,
        Safety.UNSAFE,
        Safety.SAFE,
    ]
