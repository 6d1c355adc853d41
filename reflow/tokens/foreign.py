"""How much of a sentence is in another language: what tells English that quotes from a stray."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from reflow.lang import scripts
from reflow.lang.lazy import Lazy
from reflow.tokens.candidates import Candidate, Place

_word = Lazy(
    f"(?:['’](?=s(?![{scripts.ALPHABETIC}])))?[{scripts.ALPHABETIC}][{scripts.ALPHABETIC}'’-]*"
)
GLOSS = Lazy(r"[(（][^()（）]*(?:[)）]|$)")
"""A gloss in brackets."""
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
    left = scripts.cjk_script(before) or before in ("%", "％")
    return bool(left and (scripts.cjk_script(after) or after.isdigit()))


def foreign(found: Candidate | Place) -> Foreign:
    """Count the foreign matter of the sentence; a gloss in brackets is none of it.

    Other strays count as the CJK word that they stand for, so that fixing one
    does not change what is said about another.
    """
    return _counted(found.left, found.right)


# A sentence is asked about twice or more: for the document's certain strays and for the weights.
@lru_cache(maxsize=1024)
def _counted(left: str, right: str) -> Foreign:
    sentence = GLOSS.sub("", left) + "\n" + GLOSS.sub("", right)
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
