"""The summary page: what a run did, for a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:50em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse;margin:1em 0}td,th{padding:.2em 1em .2em 0;text-align:left;"
    "border-bottom:1px solid #ccc}td:last-child{text-align:right}"
)


def page(
    manifest: Mapping[str, Any], homes: Iterable[tuple[str, int]], failures: Mapping[str, int]
) -> str:
    """An HTML page of its own, without a script; everything from the corpus is escaped."""
    counts = manifest["counts"]
    size = sum(i["bytes"] for i in manifest["inputs"])
    rows: list[tuple[str, object]] = [
        ("documents", counts["documents"]),
        ("bytes read", size),
        ("documents changed", counts["changed"]),
        ("edits", counts["edits"]),
        ("documents that failed", counts["failures"]),
    ]
    for reason, number in counts["removals"].items():
        rows.append((f"passages {reason}", number))
        rows.append(("… characters", counts["removed_characters"][reason]))
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8><title>reflow corpus</title>",
        f"<style>{_STYLE}</style><h1>Corpus</h1>",
        _table("What was done", rows),
        _table("Documents whose passages others repeat", list(homes)),
        _table("Why documents failed", sorted(failures.items(), key=lambda f: (-f[1], f[0]))),
    ]
    return "\n".join(p for p in parts if p) + "\n"


def _table(title: str, rows: list[tuple[str, Any]]) -> str:
    if not rows:
        return ""
    cells = "".join(f"<tr><td>{escape(name)}<td>{value:,}" for name, value in rows)
    return f"<h2>{escape(title)}</h2><table>{cells}</table>"
