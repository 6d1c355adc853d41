"""Writes the shipped table of Han words from jieba's dictionary (MIT licence): `make train`.

    train_words.py OUT

Words of one to four characters with their frequencies, the frequent ones; the
dictionary is of simplified Chinese, as the runtime folds traditional characters.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from train_ngrams import cells

from reflow.joins.ngrams import FOLD
from reflow.joins.segment import LONGEST

SLOTS = 1 << 17
RAREST = 20
"""Frequency; 78,000 words have it."""


def main(out: Path) -> None:
    import jieba

    counts: Counter[str] = Counter()
    for line in (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8"):
        word, frequency, _ = line.split()
        counts[""] += int(frequency)
        if len(word) <= LONGEST and int(frequency) >= RAREST:
            counts[word.translate(FOLD)] += int(frequency)
    table = cells(counts, SLOTS)
    out.write_bytes(table.tobytes())
    print(f"{len(counts)} words, {sum(map(bool, table))} places taken")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
