"""The format for a person: marks stand where they should, and nothing escapes."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest

from reflow.api import process_bytes
from reflow.config import Config
from reflow.edits import Safety
from reflow.writers import writer
from reflow.writers.cells import head, tail, visible, width
from reflow.writers.report import Report

SAMPLES = Path(__file__).parent.parent / "samples"
HAN = (
    "市图书馆 and 博物馆从本周起周末免费开放，欢迎广大市民带着孩子前来参观学习，了解城市的历史。"
    "工作人员介绍说，馆内新增了三个展厅，展出的文物都是近年来在本地考古发掘中出土的珍贵文\n\n"
    "物，其中不少是第一次与公众见面。参观者可以通过手机预约，也可以在现场领取免费的门票入场。\n"
)
ENGLISH = "The council met on Monday and ap-\nproved the budget for the new swimming pool.\n"


def shown(
    text: str | bytes, path: str = "page.txt", color: bool = False, kept: bool = False
) -> str:
    data = text if isinstance(text, bytes) else text.encode()
    outcome = process_bytes(data, Config())
    found = tuple(f for f in outcome.result.findings if kept or f.safety is not Safety.KEPT)
    report = Report(path, outcome.source, found, outcome.result)
    return "".join(writer("full")([report], color))


def cells(text: str) -> int:
    """Width by the Unicode table alone, apart from the library that the writer uses."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def carets(text: str) -> list[tuple[str, str]]:
    """Each line that has a mark below it, with the part of it that the mark is below."""
    lines, found = text.splitlines(), []
    for line, below in pairwise(lines):
        mark = re.fullmatch(r" *\| ( *)(\^+)", below)
        if mark is None:
            continue
        start, end, at, marked = len(mark[0]) - len(mark[2]), len(mark[0]), 0, ""
        for character in line:
            if start <= at < end:
                marked += character
            at += cells(character)
        found.append((line, marked))
    return found


def test_marks_stand_below_wide_characters() -> None:
    marked = [mark for _, mark in carets(shown(HAN))]
    assert marked == [" and ", "和", "物", "物"]


def test_a_break_shows_both_halves_and_what_comes_of_it() -> None:
    assert shown(ENGLISH).splitlines()[:6] == [
        "page.txt:1:33: J101 broken-paragraph: paragraph broken between ' and ap-' and 'proved t'",
        "1 | The council met on Monday and ap-",
        "2 | proved the budget for the new swimming pool.",
        "  | ^",
        "  + … council met on Monday and approved the budget for the new swimming pool.",
        "  |                               ^",
    ]


def test_reasons_add_up_to_the_score() -> None:
    lines = [line for line in shown(HAN).splitlines() if " why " in line]
    assert len(lines) == 2
    for line in lines:
        reasons, _, score = line.partition(" why ")[2].rpartition(" = ")
        assert sum(int(n) for n in re.findall(r"(?:^|, )([+-]\d+) ", reasons)) == int(score)


def test_a_removed_copy_shows_the_kept_one() -> None:
    lines = shown((SAMPLES / "repeated-passage.txt").read_text(encoding="utf-8")).splitlines()
    assert any(line.startswith("11 - Residents can reach") for line in lines)
    assert any(re.match(r" 5 = kept copy: +Residents can reach", line) for line in lines)
    assert any("[…]" in line and line.lstrip().startswith("+ ") for line in lines)


def test_ids_and_safety_are_told() -> None:
    text = shown("这是合\u200b同的文本，双方签字后生效。\n")
    assert text.startswith("page.txt:1:4: T104 invisible-control: ")
    assert text.splitlines()[0].endswith("(display only)")
    assert re.search(r"(?m)^ +id  T104-[0-9a-f]{10}$", text)


@pytest.mark.parametrize(
    "evil", ["\x1b[31m", "\x07", "\x9b31m", "\u202e", "\u2066", "\r", "\x00", "\u2028", "\x85"]
)
def test_no_control_reaches_the_terminal(evil: str) -> None:
    text = f"市图书馆{evil}开放，市图书馆 and 博物馆{evil}周末免费开放，欢迎市民参观{evil}。\n"
    for part in (shown(text), shown(text, f"pa{evil}ge.txt")):
        assert "T101" in part
        assert all(c == "\n" or unicodedata.category(c)[0] != "C" for c in part)
        assert "\u2028" not in part


def test_stray_bytes_are_escaped() -> None:
    part = shown("市图书馆 and 博物馆".encode() + b"\xff" + "周末免费开放。".encode() * 9)
    assert "\\xff" in part
    part.encode()


def test_colors_change_nothing_else() -> None:
    colored = shown(HAN, color=True)
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == shown(HAN)


def test_lines_fit_a_terminal() -> None:
    """Long lines are cut around the place; the last reasons are a list and may be longer."""
    text = "x" * 100_000 + " " + HAN.replace("\n\n", "") * 40
    for line in shown(text).splitlines():
        if not re.match(r" *why |.*: [A-Z]\d{3} ", line):
            assert cells(line) < 130


def test_kept_findings_show_their_veto() -> None:
    rows = "".join(
        f"- item number {n} of the list of things that are still to be done\n" for n in range(9)
    )
    text = shown(rows * 2, kept=True)
    assert "(kept)" in text
    assert "veto" in text


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13])
def test_excerpts_are_as_wide_as_they_may_be(size: int) -> None:
    for text in (
        "漢字かな交じり文",
        "plain words",
        "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301",
        "a漢b字c",
        "",
    ):
        for part, whole in ((head(text, size), text), (tail(text, size), text)):
            assert width(part) <= size
            assert part == whole or "…" in part


def test_visible_is_one_line() -> None:
    assert visible("a\tb\r\nc\u3000d\u00a0e\x1b") == "a b⏎c\u3000d\u00a0e\\x1b"
