"""Fits the weights of the join model: `make train`.

    train_joins.py BENCH_DIR OPEN_TEXT OUT [--all]

Reads the labelled pages (typeset and real; planted copies taken out first, as the
tool does) and pages composed of the corpora (`compose.py`), for more breaks between
regions.  Documents that share a source with the held-out part are left out
of the fit, unless `--all`.  Both tables are logistic regressions (L2) on named
binary features: the first on `reflow.joins.features`; the second on
`reflow.joins.context`, as a correction of first scores that were made by models
which had not seen the page (five folds by source).  Weights are rounded to whole
points, 100 to one unit of log-odds.  Deterministic.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import md5
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest import mock

import train_edges
from compose import pages
from marked import records
from train_ngrams import SLOTS, cells, count

from reflow.config import Config
from reflow.document import parse
from reflow.joins import edges
from reflow.joins.bridges import reads_on, spans
from reflow.joins.candidates import veto
from reflow.joins.context import Context
from reflow.joins.features import features
from reflow.joins.ngrams import Table
from reflow.joins.plan import sorts
from reflow.joins.scene import Scene

DEFAULT = Config()
JOIN = {"join", "join-space", "join-any", "dehyphen"}
HELD_OUT_OF = 4
"""One source in four is held out."""
FOLDS = 5
FIRST, SECOND = 0.15, 0.3
"""Inverse strength of the L2 penalty, by five folds (of .05, .15, .3)."""
CLEAN = Path(__file__).parent / "clean"
MARKED = Path(__file__).parent / "marked"
COMPOSED = 0.1
"""Weight of a pair of a composed page."""
LOOKS = ("first", "second")
RAREST = 5
"""Rows that a feature must be seen in."""


def held_out(sources: list[str]) -> bool:
    return any(md5(s.encode()).digest()[0] % HELD_OUT_OF == 0 for s in sources)


def split(records: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Pages for the fit and held-out pages, by one source in a page being held out.

    A fit page never shares a source with a held-out page; pages of both sorts of
    sources are dropped from the fit.
    """
    test = [r for r in records if held_out(sorted(r["srcs"])[:1] or [r["id"]])]
    seen = {s for r in test for s in r["srcs"]}
    train = [r for r in records if r not in test and not seen & set(r["srcs"])]
    return train, test


@dataclass
class Row:
    """One pair of blocks that may be joined."""

    pair: tuple[int, int]
    seen: list[str]
    label: int | None
    weight: float = 1.0
    first: int = 0
    second: int = 0


@dataclass
class Sheet:
    """A page as the model sees it."""

    record: dict[str, Any]
    sorts: tuple[list[str], list[str]]
    rows: list[Row]

    @property
    def group(self) -> str:
        return f"{self.record['format']} {self.record['lang']}"

    def context(self) -> list[list[str]]:
        """The second look at each row, by the first scores that the rows have now."""
        breaks = {r.pair[0]: r.first for r in self.rows if r.pair[1] == r.pair[0] + 1}
        seen = [r for r in self.rows if not self._skipped(r, breaks)]
        context = Context({r.pair: r.first for r in seen}, *self.sorts)
        return [list(context.features(*r.pair)) if r in seen else [] for r in self.rows]

    def _skipped(self, row: Row, breaks: dict[int, int]) -> bool:
        """A bridge that is not looked at: its left half reads on at once."""
        i, k = row.pair
        line = self.sorts[0][i] == "wrapped"
        return k > i + 1 and reads_on(line, lambda x: breaks.get(x, 0), i)


def sheet(record: dict[str, Any], weight: float = 1.0) -> Sheet:
    """Features and label of each pair of blocks of a page that the model is asked about."""
    raw, at = without_copies(record)
    document = parse(raw)
    scene = Scene(document.text, document.blocks)
    by_end = {b.span.end - 1: b.number for b in document.blocks}
    by_start = {b.span.start: b.number for b in document.blocks}
    labels: dict[tuple[int | None, int | None], int | None] = {}
    for a, b, label, *_ in record["labels"]["boundaries"]:
        pair = by_end.get(at(a)), by_start.get(at(b))
        labels[pair] = None if label == "skip" else int(label in JOIN)
    wanted = {
        (by_end.get(at(b["a"])), by_start.get(at(b["b"])))
        for b in record["labels"].get("bridges", [])
    }
    labels |= dict.fromkeys(wanted, 1)
    rows = []
    for i in range(len(document.blocks) - 1):
        boundary = document.boundary(i)
        if not veto(scene, boundary, DEFAULT):
            seen = list(features(scene, i, i + 1, boundary.newlines))
            rows.append(Row((i, i + 1), seen, labels.get((i, i + 1)), weight))
    for i, k in spans(scene, DEFAULT, lambda _: 0):
        seen = list(features(scene, i, k, 2))
        rows.append(Row((i, k), seen, int((i, k) in wanted), weight))
    return Sheet(record, sorts(scene), rows)


def without_copies(record: dict[str, Any]) -> tuple[str, Callable[[int], int]]:
    """The page without its planted copies, and where an offset of the page lies in it (-1: gone).

    Copies that took the place of the true text stay: a gap is marked there and nothing is joined.
    """
    raw = record["raw"]
    copies = sorted(
        (c["start"], c["end"])
        for c in record["labels"].get("repeats", [])
        if c["mode"] != "replace"
    )
    kept: list[tuple[int, int]] = []
    here = 0
    for start, end in copies:
        kept.append((here, max(start, here)))
        here = max(end, here)
    kept.append((here, len(raw)))

    def at(offset: int) -> int:
        before = 0
        for start, end in kept:
            if offset < start:
                return -1
            if offset < end:
                return before + offset - start
            before += end - start
        return -1

    return "".join(raw[a:b] for a, b in kept), at


def composed(corpora: Path, texts: Path, used: set[str]) -> list[Sheet]:
    """Pages of the corpora as the model sees them.

    The shipped tables are counted from the same corpora; so that text is no better known here
    than a page of a user's is, each half of them is read with the tables of the other half.
    """
    found = list(pages(corpora, used))
    sheets = []
    for half in (0, 1):

        def wanted(name: str, half: int = half) -> bool:
            return name not in used and _half(name) != half

        counts, _ = count(corpora, wanted)
        table = Table(cells(counts, SLOTS).tobytes())
        seen = list(train_edges.examples((corpora, texts), wanted))
        sides = {f"model/{side}.bin": train_edges.fit(seen, side) for side in ("ends", "starts")}
        edges.forget()
        with (
            mock.patch("reflow.joins.memory.shipped", return_value=table),
            mock.patch("reflow.joins.edges._table", sides.__getitem__),
        ):
            sheets += [sheet(r, COMPOSED) for r in found if _half(r["id"]) == half]
        edges.forget()
    return sheets


def marked(folder: Path) -> list[Sheet]:
    """Documents whose breaks are marked by hand."""
    return [sheet({**r, "format": f"marked {r['format']}"}) for r in records(folder)]


def clean(folder: Path) -> list[Sheet]:
    """Documents in which nothing is broken, in as many forms as documents have."""
    sheets = []
    for path in sorted(folder.glob("*.*")):
        raw = path.read_text(encoding="utf-8")
        blocks = parse(raw).blocks
        bounds = [[a.span.end - 1, b.span.start, "keep"] for a, b in pairwise(blocks)]
        record = {"raw": raw, "labels": {"boundaries": bounds}, "srcs": [path.name]}
        sheets.append(sheet({**record, "lang": "", "format": "clean", "id": path.name}))
    return sheets


def _half(name: str) -> int:
    return md5(name.encode()).digest()[1] % 2


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("bench", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--all", action="store_true", help="fit on the held-out part, too")
    args = parser.parse_args()
    records: list[dict[str, Any]] = []
    for folder in ("typeset", "real"):
        for path in sorted((args.bench / folder).glob("*.jsonl")):
            for line in path.open(encoding="utf-8"):
                r = json.loads(line)
                r.setdefault("srcs", [r["id"]])
                records.append(r)
    used = {s for r in records for s in r["srcs"]}
    train, test = split(records)
    if args.all:
        train = records
    labelled = [sheet(r) for r in train]
    own, kept = marked(MARKED), marked(MARKED / "held")
    if args.all:
        own, kept = own + kept, []
    weights = fit(labelled + own, composed(args.bench / "corpora", args.texts, used) + clean(CLEAN))
    text = json.dumps(weights, indent=0, ensure_ascii=False)
    args.out.write_text(text + "\n", encoding="utf-8")
    print({name: len(table) for name, table in weights.items()}, "weights")
    report("five folds", labelled + own)
    if not args.all:
        held = [sheet(r) for r in test] + kept
        for page in held:
            for row in page.rows:
                row.first = points(weights["first"], row.seen)
            for row, seen in zip(page.rows, page.context(), strict=True):
                row.second = row.first + points(weights["second"], seen)
        report("held out", held)


def folds(pages: list[Sheet]) -> list[int]:
    """The fold of each page; pages that share a source, directly or by others, share it."""
    parent: dict[str, str] = {}

    def root(x: str) -> str:
        while parent.setdefault(x, x) != x:
            x = parent[x]
        return x

    for page in pages:
        first, *others = page.record["srcs"]
        for other in others:
            parent[root(other)] = root(first)
    return [md5(root(p.record["srcs"][0]).encode()).digest()[0] % FOLDS for p in pages]


def fit(pages: list[Sheet], extra: list[Sheet]) -> dict[str, dict[str, int]]:
    """Both tables; leaves the scores of five folds in the rows."""
    everything = pages + extra
    fold = folds(everything)
    conflicts(everything)
    for k in range(FOLDS):
        table = logistic(
            [r for p, f in zip(everything, fold, strict=True) if f != k for r in p.rows]
        )
        for page, f in zip(everything, fold, strict=True):
            for row in page.rows if f == k else ():
                row.first = points(table, row.seen)
    second = [
        (
            f,
            [
                Row(r.pair, c, r.label, r.weight, r.first)
                for r, c in zip(p.rows, p.context(), strict=True)
            ],
        )
        for p, f in zip(everything, fold, strict=True)
    ]
    for k in range(FOLDS):
        table = logistic([r for f, rows in second if f != k for r in rows if r.seen], SECOND)
        for page, (f, rows) in zip(everything, second, strict=True):
            for row, looked in zip(page.rows, rows, strict=True) if f == k else ():
                row.second = row.first + points(table, looked.seen) if looked.seen else -1000
    return {
        "first": logistic([r for p in everything for r in p.rows]),
        "second": logistic([r for _, rows in second for r in rows if r.seen], SECOND),
    }


def conflicts(pages: list[Sheet]) -> None:
    seen: dict[frozenset[str], Counter[int]] = defaultdict(Counter)
    rows = [r for p in pages for r in p.rows if r.label is not None]
    for r in rows:
        seen[frozenset(r.seen)][r.label or 0] += 1
    unlike = sum(1 for c in seen.values() if len(c) > 1)
    print(
        f"{len(rows)} pairs, {sum(r.label or 0 for r in rows)} joins, {unlike} conflicts of labels"
    )


def points(table: dict[str, int], seen: list[str]) -> int:
    return table["bias"] + sum(table.get(name, 0) for name in seen)


def logistic(rows: list[Row], c: float = FIRST) -> dict[str, int]:
    """L2-regularised logistic regression that starts from each row's first score."""
    import numpy as np
    from scipy.optimize import minimize
    from scipy.special import expit
    from sklearn.feature_extraction import DictVectorizer

    rows = [r for r in rows if r.label is not None]
    frequent = Counter(name for r in rows for name in r.seen)
    vectorizer = DictVectorizer()
    x = vectorizer.fit_transform([{n: 1 for n in r.seen if frequent[n] >= RAREST} for r in rows])
    y = np.array([r.label for r in rows], dtype=float)
    offset = np.array([r.first for r in rows]) / 100
    weight = np.array([c * r.weight for r in rows])
    turned = x.T.tocsr()

    def loss(w: Any) -> tuple[float, Any]:
        z = x @ w[:-1] + w[-1] + offset
        value = (weight * (np.logaddexp(0, z) - y * z)).sum() + w @ w / 2
        wrong = weight * (expit(z) - y)
        return value, np.append(turned @ wrong, wrong.sum()) + w

    start = np.zeros(x.shape[1] + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 2000}).x
    names = [*vectorizer.feature_names_, "bias"]
    return {
        n: round(100 * w)
        for n, w in sorted(zip(names, found, strict=True))
        if round(100 * w) or n == "bias"
    }


def report(name: str, pages: list[Sheet]) -> None:
    """Average precision of both looks, and precision and recall by threshold of the second."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for page in pages:
        for row in page.rows:
            if row.label is not None:
                kind = "bridges" if row.pair[1] > row.pair[0] + 1 else "joins"
                groups[f"{page.group} {kind}"].append(row)
                groups[f"{page.record['format']} all {kind}"].append(row)
    for key, rows in sorted(groups.items()):
        true = sum(r.label or 0 for r in rows)
        if not true:
            continue
        looks = [average_precision([(getattr(r, n), r.label or 0) for r in rows]) for n in LOOKS]
        line = [f"{name:10} {key:23} {len(rows):6} AP {looks[0]:.4f} {looks[1]:.4f}"]
        for t in (0, 50, 100, 150, 200):
            made = [r for r in rows if r.second >= t]
            right = sum(r.label or 0 for r in made)
            line.append(f"{t} P {right / max(len(made), 1):.3f} R {right / true:.3f}")
        print(" | ".join(line))


def average_precision(scored: list[tuple[int, int]]) -> float:
    found, total = 0, 0.0
    for n, (_, label) in enumerate(sorted(scored, reverse=True), 1):
        found += label
        total += label * found / n
    return total / max(found, 1)


if __name__ == "__main__":
    main()
