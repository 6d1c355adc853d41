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
_phonetic = Lazy(f"[{KANA}{HANGUL}]")
_latin = Lazy(f"[{LATIN}]")
_punctuation = Lazy(f"[{CJK_PUNCTUATION}]")
_beyond = Lazy(EAST_ASIAN)

# Commoner characters that only one of the two written forms of Chinese uses; their counts against
# each other tell the form.
SIMPLIFIED = (
    "们这说时对发还进经开关实业见为义总员问题场长东车养调规话语请让给记讲论许议认识读谁课谈谢诉试"
    "词访设证评细组织结统续线练约级终红纯纳维绿编缓写农军决况减则刚创删务动劳势单卖厂厅历压厌县变"
    "叶启响唤团园围坏块坚坛备复够头夺奋奖妇娱孙宁审宪宽导寿将层币师带帮广庄庆库应庙废异张弹强归录"
    "径忆忧怀态怜恶惊惧惨愤愿懒执扩扫扬扰抚抢护报担拟拥择挂挡挤挥损换据掷搁摆摇敌数无旧显晓术机杀"
    "杂权条杨极构枪柜标栋栏树样桥梦检楼横欢欧残毁毕汉汤沟没泪泽洁浅测济浏浓涛润涨渐渔湿满灭灵灾炉"
    "炼烂烛烟烧热爱状独狭狮猎猪猫献玛环现电疗疯间监盖盘码砖础确礼离种积称稳穷笔签简类粮紧"
)
"""Simplified forms that neither Korean nor Japanese print uses."""
_TRADITIONAL = (
    "們這說時對發還進經關開實業見為義總員問題場長東車養調規話語請讓給記講論許議認識讀誰課談謝訴試"
    "詞訪設證評細組織結統續線練約級終紅純納維綠編緩寫農軍決況減則剛創刪務動勞勢單賣廠廳歷壓厭縣變"
    "葉啟響喚團園圍壞塊堅壇備復夠頭奪奮獎婦娛孫寧審憲寬導壽將層幣師帶幫廣莊慶庫應廟廢異張彈強歸錄"
    "徑憶憂懷態憐惡驚懼慘憤願懶執擴掃揚擾撫搶護報擔擬擁擇掛擋擠揮損換據擲擱擺搖敵數無舊顯曉術機殺"
    "雜權條楊極構槍櫃標棟欄樹樣橋夢檢樓橫歡歐殘毀畢漢湯溝淚澤潔淺測濟濃濤潤漲漸漁濕滿滅靈災爐煉爛"
    "燭煙燒熱愛狀獨狹獅獵豬貓獻瑪環現電療瘋間監蓋盤碼磚礎確禮離種積稱穩窮筆簽簡類糧緊雙鏡號學個國"
    "會來與點體"
)
_traditional = Lazy(f"[{_TRADITIONAL}]")
# The last ones are Japanese forms, too, but this is only asked of Chinese.
_simplified = Lazy(f"[{SIMPLIFIED}个来学国会与点体双镜号]")


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
    if text.isascii():
        return False
    # Nearly always told by the first characters, or by the last one in order: no pattern is needed.
    if any(char >= "\u1100" and cjk_script(char) for char in text[:256]):
        return True
    if len(text) <= SHORT and max(text) < "\u1100":
        return False
    return any(cjk_script(match.group()) for match in _beyond.finditer(text))


def has_kana(text: str) -> bool:
    return _kana.search(text) is not None


def has_hangul(text: str) -> bool:
    return _hangul.search(text) is not None


SHORT = 1 << 12
"""Code points up to which a text's characters are looked up sooner than a pattern is compiled."""
STRETCH = 1 << 11
"""Code points; twice as far as anything that is looked for beside kana or Hangul may be from it."""


def stretches(text: str) -> tuple[tuple[int, int], ...]:
    """The parts of `text` around kana and Hangul, in order.

    What is looked for beside those is looked for here only: Chinese text has few of them.
    """
    return _stretches(text)


@lru_cache(maxsize=1)
def _stretches(text: str) -> tuple[tuple[int, int], ...]:
    if len(text) <= SHORT:
        others = (c for c in set(text) if c >= "\u1100" and not "\u4e00" <= c <= "\u9fff")
        phonetic = any(cjk_script(c) not in ("", "han") for c in others)
        return ((0, len(text)),) if phonetic else ()
    found: list[tuple[int, int]] = []
    for start in range(0, len(text), STRETCH):
        if _phonetic.search(text, start, start + STRETCH) is None:
            continue
        low, high = max(0, start - STRETCH), start + 2 * STRETCH
        if found and found[-1][1] >= low:
            low = found.pop()[0]
        found.append((low, high))
    return tuple(found)


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
