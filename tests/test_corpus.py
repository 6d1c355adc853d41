"""The pure parts of corpora, which need no engine."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import numpy as np
import pytest
from corpus_pages import SHARED_EN, SHARED_ZH, corpus

from reflow.config import Config
from reflow.corpus.candidates import Candidate, Pairs, link, pair
from reflow.corpus.clusters import cluster
from reflow.corpus.documents import ACROSS, WITHIN, Elsewhere, Job, alike, clean, work
from reflow.corpus.inputs import Unreadable, format_of, ordered, rows, sources
from reflow.corpus.postings import batch, key, postings
from reflow.corpus.resolve import resolve
from reflow.corpus.settle import Options, Removed, settle, window

Found = list[Removed]


def across(records: list[dict[str, str]], options: Options = Options(), parts: int = 1) -> Found:  # noqa: B008
    """All steps of `--across`, fingerprints in `parts` groups, in an order of no meaning."""
    by_key = {key(r["id"]): r for r in records}
    posted = [(k, *postings(r["text"])) for k, r in by_key.items()]
    hashes = np.concatenate([h for _, h, _ in posted])
    places = np.concatenate([p for _, _, p in posted]).astype(np.int64)
    documents = np.concatenate([np.full(h.size, k, np.int64) for k, h, _ in posted])
    met: list[Pairs] = []
    for part in range(parts):
        own = (hashes >> np.uint64(32)) % np.uint64(parts) == part
        met.append(pair(hashes[own], documents[own], places[own]))
    together = Pairs(*(np.concatenate(column) for column in zip(*met, strict=True)))
    order = np.random.default_rng(parts).permutation(together.first.size)
    candidates = link(Pairs(*(column[order] for column in together)))
    random.Random(parts).shuffle(candidates)
    windows = cluster(candidates)
    removed: Found = []
    for number in {w.cluster for w in windows}:
        pieces = [
            window(w.document, r["id"], r["text"], w.start, w.end)
            for w in windows
            if w.cluster == number
            for r in [by_key[w.document]]
        ]
        random.Random(parts).shuffle(pieces)
        removed += settle(pieces, options)[0]
    return resolve(removed)


def test_a_passage_stays_in_one_of_the_documents_that_have_it() -> None:
    records = corpus()
    texts = {key(r["id"]): r["text"] for r in records}
    removed = across(records)
    gone = [texts[r.document][r.start : r.end].strip() for r in removed]
    assert sorted(gone) == sorted([SHARED_EN] * 2 + [SHARED_ZH] * 2)
    kept = {texts[r.kept][r.kept_start : r.kept_end].strip() for r in removed}
    assert kept == {SHARED_EN, SHARED_ZH}
    assert not {r.document for r in removed} & {r.kept for r in removed}


@pytest.mark.parametrize("parts", [2, 3, 8])
def test_parts_and_order_do_not_bear_on_the_result(parts: int) -> None:
    records = corpus()
    assert across(records, parts=parts) == across(records)
    assert across(records[::-1], parts=parts) == across(records)


def test_the_first_document_keeps_its_copy_on_request() -> None:
    removed = across(corpus(), Options(home="first"))
    ids = {key(r["id"]): r["id"] for r in corpus()}
    assert {ids[r.kept] for r in removed} == {"page-002", "page-003"}


def test_a_short_passage_of_many_documents_is_boilerplate() -> None:
    records = corpus()
    assert across(records, Options(frequent=3)) == []
    assert len(across(records, Options(frequent=3, frequent_below=20))) == 4


def test_a_spoilt_copy_is_found() -> None:
    rng = random.Random(1)
    letters = list(SHARED_ZH)
    for at in rng.sample(range(len(letters)), len(letters) // 12):
        letters[at] = rng.choice("囗曰旧吉古固")
    records = [r for r in corpus(26) if SHARED_ZH not in r["text"]]
    records.append({"id": "whole", "text": f"{records[1]['text']}\n{SHARED_ZH}\n"})
    records.append({"id": "spoilt", "text": f"{records[3]['text']}\n{''.join(letters)}\n"})
    found = [r for r in across(records) if r.end - r.start > 80]
    pair_of = {(r.document, r.kept) for r in found}
    assert pair_of & {(key("whole"), key("spoilt")), (key("spoilt"), key("whole"))}


def test_what_one_document_repeats_is_left_to_its_own_clean_up() -> None:
    text = f"{SHARED_EN}\n\nSome other words stand here.\n\n{SHARED_EN}\n"
    assert across([{"id": "a", "text": text}, {"id": "b", "text": "Nothing of this kind."}]) == []


def test_postings_of_many_texts_are_those_of_each() -> None:
    texts = ["", "a", *(r["text"] for r in corpus()), "中" * 30, SHARED_EN + SHARED_ZH, ""]
    together = batch(texts)
    assert len(together) == len(texts)
    for (hashes, places), text in zip(together, texts, strict=True):
        alone = postings(text)
        assert hashes.tolist() == alone[0].tolist()
        assert places.tolist() == alone[1].tolist()
    assert batch([]) == []


def test_nothing_to_compare() -> None:
    assert across([{"id": "a", "text": ""}, {"id": "b", "text": "。"}]) == []
    assert cluster([]) == []
    empty = np.empty(0, np.int64)
    assert link(Pairs(empty, empty, empty, empty)) == []


def test_one_stretch_in_all_documents_costs_no_square() -> None:
    count = 5000
    hashes = np.full(count, 7, np.uint64)
    documents = np.arange(count, dtype=np.int64)
    found = pair(hashes, documents, np.zeros(count, np.int64))
    assert found.first.size < 5 * count


def test_clusters_do_not_depend_on_the_order_of_candidates() -> None:
    found = [Candidate(1, 0, 90, 2, 10, 100), Candidate(2, 15, 95, 3, 0, 80)]
    assert cluster(found) == cluster(found[::-1])
    assert {w.document for w in cluster(found)} == {1, 2, 3}
    apart = [*found, Candidate(4, 0, 50, 5, 0, 50)]
    assert len({w.cluster for w in cluster(apart)}) == 2


def test_a_copy_whose_kept_one_goes_stays() -> None:
    long = Removed(1, 0, 200, 2, 0, 200, 1.0, "copy")
    short = Removed(3, 0, 100, 1, 50, 150, 1.0, "copy")
    assert resolve([short, long]) == [long]


def test_a_removal_that_cuts_a_sentence_leaves_a_mark() -> None:
    text = (
        f"全市共有各级各类学校2947所，\n\n{SHARED_ZH}\n\n三尺讲台，关乎未来。教师的待遇逐年提高。\n"
    )
    at = text.index(SHARED_ZH)
    gone = Elsewhere(at, at + len(SHARED_ZH), "other", 0, len(SHARED_ZH), 1.0)
    done = clean("here", text, [gone], Config())
    assert SHARED_ZH not in done.text
    assert "2947所，[…]" in done.text
    assert done.removals[0] == {
        "doc": "here",
        "start": at,
        "end": at + len(SHARED_ZH),
        "kept_doc": "other",
        "kept_start": 0,
        "kept_end": len(SHARED_ZH),
        "similarity": 1.0,
        "reason": ACROSS,
    }


def test_offsets_of_removals_within_a_document_are_those_of_the_original() -> None:
    other = "A passage that another document has stands at the head of this one, and it goes first."
    text = f"{other}\n\n{SHARED_EN}\n\nBuses run as usual on Monday.\n\n{SHARED_EN}\n\nThe end.\n"
    gone = Elsewhere(0, len(other), "b", 5, 5 + len(other), 1.0)
    done = clean("a", text, [gone], Config())
    within = [r for r in done.removals if r["reason"] == WITHIN]
    assert len(within) == 1
    (record,) = within
    assert text[record["start"] : record["end"]].strip() == SHARED_EN
    assert text[record["kept_start"] : record["kept_end"]].strip() == SHARED_EN
    assert record["start"] != record["kept_start"]
    assert done.text.count(SHARED_EN) == 1


def test_a_document_that_fails_is_told() -> None:
    assert work(Job("a", None, "no JSON", None, False), Config())["failure"] == "no JSON"
    assert "more than once" in work(Job("a", "text", "", None, True), Config())["failure"]
    broken = work(Job("a", SHARED_EN, "", None, False), Config(plugins=("absent",)))
    assert broken["clean"] is None
    assert broken["failure"].startswith("LookupError")


def test_how_alike_copies_are() -> None:
    assert alike("Same, text", "same text") == 1.0
    assert 0.5 < alike("abcdefgh", "abcdxxgh") < 1.0


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.txt", "text"),
        ("a.MD", "text"),
        ("a.jsonl", "jsonl"),
        ("a.jsonl.gz", "jsonl"),
        ("a.json.zst", "jsonl"),
        ("a.parquet", "parquet"),
        ("a.txt.gz", ""),
        ("a.pdf", ""),
        ("a", ""),
    ],
)
def test_formats_by_name(name: str, form: str) -> None:
    assert format_of(name) == form


def test_inputs_are_of_one_format(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("b")
    (tmp_path / "a.md").write_text("a")
    (tmp_path / ".hidden.txt").write_text("no")
    (tmp_path / "photo.jpg").write_text("no")
    assert [s.name for s in sources([str(tmp_path)])] == ["a.md", "b.txt"]
    (tmp_path / "c.jsonl").write_text("{}")
    with pytest.raises(Unreadable, match="one at a time"):
        sources([str(tmp_path)])
    with pytest.raises(Unreadable, match="no such"):
        sources([str(tmp_path / "missing")])
    with pytest.raises(Unreadable, match="by its name"):
        sources([str(tmp_path / "photo.jpg")])


def test_numbers_come_in_order() -> None:
    values: list[object] = [0, 2, 10, 10.5, 300, "2023", "abc"]
    assert sorted([300, "abc", 10.5, 2, "2023", 0, 10], key=ordered) == values


def test_text_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("中文文字，用国标编码写成。这一页讲的是图书馆。".encode("gbk"))
    (tmp_path / "b.txt").write_bytes(b"\xff\x00\x01\x02\xfe")
    good, bad = (row for s in sources([str(tmp_path)]) for row in rows(s, "text", "id", ""))
    assert good.text is not None
    assert good.text.startswith("中文文字")
    assert bad.text is None
    assert bad.error


def test_bad_records_are_failures(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    lines = [
        json.dumps({"id": 7, "text": "good"}),
        "{broken",
        "[]",
        json.dumps({"id": 8}),
        "",
        json.dumps({"text": None}),
    ]
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    (source,) = sources([str(path)])
    found = list(rows(source, "text", "id", ""))
    assert [(r.row, r.id, r.text) for r in found] == [
        (0, "7", "good"),
        (1, "a.jsonl.gz#1", None),
        (2, "a.jsonl.gz#2", None),
        (3, "8", None),
        (5, "a.jsonl.gz#5", None),
    ]
    assert all(r.error for r in found[1:])
    path.write_bytes(b"\x1f\x8bnot gzip at all")
    (row,) = rows(source, "text", "id", "")
    assert row.row == -1
    assert row.error


@pytest.mark.parametrize("home", ["context", "first"])
def test_no_passage_runs_from_one_document_into_the_next(home: str) -> None:
    tail, head = SHARED_EN[:130], SHARED_EN[130:]
    records = corpus(20)
    records.append({"id": "x-1", "text": f"{records[0]['text']}\n{tail}"})
    records.append({"id": "x-2", "text": f"{head}\n\n{records[2]['text']}"})
    sizes = {key(r["id"]): len(r["text"]) for r in records}
    removed = across(records, Options(home=home))
    assert removed
    for r in removed:
        assert 0 <= r.start < r.end <= sizes[r.document]
        assert 0 <= r.kept_start < r.kept_end <= sizes[r.kept]
