"""The case files of the rules, each run with the rules of its own code only.

`tests/cases/CODE.txt`: a title, `.`, the input, `.`, the expected output, `.`;
the expected output is the input where a rule has to stay silent.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reflow import Config, process

FILES = sorted((Path(__file__).parent / "cases").glob("*.txt"))


def read(path: Path) -> Iterator[tuple[int, str, str]]:
    """Line of the title, input and expected output of each case.

    Raises ValueError when the file does not end with a whole case.
    """
    fields: list[str] = []
    lines: list[str] = []
    title = 0
    for number, line in enumerate(path.read_bytes().decode("utf-8").split("\n"), 1):
        if line != ".":
            lines.append(line)
            if not fields and line.strip():
                title = number
            continue
        fields.append("\n".join(lines))
        lines = []
        if len(fields) == 3:
            yield title, fields[1], fields[2]
            fields = []
    if fields or "".join(lines).strip():
        raise ValueError(f"{path.name}: the case of line {title} is not whole")


CASES = [
    pytest.param(path.stem, text, expected, id=f"{path.name}:{line}")
    for path in FILES
    for line, text, expected in read(path)
]


@pytest.mark.parametrize(("code", "text", "expected"), CASES)
def test_case(code: str, text: str, expected: str) -> None:
    config = Config(select=(code,))
    result = process(text, config)
    assert result.text == expected
    assert result.undo() == text
    assert process(result.text, config).text == result.text
