"""Words with a character of another script in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from reflow.document import Span
from reflow.lang import scripts
from reflow.lang.confusables import to_cyrillic, to_latin
from reflow.lang.lazy import Lazy
from reflow.lang.tokens import by_token

_SMALL_KANA = "ァィゥェォャュョ"
_KATAKANA = {"二": "ニ", "力": "カ", "口": "ロ", "工": "エ", "卜": "ト", "夕": "タ", "千": "チ"}
_HAN_LIKE = {kana: han for han, kana in _KATAKANA.items()}
_CYR = scripts.CYRILLIC + scripts.GREEK
# Each pattern starts with a plain set of characters, which the engine finds fast, and looks
# back over what it has taken.
_H, _K, _N, _CJK = scripts.HANGUL, scripts.KANA, scripts.HAN, scripts.CJK_LETTER
_WORD = f"[{scripts.ALPHABETIC}0-9_]"
_odd_letter = Lazy(f"[{_CYR}]")
_wide_letter = Lazy("[Ａ-Ｚａ-ｚ]")
_word = Lazy(f"[A-Za-z{_CYR}](?<!{_WORD}.)[A-Za-z{_CYR}]{{3,}}(?!{_WORD})")
_wide = Lazy(
    "[A-Za-z](?<![A-Za-zＡ-Ｚａ-ｚ].)[A-Za-z]*[Ａ-Ｚａ-ｚ][A-Za-zＡ-Ｚａ-ｚ]*"
    "|[Ａ-Ｚａ-ｚ](?<![A-Za-zＡ-Ｚａ-ｚ].)[Ａ-Ｚａ-ｚ]*[A-Za-z][A-Za-zＡ-Ｚａ-ｚ]*"
)
_kana_like = Lazy(f"[{''.join(_KATAKANA)}](?=[{_SMALL_KANA}]|ー[ァ-ヴ])")
_lone_katakana = Lazy("[ァ-ヺ](?<![ぁ-ー].)(?![ぁ-ー])")
# Greek, Armenian, Hebrew, Arabic, the Indic scripts, Thai and Lao.
_RARE = "\u0370-\u03ff\u0530-\u06ff\u0900-\u0eff"
# 연세大의 has a suffix as newspapers write it.
_in_hangul = Lazy(f"[{_H}](?![大家産發系界黨派軍][{_H}])([{_K}{_N}{_RARE}]{{1,8}})(?=[{_H}])")
_hangul_inside = Lazy(f"[{_H}](?<=[{_K}{_N}].)[{_H}]{{0,7}}(?![{_H}])")
_hangul_before = Lazy(f"[{_H}](?<![{_CJK}].)[{_H}]{{1,7}}(?=[{_K}{_N}])")
# Beside Hangul on one side: kana, or Han characters that are more than a suffix (고려大).
_behind_hangul = Lazy(f"[{_H}]([{_K}]{{1,8}}|[{_N}]{{2,4}})(?![{_CJK}])")
_before_hangul = Lazy(f" ([{_N}]{{2,4}}|[{_K}]{{1,8}})(?= ?[{_H}])")
# A word with letters that English lacks.
_accent = Lazy("[ß-öø-ÿ]")
_accented = Lazy(f"[{_CJK}] {{0,2}}([a-z]*[ß-öø-ÿ][a-zß-öø-ÿ]*)(?= ?[{_CJK}])")
_cyrillic_inside = Lazy(
    f"[{scripts.CYRILLIC}](?<=[{_H}{_K}].)[{scripts.CYRILLIC}]{{0,3}}(?![{scripts.CYRILLIC}])"
    f"|[а-яё](?<![{scripts.CYRILLIC}].)[а-яё]{{1,3}}(?=[{_N}])"
)
_cyrillic_word = Lazy(
    f"[а-яё](?:(?<={scripts.EAST_ASIAN}.)|(?<= .))[а-яё]{{1,11}}(?= ?{scripts.EAST_ASIAN})"
)
_chinese = Lazy(f"[{_H}] ?([{_N}]+)(?=[ {_H}])")
_has_simplified = Lazy(f"[{scripts.SIMPLIFIED}]")
_korea = Lazy("[韩韓]|朝鮮|朝鲜|ハングル|コリア")
# 御茶ノ水, 霞ヶ関, 四ツ谷
_IN_NAMES = tuple("ノヶケツッハ")
_LOANS = ("café", "naïve", "résumé", "cliché", "fiancé", "fiancée", "décor", "über", "soufflé")
_address = Lazy(r"(?:://|www\.|@)\S*$")


Parts = Sequence[tuple[int, int]]


class Mixed(NamedTuple):
    """A stretch whose script does not fit, and the one spelling that it stands for, or ''."""

    span: Span
    text: str
    meant: str
    why: str


def mixed_words(text: str) -> Iterator[Mixed]:
    """Look-alike and full-width letters in words, and strays inside CJK words."""
    if text.isascii():
        return
    odd = _lines_with(_odd_letter, text)
    for match in _within(odd, _word, text):
        found = _spelled(match, text)
        if found is not None:
            yield found
    for match in _within(_lines_with(_wide_letter, text), _wide, text):
        meant = "".join(chr(ord(c) - 0xFEE0) if c > "\uff00" else c for c in match.group())
        yield Mixed(Span(*match.span()), match.group(), meant, "full-width letters")
    if not scripts.has_cjk(text):
        return
    for match in _within(scripts.stretches(text), _kana_like, text):
        if not scripts.is_han(text[match.start() - 1 : match.start()]):
            meant = _KATAKANA[match.group()]
            yield Mixed(Span(*match.span()), match.group(), meant, "a Han character for a kana")
    yield from _strays(text, odd)


def _spelled(match: re.Match[str], text: str) -> Mixed | None:
    word = match.group()
    other = [c for c in word if not c.isascii()]
    ascii_letters = [c for c in word if c.isascii()]
    if not other or not ascii_letters:
        return None
    latin = all(c in to_latin() for c in other)
    cyrillic = all(c in to_cyrillic() for c in ascii_letters) and not any(
        c < "\u0400" for c in other
    )
    meant = ""
    if latin and not cyrillic and len(ascii_letters) > len(other):
        meant = "".join(to_latin().get(c, c) for c in word)
    elif cyrillic and not latin and len(other) > len(ascii_letters):
        meant = "".join(to_cyrillic().get(c, c) for c in word)
    elif not latin and not cyrillic:
        # Names of quantities (σxy, ΔHf) and compounds of two alphabets.
        return None
    if _address.search(text[max(0, match.start() - 80) : match.start()]):
        # Whoever wrote the address may have meant to deceive; say so, and leave it.
        meant = ""
    return Mixed(Span(*match.span()), word, meant, "look-alike letters")


def _strays(text: str, odd: Parts) -> Iterator[Mixed]:
    """Strays inside CJK words; `odd` are the lines with Cyrillic and Greek letters."""
    patterns: list[tuple[Lazy, Callable[[re.Match[str]], bool]]]
    patterns = [(_lone_katakana, _lone_kana)]
    parts = scripts.stretches(text)
    hangul = any(scripts.has_hangul(text[start:end]) for start, end in parts)
    if hangul:
        patterns += [(_in_hangul, _any), (_behind_hangul, _lone_in_korean)]
        patterns += [(_before_hangul, _lone_in_korean)]
        patterns += [(_hangul_inside, _lone_hangul), (_hangul_before, _lone_hangul)]
    found = [(m, is_one) for pattern, is_one in patterns for m in _within(parts, pattern, text)]
    found += ((m, _any) for m in _within(odd, _cyrillic_inside, text))
    found += ((m, _lone_cyrillic) for m in _within(odd, _cyrillic_word, text))
    found += ((match, _no_loan) for match in _accented_words(text))
    taken = 0
    for match, is_one in sorted(found, key=lambda pair: pair[0].span(pair[0].re.groups)):
        start, end = match.span(match.re.groups)
        word = text[start:end]
        # A function word by itself is the business of T101.
        if start >= taken and word not in by_token() and is_one(match):
            taken = end
            why = "letters of another script"
            if word in _HAN_LIKE:
                why = f"it looks like {_HAN_LIKE[word]}"
            yield Mixed(Span(start, end), word, "", why)
    if hangul and _has_simplified.search(text):
        yield from _simplified(text)


def _lines_with(pattern: Lazy, text: str) -> Parts:
    """Where the lines are in which `pattern` matches."""
    found, end = [], 0
    while match := pattern.search(text, end):
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.end())
        end = len(text) if end < 0 else end
        found.append((start, end))
    return found


def _within(parts: Parts, pattern: Lazy, text: str) -> Iterator[re.Match[str]]:
    """The matches of `pattern` in these parts of `text`."""
    for start, end in parts:
        yield from pattern.finditer(text, start, end)


def _accented_words(text: str) -> Iterator[re.Match[str]]:
    """The matches of `_accented`, looked for at accents only: CJK letters are everywhere."""
    done = 0
    for accent in _accent.finditer(text):
        if accent.start() < done:
            continue
        start = accent.start()
        while start > done and "a" <= text[start - 1] <= "z":
            start -= 1
        before = len(text[max(done, start - 2) : start].rstrip(" ")) + max(done, start - 2)
        match = _accented.match(text, before - 1) if before else None
        if match:
            done = match.end()
            yield match


def _simplified(text: str) -> Iterator[Mixed]:
    for match in _within(scripts.stretches(text), _chinese, text):
        start, end = match.span(1)
        if scripts.is_hangul(text[start - 1]) and scripts.is_hangul(text[end]):
            # Said already.
            continue
        if _has_simplified.search(match[1]) and _korean(text, start, end):
            yield Mixed(Span(start, end), match[1], "", "Chinese in a Korean sentence")


def _any(_: re.Match[str]) -> bool:
    return True


def _around(match: re.Match[str], size: int) -> str:
    text = match.string
    return (
        text[max(0, match.start() - size) : match.start()] + text[match.end() : match.end() + size]
    )


def _lone_cyrillic(match: re.Match[str]) -> bool:
    """Whether it is the only Cyrillic word around, in plain CJK prose."""
    before = match.string[max(0, match.start() - 2) : match.start()].rstrip(" ")[-1:]
    around = _around(match, 60)
    foreign = re.search(f'[{scripts.CYRILLIC}“”"「」『』《》]', around)
    return scripts.has_cjk(before) and foreign is None and sum(scripts.letters(around)) >= 12


def _lone_kana(match: re.Match[str]) -> bool:
    """Whether the one kana stands in Chinese, not in a Japanese place name."""
    text, at = match.string, match.start()
    if not scripts.is_han(text[at - 1 : at]) or not scripts.is_han(text[at + 1 : at + 2]):
        return False
    han, kana, _ = scripts.letters(_around(match, 40))
    # Inside a long word it needs less around it.
    inside = sum(map(scripts.is_han, text[max(0, at - 2) : at] + text[at + 1 : at + 3])) == 4
    return kana == 0 and match.group() not in _IN_NAMES and han >= (4 if inside else 8)


def _lone_hangul(match: re.Match[str]) -> bool:
    """Whether it is the only Hangul in Chinese or Japanese prose that is not about Korea."""
    around = _around(match, 40)
    han, kana, hangul = scripts.letters(around)
    return han + kana >= max(8, 2 * hangul) and _korea.search(around) is None


def _lone_in_korean(match: re.Match[str]) -> bool:
    """Whether the run is about the only one of its script in Korean prose."""
    start, end = match.span(1)
    text = match.string
    near = text[max(0, start - 80) : start] + " " + text[end : end + 80]
    han, kana, hangul = scripts.letters(near.replace(match[1], ""))
    return hangul >= 12 and (kana if scripts.is_kana(text[start]) else han) <= 4


def _no_loan(match: re.Match[str]) -> bool:
    return len(match[1]) > 1 and match[1] not in _LOANS


def _korean(text: str, start: int, end: int) -> bool:
    """Whether all around is Korean."""
    around = text[max(0, start - 30) : start] + " " + text[end : end + 30]
    han, kana, hangul = scripts.letters(around)
    return hangul >= 12 and hangul > 4 * (han + kana)
