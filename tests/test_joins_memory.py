"""What is kept from pass to pass must not change what is decided."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from reflow.config import Config
from reflow.document import parse
from reflow.joins.memory import Memory
from reflow.joins.ngrams import Learnt, _counter_of_long, _counter_of_short
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
    memory.ratio(text, first.blocks)
    plan(first, CONFIG, memory)
    for _ in range(6):
        text = edited(text, rng)
        fresh = Memory()
        # The n-grams stay those of the first pass.
        fresh.ratio(text, first.blocks)
        document = parse(text)
        assert decided(plan(document, CONFIG, memory)) == decided(plan(document, CONFIG, fresh))


def test_what_joins_add_is_learnt_in_the_end() -> None:
    broken = "春天的花园里开满了花。\n\n夏天的湖面上有很\n\n多船"
    whole = broken.replace("很\n\n多", "很多")
    memory = Memory()
    assert memory.relearnt(whole, parse(whole).blocks) is None, "nothing was asked for"
    first = memory.ratio(broken, parse(broken).blocks)
    assert memory.relearnt(broken, parse(broken).blocks) is None
    again = memory.relearnt(whole, parse(whole).blocks)
    assert again is not None
    assert again.shapes is memory.shapes
    assert first.log_p("很", "多") < again.ratio(whole, parse(whole).blocks).log_p("很", "多")


def test_counts_are_those_of_all_stretches() -> None:
    """Counts by any of the ways are those that counting every stretch gives."""
    rng = random.Random(4)
    text = "".join(rng.choice("aab\x00中国国\U0001f600") for _ in range(3000))
    parts = [text[:1000], text[1000:1001], text[1001:]]
    wanted = Counter(
        part[i : i + size] for part in parts for i in range(len(part)) for size in (1, 2, 3)
        if i + size <= len(part)
    )  # fmt: skip
    grams = [*wanted, "b", "zz", "国b", "a\n", "\n", "中中中"]
    joined = "\n".join((*parts, ""))
    for count in (Learnt(parts).__getitem__, _counter_of_short(joined), _counter_of_long(joined)):
        assert {g: count(g) for g in grams if "\n" not in g} == {
            g: wanted[g] for g in grams if "\n" not in g
        }
    assert Learnt(parts)["a\n"] == 0
