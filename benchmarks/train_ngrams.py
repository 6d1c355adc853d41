"""Counts the shipped n-gram table from openly licensed text: `make train`.

    train_ngrams.py CORPORA_DIR TYPESET_DIR OUT

Reads the JSON Lines corpora (one document a line, typed blocks), leaves out
the sources whose licence is unclear and every document that the typeset pages
were made from (so that figures on those pages are honest), and writes
`reflow/model/ngrams.bin` and the list of its sources.  Deterministic.
"""

from __future__ import annotations

import json
import math
import sys
from array import array
from collections import Counter
from pathlib import Path

from reflow.joins.ngrams import END, FOLD, START, Table

SLOTS = 1 << 19
UNCLEAR = ("-lctt-", "-gov-", "-law-")
PER_LANGUAGE = 700_000
"""Code points a language; the ratio's AUC is flat from about 500,000 on."""


def main(corpora: Path, typeset: Path, out: Path) -> None:
    used = {
        src
        for path in sorted(typeset.glob("*.jsonl"))
        for line in path.open(encoding="utf-8")
        for src in json.loads(line)["srcs"]
    }
    counts: Counter[str] = Counter()
    total = 0
    sources: Counter[str] = Counter()
    for path in sorted(corpora.glob("*.jsonl")):
        room = PER_LANGUAGE
        for line in path.open(encoding="utf-8"):
            document = json.loads(line)
            if room <= 0 or document["id"] in used or any(u in document["id"] for u in UNCLEAR):
                continue
            for block in document["blocks"]:
                # Widths vary from page to page; the runtime folds them in the same way.
                text = START + block["text"].translate(FOLD) + END
                for size in (1, 2, 3):
                    counts.update(text[i : i + size] for i in range(len(text) - size + 1))
                total += len(text)
                room -= len(text)
                key = f"{path.stem.split('.')[0]}\t{document['licence']}"
                sources[key] += len(text)
    counts[""] = total
    cells = array("H", bytes(2 * SLOTS))
    mask, stored = SLOTS - 1, 0
    # Frequent grams first: when the table is full, the rare ones are dropped.
    for gram, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if n < 2 and len(gram) == 3:
            continue
        code = Table.hash(gram)
        level = min(63, max(1, round(3 * math.log2(n))) if n > 1 else 1)
        for probe in range(Table.PROBES):
            slot = (code + probe) & mask
            if not cells[slot]:
                cells[slot] = (code >> 22) << 6 | level
                stored += 1
                break
    out.write_bytes(cells.tobytes())
    lines = ["language\tlicence\tcode points"] + [f"{k}\t{v}" for k, v in sorted(sources.items())]
    out.with_suffix(".sources.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{stored} n-grams of {len(counts)} from {total} code points")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
