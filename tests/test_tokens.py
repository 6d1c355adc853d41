"""The token rules, each by itself: case files, invariants, evidence."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflow.config import Config
from reflow.edits import Fix, Safety
from reflow.lang import scripts
from reflow.lang.tokens import lexicon
from reflow.page import Page
from reflow.registry import _rules

CODES = ("T101", "T102", "T103", "T104", "T105")
CASES = Path(__file__).parent / "cases"
for code in CODES:
    importlib.import_module(f"reflow.rules.{code.lower()}")


def fixes(text: str, code: str, config: Config | None = None) -> list[Fix]:
    return list(_rules[code].propose(Page(text, config or Config())))


def clean(text: str, code: str, config: Config | None = None) -> str:
    """Apply the safe fixes of one rule until there are none."""
    for _ in range(5):
        safe = (fix for fix in fixes(text, code, config) if fix.safety is Safety.SAFE)
        edits = sorted((edit for fix in safe for edit in fix.edits), key=lambda edit: edit.span)
        if not edits:
            return text
        for edit in reversed(edits):
            text = text[: edit.span.start] + "".join(map(str, edit.pieces)) + text[edit.span.end :]
    raise AssertionError("does not settle")


def cases(code: str) -> list[tuple[str, str, str]]:
    lines = (CASES / f"{code}.txt").read_text(encoding="utf-8").split("\n")
    found, field, fields = [], [], []
    for line in lines:
        if line != ".":
            field.append(line)
            continue
        fields.append("\n".join(field))
        field = []
        if len(fields) == 3:
            found.append((fields[0].strip(), fields[1], fields[2]))
            fields = []
    return found


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        pytest.param(code, text, expected, id=f"{code} {title}")
        for code in CODES
        for title, text, expected in cases(code)
    ],
)
def test_case(code: str, text: str, expected: str) -> None:
    assert clean(text, code) == expected


@pytest.mark.parametrize(
    ("code", "title"),
    [(code, title) for code in CODES for title, _, _ in cases(code) if "only reported" in title],
)
def test_only_reported(code: str, title: str) -> None:
    text = next(text for known, text, _ in cases(code) if known == title)
    shown = [fix for fix in fixes(text, code) if fix.safety is not Safety.KEPT]
    assert shown
    assert all(fix.safety is Safety.DISPLAY and not fix.edits for fix in shown)


@pytest.mark.parametrize("code", CODES)
def test_expected_output_is_stable(code: str) -> None:
    for _, _, expected in cases(code):
        assert clean(expected, code) == expected


def test_vetoes_have_names() -> None:
    named = {
        "程序员都会写 while 循环，也会写 for 循环。": None,
        "请看关键字 from 的说明，它用来导入模块。": "program-word",
        "英语中的 and 表示并列关系。": "grammar-talk",
        "这个 and 的含义取决于上下文。": "noun",
        "The button 确定 and 取消 are swapped on this page.": "foreign-sentence",
        "在终端输入 `查找 and 替换` 就会打开对话框。": "code",
    }
    for text, veto in named.items():
        found = {e.name for fix in fixes(text, "T101") for e in fix.evidence if e.veto}
        assert (veto in found) if veto else not found


def test_message_of_a_report_has_the_suggestion() -> None:
    (fix,) = fixes("县财政局 et 水务局共同负责这项工程的验收。", "T101")
    assert "和" in fix.message


def test_configured_token() -> None:
    text = "他们买了面包 plus 牛奶，又去了邮局。"
    assert clean(text, "T101") == text
    extra = Config(tokens=(("plus", "和"),))
    assert clean(text, "T101", extra) == "他们买了面包和牛奶，又去了邮局。"


def test_configured_removal() -> None:
    text = "市图书馆 and 博物馆周末免费开放，欢迎市民参观。"
    assert clean(text, "T101", Config(tokens=(("and", ""),))) == text


def test_language_setting_decides_where_han_alone_does_not() -> None:
    text = "内科 and 外科受付時間案内図"
    assert clean(text, "T101", Config(lang="ja")) == "内科と外科受付時間案内図"


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
        assert len(entry.token) > 1 or not scripts.is_latin(entry.token)
        assert entry.token == entry.token.lower()


@pytest.mark.parametrize(
    ("text", "language"),
    [("天气很好", "zh"), ("天気がいい", "ja"), ("날씨가 좋다", "ko"), ("fine", None)],
)
def test_sentence_language(text: str, language: str | None) -> None:
    assert scripts.sentence_language(text) == language


def test_invisible_characters_are_named() -> None:
    (fix,) = fixes("合\u200b同已经签好。", "T104")
    assert "U+200B" in fix.message


_TOKENS = "and or of & 's の と 및 과 和 的 и"
_AROUND = "山水 かな 한글 Name name ， 。 （ ） ` 《 》 ф ｗ \u200b"
_PIECES = st.sampled_from([*_TOKENS.split(), *_AROUND.split(), " ", "\n", "\n\n"])


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=30).map("".join), st.sampled_from(CODES))
def test_settles_and_keeps_line_breaks(text: str, code: str) -> None:
    out = clean(text, code)
    assert clean(out, code) == out
    assert out.count("\n") == text.count("\n")
