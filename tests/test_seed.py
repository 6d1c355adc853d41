"""The user's page: what comes in, what must come out, and variants of it.

The page is taken apart into articles of paragraphs, whose halves, captions and copies are known
(`seed.gold.txt` is the reading that a person checked); a variant is put together from the same
parts in another way, and so is the text that is expected for it.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from reflow import log
from reflow.api import BytesResult, process, process_bytes
from reflow.config import Config
from reflow.document import Span
from reflow.edits import Safety
from reflow.result import Result

HERE = Path(__file__).parent
RAW = (HERE.parent / "seeds" / "000_6007f0643364af9b.txt").read_bytes()
SEED = RAW.decode("utf-8")
GOLD = (HERE / "data" / "seed.gold.txt").read_bytes().decode("utf-8")
GAP = "[…]"

# Facts about the page, by number of block (non-empty line).
BLOCKS = [line for line in SEED.split("\n") if line.strip()]
JOINS = (4, 6, 8, 17, 22, 26, 39, 42, 45, 53, 56, 58, 63)
"""Blocks that the next one goes on."""
BRIDGE, CAPTION = 61, 62
COPY = (33, 34)
"""The passage that stands a second time; the first is 27 and 28."""
CUT = 32
"""What goes on behind this block is lost: the copy stands in its place."""
STRAY, MENDED = "督导组 and 执法组", "督导组和执法组"
ARTICLES = (0, 10, 13, 20, 25, 29, 36, 48)
"""First blocks."""


@dataclass(frozen=True)
class Part:
    """A paragraph (or heading, …) as it comes in, and as it should come out."""

    number: int
    """Its first block."""
    halves: tuple[str, ...]
    caption: str = ""
    at: int = 0
    """The caption stands in front of this half."""
    copy: bool = False
    gap: bool = False

    @property
    def lines(self) -> list[str]:
        lines = list(self.halves)
        if self.caption:
            lines.insert(self.at, self.caption)
        return lines

    @property
    def expected(self) -> list[str]:
        if self.copy:
            return []
        text = "".join(self.halves).replace(STRAY, MENDED) + GAP * self.gap
        return [text, self.caption] if self.caption else [text]


def _parts() -> tuple[Part, ...]:
    parts: list[Part] = []
    i = 0
    while i < len(BLOCKS):
        first, halves, caption, at = i, [BLOCKS[i]], "", 0
        while i in JOINS or i == BRIDGE:
            if i == BRIDGE:
                caption, at, i = BLOCKS[CAPTION], len(halves), CAPTION
            i += 1
            halves.append(BLOCKS[i])
        parts.append(Part(first, tuple(halves), caption, at, first in COPY, first == CUT))
        i += 1
    return tuple(parts)


PARTS = _parts()
COPIES = tuple(p for p in PARTS if p.copy)
BREAKS = (*JOINS, BRIDGE)


def part(block: int) -> Part:
    """The part that holds `block`."""
    return max((p for p in PARTS if p.number <= block), key=lambda p: p.number)


def half(block: int) -> int:
    """Which half of its part `block` is."""
    return part(block).halves.index(BLOCKS[block])


def swap(parts: tuple[Part, ...], *new: Part) -> tuple[Part, ...]:
    """`parts` with those of `new` in the place of those of the same number."""
    by_number = {p.number: p for p in new}
    return tuple(by_number.get(p.number, p) for p in parts)


def without_copy() -> tuple[Part, ...]:
    """The page without the copy, and without the sentence that it cut."""
    cut = part(CUT)
    whole = replace(cut, halves=(cut.halves[0].partition("全市")[0],), gap=False)
    return tuple(p for p in swap(PARTS, whole) if not p.copy)


def after(parts: tuple[Part, ...], number: int, *new: Part) -> tuple[Part, ...]:
    """`parts` with `new` behind the part `number`."""
    at = next(i for i, p in enumerate(parts) if p.number == number) + 1
    return (*parts[:at], *new, *parts[at:])


def source(parts: tuple[Part, ...]) -> str:
    return "\n\n" + "\n\n".join(line for p in parts for line in p.lines)


def expected(parts: tuple[Part, ...]) -> list[str]:
    return [line for p in parts for line in p.expected]


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


@cache
def clean(text: str) -> Result:
    return process(text)


def check(parts: tuple[Part, ...]) -> None:
    """What is expected comes out, and stays as it is in a second run."""
    result = clean(source(parts))
    assert_lines(result.text, expected(parts))
    assert result.undo() == result.source
    assert process(result.text).text == result.text


def assert_lines(text: str, wanted: list[str]) -> None:
    got = lines(text)
    # Only what differs, for a page is long.
    missing = [brief(w) for w in wanted if w not in got]
    extra = [brief(g) for g in got if g not in wanted]
    assert (missing, extra) == ([], [])
    assert got == wanted


def brief(line: str) -> str:
    return line if len(line) < 60 else f"{line[:25]} … {line[-25:]}"


# ------------------------------------------------------------------ the page itself


def test_the_parts_are_those_of_the_page_and_of_the_gold() -> None:
    assert [line for p in PARTS for line in p.lines] == BLOCKS
    assert expected(PARTS) == lines(GOLD)


def test_the_seed_comes_out_as_the_gold() -> None:
    assert_lines(clean(SEED).text, lines(GOLD))


def test_nothing_else_is_changed() -> None:
    """What goes is white space, the copy and the stray word; what comes is 和 and the mark."""
    result = clean(SEED)
    gone = [t for s in result.removed if (t := s.text(SEED).strip())]
    assert [lines(t) for t in gone] == [["and"], [BLOCKS[i] for i in COPY]]
    put = [p.strip() for p in result.pieces if isinstance(p, str) and p.strip()]
    assert put == ["和", GAP]


def test_what_stands_between_blocks_stays_as_it_was() -> None:
    """A boundary that no edit touches keeps its blank lines, be they two or three."""
    result = clean(SEED)
    assert result.text.startswith("\n\n亮点 直击\n\n政策")
    assert "奠定坚实基础。\n\n\n\n9月1日,在位于" in result.text
    assert result.text.endswith("现场")


def test_a_second_run_changes_nothing() -> None:
    once = clean(SEED).text
    again = process(once)
    assert again.text == once
    assert not [f for f in again.findings if f.status == "applied"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_undo_gives_the_bytes_back(encoding: str) -> None:
    data = SEED.encode(encoding)
    outcome = process_bytes(data)
    assert outcome.data != data
    assert log.undo(outcome.data, written(outcome)) == data
    assert outcome.result.undo() == SEED


def written(outcome: BytesResult) -> list[str]:
    stream = io.StringIO()
    log.write(stream, "seed.txt", outcome, Config())
    return stream.getvalue().splitlines(keepends=True)


# ------------------------------------------------------------------ the log


def spans() -> list[Span]:
    """Where each block stands in the seed."""
    found, position = [], 0
    for block in BLOCKS:
        start = SEED.index(block, position)
        position = start + len(block)
        found.append(Span(start, position))
    return found


def edits() -> list[dict[str, Any]]:
    records = [json.loads(line) for line in written(process_bytes(RAW))]
    return [r for r in records if r["kind"] == "edit"]


def test_the_log_has_every_edit_and_no_other() -> None:
    where = spans()
    joins = {("J101", where[i].end) for i in JOINS}
    start = SEED.index(STRAY)
    wanted = {
        *joins,
        ("J201", where[BRIDGE].end),
        ("R101", where[COPY[0]].start),
        ("T101", start + len("督导组")),
    }
    assert {(e["code"], e["span"][0]) for e in edits()} == wanted


def test_the_log_names_rule_spans_and_evidence() -> None:
    for edit in edits():
        assert edit["name"] in {
            "broken-paragraph",
            "interrupted-paragraph",
            "repeated-passage",
            "stray-connective",
        }
        assert SEED[slice(*edit["span"])] == edit["old"]
        assert edit["evidence"]
        assert all(isinstance(e["weight"], int) for e in edit["evidence"])
        assert not any(e["veto"] for e in edit["evidence"])
        assert edit["score"] == sum(e["weight"] for e in edit["evidence"]) >= 0
        assert edit["removed"]
        for start, text in edit["removed"]:
            assert SEED.startswith(text, start)


def test_the_log_names_the_other_half_and_the_other_copy() -> None:
    where = spans()
    by_code = {e["code"]: e for e in edits()}
    # The copy stands elsewhere, word for word.
    kept = dict(by_code["R101"]["related"])["kept copy"]
    assert SEED[slice(*kept)].startswith(BLOCKS[27])
    assert kept[0] == where[27].start
    assert kept[1] == where[28].end
    moved = dict(by_code["J201"]["related"])["moved behind"]
    assert SEED[slice(*moved)] == BLOCKS[CAPTION]
    for edit in edits():
        if edit["code"] == "J101":
            halves = dict(edit["related"])
            assert halves["left half"][1] <= halves["right half"][0]


def test_the_lost_text_is_reported_where_it_is_missing() -> None:
    lost = [f for f in clean(SEED).findings if f.code == "R102"]
    assert [f.span.start for f in lost] == [spans()[CUT].end]
    assert lost[0].safety is Safety.DISPLAY


# ------------------------------------------------------------------ variants: copies

# A paragraph that ends, in each other article; the passage is at home in the one from 25 on.
ELSEWHERE = (3, 5, 9, 11, 15, 16, 19, 21, 24, 30, 31, 35, 38, 41, 44, 52, 55, 60)


@pytest.mark.parametrize("number", ELSEWHERE)
def test_the_copy_stands_in_another_article(number: int) -> None:
    place = part(number).number
    check(after(without_copy(), place, *COPIES))


@pytest.mark.parametrize("block", [4, 6, 8, 17, 39, 45, 58])
def test_the_copy_displaces_the_rest_of_a_paragraph(block: int) -> None:
    """The second half is gone, and the copy stands there: a gap, wherever that is."""
    whole = part(block)
    cut = replace(whole, halves=whole.halves[: half(block) + 1], gap=True)
    check(after(swap(without_copy(), cut), whole.number, *COPIES))


@pytest.mark.parametrize("block", [4, 6, 8, 17, 45, 58])
def test_the_copy_is_thrown_into_a_word(block: int) -> None:
    """Both halves are there and a word is cut: they belong together again."""
    whole = part(block)
    one = replace(whole, halves=whole.halves[: half(block) + 1])
    two = replace(whole, halves=whole.halves[half(block) + 1 :])
    parts = after(swap(without_copy(), one), whole.number, *COPIES, two)
    result = clean(source(parts))
    assert_lines(result.text, expected(without_copy()))


@pytest.mark.parametrize("number", [CUT, 5, 16, 24, 44, 60])
def test_the_passage_stands_three_times(number: int) -> None:
    place = part(number).number
    if number == CUT:
        check(after(PARTS, COPY[-1], *COPIES))
    else:
        check(after(PARTS, place, *COPIES))


def test_the_passage_stands_four_times() -> None:
    check(after(after(PARTS, part(5).number, *COPIES), part(44).number, *COPIES))


# ------------------------------------------------------------------ variants: captions, order


@pytest.mark.parametrize("block", [*JOINS, BRIDGE])
def test_the_caption_stands_in_another_break(block: int) -> None:
    home = replace(part(BRIDGE), caption="", at=0)
    plain = swap(PARTS, home)
    target = next(p for p in plain if p.number == part(block).number)
    check(swap(plain, replace(target, caption=BLOCKS[CAPTION], at=half(block) + 1)))


@pytest.mark.parametrize("block", [53, 56, 58])
def test_the_page_has_two_captions(block: int) -> None:
    target = part(block)
    caption = "参会代表在茶歇时交谈 本报记者 摄"
    check(swap(PARTS, replace(target, caption=caption, at=half(block) + 1)))


def articles() -> list[tuple[Part, ...]]:
    ends = [*ARTICLES[1:], len(BLOCKS)]
    return [
        tuple(p for p in PARTS if start <= p.number < end)
        for start, end in zip(ARTICLES, ends, strict=True)
    ]


ORDERS = (
    (7, 6, 5, 4, 3, 2, 1, 0),
    (0, 1, 2, 3, 5, 4, 6, 7),
    (5, 0, 1, 2, 3, 4, 6, 7),
    (4, 5, 0, 2, 1, 3, 7, 6),
    (5, 7, 0, 6, 1, 4, 2, 3),
    (2, 0, 7, 3, 6, 5, 1, 4),
    (3, 6, 4, 7, 0, 5, 2, 1),
    (1, 3, 5, 7, 0, 2, 4, 6),
)


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: "".join(map(str, order)))
def test_the_articles_stand_in_another_order(order: tuple[int, ...]) -> None:
    """The home of the copied passage is found by what is around it, not by what comes first."""
    found = articles()
    check(tuple(p for i in order for p in found[i]))


# ------------------------------------------------------------------ variants: breaks

SHIFTS = (-5, -2, -1, 1, 2, 5)
STOPS, CLOSERS = "。！？!?…", "”’」』）)】》"


def shift(whole: Part, block: int, by: int) -> Part | None:
    """`whole` broken `by` characters later; None where that is behind a sentence end."""
    i = half(block)
    one, two = whole.halves[i], whole.halves[i + 1]
    text, at = one + two, len(one) + by
    left, right = text[:at], text[at:]
    if left.rstrip(CLOSERS)[-1] in STOPS or left.rstrip(CLOSERS)[-1:] in STOPS:
        return None
    # A space at the break is white space that can't be told from the break's own.
    if left[-1].isspace() or right[0].isspace():
        return None
    return replace(whole, halves=(*whole.halves[:i], left, right, *whole.halves[i + 2 :]))


@cache
def shifted(by: int) -> tuple[Part, ...]:
    """The page with all its breaks moved."""
    parts = PARTS
    for block in BREAKS:
        current = next(p for p in parts if p.number == part(block).number)
        # The halves are looked up by their old text, so each break is moved in the old part.
        moved = shift(part(block), block, by)
        if moved is None:
            continue
        i = half(block)
        halves = list(current.halves)
        text = halves[i] + halves[i + 1]
        at = len(halves[i]) + by
        halves[i : i + 2] = [text[:at], text[at:]]
        parts = swap(parts, replace(current, halves=tuple(halves)))
    return parts


MOVED = [
    (block, by) for block in BREAKS for by in SHIFTS if shift(part(block), block, by) is not None
]


@pytest.mark.parametrize(("block", "by"), MOVED)
def test_a_break_stands_some_characters_on(block: int, by: int) -> None:
    wanted = part(block).expected[0]
    assert wanted in lines(clean(source(shifted(by))).text)


@pytest.mark.parametrize("by", SHIFTS)
def test_moved_breaks_join_nothing_that_is_apart(by: int) -> None:
    """Whatever is not joined, no line of the output goes beyond one paragraph."""
    wanted = expected(PARTS)
    result = clean(source(shifted(by)))
    assert [brief(g) for g in lines(result.text) if not any(g in w for w in wanted)] == []
    assert process(result.text).text == result.text


# ------------------------------------------------------------------ variants: characters, bytes

WIDE = str.maketrans(",;:?!()", "，；：？！（）")


def test_all_punctuation_is_full_width() -> None:
    result = clean(SEED.translate(WIDE))
    assert_lines(result.text, lines(GOLD.translate(WIDE)))
    assert process(result.text).text == result.text


def test_line_ends_are_crlf() -> None:
    outcome = process_bytes(RAW.replace(b"\n", b"\r\n"))
    assert outcome.data == clean(SEED).text.replace("\n", "\r\n").encode()
    assert log.undo(outcome.data, written(outcome)) == outcome.source.raw


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16"])
def test_other_encodings(encoding: str) -> None:
    bom = b"\xff\xfe" if encoding == "utf-16-le" else b""
    outcome = process_bytes(bom + SEED.encode(encoding))
    text = outcome.data.removeprefix(bom).decode(encoding)
    assert text == clean(SEED).text


def test_blank_lines_are_single() -> None:
    """A page whose blocks stand on neighbouring lines, without blank ones between them."""
    text = "\n".join(BLOCKS)
    assert_lines(clean(text).text, lines(GOLD))


def test_blocks_are_in_order() -> None:
    """The facts at the top of this file fit together."""
    assert all(a < b for a, b in pairwise(ARTICLES))
    assert len(BLOCKS) == 65
    assert len(JOINS) == 13
