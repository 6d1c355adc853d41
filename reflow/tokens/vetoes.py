"""What speaks against touching a token: each veto has a name that the log shows.

A veto looks at a candidate's own sentence and line; vetoes that need the
whole document are in the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from reflow.lang import scripts
from reflow.lang.lazy import Lazy
from reflow.tokens.candidates import Candidate
from reflow.tokens.words import (
    ALTERNATIVES,
    COMBINED,
    CONNECTIVES,
    GRAMMAR_AFTER,
    GRAMMAR_BEFORE,
    GRAMMAR_NEAR,
    LOGIC_AFTER,
    NOUN_AFTER,
    NOUN_BEFORE,
    OBJECT_BEFORE,
    PARTICLE_AFTER_AND,
    PARTICLE_AFTER_OR,
    PROGRAM_AFTER,
    PROGRAM_BEFORE,
    QUERY,
    TITLE_BEFORE,
)

# A title shorter than this is a work, a brand or a slogan.
TITLE = 14

# Every branch starts with a plain character or set: the engine then skips to those.
_code_line = Lazy(
    r"[=!<>]=|[{};]\s*$|=>|->|::|\(\)|//|/\*|</|SELECT\b|WHERE\b|\((?<=[a-z_]{2}\()[a-z_'\"]"
)
_math = Lazy(r"(?:^|[^$])\$(?![\d\s$])[^$]*$")
_comment = Lazy(r"\s*(?:#(?![#\s])|//|/\*|<!--|--\s)")
_address = Lazy(r"(?:://|www\.|[\w.]@|\\)\S*$")
_publisher = Lazy(r"出版社[,，.。 ]*(?:19|20)\d\d")
_numbered = Lazy(r"\s*\[\d+\]")
_REFERENCE = ("et al", " pp.", " p. ", "Vol.", "doi", "ISBN", " by ", "编著", "編著")
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
    after = LOGIC_AFTER if found.token in CONNECTIVES else PROGRAM_AFTER
    if found.token in CONNECTIVES:
        match = COMBINED.search(found.right[:20])
        if match and QUERY.search(found.left[-30:] + found.right[:30]):
            return match.group()
    match = PROGRAM_BEFORE.search(found.left[-_TAIL:]) or after.match(found.right)
    return match.group() if match else ""


def _grammar(found: Candidate) -> str:
    match = (
        GRAMMAR_BEFORE.search(found.left[-_TAIL:])
        or GRAMMAR_AFTER.match(found.right)
        or GRAMMAR_NEAR.search(found.left[-12:])
        or GRAMMAR_NEAR.search(found.right[:10])
    )
    return match.group() if match else ""


def _noun(found: Candidate) -> str:
    match = NOUN_BEFORE.search(found.left[-_TAIL:]) or NOUN_AFTER.match(found.right)
    if match is None and found.token not in CONNECTIVES:
        match = OBJECT_BEFORE.search(found.left[-_TAIL:])
    elif match is None:
        particle = PARTICLE_AFTER_OR if found.token in ALTERNATIVES else PARTICLE_AFTER_AND
        match = particle.match(found.right)
    return match.group() if match else ""


def _letters(found: Candidate) -> str:
    """Single characters on both sides: signs that are spoken about, or spaced-out text."""
    left, right = _lone_before.search(found.left[-_TAIL:]), _lone_after.match(found.right)
    return f"{left[1]} {right[1]}" if left and right else ""


def _name(found: Candidate) -> str:
    """The name of a work, or an ampersand between names or of a name's original."""
    if match := TITLE_BEFORE.search(found.left[-_TAIL:]):
        return match.group()
    if found.token != "&":
        return ""
    match = (
        _gloss_with.search(found.right)
        or _foreign_name.search(found.left[-_TAIL:])
        or _foreign_name.match(found.right)
    )
    return match.group() if match else ""


def _bibliography(found: Candidate) -> str:
    before, after = found.line
    if match := _numbered.match(before) or _publisher.search(before + after):
        return match.group()
    return next((mark for mark in _REFERENCE if mark in before or mark in after), "")


_lone_before = Lazy(r"(?:^|[\s、，,。「“])(\S)$")
_lone_after = Lazy(r"(\S)(?:$|[\s、，,。」”])")
_gloss_with = Lazy(r"^[^()（）]{0,24}[(（][^()（）]*&")
_foreign_name = Lazy(r"\w{1,8}·\w{1,8}$|^\w{1,8}·")

VETOES: tuple[tuple[str, Callable[[Candidate], str]], ...] = (
    ("quoted", _quoted),
    ("code", _code),
    ("address", _path),
    ("program-word", _program),
    ("grammar-talk", _grammar),
    ("noun", _noun),
    ("single-letters", _letters),
    ("name", _name),
    ("bibliography", _bibliography),
)


def vetoes(found: Candidate) -> Iterator[tuple[str, str]]:
    """Name and reason of every veto that applies, cheapest first."""
    for name, check in VETOES:
        seen = check(found)
        if seen:
            yield name, seen


_word = Lazy(
    f"(?:['’](?=s(?![{scripts.ALPHABETIC}])))?[{scripts.ALPHABETIC}][{scripts.ALPHABETIC}'’-]*"
)
_gloss = Lazy(r"[(（][^()（）]*(?:[)）]|$)")
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
