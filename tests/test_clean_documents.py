"""Clean documents of many kinds, from a drama script to a list of bus routes: nothing to mend.

Each has the structure of its kind and sentences of its own. None is wrapped or cut, and many
have no full stops at all, which is where a joining tool goes wrong.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from reflow import process

FILES = sorted((Path(__file__).parent / "data" / "clean").iterdir())


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_clean_document_stays(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    result = process(text)
    assert [f.message for f in result.findings if f.status == "applied"] == []
    assert result.text == text
