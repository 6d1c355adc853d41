"""Documents as extractors leave them, with each passage emitted twice marked by hand.

    repeated.py FOLDER OUT.jsonl

`⟪…⟫` stands around what a careful editor would take out as a copy, `⟪gap:…⟫` where it stands for
text that is lost, `⟪in:…⟫` where it was thrown into a paragraph that goes on behind it.  The
other copy is the one in its right place.  A third of the documents repeat themselves by custom
alone.  Written for this project; in `benchmarks/repeated/`, two files in five are in `held/`,
which is never fitted on.  Written out, they have the form of the development data's pages.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "repeated"
MARK = re.compile(r"⟪((?:gap|in):)?([^⟪⟫]*)⟫")


def record(name: str, source: str) -> dict[str, Any]:
    """Raw text and copies of one marked document."""
    raw, here = "", 0
    copies = []
    for mark in MARK.finditer(source):
        raw += source[here : mark.start()]
        start = len(raw)
        raw += mark[2]
        copies.append({"start": start, "end": len(raw), "type": (mark[1] or "").rstrip(":")})
        here = mark.end()
    raw += source[here:]
    lines = [line for line in raw.split("\n") if line.strip()]
    return {
        "id": name,
        "srcs": [name],
        "format": "lines" if raw.count("\n\n") * 2 < len(lines) else "regions",
        "kind": "written",
        "raw": raw,
        "labels": {"repeats": copies},
    }


def records(folder: Path = FOLDER) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.txt")):
        yield record(path.stem, path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    found = [json.dumps(r, ensure_ascii=False) + "\n" for r in records(Path(sys.argv[1]))]
    Path(sys.argv[2]).write_text("".join(found), encoding="utf-8")
