"""What speaks against touching a token: each veto has a name that the log shows.

A veto looks at a candidate's own sentence and line; vetoes that need the
whole document are in the rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from reflow.lang import scripts
from reflow.tokens.candidates import Candidate

# A title shorter than this is a work, a brand or a slogan.
TITLE = 14

# Words of programming and logic; what stands beside them is code, not prose.
STRONG_WORDS = (
    "循环|循環|语句|語句|运算|運算|操作符|算子|关键字|關鍵字|关键词|子句|表达式|運算式|表達式|"
    "布尔|布林|函数|函數|ステートメント|演算|キーワード|構文|ループ|メソッド|関数|"
    "연산|구문|키워드|반복문|조건문|함수|메서드"
)
PROGRAM_WORDS = STRONG_WORDS + (
    "|分支|逻辑|邏輯|回调|变量|變量|谓词|块|门|閘|"
    "文(?=[でがはをにのもと、。])|문(?=[을이은의에과으 ])"
)
_program_before = re.compile(
    "(?:关键字|關鍵字|关键词|运算符|運算符|操作符|语句|語句|循环|命令|函数|方法|逻辑|邏輯|布尔|"
    "キーワード|演算子|ステートメント|関数|メソッド|키워드|연산자|예약어|함수|메서드)\\W{0,3}$"
)
_program_after = re.compile(
    f"\\W?(?:{PROGRAM_WORDS}|[类類][型别別]?(?=[的、，。]|$)|方法(?=[的来中]))"
)
# Variables, functions and blocks are things that "and" may well stand between.
_CONNECTIVES = frozenset(["and", "or", "und", "oder", "et", "ou", "&", "和", "或", "与", "及"])
_logic_after = re.compile(
    "\\W?(?:运算|運算|操作符|关键字|關鍵字|关键词|语句|語句|逻辑(?!性)|邏輯|门(?=[、，。电])|閘|演算|"
    "キーワード|ステートメント|文(?=[でがはをにのもと、。])|연산|키워드|구문)"
)
_condition = re.compile("条件$|條件$|조건$")
_relation = re.compile("[关關][系係]|[连連]接|[组組]合|判断|判斷|查[询詢]|検索|の|관계|검색")
_grammar_near = re.compile(
    "单词|單詞|單字|字母|连词|連詞|连接词|連接詞|介词|介詞|冠词|冠詞|助词|助詞|代词|代詞|动词|動詞|"
    "副词|副詞|词性|詞性|语法|語法|短语|短語|接続詞|前置詞|単語|助動詞|文法|"
    "접속사|전치사|관사|조사로|단어|문법"
)
_grammar_before = re.compile(
    "(?:[英德法俄日韩韓西越]|中国|韓国)[语語文](?:的|中的?|里的?|の)?$|"
    "(?:영|독일|프랑스|중국|일본)어(?:의|에서)?(?: \\S{1,4})?$"
)
_grammar_after = re.compile(
    "\\W?(?:的意思|的发音|的發音|的用法|的读音|意为|意思是|表示|一词|一詞|这个词|這個詞|这个字|"
    "是[^，。]{0,6}[词詞]|相当于|相當於|は[^、。]{0,8}詞|に当たる|という語|という単語|の意味|"
    "은 [^.]{0,8}사|는 뜻|라는 (?:말|단어))"
)
# A word with one of these before it, or after it, is used as a noun: a loan, a name, a quoted word.
_noun_before = re.compile(
    "(?:(?<!目)的|[这這那某每一][个個]|(?<![应應])[该該]|叫做?|称为|稱為|名为|名為|乐队|樂隊|组合|歌手|品牌|"
    "를|을|という)$"
)
# What follows these is the thing that is used, called or written: "使用 in 判断".
_object_before = re.compile(
    "(?:使用|调用|調用|[采採]用|利用|通过|通過|支持|支援|写成|寫成|写作|输入|輸入|指定|添加|加上|改成|改为|"
    "改為|換成|换成|以及|和|与|與|使う|使って|用いて|사용해|사용하여)$"
)
_noun_after = re.compile("[的们們吗嗎呢]|等(?![级級候待于於価差身しい])|了(?!解)|这[个种]|這[個種]")
# Every branch starts with a plain character or set: the engine then skips to those.
_code_line = re.compile(
    r"[=!<>]=|[{};]\s*$|=>|->|::|\(\)|//|/\*|</|SELECT\b|WHERE\b|\((?<=[a-z_]{2}\()[a-z_'\"]"
)
_math = re.compile(r"(?:^|[^$])\$(?![\d\s$])[^$]*$")
_comment = re.compile(r"\s*(?:#(?![#\s])|//|/\*|<!--|--\s)")
_address = re.compile(r"(?:://|www\.|[\w.]@|\\)\S*$")
_numbered = re.compile(r"\s*\[\d+\]")
_REFERENCE = ("et al", " pp.", " p. ", "Vol.", "doi", "ISBN", " by ", "出版社", "编著", "編著")
# The patterns that end at the token need no more than this of what is before it.
_TAIL = 16


def _quoted(found: Candidate) -> str:
    """A title: its wording is its author's; a long one is the name of a document, in prose."""
    for opening, closing in ("《》", "〈〉", "『』", "「」", "“”"):
        start, end = found.left.rfind(opening), found.right.find(closing)
        if start <= found.left.rfind(closing) or end < 0:
            continue
        inside = found.left[start:], _gloss.sub("", found.right[:end])
        if sum(map(len, inside)) < TITLE:
            return found.token.join(inside)
    return ""


def _code(found: Candidate) -> str:
    before, after = found.line
    if before.count("`") % 2 and "`" in after:
        return "`"
    if "$" in after and _math.search(before) and before.count("$") % 2:
        return "$"
    match = _comment.match(before) or _code_line.search(before + "\n" + after)
    return match.group().strip() if match else ""


def _path(found: Candidate) -> str:
    match = _address.search(found.line[0])
    return match.group()[:20] if match else ""


def _program(found: Candidate) -> str:
    after = _logic_after if found.token in _CONNECTIVES else _program_after
    if _condition.search(found.left[-_TAIL:]) and _relation.match(found.right):
        return "条件"
    match = _program_before.search(found.left[-_TAIL:]) or after.match(found.right)
    return match.group() if match else ""


def _grammar(found: Candidate) -> str:
    match = (
        _grammar_before.search(found.left[-_TAIL:])
        or _grammar_after.match(found.right)
        or _grammar_near.search(found.left[-12:])
        or _grammar_near.search(found.right[:10])
    )
    return match.group() if match else ""


def _noun(found: Candidate) -> str:
    match = _noun_before.search(found.left[-_TAIL:]) or _noun_after.match(found.right)
    if match is None and found.token not in _CONNECTIVES:
        match = _object_before.search(found.left[-_TAIL:])
    return match.group() if match else ""


def _letters(found: Candidate) -> str:
    """Single characters on both sides: signs that are spoken about, or spaced-out text."""
    left, right = _lone_before.search(found.left[-_TAIL:]), _lone_after.match(found.right)
    return f"{left[1]} {right[1]}" if left and right else ""


def _same_in_gloss(found: Candidate) -> str:
    """An ampersand that the original of the name has as well, or one between names."""
    if found.token != "&":
        return ""
    match = (
        _gloss_with.search(found.right)
        or _name.search(found.left[-_TAIL:])
        or _name.match(found.right)
    )
    return match.group() if match else ""


def _bibliography(found: Candidate) -> str:
    before, after = found.line
    if match := _numbered.match(before):
        return match.group()
    return next((mark for mark in _REFERENCE if mark in before or mark in after), "")


_lone_before = re.compile(r"(?:^|[\s、，,。「“])(\S)$")
_lone_after = re.compile(r"(\S)(?:$|[\s、，,。」”])")
_gloss_with = re.compile(r"^[^()（）]{0,24}[(（][^()（）]*&")
_name = re.compile(r"\w{1,8}·\w{1,8}$|^\w{1,8}·")

VETOES: tuple[tuple[str, Callable[[Candidate], str]], ...] = (
    ("quoted", _quoted),
    ("code", _code),
    ("address", _path),
    ("program-word", _program),
    ("grammar-talk", _grammar),
    ("noun", _noun),
    ("single-letters", _letters),
    ("name", _same_in_gloss),
    ("bibliography", _bibliography),
)


def vetoes(found: Candidate) -> Iterator[tuple[str, str]]:
    """Name and reason of every veto that applies, cheapest first."""
    for name, check in VETOES:
        seen = check(found)
        if seen:
            yield name, seen


_word = re.compile(
    f"(?:['’](?=s(?![{scripts.ALPHABETIC}])))?[{scripts.ALPHABETIC}][{scripts.ALPHABETIC}'’-]*"
)
_gloss = re.compile(r"[(（][^()（）]*(?:[)）]|$)")
# Words that only a Latin-script sentence has; one is enough when it is no stray itself.
_FUNCTION_WORDS = (
    "and und or also 's the a an is are was were be been to of in on at by for with from as that "
    "this these those it its not can will has have uses use between into than then which who what "
    "how die der das ist nicht oder le la les des est une un de et ou que của là và cho không để "
    "thì в на не что это"
)
_FUNCTIONS = frozenset(_FUNCTION_WORDS.split())


class Foreign(NamedTuple):
    """What of a sentence, without the token, is not CJK."""

    letters: int
    words: int
    """Words in lower case: no names or abbreviations."""
    functions: int
    cjk: int


def _lonely(before: str, after: str) -> bool:
    return scripts.has_cjk(before) and scripts.has_cjk(after)


def foreign(found: Candidate) -> Foreign:
    """Count the foreign matter of the sentence; a gloss in brackets is none of it.

    Other strays count as the CJK word that they stand for, so that fixing one
    does not change what is said about another.
    """
    sentence = _gloss.sub("", found.left) + "\n" + _gloss.sub("", found.right)
    letters = words = functions = strays = 0
    for match in _word.finditer(sentence):
        word = match.group().replace("’", "'")
        start, end = match.span()
        before, after = sentence[max(0, start - 4) : start], sentence[end : end + 4]
        if word in _FUNCTIONS and _lonely(before.rstrip()[-1:], after.lstrip()[:1]):
            strays += 1
            continue
        letters += len(word)
        words += word.islower() and len(word) > 1
        functions += word in _FUNCTIONS or (word.lower() in _FUNCTIONS and not word.isupper())
    return Foreign(letters, words, functions, sum(scripts.letters(sentence)) + strays)
