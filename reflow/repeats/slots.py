"""The same words in the same kind of place: under each heading, after each number, in each form.

What a copier emits twice stands in places that have nothing to do with each other; what is
written again by custom stands in places built alike.
"""

from __future__ import annotations

import re

from reflow.document import Span
from reflow.repeats.judge import size
from reflow.repeats.site import HEADING, cut, ended

# Letters, at most, of a passage (those of scripts with spaces half) that a text says again in
# each of its slots: a warning, a penalty, what is offered in each advertisement.
SLOT = 200
# The same where the passage is the start of a longer paragraph in each of them.
OPENING = 90
# Share of two lines that is alike in fields of one form; of a misread line more is.
ALIKE, SAME = 0.6, 0.9
LOOK = 200

_NUMBER = re.compile(
    r"(?:(第)\s*[\d一二三四五六七八九十百〇○０-９]+\s*([条條章节節款項项課课回の조장])"
    r"|(§|Art\.|Artikel|Article|Section|TOP|Nr\.|No\.|Top|Step|Schritt|Étape|Salle)\s*\d+[a-z]?"
    r"|([QA问問答문답])\s?\.?\s?[\d０-９]{0,3}\s?[.．、：:)]"
    r"|()[\[(（]?[\d０-９]{1,3}(?:\.\d{1,3}){0,3}[\])）]?[.．、:：]?\s"
    r"|([(（])[\d一二三四五六七八九十]{1,3}[)）]|([一二三四五六七八九十]{1,3}、)"
    r"|(#{1,6}|[■□◆▪●○▲△※•*-])\s?)"
)
# How a piece of news starts: it stands under a heading of its own wherever it is put.
_NEWS = re.compile(r"(?:本报|本報|新华社|新華社|记者|記者|据)[^，。\n]{0,16}[讯訊电電）)]")


def in_slots(text: str, spans: list[Span]) -> bool:
    """Whether a heading, a number or a field of one kind leads into each of the passages.

    The leads must be different ones (a copied heading is part of what was copied), and each
    passage must fill its paragraph or start a longer one.  Of 908 groups of the dev pages that
    are removed, all but a few of copies, 2 are kept by this.
    """
    letters = size(text, spans[0])
    starts = [s.text(text)[:24] for s in spans]
    closes = {_closes(text, s) for s in spans}
    if letters >= (SLOT if closes == {True} else OPENING) or len(closes) > 1:
        return False
    if any(_NUMBER.match(s) or _NEWS.match(s) for s in starts):
        return False
    if not all(ended(text[max(s.end - 8, s.start) : s.end]) for s in spans):
        return False
    leads = [_lead(text, s) for s in spans]
    if not all(leads) or len(set(leads)) < len(leads):
        return False
    numbers = {_number(lead) for lead in leads}
    if len(numbers) == 1 and numbers != {""}:
        return True
    return all(map(_heads, leads)) or _alike(leads)


def _closes(text: str, span: Span) -> bool:
    rest = text[span.end : span.end + LOOK].lstrip(" \t\u3000")
    return not rest or rest[0] in "\n\r\f"


def _lead(text: str, span: Span) -> str:
    """What stands before `span` on its line or, where it opens the line, the line before."""
    before = text[max(span.start - LOOK, 0) : span.start].rstrip()
    return before[max(before.rfind(c) for c in "\n\r\f") + 1 :].strip()


def _number(lead: str) -> str:
    """The kind of number that `lead` starts with, '' if it starts with none."""
    found = _NUMBER.match(lead)
    if not found:
        return ""
    return "".join(g for g in found.groups() if g) or "1"


def _heads(lead: str) -> bool:
    wide = len(lead) if lead[-1] >= "\u1100" else len(lead) / 2.5
    return wide <= 2 * HEADING and not ended(lead) and not cut(lead)


def _alike(leads: list[str]) -> bool:
    from rapidfuzz.distance import Levenshtein

    alike = [Levenshtein.normalized_similarity(leads[0], x) for x in leads[1:]]
    return all(ALIKE <= share < SAME for share in alike)
