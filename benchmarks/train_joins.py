"""Fits the weights of the join model: `make train`.

    train_joins.py BENCH_DIR OUT [--report]

Reads the labelled pages (typeset and real) and, for more breaks between
regions, cuts paragraphs of the corpora at random places.  Documents that share
a source with the held-out part are left out of the fit.  The model is logistic
regression (scikit-learn, L2) on the named binary features of
`reflow.joins.features`; weights are rounded to whole points, 100 to one unit
of log-odds.  Deterministic.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from hashlib import md5
from pathlib import Path
from typing import Any

from reflow.config import Config
from reflow.document import parse
from reflow.joins.features import Scene
from reflow.joins.plan import spans, veto

DEFAULT = Config()
JOIN = {"join", "join-space", "join-any", "dehyphen"}
UNCLEAR = ("-lctt-", "-gov-", "-law-")
"""Sources whose licence is unclear: nothing that ships is counted from them."""
HELD_OUT_OF = 4
"""One source in four is held out."""


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


def rows(record: dict[str, Any]) -> Iterator[tuple[list[str], int]]:
    """Features and label of each labelled boundary of a page."""
    document = parse(record["raw"])
    scene = Scene(document.text, document.blocks)
    by_end = {b.span.end - 1: b.number for b in document.blocks}
    by_start = {b.span.start: b.number for b in document.blocks}
    for a, b, label, *_ in record["labels"]["boundaries"]:
        i, j = by_end.get(a), by_start.get(b)
        if i is None or j != i + 1 or label == "skip":
            continue
        if veto(scene, document.boundary(i), DEFAULT):
            continue  # the model is never asked about these
        newlines = document.boundary(i).newlines
        yield list(scene.features(i, j, newlines)), int(label in JOIN)
    wanted = {
        (by_end.get(b["a"]), by_start.get(b["b"])) for b in record["labels"].get("bridges", [])
    }
    joined = {by_end.get(a) for a, _, label, *_ in record["labels"]["boundaries"] if label in JOIN}
    for i, j in spans(scene, DEFAULT, lambda k: k in joined):
        yield list(scene.features(i, j, 2)), int((i, j) in wanted)


def cut_pages(corpora: Path, used: set[str], seed: int = 7) -> list[dict[str, Any]]:
    """Pages of whole articles whose paragraphs are cut at random, as columns cut them."""
    rng = random.Random(seed)
    pages = []
    for path in sorted(corpora.glob("*.jsonl")):
        documents = [json.loads(line) for line in path.open(encoding="utf-8")]
        documents = [
            d for d in documents if d["id"] not in used and not any(u in d["id"] for u in UNCLEAR)
        ]
        limit = 260 if "zh-Hans" in path.name else 110
        for document in documents[:limit]:
            raw, bounds = "", []
            latin = path.name[:2] in ("en", "de", "fr", "ko")
            pieces: list[tuple[str, bool]] = []
            for block in document["blocks"]:
                text = block["text"].strip()
                if not text or "\n" in text:
                    continue
                pieces += cut(text, rng, latin) if len(text) > 60 else [(text, False)]
            for n, (text, joins) in enumerate(pieces):
                raw += text
                if n + 1 < len(pieces):
                    at = len(raw) - 1
                    raw += "\n\n"
                    bounds.append([at, len(raw), "join" if joins else "keep"])
            pages.append(
                {"raw": raw, "labels": {"boundaries": bounds}, "srcs": [document["id"]],
                 "lang": path.name.split(".")[0], "format": "regions", "id": document["id"]}
            )  # fmt: skip
    return pages


def cut(text: str, rng: random.Random, latin: bool) -> list[tuple[str, bool]]:
    """A paragraph as one to three regions; never cut behind a sentence end."""
    if rng.random() < 0.5:
        # One paragraph in twelve loses its last mark, as engines drop it.
        return [(text[:-1] if rng.random() < 0.08 and text[-1] in "。." else text, False)]
    places = [
        k
        for k in range(12, len(text) - 8)
        if text[k - 1] not in "。！？!?.：: ”」』)）"
        and text[k] not in "。，、；：！？!?,.;:)）”」』 "
        and (not latin or text[k - 1] == " " or text[k] == " " or rng.random() < 0.03)
    ]
    if latin:
        places = [k for k in places if text[k - 1] != " "]
        places = [k for k in places if text[k] == " "] or places
    if not places:
        return [(text, False)]
    # No line starts with a mark, so that lines end in one twice as often.
    k = rng.choices(places, [2 if text[k - 1] in "，、；,;" else 1 for k in places])[0]
    return [(text[:k].rstrip(), True), (text[k:].lstrip(), False)]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("bench", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--all", action="store_true", help="fit on the held-out part, too")
    parser.add_argument("--c", type=float, default=0.15)
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
    train += cut_pages(args.bench / "corpora", used)
    fit(train, test, args.out, args.c)


def fit(train: list[dict[str, Any]], test: list[dict[str, Any]], out: Path, c: float) -> None:
    import numpy as np
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    data = [(f, y, r) for r in train for f, y in rows(r)]
    seen: dict[frozenset[str], Counter[int]] = defaultdict(Counter)
    for f, y, _ in data:
        seen[frozenset(f)][y] += 1
    conflicts = sum(1 for c_ in seen.values() if len(c_) > 1)
    print(
        f"{len(data)} boundaries, {sum(y for _, y, _ in data)} joins, {conflicts} conflicts of labels"
    )
    frequent = Counter(name for f, _, _ in data for name in f)
    vectorizer = DictVectorizer()
    x = vectorizer.fit_transform([{n: 1 for n in f if frequent[n] >= 5} for f, _, _ in data])
    x.indices, x.indptr = x.indices.astype(np.int32), x.indptr.astype(np.int32)
    y = np.array([y for _, y, _ in data])
    model = LogisticRegression(C=c, max_iter=3000, solver="liblinear", random_state=0)
    model.fit(x, y)
    weights = {
        n: round(100 * w) for n, w in zip(vectorizer.feature_names_, model.coef_[0], strict=True)
    }
    weights["bias"] = round(100 * model.intercept_[0])
    weights = {n: w for n, w in sorted(weights.items()) if w}
    out.write_text(json.dumps(weights, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(weights)} weights")
    for name, part in (("fit", train), ("held out", test)):
        report(name, part, weights)


def report(name: str, part: list[dict[str, Any]], weights: dict[str, int]) -> None:
    bias = weights["bias"]
    groups: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for r in part:
        if name == "fit" and r["labels"].keys() == {"boundaries"}:
            continue
        for f, y in rows(r):
            score = bias + sum(weights.get(n, 0) for n in f)
            groups[f"{r['format']} {r['lang']}"].append((score, y))
    for key, scored in sorted(groups.items()):
        line = []
        for t in (0, 100, 200, 300):
            tp = sum(1 for s, y in scored if s >= t and y)
            fp = sum(1 for s, y in scored if s >= t and not y)
            n = sum(y for _, y in scored)
            line.append(f"{t}: P {tp / max(tp + fp, 1):.3f} R {tp / max(n, 1):.3f}")
        print(f"{name:9} {key:18} {len(scored):6} " + " | ".join(line))


if __name__ == "__main__":
    main()
