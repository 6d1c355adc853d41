"""Weights of `reflow.repeats.choose`: which of these copies is the original?

    python benchmarks/train_repeats.py BENCH_DIR

Reads documents with planted copies (`groups` in `repeats/docs.jsonl`, `repeats` on the typeset
pages), and plants more into the plain ones (`set` natural): the end of a paragraph that a column
break cuts, with what follows, is copied between two other paragraphs, into another cut, or over
what goes on behind one.  Conditional logistic regression; prints figures of five folds (of
documents that share no source) and the weights, those given by hand being in force.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import repeated
from scipy.optimize import minimize
from train_gaps import FOLDS, folds, read

from reflow.document import Span
from reflow.repeats import choose, find
from reflow.repeats.reader import Reader
from reflow.repeats.site import Site, site

L2 = 0.5
BY_HAND = {
    "a mark follows", "first", "below a continuation mark", "above a continuation mark"
}  # fmt: skip
PER_DOCUMENT = 8
WRITTEN = 3.0
"""Weight of a group of the documents that were written, which no program planted."""
MARKS = "，。、；：,;.!?！？ "

Example = tuple[str, str, list[Span], int, str]
"""Document, text, copies, which is the original, kind."""


def planted(records: list[dict[str, Any]]) -> Iterator[Example]:
    """The groups of the documents, with the edges that the search finds."""
    for record in records:
        for spans in searched(record["raw"]):
            for group in record["groups"]:
                if group["home_any"]:
                    continue
                found = [_instance(s, group["instances"]) for s in spans]
                homes = [n for n, x in enumerate(found) if x and x["home"]]
                if all(found) and len(homes) == 1 and len(found) > 1:
                    kind = "same article" if group.get("same") else "other article"
                    yield record["id"], record["raw"], spans, homes[0], kind
                    break


def typeset(records: list[dict[str, Any]]) -> Iterator[Example]:
    """The groups of the typeset pages, with the edges that the search finds."""
    for record in records:
        copies = [Span(x["start"], x["end"]) for x in record["labels"].get("repeats", [])]
        if not copies:
            continue
        for spans in searched(record["raw"]):
            planted_ones = [any(_overlap(s, c) > 0.6 * c.length for c in copies) for s in spans]
            if len(spans) > 1 and planted_ones.count(False) == 1:
                written = record["kind"] == "written"
                kind = "written" if written else f"typeset, {record['format']}"
                yield record["id"], record["raw"], spans, planted_ones.index(False), kind


def _overlap(one: Span, two: Span) -> int:
    return max(min(one.end, two.end) - max(one.start, two.start), 0)


def searched(text: str) -> list[list[Span]]:
    """The groups of copies that the search hands on to the choice."""
    seen: list[list[Span]] = []
    weigh = choose.weigh

    def spy(text: str, sites: list[Site], *rest: Any) -> Any:
        seen.append([s.span for s in sites])
        return weigh(text, sites, *rest)

    choose.weigh = spy
    find(text)
    choose.weigh = weigh
    return seen


def _instance(span: Span, instances: list[dict[str, Any]]) -> dict[str, Any] | None:
    for x in instances:
        size = x["end"] - x["start"]
        if min(span.end, x["end"]) - max(span.start, x["start"]) > 0.6 * size:
            return x
    return None


def column_breaks(records: list[dict[str, Any]], random: Random) -> Iterator[Example]:
    """Copies of what a column break cut off, planted into plain documents."""
    for record in records:
        blocks = [b for b in record["raw"].split("\n\n") if b.strip()]
        long = [n for n, b in enumerate(blocks) if len(b) > 60 and "\n" not in b.strip()]
        if len(long) < 4:
            continue
        for _ in range(PER_DOCUMENT):
            home, place = random.sample(long, 2)
            if abs(home - place) < 2:
                continue
            halves = {n: _break(blocks[n].strip(), random) for n in (home, place)}
            passage = [halves[home][1]]
            if random.random() < 0.5 and home + 1 != place and home + 1 in long:
                passage.append(blocks[home + 1].strip())
            how = random.choice(("between", "into", "over"))
            lines: list[tuple[str, int]] = []
            for n, block in enumerate(blocks):
                if n == home:
                    lines += [(halves[n][0], 0), (halves[n][1], 1)]
                elif n == home + 1 and len(passage) > 1:
                    lines.append((block.strip(), 1))
                elif n == place:
                    before = [block.strip()] if how == "between" else [halves[n][0]]
                    after = [halves[n][1]] if how == "into" else []
                    lines += [(t, 0) for t in before] + [(t, 2) for t in passage]
                    lines += [(t, 0) for t in after]
                else:
                    lines.append((block.strip(), 0))
            text, bounds = "", {}
            for line, mark in lines:
                start = len(text)
                text += line + "\n\n"
                if mark:
                    first = bounds.get(mark, (start, 0))[0]
                    bounds[mark] = (first, start + len(line))
            if bounds[1][1] - bounds[1][0] < 25:
                continue
            spans = sorted(Span(*b) for b in bounds.values())
            right = spans.index(Span(*bounds[1]))
            yield record["id"], text, spans, right, f"column break, {how}"


def _break(block: str, random: Random) -> tuple[str, str]:
    """The block cut in two, at a comma, between letters, never at a sentence end or space."""
    for _ in range(200):
        at = random.randint(len(block) // 5, len(block) * 4 // 5)
        comma = block[at - 1] in "，、,；;"
        if (comma or block[at - 1] not in MARKS) and block[at] not in MARKS + "”」』’)）":
            if block[at - 1].isascii() and block[at - 1].isalnum():
                continue
            return block[:at], block[at:]
    at = block.find(" ", len(block) // 2)
    at = at if at > 0 else len(block) // 2
    return block[:at].rstrip(), block[at:].lstrip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--drop", default="", help="features to leave out, by commas")
    args = parser.parse_args()
    records = list(read(args.bench / "repeats" / "docs.jsonl"))
    pages = [r for path in sorted(args.bench.glob("typeset/*.jsonl")) for r in read(path)]
    pages += repeated.records()
    examples = list(planted([r for r in records if r["groups"]]))
    examples += typeset(pages)
    examples += column_breaks([r for r in records if not r["groups"]], Random(1))
    drop = set(args.drop.split(",")) | BY_HAND
    reader: tuple[str, Reader] | None = None
    found = []
    for _, text, spans, _, _ in examples:
        if reader is None or reader[0] != text:
            reader = (text, Reader(text))
        found.append(choose.features(text, [site(text, s) for s in spans], reader[1]))
    names = sorted({k for copies in found for f in copies for k in f} - drop)
    hand = [
        np.array([sum(f.get(k, 0.0) * choose.WEIGHTS[k] for k in BY_HAND) / 100 for f in copies])
        for copies in found
    ]
    tables = [np.array([[f.get(k, 0.0) for k in names] for f in copies]) for copies in found]
    homes = [e[3] for e in examples]

    def loss(weights: Any, chosen: list[int]) -> tuple[float, Any]:
        total, slope = L2 * weights @ weights, 2 * L2 * weights
        for i in chosen:
            points = tables[i] @ weights + hand[i]
            share = np.exp(points - points.max())
            share /= share.sum()
            weight = WRITTEN if examples[i][4] == "written" else 1.0
            total -= weight * np.log(share[homes[i]] + 1e-12)
            slope += weight * (share @ tables[i] - tables[i][homes[i]])
        return total, slope

    def fit(chosen: list[int]) -> Any:
        start = np.zeros(len(names))
        return minimize(loss, start, args=(chosen,), jac=True, method="L-BFGS-B").x

    numbers = folds([*records, *pages])
    fold = {r["id"]: n for r, n in zip([*records, *pages], numbers, strict=True)}
    right = np.zeros((2, len(examples)))
    current = np.array([choose.WEIGHTS.get(k, 0) / 100 for k in names])
    for k in range(FOLDS):
        weights = fit([i for i, e in enumerate(examples) if fold[e[0]] != k])
        for i, e in enumerate(examples):
            if fold[e[0]] == k:
                right[0, i] = (tables[i] @ weights + hand[i]).argmax() == homes[i]
                right[1, i] = (tables[i] @ current + hand[i]).argmax() == homes[i]
    for kind in sorted({e[4] for e in examples}):
        some = [i for i, e in enumerate(examples) if e[4] == kind]
        print(f"# {kind}: {len(some)}, unseen {right[0, some].mean():.3f}, "
              f"current weights {right[1, some].mean():.3f}")  # fmt: skip
    print(f"# first is home: {np.mean([h == 0 for h in homes]):.2f}")
    for name, weight in sorted(zip(names, fit(list(range(len(homes)))), strict=True),
                               key=lambda x: -abs(x[1])):  # fmt: skip
        if abs(weight) >= 0.05:
            print(f'    "{name}": {round(100 * weight)},')


if __name__ == "__main__":
    main()
