"""Mutants of samples, seed and cases, and the fuzzers' corpus: nothing lost, added or unstable.

`make fuzz` tries many more; what it finds becomes a case, a test or a file of the corpus.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).parent / "fuzz"
sys.path.insert(0, str(FUZZ))

from mutate import CORPUS, document, pool  # noqa: E402
from run import fault, shrunk  # noqa: E402

from reflow import log  # noqa: E402
from reflow.api import process_bytes  # noqa: E402
from reflow.config import Config  # noqa: E402

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
    outcome = process_bytes(data)
    assert not fault(outcome.source.text)
    if outcome.changed:
        stream = io.StringIO()
        log.write(stream, path.name, outcome, Config())
        assert log.undo(outcome.data, stream.getvalue().splitlines(keepends=True)) == data
    assert process_bytes(outcome.data).data == outcome.data
