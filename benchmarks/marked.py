"""Documents as extractors leave them, with each break marked by hand: for the fit and for scores.

    marked.py FOLDER OUT.jsonl

Where a paragraph was cut the files hold `⟦GOLD|BROKEN⟧`: what stood there (nothing, a space, a
hyphen), and what the extractor put there, with what stands between the halves.  All that is not
marked stands apart.  Written for this project; in `benchmarks/marked/`, two files in five are in
`held/`, which is never fitted on.  Written out, they have the form of the development
data's records, labels and wanted text included.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

MARK = re.compile(r"⟦([^|⟦⟧]*)\|([^⟦⟧]*)⟧")
LABELS = {"": "join", " ": "join-space", "\u3000": "join-space", "-": "join"}
HYPHENS = "-\u00ad\u2010"
WHITE = " \n\f\u3000"


def record(name: str, source: str) -> dict[str, Any]:
    """Raw text, wanted text and labels of one marked document."""
    raw, cuts, here = "", {}, 0
    bridges = []
    for mark in MARK.finditer(source):
        gold, broken = mark.groups()
        raw += source[here : mark.start()]
        start = len(raw) - 1
        raw += broken
        here = mark.end()
        between = broken.strip(WHITE)
        if broken[:1] and broken[0] in HYPHENS:
            start += 1
            between = broken[1:].strip(WHITE)
        label = "dehyphen" if broken[:1] and broken[0] in HYPHENS and not gold else LABELS[gold]
        if between:
            bridges.append({"a": start, "b": len(raw), "label": label, "over": "any"})
        else:
            cuts[start, len(raw)] = label
    raw += source[here:]
    lines = [
        (
            m.start() + len(m.group()) - len(m.group().lstrip()),
            len(m.group().rstrip()) + m.start() - 1,
        )
        for m in re.finditer(r"[^\n\f]*\S[^\n\f]*", raw)
    ]
    bounds = [[a, b, cuts.get((a, b), "keep")] for (_, a), (b, _) in pairwise(lines)]
    language = re.match(r"[a-z]+(?:-Han[st])?", name)
    single = len(re.findall(r"[^\n]\n(?=[^\n])", raw))
    return {
        "id": name,
        "lang": language.group() if language else "",
        "format": "lines" if single > 0.5 * len(bounds) else "regions",
        "kind": "breaks" if cuts or bridges else "clean",
        "srcs": [name],
        "raw": raw,
        "gold": wanted(source) if cuts or bridges else None,
        "labels": {
            "boundaries": bounds,
            "bridges": bridges,
            "repeats": [],
            "tokens": [],
            "cont": [],
        },
    }


def wanted(source: str) -> str:
    """The text made whole, with what stood between the halves behind the paragraph."""
    parts, waiting, here = [], list[str](), 0
    marks = [*MARK.finditer(source), None]
    for mark in marks:
        piece = source[here : mark.start() if mark else len(source)]
        if waiting:
            line, end, rest = piece.partition("\n")
            if end or mark is None:
                piece = "\n\n".join((line, *waiting)) + end + rest
                waiting = []
        parts.append(piece)
        if mark:
            parts.append(mark.group(1))
            here = mark.end()
            between = mark.group(2).lstrip(HYPHENS).strip(WHITE)
            if between:
                waiting.append(between)
    return "".join(parts)


def records(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.txt")):
        yield record(path.stem, path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    lines = [json.dumps(r, ensure_ascii=False) + "\n" for r in records(Path(sys.argv[1]))]
    Path(sys.argv[2]).write_text("".join(lines), encoding="utf-8")
