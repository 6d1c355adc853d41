"""What each option and command of the contract does, that is not tested elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from command import CLEAN, MENDED, REFLOW, STRAY, run, write

from reflow.cli.app import commands
from reflow.cli.filter import COMMANDS
from reflow.writers import FORMATS

ROOT = Path(__file__).parent.parent
SPLIT = "The council met on Monday and ap-\nproved the budget for the new swimming pool."
WHOLE = "The council met on Monday and approved the budget for the new swimming pool."
LOST = (ROOT / "samples/repeated-passage.txt").read_text(encoding="utf-8")
DISPLAY = "城里的图书馆 but 博物馆都在春天重新开放。\n"


def findings(*arguments: str, data: str) -> list[dict[str, Any]]:
    done = run("check", "--output-format", "jsonl", *arguments, "-", data=data)
    return [json.loads(line) for line in done.stdout.splitlines()]


# What is found and done


@pytest.mark.parametrize(
    ("arguments", "stray", "split"),
    [
        ((), True, True),
        (("--select", "T"), True, False),
        (("--select", "J1,R"), False, True),
        (("--select", "J", "--extend-select", "T101"), True, True),
        (("--ignore", "T1"), False, True),
        (("--ignore", "J", "--ignore", "T101"), False, False),
        (("--select", "J", "--ignore", "J1"), False, False),
        (("--select", "J101", "--ignore", "J"), False, True),
    ],
)
def test_selection(folder: Path, arguments: tuple[str, ...], stray: bool, split: bool) -> None:
    assert run(*arguments, data=STRAY).stdout.decode() == (MENDED if stray else STRAY)
    assert run(*arguments, data=SPLIT).stdout.decode() == (WHOLE if split else SPLIT)


def test_unsafe_fixes(folder: Path) -> None:
    (sure,) = findings(data=SPLIT)
    assert sure["safety"] == "safe"
    for more in range(0, sure["score"] + 100, 40):
        near = ("--config", f"joins.threshold={more}")
        (unsure,) = findings(*near, data=SPLIT)
        if unsure["safety"] != "safe":
            break
    assert (unsure["safety"], unsure["status"], unsure["id"]) == ("unsafe", "shown", sure["id"])
    assert run("check", *near, "-", data=SPLIT).returncode == 1
    assert run(*near, data=SPLIT).stdout.decode() == SPLIT
    assert run(*near, "--unsafe-fixes", data=SPLIT).stdout.decode() == WHOLE
    done = run(*near, "--no-unsafe-fixes", data=SPLIT, env={"REFLOW_UNSAFE_FIXES": "true"})
    assert done.stdout.decode() == SPLIT
    far = ("--config", f"joins.threshold={sure['score'] + 900}", "--unsafe-fixes")
    assert run(*far, data=SPLIT).stdout.decode() == SPLIT


def test_what_is_only_shown_fails_when_that_is_asked_for(folder: Path) -> None:
    (found,) = findings(data=DISPLAY)
    assert (found["safety"], found["severity"], found["fix"]) == ("display-only", "note", None)
    assert run("check", "-", data=DISPLAY).returncode == 0
    assert run("check", "--strict", "-", data=DISPLAY).returncode == 1
    assert run("check", "--strict", "--exit-zero", "-", data=DISPLAY).returncode == 0
    assert run("--unsafe-fixes", data=DISPLAY).stdout.decode() == DISPLAY


@pytest.mark.parametrize("output", FORMATS)
def test_the_format_never_changes_the_code(folder: Path, output: str) -> None:
    assert run("check", "--output-format", output, "-", data=STRAY).returncode == 1
    assert run("check", "--output-format", output, "-", data=CLEAN).returncode == 0


def test_gap_mark(folder: Path) -> None:
    assert "[…]" in run(data=LOST).stdout.decode()
    assert "<gap>" in run("--gap-mark", "<gap>", data=LOST).stdout.decode()
    none = run("--gap-mark", "", data=LOST).stdout.decode()
    assert "[…]" not in none
    # Without the mark nothing tells that text is missing, and the halves may be joined.
    assert none.split() == run(data=LOST).stdout.decode().replace(" […]", "").split()
    ascii_only = run("--encoding", "latin-1", data=LOST.encode("latin-1"))
    assert b"[...]" in ascii_only.stdout


def test_an_encoding_that_is_named(folder: Path) -> None:
    data = STRAY.encode("gb18030")
    done = run("--encoding", "gb18030", data=data)
    assert (done.stdout, done.stderr) == (MENDED.encode("gb18030"), b"")
    # Bytes that are no UTF-8 pass unchanged where it is said to be UTF-8.
    assert run("--encoding", "utf-8", data=data).stdout == data
    done = run("--encoding", "ascii", data=STRAY)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"at byte" in done.stderr


def test_verbose_says_what_is_done(folder: Path) -> None:
    write(folder, a_txt=STRAY, b_txt=CLEAN, bin_txt=bytes(range(256)))
    told = run("fix", "-v", ".").stderr.decode()
    assert "a.txt: utf-8, 1 edits" in told
    assert "bin.txt: skipped, binary data" in told
    assert "changed ./a.txt" in told


def test_config_is_a_file_that_can_be_read_back(folder: Path) -> None:
    options = ("--select", "T,J1", "--config", "tokens=plus=和", "--config", "keep=a{1,2},b")
    first = run("config", *options)
    (folder / "made.toml").write_bytes(first.stdout)
    second = run("config", "--config", "made.toml")
    values = [line.split("  # ")[0] for line in first.stdout.decode().splitlines()]
    assert [line.split("  # ")[0] for line in second.stdout.decode().splitlines()] == values


# Help, completion


@pytest.mark.parametrize("command", [(), *((name,) for name in sorted(commands.commands))])
def test_help_starts_with_examples(folder: Path, command: tuple[str, ...]) -> None:
    done = run(*command, "--help")
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode().splitlines()
    assert lines[0] == "Examples:"
    assert all(line.startswith("  ") for line in lines[1:3])
    assert "Usage: " + " ".join(("reflow", *command)) in done.stdout.decode()


def test_the_filter_knows_all_commands() -> None:
    assert tuple(sorted(commands.commands)) == COMMANDS


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("check",), "name files or folders"),
        (("check", "--nonsense", "a"), "(see reflow check --help)"),
        (("fix", "--backup"), "(see reflow fix --help)"),
        (("undo", "a"), "(see reflow undo --help)"),
        (("rule", "T1011"), "did you mean 'T101'"),
        (("rule", "zzz"), "reflow rule --all shows them all"),
        (("check", "--baseline", "none", "a"), "--write-baseline makes it"),
        (("--encoding", "gb2132"), "unknown encoding"),
        (("fix", "-", "--backup", ".x"), "--backup needs files"),
        (("fix", "-", "--out-dir", "x"), "--out-dir needs files"),
    ],
)
def test_an_error_says_what_to_do(folder: Path, arguments: tuple[str, ...], words: str) -> None:
    write(folder, a=CLEAN)
    done = run(*arguments, data=CLEAN)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"reflow: ")
    assert done.stderr.count(b"\n") == 1
    assert words in done.stderr.decode()


def complete(words: str) -> list[str]:
    """What bash is told to offer for the last of `words`."""
    parts = words.split(" ")
    environment = {
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(parts) - 1),
        "_REFLOW_COMPLETE": "bash_complete",
    }
    done = run(env=environment)
    return [line.partition(",")[2] for line in done.stdout.decode().splitlines()]


def test_completion(folder: Path) -> None:
    assert {"check", "config"} <= set(complete("reflow c"))
    assert {"--gap-mark", "--version", "--log"} <= set(complete("reflow --"))
    assert "--write-baseline" in complete("reflow check --w")
    assert {"full", "concise"} <= set(complete("reflow check --output-format "))
    assert complete("reflow check --lang zh") == ["zh-Hans", "zh-Hant"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(folder: Path, shell: str) -> None:
    done = run("--completion", shell)
    assert done.returncode == 0
    assert b"_REFLOW_COMPLETE=" in done.stdout
    if shell == "bash":
        check = subprocess.run(["bash", "-n"], input=done.stdout, capture_output=True)
        assert (check.returncode, check.stderr) == (0, b"")


def test_the_drop_folder_is_not_a_place_of_code(folder: Path) -> None:
    for name in ("click", "reflow", "json", "numpy"):
        (folder / f"{name}.py").write_text("raise SystemExit('taken from the drop')")
    write(folder, a_txt=STRAY)
    assert run("fix", "a.txt").returncode == 0
    assert (folder / "a.txt").read_text() == MENDED
    assert Path(REFLOW).parent == Path(sys.executable).parent
