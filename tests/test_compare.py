"""The comparison of `make bench`: its text, table and plot, the guard, absent tools."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.compare import guard, report, texts  # noqa: E402
from benchmarks.compare.floor import boundaries, unchanged  # noqa: E402
from benchmarks.compare.measure import Row, measure  # noqa: E402
from benchmarks.compare.tools import Absent, table  # noqa: E402


def test_the_text_is_the_same_each_time_and_as_long_as_asked() -> None:
    text = texts.generated(None, 60_000)
    assert text == texts.generated(None, 60_000)
    assert 60_000 <= len(text.encode()) < 70_000


def test_a_further_round_repeats_nothing_of_the_first() -> None:
    base = "".join(texts.paragraphs(None))
    text = texts.generated(None, 4 * len(base.encode())).replace("\n", "")
    first, later = text[: len(base)], text[len(base) * 2 :]
    known = {first[i : i + 12] for i in range(len(first))}
    again = sum(later[i : i + 12] in known for i in range(len(later)))
    assert again < len(later) / 50


def test_the_floor_finds_each_boundary_and_changes_nothing() -> None:
    text = "one\ntwo \n\n three\r\nfour\ffive"
    assert boundaries(text) == [(3, 4), (7, 11), (16, 18), (22, 23)]
    assert unchanged(text) == text


def rows() -> list[Row]:
    tools = table()
    measured = Row(tools["reflow"], seconds=[1.0, 4.0, 2.0], ratios=[9.0, 20.0, 10.0])
    measured.quality = {
        "failed": 0, "clean_docs": 5, "clean_bytes_changed": 1,
        "regions join_R": 0.5, "regions join_P": 0.75, "lines join_R": 0.0,
    }  # fmt: skip
    return [measured, Row(tools["ftfy"], absent="ftfy does not import")]


def test_the_table_has_medians_and_names_what_is_absent() -> None:
    lines = list(report.table(rows(), 3_000_000))
    assert lines[2] == (
        "| reflow | the whole pipeline | 1.50 | 10.0 | 0.50 / 0.75 | none |  |  | 1 of 5 |"
    )
    assert lines[3].startswith("| ftfy | absent: ftfy does not import |")
    assert {line.count("|") for line in lines} == {lines[0].count("|")}


def test_the_plot_has_a_bar_for_each_that_was_measured() -> None:
    tree = ElementTree.fromstring(report.plot(rows(), 3_000_000))
    words = [node.text for node in tree.iter("{http://www.w3.org/2000/svg}text")]
    assert "reflow" in words
    assert "ftfy" not in words
    assert "1.50 · joins 0.50 / 0.75" in words


def test_results_go_between_the_marks_of_the_page(tmp_path: Path) -> None:
    page = tmp_path / "speed.md"
    page.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n", encoding="utf-8")
    report.write(page, rows(), 3_000_000, ("A note.",))
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"before\n{report.BEGIN}\nMeasured by")
    assert text.endswith(f"{report.END}\nafter\n")
    assert "A note." in text
    assert "old" not in text
    assert (tmp_path / "speed.svg").exists()


def test_a_peer_that_is_not_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ftfy", None)
    with pytest.raises(Absent, match="ftfy"):
        table()["ftfy"].make()
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Absent, match="pandoc"):
        table()["pandoc"].make()


def test_tools_are_measured_in_turn_against_the_floor(tmp_path: Path) -> None:
    page = tmp_path / "text.txt"
    page.write_text(texts.generated(None, 20_000), encoding="utf-8")
    found = measure([table()["floor"], table()["reflow, tokens alone"]], page, 2, None, 1)
    assert [len(row.seconds) for row in found] == [2, 2]
    assert found[0].ratios == [1.0, 1.0]
    assert not any(row.quality for row in found)


def test_the_guard_sees_a_pass_too_many() -> None:
    data = texts.generated(None, 60_000).encode()

    def slow(text: str) -> str:
        for _ in range(60):
            unchanged(text)
        return text

    assert guard.multiple(unchanged, data) < 5
    assert guard.multiple(slow, data) > 12
