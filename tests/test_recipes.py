"""The recipes of docs/recipes.md, run as they stand there with the real tools."""

from __future__ import annotations

import doctest
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.recipes

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"(?ms)^## (.+?)\n(.*?)(?=^## |\Z)", TEXT))
ENVIRONMENT = {
    **{k: v for k, v in os.environ.items() if not k.startswith(("REFLOW_", "GIT_"))},
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}
IDENTITY = ("-c", "user.name=nobody", "-c", "user.email=nobody@example.org")
# Two pages with a paragraph, and a word, that go on overleaf.
PAGES = (
    "The ferry carried just over two million passengers last year, slightly\n"
    "more than in any year since the tunnel opened. Most of the growth came\n"
    "from weekend travel: families used the afternoon boats to reach the new\n"
    "swimming area, and on three Sundays in July the operator had to put a re-",
    "serve vessel into service.\n\n"
    "Weekday commuting remained about one tenth below the level that was usual\n"
    "ten years ago, and nothing in the figures suggests that it will return.",
)
DIRTY = "市图书馆 and 博物馆周末免费开放，欢迎市民参观。\n"
CLEAN = "市图书馆和博物馆周末免费开放，欢迎市民参观。\n"


def block(title: str, language: str) -> str:
    (found,) = re.findall(rf"(?ms)^```{language}\n(.*?)^```$", SECTIONS[title])
    return str(found)


def needs(*names: str) -> pytest.MarkDecorator:
    """Skip where a program or a package is absent."""
    absent = [n for n in names if not shutil.which(n) and not importlib.util.find_spec(n)]
    return pytest.mark.skipif(bool(absent), reason=f"not here: {', '.join(absent)}")


def run(command: str, folder: Path, code: int = 0) -> str:
    """Run a shell command as CI services do, and give what it writes."""
    shell = ["sh", "-ec", command]
    done = subprocess.run(shell, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True)
    assert done.returncode == code, done.stderr
    return done.stdout


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    from fpdf import FPDF

    document = FPDF(format="A4")
    document.set_font("Times", size=10)
    for page in PAGES:
        document.add_page()
        for line in page.split("\n"):
            document.cell(0, 5, line, new_x="LMARGIN", new_y="NEXT")
    document.output(str(tmp_path / "page.pdf"))
    return tmp_path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with one commit, and a dirty page in a second one."""
    page = tmp_path / "page.txt"
    page.write_text("欢迎。\n", encoding="utf-8")
    run(f"git init -q && git add . && git {' '.join(IDENTITY)} commit -qm start", tmp_path)
    page.write_text(f"欢迎。\n\n{DIRTY}", encoding="utf-8")
    run(f"git add . && git {' '.join(IDENTITY)} commit -qm page", tmp_path)
    return tmp_path


def test_every_recipe_is_run() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    for title in SECTIONS:
        assert f'"{title}"' in source, title


@needs("pdftotext", "fpdf")
def test_pdftotext(pdf: Path) -> None:
    command, _, expected = block("After pdftotext", "console").partition("\n")
    # The form feed at the end of a page prints as nothing; the page in docs/ leaves it out.
    assert run(command.removeprefix("$ "), pdf).replace("\f", "") == expected


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("After pypdf", marks=needs("pypdf", "fpdf")),
        pytest.param("In front of a sentence splitter", marks=needs("pysbd")),
        pytest.param("In front of jieba", marks=needs("jieba")),
        pytest.param("Columns of pandas", marks=needs("pandas")),
        pytest.param("Columns of polars", marks=needs("polars")),
        pytest.param("Columns of datasets", marks=needs("datasets")),
    ],
)
def test_python(title: str, pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(pdf)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(pdf))
    monkeypatch.setenv("HF_DATASETS_DISABLE_PROGRESS_BARS", "1")
    test = doctest.DocTestParser().get_doctest(block(title, "python"), {}, title, None, 0)
    told: list[str] = []
    outcome = doctest.DocTestRunner(verbose=False).run(test, out=told.append)
    assert outcome.attempted
    assert not outcome.failed, "".join(told)


@needs("git", "pre_commit")
def test_pre_commit(folder: Path) -> None:
    configuration = block("As a hook of pre-commit", "yaml")
    (folder / ".pre-commit-config.yaml").write_text(configuration, encoding="utf-8")
    command = f"PRE_COMMIT_HOME={folder}/cache python -m pre_commit run --all-files"
    assert "Failed" in run(command, folder, code=1)
    assert (folder / "page.txt").read_text(encoding="utf-8") == f"欢迎。\n\n{CLEAN}"
    assert "Passed" in run(f"git add page.txt && {command}", folder)


def steps(title: str) -> tuple[str, Any]:
    """A workflow's text and its content."""
    import yaml

    text = block(title, "yaml")
    return text, yaml.safe_load(text)


@needs("git", "check_jsonschema", "yaml")
def test_github(folder: Path) -> None:
    text, workflow = steps("In a GitHub workflow")
    file = folder / "reflow.yml"
    file.write_text(text, encoding="utf-8")
    run(f"check-jsonschema --builtin-schema vendor.github-workflows {file}", folder)
    commands = [step["run"] for step in workflow["jobs"]["reflow"]["steps"] if "run" in step]
    install, check = commands
    assert install == 'pip install "$REFLOW"'
    run(check, folder)
    log = json.loads((folder / "reflow.sarif").read_text(encoding="utf-8"))
    (result,) = log["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("page.txt", 3)
    (marked,) = re.findall(
        r"`(reflow check --output-format github \.)`", SECTIONS["In a GitHub workflow"]
    )
    assert run(marked, folder, code=1).startswith("::warning file=page.txt,line=3,")


@needs("git", "check_jsonschema", "yaml")
def test_gitlab(folder: Path) -> None:
    text, pipeline = steps("In GitLab")
    file = folder / "gitlab-ci.yml"
    file.write_text(text, encoding="utf-8")
    run(f"check-jsonschema --builtin-schema vendor.gitlab-ci {file}", folder)
    install, check = pipeline["reflow"]["script"]
    assert install == 'pip install "$REFLOW"'
    run(check, folder, code=1)
    report = pipeline["reflow"]["artifacts"]["reports"]["codequality"]
    (issue,) = json.loads((folder / report).read_text(encoding="utf-8"))
    assert issue["location"] == {"path": "page.txt", "lines": {"begin": 3, "end": 3}}


@needs("git")
def test_what_reviewdog_gets(folder: Path) -> None:
    command = block("With reviewdog", "sh").partition("|")[0]
    (found,) = json.loads(run(command, folder))["diagnostics"]
    start = found["location"]["range"]["start"]
    # Behind four characters of three bytes each.
    assert start == {"line": 3, "column": 13}
    assert [s["text"] for s in found["suggestions"]] == ["和"]


@needs("git", "reviewdog")
def test_reviewdog(folder: Path) -> None:
    told = run(block("With reviewdog", "sh"), folder)
    assert re.search(r"page\.txt:3:\d+:.*T101", told)


def test_the_wheel_brings_the_manual(tmp_path: Path) -> None:
    import zipfile

    run(f"python -m pip wheel --quiet --no-deps --wheel-dir {tmp_path} {ROOT}", tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (manual,) = [name for name in names if name.endswith("share/man/man1/reflow.1")]
        assert archive.read(manual) == (ROOT / "docs" / "reflow.1").read_bytes()
    for asset in ("report.html", "report.css", "report.js"):
        assert f"reflow/writers/html/{asset}" in names
