"""How far a fix can be trusted: the tiers, at their very limits."""

from __future__ import annotations

from copy import copy

import pytest

from reflow.document import Span
from reflow.edits import Edit, Evidence, Fix, Safety, judge


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


EVIDENCE = (Evidence("a word is cut", 30), Evidence("prior", -7))


def fix(*evidence: Evidence) -> Fix:
    return Fix("J101", "broken", "", Span(3, 4), (Edit(Span(3, 4)),), evidence, Safety.SAFE)


def test_a_score_is_the_sum_of_the_evidence() -> None:
    assert fix(*EVIDENCE).score == 23
    assert fix().score == 0


def test_nothing_can_be_changed_behind_the_engines_back() -> None:
    for made, name in ((EVIDENCE[0], "weight"), (Edit(Span(0, 1)), "span"), (fix(), "safety")):
        with pytest.raises(AttributeError):
            setattr(made, name, None)
        # By value, so that a fix found twice is one fix.
        assert hash(made) == hash(copy(made))
