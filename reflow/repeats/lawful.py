"""Repetition that is meant: each filter has a name, which the log shows when it kept something."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reflow.document import Span
from reflow.repeats.judge import size

_OPENING = "“‘「『《〈«„‹\"'（(【〔"
_QUOTES = '“‘「『«„‹"”’」』»“›'
_TERMINAL = "。！？!?.…;；:：”’」』）)]】"

_ITEM = re.compile(
    r"\s*(?:[-*•·■□◆▪‣]\s|\(?\[?\d{1,3}[\]).、．]|[（(][\d一二三四五六七八九十]{1,3}[)）]"
    r"|第[\d一二三四五六七八九十百]+[条條項项]|[①-⑳]|[A-Za-z][.)]\s)"
)
_CODE = re.compile(
    r"[{};]\s*$|^\s*(?:def|class|if|for|while|return|import|from|else|elif|try|raise|function|var"
    r"|let|const|public|private|#include|print)\b.*[:;({)]|^\s{4,}\S|^\s*[\w.]+\(.*\)\s*[;{]?$"
    r"|^\s*[$#>]\s|==|!=|:=|->|=>"
)
_BOILER = re.compile(
    r"免责声明|免責聲明|版权所有|版權所有|未经许可|未經許可|侵权|侵權|不代表本|仅代表|僅代表"
    r"|无断转载|無断転載|著作権|個人の見解|개인의 의견|무단 ?전재|저작권"
    r"|all rights reserved|disclaimer|copyright|do(?:es)? not necessarily (?:reflect|represent)"
    r"|views expressed|urheberrecht|nicht unbedingt die|alle rechte vorbehalten"
    r"|tous droits réservés|nécessairement|reproduction interdite",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"\s*(?:[○◯◎■]|(?:问|答|問|Q|A|문|답|F|R)[：:.\u3000 ]|[^\s：:。，,]{1,20}[：:])"
)


@dataclass(frozen=True, slots=True)
class Place:
    """One copy where it stands, as the filters see it."""

    span: Span
    size: float
    """Letters, those of scripts with spaces half."""
    whole: bool
    """It fills whole lines."""
    before: str
    """Up to 40 characters left of it, line breaks included."""
    after: str
    lines: tuple[str, ...]
    """The lines it touches, in full (the first 12 of them)."""


def place(text: str, span: Span) -> Place:
    """Look at `span` in its surroundings; the cost is bounded whatever the lines' lengths."""
    start = text.rfind("\n", max(span.start - 4000, 0), span.start) + 1
    start = start or max(span.start - 4000, 0) * (span.start > 4000)
    end = text.find("\n", span.end, span.end + 4000)
    end = min(len(text), span.end + 4000) if end < 0 else end
    head, tail = text[start : span.start], text[span.end : end]
    whole = not _letters(head) and not _letters(tail)
    stretch = text[start:end] if end - start < 8000 else text[start : start + 8000]
    lines = tuple(s for s in stretch.split("\n") if s.strip())[:12]
    before, after = text[max(span.start - 40, 0) : span.start], text[span.end : span.end + 40]
    return Place(span, size(text, span), whole, before, after, lines)


def _letters(text: str) -> bool:
    return any(c.isalnum() for c in text)


def reason(text: str, places: list[Place]) -> str:
    """The name of the filter that keeps these copies, or ''."""
    letters = min(p.size for p in places)
    if _monotone(text[places[0].span.start : places[0].span.start + 400]):
        return "ornament"
    if all(_tabular(p) for p in places):
        return "table"
    if all(_code(p) for p in places):
        return "code"
    if letters < 200 and any(_quoted(text, p) for p in places):
        return "quotation"
    if letters < 240 and all(_listed(p) for p in places):
        return "list"
    if letters < 200 and all(_verse(p) for p in places):
        return "verse"
    if letters < 160 and all(p.whole for p in places) and _BOILER.search(text, *places[0].span):
        return "boilerplate"
    return ""


def _monotone(text: str) -> bool:
    """Few different characters: rules, dotted lines, a stuck key."""
    return len(set(text)) <= max(6, len(text) // 40)


def _tabular(p: Place) -> bool:
    cells = sum(1 for s in p.lines if s.count("|") >= 2 or "\t" in s.strip() or "   " in s.strip())
    return cells * 2 >= len(p.lines) and cells > 0


def _code(p: Place) -> bool:
    hits = sum(1 for s in p.lines if _CODE.search(s))
    return hits * 2 >= len(p.lines) and hits > 0


def _quoted(text: str, p: Place) -> bool:
    """Inside quotation marks of its own: quoted in a comment."""
    before, after = p.before.rstrip(), p.after.lstrip()
    inside = text[p.span.start : p.span.end]
    opened = before[-1:] in tuple('“‘「『«„"') or inside[:1] in tuple('“‘「『«„"')
    closed = after[:1] in tuple('”’」』»“"') or inside[-1:] in tuple('”’」』»“"')
    return opened and closed


def _listed(p: Place) -> bool:
    return all(_ITEM.match(s) for s in p.lines) and bool(p.lines)


def _verse(p: Place) -> bool:
    """Whole short lines among short lines: verse, refrains, dialogue, addresses."""
    if not p.whole:
        return False
    near = [s for s in p.before.split("\n")[-3:] + p.after.split("\n")[:3] if s.strip()]
    lines = [s.strip() for s in p.lines]
    short = all(len(s) <= (24 if ord(s[0]) >= 0x1100 else 48) for s in lines)
    return short and len(lines) + len(near) >= 3
