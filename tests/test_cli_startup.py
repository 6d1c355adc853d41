"""What a short run costs: processor time of whole processes, and what they must not load."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import CLEAN, REFLOW, STRAY, write

ROOT = Path(__file__).parent.parent
HEAVY = {"chardet", "numpy", "rich", "click", "pathspec", "regex", "jinja2", "multiprocessing"}
HEAVY |= {"importlib.resources", "importlib.metadata", "difflib", "tomllib", "tempfile", "shutil"}
HEAVY |= {"markdown_it"}


@pytest.fixture(scope="module", autouse=True)
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Modules compiled once, as an installation has them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.mktemp("compiled")))
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        yield


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean page of 5 KB."""
    names = ("clean-page", "clean-notice", "caption-sentences")
    texts = [(ROOT / f"samples/{name}.clean.txt").read_text(encoding="utf-8") for name in names]
    path = tmp_path_factory.mktemp("page") / "page.txt"
    texts.append((ROOT / "samples/gbk-page.clean.txt").read_text(encoding="gbk"))
    path.write_text("\n".join(texts), encoding="utf-8")
    return path


def cost(*command: str, data: bytes = b"", runs: int = 5) -> float:
    """Processor time of a command in seconds: the least of some runs, as others run beside it."""
    times = []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, input=data, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert done.returncode == 0, done.stderr
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times)


@pytest.fixture(scope="module")
def unit() -> float:
    """What starting Python costs here; the bars are for a machine where that takes 16 ms."""
    return max(cost(sys.executable, "-c", "pass"), 0.016) / 0.016


def test_version_is_quick(unit: float) -> None:
    # 41 ms where it was measured.
    assert cost(REFLOW, "--version") < 0.080 * unit


def test_a_clean_page_is_quick(unit: float, page: Path) -> None:
    # The aim is 110 ms; what this is to find is a heavy import, which adds 50 and more.
    assert cost(REFLOW, str(page)) < 0.160 * unit


def loaded(*arguments: str, data: str = "") -> set[str]:
    """The modules that a run with these arguments loads, outside of any project."""
    program = (
        "import sys, os, json; from reflow.cli import _main; sys.argv[1:] = sys.argv[2:];"
        "code = _main(); os.write(2, json.dumps([code, *sys.modules]).encode())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "", *arguments],
        input=data.encode(),
        capture_output=True,
        cwd="/",
    )
    code, *modules = json.loads(done.stderr)
    assert code == 0
    return set(modules)


def unwanted(modules: set[str]) -> set[str]:
    writers = {m for m in modules if m.startswith("reflow.writers.")} - {"reflow.writers.names"}
    return (modules & HEAVY) | writers


def test_what_a_clean_page_does_not_load(page: Path) -> None:
    assert unwanted(loaded(str(page))) == set()
    assert unwanted(loaded(data=CLEAN)) == set()


def test_what_a_page_with_findings_does_not_load() -> None:
    assert unwanted(loaded(data=STRAY * 3)) == set()


def test_the_library_loads_nothing_until_it_is_used() -> None:
    program = "import reflow, sys; print([m for m in sys.modules if m.startswith('reflow.')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout == b"[]\n"


def test_no_finding_leaves_the_file_alone(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    content = page.read_bytes().replace(b"\n", b"\r\n") + b"\xff no newline"
    write(tmp_path, a_txt=content)
    before = os.stat("a.txt")
    for options in ((), ("--log", "log"), ("--backup", ".old"), ("-q", "-j", "2")):
        done = subprocess.run([REFLOW, "fix", *options, "a.txt"], capture_output=True)
        assert done.returncode == 0
    after = os.stat("a.txt")
    assert Path("a.txt").read_bytes() == content
    assert (before.st_ino, before.st_mtime_ns, before.st_ctime_ns) == (
        after.st_ino,
        after.st_mtime_ns,
        after.st_ctime_ns,
    )
    assert not Path("a.txt.old").exists()
