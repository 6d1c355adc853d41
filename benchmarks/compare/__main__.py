"""Quality and speed of reflow and of other tools in one table: `make bench`.

    python -m benchmarks.compare [BENCH] [--megabytes N] [--rounds N] [--every N] [--write]

BENCH is the folder of development data; without it the samples of the repository are read.
`--every N` scores every Nth page, 0 none.  `--write` puts the results into docs/speed.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.compare import report
from benchmarks.compare.measure import FLOOR, measure
from benchmarks.compare.texts import ROOT, generated
from benchmarks.compare.tools import table


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.compare")
    parser.add_argument("bench", type=Path, nargs="?")
    parser.add_argument("--megabytes", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--every", type=int, default=3)
    parser.add_argument("--only", default="", help="names of tools, with commas")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    bench = args.bench if args.bench and args.bench.is_dir() else None
    names = set(filter(None, args.only.split(",")))
    tools = [t for t in table().values() if not names or t.name in names | {FLOOR}]
    text = generated(bench, int(args.megabytes * 1e6))
    size = len(text.encode())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "text.txt")
        path.write_text(text, encoding="utf-8", newline="")
        rows = measure(tools, path, args.rounds, bench, args.every)
    data = "the development data" if bench else "the repository's samples (no other data is here)"
    scored = max((row.quality.get("docs", 0) for row in rows), default=0)
    notes = (
        f"{size / 1e6:.1f} MB of Chinese text made from {data}; medians of {args.rounds} rounds, "
        f"each tool in a process of its own, in turn; CPU time, reading and writing with it. "
        f"Quality on {scored:g} pages of {data}.",
    )
    print(*notes, "", *report.table(rows, size), sep="\n")
    if args.write:
        report.write(ROOT / "docs" / "speed.md", rows, size, notes)
    sys.exit(any(row.absent and row.tool.name.startswith("reflow") for row in rows))


if __name__ == "__main__":
    main()
