"""What speaks against touching a token: each veto has a name that the log shows.

A veto looks at a candidate's own sentence and line; vetoes that need the
whole document are in the rule.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from reflow.lang import scripts
from reflow.lang.lazy import Lazy
from reflow.tokens.candidates import EMPHASIS, Candidate, Place
from reflow.tokens.foreign import GLOSS
from reflow.tokens.words import (
    ALTERNATIVES,
    COMBINED,
    COMPARED,
    CONNECTIVES,
    CONTROL_AFTER,
    CONTROL_BEFORE,
    FIELD_AFTER,
    GRAMMAR_AFTER,
    GRAMMAR_BEFORE,
    GRAMMAR_NEAR,
    LABELLED,
    LISTED_AFTER,
    LISTED_BEFORE,
    LOGIC_AFTER,
    LOGIC_BEFORE,
    NOUN_AFTER,
    NOUN_BEFORE,
    OBJECT_BEFORE,
    PARTICLE_AFTER_AND,
    PARTICLE_AFTER_OR,
    PROGRAM_AFTER,
    PROGRAM_BEFORE,
    QUERY,
    SEARCH_TALK,
    TITLE_BEFORE,
    TITLE_TALK,
    TRUTH_AFTER,
    TRUTH_BEFORE,
)

# A title shorter than this is a work, a brand or a slogan.
TITLE = 14

# Every branch starts with a plain character or set: the engine then skips to those.
_code_line = Lazy(
    r"[=!<>]=| = (?=\S)|[{};]\s*$|=>|->|::|\(\)|//|/\*|</|SELECT\b|WHERE\b"
    r"|\((?<=[a-z_]{2}\()[a-z_'\"]"
)
_math = Lazy(r"(?:^|[^$])\$(?![\d\s$])[^$]*$")
_comment = Lazy(r"\s*(?:#(?![#\s])|//|/\*|<!--|--\s)")
_statement = Lazy(
    r"\s*(?:if|elif|while|return|assert|unless|select|where|def|grep|let|var|const)[ (]"
)
_address = Lazy(r"(?:://|www\.|[\w.]@|\\|(?:^|\s)(?:[#@]|[~.]{0,2}/)(?=[^\s#@/]))[^\s，。；：]*$")
_extension = Lazy(r"[^\s，。、；！？]{0,24}\.(?:[a-z]{2,4}|mp[34]|7z)(?![A-Za-z0-9])")
# A star and a space open an item of a list.
_emphasis = Lazy(r"[*_]+(?! )|(?<=[^\s*_])[*_]+")
_operator = Lazy(r"(?<![A-Za-z])(?:and|or|not)(?![A-Za-z])")
_assigned = Lazy(r"[^\s=!<>]=[^\s=]")
_chain_before = Lazy(r"(?<![A-Za-z])(and|or|not) ?[（(]?[^\s，。、；a-z]{1,8}$")
_chain_after = Lazy(r"[^\s，。、；a-z]{1,8} ?(and|or|not)(?![A-Za-z])")
_dated_name = Lazy("[^\\x00-\\xb6\\s，。]{2,4}(?:[,，.．] ?| ?[(（])(?:19|20)[0-9]{2}")
_publisher = Lazy(r"出版社[,，.。 ]*(?:19|20)\d\d")
_numbered = Lazy(r"\s*\[\d{1,3}\]")
_REFERENCE = ("et al", " pp.", " p. ", "Vol.", "doi", "ISBN", " by ", "编著", "編著")
# The patterns that end at the token need no more than this of what is before it.
_TAIL = 16
# How far the two sides of a condition reach, and what tells two of a kind apart.
_NEAR = 12
_INDEX = tuple("一二三四甲乙丙")


def _quoted(found: Place) -> str:
    """A title: its wording is its author's; a long one is the name of a document, in prose."""
    for opening, closing in ("《》", "〈〉", "『』", "「」", "“”", "‘’"):
        start, end = found.left.rfind(opening), found.right.find(closing)
        if start <= found.left.rfind(closing) or end < 0:
            continue
        inside = found.left[start:], GLOSS.sub("", found.right[:end])
        if sum(map(len, inside)) < TITLE:
            return found.token.join(inside)
    # Korean has titles in straight quotes; elsewhere double ones hold any kind of text.
    for mark in "'\"" if scripts.has_hangul(found.left[-TITLE:]) else "'":
        left, right = found.left.rpartition(mark)[2], found.right.partition(mark)[0]
        if found.left.count(mark) % 2 and mark in found.right and len(left + right) < TITLE:
            return found.token.join((left, right))
    return ""


def _emphasised(found: Place) -> str:
    """A word in emphasis by itself is shown; one between two emphasised words is not."""
    before, after = found.line
    if before[-1:] in tuple(EMPHASIS) and after[:1] in tuple(EMPHASIS):
        if len(_emphasis.findall(before)) % 2:
            return before[-1] + found.token + after[0]
    return ""


def _code(found: Place) -> str:
    before, after = found.line
    if before.count("`") % 2 and "`" in after:
        return "`"
    if "$" in after and _math.search(before) and before.count("$") % 2:
        return "$"
    match = (
        _comment.match(before)
        or _statement.match(before)
        or _code_line.search(before + "\n" + after)
    )
    return match.group().strip() if match else ""


def _path(found: Place) -> str:
    before, after = found.line
    match = _address.search(before) or (not found.spaced and _extension.match(after))
    return match.group()[:20] if match else ""


def _program(found: Place) -> str:
    before, after = PROGRAM_BEFORE, PROGRAM_AFTER
    # 関数 and は真偽値を返す
    if found.token in CONNECTIVES and found.after not in tuple("はがのにもへ"):
        before, after = LOGIC_BEFORE, LOGIC_AFTER
        match = COMBINED.search(found.right[:20]) or _operator.search(found.left + found.right)
        if match and QUERY.search(found.left[-30:] + found.right[:30]):
            return match.group()
        if match := SEARCH_TALK.search(found.sentence):
            return match.group()
    match = before.search(found.left[-_TAIL:]) or after.match(found.right)
    return match.group() if match else ""


def _condition(found: Place) -> str:
    """A condition or query: comparisons, truth values, two operators, or one noun twice."""
    left, right = found.left, found.right
    for before, after in ((COMPARED, COMPARED), (TRUTH_BEFORE, TRUTH_AFTER)):
        first, second = before.search(left[-_NEAR:]), after.search(right[:_NEAR])
        if first and second and (after is COMPARED or second.start() == 0):
            return f"{first.group()} … {second.group()}"
    match = _assigned.search(left[-_NEAR:]) or _assigned.search(right[:_NEAR])
    if match:
        return match.group()
    # 电池 or 蓄电池 and 寿命
    for chain in (_chain_before.search(left[-_TAIL:]), _chain_after.match(right)):
        if chain and chain[1] != found.token:
            return chain[1]
    same = left[-2:] == right[:2] or (left[-1:] in _INDEX and left[-3:-1] == right[:2])
    return right[:2] if same and scripts.has_cjk(right[:1]) and len(right) > 1 else ""


def _control(found: Place) -> str:
    """A control or a field with the token for its label."""
    tail = found.left[-_TAIL:]
    match = FIELD_AFTER.match(found.right) if found.token not in CONNECTIVES else None
    if match is None and CONTROL_BEFORE.search(tail):
        match = CONTROL_AFTER.match(found.right)
    return match.group() if match else ""


def _listed(found: Place) -> str:
    match = LISTED_BEFORE.search(found.left[-_TAIL:]) or LISTED_AFTER.match(found.right)
    return match.group() if match else ""


def _grammar(found: Place) -> str:
    match = (
        GRAMMAR_BEFORE.search(found.left[-_TAIL:])
        or GRAMMAR_AFTER.match(found.right)
        or GRAMMAR_NEAR.search(found.left[-12:])
        or GRAMMAR_NEAR.search(found.right[:10])
    )
    return match.group() if match else ""


def _noun(found: Place) -> str:
    match = NOUN_BEFORE.search(found.left[-_TAIL:]) or NOUN_AFTER.match(found.right)
    if match is None and found.token not in CONNECTIVES:
        match = OBJECT_BEFORE.search(found.left[-_TAIL:])
    elif match is None:
        particle = PARTICLE_AFTER_OR if found.token in ALTERNATIVES else PARTICLE_AFTER_AND
        match = particle.match(found.right)
    return match.group() if match else ""


def _letters(found: Place) -> str:
    """Single characters on both sides: signs that are spoken about, or spaced-out text."""
    left, right = _lone_before.search(found.left[-_TAIL:]), _lone_after.match(found.right)
    return f"{left[1]} {right[1]}" if left and right else ""


def _name(found: Place) -> str:
    """The name of a work, or an ampersand between names or of a name's original."""
    match = (
        TITLE_BEFORE.search(found.left[-_TAIL:])
        or LABELLED.search(found.line[0].rstrip()[-2 * _TAIL :])
        or TITLE_TALK.search(found.left)
        or TITLE_TALK.search(found.right)
    )
    if match:
        return match.group()
    if found.token != "&":
        return ""
    match = (
        _gloss_with.search(found.right)
        or _foreign_name.search(found.left[-_TAIL:])
        or _foreign_name.match(found.right)
    )
    return match.group() if match else ""


def _bibliography(found: Place) -> str:
    before, after = found.line
    match = (
        _numbered.match(before)
        or _publisher.search(before + after)
        or _dated_name.match(after.lstrip())
    )
    if match:
        return match.group()
    return next((mark for mark in _REFERENCE if mark in before or mark in after), "")


_lone_before = Lazy(r"(?:^|[\s、，,。「“：:（(])(\S)$")
_lone_after = Lazy(r"(\S)(?:$|[\s、，,。」”）)])")
_gloss_with = Lazy(r"^[^()（）]{0,24}[(（][^()（）]*&")
_foreign_name = Lazy(r"\w{1,8}·\w{1,8}$|^\w{1,8}·")

VETOES: tuple[tuple[str, Callable[[Place], str]], ...] = (
    ("quoted", _quoted),
    ("emphasis", _emphasised),
    ("code", _code),
    ("address", _path),
    ("program-word", _program),
    ("condition", _condition),
    ("control", _control),
    ("word-list", _listed),
    ("grammar-talk", _grammar),
    ("noun", _noun),
    ("single-letters", _letters),
    ("name", _name),
    ("bibliography", _bibliography),
)


def vetoes(found: Candidate) -> tuple[tuple[str, str], ...]:
    """Name and reason of every veto that applies."""
    return _told(found.place)


# Asked twice of each candidate, and a token that stands thousands of times mostly stands alike.
@lru_cache(maxsize=1024)
def _told(place: Place) -> tuple[tuple[str, str], ...]:
    told = ((name, check(place)) for name, check in VETOES)
    return tuple([(name, seen) for name, seen in told if seen])
