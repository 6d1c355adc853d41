"""What is written down and read back: offset maps, baselines, what was kept, answers."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import select
import subprocess
import time
from pathlib import Path

import pytest
from command import CLEAN, LINES, MENDED, REFLOW, STRAY, run, write

from reflow.cli import progress, terminal

TWO = STRAY + "\n河边的咖啡店 and 面包房也都开门了。\n"
TWO_MENDED = MENDED + "\n河边的咖啡店和面包房也都开门了。\n"
SPLIT = "The council met on Monday and ap-\nproved the budget for the new swimming pool."


# --map


@pytest.mark.parametrize("arguments", [("--map", "map", "-"), ("check", "--map", "map", "-")])
def test_map(folder: Path, arguments: tuple[str, ...]) -> None:
    run(*arguments, data=TWO)
    (line,) = Path("map").read_text().splitlines()
    record = json.loads(line)
    rebuilt, at = "", 0
    for piece in record["pieces"]:
        assert piece["output"][0] == at
        at = piece["output"][1]
        part = piece["inserted"] if "inserted" in piece else TWO[slice(*piece["input"])]
        assert len(part) == piece["output"][1] - piece["output"][0]
        rebuilt += part
    assert rebuilt == TWO_MENDED


def test_map_of_many_files(folder: Path) -> None:
    write(folder, a_txt=STRAY, b_txt=CLEAN)
    assert run("fix", "--map", "map", "a.txt", "b.txt").returncode == 0
    records = [json.loads(line) for line in Path("map").read_text().splitlines()]
    assert [r["path"] for r in records] == ["a.txt", "b.txt"]
    assert records[1]["pieces"] == [{"output": [0, len(CLEAN)], "input": [0, len(CLEAN)]}]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--map", "a.txt"), "overwrite an input"),
        (("--map", "x", "--log", "x"), "a file each"),
        (("--map", "no/such"), "No such file"),
        (("--map", "-"), "a file of its own"),
    ],
)
def test_map_that_can_not_be_written(folder: Path, arguments: tuple[str, ...], words: str) -> None:
    write(folder, a_txt=STRAY)
    done = run("fix", *arguments, "a.txt")
    assert (done.returncode, words in done.stderr.decode()) == (2, True)
    assert Path("a.txt").read_text() == STRAY


# Baselines


def test_baseline(folder: Path) -> None:
    write(folder, a_txt=CLEAN * 2 + STRAY + CLEAN * 2, b_txt=CLEAN)
    done = run("check", "--write-baseline", "known.json", "a.txt", "b.txt")
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"wrote 1 findings to known.json" in done.stderr
    known = json.loads(Path("known.json").read_text())
    assert [(f["path"], f["code"]) for f in known["findings"]] == [("a.txt", "T101")]
    done = run(*LINES, "--baseline", "known.json", "a.txt", "b.txt")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    # Lines above it and another name for the file change nothing; a new finding is told.
    write(folder, c_txt=CLEAN * 4 + STRAY + CLEAN * 2 + TWO[len(STRAY) :])
    done = run(*LINES, "--baseline", "known.json", "c.txt")
    assert (done.returncode, done.stdout.count(b"\n")) == (1, 1)
    assert done.stdout.startswith(b"c.txt:9:7:")
    # The same finding twice is one more than is known.
    assert run(*LINES, "--baseline", "known.json", "a.txt", "c.txt").stdout.count(b"\n") == 2


def test_baseline_in_the_settings(folder: Path) -> None:
    write(folder, in__a_txt=STRAY, reflow_toml='baseline = "known.json"\n')
    (folder / ".git").mkdir()
    done = run("check", "in")
    assert (done.returncode, b"--write-baseline makes it" in done.stderr) == (2, True)
    assert run("check", "--write-baseline", "known.json", "in").returncode == 0
    os.chdir("in")
    assert run("check", ".").returncode == 0
    assert run("check", "--isolated", ".").returncode == 1


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 9, "findings": []}', "\0"])
def test_what_is_no_baseline(folder: Path, content: str) -> None:
    write(folder, known_json=content, a_txt=STRAY)
    done = run("check", "--baseline", "known.json", "a.txt")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"known.json" in done.stderr
    assert b"writ" in done.stderr


def test_a_baseline_that_can_not_be_written(folder: Path) -> None:
    write(folder, a_txt=STRAY)
    assert run("check", "--write-baseline", "no/such", "a.txt").returncode == 2


# --show-kept


def test_what_was_kept_is_told_with_its_reason(folder: Path) -> None:
    song = "歌曲 Rock and Roll 很好听。\n城里的图书馆 and 博物馆都在春天重新开放。\n"
    done = run("--show-kept", "--config", "keep=图书馆 and", data=song)
    assert (done.returncode, done.stdout.decode()) == (0, song)
    told = done.stderr.decode()
    assert told.startswith("reflow: -:2:7: T101")
    assert told.endswith("(kept: keep: 图书馆 and)\n")
    write(folder, a_txt=song)
    done = run("fix", "--show-kept", "--config", "keep=图书馆 and", "a.txt")
    assert "a.txt:2:7: T101" in done.stderr.decode()
    done = run(*LINES, "--show-kept", "--config", "keep=图书馆 and", "a.txt")
    assert (done.returncode, done.stdout.count(b"T101")) == (0, 1)


# What settings forbid


def test_keep(folder: Path) -> None:
    write(folder, reflow_toml="keep = ['^河边.*$', 'ap-\\s+proved']\n")
    (folder / ".git").mkdir()
    assert run(data=TWO).stdout.decode() == MENDED + TWO[len(STRAY) :]
    assert run(data=SPLIT).stdout.decode() == SPLIT
    assert run("--isolated", data=SPLIT).stdout.decode() != SPLIT
    done = run(data=TWO, env={"REFLOW_KEEP": "a{1,3}nd"})
    assert done.stdout.decode() == TWO


@pytest.mark.parametrize("value", ["a(", "[", "(?P<a>x)(?P<a"])
def test_a_pattern_that_is_none(folder: Path, value: str) -> None:
    done = run("--config", f"keep={value}", data=STRAY)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"no regular expression" in done.stderr


def test_a_pattern_that_takes_for_ever_is_given_up(folder: Path) -> None:
    text = "图书馆 and 博物馆都在春天重新开放" + "a" * 60 + "。\n"
    start = time.monotonic()
    done = run("--config", "keep=(a|a)*b|(a+)+b|(a*)*b", data=text)
    assert time.monotonic() - start < 60
    assert (done.returncode, done.stdout) in ((2, b""), (0, text.replace(" and ", "和").encode()))
    assert done.returncode == 0 or b"takes more than" in done.stderr


def test_unfixable(folder: Path) -> None:
    for setting in ("unfixable=T", "unfixable=T101", "fixable=J,R", "fixable=T102"):
        done = run(*LINES, "--config", setting, "-", data=STRAY)
        assert (done.returncode, done.stdout.count(b"T101")) == (0, 1), setting
        assert run("check", "--strict", "--config", setting, "-", data=STRAY).returncode == 1
        assert run("--config", setting, data=STRAY).stdout.decode() == STRAY
    both = ("--config", "unfixable=T", "--config", "fixable=T101")
    assert run(*both, data=STRAY).stdout.decode() == MENDED
    done = run("--config", "unfixable=Q", data=STRAY)
    assert (done.returncode, b"no rule has the code 'Q'" in done.stderr) == (2, True)


def test_a_replacement_that_the_encoding_lacks_is_reported(folder: Path) -> None:
    text = "図書館 and 博物館は春に再開する。\n"
    data = text.encode("cp932")
    options = ("--encoding", "cp932", "--config", "tokens={and = '♥'}")
    done = run(*options, data=data)
    assert (done.returncode, done.stdout) == (0, data)
    done = run(*LINES, *options, "-", data=data)
    assert (done.returncode, done.stdout.count(b"T101")) == (0, 1)
    assert "can't be written" in done.stdout.decode()
    done = run(*options, "--output-encoding", "utf-8", data=data)
    assert done.stdout.decode() == text.replace(" and ", "♥")


def test_a_numbered_edit_can_be_ignored(folder: Path) -> None:
    page = (STRAY + "\n") * 2
    found = [
        json.loads(line)
        for line in run("check", "--output-format", "jsonl", "-", data=page).stdout.splitlines()
    ]
    second = max(found, key=lambda f: f["span"]["start"])
    if len({f["id"] for f in found}) == 1:
        pytest.fail("two findings have one id")
    done = run("--ignore-edit", second["id"], data=page).stdout.decode()
    assert done == MENDED + "\n" + STRAY + "\n"


# --interactive


@pytest.mark.parametrize(
    ("answers", "first", "second"),
    [
        ("y\ny\n", True, True),
        ("n\ny\n", False, True),
        ("y\nn\n", True, False),
        ("a\n", True, True),
        ("n\na\n", False, True),
        ("q\n", False, False),
        ("y\nq\n", True, False),
        ("", False, False),
        ("what\n\nyes\nNo\n", True, False),
    ],
)
def test_interactive(folder: Path, answers: str, first: bool, second: bool) -> None:
    write(folder, a_txt=TWO)
    done = run("fix", "--interactive", "--log", "log", "a.txt", data=answers)
    assert done.returncode == 0
    lines, mended = TWO.splitlines(), TWO_MENDED.splitlines()
    expected = [(mended if yes else lines)[n] for n, yes in ((0, first), (1, True), (2, second))]
    assert Path("a.txt").read_text().splitlines() == expected
    assert b"[y]es, [n]o, [a]ll" in done.stderr
    if first or second:
        assert run("undo", "--log", "log", "a.txt").returncode == 0
    assert Path("a.txt").read_text() == TWO


def test_interactive_over_files(folder: Path) -> None:
    write(folder, a_txt=STRAY, b_txt=STRAY, c_txt=STRAY)
    run("fix", "--interactive", ".", data="n\na\n")
    texts = [Path(f"{name}.txt").read_text() for name in "abc"]
    assert texts == [STRAY, MENDED, MENDED]
    write(folder, b_txt=STRAY, c_txt=STRAY)
    done = run("fix", "--interactive", ".", data="y\nq\n")
    texts = [Path(f"{name}.txt").read_text() for name in "abc"]
    assert texts == [MENDED, STRAY, STRAY]
    assert b"changed 1 of 2 files, 1 edit" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [("--check", "a.txt"), ("--diff", "a.txt"), ("-",), ("--files-from", "-")],
)
def test_interactive_where_it_makes_no_sense(folder: Path, arguments: tuple[str, ...]) -> None:
    write(folder, a_txt=STRAY)
    done = run("fix", "--interactive", *arguments, data="a.txt\n")
    assert (done.returncode, b"--interactive" in done.stderr) == (2, True)
    assert Path("a.txt").read_text() == STRAY


# The progress bar


def slow_check(*options: str) -> bytes:
    """What stands on the terminal when the second of two files takes its time to be read."""
    Path("a.txt").write_text(CLEAN)
    os.mkfifo("b.txt")
    main, other = pty.openpty()
    process = subprocess.Popen(
        [REFLOW, "check", *options, "a.txt", "b.txt"],
        stdout=subprocess.DEVNULL,
        stderr=other,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
    )
    os.close(other)
    seen, fed, deadline = b"", False, time.monotonic() + 60
    with contextlib.suppress(OSError):
        # So a terminal ends on Linux.
        while True:
            ready = select.select([main], [], [], 4)[0]
            seen += os.read(main, 65536) if ready else b""
            late = time.monotonic() > deadline
            if not fed and (b"1/2" in seen or not ready or late):
                Path("b.txt").write_text(CLEAN)
                fed = True
            elif late or (not ready and process.poll() is not None):
                process.kill()
                break
    os.close(main)
    assert process.wait() == 0
    return seen


def test_progress_bar(folder: Path) -> None:
    seen = slow_check()
    assert b"1/2" in seen
    assert b"b.txt" in seen
    # It leaves nothing behind: the cursor is shown again.
    assert seen.count(b"\x1b[?25h") >= seen.count(b"\x1b[?25l") > 0


def test_no_progress_bar_when_quiet(folder: Path) -> None:
    assert slow_check("-q") == b""


def test_no_progress_bar_for_short_work(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "DELAY", 60.0)
    with progress.Bar(3) as step:
        step(0, "a.txt")
        terminal.note("said meanwhile")
    assert capfd.readouterr().err == "reflow: said meanwhile\n"
