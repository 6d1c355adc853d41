"""Long texts: pages, cuts, repeats across parts, and the filter that holds no more than a part."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.compare.texts import generated  # noqa: E402
from reflow import Config, engine, long, process, process_bytes  # noqa: E402
from reflow.cli import filter as filtering  # noqa: E402
from reflow.cli import long as cli_long  # noqa: E402
from reflow.cli.app import start  # noqa: E402
from reflow.document import Span  # noqa: E402
from reflow.edits import Safety  # noqa: E402
from reflow.log import records, undo  # noqa: E402
from reflow.long import cuts as cutting  # noqa: E402
from reflow.long import spool  # noqa: E402
from reflow.long.cuts import cuts  # noqa: E402
from reflow.long.paged import PAGE, Paged, folded, from_file  # noqa: E402
from reflow.long.repeats import hull, stretches, survey  # noqa: E402
from reflow.long.run import parts  # noqa: E402
from reflow.repeats.fold import Folded  # noqa: E402

PASSAGE = (
    "The bridge over the northern canal stays closed until the end of May, because two of its "
    "piers were found to be cracked, and heavy lorries are sent round by the harbour road."
)
SIZES = (3_000, 9_000)
HALVES = re.compile(r"between ['\"].*?(.)['\"] and ['\"](.)", re.DOTALL)


def text_of(size: int = 60_000) -> str:
    return generated(None, size)


def paged(text: str, folder: Path, block: int = 1000) -> Paged:
    data = text.encode("utf-8")
    descriptor = os.open(folder / "pages", os.O_RDWR | os.O_CREAT)
    os.write(descriptor, data)
    return from_file(descriptor, (data[i : i + block] for i in range(0, len(data), block)))


def planted(copies: int, apart: int) -> str:
    """Prose in which a passage stands `copies` times, `apart` paragraphs from each other."""
    paragraphs = text_of(80_000).split("\n\n")
    for n in range(copies):
        paragraphs.insert(5 + n * apart, PASSAGE)
    return "\n\n".join(paragraphs)


@pytest.mark.parametrize("letters", ["a", "é", "字", "𠀀"])
def test_pages_are_the_text(letters: str, tmp_path: Path) -> None:
    text = "".join(letters if n % 7 else "\n" for n in range(3 * PAGE + 5))
    pages = paged(text, tmp_path, block=4096 + 1)
    assert len(pages) == len(text)
    assert pages[:] == text
    for place in (0, 1, PAGE - 1, PAGE, 2 * PAGE + 1, len(text) - 1):
        assert pages[place] == text[place]
        assert pages[place : place + 9] == text[place : place + 9]
        assert pages.find("\n", place, place + 50) == text.find("\n", place, place + 50)
        assert pages.rfind("\n", place - 50, place) == text.rfind("\n", max(place - 50, 0), place)
    with pytest.raises(IndexError):
        pages[len(text)]


def test_pages_are_folded_as_the_text_is(tmp_path: Path) -> None:
    text = text_of(3 * PAGE * 3)
    whole, by_pages = Folded(text), folded(paged(text, tmp_path))
    assert len(whole) == len(by_pages)
    assert whole.text == by_pages.text[:]
    for offset in (0, 17, len(whole) // 2, len(whole) - 1):
        assert whole.position(offset) == by_pages.position(offset)
    assert (whole.codes(PAGE - 9, PAGE + 9) == by_pages.codes(PAGE - 9, PAGE + 9)).all()


def test_bytes_that_are_no_utf8_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnicodeDecodeError):
        from_file(0, [b"abc\xe5", b"\xff"])
    with pytest.raises(UnicodeDecodeError):
        from_file(0, [b"abc\xe5\xad"])


def test_parts_tile_the_text_and_end_behind_closed_paragraphs() -> None:
    text = text_of(100_000)
    found = [*cuts(text, (), *SIZES)]
    assert found[-1].at == len(text)
    start = 0
    for at, sure in found[:-1]:
        assert SIZES[0] <= at - start <= SIZES[1]
        if sure:
            assert text[:at].endswith("\n")
            assert text[:at].rstrip()[-1] in "。！？!?….”’」』）)\"'*]"
            assert not text[at].isspace()
        start = at
    assert sum(sure for _, sure in found) > len(found) // 2


def test_a_cut_is_found_again_when_text_before_it_changed() -> None:
    text = text_of(100_000)
    before = {text[at : at + 30] for at, sure in cuts(text, (), *SIZES) if sure}
    text = text[:1000] + text[1040:]
    after = {text[at : at + 30] for at, sure in cuts(text, (), *SIZES) if sure}
    assert len(before & after) >= 0.7 * len(before)


def test_no_cut_is_made_where_something_is_open_or_taken_out() -> None:
    closed = "A sentence that is as long as a paragraph has to be before a cut is made. " * 2
    text = f"{closed.strip()}\n\n" * 40
    places = [c.at for c in cuts(text, (), 1_000, 3_000)]
    assert all(c.sure for c in cuts(text, (), 1_000, 3_000))
    for opening in ("```\n", "<!--\n", "$$\n"):
        assert not any(c.sure for c in [*cuts(opening + text, (), 1_000, 3_000)][:-1])
    taken = [Span(places[0] - 5, places[0])]
    assert places[0] not in [c.at for c in cuts(text, taken, 1_000, 3_000)]
    headless = text.replace("\n\nA", "\n\n- a")
    assert not any(c.sure for c in [*cuts(headless, (), 1_000, 3_000)][:-1])


def test_a_line_without_end_is_one_part() -> None:
    text = "字" * 40_000
    assert [*cuts(text, (), *SIZES)] == [(40_000, True)]


# Neither distance puts both under titles of their own, where they would stay.
@pytest.mark.parametrize("apart", [4, 150])
def test_a_copy_in_another_part_goes(apart: int) -> None:
    text = planted(2, apart)
    done = [*parts(text, Config(select=("R",)), sizes=SIZES)]
    assert "".join(part.text for part in done).count(PASSAGE) == 1
    applied = (f for part in done for f in part.findings if f.status == "applied")
    [found] = [f for f in applied if f.code == "R101" and PASSAGE in f.span.text(text)]
    assert [PASSAGE in span.text(text) for _, span in found.related] == [True]


def test_repeats_are_the_same_for_all_sizes_of_parts(tmp_path: Path) -> None:
    text = planted(3, 40)

    def gone(text: str | Paged, sizes: tuple[int, int]) -> set[tuple[Span, ...]]:
        found = (
            f for part in parts(text, Config(select=("R",)), sizes=sizes) for f in part.findings
        )
        return {f.removed for f in found if f.code == "R101" and f.status == "applied"}

    expected = gone(text, SIZES)
    assert len(expected) >= 2
    assert gone(text, (10_000, 30_000)) == expected
    assert gone(paged(text, tmp_path), SIZES) == expected


def test_what_is_seen_at_once_covers_all_near_copies() -> None:
    horizon = 4 * PAGE
    seen = [*stretches(11 * PAGE + 5, horizon)]
    assert seen[0][0] == 0
    assert seen[-1][1] == 11 * PAGE + 5
    for (a, b), (c, d) in pairwise(seen):
        assert c - a == horizon // 2
        assert b - c >= horizon // 2 or d == seen[-1][1]


def test_a_copy_across_two_stretches_is_found_once(tmp_path: Path) -> None:
    words = text_of(200_000)
    filler = "\n\n".join(words.split("\n\n"))
    middle = filler.index("\n\n", 3 * PAGE // 2) + 2
    end = filler.index("\n\n", 5 * PAGE // 2) + 2
    text = f"{filler[:middle]}{PASSAGE}\n\n{filler[middle:end]}{PASSAGE}\n\n{filler[end:]}"
    for given in (text, paged(text, tmp_path)):
        found = survey(given, Config(), 4 * PAGE)
        spans = [r.span for r in found.removals]
        assert sum(PASSAGE[5:-5] in s.text(text) for s in spans) == 1
        hulls = sorted(hull(r) for r in found.removals)
        assert all(a.end <= b.start for a, b in pairwise(hulls))


@pytest.mark.usefixtures("small")
def test_offsets_and_conservation_hold_for_the_whole() -> None:
    text = planted(2, 100)
    result = process(text)
    assert result.horizon is not None
    assert len(result.horizon.cuts) > 2
    assert result.horizon.repeats == len(text)
    assert result.undo() == text
    engine.guard(result)
    joins = [f for f in result.findings if f.code == "J101" and f.status == "applied"]
    assert joins
    for finding in joins:
        left, right = (span.text(text) for _, span in finding.related)
        told = HALVES.search(finding.message)
        assert told is not None
        assert told.groups() == (left[-1], right[0])
    assert not any(f.safety is Safety.SAFE and f.status == "shown" for f in result.findings)


def test_a_short_text_has_no_horizon() -> None:
    assert process("One line.\n").horizon is None


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is long and where it is cut, for texts that a test can clean."""
    monkeypatch.setattr(long, "LONG", 10_000)
    monkeypatch.setattr(cli_long, "STREAM", 40_000)
    monkeypatch.setattr(filtering, "STREAM", 40_000)
    monkeypatch.setattr(spool, "MEMORY", 50_000)
    monkeypatch.setattr(cutting, "LEAST", SIZES[0])
    monkeypatch.setattr(cutting, "MOST", SIZES[1])


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("bom", "piped"), [(b"", False), (b"\xef\xbb\xbf", True)])
def test_the_filter_writes_what_the_library_gives(
    bom: bytes, piped: bool, folder: Path, capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    data = bom + planted(2, 100).encode("utf-8")
    Path("page.txt").write_bytes(data)
    expected = process_bytes(data)
    arguments = ["--isolated", "-v", "--log", "edits.jsonl", "--map", "map.json"]
    if piped:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert start([*arguments, *([] if piped else ["page.txt"])]) == 0
    out, said = capfdbinary.readouterr()
    assert out == expected.data
    assert b"parts" in said
    lines = Path("edits.jsonl").read_text(encoding="ascii").splitlines()
    written = [json.loads(line) for line in lines]
    name = "-" if piped else "page.txt"
    assert written == [json.loads(json.dumps(r)) for r in records(name, expected, Config())]
    assert undo(out, lines) == data
    offsets = json.loads(Path("map.json").read_text(encoding="ascii"))
    text, whole = out.decode("utf-8-sig"), data.decode("utf-8-sig")
    for piece in offsets["pieces"]:
        low, high = piece["output"]
        a, b = piece.get("input", (0, 0))
        assert text[low:high] == piece.get("inserted", whole[a:b])
    assert offsets["pieces"][-1]["output"][1] == len(text)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("encoding", ["utf-16", "gb18030", "iso2022_jp"])
def test_long_input_in_another_encoding_goes_the_ordinary_way(
    encoding: str, folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    text = ("東京の図書館は春に新しく開きました。" * 4 + "\n\n") * 600
    Path("page.txt").write_bytes(text.encode(encoding))
    assert start(["--isolated", "page.txt"]) == 0
    assert capfdbinary.readouterr().out == process_bytes(text.encode(encoding)).data


@pytest.mark.usefixtures("small")
def test_nothing_is_written_when_a_part_fails(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("page.txt").write_text(text_of(80_000), encoding="utf-8")
    calls = []

    def fails(*arguments: object) -> object:
        calls.append(arguments)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        return engine_run(*arguments)

    engine_run = engine.run
    monkeypatch.setattr(engine, "run", fails)
    assert start(["--isolated", "--log", "log", "page.txt"]) == 2
    out, said = capfdbinary.readouterr()
    assert out == b""
    assert b"No space left" in said
    assert Path("log").read_bytes() == b""


@pytest.mark.usefixtures("small")
def test_a_file_that_changes_meanwhile_is_not_written(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Path("page.txt")
    page.write_text(text_of(80_000), encoding="utf-8")
    engine_run = engine.run

    def meddles(*arguments: object) -> object:
        os.utime(page, (1, 1))
        return engine_run(*arguments)

    monkeypatch.setattr(engine, "run", meddles)
    assert start(["--isolated", "page.txt"]) == 2
    out, said = capfdbinary.readouterr()
    assert out == b""
    assert b"changed while" in said


@pytest.mark.usefixtures("small")
def test_a_second_run_changes_little(folder: Path) -> None:
    """Parts can be others when text before them went, and what is learnt from them with them."""
    once = process(planted(2, 100)).text
    again = process(once)
    assert sum(f.status == "applied" for f in again.findings) <= 1
