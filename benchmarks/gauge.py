"""What the working tree changes against the last commit, document by document: `make gauge`.

    gauge.py BENCH [--all]

Cleans every page of BENCH/typeset and BENCH/real with the code as it was committed
(exported to a temporary folder) and as it is now, and prints each edit that only one
of them makes, with whether the labels call it right, so that a heuristic is judged
on real text before it lands.  Without `--all`, every fifth page.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
JOIN = {"join", "join-space", "join-any", "dehyphen"}
RUN = """
import json, sys
from reflow import process
for line in sys.stdin:
    result = process(json.loads(line))
    made = [f for f in result.findings if f.status == "applied"]
    print(json.dumps([(f.code, f.span.start, f.span.end, f.message) for f in made]), flush=True)
"""


def edits(code: Path, texts: list[str]) -> list[set[tuple[str, int, int, str]]]:
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    done = subprocess.run(
        [sys.executable, "-P", "-c", RUN], input=lines, capture_output=True, text=True, check=True,
        cwd=code, env={"PYTHONPATH": str(code), "PATH": ""},
    )  # fmt: skip
    return [{tuple(e) for e in json.loads(line)} for line in done.stdout.splitlines()]


def verdict(record: dict[str, list[list[object]]], code: str, start: int, end: int) -> str:
    """What the labels say of a join: right, WRONG or nothing."""
    if code != "J101":
        return "?"
    for a, b, label, *_ in record["labels"]["boundaries"]:  # type: ignore[call-overload]
        if start - 2 <= a <= start and b == end:
            return "right" if label in JOIN else "?" if label == "skip" else "WRONG"
    return "?"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("bench", type=Path)
    parser.add_argument("--all", action="store_true")
    args = parser.parse_args()
    paths = sorted(args.bench.glob("typeset/*.jsonl")) + sorted(args.bench.glob("real/*.jsonl"))
    records = [json.loads(line) for path in paths for line in path.open(encoding="utf-8")]
    records = records if args.all else records[::5]
    texts = [r["raw"] for r in records]
    with tempfile.TemporaryDirectory() as folder:
        archive = subprocess.run(
            ["git", "archive", "HEAD", "reflow"], cwd=ROOT, capture_output=True, check=True
        )
        subprocess.run(["tar", "-x", "-C", folder], input=archive.stdout, check=True)
        before = edits(Path(folder), texts)
    after = edits(ROOT, texts)
    total: Counter[tuple[str, str, str]] = Counter()
    for record, old, new in zip(records, before, after, strict=True):
        for sign, only in (("-", old - new), ("+", new - old)):
            for code, start, end, message in sorted(only):
                says = verdict(record, code, start, end)
                total[sign, code, says] += 1
                print(f"{record['id']}:{start} {sign}{code} {says} {message}")
    print(
        f"{len(records)} pages;",
        ", ".join(f"{s}{c} {v} {n}" for (s, c, v), n in sorted(total.items())),
    )


if __name__ == "__main__":
    main()
