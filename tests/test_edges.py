"""The classifiers of how blocks end and start, and the documents that the joins are fitted on."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from reflow.data import read
from reflow.joins import edges

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
from benchmarks.marked import MARK, record  # noqa: E402

MARKED = ROOT / "benchmarks" / "marked"
FILES = sorted(MARKED.rglob("*.txt"))


@pytest.mark.parametrize(
    ("whole", "cut"),
    [
        ("市博物馆举办青铜器特展", "市博物馆的青铜器特展吸引了不少从外地赶来的"),
        ("夏の電力需要について", "昨年の夏に比べて電力の需要が大きく"),
        ("설치 및 구성 개요", "이 기능을 사용하려면 먼저 설치를"),
        ("Installing the printer driver", "the driver that has been installed by the"),
        ("Die Einrichtung des Druckers", "weil der Drucker nicht mit der"),
        ("Installation de l'imprimante", "parce que l'imprimante n'est pas dans la"),
        ("Instalación de la impresora", "porque la impresora no está en el"),
    ],
)
def test_titles_end_otherwise_than_cut_lines(whole: str, cut: str) -> None:
    assert edges.ending(whole) > edges.ending(cut)


@pytest.mark.parametrize(
    ("whole", "cut"),
    [
        ("如果要更改设置，请打开菜单", "的设置可以在菜单里更改"),
        ("この設定を変更するには", "を変更することができます"),
        ("다음 단계를 수행합니다", "를 수행할 수 있습니다"),
        ("The settings are kept", "which are kept in the"),
        ("Um die Einstellungen zu ändern", "geändert werden können"),
    ],
)
def test_paragraphs_start_otherwise_than_cut_lines(whole: str, cut: str) -> None:
    assert edges.starting(whole) > edges.starting(cut)


@pytest.mark.parametrize("name", ["model/ends.bin", "model/starts.bin"])
def test_a_table_has_a_cell_for_each_slot_and_the_bias(name: str) -> None:
    assert len(read(name)) == edges.SLOTS + 1


def test_only_the_edge_is_read() -> None:
    far = "x" * 100
    assert edges.ending(far + "a" * edges.SIGHT) == edges.ending("a" * edges.SIGHT)
    assert edges.starting("a" * edges.SIGHT + far) == edges.starting("a" * edges.SIGHT)


def test_the_tables_that_are_counted_from_text_stay_small() -> None:
    names = ("ngrams.bin", "words.bin", "ends.bin", "starts.bin", "simplified.txt")
    assert sum(len(read(f"model/{name}")) for name in names) < 1_500_000


@pytest.mark.parametrize("part", range(8))
def test_marked_documents_are_sound(part: int) -> None:
    """Each mark cuts inside a text, and the text made whole has the letters of the broken one."""
    assert len(FILES) > 600
    for path in FILES[part::8]:
        source = path.read_text(encoding="utf-8")
        found = record(path.stem, source)
        raw, labels = found["raw"], found["labels"]
        assert not set("⟦⟧") & set(raw), path.name
        joins = sum(label != "keep" for *_, label in labels["boundaries"])
        assert joins + len(labels["bridges"]) == len(MARK.findall(source)), path.name
        for a, b, _ in labels["boundaries"]:
            assert not any(map(str.isspace, raw[a] + raw[b])), path.name
            assert not raw[a + 1 : b].strip(), path.name
        if found["gold"] is not None:
            assert _letters(found["gold"]) == _letters(raw), path.name


def _letters(text: str) -> Counter[str]:
    """All but white space and hyphens, which a join may take or leave."""
    return Counter(re.sub(r"[\s\u00ad\u2010-]", "", text))
