"""The pages of docs/ say what the code says."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
PAGES: dict[str, str] = runpy.run_path(str(DOCS / "build.py"))["pages"]()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_is_current(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name], "run: make docs"


def test_every_page_is_made() -> None:
    # The recipes are written by hand, and run by tests/test_recipes.py.
    assert {path.name for path in DOCS.glob("*.md")} == {*PAGES, "recipes.md"}
