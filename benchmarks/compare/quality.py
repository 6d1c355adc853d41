"""What a tool gets right: the scorer of the development data, or without it the samples."""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from benchmarks.compare.texts import ROOT

Figures = dict[str, float]
FORMATS = ("regions", "lines", "real")
"""How text comes out: a line for each region, printed lines, and what extractors really wrote."""
JOINS = ("join_R", "join_P")
WHOLE = ("docs", "rep_R", "rep_P", "clean_docs", "clean_bytes_changed")


def score(clean: Callable[[str], str], bench: str | None, every: int) -> Figures:
    """Joins, repeats and clean pages, over every `every`th page; a ratio of nothing is left out."""
    return _pages(clean, Path(bench), every) if bench else _samples(clean)


def _records(bench: Path, every: int) -> Iterator[dict[str, Any]]:
    paths = sorted(bench.glob("typeset/*.jsonl")) + sorted(bench.glob("real/*.jsonl"))
    lines = [line for path in paths for line in path.open(encoding="utf-8")]
    for line in lines[::every]:
        record = json.loads(line)
        if record.get("gold") is None:
            record["gold"] = record["raw"]
        yield record


def _pages(clean: Callable[[str], str], bench: Path, every: int) -> Figures:
    scorer = _scorer(bench)
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    failed = 0
    for record in _records(bench, every):
        try:
            out = clean(record["raw"])
        except Exception:
            failed += 1
            out = record["raw"]
        seen, _ = scorer.score_doc(record, out)
        for part in ("all", record["format"]):
            totals[part].update(seen)
    found = {part: scorer.figures(total) for part, total in totals.items()}
    told = {"failed": failed, **{name: found["all"][name] for name in WHOLE}}
    for part in FORMATS:
        told |= {f"{part} {name}": found[part][name] for name in JOINS if part in found}
    return {name: value for name, value in told.items() if value == value}


def _scorer(bench: Path) -> Any:
    spec = spec_from_file_location("score", bench / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["score"] = module
    spec.loader.exec_module(module)
    return module


def _samples(clean: Callable[[str], str]) -> Figures:
    """Clean pages of the repository that come out changed; it has no labels of single breaks."""
    pages = [path.read_bytes() for path in sorted((ROOT / "samples").glob("*.clean.txt"))]
    texts = [page.decode("utf-8") for page in pages if _utf8(page)]
    damaged = sum(clean(text) != text for text in texts)
    return {"docs": len(texts), "clean_docs": len(texts), "clean_bytes_changed": damaged}


def _utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
