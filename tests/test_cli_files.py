"""Which files a run takes: ignore files, lists, names; and several processes for them."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from command import CLEAN, LINES, MENDED, REFLOW, STRAY, run, write

from reflow.cli import pool
from reflow.cli.files import expand
from reflow.config import Config


def found(*arguments: str) -> list[str]:
    """The files in which `check` finds something."""
    done = run(*LINES, *arguments)
    assert done.returncode in (0, 1), done.stderr
    return [line.split(":")[0] for line in done.stdout.decode().splitlines()]


@pytest.fixture
def checkout(folder: Path) -> Path:
    """A checkout with ignore files at its root, below it and in .git/info."""
    files = ("a.txt", "b.txt", "out/c.txt", "sub/d.txt", "sub/keep.txt", "sub/deep/e.txt", "x.md")
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(STRAY)
    (folder / ".git/info").mkdir(parents=True)
    (folder / ".git/info/exclude").write_text("x.md\n")
    (folder / ".gitignore").write_text("# made\n/out/\nb.txt\n\\\n")
    (folder / "sub/.gitignore").write_text("*.txt\n!keep.txt\ndeep\n")
    return folder


def test_gitignore(checkout: Path) -> None:
    assert found(".") == ["./a.txt", "./sub/keep.txt"]
    # What is named is done; only walks leave out.
    assert found("b.txt", "sub/d.txt") == ["b.txt", "sub/d.txt"]
    assert len(found("--no-respect-gitignore", ".")) == 7
    assert len(found("--config", "respect-gitignore=false", ".")) == 7


def test_gitignore_above_the_walked_folder(checkout: Path) -> None:
    assert found("sub") == ["sub/keep.txt"]
    (checkout / ".gitignore").write_text("keep.txt\n")
    # The deeper file has the last word.
    assert found("sub") == ["sub/keep.txt"]
    (checkout / "sub/.gitignore").unlink()
    assert found("sub") == ["sub/d.txt", "sub/deep/e.txt"]
    os.chdir("sub")
    assert found(".") == ["./d.txt", "./deep/e.txt"]


def test_a_checkout_is_a_limit_for_ignore_files(folder: Path) -> None:
    write(folder, inner__a_txt=STRAY)
    (folder / ".gitignore").write_text("*.txt\n")
    (folder / "inner/.git").mkdir()
    assert found("inner") == ["inner/a.txt"]


def test_a_walk_that_finds_nothing_says_so(folder: Path) -> None:
    (folder / "empty").mkdir()
    done = run("check", "empty")
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"no files to work on" in done.stderr
    assert run("check", "-q", "empty").stderr == b""


def test_patterns_of_a_settings_file_are_meant_from_its_folder(folder: Path) -> None:
    write(folder, a__b__c_txt=STRAY, a__d_txt=STRAY)
    (folder / ".git").mkdir()
    (folder / "reflow.toml").write_text('exclude = ["a/b/*"]\n')
    os.chdir("a")
    assert found(".") == ["./d.txt"]


def test_names_with_anything_in_them(folder: Path) -> None:
    names = [b"new\nline.txt", b"-q.txt", b" space .txt", b"\xff\xfe.txt"]
    try:
        for name in names:
            (folder / os.fsdecode(name)).write_text(STRAY)
    except OSError:
        pytest.skip("no such names on this file system")
    done = run("fix", "--files-from", "-", "--null", data=b"\0".join(names) + b"\0")
    assert done.returncode == 0, done.stderr
    assert {p.read_text() for p in folder.iterdir()} == {MENDED}


def test_several_processes_do_the_same(folder: Path) -> None:
    for number in range(9):
        write(folder, **{f"one__{number}_txt": STRAY * number + CLEAN})
        write(folder, **{f"two__{number}_txt": STRAY * number + CLEAN})
    write(folder, one__bad_txt=bytes(range(256)), two__bad_txt=bytes(range(256)))
    alone = run("check", "--output-format", "jsonl", "one", "missing.txt")
    shared = run("check", "-j", "3", "--output-format", "jsonl", "one", "missing.txt")
    assert (shared.stdout, shared.stderr) == (alone.stdout, alone.stderr)
    assert (shared.returncode, len(shared.stdout.splitlines())) == (2, 36)
    alone = run("fix", "--log", "log1", "one")
    shared = run("fix", "--log", "log2", "-j", "2", "two")
    assert (shared.returncode, shared.stderr) == (alone.returncode, alone.stderr)
    for number in range(9):
        mended = MENDED * number + CLEAN
        assert (folder / f"two/{number}.txt").read_text() == mended
        assert (folder / f"one/{number}.txt").read_text() == mended
    headers = [json.loads(line)["path"] for line in Path("log2").read_text().splitlines()[::1]]
    assert headers == sorted(headers)
    assert run("undo", "--log", "log2", "two/8.txt").returncode == 0
    assert (folder / "two/8.txt").read_text() == STRAY * 8 + CLEAN


def test_jobs_are_a_number(folder: Path) -> None:
    write(folder, a_txt=STRAY)
    assert run("check", "-j", "0", "a.txt").returncode == 1
    done = run("check", "-j", "-1", "a.txt")
    assert (done.returncode, b"--jobs" in done.stderr) == (2, True)


def test_ctrl_c_ends_the_workers_too(folder: Path) -> None:
    lines = "".join(
        f"第{n}号文件记录了城里的图书馆 and 博物馆的开放时间。\n\n" for n in range(4000)
    )
    for number in range(6):
        (folder / f"{number}.txt").write_text(lines)
    process = subprocess.Popen(
        [REFLOW, "check", "-j", "2", "."],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    time.sleep(4)
    os.killpg(process.pid, signal.SIGINT)
    _, complaint = process.communicate(timeout=30)
    assert process.returncode == -signal.SIGINT
    assert complaint == b""
    for _ in range(100):
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGKILL)
    raise AssertionError("a process is left")


class Fatal:
    """What ends the process that unpickles it, as a lack of memory would."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (3,)


def test_a_worker_that_dies_is_noticed() -> None:
    good = pool.Job(STRAY.encode(), Config(), "auto", "same")
    bad = pool.Job(Fatal(), Config(), "auto", "same")  # type: ignore[arg-type]
    outcomes = pool.run([(1, good), (2, None), (3, bad), (4, good)], 2)
    with pytest.raises(pool.WorkerDied, match="smaller -j"):
        list(outcomes)


def test_a_file_that_can_not_be_looked_at_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading it will say why; one that is gone by then is none of ours."""
    write(tmp_path, a_txt=STRAY, b_txt=STRAY, c_txt=STRAY)
    look = os.lstat

    def fail(path: str, **more: object) -> os.stat_result:
        if os.fspath(path).endswith("a.txt"):
            raise OSError(errno.EIO, "Input/output error")
        if os.fspath(path).endswith("b.txt"):
            raise FileNotFoundError(errno.ENOENT, "No such file or directory")
        return look(path)

    monkeypatch.setattr(os, "lstat", fail)
    monkeypatch.setattr(os.path, "realpath", os.path.abspath)
    found = expand([str(tmp_path)], ("*.txt",), (), force_exclude=False)
    assert [item.relative for item in found] == ["a.txt", "c.txt"]
