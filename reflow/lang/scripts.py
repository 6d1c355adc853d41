"""Character classes by what they mean for text, and the language of a sentence.

The classes are strings for use inside `[...]` in a pattern: one compiled
pattern over a whole text costs less than a test a character.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from reflow.lang.lazy import Lazy

HAN = "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
HAN += "\U00020000-\U0003fffd"
HIRAGANA = "\u3041-\u3096\u3099-\u309f"
KATAKANA = "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
KANA = HIRAGANA + KATAKANA
HANGUL = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb"
CJK_LETTER = HAN + KANA + HANGUL
CJK_PUNCTUATION = "\u3001-\u3003\u3008-\u3011\u3014-\u301f\u30fb\uff01-\uff0f\uff1a-\uff20"
CJK_PUNCTUATION += "\uff3b-\uff40\uff5b-\uff65"
LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
CYRILLIC = "\u0400-\u052f"
GREEK = "\u0370-\u0373\u0376-\u037d\u0386\u0388-\u03ff\u1f00-\u1fff"
ALPHABETIC = LATIN + CYRILLIC + GREEK
# A whole set, not a part of one: the letters and marks of East Asian text, and some others.  Enough
# to look around a match; compiling a set costs by the size of its ranges, and these are small.
EAST_ASIAN = "[^\\x00-\\u10ff]"

_han = Lazy(f"[{HAN}]")
_kana = Lazy(f"[{KANA}]")
_hangul = Lazy(f"[{HANGUL}]")
_latin = Lazy(f"[{LATIN}]")
_punctuation = Lazy(f"[{CJK_PUNCTUATION}]")
_beyond = Lazy(EAST_ASIAN)

# Characters that only one of the two written forms of Chinese uses, taken from the commonest ones;
# their counts against each other tell the form.
_TRADITIONAL = "個們來說這時會對發過還進經學電開關實業見與為點義區國體總員問題場長東車"
_SIMPLIFIED = "个们来说这时会对发过还进经学电开关实业见与为点义区国体总员问题场长东车"
_traditional = Lazy(f"[{_TRADITIONAL}]")
# 与, 个, 来, 国, 学, 会 … are Japanese forms too, but this is only asked of Chinese.
_simplified = Lazy(f"[{_SIMPLIFIED.replace('义', '')}]")


@lru_cache(maxsize=1)
def _bounds() -> tuple[list[str], list[str]]:
    """First characters of the ranges of CJK letters and of the gaps between, and their names."""
    starts = {"\0": ""}
    named = {"han": HAN, "hiragana": HIRAGANA, "katakana": KATAKANA, "hangul": HANGUL}
    for name, members in named.items():
        for first, last in re.findall("(.)(?:-(.))?", members):
            starts[first] = name
            starts.setdefault(chr(ord(last or first) + 1), "")
    ordered = sorted(starts)
    return ordered, [starts[first] for first in ordered]


@lru_cache(maxsize=8192)
def cjk_script(char: str) -> str:
    """han, hiragana, katakana or hangul, by the same ranges; '' for any other character."""
    starts, names = _bounds()
    return names[bisect_right(starts, char) - 1]


def is_han(char: str) -> bool:
    """Whether `char` is an ideograph (々 and 〇 included)."""
    return cjk_script(char) == "han"


def is_kana(char: str) -> bool:
    return cjk_script(char) in ("hiragana", "katakana")


def is_hangul(char: str) -> bool:
    return cjk_script(char) == "hangul"


def is_latin(char: str) -> bool:
    return _latin.match(char) is not None


def is_cjk_punctuation(char: str) -> bool:
    return _punctuation.match(char) is not None


def has_cjk(text: str) -> bool:
    """Whether any Han, kana or Hangul letter is in `text`."""
    return any(cjk_script(match.group()) for match in _beyond.finditer(text))


def has_kana(text: str) -> bool:
    return _kana.search(text) is not None


def has_hangul(text: str) -> bool:
    return _hangul.search(text) is not None


def letters(text: str) -> tuple[int, int, int]:
    """How many Han characters, kana and Hangul syllables are in `text`."""
    return len(_han.findall(text)), len(_kana.findall(text)), len(_hangul.findall(text))


def sentence_language(text: str) -> str | None:
    """zh, ja or ko by the scripts of `text`, None when it is mixed or has no CJK letter.

    Hangul with a few Han characters is Korean; any kana beside Han is Japanese
    unless it is one stray among many Han characters, which is for nobody to say.
    """
    han, kana, hangul = letters(text)
    if hangul:
        return "ko" if hangul > 2 * (han + kana) else None
    if kana:
        # Japanese prose is never below one kana in eight characters.
        return "ja" if kana * 8 >= han else None
    return "zh" if han else None


def chinese_form(text: str) -> str:
    """zh-Hant when `text` has more Traditional than Simplified forms, else zh-Hans."""
    traditional = len(_traditional.findall(text))
    return "zh-Hant" if traditional > len(_simplified.findall(text)) else "zh-Hans"


def is_simplified(text: str) -> bool:
    """Whether `text` has a form that only Simplified Chinese uses."""
    return _simplified.search(text) is not None


def has_final(char: str) -> bool:
    """Whether a Hangul syllable ends in a consonant."""
    return "\uac00" <= char <= "\ud7a3" and (ord(char) - 0xAC00) % 28 != 0
