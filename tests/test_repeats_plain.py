"""Short texts are searched without numpy: the same folding, the same pairs."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflow.repeats.fold import Folded
from reflow.repeats.pairs import find_pairs
from reflow.repeats.plain import LIMIT, Plain

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "samples").glob("*.txt")) + sorted((ROOT / "seeds").glob("*.txt"))


def same(text: str) -> int:
    """Assert that both ways agree on `text`; the number of pairs."""
    plain, full = Plain(text), Folded(text)
    assert plain.text == full.text
    assert len(plain) == len(full)
    places = range(0, len(plain), max(len(plain) // 50, 1))
    assert [plain.position(n) for n in places] == [full.position(n) for n in places]
    wanted = range(0, len(text) + 1, max(len(text) // 50, 1))
    assert [plain.find(n) for n in wanted] == [full.find(n) for n in wanted]
    pairs = find_pairs(full, 18.0, 0.75)
    assert find_pairs(plain, 18.0, 0.75) == pairs
    return len(pairs)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_pages(path: Path) -> None:
    same(path.read_text(encoding="utf-8", errors="surrogateescape")[:LIMIT])


def test_copies_with_errors() -> None:
    source = random.Random(7)
    page = (ROOT / "samples/newspaper-captions.clean.txt").read_text(encoding="utf-8")
    found = 0
    for _ in range(12):
        start = source.randrange(len(page) - 200)
        copy = list(page[start : start + source.randrange(60, 200)])
        for _ in range(len(copy) // 12):
            copy[source.randrange(len(copy))] = source.choice("的一是在不了有和人这")
        at = source.randrange(len(page))
        found += same(page[:at] + "".join(copy) + page[at:])
    assert found >= 12


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    same(text)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab中文 ,\n", min_size=40, max_size=400))
def test_texts_of_few_letters(text: str) -> None:
    same(text + text[:60])
