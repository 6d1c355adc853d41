"""What a run leaves: documents in the inputs' format, records, a manifest and a page to read."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import IO, Any

from reflow.corpus import summary
from reflow.corpus.formats import writer_for
from reflow.corpus.inputs import PARQUET, TEXT, Source, Unreadable


@dataclass
class Counts:
    """What a run did, in numbers."""

    documents: int = 0
    changed: int = 0
    failures: int = 0
    edits: int = 0
    removals: Counter[str] = field(default_factory=Counter)
    removed_characters: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    homes: Counter[str] = field(default_factory=Counter)


def check(found: list[Source]) -> None:
    """Raise Unreadable for tables that can't stand in one file, and texts of one name."""
    names = Counter(s.name for s in found if s.format == TEXT)
    if twice := sorted(name for name, n in names.items() if n > 1):
        raise Unreadable(f"{twice[0]}: stands in several of the folders; name the one above them")
    tables = [s for s in found if s.format == PARQUET]
    if len(tables) < 2:
        return
    from pyarrow import parquet

    first = parquet.read_schema(tables[0].path)
    for table in tables[1:]:
        if not parquet.read_schema(table.path).equals(first):
            raise Unreadable(f"{table.path}: other columns than {tables[0].path}")


def write(
    found: list[Source], rows: Iterator[dict[str, Any]], plan: dict[str, Any], work: str, out: str
) -> dict[str, Any]:
    """Write everything aside, move it to `out`, and return the manifest."""
    from reflow.corpus.run import MANIFEST, digest

    final = os.path.join(work, "final")
    shutil.rmtree(final, ignore_errors=True)
    os.makedirs(final)
    counts = Counts()
    with (
        open(os.path.join(final, "removals.jsonl"), "w", encoding="utf-8") as removals,
        open(os.path.join(final, "failures.jsonl"), "w", encoding="utf-8") as failures,
        writer_for(found, plan["settings"]["field"], final) as documents,
    ):
        for number, group in groupby(rows, key=lambda r: r["source"]):
            for row, changed, failure in documents.write(found[number], group):
                _note(row, changed, failure, counts, removals, failures)
    manifest = {**plan, "counts": _numbers(counts), "outputs": []}
    with open(os.path.join(final, "summary.html"), "w", encoding="utf-8") as page:
        page.write(summary.page(manifest, counts.homes.most_common(20), counts.reasons))
    names = sorted(
        os.path.relpath(os.path.join(folder, name), final)
        for folder, _, files in os.walk(final)
        for name in files
    )
    manifest["outputs"] = [
        {"path": n, "bytes": os.path.getsize(p), "sha256": digest(p)}
        for n in names
        for p in [os.path.join(final, n)]
    ]
    with open(os.path.join(final, MANIFEST), "w", encoding="utf-8") as file:
        json.dump(manifest, file, ensure_ascii=False, indent=1)
        file.write("\n")
    _move(final, out, MANIFEST)
    shutil.rmtree(work)
    return manifest


def _move(final: str, out: str, last: str) -> None:
    """Move what is complete; what tells that all is complete comes last."""
    for name in sorted(os.listdir(final), key=lambda n: (n == last, n)):
        place = os.path.join(out, name)
        if os.path.isdir(place):
            shutil.rmtree(place)
        os.rename(os.path.join(final, name), place)


def _note(
    row: dict[str, Any],
    changed: bool,
    failure: str,
    counts: Counts,
    removals: IO[str],
    failures: IO[str],
) -> None:
    counts.documents += row["row"] >= 0
    if failure:
        counts.failures += 1
        counts.reasons[failure.split(":")[0]] += 1
        failures.write(_line({"doc": row["id"], "reason": failure}))
        return
    counts.changed += changed
    counts.edits += row["edits"]
    for record in json.loads(row["removals"]):
        counts.removals[record["reason"]] += 1
        counts.removed_characters[record["reason"]] += record["end"] - record["start"]
        if record["kept_doc"] != record["doc"]:
            counts.homes[record["kept_doc"]] += 1
        removals.write(_line(record))


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


def _numbers(counts: Counts) -> dict[str, Any]:
    return {
        "documents": counts.documents,
        "changed": counts.changed,
        "failures": counts.failures,
        "edits": counts.edits,
        "removals": dict(sorted(counts.removals.items())),
        "removed_characters": dict(sorted(counts.removed_characters.items())),
    }
