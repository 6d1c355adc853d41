"""What must hold for a lexicon entry to apply, and how much its surroundings weigh."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from reflow.edits import Evidence
from reflow.lang import scripts
from reflow.lang.lazy import Lazy
from reflow.lang.tokens import Entry
from reflow.tokens.candidates import COMMAS, Candidate, Place
from reflow.tokens.foreign import foreign

_from = Lazy("[从從自由][^，。,.；;：:]{1,12}$")
_motion = Lazy(
    "[来來到至出中里裡起始开開向往上下走回获獲得取入离離退搬转轉变變看发發买買借調调选選升降跳跑飞飛逃引传傳流抽拿"
    "毕畢而提进進落移迁遷]"
)
_han_or_katakana = Lazy(f"[{scripts.HAN}ァ-ヺ]")
_spaced_word = Lazy(f"[{scripts.CJK_LETTER}] +(?=[{scripts.CJK_LETTER}])")
_abbreviation = Lazy("(?<![A-Za-z])[A-Z][A-Z0-9]+$")
_abbreviation_after = Lazy("[A-Z][A-Z0-9]+(?![A-Za-z])")
# Letters that stand for something: A이상, x 和.
_variables = Lazy(
    f"(?<![A-Za-z0-9])[A-Za-z](?=(?: ?{scripts.EAST_ASIAN}){{2}})(?![型级級線线组組类類])"
)
# Short katakana on both sides: コピー and ペースト, トライ and エラー, names of duos.
_loan_before = Lazy(f"(?<![{scripts.KATAKANA}、や])[{scripts.KATAKANA}]{{2,5}}$")
_loan_after = Lazy(f"[{scripts.KATAKANA}]{{2,7}}(?![{scripts.KATAKANA}、])")
# Words of Japanese that are written with 与.
_compound = Lazy(
    "[給関賞付参投寄授貸天譲所供]与|与[党件信奪力圧格薬国謝那野次一三吉助作太兵左右惣え]"
)
_particles = Lazy("[와과의및]")
_NEAR = 12


def missing(found: Candidate, entry: Entry) -> str:
    """The first need of `entry` that does not hold here; '' when all hold."""
    if found.before in COMMAS and entry.target == "ko":
        return "linked"
    if scripts.is_hangul(found.token[0]) and scripts.has_hangul(_particles.sub("", found.sentence)):
        return "no-hangul"
    if found.beside_foreign and "pure" in entry.needs:
        return "cjk-beside"
    for need in sorted(entry.needs):
        if not _holds(need, found):
            return need
    return ""


def _holds(need: str, found: Candidate) -> bool:
    if need == "spaced":
        # In text with spaces between all words every word is spaced.
        others = len(_spaced_word.findall(found.sentence))
        return found.spaced and not found.at_break and others < 2
    if need == "linked":
        return found.before not in COMMAS
    if need == "parallel":
        # 财政局 y 审计局
        again = found.right[:1] not in tuple("与和及是为") and found.before in found.right[1:6]
        return found.spaced and scripts.is_han(found.before) and again
    if need == "between-nouns":
        around = found.before + found.token + found.after
        near = found.left[-_NEAR:] + found.right[:_NEAR]
        own = scripts.sentence_language(near) == "ja" and scripts.is_han(found.before)
        return own and _compound.search(around) is None
    if need == "no-han":
        return not scripts.letters(found.sentence)[0]
    if need == "after-hiragana":
        return "ぁ" <= found.before <= "ん"
    if need == "before-noun":
        # の的 is the noun "target", な的 is slang, and 的 before kana is the suffix.
        return found.before not in "のな" and _han_or_katakana.match(found.after) is not None
    if need == "from-before":
        return _from.search(found.left) is not None
    if need == "motion-after":
        # What comes from somewhere comes, starts or is taken; fields called "from" do not.
        return _motion.search(found.right[:20]) is not None
    return True


# Points of an entry by itself, and how many are enough in all; up to `MARGIN` below is unsafe.
CERTAIN, LIKELY, WEAK = 60, 40, 25
THRESHOLD, MARGIN = 50, 10


def weigh(found: Candidate, entry: Entry, company: str) -> tuple[Evidence, ...]:
    """Evidence for and against the token being a stray.

    `company` is a certain stray elsewhere in the document, or ''.
    """
    return _weighed(found.place, entry, company)


@lru_cache(maxsize=1024)
def _weighed(place: Place, entry: Entry, company: str) -> tuple[Evidence, ...]:
    return tuple(_weights(place, entry, company))


def _weights(found: Place, entry: Entry, company: str) -> Iterator[Evidence]:
    around = foreign(found)
    pure = "pure" in entry.needs
    base = WEAK if "company" in entry.needs else LIKELY if pure else CERTAIN
    yield Evidence("lexicon", base, entry.source)
    if around.functions:
        yield Evidence("foreign-sentence", 0, f"{around.functions} function words", veto=True)
    elif around.letters * 3 > around.cjk * 2:
        yield Evidence(
            "foreign-sentence", 0, f"{around.letters} foreign letters to {around.cjk}", veto=True
        )
    elif not around.letters:
        yield Evidence("pure-sentence", 20, f"{around.cjk} CJK letters")
    elif not around.words and around.letters * 3 <= around.cjk:
        yield Evidence("names-only", 10, f"{around.letters} letters of names")
    if scripts.is_latin(found.before) and not _abbreviation.search(found.left):
        # "Brown and 王小明" may be a reference or a brand.
        yield Evidence("latin-name", -25, "before it")
    elif scripts.is_latin(found.after) and not _abbreviation_after.match(found.right):
        yield Evidence("latin-name", -20 if around.words else -10, "behind it")
    if len(set(_variables.findall(found.sentence))) > 1:
        yield Evidence("variables", -25, "single letters in place of values")
    if _loan_before.search(found.left) and _loan_after.match(found.right):
        yield Evidence("katakana-pair", -35, "a loan or a name in two parts")
    if pure and company:
        yield Evidence("company", 15, company)
    if around.cjk < (12 if base == WEAK else 6):
        yield Evidence("short", -30 if pure else -10, f"{around.cjk} CJK letters")
