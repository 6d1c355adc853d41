"""Weights of `reflow.joins.hangul`: does a word go on between two Hangul characters?

    python benchmarks/train_spaces.py BENCH_DIR

Reads the labelled breaks of the Korean pages and of the Korean documents in `marked/`.  Logistic
regression (L2); prints figures of five folds (of documents that share no source), and the weights
in points, 100 to one unit of log-odds.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from marked import records
from sklearn.linear_model import LogisticRegression
from train_gaps import FOLDS, folds, read

from reflow.document import parse
from reflow.joins import hangul
from reflow.joins.memory import Memory
from reflow.joins.separator import Joiner

C = 0.5
MARKED = Path(__file__).parent / "marked"


class Example(NamedTuple):
    document: int
    kind: str
    features: dict[str, float]
    spaced: bool


def examples(number: int, record: dict[str, Any]) -> Iterator[Example]:
    raw, labels = record["raw"], record["labels"]
    joiner = Joiner(raw, Memory().ratio(raw, parse(raw).blocks))
    bridges = ((x["a"], x["b"], x["label"]) for x in labels["bridges"])
    kind = f"{'dev' if record['id'].startswith('dev') else 'written'} {record['format']}"
    for a, b, label, *_ in (*labels["boundaries"], *bridges):
        if label in ("join", "join-space") and hangul.EOJEOL.match(raw[a] + raw[b]):
            if hangul.EOJEOL.match(raw[b]):
                left, right = raw[: a + 1].split("\n")[-1], raw[b:].split("\n", 1)[0]
                found = joiner.between_hangul(left, right)
                yield Example(number, kind, found, label == "join-space")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench", type=Path)
    args = parser.parse_args()
    pages = list(read(args.bench / "typeset" / "ko.jsonl"))
    for folder in (MARKED, MARKED / "held"):
        pages += (r for r in records(folder) if r["lang"] == "ko")
    known = [e for n, r in enumerate(pages) for e in examples(n, r)]
    fold = folds(pages)
    names = list(known[0].features)
    table = np.array([[e.features[k] for k in names] for e in known])
    wanted = np.array([e.spaced for e in known])
    part = np.array([fold[e.document] for e in known])
    right = np.zeros(len(known))

    def fit(some: Any) -> Any:
        model = LogisticRegression(C=C, max_iter=3000, fit_intercept=False)
        return model.fit(table[some], wanted[some])

    for k in range(FOLDS):
        right[part == k] = fit(part != k).predict(table[part == k]) == wanted[part == k]
    for kind in sorted({e.kind for e in known}):
        some = np.array([e.kind == kind for e in known])
        print(f"# {kind}: {some.sum()}, right {right[some].mean():.3f}")
    for name, weight in zip(names, fit(np.ones(len(known), bool)).coef_[0], strict=True):
        print(f'    "{name}": {round(100 * weight)},')


if __name__ == "__main__":
    main()
