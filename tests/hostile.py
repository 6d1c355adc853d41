"""Families of hostile input: each makes about `size` bytes on which a careless program is slow.

Runs of one character, repeats without end, brackets that never close, many candidates that come to
nothing.  `tests/test_cost.py` runs them small, `benchmarks/adversarial.py` large.
"""

from __future__ import annotations

import random
from collections.abc import Callable

Family = Callable[[int], bytes]
SEED = 20


def cycle(unit: str) -> Family:
    """`unit` over and over."""
    data = unit.encode()
    return lambda size: data * max(size // len(data), 1)


def around(before: str, unit: str, after: str) -> Family:
    """`unit` over and over between two marks, so that a pattern fails only at the end."""
    data = unit.encode()
    return lambda size: before.encode() + data * max(size // len(data), 1) + after.encode()


def numbered(template: str) -> Family:
    """Lines that differ in a number."""

    def make(size: int) -> bytes:
        width = len(template.format(0).encode()) + 4
        return "".join(template.format(i) for i in range(max(size // width, 1))).encode()

    return make


def shuffled(units: str, gap: str = "", every: int = 0, end: str = "\n") -> Family:
    """Random picks of words or letters, with `end` behind each `every` of them."""
    choices = units.split(gap) if gap else list(units)

    def make(size: int) -> bytes:
        pick = random.Random(SEED).choice
        width = len(gap) + sum(len(c.encode()) for c in choices) / len(choices)
        made = []
        for i in range(max(int(size / width), 1)):
            made.append(pick(choices))
            made.append(end if every and i % every == every - 1 else gap)
        return "".join(made).encode()

    return make


def _fibonacci(size: int) -> bytes:
    """The word with the most repeats of all overlaps."""
    before, word = "b", "a"
    while len(word) < size:
        before, word = word, word + before
    return word[:size].encode()


def _thue_morse(size: int) -> bytes:
    """No part three times in a row, all parts again and again."""
    return bytes(b"ab"[i.bit_count() & 1] for i in range(size))


def _all_words(size: int) -> bytes:
    """Numbers written one behind another: every short string occurs."""
    made = "".join(str(i) for i in range(max(size // 5, 1)))
    return made[:size].encode()


def _copies(size: int) -> bytes:
    """Passages that share halves with one another, pairwise."""
    pick = random.Random(SEED)
    parts = ["".join(pick.choices(HAN, k=40)) for _ in range(12)]
    made = []
    for i in range(max(size // 250, 1)):
        made.append(parts[i % 12] + parts[(i * 5 + 1) % 12] + "。\n\n")
    return "".join(made).encode()


HAN = "".join(map(chr, range(0x4E00, 0x4E00 + 3000)))
LINE = "渡口的老人每天清早把船撑到对岸去接上学的孩子"
WORDS = "the ferry and carried passengers across river to school every morning in winter or summer"
ENGLISH = "The ferry carried the children to the school on the other bank"

FAMILIES: dict[str, Family] = {
    # one character, short periods
    "one letter": cycle("a"),
    "one Han character": cycle("的"),
    "two letters": cycle("ab"),
    "two Han characters": cycle("的了"),
    "three Han characters and a comma": cycle("的了是,"),
    "Fibonacci word": _fibonacci,
    "Thue-Morse word": _thue_morse,
    "numbers without end": _all_words,
    "one word": cycle("word "),
    "one capital word": cycle("Word "),
    "one kana": cycle("カ"),
    "one Hangul word": cycle("한국어 "),
    # lines and paragraphs
    "one line again": cycle(LINE + "\n"),
    "one paragraph again": cycle(LINE * 4 + "。\n\n"),
    "one cut paragraph again": cycle(LINE * 2 + "\n\n"),
    "one English line again": cycle(ENGLISH + "\n"),
    "one cut English paragraph again": cycle(ENGLISH + " and its\n\n"),
    "one-character lines": cycle("是\n"),
    "one-letter lines": cycle("a\n"),
    "one-letter paragraphs": cycle("a\n\n"),
    "lines that differ in a number": numbered(LINE + "{}" + LINE + "\n"),
    "paragraphs that differ in a number": numbered(LINE + "{}" + LINE + "。\n\n"),
    "numbered items": numbered("{}. " + LINE + "\n"),
    "copies with common halves": _copies,
    "random Han lines": shuffled(HAN, "", 30),
    "random Han paragraphs": shuffled(HAN, "", 30, "\n\n"),
    "random Han, one line": shuffled(HAN),
    "random English lines": shuffled(WORDS, " ", 11),
    "random English, one line": shuffled(WORDS, " "),
    "sentences and headings": cycle(LINE + "。\n\n" + LINE[:8] + "\n\n" + LINE + ",\n\n"),
    "captions": cycle(LINE + "，\n\n图1 渡口\n\n"),
    "page numbers": cycle(LINE + "，\n\n- 3 -\n\n\f"),
    # white space
    "spaces": cycle(" "),
    "spaces, then a letter": around("", " ", "x"),
    "spaces between letters": around("x", " ", "x"),
    "spaces in lines": around("中", " ", "文\n"),
    "newlines": cycle("\n"),
    "newlines between letters": around("x", "\n", "x"),
    "spaces and newlines": around("中", " \n", "文"),
    "carriage returns": cycle("\r"),
    "CRLF": cycle("\r\n"),
    "tabs and spaces": around("", "\t ", "x"),
    "ideographic spaces": around("中", "\u3000", "文"),
    "no-break spaces": around("word", "\xa0", "word"),
    "form feeds": around("中", "\f", "文"),
    "line separators": around("中", "\u2028", "文"),
    "NUL": around("中", "\0", "文"),
    "indented letters": cycle("   a\n"),
    # Unicode
    "combining marks": around("a", "\u0316\u0301", "a"),
    "one long ligature": cycle("\ufdfa"),
    "joined emoji": cycle("\U0001f469\u200d"),
    "zero-width spaces": around("中", "\u200b", "文"),
    "soft hyphens": around("a", "\xad", "b"),
    "variation selectors": around("中", "\ufe0f", "文"),
    "right-to-left marks": around("中", "\u202e", "文"),
    "private use": cycle("\ue000"),
    # brackets, quotes, marks
    "open brackets": cycle("("),
    "open corner brackets": cycle("「"),
    "nested titles": lambda n: ("《" * (n // 6) + "》" * (n // 6)).encode(),
    "open and close": cycle("（）"),
    "quotes": cycle('"'),
    "curly quotes": cycle("“"),
    "apostrophes": cycle("a'"),
    "full stops": cycle("."),
    "ideographic full stops": cycle("。"),
    "commas": cycle("，"),
    "ellipses": cycle("…"),
    "hyphens": cycle("-"),
    "hyphens in lines": cycle("ab-\n"),
    "hyphens alone in lines": cycle("ab\n-\ncd\n"),
    "hyphens in a word": cycle("ab-"),
    "dot leaders": cycle(". "),
    "dashes and spaces": cycle("- "),
    "asterisks": cycle("* "),
    "underscores": cycle("_ "),
    "gap marks": cycle("[…]"),
    "gap marks in lines": cycle(LINE + "[…]\n\n"),
    # markup
    "table cells": cycle("| a "),
    "table rows": cycle("| a | b |\n"),
    "fences": cycle("```\n"),
    "open fences": cycle("```python\n" + LINE + "\n\n"),
    "headings": cycle("# " + LINE + "\n\n"),
    "number signs": cycle("#"),
    "list marks": cycle("- " + LINE + "\n"),
    "nested quotes": cycle("> "),
    "open tags": cycle("<td>"),
    "less-than signs": cycle("<"),
    "open comments": cycle("<!--"),
    "attributes without end": around("<a ", "b ", ""),
    "entities": cycle("&#"),
    "dollars": cycle("$"),
    "formulas": cycle("$a$ "),
    "open formulas": cycle("$a "),
    "images": cycle("![x]("),
    "links": cycle("[x]("),
    "backslashes": cycle("\\["),
    "addresses": cycle("http://a."),
    "mail addresses": cycle("a@"),
    "paths": cycle("a/"),
    "escapes": cycle("\x1b["),
    "front matter": cycle("---\na: b\n"),
    # what the rules look for
    "continued": cycle("(上接1版)"),
    "continued paragraphs": cycle("(上接1版)" + LINE + "\n\n"),
    "bylines": cycle("记者 林小雨\n"),
    "lead-ins": cycle("本报讯 " + LINE + "\n\n"),
    "stray words": cycle("渡口 and 码头"),
    "stray words in lines": cycle("渡口 and 码头\n"),
    "stray words alone": cycle(" and "),
    "stray Korean words": cycle("渡口 및 码头"),
    "stray Han words": cycle("ferry 和 bank "),
    "mixed letters": cycle("аa"),
    "full-width letters": cycle("ａb"),
    "capitals with stops": cycle("A."),
    "digits and commas": cycle("1,"),
    "digits and spaces": cycle("1 "),
    "decimal numbers": cycle("1.2."),
    "Roman numerals": cycle("iv "),
    "chapter numbers": cycle("第一章 "),
    "Han numerals": cycle("一"),
    "dates": cycle("2024年1月2日 "),
    "circled numbers": cycle("①"),
    # bytes
    "GBK": lambda n: (LINE * 5 + "。\n\n").encode("gbk") * max(n // 233, 1),
    "random high bytes": lambda n: random.Random(SEED).randbytes(n),
    "high bytes": cycle("\u00ff"),
    "one NUL among letters": lambda n: b"\xbd\0" + b"S" * n,
    "broken UTF-8": lambda n: b"\xe4\xb8" * (n // 2),
    "UTF-16": lambda n: (LINE + "\n").encode("utf-16-le") * max(n // 48, 1),
    "ISO 2022": lambda n: "図書館はこの春に再び開館し\n".encode("iso2022_jp") * max(n // 33, 1),
}  # fmt: skip
