"""Corpora on the engine: what comes out, that it does not depend on how, and what is left behind.

Run by `make test-corpus`; skipped where Daft is not installed.
"""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from corpus_pages import SHARED_EN, SHARED_ZH, corpus
from corpus_runs import COMMAND, contents, read, reflow, write

from reflow.cli.examples import EXAMPLES

pytestmark = pytest.mark.corpus
pytest.importorskip("daft", reason="Daft is not installed")

BOTH = (SHARED_EN, SHARED_ZH)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An input and what comes of it in one partition and one process."""
    folder = tmp_path_factory.mktemp("whole")
    path = write(folder / "in.jsonl", corpus())
    reflow(path, "--out", folder / "out", "--across", "--partitions", 1, "-j", 1)
    return path, folder / "out"


def test_what_comes_out(whole: tuple[Path, Path]) -> None:
    path, out = whole
    assert sorted(os.listdir(out)) == [
        "documents.jsonl",
        "failures.jsonl",
        "manifest.json",
        "removals.jsonl",
        "summary.html",
    ]
    before, after = read(path), read(out / "documents.jsonl")
    assert [r["id"] for r in after] == [r["id"] for r in before]
    texts = {r["id"]: r["text"] for r in before}
    removals = read(out / "removals.jsonl")
    assert len(removals) == 4
    for r in removals:
        gone = texts[r["doc"]][r["start"] : r["end"]]
        assert gone == texts[r["kept_doc"]][r["kept_start"] : r["kept_end"]]
        assert gone in BOTH
    assert sum(SHARED_EN in r["text"] for r in after) == 1
    assert sum(SHARED_ZH in r["text"] for r in after) == 1
    untouched = {r["id"] for r in before} - {r["doc"] for r in removals}
    assert all(r["text"] == texts[r["id"]] for r in after if r["id"] in untouched)
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["counts"]["documents"] == 24
    assert {o["path"] for o in manifest["outputs"]} == {*os.listdir(out)} - {"manifest.json"}
    assert "page-" in (out / "summary.html").read_text()


@pytest.mark.parametrize(("partitions", "jobs"), [(2, 2), (8, 1)])
def test_partitions_and_processes_do_not_bear_on_the_bytes(
    whole: tuple[Path, Path], tmp_path: Path, partitions: int, jobs: int
) -> None:
    path, out = whole
    reflow(path, "--out", tmp_path, "--across", "--partitions", partitions, "-j", jobs)
    assert contents(tmp_path) == contents(out)


def test_a_run_that_is_complete_is_not_done_again(whole: tuple[Path, Path]) -> None:
    path, out = whole
    before = {p: p.stat().st_mtime_ns for p in out.iterdir()}
    reflow(path, "--out", out, "--across")
    assert {p: p.stat().st_mtime_ns for p in out.iterdir()} == before
    refused = reflow(path, "--out", out, code=2)
    assert "not empty" in refused.stderr
    assert {p: p.stat().st_mtime_ns for p in out.iterdir()} == before


def test_a_run_that_was_killed_goes_on(whole: tuple[Path, Path], tmp_path: Path) -> None:
    path, out = whole
    done_before: set[str] = set()
    for wait_for in ("documents", "candidates", "settled"):
        running = subprocess.Popen(
            [*COMMAND, str(path), "--out", str(tmp_path / "out"), "--across", "-j", "1"],
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + 120
        place = tmp_path / "out" / ".work" / wait_for
        while not place.is_dir() and running.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        if (tmp_path / "out" / "manifest.json").exists():
            break
        kept = {p.name for p in (tmp_path / "out" / ".work").iterdir() if p.suffix != ".part"}
        assert done_before <= kept
        done_before = kept
        assert not (tmp_path / "out" / "documents.jsonl").exists()
    reflow(path, "--out", tmp_path / "out", "--across")
    assert contents(tmp_path / "out") == contents(out)


def test_other_settings_start_anew(whole: tuple[Path, Path], tmp_path: Path) -> None:
    path, _ = whole
    (tmp_path / ".work").mkdir()
    (tmp_path / ".work" / "plan.json").write_text('{"reflow": "0"}')
    (tmp_path / ".work" / "documents").mkdir()
    reflow(path, "--out", tmp_path)
    assert len(read(tmp_path / "documents.jsonl")) == 24


def test_failures_do_not_end_the_job(tmp_path: Path) -> None:
    records = corpus(6)
    good = [json.dumps(r, ensure_ascii=False) for r in records]
    lines = [*good[:3], "{broken", '{"id": "n", "text": 5}', good[0], *good[3:]]
    packed = tmp_path / "in.jsonl.gz"
    packed.write_bytes(gzip.compress("\n".join(lines).encode()))
    reflow(packed, "--out", tmp_path / "out", "--across", code=2)
    failures = {f["doc"]: f["reason"] for f in read(tmp_path / "out" / "failures.jsonl")}
    assert set(failures) == {"in.jsonl.gz#3", "n", "page-000"}
    assert "more than once" in failures["page-000"]
    written = gzip.decompress((tmp_path / "out" / "documents.jsonl.gz").read_bytes())
    assert written.decode().splitlines() == lines


def test_text_folders_keep_names_and_encodings(tmp_path: Path) -> None:
    dirty = "市图书馆 and 博物馆周末免费开放，欢迎市民参观。\n"
    clean = "市图书馆和博物馆周末免费开放，欢迎市民参观。\n"
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "a.txt").write_bytes(dirty.encode("gb18030"))
    (folder / "b.md").write_bytes(dirty.replace("\n", "\r\n").encode())
    (folder / "c.txt").write_bytes(b"\xff\x00\x01\x02\xfe")
    reflow(folder, "--out", tmp_path / "out", "--encoding", "gb18030", code=2)
    reflow(folder / "sub", "--out", tmp_path / "gb", "--encoding", "gb18030")
    assert (tmp_path / "gb" / "documents" / "a.txt").read_bytes() == clean.encode("gb18030")
    reflow(folder, "--out", tmp_path / "auto", code=2)
    documents = tmp_path / "auto" / "documents"
    assert (documents / "b.md").read_bytes() == clean.replace("\n", "\r\n").encode()
    assert (documents / "c.txt").read_bytes() == b"\xff\x00\x01\x02\xfe"
    assert [f["doc"] for f in read(tmp_path / "auto" / "failures.jsonl")] == ["c.txt"]


def test_parquet_keeps_its_other_columns(tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    records = corpus()
    table = pa.table(
        {
            "score": [n / 7 for n in range(24)],
            "body": [r["text"] for r in records],
            "name": [r["id"] for r in records],
            "day": pa.array(range(24), pa.date32()),
        }
    )
    for half in (0, 1):
        parquet.write_table(table.slice(half * 12, 12), tmp_path / f"in{half}.parquet")
    both = [tmp_path / "in0.parquet", tmp_path / "in1.parquet"]
    named = ("--field", "body", "--id-field", "name")
    reflow(*both, *named, "--out", tmp_path / "out", "--across")
    made = parquet.read_table(tmp_path / "out" / "documents.parquet")
    assert made.schema.equals(table.schema)
    assert made.drop_columns(["body"]).equals(table.drop_columns(["body"]))
    assert sum(SHARED_ZH in text for text in made["body"].to_pylist()) == 1


def test_the_first_by_a_field(tmp_path: Path) -> None:
    records: list[dict[str, Any]] = [{**r, "day": 100 - n} for n, r in enumerate(corpus())]
    path = write(tmp_path / "in.jsonl", records)
    order = ("--home", "first", "--order-field", "day")
    reflow(path, "--out", tmp_path / "out", "--across", *order)
    texts = {r["id"]: r["text"] for r in records}
    removals = read(tmp_path / "out" / "removals.jsonl")
    shared = [r for r in removals if texts[r["doc"]][r["start"] : r["end"]] in BOTH]
    assert len(shared) == 4
    assert {r["kept_doc"] for r in shared} == {"page-018", "page-019"}


@pytest.mark.parametrize("line", [line for line, _ in EXAMPLES["corpus"]])
def test_examples_of_the_help(line: str, tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    path = write(tmp_path / "a.jsonl", corpus(6))
    with pa.output_stream(tmp_path / "a.jsonl.zst", compression="zstd") as packed:
        packed.write(path.read_bytes())
    parquet.write_table(pa.Table.from_pylist(corpus(6)), tmp_path / "a.parquet")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(SHARED_EN)
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(line, shell=True, cwd=tmp_path, env=environment, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "clean" / "manifest.json").exists() == ("--dry-run" not in line)


def test_a_plan_writes_nothing(whole: tuple[Path, Path], tmp_path: Path) -> None:
    done = reflow(whole[0], "--out", tmp_path / "out", "--across", "--dry-run")
    assert "24 documents" in done.stdout
    assert "CPU" in done.stdout
    assert not (tmp_path / "out").exists()
