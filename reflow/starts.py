"""What marks a line at its start: fences, rules, headings, items of lists, Markdown's other marks.

Each mark has a pattern of its own, by the characters it can start with: one for all of them takes
8 ms to compile, and a page needs few.
"""

from __future__ import annotations

from collections.abc import Callable

from reflow.lang.lazy import Lazy

# Han numerals as they count chapters, clauses and items.
_HAN_NUMBER = "[一二三四五六七八九十百零〇两]{1,4}"
_HAN_DIGITS = "一二三四五六七八九十百零〇两"
_BULLETS = "•·・●○◦▪▫■□◆◇►▶➢✓✔☐☑★☆※►‣∙→"
_KOREAN = "가나다라마바사아자차카타파하"

LETTERS = frozenset(_HAN_DIGITS + "第제")
MARKS = frozenset(
    ":`~-*_=—─━＿#•·・●○◦▪▫■□◆◇►▶➢✓✔☐☑★☆※‣∙→+–(（[!|>$\\<①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂"
    "⒃⒄⒅⒆⒇㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩❶❷❸❹❺❻❼❽❾❿ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉◎"
)
_CLOSING = frozenset(")）")
_PARTS = ("Chapter", "CHAPTER", "Section", "SECTION", "Kapitel", "Chapitre", "Part", "PART")


def _any_of(firsts: str) -> Callable[[str], bool]:
    return frozenset(firsts).__contains__


def _letter(first: str) -> bool:
    return first in "(（" or (first.isascii() and first.isalpha())


def _numbered(first: str) -> bool:
    ranges = ("①⑳", "⑴⒇", "㈠㈩", "❶❿", "ⅠⅫ", "㊀㊉")
    return any(ends[0] <= first <= ends[1] for ends in ranges)


# What a line is, the characters that it starts with, and how; tried in this order.
_STARTS: tuple[tuple[str, Callable[[str], bool], Lazy], ...] = (
    ("fence", _any_of("`~"), Lazy(r"`{3,}|~{3,}")),
    ("rule", _any_of("-*_=—─━＿"), Lazy(r"^(?:[-*_=—─━＿][ \t]?){3,}$|^--$")),
    ("heading", _any_of("#"), Lazy(r"\#{1,6}[ \t]\S")),
    (
        "heading",
        _any_of("第"),
        Lazy(rf"第\s?(?:{_HAN_NUMBER}|\d{{1,3}})\s?[章节節编編篇部回话話][\s　:：]?"),
    ),
    ("heading", _any_of("제"), Lazy(r"제\s?\d{1,3}\s?[장절편부]\s")),
    ("heading", _any_of("CSKP"), Lazy(rf"(?:{'|'.join(_PARTS)})\s+[\dIVXLC]+\b")),
    ("list", _any_of(_BULLETS), Lazy(rf"[{_BULLETS}]\s?(?=\S)")),
    ("list", _any_of("-*+–—"), Lazy(r"[-*+–—][ \t]+(?=\S)")),
    ("list", _any_of("(（["), Lazy(r"[(（\[]\d{1,3}[)）\]、．]")),
    (
        "list",
        str.isdecimal,
        Lazy(r"\d{1,3}[)）\]、．]|\d{1,3}(?:\.\d{1,3}){0,4}\.?[ \t　]+(?=\D)|\d{1,2}\.(?=[^\d\s])"),
    ),
    ("list", _any_of("(（"), Lazy(rf"[(（]{_HAN_NUMBER}[)）]")),
    ("list", _any_of(_HAN_DIGITS), Lazy(rf"{_HAN_NUMBER}[、．.]")),
    ("list", _any_of("第"), Lazy(rf"第\s?(?:{_HAN_NUMBER}|\d{{1,3}})\s?[条條款项項]")),
    ("list", _any_of("제"), Lazy(r"제\s?\d{1,3}\s?[조항호]")),
    ("list", _numbered, Lazy("[①-⑳⑴-⒇㈠-㈩❶-❿Ⅰ-Ⅻ㊀-㊉]")),
    ("list", _letter, Lazy(r"[(（]?[A-Za-z]{1,4}[)）](?=\s)|[A-Za-z][.)]\s")),
    ("list", _any_of(_KOREAN), Lazy(rf"[{_KOREAN}][.)]\s")),
    ("list", lambda first: "ア" <= first <= "ン", Lazy(r"[ア-ン][.)、．]")),
    ("list", _any_of("◎○"), Lazy("[◎○]")),
    ("list", _any_of(":"), Lazy(r":[ \t]+(?=\S)")),
    ("image", _any_of("!["), Lazy(r"\[?!\[")),
    ("table", _any_of("|+"), Lazy(r"\|.*\||\+[-=+]{3,}")),
    ("quote", _any_of(">"), Lazy(r">\s")),
    ("math", _any_of("$\\"), Lazy(r"\$\$|\\\[|\\begin\{")),
    ("html", _any_of("<"), Lazy(r"<!--|</?[A-Za-z][\w-]{0,15}(?:\s[^<>]{0,200})?/?>")),
)


class _Possible(dict[str, tuple[tuple[str, Lazy], ...]]):
    """What a line may be by its first character."""

    def __missing__(self, first: str) -> tuple[tuple[str, Lazy], ...]:
        found = tuple((kind, pattern) for kind, may, pattern in _STARTS if may(first))
        self[first] = found
        return found


_possible = _Possible()


def start(head: str) -> str:
    """The kind that the first mark of a line tells, or ''."""
    first = head[0]
    if not (first in LETTERS or first in MARKS or first.isdecimal() or _labels(head)):
        return ""
    return next((kind for kind, pattern in _possible[first] if pattern.match(head)), "")


def _labels(head: str) -> bool:
    """A line that starts with a letter starts nothing but `a) `, `가. ` or `Chapter 1`."""
    return head[0].isalpha() and (
        head[1:2] in (".", "、", "．")
        or not _CLOSING.isdisjoint(head[1:5])
        or head.startswith(_PARTS)
    )
