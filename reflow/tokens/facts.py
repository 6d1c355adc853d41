"""What the whole document says about a token; computed only when there is a candidate."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from reflow.config import Config
from reflow.lang import scripts
from reflow.lang.lazy import Lazy
from reflow.tokens.candidates import Candidate, candidates
from reflow.tokens.foreign import foreign
from reflow.tokens.vetoes import vetoes
from reflow.tokens.words import STRONG_WORDS

# The form of Chinese is told from this much text at most.
_SAMPLE = 50_000
# How far the operator of a condition reaches.
_NEAR = 60
# Tokens that no CJK text uses for anything else.
_CERTAIN = frozenset(("and", "or", "und", "oder", "và", "и", "или", "of", "with", "from", "also"))
_fence = Lazy(r"^[ \t]{0,3}(`{3,}|~{3,})[ \t]*([^\s`]*)", re.MULTILINE)
_PROSE_FENCES = ("markdown", "md", "text", "txt", "plain")
_OPEN, _CLOSE = "“‘「『\"'`（(【", "”’」』\"'`）)】"
_letter = Lazy(f"[{scripts.ALPHABETIC}]")
# What stands before and behind a word that is spoken of, and beside no connective.
_counted = Lazy(r"(?:[个個]|单词|單字|連詞|连词|介词|介詞|单字) ?$")
_named = Lazy(r" ?(?:的(?!士|确|確)|都[译譯是]|这|這|一[词詞]|が|という|を)")
_strong = Lazy(f" ?(?:{STRONG_WORDS})")


def _spoken_of(text: str, token: str) -> str:
    """Where `token` stands in quotes, beside a word of programming or as a noun; '' if nowhere."""
    for match in re.finditer(re.escape(token), text):
        start, end = match.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        if before and after and before in _OPEN and after in _CLOSE:
            return text[start - 1 : end + 1]
        if not (before and _letter.match(before)) and (strong := _strong.match(text, end)):
            return text[start : strong.end()]
        if _counted.search(text, max(start - 4, 0), start):
            return text[start - 2 : end]
        if match[0].isascii() and (named := _named.match(text, end)):
            return text[start : named.end()]
    return ""


def _operator(found: Candidate) -> str:
    """The token in capitals between CJK words nearby: an operator, and then so is the token."""
    if not (found.token.isascii() and found.token.islower()):
        return ""
    start, end = found.span
    near = found.text[max(0, start - _NEAR) : end + _NEAR]
    letter = scripts.EAST_ASIAN
    match = re.search(f"(?<={letter}) ?{found.token.upper()} ?(?={letter})", near)
    return match.group() if match else ""


class Facts:
    """Facts about one text, each computed once on demand."""

    def __init__(self, text: str, config: Config, known: Sequence[Candidate] = ()) -> None:
        """`known` are the candidates of `text` as `config` has them, where they are known."""
        self.text = text
        self.config = config
        self._known = known if not config.tokens else ()
        self._topics: dict[str, str] = {}

    @cached_property
    def form(self) -> str:
        if self.config.lang in ("zh-Hans", "zh-Hant"):
            return self.config.lang
        return scripts.chinese_form(self.text[:_SAMPLE])

    @cached_property
    def code_blocks(self) -> tuple[tuple[int, int], ...]:
        """Fenced blocks of code; a fence of prose (a whole answer in one) is none."""
        found = []
        start, mark, prose = -1, "", False
        for match in _fence.finditer(self.text):
            if start < 0:
                start, mark = match.start(), match[1]
                prose = match[2].lower() in _PROSE_FENCES
            elif match[1].startswith(mark) and not match[2]:
                if not prose:
                    found.append((start, match.end()))
                start = -1
        return tuple(found)

    def in_code(self, offset: int) -> bool:
        index = bisect_right(self.code_blocks, (offset, len(self.text))) - 1
        return index >= 0 and offset < self.code_blocks[index][1]

    def topic(self, found: Candidate) -> str:
        """Where the document speaks about the token, as a short quote; '' when it does not."""
        token = found.token
        if token not in self._topics:
            self._topics[token] = _spoken_of(self.text, token)
        return self._topics[token] or _operator(found)

    def language(self, found: Candidate) -> str | None:
        """zh, ja or ko by the sentence, or by what is around it when the sentence has Han only."""
        start, end = found.span
        near = self.text[max(0, start - 400) : start] + self.text[end : end + 400]
        kana = scripts.has_kana(near)
        if scripts.is_han(found.before) and not kana and not scripts.has_hangul(near):
            # The usual case, told without the sentence.
            return self.config.lang if self.config.lang in ("ja", "ko") else "zh"
        sentence = found.left + " " + found.right
        language = scripts.sentence_language(sentence)
        if language in ("ja", "ko"):
            return language
        if self.config.lang in ("ja", "ko"):
            return self.config.lang
        if not kana:
            return language
        around = scripts.sentence_language(near)
        # A headline of a Japanese page has Han characters only.
        return "ja" if around == "ja" else language

    def company(self, found: Candidate) -> str:
        """A stray elsewhere in the text that is one beyond doubt: they seldom come alone."""
        for offset, token in self._certain:
            if offset != found.span.start:
                return token
        return ""

    @cached_property
    def _certain(self) -> tuple[tuple[int, str], ...]:
        certain: list[tuple[int, str]] = []
        for found in self._known or candidates(self.text):
            if len(certain) == 2:
                break
            if found.token not in _CERTAIN:
                continue
            around = foreign(found)
            if (
                not around.letters
                and around.cjk >= 8
                and not any(vetoes(found))
                and not self.in_code(found.span.start)
                and not self.topic(found)
            ):
                certain.append((found.span.start, found.token))
        return tuple(certain)

    def chinese_form(self, found: Candidate) -> str:
        """The written form of the sentence where it shows one, else the document's."""
        sentence = found.left + found.right
        own = scripts.chinese_form(sentence)
        return own if own != "zh-Hans" or scripts.is_simplified(sentence) else self.form
