"""What a block looks like by itself: its marks, brackets, length; classes of characters."""

from __future__ import annotations

import re
from typing import NamedTuple

from reflow.lang.lazy import Lazy

STOPS = "。！？!?…｡"
CLOSERS = "”’」』）)】》〉]}\"'＂»›"
SENTENCE_ENDS = STOPS + ".．;；:："
_OPEN = "（(【《〈「『“‘[{«‹"
_CLOSE = "）)】》〉」』”’]}»›"
_PAIR = {c: o for o, c in zip(_OPEN, _CLOSE, strict=True)}
# Widths are mixed freely by extractors: ( … ） is one pair.
_SAME = {"（": "(", "［": "[", "｛": "{"}
_BRACKET = Lazy("[" + re.escape(_OPEN + _CLOSE) + "]")
_INNER_STOP = Lazy(r"[。！？!?…](?=[^。！？!?…”’」』）)\s])")
_INNER_STOP_SPACED = Lazy(r"[a-zäöüß\d)»”\"][.!?]\s+[A-ZÀ-Þ\"“(]|[다요까]\.\s")
INNER_COMMA = Lazy(r"[，,、；;：:]")
_ABBREVIATION = Lazy(
    r"(?:^|[\s(（])(?:[A-Za-zÀ-ÿ]|Mr|Mrs|Ms|Dr|Prof|St|vs|No|Nr|Art|Abs|bzw|usw|ca|vgl|etc|z\.\s?B|d\.\s?h"
    r"|e\.g|i\.e|cf|Fig|Jr|Sr|Inc|Ltd|Co|al|pp?|vol|Vol|ed|eds|Hrsg|Bd|chap|env|M|MM|Mme)\.$"
)


class Shape(NamedTuple):
    """What a block looks like, whoever its neighbours are."""

    length: int
    stop_inside: bool
    comma_inside: bool
    ends_sentence: bool
    opened: str
    """Brackets that stay open, outermost first."""
    closed: str
    """Brackets closed here that were opened before, in order."""


def shape(text: str) -> Shape:
    opened, closed = _brackets(text)
    return Shape(
        len(text),
        _stop_inside(text),
        bool(INNER_COMMA.search(text[:-1])),
        ends_sentence(text),
        opened,
        closed,
    )


def _stop_inside(text: str) -> bool:
    if _INNER_STOP.search(text):
        return True
    core = text[:-1]
    stop = "." in core or "!" in core or "?" in core
    return stop and _INNER_STOP_SPACED.search(text) is not None


def _brackets(text: str) -> tuple[str, str]:
    stack: list[str] = []
    closed: list[str] = []
    for match in _BRACKET.finditer(text):
        char = match.group()
        if char in _PAIR:
            want = _SAME.get(_PAIR[char], _PAIR[char])
            if (
                char == "’"
                and match.start()
                and text[match.start() - 1].isalpha()
                and text[match.start() - 1] < "\u2e80"
            ):
                continue  # an apostrophe
            if want in stack:
                while stack.pop() != want:
                    pass
            elif not (char in ")）" and match.start() <= 3):  # 1) is a list mark
                closed.append(want)
        else:
            stack.append(_SAME.get(char, char))
    return "".join(stack), "".join(closed)


def ends_sentence(text: str) -> bool:
    """Does the text end with a sentence mark, closing quotes and brackets behind it included?"""
    # Markdown emphasis closes behind the sentence mark: **…。**
    core = text.rstrip(CLOSERS + "*_~")
    if not core:
        return False
    last = core[-1]
    if last in STOPS:
        return True
    if last not in ".．":
        return False
    return not (_ABBREVIATION.search(core[-12:]) or core.endswith("..."))


def is_whole(text: str) -> bool:
    """Does the text end a sentence that no bracket or quote holds open?"""
    return ends_sentence(text) and not _brackets(text)[0]


def status(shape: Shape) -> str:
    """Does the block end a sentence, cut one short, or hold no more than a phrase?"""
    if shape.ends_sentence:
        return "sentence"
    return "cut sentence" if shape.stop_inside or shape.comma_inside else "phrase"


def is_phrase(shape: Shape) -> bool:
    """No sentence and no part of one: nothing marked inside, nothing closed at the end."""
    return status(shape) == "phrase"


def char_class(c: str) -> str:
    if (
        "\u4e00" <= c <= "\u9fff"
        or "\u3400" <= c <= "\u4dbf"
        or "\U00020000" <= c <= "\U0003ffff"
        or c in "々〇〻"
    ):
        return "han"
    if "\u3040" <= c <= "\u309f":
        return "hiragana"
    if "\u30a0" <= c <= "\u30ff" or "\uff66" <= c <= "\uff9f":
        return "katakana"
    if "\uac00" <= c <= "\ud7a3":
        return "hangul"
    if c.isdigit():
        return "digit"
    if c in "，,、﹐､":
        return "comma"
    if c in "；;":
        return "semicolon"
    if c in "：:":
        return "colon"
    if c in STOPS:
        return "stop"
    if c in ".．":
        return "dot"
    if c in _OPEN:
        return "open"
    if c in _CLOSE:
        return "close"
    if c in "\"'＂":
        return "quote"
    if c in "-\u2010\u00ad\u2011":
        return "hyphen"
    if c in "—─–―～~":
        return "dash"
    if c in "·・•‧／/&+=%％×÷°":
        return "inner"
    if c.isupper():
        return "upper"
    if c.islower():
        return "lower"
    return "other"


def script(c: str) -> str:
    """The group that the n-gram features are fitted for."""
    kind = char_class(c)
    if kind in ("han", "hangul"):
        return kind
    if kind in ("hiragana", "katakana"):
        return "kana"
    if kind in ("upper", "lower"):
        return "latin"
    return "mark"
