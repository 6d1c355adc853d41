"""Weights of `reflow.repeats.gaps`: does the text behind a removed copy go on where it was cut?

    python benchmarks/train_gaps.py BENCH_DIR

Reads documents with planted copies and what these did to the text around them (`gaps` in
`repeats/docs.jsonl`).  Paragraphs of the corpora are cut as well, at commas and at random
places: the true other half against the start of another paragraph; of these the documents that
the shipped n-grams have not seen, from sources whose licence is clear.  Logistic regression;
prints figures of five folds (of documents that share no source), and the weights in points, 100
to one unit of log-odds.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from reflow.repeats import gaps
from reflow.repeats.reader import Reader

FOLDS = 5
C = 0.3
PER_DOCUMENT = 12
LOOK = 200
COMMAS = "，、,"
MARKS = "。！？!?.：:；;，、,“”「」（()） "
UNCLEAR = ("-lctt-", "-gov-", "-law-")
PLANTED = 5.0
"""Weight of a planted copy against a cut of our own, of which there are many more."""


class Example(NamedTuple):
    document: int
    kind: str
    features: dict[str, float]
    goes_on: bool


def read(path: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, path.open(encoding="utf-8"))


def planted(number: int, record: dict[str, Any]) -> Iterator[Example]:
    raw, reader = record["raw"], Reader(record["raw"])
    for gap in record["gaps"]:
        if gap["next"] is None:
            continue
        left = raw[max(gap["pos"] + 1 - LOOK, 0) : gap["pos"] + 1].split("\n")[-1]
        right = raw[gap["next"] : gap["next"] + LOOK].split("\n")[0]
        found = gaps.features(left, right, reader)
        yield Example(number, f"planted, {script(left)}", found, gap["type"] == "resume")


def cuts(number: int, record: dict[str, Any], random: Random) -> Iterator[Example]:
    lines = [b["text"].strip().split("\n")[0] for b in record["blocks"] if b["text"].strip()]
    long = [n for n, line in enumerate(lines) if len(line) > 60]
    if len(long) < 3:
        return
    places = {}
    for n in random.sample(long, min(PER_DOCUMENT, len(long))):
        at_comma = random.random() < 0.5
        if at := _place(lines[n], at_comma, random):
            places[n] = (at, at_comma)
    # The reader learns from the text with all its cuts: it must not have seen what is asked.
    torn = [
        line[: places[n][0]] + "\n" + line[places[n][0] :] if n in places else line
        for n, line in enumerate(lines)
    ]
    reader = Reader("\n".join(torn))
    for n, (at, at_comma) in places.items():
        left, right = lines[n][:at].rstrip()[-LOOK:], lines[n][at:].lstrip()
        near = n + 1 < len(lines) and random.random() < 0.5
        other = lines[n + 1 if near else random.choice([m for m in long if m != n])]
        kind = f"cut {'at a comma' if at_comma else 'anywhere'}, {script(left)}"
        for text, goes_on in ((right, True), (other, False)):
            yield Example(number, kind, gaps.features(left, text[:LOOK], reader), goes_on)


def script(text: str) -> str:
    letters = [c for c in text if c.isalpha()] or ["a"]
    if "\uac00" <= letters[-1] <= "\ud7a3":
        return "Hangul"
    return "Latin" if letters[-1] < "\u1100" else "dense"


def _place(line: str, at_comma: bool, random: Random) -> int:
    """Where to cut `line`: behind a comma, or anywhere but beside a mark; 0 if nowhere."""
    spaced = line[0] < "\u1100" or "\uac00" <= line[0] <= "\ud7a3"
    found = [
        k
        for k in range(12, len(line) - 8)
        if (line[k - 1] in COMMAS and not line[k].isdigit() if at_comma else
            line[k - 1] not in MARKS and (line[k] == " " if spaced else line[k] not in MARKS))
    ]  # fmt: skip
    return random.choice(found) if found else 0


def folds(records: list[dict[str, Any]]) -> list[int]:
    """A fold for each record; records that share a source are in one."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    for record in records:
        for source in record["srcs"]:
            parent[root(source)] = root(record["srcs"][0])
    groups = sorted({root(r["srcs"][0]) for r in records})
    print(f"# {len(records)} documents, {len(groups)} groups of sources")
    fold = {name: n % FOLDS for n, name in enumerate(groups)}
    return [fold[root(r["srcs"][0])] for r in records]


def tell(vectors: DictVectorizer, model: LogisticRegression) -> None:
    """Print the weights in points, as the modules hold them."""
    for name, value in sorted(zip(vectors.feature_names_, model.coef_[0], strict=True)):
        print(f'    "{name}": {round(100 * value)},')
    print(f'    "bias": {round(100 * model.intercept_[0])},')


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench", type=Path)
    args = parser.parse_args()
    records = list(read(args.bench / "repeats" / "docs.jsonl"))
    unseen = {s for f in args.bench.glob("typeset/*.jsonl") for r in read(f) for s in r["srcs"]}
    random = Random(1)
    examples = [e for n, r in enumerate(records) for e in planted(n, r)]
    for path in sorted(args.bench.glob("corpora/*.jsonl")):
        for document in read(path):
            name = document["id"]
            if name in unseen and not any(u in name for u in UNCLEAR):
                examples += cuts(len(records), document, random)
                records.append({"srcs": [name]})
    fold = folds(records)
    vectors = DictVectorizer(sparse=False)
    table = vectors.fit_transform([e.features for e in examples])
    wanted = np.array([e.goes_on for e in examples])
    weight = np.array([PLANTED if e.kind.startswith("planted") else 1.0 for e in examples])
    part = np.array([fold[e.document] for e in examples])
    points = np.zeros(len(examples))

    def fit(some: Any) -> Any:
        model = LogisticRegression(C=C, max_iter=3000)
        return model.fit(table[some], wanted[some], sample_weight=weight[some])

    for k in range(FOLDS):
        some = part != k
        points[~some] = 100 * fit(some).decision_function(table[~some])
    for kind in sorted({e.kind for e in examples}):
        some = np.array([e.kind == kind for e in examples])
        halves, holes = points[some & wanted], points[some & ~wanted]
        rows = [
            f"{t}: {(halves >= t).mean():.2f} {(holes >= t).mean():.3f}"
            for t in (50, 75, 100, 125, 150, 200)
        ]
        print(f"# {kind}: {halves.size} halves, {holes.size} holes; joined of these, of those, at")
        print("#    ", "; ".join(rows))
    model = fit(np.ones(len(examples), bool))
    tell(vectors, model)


if __name__ == "__main__":
    main()
