"""What README says is true: its commands and examples run, its hooks and settings work."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent
# Neither the user's settings nor a git that runs these tests as its hook may be seen.
ENVIRONMENT = {
    **{k: v for k, v in os.environ.items() if not k.startswith(("REFLOW_", "GIT_"))},
    "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}
NAMES = ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL")


def blocks(language: str) -> list[str]:
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```$", README)


def run(*command: str, folder: Path) -> str:
    """What a command writes, errors included."""
    done = subprocess.run(
        command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    return done.stdout.decode("utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    return tmp_path


@pytest.mark.parametrize("block", blocks("console"))
def test_commands(block: str, folder: Path) -> None:
    shown = ""
    for command in re.findall(r"(?m)^\$ (.*)$", block):
        shown += f"$ {command}\n" + run("sh", "-c", command, folder=folder)
    assert shown == block


def test_python() -> None:
    failed, tried = doctest.testfile(str(ROOT / "README.md"), False, encoding="utf-8")
    assert tried
    assert not failed


def test_targets_exist() -> None:
    wanted = set(re.findall(r"\bmake ([a-z]+)\b", "\n".join(re.findall(r"(?s)`+[^`]*`+", README))))
    assert {"run", "test"} <= wanted
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert wanted <= set(re.findall(r"(?m)^([a-z]+):", makefile))


def test_settings(folder: Path) -> None:
    (settings,) = blocks("toml")
    (folder / "reflow.toml").write_text(settings, encoding="utf-8")
    shown = run("reflow", "config", "--config", "reflow.toml", folder=folder)
    for line in settings.splitlines():
        if line and not line.startswith(("[", "plus")):
            assert line in shown
    assert 'tokens = { "plus" = "和" }' in shown


def test_links() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("https:") or (ROOT / target).is_file()


def test_the_seed_shows_what_the_table_says() -> None:
    (seed,) = (ROOT / "seeds").glob("*.txt")
    text = seed.read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| (\S.*) \| (\S.*) \|$", README.partition("## Try it")[0])
    clean = run("reflow", str(seed), folder=ROOT)
    assert len(rows) > 2
    for before, after in rows[2:]:
        for cell, page in ((before, text), (after, clean)):
            # Left out of the excerpts: what stands behind an ellipsis, and our remarks.
            for part in re.split(r"…(?!\])|\([^()]*\)|<br>", cell):
                assert part.strip() in page


@pytest.mark.skipif(not shutil.which("git"), reason="pre-commit needs git")
def test_hooks(tmp_path: Path) -> None:
    """The configuration as README has it, with the real pre-commit."""
    hooks, pages = tmp_path / "hooks", tmp_path / "pages"
    hooks.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, hooks)
    for name in ("reflow", "docs"):
        shutil.copytree(ROOT / name, hooks / name, ignore=shutil.ignore_patterns("__pycache__"))
    pages.mkdir()
    page = pages / "page.txt"
    shutil.copy(ROOT / "samples" / "japanese-page.txt", page)
    for repository in (hooks, pages):
        git(repository, "init", "--quiet")
        git(repository, "add", ".")
        git(repository, "commit", "--quiet", "--message", "start")
    (configuration,) = blocks("yaml")
    configuration = configuration.replace("path or address of this repository", str(hooks))
    configuration = configuration.replace("v0.1.0", git(hooks, "rev-parse", "HEAD").strip())
    dirty = page.read_bytes()

    def hook(name: str) -> tuple[int, bool]:
        """Exit code, and whether the page is as it was."""
        text = configuration.replace("id: reflow-fix", f"id: {name}")
        (pages / ".pre-commit-config.yaml").write_text(text, encoding="utf-8")
        environment = {**ENVIRONMENT, "PRE_COMMIT_HOME": str(tmp_path / "cache")}
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", "--all-files"],
            cwd=pages,
            env=environment,
            capture_output=True,
        )
        assert b"error" not in done.stdout.lower()
        return done.returncode, page.read_bytes() == dirty

    assert hook("reflow-check") == (1, True)
    assert hook("reflow-fix") == (1, False)
    assert page.read_bytes() == (ROOT / "samples" / "japanese-page.clean.txt").read_bytes()
    assert hook("reflow-fix") == (0, False)
    assert hook("reflow-check") == (0, False)


def git(folder: Path, *arguments: str) -> str:
    environment = {**ENVIRONMENT, **dict.fromkeys(NAMES, "nobody")}
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, capture_output=True, check=True
    )
    return done.stdout.decode()
