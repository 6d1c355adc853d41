"""The token rules beyond their case files: evidence, settings, breaks, the lexicon, scripts."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cases import read

from reflow import Config, Finding, process
from reflow.edits import Safety
from reflow.lang import scripts
from reflow.lang.tokens import lexicon

CODES = ("T101", "T102", "T103", "T104", "T105")


def findings(text: str, code: str, **options: object) -> list[Finding]:
    return list(process(text, Config(select=(code,), **options)).findings)  # type: ignore[arg-type]


def clean(text: str, code: str, **options: object) -> str:
    return process(text, Config(select=(code,), **options)).text  # type: ignore[arg-type]


def reported() -> Iterator[object]:
    """The cases whose title says that something is only reported."""
    for code in CODES:
        path = Path(__file__).parent / "cases" / f"{code}.txt"
        lines = path.read_text(encoding="utf-8").split("\n")
        for number, text, _ in read(path):
            if "only reported" in lines[number - 1]:
                yield pytest.param(code, text, id=f"{path.name}:{number}")


@pytest.mark.parametrize(("code", "text"), list(reported()))
def test_only_reported(code: str, text: str) -> None:
    shown = [found for found in findings(text, code) if found.safety is not Safety.KEPT]
    assert shown
    assert all(found.safety is Safety.DISPLAY and not found.inserted for found in shown)


def sentences() -> Iterator[object]:
    """Strays and what looks like them, a sentence a line; ` → ` stands before what is expected."""
    path = Path(__file__).parent / "data" / "tokens.txt"
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("=== "):
            text, _, expected = line.partition(" → ")
            yield pytest.param(text, expected or text, id=f"{path.name}:{number}")


@pytest.mark.parametrize(("text", "expected"), list(sentences()))
def test_sentence(text: str, expected: str) -> None:
    config = Config(select=("T",))
    assert process(text, config).text == expected
    assert process(expected, config).text == expected


@pytest.mark.parametrize(
    ("text", "veto"),
    [
        ("请看关键字 and 的说明，它用来连接条件。", "program-word"),
        ("英语中的 and 表示并列关系。", "grammar-talk"),
        ("这个 and 的含义取决于上下文。", "noun"),
        ("The button 确定 and 取消 are swapped on this page.", "foreign-sentence"),
        ("在终端输入 `查找 and 替换` 就会打开对话框。", "code"),
        ("成绩大于六十分 and 年龄小于二十岁才能报名。", "condition"),
        ("选中 and 复选框，再保存设置。", "control"),
        ("初学者常把 and 和 end 两个词弄混。", "word-list"),
        ("歌名：夏天 and 海", "name"),
        ("请下载 报告and附件.docx 并转发。", "address"),
        ("王小明 and 李小红, 2019. 城市交通模型.", "bibliography"),
    ],
)
def test_vetoes_have_names(text: str, veto: str) -> None:
    assert veto in {e.name for found in findings(text, "T101") for e in found.evidence if e.veto}


def test_a_word_that_could_stand_for_several_is_reported_with_a_suggestion() -> None:
    (found,) = findings("县财政局 but 水务局没有派人参加这次验收。", "T101")
    assert found.safety is Safety.DISPLAY
    assert "'但'" in found.message


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("T101", "这本地方志的编写者 Brown and 王小明都在县里住过许多年，熟悉当地的风土人情。"),
        ("T101", "彼はコピー and ペーストで書類を作った。"),
        ("T101", "변수 A가 참이고 B가 거짓이면 앞의 값 and 뒤의 값을 본다."),
        ("T102", "The band 与 played all of the songs that we had asked for."),
        ("T102", "War и Peace is a poor pun, but it was the title of the show."),
    ],
)
def test_less_certain_ones_are_unsafe(code: str, text: str) -> None:
    (found,) = findings(text, code)
    assert found.safety is Safety.UNSAFE
    assert clean(text, code) == text
    assert clean(text, code, unsafe_fixes=True) != text


def test_configured_token() -> None:
    text = "他们买了面包 plus 牛奶，又去了邮局。"
    assert clean(text, "T101") == text
    assert clean(text, "T101", tokens=(("plus", "和"),)) == "他们买了面包和牛奶，又去了邮局。"


def test_configured_replacement_overrides_the_lexicon() -> None:
    text = "市图书馆 and 博物馆周末免费开放，欢迎市民参观。"
    assert clean(text, "T101", tokens=(("and", "与"),)) == text.replace(" and ", "与")


def test_configured_removal() -> None:
    text = "市图书馆 and 博物馆周末免费开放，欢迎市民参观。"
    assert clean(text, "T101", tokens=(("and", ""),)) == text


@pytest.mark.parametrize("token", ["", " "])
def test_an_empty_token_is_refused(token: str) -> None:
    with pytest.raises(ValueError, match="empty"):
        clean("他们买了面包，又去了邮局。", "T101", tokens=((token, "和"),))


def test_language_setting_decides_where_han_alone_does_not() -> None:
    assert clean("内科 and 外科受付時間案内図", "T101", lang="ja") == "内科と外科受付時間案内図"


@pytest.mark.parametrize("break_", ["\n", "\n\n", "\r\n", "\r\n\r\n"])
def test_breaks_beside_a_token_stay(break_: str) -> None:
    text = f"检查组分为消防组 and{break_}卫生组，分头行动。"
    assert clean(text, "T101") == f"检查组分为消防组和{break_}卫生组，分头行动。"
    text = f"检查组分为消防组{break_}and 卫生组，分头行动。"
    assert clean(text, "T101") == f"检查组分为消防组{break_}和卫生组，分头行动。"


def test_lexicon_is_sound() -> None:
    for entry in lexicon():
        assert entry.tier in ("FIX", "REPORT")
        assert all((entry.token, entry.replacement, entry.source))
        assert entry.token == entry.token.lower()
        if len(entry.token) == 1 and scripts.is_latin(entry.token):
            assert entry.tier == "REPORT"
    pairs = [(entry.token, entry.target, entry.needs) for entry in lexicon()]
    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize(
    ("text", "language"),
    [("天气很好", "zh"), ("天気がいい", "ja"), ("날씨가 좋다", "ko"), ("fine", None)],
)
def test_sentence_language(text: str, language: str | None) -> None:
    assert scripts.sentence_language(text) == language


@given(st.characters())
def test_script_of_a_character_follows_the_ranges(char: str) -> None:
    ranges = {"han": scripts.HAN, "hiragana": scripts.HIRAGANA, "katakana": scripts.KATAKANA}
    ranges["hangul"] = scripts.HANGUL
    expected = [name for name, members in ranges.items() if re.match(f"[{members}]", char)]
    assert [scripts.cjk_script(char)] == (expected or [""])


def test_invisible_characters_are_named() -> None:
    (found,) = findings("合\u200b同已经签好。", "T104")
    assert "U+200B" in found.message


def test_a_lone_katakana_is_reported_with_the_character_that_it_looks_like() -> None:
    (found,) = findings("今年开工建设的重点エ程已经全部完成，正在组织验收。", "T103")
    assert found.safety is Safety.DISPLAY
    assert "工" in found.message


def test_nothing_is_compiled_at_import() -> None:
    modules = ["t101", "t102", "t103", "t104", "t105"]
    code = (
        "import re, regex\n"
        "def fail(*a, **k): raise AssertionError('compiled at import')\n"
        "import reflow.page, reflow.registry\n"
        "re.compile = fail\n" + "".join(f"import reflow.rules.{name}\n" for name in modules)
    )
    subprocess.run([sys.executable, "-c", code], check=True)


_TOKENS = "and or of & 's の と 및 과 和 的 и"
_AROUND = "山水 かな 한글 Name name ， 。 （ ） ` 《 》 ф ｗ \u200b 5% 3年"
_PIECES = st.sampled_from([*_TOKENS.split(), *_AROUND.split(), " ", "\n", "\n\n"])


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=30).map("".join), st.sampled_from(CODES))
def test_settles_and_keeps_line_breaks(text: str, code: str) -> None:
    out = clean(text, code)
    assert clean(out, code) == out
    assert out.count("\n") == text.count("\n")
