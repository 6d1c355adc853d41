"""Several at once: threads, processes, runs on one file, and a reader meanwhile."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest
from defects import LANGUAGES
from test_properties import broken

from reflow import Config, inplace, process, process_bytes

REFLOW = Path(sys.executable).parent / "reflow"
PAGES = [broken(language) for language in LANGUAGES] * 3
CONFIG = Config(unsafe_fixes=True, gap_mark="[gap]")


def _outcome(page: str) -> tuple[object, ...]:
    result = process(page, CONFIG)
    return result.text, result.findings, result.pieces


@pytest.mark.parametrize("kind", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_pools_give_equal_results(kind: type[Executor]) -> None:
    alone = [_outcome(page) for page in PAGES]
    assert any(text != page for (text, *_), page in zip(alone, PAGES, strict=True))
    with kind(4) as pool:  # type: ignore[call-arg]
        assert list(pool.map(_outcome, PAGES)) == alone


def test_results_and_settings_can_be_sent() -> None:
    outcome = process_bytes(PAGES[0].encode("utf-16"), CONFIG)
    again = pickle.loads(pickle.dumps(outcome))
    assert again == outcome
    assert again.result.undo() == PAGES[0]
    assert pickle.loads(pickle.dumps(CONFIG)) == CONFIG


def test_first_use_in_many_threads() -> None:
    """Tables and patterns that are made at first use are made once, or the same."""
    program = """
import threading, sys
from reflow import process
page = sys.stdin.read()
start, texts = threading.Barrier(8), []
def run():
    start.wait()
    texts.append(process(page).text)
threads = [threading.Thread(target=run) for _ in range(8)]
[t.start() for t in threads]; [t.join() for t in threads]
print(len(texts), len(set(texts)), texts[0] != page)
"""
    run = subprocess.run(
        [sys.executable, "-c", program], input=PAGES[0], capture_output=True, text=True, check=True
    )
    assert run.stdout == "8 1 True\n"


def test_runs_on_one_file_and_a_reader(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    old = "\n\n".join(PAGES).encode()
    new = process_bytes(old).data
    file.write_bytes(old)
    seen: set[bytes] = set()
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set():
            seen.add(file.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    command = [str(REFLOW), "fix", "--isolated", str(file)]
    runs = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)
    ]
    codes = []
    for run in runs:
        _, errors = run.communicate()
        codes.append(run.returncode)
        # A run that comes too late says so and changes nothing.
        assert run.returncode == 0 or b"it changed while it was being read" in errors
    ended.set()
    reader.join()
    assert 0 in codes
    assert file.read_bytes() == new
    assert seen <= {old, new}
    assert os.listdir(tmp_path) == ["page.txt"]


def test_an_edit_between_reading_and_writing_survives(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    file.write_text(PAGES[0], encoding="utf-8")
    target, data = inplace.read(str(file))
    with file.open("ab") as other:
        other.write(b"a line of somebody else's\n")
    with pytest.raises(inplace.WriteRefused, match="changed"):
        inplace.replace(target, process_bytes(data).data)
    assert file.read_bytes() == data + b"a line of somebody else's\n"
    assert os.listdir(tmp_path) == ["page.txt"]
