"""The other direction: a CJK or Cyrillic function word between Latin words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from reflow.document import Span
from reflow.lang import scripts
from reflow.lang.lazy import Lazy
from reflow.lang.tokens import by_token
from reflow.tokens.candidates import GAP, LATIN, Candidate, Extra
from reflow.tokens.finder import Finder

# Enough function words of each language to tell it from its neighbours; the languages after the
# first three are only there so that their texts are not taken for one of those.
_WORDS = {
    "en": "the of and to is that for was with are this have it be by not they you which",
    "de": "der die das und ist nicht mit ein eine auf für von den dem sich auch wird sie werden zu",
    "fr": "le les des et est une dans pour que du qui vous sur pas avec plus ce sont au votre",
    "es": "el los las por con una del se como para y más lo su",
    "it": "il di che per non una gli della sono nel con più",
    "pt": "os uma não com para dos da em mais ao pelo",
    "nl": "het een van niet zijn voor op met aan wordt ook te",
    "vi": "của là và cho không các được trong một có",
}
_known = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_word = Lazy(f"[{scripts.LATIN}]+")
_latin = Lazy(f"[{scripts.LATIN}]")
_sentence_end = Lazy(r"[.!?](?=[\s”\"»])|\n[ \t\r]*\n")
_before = Lazy(f"[{scripts.LATIN}0-9,;.)\\]”’\"'»%+\\-‐–]")
_after = Lazy(f"[{scripts.LATIN}0-9(\\[“‘\"'«»„./~_\\-–$]")
_about_language = Lazy(
    r"\b(?:chinese|japanese|korean|russian|kanji|hanzi|hanja|kana|hiragana|katakana|hangul|pinyin|"
    r"cyrillic|characters?|particles?|words?|means?|meaning|translat\w+|glyphs?|unicode|radicals?|"
    r"strokes?|pronounced|grammar|letters?|nouns?|verbs?|conjunctions?|vocabulary|lessons?|phrases?|"
    r"symbols?|syllables?|chinesisch\w*|japanisch\w*|koreanisch\w*|zeichen|"
    r"partikel|wort|wörter|bedeutet|übersetz\w+|chinois\w*|japonais\w*|coréen\w*|caractères?|"
    r"particules?|mots?|signifie\w*|traduit\w*|traduction)\b",
    re.IGNORECASE,
)
# A word behind an article is a noun, whatever it means (but: un ou deux, ein oder zwei).
_article = Lazy(r"\b(?:the|an?|this|that|das|dem|le|la|cet|ce|les)\s+$", re.IGNORECASE)
# What is written, typed or said is a word that is shown; so is one beside a real "and".
_shown_before = Lazy(
    r"\b(?:said|says|answered|typed?|wrote|writes?|written|printed|painted|tattooed|spell?ed|spelt|"
    r"named|called|label?led|marked|entitled|replaced?|click(?:ed)?|select(?:ed)?|insert(?:ed)?|"
    r"deleted?|removed?|search(?:ed)? for|steht|stand|schrieb|las|heißt|lautet|tippte|"
    r"écrit|lire|lit|tapé|appelée?)[\s,:]*$",
    re.IGNORECASE,
)
_linked_before = Lazy(r"\b(?:and|or|und|oder|et|ou)\s+$")
_linked_after = Lazy(r"\s*(?:and|or|und|oder|et|ou|into|tattooed|painted|printed|written|carved)\b")
# No "and", "or" or "of" stands behind these; "on and off" is rare enough.
_open_before = Lazy(
    r"\b(?:for|on|in|at|by|with|from|to|of|as|into|onto|over|under|about|than|an?|is|are|was|were|"
    r"be|been|am|has|had|do|does|did|will|would|can|could|may|must|shall|should|but|if|which|my|your|"
    r"his|its|our|their|these|those|no|very|"
    r"für|auf|an|bei|mit|von|zu|aus|nach|über|unter|der|die|den|des|ist|sind|war|waren|wird|werden|"
    r"hat|haben|kann|aber|dass|nicht|sehr|"
    r"pour|sur|dans|à|de|par|avec|en|du|des|est|sont|était|mais|que|qui|ne|très)\s+$"
)
# These follow the subject of a clause, and seldom "and".
_verb_after = Lazy(r"\s*(?:is|was|were|are|has|had|which|who|means|ist|war|wird|est|était)\b")
# A thing that is told by what it is called; behind a real "and" an article would follow.
_thing_before = Lazy(
    r"\b(?:band|sign|mark|logo|key|button|title|variable|symbol|name|string|token|suffix|prefix|"
    r"chapter|Band|Schild|Taste)\s+$"
)
_article_after = Lazy(
    r"\s*(?:the|an?|his|her|its|their|our|my|your|no|some|der|die|das|le|la|les)\b"
)
_preposition = Lazy(r"\s*(?:by|with|to|at|in|on|for|from|of)\b")
_phrase_before = Lazy(r"\b(?:by|with|to|at|in|on|for|from|of)\s+(?:\w+\s+){1,3}$")
_title_before = Lazy(f"\\W*[A-Z][{scripts.LATIN}]+\\s+$")
_title_after = Lazy(r"\s*[A-Z]")
# A quote shorter than this is a name or a line of verse.
_QUOTE = 25
_STRETCH = 200
_code = Lazy(r"[{}]|[=!<>]=|=>|->|::|//|</")


def _tokens(extra: Extra) -> list[str]:
    """Those that may stand for a word of Latin prose."""
    table = by_token(extra)
    return [t for t, entries in table.items() if any(e.target in LATIN for e in entries)]


@lru_cache(maxsize=8)
def _finder(extra: Extra) -> Finder:
    # What may follow at once in Latin prose: letters, white space, ASCII and typographic marks.
    return Finder(_tokens(extra), f"\\x00-\\x40\\x5b-\\xbf{scripts.LATIN}\u2000-\u206f")


def candidates(text: str, extra: Extra = ()) -> Iterator[Candidate]:
    """Tokens of another script between Latin words; no break on both sides."""
    if text.isascii():
        return
    for start, end in sorted(_finder(extra).spans(text)):
        left, right = text[max(0, start - GAP) : start], text[end : end + GAP]
        left_gap = left[len(left.rstrip()) :]
        right_gap = right[: len(right) - len(right.lstrip())]
        if len(left_gap) == len(left) or len(right_gap) == len(right):
            continue
        if not _before.match(left.rstrip()[-1]) or not _after.match(right.lstrip()[0]):
            continue
        if "\n" in left_gap and "\n" in right_gap:
            continue
        yield Candidate(text, text[start:end], Span(start, end), left_gap, right_gap)


def sentence(found: Candidate) -> tuple[str, str]:
    """The sentence on both sides of the token."""
    start, end = found.span
    left = found.text[max(0, start - 200) : start]
    right = found.text[end : end + 200]
    last = 0
    for match in _sentence_end.finditer(left.rstrip()):
        last = match.end() if match.end() < len(left.rstrip()) else last
    stop = _sentence_end.search(right, len(found.right_gap))
    return left[last:], right[: stop.start()] if stop else right


class Surroundings:
    """Whether text is Latin-script prose, and its language, once for each stretch of it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._prose: dict[int, bool] = {}
        self._language: dict[int, str | None] = {}
        self._quoted: dict[str, str] = {}

    def _near(self, found: Candidate) -> tuple[int, str]:
        # Many tokens in one place share a stretch: looking around each anew would be slow.
        stretch = found.span.start // _STRETCH
        start = stretch * _STRETCH
        return stretch, self._text[max(0, start - 300) : start + _STRETCH + 300]

    def prose(self, found: Candidate) -> bool:
        """Whether the text around is Latin-script prose, give or take other strays."""
        stretch, near = self._near(found)
        if stretch not in self._prose:
            self._prose[stretch] = _may_be_prose(near) and _is_prose(_strays(near))
        return self._prose[stretch]

    def language(self, found: Candidate) -> str | None:
        """en, de or fr by the function words around; None when that is not plain."""
        stretch, near = self._near(found)
        if stretch not in self._language:
            self._language[stretch] = _language(near)
        return self._language[stretch]

    def quoted(self, token: str) -> str:
        """Where the text quotes `token`, and so may speak about it; '' where it does not."""
        if token not in self._quoted:
            match = re.search(f"[“\"'‘„(]{re.escape(token)}[”\"'’“)]", self._text)
            self._quoted[token] = match.group() if match else ""
        return self._quoted[token]


def _is_prose(text: str) -> bool:
    latin = len(_latin.findall(text))
    return latin >= 15 and 30 * sum(scripts.letters(text)) <= latin


def _may_be_prose(text: str) -> bool:
    """Whether `text` can be Latin prose without its strays: most text around them is CJK."""
    latin = len(_latin.findall(text))
    if latin < 15:
        return False
    rest = sum(scripts.letters(text)) - len(_token_letters().findall(text))
    return 30 * rest <= latin


@lru_cache(maxsize=1)
def _token_letters() -> re.Pattern[str]:
    """The characters that tokens are made of."""
    letters = sorted(set("".join(_tokens(()))))
    return re.compile(f"[{re.escape(''.join(letters))}]")


def _language(text: str) -> str | None:
    words = [word.lower() for word in _word.findall(text)]
    counts = {name: sum(w in known for w in words) for name, known in _known.items()}
    best, second = sorted(counts, key=lambda name: -counts[name])[:2]
    if best not in LATIN or counts[best] < 2 or counts[best] < 2 * counts[second]:
        return None
    return best


def vetoes(found: Candidate) -> Iterator[tuple[str, str]]:
    """What speaks against the token being a stray: name and what was seen."""
    left, right = sentence(found)
    rest = _strays(left + "\n" + right)
    if scripts.has_cjk(rest):
        yield "cjk-quoted", "CJK text in the sentence"
    if left.rstrip()[-1:] in "\"'“‘«„" or (found.before in "\"'" and found.after in "\"'"):
        yield "quoted", found.token
    elif quote := _quote(left, right):
        yield "quoted", quote
    if match := _about_language.search(left) or _about_language.search(right):
        yield "grammar-talk", match.group()
    if match := _article.search(left) or _shown_before.search(left):
        yield "noun", match.group().strip()
    if match := _linked_before.search(left) or _linked_after.match(right):
        yield "word-list", match.group().strip()
    if found.after == "." and not found.right_gap and _latin.match(right, 1):
        yield "address", right[:8]
    before, after = found.line
    if before.count("`") % 2 and "`" in after:
        yield "code", "`"
    elif match := _code.search(before) or _code.search(after):
        yield "code", match.group()
    words = len(_word.findall(left + " " + right))
    if words < 4:
        yield "short", f"{words} words"


def weigh(found: Candidate, language: str | None) -> Iterator[tuple[str, int, str]]:
    """What makes it less certain, short of a veto: name, weight, what was seen."""
    left, right = sentence(found)
    if match := _open_before.search(left):
        yield "open-before", -15, match.group().strip()
    if match := _verb_after.match(right):
        yield "subject", -15, match.group().strip()
    if (match := _thing_before.search(left)) and not _article_after.match(right):
        yield "called", -15, match.group().strip()
    # "on Mondays and on Fridays"
    if (match := _preposition.match(right)) and not _phrase_before.search(left[-60:]):
        yield "preposition", -15, match.group().strip()
    if language != "de" and _title_before.match(left) and _title_after.match(right):
        yield "title", -15, left.strip()


def _quote(left: str, right: str) -> str:
    """The short quote that the token is in, or ''."""
    for opening, closing in ('""', "“”", "„“", "«»"):
        start, end = left.rfind(opening), right.find(closing)
        inside = min(start, end) >= 0 and len(left) - start + end < _QUOTE
        if inside and (
            left.count(opening) % 2 if opening == closing else closing not in left[start:]
        ):
            return left[start:] + right[: end + 1]
    return ""


def _strays(text: str) -> str:
    """`text` without other tokens that stand alone between Latin words."""
    kept, last = [], 0
    for start, end in sorted(_finder(()).spans(text)):
        kept.append(text[last:start])
        last = end
    return "".join(kept) + text[last:]


def fitted(found: Candidate, replacement: str) -> str:
    """The replacement with a space on each side, none at a line's edge."""
    head = "" if "\n" in found.left_gap else " "
    return head + replacement + ("" if "\n" in found.right_gap else " ")
