"""Fits the shipped tables of how blocks end and start: `make train`.

    train_edges.py CORPORA OPEN_TEXT TYPESET OUT_DIR

Reads openly licensed documents (the development corpora and `open_text.py`'s), leaves out the
documents that the typeset pages were made from, cuts their paragraphs at random places, and fits
two logistic regressions (L2): is this the end of a title or paragraph, or a place inside one? Is
this its start? Blocks that end in a mark are left out of the first: the mark tells. Classes weigh
the same in each language. Deterministic.
"""

from __future__ import annotations

import json
import random
import sys
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from compose import licensed

from reflow.joins import edges
from reflow.joins.shape import SENTENCE_ENDS

PER_FILE = 700_000
"""Code points of one corpus in one language; with 1,500,000 the average precision rose for
Japanese and Simplified Chinese (.75 to .78, .68 to .69) and fell for German and Korean."""
STRENGTH = 0.3
"""Inverse strength of the L2 penalty; 1.0 is better for Korean and German, worse for Chinese."""
MARKS = '.。！？!?…;；:：,，、”"」』）)'
SPACED = ("de", "en", "es", "fr", "it", "nl", "pt", "ru")
IN_WORDS = 0.3
"""Share of Korean cuts that fall inside a word."""
A_CUT_EVERY = 60
"""Code points."""


class Edge(NamedTuple):
    """One place of a text."""

    language: str
    side: str
    text: str
    whole: int
    """Is it the edge of a whole title or paragraph?"""


def examples(
    folders: Iterable[Path], wanted: Callable[[str], bool], sources: Counter[str] | None = None
) -> Iterator[Edge]:
    """Places of the documents whose id is wanted; `sources` gets the code points by licence."""
    rnd = random.Random(7)
    for path in sorted(p for folder in folders for p in folder.glob("*.jsonl")):
        language, room = path.name.split(".")[0], PER_FILE
        for document in licensed(path, wanted):
            if room <= 0:
                break
            for block in document["blocks"]:
                text = " ".join(block["text"].split())
                room -= len(text)
                if sources is not None:
                    sources[f"{language}\t{document['licence']}"] += len(text)
                if len(text) > 2:
                    yield from _edges(language, text, block["type"] == "heading", rnd)


def _edges(language: str, text: str, title: bool, rnd: random.Random) -> Iterator[Edge]:
    if title or text[-1] not in MARKS:
        yield Edge(language, "ends", text, 1)
    yield Edge(language, "starts", text, 1)
    if len(text) < 24:
        return
    for _ in range(max(1, len(text) // A_CUT_EVERY)):
        at = rnd.randrange(6, len(text) - 6)
        if language in SPACED or (language == "ko" and rnd.random() >= IN_WORDS):
            at = text.rfind(" ", 0, at)
        if at >= 4:
            left, right = text[:at].rstrip(), text[at:].lstrip()
            if left[-1] not in MARKS:
                yield Edge(language, "ends", left, 0)
            if left[-1] not in SENTENCE_ENDS:
                yield Edge(language, "starts", right, 0)


def fit(seen: list[Edge], side: str) -> array[int]:
    """The table of one side, in steps."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    features = {"ends": edges.last, "starts": edges.first}[side]
    seen = [e for e in seen if e.side == side]
    sizes = Counter((e.language, e.whole) for e in seen)
    total = Counter(e.language for e in seen)
    weight = np.array([total[e.language] / 2 / sizes[e.language, e.whole] for e in seen])
    rows = [sorted({edges.slot(gram) for gram in features(e.text)}) for e in seen]
    x = csr_matrix(
        (
            np.ones(sum(map(len, rows))),
            np.concatenate(rows),
            np.cumsum([0, *map(len, rows)]),
        ),
        shape=(len(rows), edges.SLOTS),
    )
    model: Any = LogisticRegression(C=STRENGTH, max_iter=300, solver="liblinear")
    model.fit(x, [e.whole for e in seen], sample_weight=weight)
    found = np.append(model.coef_[0], model.intercept_[0]) * edges.STEP
    return array("b", np.clip(np.rint(found), -127, 127).astype(np.int8).tobytes())


def main(corpora: Path, texts: Path, typeset: Path, out: Path) -> None:
    used = {
        src
        for path in sorted(typeset.glob("*.jsonl"))
        for line in path.open(encoding="utf-8")
        for src in json.loads(line)["srcs"]
    }
    sources: Counter[str] = Counter()
    seen = list(examples((corpora, texts), lambda name: name not in used, sources))
    lines = ["language\tlicence\tcode points", *(f"{k}\t{n}" for k, n in sorted(sources.items()))]
    (out / "edges.sources.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for side in ("ends", "starts"):
        table = fit(seen, side)
        (out / f"{side}.bin").write_bytes(table.tobytes())
        print(side, sum(e.side == side for e in seen), "places,", sum(map(bool, table)), "weights")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:5]))
