"""What belongs between two halves: nothing, a space, or a healed hyphen.

Decided per boundary, by the classes of the two characters that meet, with the
document itself as the dictionary (for hyphens) and as the style guide (for
spaces between scripts and before marks).
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import NamedTuple

from reflow.joins import hangul
from reflow.joins.ngrams import FOLD, Ratio
from reflow.joins.shape import char_class
from reflow.lang.lazy import Lazy
from reflow.records import dataclass

_CJK = ("han", "hiragana", "katakana")
_WORD = Lazy(r"[^\W\d_]{2,}(?:[-\u2010\u2011][^\W\d_]+)*")
_LAST_WORD = Lazy(r"[^\W\d_]+$")
_FIRST_WORD = Lazy(r"[^\W\d_]+")
_HYPHENS = "-\u2010\u2011"
_LONE = ("-", "\u2010", "\u00ad")
# A hyphen that stands for a left-out word part: Ein- und Ausgabe, pre- and post-war.
_SUSPENDED = Lazy(r"(?:und|oder|bzw\.?|sowie|and|or)\b")
# Prefixes that English writes with a hyphen before a whole word.
_COMPOUND = frozenset(
    [
        "self",
        "well",
        "all",
        "half",
        "cross",
        "high",
        "low",
        "long",
        "short",
        "non",
        "ex",
        "so",
        "user",
        "open",
        "real",
        "single",
        "multi",
        "two",
        "three",
        "four",
        "five",
        "six",
        "first",
        "second",
        "third",
        "one",
        "full",
        "part",
        "decision",
        "problem",
        "large",
        "small",
        "old",
        "new",
        "much",
        "ever",
    ]
)
_LATIN = Lazy("[A-Za-z]+")
_CJK_MARK = Lazy("[\u3000-\u303f\uff00-\uff60“”‘’…—《》]")


HANGUL_BIAS = -4.0
"""Nats in favour of a space between Hangul and another script: lines are mostly cut between
words."""


class Joint(NamedTuple):
    """How two halves are put together."""

    drop: int
    """Code points at the end of the left half that go (a hyphen)."""
    text: str
    """What is put between."""
    reason: str


def _spaced(text: str) -> bool:
    """Do Han and Latin letters stand beside each other more often with a space than without?"""
    counts, done = {"": 0, " ": 0}, {"": 0, " ": 0}
    # Looked for at Latin letters, which are few in text where this is asked.
    for run in _LATIN.finditer(text):
        start, end = run.span()
        for gap in counts:
            size = len(gap) + 1
            before, behind = text[max(start - size, 0) : start], text[end : end + size][::-1]
            for at, near in ((start - size, before), (end - 1, behind)):
                # No character counts twice.
                if near[1:] == gap and "\u4e00" <= near[:1] <= "\u9fff" and at >= done[gap]:
                    counts[gap], done[gap] = counts[gap] + 1, at + size + 1
    return counts[" "] > counts[""]


@dataclass(frozen=True)
class Joiner:
    """The separator rules for one text."""

    text: str
    ratio: Ratio

    @cached_property
    def words(self) -> Counter[str]:
        # The document as its own dictionary (dehyphenation); read once, only when a hyphen is met.
        return Counter(w.lower().replace("\u2010", "-") for w in _WORD.findall(self.text))

    @cached_property
    def spaced_scripts(self) -> bool:
        """Does this text write a space between Han and Latin?"""
        return _spaced(self.text)

    def joint(self, left: str, right: str) -> Joint:
        last, first = left[-1], right[0]
        a, b = char_class(last), char_class(first)
        if right in _LONE:
            return Joint(0, "", "a hyphen alone on its line")
        if a == "hyphen":
            return self._hyphen(left, right)
        if a in _CJK or b in _CJK:
            other = b if a in _CJK else a
            if other in ("upper", "lower") and self.spaced_scripts:
                return Joint(0, " ", "this text puts a space between scripts")
            if "hangul" in (a, b):
                return Joint(0, " ", "Hangul beside another script")
            return Joint(0, "", "no space beside Han or kana")
        if _CJK_MARK.match(last) and not (
            last in "”’…—" and first < "\u0250" and not self._cjk_near(left)
        ):
            return Joint(0, "", "no space behind a CJK mark")
        if _CJK_MARK.match(first) and not (
            first in "“‘…—" and last < "\u0250" and not self._cjk_near(right)
        ):
            return Joint(0, "", "no space before a CJK mark")
        if left.endswith("$") and right.startswith("$"):
            return Joint(0, " ", "two formulas stay two")
        if "hangul" in (a, b):
            return self._hangul(left, right, a, b)
        if last in "«»" and self._style(last, before=False):
            return Joint(0, " ", f"this text writes a space behind {last}")
        if a == "open":
            return Joint(0, "", "no space behind an opening bracket")
        if (
            b in ("close", "comma", "semicolon", "colon", "stop", "dot", "quote")
            and first not in "“‘"
        ):
            if first == "." and right[1:2].isalpha():
                return Joint(0, " ", "a name with a dot before it")
            if b == "quote" and left.count(first) % 2 == 0:
                return Joint(0, " ", "an opening quote")
            return self._mark(first)
        if (
            a == "quote"
            and left.count(last) % 2 == 1
            and not (last == "'" and left[-2:-1].isalpha())
        ):
            return Joint(0, "", "no space behind an opening quote")
        if a == "digit" and b == "digit" and (self._cjk_near(left) or self._cjk_near(right)):
            return Joint(0, "", "inside a number")
        if (
            a in ("comma", "dot")
            and last in ",."
            and b == "digit"
            and left[-2:-1].isdigit()
            and self._cjk_near(left)
        ):
            return Joint(0, "", "inside a number")
        if b == "inner" and first in "%％°" and a == "digit":
            return Joint(0, "", "a unit sign")
        if last in "/=&@_" and re.search(r"(?:://|www\.)\S*$", left[-80:]):
            return Joint(0, "", "inside an address")
        if (
            (a == "comma" or a in ("semicolon", "colon", "stop"))
            and self._cjk_near(left)
            and self._cjk_near(right)
        ):
            return Joint(0, "", "no space behind a mark in CJK text")
        return Joint(0, " ", "a space between words")

    def _cjk_near(self, text: str) -> bool:
        return any(char_class(c) in _CJK for c in text[:12]) or any(
            char_class(c) in _CJK for c in text[-12:]
        )

    def _mark(self, mark: str) -> Joint:
        if mark in ":;!?»«" and self._style(mark, before=True):
            return Joint(0, " ", f"this text writes a space before {mark}")
        return Joint(0, "", "no space before a mark")

    def _style(self, mark: str, *, before: bool) -> bool:
        """Does this text mostly write a space before (or behind) `mark`, inside its lines?"""
        key = (mark, before)
        if key not in self._styles:
            space, sign = "[ \u00a0\u202f]", re.escape(mark)
            pattern = rf"(\S{space})?{sign}" if before else rf"{sign}({space}\S)?"
            inner = rf"(?<=\S){pattern}(?=\S)" if not before else rf"{pattern}"
            spaced = sum(1 for m in re.finditer(inner, self.text) if m.group(1))
            tight = len(re.findall(rf"[^\s]{sign}" if before else rf"{sign}[^\s]", self.text))
            self._styles[key] = spaced > tight
        return self._styles[key]

    @cached_property
    def _styles(self) -> dict[tuple[str, bool], bool]:
        return {}

    def _hangul(self, left: str, right: str, a: str, b: str) -> Joint:
        if a == "open" or b in ("close", "comma", "stop", "dot", "colon", "semicolon"):
            return Joint(0, "", "no space inside brackets or before a mark")
        if a in ("comma", "stop", "dot", "semicolon", "colon"):
            return Joint(0, " ", "a space behind a mark")
        if a == b:
            new_word = hangul.spaced(self.between_hangul(left, right)) >= 0
        else:
            new_word = self._new_word(left, right) >= HANGUL_BIAS
        return Joint(0, " ", "a new word starts") if new_word else Joint(0, "", "the word goes on")

    def between_hangul(self, left: str, right: str) -> dict[str, float]:
        """What tells whether a word starts between two Hangul characters, named."""
        return hangul.features(left, right, self._new_word(left, right), *self._hangul_words)

    @cached_property
    def _hangul_words(self) -> tuple[Counter[str], Counter[str]]:
        return hangul.starts_of_words(self.text)

    def _new_word(self, left: str, right: str) -> float:
        """How much likelier a space is than none, in nats."""
        head, tail = right[:4].translate(FOLD), left[-4:].translate(FOLD)
        return self._likely(tail, " " + head) - self._likely(tail, head)

    def _likely(self, left: str, right: str) -> float:
        # Three characters of the right half on either reading, so that both are as long.
        total, history = 0.0, left[-2:]
        for char in right[: 3 + right.startswith(" ")]:
            total += self.ratio.log_p(history, char)
            history = (history + char)[-2:]
        return total

    def _hyphen(self, left: str, right: str) -> Joint:
        if left[-1] == "\u00ad":
            return Joint(1, "", "a soft hyphen")
        before = _LAST_WORD.search(left[:-1][-40:])
        after = _FIRST_WORD.match(right[:40])
        if before is None or after is None:
            spaced = left[-2:-1].isspace()
            return Joint(
                0, " " if spaced else "", "a dash" if spaced else "the hyphen is the text's own"
            )
        first, second = before.group(), after.group()
        closed, open_ = (first + second).lower(), f"{first}-{second}".lower()
        kept, healed = self.words[open_], self._seen(closed)
        if kept or healed:
            if kept > healed or (kept == healed and second[0].isupper()):
                return Joint(0, "", f"{open_} stands in this text")
            return Joint(1, "", f"{closed} stands in this text")
        if (
            second[0].isupper()
            or first.isupper()
            or left[: -1 - len(first)].endswith(tuple(_HYPHENS))
        ):
            return Joint(0, "", "a compound with a capital")
        if first.lower() in _COMPOUND:
            return Joint(0, "", f"a compound with {first}-")
        if (
            len(first) > 3
            and len(second) > 3
            and self._seen(first.lower())
            and self._seen(second.lower()) > 1
        ):
            return Joint(0, "", "both parts are words of this text")
        return Joint(1, "", "a hyphen at the line end")

    def _seen(self, word: str) -> int:
        return self.words[word]
