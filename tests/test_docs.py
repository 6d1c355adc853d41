"""The pages of docs/ say what the code says, and each example in them is so."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from reflow import Config, process
from reflow.cli.keys import KEYS
from reflow.cli.settings import load
from reflow.registry import rules
from reflow.writers import FORMATS

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
sys.path.insert(0, str(DOCS))
PAGES: dict[str, str] = runpy.run_path(str(DOCS / "build.py"))["pages"]()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_is_current(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name], "run: make docs"


def test_no_page_is_left_from_before() -> None:
    """A page that says it is made is made; the others are written by hand."""
    claims = {p.name for p in DOCS.glob("*.md") if "`make docs`" in p.read_text(encoding="utf-8")}
    assert claims == {name for name in PAGES if name.endswith(".md")}


def test_every_rule_shows_what_it_changes_and_what_it_leaves() -> None:
    """The tables hold only cases that the rules pass; none may be without any."""
    for part in PAGES["rules.md"].split("\n## ")[1:]:
        code = part.split()[0]
        fixes = "display only" not in part.lower().partition("fix safety")[2]
        # Cases of repeats are pages; their docstrings have an example in a block.
        if not code.startswith("R"):
            assert ("| example | before | after |" in part) or not fixes, code
            assert "| stays as it is | |" in part, code


# An ellipsis stands for text that the rule needs and that has no place in a line.
INLINE = [
    (rule.code, before, after)
    for rule in rules()
    for before, after in re.findall(
        r"`([^`…]+)` (?:[^`]{0,40} )?becomes `([^`…]+)`", " ".join(rule.doc.split())
    )
]


@pytest.mark.parametrize(("code", "before", "after"), INLINE)
def test_an_example_in_a_line(code: str, before: str, after: str) -> None:
    assert process(before, Config(select=(code,))).text == after


def test_the_rules_about_tokens_have_examples() -> None:
    assert {code for code, _, _ in INLINE} >= {"T101", "T102", "T103", "T105"}


COMMANDS = re.findall(
    r"(?m)^\| `([^`]+)` \| [^|]+ \|$",
    PAGES["cli.md"].partition("## Examples")[2].partition("## Output formats")[0],
)
# Those of corpora need an engine: tests/test_corpus_engine.py runs them.
COMMANDS = [c for c in COMMANDS if not c.startswith("reflow corpus")]


@pytest.mark.parametrize("command", [c.replace("\\|", "|") for c in COMMANDS])
def test_command_line(command: str, tmp_path: Path) -> None:
    """Each example runs as a person would run it: the files that it names are there."""
    sample = ROOT / "samples" / "repeated-passage.txt"
    names = ("page.txt", "a.txt", "check", "docs/page.txt", "docs/more.md")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(sample, tmp_path / name)
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("REFLOW_", "GIT_"))},
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }

    def run(line: str) -> subprocess.CompletedProcess[bytes]:
        shell = ["sh", "-c", line]
        return subprocess.run(
            shell, cwd=tmp_path, env=environment, input=b"y\n" * 9, capture_output=True
        )

    if "--baseline" in command:
        run("reflow check --write-baseline known.json docs/")
    if "undo" in command:
        assert run("reflow fix --log edits.jsonl page.txt a.txt").returncode == 0
        shutil.copy(tmp_path / "a.txt", tmp_path / "clean.txt")
    done = run(command.replace("pdftotext page.pdf -", "cat page.txt"))
    # Only what looks for something to fix may find it.
    looks = command.startswith("reflow check") or "--diff" in command
    assert done.returncode in ((0, 1) if looks else (0,)), done.stderr.decode()
    assert b"internal error" not in done.stderr
    if "undo" in command and "clean.txt" not in command:
        name = command.split()[-1]
        assert (tmp_path / name).read_bytes() == sample.read_bytes()


def test_every_format_says_what_it_is() -> None:
    part = PAGES["cli.md"].partition("## Output formats")[2].partition("## Options")[0]
    said = dict(re.findall(r"(?m)^\| `(\w+)` \| (.+) \|$", part))
    assert set(said) == set(FORMATS)
    assert all(text.endswith(".") for text in said.values())


def test_the_settings_file_is_the_defaults(tmp_path: Path) -> None:
    (text,) = re.findall(r"(?ms)^```toml\n(.*?)^```$", PAGES["configuration.md"])
    file = tmp_path / "settings.toml"
    file.write_text(text, encoding="utf-8")
    assert set(_keys(tomllib.loads(text))) == set(KEYS)
    shown = load({}, (str(file),), environment={}, folder=str(tmp_path))
    assert shown.values == load({}, (), isolated=True).values
    assert {key for key, origin in shown.origins.items() if "settings.toml" not in origin} <= {
        "tokens",
        "per-file-ignores",
    }


def _keys(table: dict[str, object], prefix: str = "") -> list[str]:
    found = []
    for name, value in table.items():
        if isinstance(value, dict) and prefix + name not in KEYS:
            found += _keys(value, f"{prefix}{name}.")
        else:
            found.append(prefix + name)
    return found


def test_the_manual_names_every_option() -> None:
    plain = PAGES["reflow.1"].replace("\\-", "-")
    for option in re.findall(r"`(--[a-z-]+)", PAGES["cli.md"]):
        assert option in plain, option


@pytest.mark.skipif(not shutil.which("groff"), reason="no groff here")
def test_the_manual_can_be_set() -> None:
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", str(DOCS / "reflow.1")], capture_output=True
    )
    assert done.stderr == b""
    # Bold is written as escapes or as overstrikes, by the version of groff.
    plain = re.sub(rb"\x1b\[[\d;]*m|.\x08", b"", done.stdout)
    words = " ".join(plain.decode().split())
    assert "reflow [OPTIONS] [FILE|-]" in words
