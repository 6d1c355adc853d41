"""Whole documents: what comes out, what the log says of it, and that it can be undone."""

from __future__ import annotations

from collections.abc import Callable

import golden
import pytest

from reflow import log
from reflow.api import BytesResult, process_bytes
from reflow.document import Span
from reflow.engine import guard


@pytest.fixture(scope="module")
def outcome() -> Callable[[str], BytesResult]:
    known: dict[str, BytesResult] = {}

    def run(name: str) -> BytesResult:
        if name not in known:
            known[name] = process_bytes(golden.read(name))
        return known[name]

    return run


Run = Callable[[str], BytesResult]
EVERY = golden.names()


def _known(name: str) -> object:
    reason = golden.KNOWN_FAILURES.get(name)
    marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
    return pytest.param(name, marks=marks)


@pytest.mark.parametrize("name", [_known(name) for name in EVERY])
def test_output(name: str, outcome: Run) -> None:
    assert outcome(name).data == golden.expected(name)


@pytest.mark.parametrize("name", [n for n in EVERY if n not in golden.KNOWN_FAILURES])
def test_log(name: str, outcome: Run) -> None:
    assert golden.log(name, outcome(name)) == golden.log_path(name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", EVERY)
def test_every_character_is_accounted_for(name: str, outcome: Run) -> None:
    result = outcome(name).result
    guard(result)
    kept = [p for p in result.pieces if isinstance(p, Span)]
    parts = sorted([*kept, *result.removed])
    assert "".join(part.text(result.source) for part in parts) == result.source
    inserted = sorted(p for p in result.pieces if isinstance(p, str))
    logged = sorted(
        text for f in result.findings for _, text in f.inserted if f.status == "applied"
    )
    assert "".join(inserted) == "".join(logged)


@pytest.mark.parametrize("name", EVERY)
def test_undo(name: str, outcome: Run) -> None:
    lines = golden.log(name, outcome(name)).splitlines(keepends=True)
    assert log.undo(outcome(name).data, lines) == golden.read(name)


@pytest.mark.parametrize("name", EVERY)
def test_a_second_run_changes_nothing(name: str, outcome: Run) -> None:
    assert process_bytes(outcome(name).data).data == outcome(name).data


def test_no_golden_without_its_sample() -> None:
    known = {f"{n}{end}" for n in EVERY for end in (".txt", ".clean.txt", ".edits.jsonl")}
    assert {p.name for p in golden.SAMPLES.iterdir()} <= known | {".gitattributes"}
