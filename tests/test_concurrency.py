"""Several at once: threads, processes, runs on one file, and a reader meanwhile."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from command import MENDED, REFLOW, STRAY, run, write
from defects import LANGUAGES
from test_properties import broken

from reflow import Config, inplace, long, process, process_bytes

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


ENCODINGS = {"zh-Hans": "gb18030", "zh-Hant": "big5hkscs", "ja": "cp932", "ko": "cp949"}


def _bytes_outcome(data: bytes) -> tuple[object, ...]:
    outcome = process_bytes(data, Config(keep=("[0-9]+",)))
    return outcome.data, outcome.source, outcome.result.findings, outcome.result.undo()


def test_pools_give_equal_results_on_bytes() -> None:
    """Also where encodings are guessed, patterns of the user run, and workers start afresh."""
    names = [language.name for language in LANGUAGES]
    data = [
        page.encode(encoding, "ignore")
        for name, page in zip(names, PAGES, strict=False)
        for encoding in ("utf-8", "utf-16", ENCODINGS.get(name, "cp1252"))
    ]
    alone = [_bytes_outcome(page) for page in data]
    assert any(outcome[0] != page for outcome, page in zip(alone, data, strict=True))
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(_bytes_outcome, data * 3)) == alone * 3
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as workers:
        assert list(workers.map(_bytes_outcome, data, chunksize=8)) == alone


def test_long_texts_in_threads_give_equal_results(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are done in parts, which keep things in temporary files."""
    monkeypatch.setattr(long, "LONG", 2_000)
    texts = ["\n\n".join([*PAGES[i:], *PAGES[:i]]) for i in range(6)]
    alone = [_outcome(text) for text in texts]
    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(_outcome, texts)) == alone


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
    done = subprocess.run(
        [sys.executable, "-c", program], input=PAGES[0], capture_output=True, text=True, check=True
    )
    assert done.stdout == "8 1 True\n"


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
    command = [REFLOW, "fix", "--isolated", str(file)]
    runs = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)
    ]
    codes = []
    for one in runs:
        _, errors = one.communicate()
        codes.append(one.returncode)
        # A run that comes too late says so and changes nothing.
        assert one.returncode == 0 or b"it changed while it was being read" in errors
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


def test_an_edit_while_a_run_waits_survives(folder: Path) -> None:
    """Asked about a fix, somebody saves the file in an editor first, and then says yes."""
    write(folder, a_txt=STRAY, b_txt=STRAY)
    command = [REFLOW, "fix", "--interactive", "a.txt", "b.txt"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as asking:
        assert asking.stderr is not None
        while asking.stderr.read(1) not in (b"?", b""):
            pass
        edited = STRAY + "后来加上的一行。\n"
        write(folder, a_txt=edited)
        _, errors = asking.communicate(b"y\ny\n")
    assert asking.returncode == 2, errors
    assert b"a.txt: not changed: it changed while it was being read; run again" in errors
    assert b"changed 1 of 1 file, 1 edit" in errors
    assert Path("a.txt").read_text() == edited
    assert Path("b.txt").read_text() == MENDED
    assert sorted(os.listdir()) == ["a.txt", "b.txt"]


def test_two_runs_do_not_share_a_log(folder: Path) -> None:
    """The second would cut off what the first wrote, and undo needs it."""
    write(folder, a_txt=STRAY, b_txt=STRAY)
    first = [REFLOW, "fix", "--interactive", "--log", "log.jsonl", "a.txt"]
    with subprocess.Popen(
        first, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as asking:
        assert asking.stderr is not None
        while asking.stderr.read(1) not in (b"?", b""):
            pass
        second = run("fix", "--log", "log.jsonl", "b.txt")
        assert (second.returncode, b"another run is writing it" in second.stderr) == (2, True)
        assert Path("b.txt").read_text() == STRAY
        asking.communicate(b"y\n")
    assert Path("a.txt").read_text() == MENDED
    assert run("undo", "--log", "log.jsonl", "a.txt").returncode == 0
    assert Path("a.txt").read_text() == STRAY
    # A later run starts the log anew.
    assert run("fix", "--log", "log.jsonl", "b.txt").returncode == 0
    assert len(Path("log.jsonl").read_text().splitlines()) == 2


def test_runs_and_undos_of_one_folder(folder: Path) -> None:
    """Whoever comes too late says so; each file is whole, and no other is left."""
    names = [f"{i}.txt" for i in range(6)]
    write(folder, **{f"{i}_txt": STRAY for i in range(6)})
    assert run("fix", "--log", "log.jsonl", ".").returncode == 0
    commands = [("fix", "."), ("undo", "--log", "log.jsonl", *names), ("fix", "-j", "2", ".")] * 2
    runs = [
        subprocess.Popen([REFLOW, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for command in commands
    ]
    for one in runs:
        _, errors = one.communicate()
        assert b"internal error" not in errors
        told = (b"changed while", b"nothing to undo")
        assert one.returncode == 0 or any(words in errors for words in told), errors
    assert {Path(name).read_text() for name in names} <= {STRAY, MENDED}
    assert sorted(os.listdir()) == [*names, "log.jsonl"]
