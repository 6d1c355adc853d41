"""Rules of a third party, in a real package that pip installs into a scratch folder."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import subprocess
import sys
import zipfile
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from command import LINES, MENDED, STRAY, run, write

from reflow import registry

RULES = '''
"""Rules of a house that spells its own name."""

from reflow.edits import Edit, Evidence, Fix, Safety
from reflow.document import Span
from reflow.registry import rule


@rule("X901", "house-name", stage="tokens", url="https://example.org/x901")
def house_name(page):
    """Write the name of the house as the house does.

    Example: `harbor ferry` becomes `Harbour Ferry`.
    """
    at = page.text.find("harbor ferry")
    if at >= 0:
        span = Span(at, at + len("harbor ferry"))
        edits = (Edit(span, ("Harbour Ferry",)),)
        why = (Evidence("name", 1),)
        yield Fix("X901", "house-name", "our name", span, edits, why, Safety.SAFE)


@rule("X902", "house-word", stage="tokens", default=False)
def house_word(page):
    """Report the word `boat`."""
    at = page.text.find("boat")
    if at >= 0:
        yield Fix("X902", "house-word", "a boat", Span(at, at + 4), (), (), Safety.DISPLAY)
'''
TEXT = "The harbor ferry is a boat that crosses the bay twice a day.\n"
FIXED = "The Harbour Ferry is a boat that crosses the bay twice a day.\n"


def wheel(folder: Path, name: str, code: str) -> Path:
    """A wheel with one module and its entry point."""
    info = f"{name}_rules-1.2.dist-info"
    files = {
        f"{name}_rules.py": code,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}-rules\nVersion: 1.2\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": f"[reflow.rules]\n{name} = {name}_rules\n",
    }
    record = [
        f"{path},sha256={_digest(text.encode())},{len(text.encode())}"
        for path, text in files.items()
    ]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,"]) + "\n"
    path = folder / f"{name}_rules-1.2-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for member, text in files.items():
            archive.writestr(member, text)
    return path


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the packages were installed."""
    folder = tmp_path_factory.mktemp("packages")
    wheels = [
        wheel(folder, "house", RULES),
        wheel(folder, "broken", "raise RuntimeError('not today')"),
        wheel(folder, "greedy", RULES.replace("X901", "T101")),
    ]
    site = folder / "site"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    subprocess.run([*pip, "--no-index", "--no-deps", "--target", site, *wheels], check=True)
    return site


@pytest.fixture
def plugged(folder: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PYTHONPATH", str(scratch), prepend=os.pathsep)
    return folder


def test_version_names_them(plugged: Path) -> None:
    told = run("--version").stdout.decode().splitlines()
    assert told[0].startswith("reflow ")
    assert "  rules house (house-rules 1.2)" in told


def test_an_installed_package_changes_nothing_unless_it_is_named(plugged: Path) -> None:
    assert run(data=TEXT).stdout.decode() == TEXT
    assert b"X901" not in run("rule", "--all").stdout
    assert run("check", "--select", "X901", "-", data=TEXT).returncode == 2


@pytest.mark.parametrize("how", ["option", "environment", "file"])
def test_it_runs_when_it_is_named(plugged: Path, how: str) -> None:
    option = ("--config", "plugins=house") if how == "option" else ()
    environment = {"REFLOW_PLUGINS": "house"} if how == "environment" else {}
    if how == "file":
        (plugged / ".git").mkdir()
        write(plugged, reflow_toml='plugins = ["house"]\n')
    assert run(*option, data=TEXT + STRAY, env=environment).stdout.decode() == FIXED + MENDED
    done = run(*LINES, *option, "--select", "X", "-", data=TEXT, env=environment)
    assert (done.returncode, done.stdout.count(b"\n")) == (1, 2)
    done = run("check", *option, "--ignore", "X901", "-", data=TEXT, env=environment)
    assert (done.returncode, done.stdout) == (0, b"")


def test_findings_lead_to_the_documentation_that_a_rule_names(plugged: Path) -> None:
    def found(form: str) -> Any:
        options = ("--config", "plugins=house", "--output-format", form)
        return json.loads(run("check", *options, "-", data=TEXT + STRAY).stdout)

    urls = {f["code"]: f["url"] for f in found("json")}
    assert urls == {
        "X901": "https://example.org/x901",
        "T101": "docs/rules.md#t101-stray-connective",
    }
    codes = [d["code"] for d in found("rdjson")["diagnostics"]]
    assert {"value": "X901", "url": "https://example.org/x901"} in codes
    assert {"value": "T101"} in codes
    rules = found("sarif")["runs"][0]["tool"]["driver"]["rules"]
    assert {r["id"]: r.get("helpUri") for r in rules} == {**urls, "T101": None}


def test_our_rules_lead_to_the_page_of_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    """To the file, or to where the package's metadata say that the documentation stands."""
    headings = Path(__file__).parent.parent.joinpath("docs/rules.md").read_text(encoding="utf-8")
    known = {rule.code: rule for rule in registry.rules()}
    for code, rule in known.items():
        assert registry.documentation(code) == f"docs/rules.md#{rule.anchor}"
        assert registry.web_address(code) is None
        assert f"\n## {rule.anchor[:4].upper()}{rule.anchor[4:].replace('-', ' ', 1)}\n" in headings
    named = Message()
    named["Project-URL"] = "Source, https://example.org/reflow"
    named["Project-URL"] = "Documentation, https://example.org/Docs/"
    monkeypatch.setattr("importlib.metadata.metadata", lambda name: named)
    registry._pages.cache_clear()
    try:
        address = "https://example.org/Docs/rules.md#j101-broken-paragraph"
        assert registry.web_address("J101") == registry.documentation("J101") == address
    finally:
        registry._pages.cache_clear()
    assert registry.documentation("J999") is None


def test_its_rules_are_shown_and_undone_like_ours(plugged: Path) -> None:
    shown = run("rule", "house-name", "--config", "plugins=house").stdout.decode()
    assert shown.startswith("X901 house-name\n")
    assert "becomes `Harbour Ferry`" in shown
    for name in "abc":
        write(plugged, **{f"{name}_txt": TEXT})
    run("fix", "-j", "2", "--config", "plugins=house", "--log", "log", ".")
    assert {(plugged / f"{name}.txt").read_text() for name in "abc"} == {FIXED}
    run("undo", "--log", "log", "a.txt")
    assert (plugged / "a.txt").read_text() == TEXT


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("broken", "RuntimeError: not today"),
        ("greedy", "T101 is declared twice"),
        ("nobody", "provides the rules 'nobody'; install it"),
    ],
)
def test_rules_that_can_not_be_loaded(plugged: Path, name: str, words: str) -> None:
    done = run("--config", f"plugins={name}", data=TEXT)
    assert (done.returncode, done.stdout) == (2, b"")
    assert words in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


def test_the_library_runs_them_when_they_are_named(plugged: Path) -> None:
    program = (
        "import reflow, sys; text = sys.stdin.read(); "
        "assert reflow.clean(text) == text; print(reflow.clean(text, plugins=('house',)), end='')"
    )
    done = subprocess.run([sys.executable, "-c", program], input=TEXT.encode(), capture_output=True)
    assert (done.stdout.decode(), done.stderr) == (FIXED, b"")
