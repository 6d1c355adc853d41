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
from collections.abc import Callable
from pathlib import Path

from compose import licensed

from reflow.joins.ngrams import END, FOLD, START, Table

SLOTS = 1 << 19
PER_LANGUAGE = 700_000
"""Code points a language; the ratio's AUC is flat from about 500,000 on."""


def main(corpora: Path, typeset: Path, out: Path) -> None:
    used = {
        src
        for path in sorted(typeset.glob("*.jsonl"))
        for line in path.open(encoding="utf-8")
        for src in json.loads(line)["srcs"]
    }
    counts, sources = count(corpora, lambda name: name not in used)
    table = cells(counts, SLOTS)
    out.write_bytes(table.tobytes())
    lines = ["language\tlicence\tcode points"] + [f"{k}\t{v}" for k, v in sorted(sources.items())]
    out.with_suffix(".sources.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{sum(1 for cell in table if cell)} of {len(counts)} n-grams, {counts['']} code points")


def count(corpora: Path, wanted: Callable[[str], bool]) -> tuple[Counter[str], Counter[str]]:
    """The n-grams of the documents whose id is wanted, and the code points by source."""
    counts: Counter[str] = Counter()
    total = 0
    sources: Counter[str] = Counter()
    for path in sorted(corpora.glob("*.jsonl")):
        room = PER_LANGUAGE
        for document in licensed(path, wanted):
            if room <= 0:
                break
            for block in document["blocks"]:
                # Widths vary from page to page; the runtime folds them in the same way.
                text = START + block["text"].translate(FOLD) + END
                for size in (1, 2, 3):
                    counts.update(text[i : i + size] for i in range(len(text) - size + 1))
                total += len(text)
                room -= len(text)
                key = f"{path.stem.split('.')[0]}\t{document['licence']}"
                sources[key] += len(text)
    counts = Counter({gram: n for gram, n in counts.items() if n > 1 or len(gram) < 3})
    counts[""] = total
    return counts, sources


def cells(counts: Counter[str], slots: int) -> array[int]:
    """The counts as `reflow.joins.ngrams.Table` reads them."""
    table = array("H", bytes(2 * slots))
    # Frequent ones first: when the table is full, the rare ones are dropped.
    for gram, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        code = Table.hash(gram)
        level = min(63, max(1, round(3 * math.log2(n))))
        for probe in range(Table.PROBES):
            slot = (code + probe) & (slots - 1)
            if not table[slot]:
                table[slot] = (code >> 22) << 6 | level
                break
    return table


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
