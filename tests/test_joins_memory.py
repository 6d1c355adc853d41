"""What is kept from pass to pass must not change what is decided."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from reflow.config import Config
from reflow.document import parse
from reflow.joins.memory import Memory
from reflow.joins.plan import Plan, plan

ROOT = Path(__file__).parent.parent
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))
CONFIG = Config()


def pages() -> list[str]:
    texts = [p.read_text(encoding="utf-8", errors="replace") for p in SAMPLES]
    wrapped = ["\n".join(text[i : i + 40] for i in range(0, len(text), 40)) for text in texts]
    return texts + wrapped + ["\n\n".join(texts)]


def decided(found: Plan) -> tuple[object, ...]:
    return found.breaks, found.bridges, found.context.scores, found.context.sorts


def edited(text: str, rng: random.Random) -> str:
    """The text with some breaks taken out, put in, or made wider, and a line moved."""
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(text))
        end = text.find("\n", at)
        change = rng.randrange(4)
        if change == 0 and end >= 0:
            text = text[:end] + text[end:].lstrip("\n")
        elif change == 1:
            text = text[:at] + "\n\n" + text[at:]
        elif change == 2 and end >= 0:
            text = text[:end] + "\n" + text[end:]
        elif end >= 0:
            text = text[end:] + text[:end]
    return text


@pytest.mark.parametrize("number", range(len(pages())))
def test_kept_decisions_are_those_made_anew(number: int) -> None:
    rng = random.Random(number)
    text = pages()[number]
    first = parse(text)
    memory = Memory()
    memory.ratio(block.text for block in first.blocks)
    plan(first, CONFIG, memory)
    for _ in range(6):
        text = edited(text, rng)
        fresh = Memory()
        # The n-grams stay those of the first pass.
        fresh.ratio(block.text for block in first.blocks)
        document = parse(text)
        assert decided(plan(document, CONFIG, memory)) == decided(plan(document, CONFIG, fresh))


def test_what_joins_add_is_learnt_in_the_end() -> None:
    memory, text = Memory(), "春天的花园里开满了花。\n\n夏天的湖面上有很多船"
    before = [block.text for block in parse(text).blocks]
    assert memory.relearnt(before) is None, "nothing was asked for"
    memory.ratio(before)
    assert memory.relearnt(before) is None
    again = memory.relearnt([text.replace("\n\n", "")])
    assert again is not None
    assert again.shapes is memory.shapes
    assert again.ratio([text.replace("\n\n", "")]) is not memory.ratio(before)
