"""Repeated passages: what is found, what stays, what is left behind."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from random import Random
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflow.config import Config
from reflow.document import Span
from reflow.edits import Safety
from reflow.page import Page
from reflow.repeats import KINDS, Removal, find, judge, lawful, order, survey
from reflow.repeats.edges import widen
from reflow.repeats.fold import CHUNK, Folded
from reflow.repeats.gate import worth_a_look
from reflow.repeats.reader import legible
from reflow.repeats.spelling import widths
from reflow.rules.r101 import repeated_passage
from reflow.rules.r102 import text_lost

PARAGRAPHS = (
    "水库大坝的除险加固工程去年冬天动工，三百多名工人分成两班日夜施工，今年汛期之前必须合龙。",
    "县剧团排演的新戏下月在各乡镇巡回上演，演员大多是二十出头的年轻人，乐队却都是老师傅。",
    "果农协会统计，今年苹果的收成比往年多出两成，可是收购价却跌到了十年来的最低点。",
    "气象台预报，未来三天北部山区有大到暴雨，请沿河的居民留意水位，随时准备转移。",
)
CUT = "协会会长说，他们正在同城里的超市商量直接供货的办法，先从三个店试起，"


def apply(text: str, removals: tuple[Removal, ...], mark: str = "[…]") -> str:
    """The text after the removals, as the rule writes it."""
    edits: list[tuple[Span, str]] = []
    for r in removals:
        glue = r.glue(mark)
        if r.gap_at in (-1, r.span.start):
            edits.append((r.span, glue))
        else:
            edits += [(r.span, ""), (Span(r.gap_at, r.gap_at), glue)]
    for span, new in sorted(edits, reverse=True):
        text = text[: span.start] + new + text[span.end :]
    return text


def spoil(text: str, share: float, seed: int) -> str:
    """Letters misread, lost and doubled, as OCR does."""
    random = Random(seed)
    out = []
    for char in text:
        roll = random.random()
        if roll < share * 0.6 and char.isalnum():
            out.append(chr(random.randint(0x4E00, 0x9000)))
        elif roll < share * 0.8:
            continue
        else:
            out.append(char * 2 if roll < share and char.isalnum() else char)
    return "".join(out)


def letters(*parts: str) -> str:
    return "\n\n".join(parts)


@pytest.mark.parametrize("share", [0.0, 0.05, 0.1, 0.2])
def test_a_spoilt_copy_goes_whole(share: float) -> None:
    home = PARAGRAPHS[0] + PARAGRAPHS[1]
    copy = spoil(home, share, 3)
    text = letters(home, PARAGRAPHS[2], copy, PARAGRAPHS[3])
    assert apply(text, find(text)) == letters(home, PARAGRAPHS[2], PARAGRAPHS[3])


def test_every_copy_but_one_goes() -> None:
    home = PARAGRAPHS[0] + PARAGRAPHS[1]
    text = letters(home, PARAGRAPHS[2], home, PARAGRAPHS[3], home)
    assert apply(text, find(text)) == letters(home, PARAGRAPHS[2], PARAGRAPHS[3])


def test_a_loop_leaves_one() -> None:
    text = letters(PARAGRAPHS[2], *[PARAGRAPHS[0] + PARAGRAPHS[1]] * 60, PARAGRAPHS[3])
    assert apply(text, find(text)) == letters(
        PARAGRAPHS[2], PARAGRAPHS[0] + PARAGRAPHS[1], PARAGRAPHS[3]
    )


def test_a_displacing_copy_leaves_a_gap() -> None:
    home = PARAGRAPHS[0] + PARAGRAPHS[1]
    text = letters(home, PARAGRAPHS[2] + CUT, home, PARAGRAPHS[3])
    (removal,) = find(text)
    assert removal.gap == "gap"
    assert text[: removal.gap_at].endswith(CUT)
    assert apply(text, (removal,)) == letters(home, PARAGRAPHS[2] + CUT + "[…]", PARAGRAPHS[3])
    assert apply(text, (removal,), "") == letters(home, PARAGRAPHS[2] + CUT, PARAGRAPHS[3])


def test_a_marked_gap_is_no_finding() -> None:
    home = PARAGRAPHS[0] + PARAGRAPHS[1]
    text = letters(home, PARAGRAPHS[2] + CUT, home, PARAGRAPHS[3])
    clean = apply(text, find(text))
    assert find(clean) == ()


@pytest.mark.parametrize("mark", ["[…]", ""])
def test_the_rule_reports_the_loss(mark: str) -> None:
    home = PARAGRAPHS[0] + PARAGRAPHS[1]
    text = letters(home, PARAGRAPHS[2] + CUT, home, PARAGRAPHS[3])
    page = Page(text, Config(gap_mark=mark))
    fixes = [*repeated_passage(page), *text_lost(page)]
    assert [(f.code, f.safety) for f in fixes] == [
        ("R101", Safety.SAFE),
        ("R102", Safety.DISPLAY),
    ]
    written = [p for f in fixes for e in f.edits for p in e.pieces]
    assert written == ([mark] if mark else [])
    assert fixes[0].related[0][1].text(text).startswith(PARAGRAPHS[0][:20])


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (
            "boilerplate",
            letters(
                PARAGRAPHS[0],
                "免责声明：文章只代表作者个人意见，不代表本报立场，如有侵权请联系编辑部处理。",
                PARAGRAPHS[1],
                "免责声明：文章只代表作者个人意见，不代表本报立场，如有侵权请联系编辑部处理。",
            ),
        ),
        (
            "quotation",
            letters(
                PARAGRAPHS[3] + PARAGRAPHS[0] + PARAGRAPHS[1],
                f"王平说：“{PARAGRAPHS[0]}”他还说，这件事全县等了多年。",
            ),
        ),
    ],
)
def test_lawful_repetition_is_kept_by_name(reason: str, text: str) -> None:
    removals, kept = survey(text)
    assert removals == ()
    assert reason in {k.reason for k in kept}


def test_definitions_built_alike_are_no_copies() -> None:
    one = "水渠直的一段叫做直渠，修直渠的时候，一般先在两头立木桩，再拉一根直线。"
    two = one.replace("直", "弯")
    removals, kept = survey(letters(PARAGRAPHS[0], one + PARAGRAPHS[1], PARAGRAPHS[2], two))
    assert removals == ()
    assert "contrast" in {k.reason for k in kept}


def test_other_words_read_well_and_misread_ones_do_not() -> None:
    def read(one: str, two: str) -> float:
        text = one + "\n" + two
        return legible(text, Span(0, len(one)), Span(len(one) + 1, len(text)))

    one = "今年上半年，城市北部地区的人口有很大变化，学校和医院的数量也比南部多。"
    assert read(one, "去年下半年，城市南部地区的人口有很大变化，学校和医院的数量也比北部少。") > 0.7
    assert read(one, spoil(one, 0.2, 4)) < 0.3


def test_a_caption_that_quotes_a_heading_stays() -> None:
    heading = "Wie man eine alte Windmühle wieder zum Laufen bringt"
    text = letters(
        heading,
        "Der Müller hat drei Sommer lang gesägt und gehobelt, bis sich die Flügel wieder drehten.",
        "Archivbild: " + heading,
        "Im Herbst wird dort zum ersten Mal seit vierzig Jahren wieder Korn gemahlen.",
    )
    assert find(text) == ()


def test_a_cut_passage_is_no_pull_quote() -> None:
    home = PARAGRAPHS[3] + PARAGRAPHS[0] + PARAGRAPHS[1]
    cut_copy = PARAGRAPHS[0] + PARAGRAPHS[1][:-14]
    assert cut_copy[-1] not in "。，"
    text = letters(home, PARAGRAPHS[2], cut_copy, CUT[:-1] + "。")
    assert apply(text, find(text)) == letters(home, PARAGRAPHS[2], CUT[:-1] + "。")


def test_what_follows_two_copies_by_chance_stays() -> None:
    home = PARAGRAPHS[0] + PARAGRAPHS[1]
    after = "县里粮库新换了烘干机，"
    text = letters(
        home,
        PARAGRAPHS[2],
        home,
        after + "农户把潮粮送来当天就能拉走。",
        PARAGRAPHS[3],
        home,
        after + "机手们为此到省城学了半个月。",
    )
    clean = apply(text, find(text))
    assert clean.count(home) == 1
    assert clean.count(after) == 2


def test_a_caption_within_a_copy_stays() -> None:
    half, rest = PARAGRAPHS[0] + PARAGRAPHS[1][:20], PARAGRAPHS[1][20:]
    caption = "图为工人们在大坝上抢修闸门，远处是刚刚立起来的塔吊。"
    text = letters(half + rest, PARAGRAPHS[2], half, caption, rest, PARAGRAPHS[3])
    clean = apply(text, find(text))
    assert caption in clean
    assert clean.count(half[:30]) == 1


def test_of_even_copies_the_first_stays() -> None:
    home = PARAGRAPHS[0] + PARAGRAPHS[1]
    text = letters(PARAGRAPHS[2], home, PARAGRAPHS[3], home)
    (removal,) = find(text)
    assert removal.kept.start < removal.span.start


def test_a_heading_has_its_text() -> None:
    home = PARAGRAPHS[0] + PARAGRAPHS[1]
    text = letters(PARAGRAPHS[2], home, PARAGRAPHS[3], "水库加固和新戏", home)
    (removal,) = find(text)
    assert removal.span.start < removal.kept.start


def test_numbers_are_never_folded() -> None:
    rows = [
        f"{n}. 第{n}号站点：截至{n}月底，完成管线{n * 37}米，占年度计划的{n * 3}%，由水务局负责。"
        for n in range(1, 60)
    ]
    assert find("\n".join(rows)) == ()


@pytest.mark.parametrize(
    ("text", "copy", "expected"),
    [
        ("A\n\nCOPY\n\nB", "COPY", "A\n\nB"),
        ("A\n\nCOPY\n", "COPY", "A\n"),
        ("COPY\n\nB", "COPY", "B"),
        ("A\n\n  COPY\n\n  B", "COPY", "A\n\n  B"),
        ("A\r\n\r\nCOPY\r\n\r\nB\r\n", "COPY", "A\r\n\r\nB\r\n"),
        ("A\n\nCOPY B", "COPY", "A\n\nB"),
        ("A COPY\n\nB", "COPY", "A\n\nB"),
        ("A COPY B", "COPY", "A B"),
        ("ACOPYB", "COPY", "AB"),
    ],
)
def test_neighbours_keep_one_boundary(text: str, copy: str, expected: str) -> None:
    start = text.index(copy)
    span = widen(text, Span(start, start + len(copy)))
    assert text[: span.start] + text[span.end :] == expected


def test_folding_maps_back() -> None:
    text = "ＡＢ　ｃ，１２３。한글 \ud800𠀀x" + "字 " * CHUNK
    folded = Folded(text)
    assert folded.text.startswith("abc123한글\ud800𠀀x字")
    for offset in (0, 3, 5, 8, 9, 10, 11, len(folded) - 1):
        back = text[folded.position(offset)]
        assert back.lower() == folded.text[offset] or ord(back) - 0xFEE0 in range(0x21, 0x7F)
        assert folded.find(folded.position(offset)) == offset


def test_a_page_without_a_repeat_costs_no_numpy() -> None:
    text = letters(*PARAGRAPHS)
    assert not worth_a_look(text)
    code = (
        "import sys; from reflow.repeats import find; "
        f"assert find({text!r}) == (); "
        "sys.exit('numpy' in sys.modules or 'rapidfuzz' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


words = st.sampled_from((*PARAGRAPHS, CUT, "第一章", "The end of it all.", "1. 甲：30元", "[…]"))


@settings(max_examples=60, deadline=None)
@given(st.lists(words, max_size=12), st.sampled_from(["\n\n", "\n", " ", ""]))
def test_a_second_run_finds_nothing(parts: list[str], glue: str) -> None:
    text = glue.join(parts)
    for _ in range(8):
        removals = find(text)
        if not removals:
            break
        text = apply(text, removals)
    assert find(text) == ()


@settings(max_examples=100, deadline=None)
@given(st.lists(words, max_size=10), st.sampled_from(["\n\n", "\n", ""]))
def test_removals_are_sorted_disjoint_and_kept_elsewhere(parts: list[str], glue: str) -> None:
    text = glue.join(parts)
    end = 0
    for r in find(text):
        assert end <= r.span.start < r.span.end <= len(text)
        end = r.span.end
        assert r.span.text(text).strip()


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_passes(text: str) -> None:
    find(text)
    find(text * 3)


FAMILIES = {
    "one letter": lambda n: "字" * n,
    "white space": lambda n: " " * n,
    "period 7": lambda n: "abcdefg" * (n // 7),
    "period 40": lambda n: PARAGRAPHS[0][:40] * (n // 40),
    "a paragraph over and over": lambda n: (PARAGRAPHS[0] + "\n\n") * (n // 46),
    "two letters at random": lambda n: "".join(Random(1).choices("ab", k=n)),
    "four letters at random": lambda n: "".join(Random(1).choices("acgt", k=n)),
    "ten digits at random": lambda n: "".join(Random(1).choices("0123456789", k=n)),
    "table rows": lambda n: "| a | b | 0.5 |\n" * (n // 16),
    "spoilt copies": lambda n: "\n\n".join(
        spoil(PARAGRAPHS[0] + PARAGRAPHS[1], 0.1, i) for i in range(n // 90)
    ),
}


@pytest.mark.parametrize("name", FAMILIES)
def test_cost_grows_with_the_length_only(name: str) -> None:
    def cost(size: int) -> float:
        text = FAMILIES[name](size)
        start = perf_counter()
        find(text)
        return perf_counter() - start

    cost(2_000)
    small, large = cost(20_000), cost(160_000)
    # Eight times the text; quadratic growth would be 64 times the time.
    assert large < 20 * small + 0.5


def test_a_continuation_mark_is_no_part_of_the_passage() -> None:
    home = PARAGRAPHS[0] + PARAGRAPHS[1]
    text = letters("(上接1版)" + home, PARAGRAPHS[2], "(上接1版)" + home, PARAGRAPHS[3])
    clean = apply(text, find(text))
    assert clean.count("(上接1版)") == 2
    assert clean.count(home) == 1


def test_a_passage_under_a_continuation_mark_is_the_misplaced_one() -> None:
    home = PARAGRAPHS[0] + PARAGRAPHS[1]
    for mark, own in (("(上接1版)", ()), ("<<接前>>", (r"<<接前>>",))):
        text = letters(PARAGRAPHS[3], mark + home, PARAGRAPHS[2], home)
        (removal,) = find(text, continuation_marks=own)
        assert removal.span.start < removal.kept.start
        assert apply(text, (removal,)).count(mark) == 1
    assert find(letters(PARAGRAPHS[3], home, PARAGRAPHS[2], home))[0].span.start > 100


def test_sections_that_exchange_a_word_throughout_stay() -> None:
    one = (
        "养牛的农户在村口登记，兽医每月到养牛的院子看一次，药费由合作社先垫，年底卖牛以后再还。"
        "养牛的农户还能领到草料补贴，每户不超过三千元，由乡里的会计直接打到卡上。"
        "县里还从农校请来老师，每个月的头一个星期六在祠堂里讲课，谁都可以去听，听完发一本小册子。"
    )
    two = one.replace("养牛", "种果树").replace("卖牛", "卖果子")
    assert find(letters(PARAGRAPHS[0], one, PARAGRAPHS[2], two)) == ()


def test_the_scale_of_a_diagram_stays() -> None:
    scale = "0.010.020.030.040.050.060.070.080.090.10 0.110.120.130.140.150.16 t/s"
    removals, kept = survey(letters(PARAGRAPHS[0], scale, PARAGRAPHS[2], scale, PARAGRAPHS[3]))
    assert removals == ()
    assert {k.reason for k in kept} == {"table"}


def test_a_kind_of_repetition_can_be_given_up() -> None:
    note = "免责声明：文章只代表作者个人意见，不代表本报立场，如有侵权请联系编辑部处理。"
    text = letters(PARAGRAPHS[0], note, PARAGRAPHS[1], note)
    assert find(text) == ()
    assert apply(text, find(text, remove=("boilerplate",))).count(note) == 1
    config = Config(repeats_remove=("boilerplate",))
    assert [f.safety for f in repeated_passage(Page(text, config))] == [Safety.SAFE]


def test_every_filter_has_a_name_that_can_be_given() -> None:
    source = "".join(inspect.getsource(module) for module in (lawful, judge))
    names = set(re.findall(r'return "([a-z ]+)"', source)) - {"ornament"}
    assert names == set(KINDS)


def test_the_log_tells_why_a_copy_stays() -> None:
    home = PARAGRAPHS[0] + PARAGRAPHS[1]
    text = letters(PARAGRAPHS[2], home, PARAGRAPHS[3], "水库加固和新戏", home)
    (removal,) = find(text)
    points = {e.name: e.weight for e in removal.evidence}
    assert points["place: under a heading"] > 0 > points["place: first"]


@pytest.mark.parametrize(
    ("line", "kind", "value"),
    [
        ("第十二条 本办法自发布之日起施行。", "第一条", 12),
        ("（三）组织领导", "（一）", 3),
        ("5.2.11 The seal is renewed.", "5.2.0", 11),
        ("③ 主食と副菜", "①", 3),
        ("二百零五、附则", "一、", 205),
        ("Article 7 The lender", "Article0", 7),
    ],
)
def test_the_number_of_a_line(line: str, kind: str, value: int) -> None:
    assert order.leading(line) == (kind, value)


@pytest.mark.parametrize("line", ["1985年后改用机械", "3 Eier und Mehl", "一楼大厅", "plain words"])
def test_a_figure_is_no_number_of_a_line(line: str) -> None:
    assert order.leading(line) is None


def test_marks_of_the_width_that_the_text_has() -> None:
    wide = "山里的茶，雨前最好；雨后的茶，香气淡些。"
    copy = "河边的船,早出晚归;"
    text = "\n\n".join((wide, copy, wide, copy.replace(",", "，").replace(";", "；")))
    spans = [Span(m.start(), m.end()) for m in re.finditer("河边的船.早出晚归.", text)]
    assert widths(text, spans) == [-1.0, 1.0]
    twice = "\n\n".join((wide, copy, copy))
    spans = [Span(m.start(), m.end()) for m in re.finditer(copy, twice)]
    assert widths(twice, spans) == [0.0, 0.0]
