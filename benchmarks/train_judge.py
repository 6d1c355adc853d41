"""Weights of `reflow.repeats.judge`: a copy, or do people just write alike?

    python benchmarks/train_judge.py BENCH_DIR

Reads documents with planted copies, lawful repetition and neither (`repeats/docs.jsonl`), the
typeset pages and the documents of `repeated/`.  Each group of like passages that the search finds
and no filter of `lawful` keeps is an example: a copy if all but one of its passages were planted,
else not.  Logistic regression (L2); prints figures of five folds (of documents that share no
source), and the weights in points, 100 to one unit of log-odds.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import repeated
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from train_gaps import FOLDS, folds, read, tell

from reflow.document import Span
from reflow.repeats import find, judge, lawful

C = 0.3
BY_HAND = {
    "below a continuation mark", "many", "out of the order of its number",
    "sentences thrown into a clause", "torn alike",
}  # fmt: skip


class Example(NamedTuple):
    document: int
    kind: str
    features: dict[str, float]
    current: int
    copy: bool


def examples(number: int, record: dict[str, Any]) -> Iterator[Example]:
    text = record["raw"]
    if "groups" in record:
        groups = [[Span(x["start"], x["end"]) for x in g["instances"]] for g in record["groups"]]
        kind = f"{record['set']} documents"
    else:
        found = [Span(x["start"], x["end"]) for x in record["labels"].get("repeats", [])]
        groups = [[x] for x in found]
        kind = f"typeset {record['kind']}"
    for spans, features in judged(text):
        copy = any(_covered(spans, g) >= max(len(g) - 1, 1) for g in groups)
        points = sum(e.weight for e in judge.weigh(features))
        yield Example(number, kind, features, points, copy)


def _covered(spans: list[Span], group: list[Span]) -> int:
    return sum(
        any(min(s.end, x.end) - max(s.start, x.start) > 0.6 * x.length for s in spans)
        for x in group
    )


def judged(text: str) -> list[tuple[list[Span], dict[str, float]]]:
    """The groups that come before the judge once the filters of `lawful` have had them."""
    seen: list[tuple[list[Span], dict[str, float]]] = []
    passed: list[int] = []
    features, reason = judge.features, lawful.reason

    def spy(text: str, sites: list[Any], *rest: Any) -> dict[str, float]:
        found = features(text, sites, *rest)
        seen.append(([s.span for s in sites], found))
        return found

    def ask(*args: Any) -> str:
        why = reason(*args)
        if not why:
            passed.append(len(seen) - 1)
        return why

    judge.features, lawful.reason = spy, ask
    find(text)
    judge.features, lawful.reason = features, reason
    return [seen[n] for n in passed]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench", type=Path)
    args = parser.parse_args()
    records = list(read(args.bench / "repeats" / "docs.jsonl"))
    records += [r for path in sorted(args.bench.glob("typeset/*.jsonl")) for r in read(path)]
    records += repeated.records()
    known = [e for n, r in enumerate(records) for e in examples(n, r)]
    fold = folds(records)
    vectors = DictVectorizer(sparse=False)
    table = vectors.fit_transform(
        [{k: v for k, v in e.features.items() if k not in BY_HAND} for e in known]
    )
    copies = np.array([e.copy for e in known])
    part = np.array([fold[e.document] for e in known])
    current = np.array([e.current for e in known])
    points = np.zeros(len(known))

    def fit(some: Any) -> Any:
        return LogisticRegression(C=C, max_iter=5000).fit(table[some], copies[some])

    for k in range(FOLDS):
        points[part == k] = 100 * fit(part != k).decision_function(table[part == k])
    for kind in sorted({e.kind for e in known}):
        some = np.array([e.kind == kind for e in known])
        print(f"# {kind}: {(some & copies).sum()} copies, {(some & ~copies).sum()} others")
    for name, told in (("unseen", points), ("current weights", current)):
        for threshold in (0, 40, 80, 120, 160, 200):
            passed = told >= threshold
            print(f"# {name}, at {threshold}: precision {copies[passed].mean():.3f}, "
                  f"recall {passed[copies].mean():.3f}; "
                  f"{(passed & ~copies).sum()} false")  # fmt: skip
    model = fit(np.ones(len(known), bool))
    tell(vectors, model)


if __name__ == "__main__":
    main()
