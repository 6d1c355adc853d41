"""The gates of the line patterns: a look that spares the pattern must never change its answer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflow import continued, starts, surface
from reflow.joins import labels, series
from reflow.kinds import Kind
from reflow.lang.lazy import Gated

ROOT = Path(__file__).parent.parent
GATED = {
    name: value
    for module in (continued, surface)
    for name, value in vars(module).items()
    if isinstance(value, Gated)
}
# How they are used; all others are matched at the start of a line.
SEARCHED = {"_CREDIT", "_DOT_LEADER", "_CELLS"}


def lines() -> list[str]:
    texts = [
        path.read_text(encoding="utf-8", errors="surrogateescape")
        for folder in ("samples", "seeds", "tests/cases")
        for path in sorted((ROOT / folder).glob("*.txt"))
    ]
    return sorted({line.strip() for text in texts for line in text.split("\n") if line.strip()})


LINES = lines()
# What the patterns are made of, so that random lines come near to what they match.
PARTS = sorted(
    {
        *"#第制图表摄影文记者编员辑者本报讯电据■◆●▲※—-–·.…‥=:：/／|)）(（[【】$`~*_>!+<注¹†",
        *"一二三章节条页版号年月日12９Ⅳⅻ①가나기 \t\u3000xivPpCcSsFfA",
        "记者", "기자", "특파원", "사진", "그림", "写真", "撮影", "Photo", "Fig", "By", "Von",
        "Part", "Chapter", "continued", "on page", "suite", "Fortsetzung", "上接", "に続く",
        "면에서", "계속", "2024", "1999", "新华社", "AFP", "....", "……", "Seite", "Page", "of",
        "<!--", "\\begin{",
    }
)  # fmt: skip


def answers(pattern: Gated, name: str, text: str) -> tuple[object, object]:
    free: re.Pattern[str] = pattern.compiled
    if name in SEARCHED:
        pair = free.search(text), pattern.search(text)
    else:
        pair = free.match(text), pattern.match(text)
        whole = free.fullmatch(text), pattern.fullmatch(text)
        assert (whole[0] is None) == (whole[1] is None)
    return tuple(m and (m.span(), m.lastgroup) for m in pair)  # type: ignore[return-value]


def test_prose_matches_no_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is taken for prose without a look at the patterns is prose by the patterns, too."""
    tails = ("。", "”", "；", "」", "……12", "（图）", "|2|", "\u3000。", "......。")
    texts = [(line + "中" * 90)[:90] + tail for line in LINES for tail in tails]
    prose = [text for text in texts + LINES if surface._is_prose(text)]
    monkeypatch.setattr(surface, "_is_prose", lambda _: False)
    assert len(prose) > 100
    assert {text: surface.surface(text) for text in prose} == dict.fromkeys(prose, Kind.BODY)


def told(line: str) -> tuple[object, ...]:
    """What functions with a look before their patterns say of a line."""
    mark = series._mark(line[:24])
    dates = labels.dated(line), labels.only_date(line), labels.labelled(line)
    return starts.start(line), mark and mark.group(), *dates


def told_by_patterns(line: str) -> tuple[object, ...]:
    """The same by the patterns alone."""
    start = next((kind for kind, _, pattern in starts._STARTS if pattern.match(line)), "")
    sorts = (series._NUMBERED, series._NAMED, series._BULLET)
    marks = (pattern.match(line[:24]) for pattern in sorts)
    dated = labels._DATED.match(line[:32]), len(line) <= 36 and labels._ONLY_DATE.match(line)
    mark = next((mark.group() for mark in marks if mark), None)
    return start, mark, *map(bool, dated), labels._LABEL.match(line[:44]) is not None


def test_looks_on_real_lines() -> None:
    assert [line for line in LINES if told(line) != told_by_patterns(line)] == []


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=7).map("".join).map(str.strip))
def test_looks_on_made_up_lines(line: str) -> None:
    if line:
        assert told(line) == told_by_patterns(line)


@pytest.mark.parametrize("name", sorted(GATED))
def test_gate_on_real_lines(name: str) -> None:
    for line in LINES:
        free, gated = answers(GATED[name], name, line)
        assert free == gated, line


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=7).map("".join).map(str.strip))
def test_gates_on_made_up_lines(line: str) -> None:
    if line:
        for name, pattern in GATED.items():
            free, gated = answers(pattern, name, line)
            assert free == gated, name


def test_prose_compiles_none_of_them() -> None:
    for text in (
        "今年春天，图书馆重新开放，市民排起了长队。",
        "The library opened again in spring, and people came.",
    ):
        passed = [name for name, pattern in GATED.items() if pattern.may(text)]
        assert passed == []
