"""The recipes of docs/corpus.md beside other engines, run as they stand there."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from corpus_pages import corpus

pytestmark = pytest.mark.corpus

TEXT = (Path(__file__).parent.parent / "docs" / "corpus.md").read_text(encoding="utf-8")
DIRTY = "市图书馆 and 博物馆周末免费开放，欢迎市民参观。"
CLEAN = "市图书馆和博物馆周末免费开放，欢迎市民参观。"


def needs(*names: str) -> pytest.MarkDecorator:
    """Skip where a package or, as `java`, a program is absent."""
    absent = [n for n in names if not (importlib.util.find_spec(n) or shutil.which(n))]
    return pytest.mark.skipif(bool(absent), reason=f"not here: {', '.join(absent)}")


def recipe(title: str, folder: Path) -> str:
    """Run the program under a heading in a process of its own; what it prints."""
    (section,) = re.findall(rf"(?ms)^### {title}\n(.*?)(?=^##|\Z)", TEXT)
    (program,) = re.findall(r"(?ms)^```python\n(.*?)^```$", section)
    (folder / "recipe.py").write_text(program, encoding="utf-8")
    # Spark starts its workers with the first Python on the path, which need not be this one.
    environment = {**os.environ, "PYSPARK_PYTHON": sys.executable}
    done = subprocess.run(
        [sys.executable, "recipe.py"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder with pages.jsonl: one dirty page among clean ones."""
    records = [{"id": "dirty", "text": DIRTY}, *corpus(6)]
    lines = [json.dumps(r, ensure_ascii=False) + "\n" for r in records]
    (tmp_path / "pages.jsonl").write_text("".join(lines), encoding="utf-8")
    return tmp_path


@needs("datasets")
def test_datasets(pages: Path) -> None:
    assert CLEAN in recipe("Hugging Face datasets", pages)


@needs("datatrove")
def test_datatrove(pages: Path) -> None:
    recipe("datatrove", pages)
    written = "".join(p.read_text() for p in (pages / "clean").glob("*.jsonl"))
    assert CLEAN in [json.loads(line)["text"] for line in written.splitlines()]


@needs("ray", "pandas")
def test_ray_data(pages: Path) -> None:
    assert CLEAN in recipe("Ray Data", pages)


@needs("polars")
def test_polars(pages: Path) -> None:
    assert CLEAN in recipe("Polars", pages)


@needs("pandas")
def test_pandas(pages: Path) -> None:
    assert CLEAN in recipe("pandas", pages)


@needs("pyspark", "java")
def test_spark(pages: Path) -> None:
    assert CLEAN in recipe("Spark", pages)


@needs("pyspark", "java")
def test_spark_finds_the_fingerprints_that_we_find(pages: Path) -> None:
    from reflow.corpus.postings import key, postings

    found = json.loads(recipe("Fingerprints in Spark", pages).splitlines()[-1])
    expected = [
        [key(r["id"]), int(h), int(p)]
        for r in map(json.loads, (pages / "pages.jsonl").read_text().splitlines())
        for h, p in zip(*postings(r["text"]), strict=True)
    ]
    assert sorted(map(tuple, found)) == sorted((k, h - (h >> 63 << 64), p) for k, h, p in expected)
