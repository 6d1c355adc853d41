"""Finding lexicon tokens that stand between CJK neighbours, and what is around them.

One compiled pattern runs over the text; everything dearer is computed only
for its matches.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from reflow.document import Span
from reflow.lang import scripts
from reflow.lang.lazy import Lazy
from reflow.lang.tokens import by_token
from reflow.records import dataclass
from reflow.tokens.finder import Finder, script_of

SPACES = " \t\u00a0\u3000"
LATIN = ("en", "de", "fr")
"""Targets of the other direction (`reflow.tokens.latin`)."""
# As far as we look for a neighbour over white space, for the limits of a sentence, of a line.
GAP, WINDOW, LINE = 64, 120, 300

OPENING = "（「『《【〔“‘(〈"
COMMAS = "，,、"
EMPHASIS = "*_"
CLOSING = "）」』》】〕”’)〉"
_kana = Lazy(f"[{scripts.KANA}]")
_sentence_end = Lazy(r"[。！？!?；]|[.:;](?=\s)|(?<=[가-힣])\.|\n[ \t\r]*\n")
# A name or an abbreviation alone among CJK words may stand beside a stray, and so may a number:
# "平台 and API 接口", "华为 and Intel 宣布", "三月 and 4月", "5% and 8%".
_foreign_before = Lazy(f"{scripts.EAST_ASIAN} ?[A-Z][A-Za-z0-9.+-]*[A-Za-z0-9]$|[0-9][%％]$")
_foreign_after = Lazy(
    "(?:[A-Z][A-Za-z0-9.+-]*|[a-z]+[A-Z][A-Za-z0-9]*)(?: [A-Z][A-Za-z0-9]*)?"
    f" ?(?:{scripts.EAST_ASIAN}|,)|[0-9][0-9.,]*(?:[%％]| ?{scripts.EAST_ASIAN})"
)
_spaced_latin = Lazy(f"[A-Za-z0-9.+-]+(?: [A-Z][A-Za-z0-9]*)? {scripts.EAST_ASIAN}")

Extra = tuple[tuple[str, str], ...]


@lru_cache(maxsize=8)
def _finders(extra: Extra) -> tuple[Finder, Finder, Lazy, bool]:
    """Finders for tokens of other scripts, for Han tokens, and for those before a Han character.

    Together with whether a Han token may be a stray in Chinese, too.
    """
    targets = ("", "zh", "zh-Hans", "zh-Hant", "ja", "ko")
    table = by_token(extra)
    wanted = [t for t, entries in table.items() if any(e.target in targets for e in entries)]
    han = [token for token in wanted if script_of(token[0]) == scripts.HAN]
    singles = "|".join(token for token in han if len(token) == 1) or "(?!)"
    # Between Han characters a Han token is an ordinary word, and no stop is made there, unless
    # hiragana or a space stands in front: that can be Japanese.
    bound = Lazy(f"(?:{singles})(?<=[ぁ-ん{SPACES}].)(?=[{scripts.HAN}])|与(?=[{scripts.HAN}])")
    phonetic = all(e.target in ("ja", "ko", *LATIN) for t in han for e in table[t])
    return Finder(set(wanted) - set(han)), Finder(han), bound, not phonetic


def _places(text: str, extra: Extra, everywhere: bool) -> list[tuple[int, int]]:
    plain, han, bound, chinese = _finders(extra)
    found = set(plain.spans(text))
    parts = scripts.stretches(text)
    if parts:
        # In Chinese, no Han character is a stray: without kana or Hangul nearby it is Chinese.
        if chinese or everywhere:
            parts = ((0, len(text)),)
        found.update(han.spans(text, parts))
        if scripts.has_kana(text):
            found.update(match.span() for part in parts for match in bound.finditer(text, *part))
    return sorted(found)


class Place(NamedTuple):
    """What stands around a candidate; like places are judged alike."""

    token: str
    before: str
    after: str
    left: str
    right: str
    line: tuple[str, str]
    spaced: bool

    @property
    def sentence(self) -> str:
        """The sentence, with a line break in the place of the token."""
        return self.left + "\n" + self.right


@dataclass(frozen=True)
class Candidate:
    """A token between CJK neighbours and the text around it."""

    text: str
    token: str
    """As in the lexicon: a curly apostrophe is made straight."""
    span: Span
    """The token alone."""
    left_gap: str
    right_gap: str
    """White space on either side, as far as the next visible character."""

    @cached_property
    def before(self) -> str:
        """The visible character before it; marks of emphasis are looked through."""
        end = self.span.start - len(self.left_gap)
        return (self.text[max(0, end - 4) : end].rstrip(EMPHASIS) or EMPHASIS)[-1]

    @cached_property
    def after(self) -> str:
        start = self.span.end + len(self.right_gap)
        return (self.text[start : start + 4].lstrip(EMPHASIS) or EMPHASIS)[0]

    @property
    def spaced(self) -> bool:
        return bool(self.left_gap and self.right_gap)

    @property
    def beside_latin(self) -> bool:
        return scripts.is_latin(self.after) or scripts.is_latin(self.before)

    @property
    def beside_foreign(self) -> bool:
        """Whether a name in Latin letters or a number is its neighbour."""
        return self.beside_latin or self.after.isdigit() or self.before in "%％"

    @property
    def at_break(self) -> bool:
        return "\n" in self.left_gap or "\n" in self.right_gap

    @cached_property
    def left(self) -> str:
        """The sentence up to the token, without the space before it."""
        end = self.span.start - len(self.left_gap)
        window = self.text[max(0, end - WINDOW) : end]
        last = 0
        for match in _sentence_end.finditer(window):
            # The closing mark right before the token ends no sentence that the token is in.
            last = match.end() if match.end() < len(window) else last
        return window[last:]

    @cached_property
    def right(self) -> str:
        """The rest of the sentence after the token, without the space before it."""
        start = self.span.end + len(self.right_gap)
        window = self.text[start : start + WINDOW]
        match = _sentence_end.search(window)
        return window[: match.start()] if match else window

    @property
    def sentence(self) -> str:
        """The sentence, with a line break in the place of the token."""
        return self.left + "\n" + self.right

    @cached_property
    def place(self) -> Place:
        sides = self.before, self.after, self.left, self.right
        return Place(self.token, *sides, self.line, self.spaced)

    @cached_property
    def line(self) -> tuple[str, str]:
        """What stands on the token's own line before and after it."""
        reach = max(0, self.span.start - LINE)
        start = max(self.text.rfind("\n", reach, self.span.start) + 1, reach)
        end = self.text.find("\n", self.span.end, self.span.end + LINE)
        end = end if end >= 0 else self.span.end + LINE
        return self.text[start : self.span.start], self.text[self.span.end : end]


def candidates(text: str, extra: Extra = (), everywhere: bool = False) -> Iterator[Candidate]:
    """Lexicon tokens with a CJK letter or a bracket on both sides, a break on at most one.

    Han tokens are looked for near kana and Hangul, unless `everywhere`: for text that is known to
    be Japanese or Korean.
    """
    if not scripts.has_cjk(text):
        return
    for start, end in _places(text, extra, everywhere):
        found = _look_around(text, start, end)
        if found is not None:
            yield found


def _look_around(text: str, start: int, end: int) -> Candidate | None:
    left = text[max(0, start - GAP) : start]
    right = text[end : end + GAP]
    if scripts.is_kana(text[start]) and _kana.search(left[-12:] + right[:12]):
        # Japanese, where this is the word itself: decided at once, for there are thousands.
        return None
    left_gap = left[len(left.rstrip()) :]
    right_gap = right[: len(right) - len(right.lstrip())]
    if len(left_gap) == len(left) or len(right_gap) == len(right):
        return None
    before = left.rstrip().rstrip(EMPHASIS)
    after = right.lstrip().lstrip(EMPHASIS)
    if not before or not after:
        return None
    near_left = scripts.cjk_script(before[-1]) or before[-1] in CLOSING + COMMAS
    near_right = scripts.cjk_script(after[0]) or after[0] in OPENING
    if "\n" in left_gap and "\n" in right_gap:
        return None
    if not near_left or not near_right:
        # Of two names in Latin letters, the token is likely a part.
        percent = before[-1] in "%％" and after[0].isdigit()
        if not near_left and not ((near_right or percent) and _foreign_before.search(before)):
            return None
        if not near_right and not ((near_left or percent) and _foreign_after.match(after)):
            return None
    token = text[start:end].replace("’", "'")
    return Candidate(text, token, Span(start, end), left_gap, right_gap)


def edit_span(found: Candidate) -> Span:
    """The token with its own horizontal spaces; line breaks and indents stay."""
    start, end = found.span
    if "\n" not in found.left_gap:
        start -= len(found.left_gap)
    gap = found.right_gap
    cut = gap.find("\n")
    # A CR belongs to the break.
    end += len(gap) if cut < 0 else len(gap[:cut].rstrip("\r"))
    return Span(start, end)


def fitted(found: Candidate, replacement: str, language: str) -> str:
    """The replacement with the spaces that its language wants at this place."""
    if replacement == "과/와":
        replacement = "과" if scripts.has_final(found.before) else "와"
    if language != "ko":
        spaced = " " in found.right_gap and "\n" not in found.right_gap
        # Where a name is set off by a space behind it, it stays so before it.
        return replacement + " " * (spaced and _spaced_latin.match(found.right) is not None)
    attached = replacement in ("과", "와", "의")
    head = "" if attached or "\n" in found.left_gap else " "
    tail = "" if "\n" in found.right_gap else " "
    return head + replacement + tail
