"""Settings that the decisions on breaks read."""

from __future__ import annotations

import pytest

from reflow import clean

QUOTED = (
    "The ferry carried two million passengers last year, slightly more than in any\n\n"
    "> year since the tunnel opened, and most of the growth came from weekend travel.\n"
)
OPENING = (
    "市里近年来不断加强与各地的文化交流，今年夏天又接待了来自五个国家的演出团\n\n"
    "体和两千多名游客，老城的旅馆几乎住满了。\n"
)


def test_a_quotation_mark_of_markdown_starts_a_quotation() -> None:
    assert clean(QUOTED, input_format="markdown") == QUOTED
    assert clean(QUOTED) == QUOTED


def test_in_text_it_is_a_character() -> None:
    fence = "```\n" + OPENING
    assert clean(fence) == fence
    assert "演出团体和" in clean(fence, input_format="text")


@pytest.mark.parametrize(("lead_ins", "joined"), [((), True), (("体和",), False)])
def test_nothing_is_joined_to_a_lead_in(lead_ins: tuple[str, ...], joined: bool) -> None:
    assert ("演出团体和" in clean(OPENING, lead_ins=lead_ins)) is joined
