"""Repetition that is meant: each filter has a name, which the log shows when it kept something."""

from __future__ import annotations

import re
from itertools import pairwise

from reflow.repeats.cited import cited
from reflow.repeats.contrast import contrasted, exchanged, renumbered, reworded
from reflow.repeats.mail import quoted_message
from reflow.repeats.marks import BUILT_IN
from reflow.repeats.place import Place, has_letters
from reflow.repeats.reader import legible
from reflow.repeats.site import ended
from reflow.repeats.slots import in_slots

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
    r"|ohne Gewähr|Irrtümer|Änderungen vorbehalten"
    r"|tous droits réservés|nécessairement|reproduction interdite|n'engagent que"
    r"|derechos reservados|no se hace responsable|necesariamente la opinión"
    r"|diritti riservati|riproduzione riservata|non si assume"
    r"|direitos reservados|não se responsabiliza|necessariamente a opinião"
    r"|without any warranty|warranty of merchantability|as is[\"”’'], without|permission is hereby"
    r"|все права защищены|перепечатка|не несёт ответственности|не несет ответственности",
    re.IGNORECASE,
)
_QUOTES = {"“": "”", "‘": "’", "「": "」", "『": "』", "«": "»", "„": "“", '"': '"'}
_CAPTION = re.compile(
    r"(?:[图圖][为為：:]|[写寫]真[:：＝=]|(?:資料|资料|档案)(?:照片|圖|图)|▲|사진\s?[:=]"
    r"|(?:Archiv)?[Bb]ild|Foto|Photo|Fig(?:ure|\.)|Abb(?:ildung|\.)|Illustration)\s?[^\n]{0,3}$"
)
# Longest passage that may have been written anew, with other words that are words as well: longer
# ones with small changes are versions of one text.
REWORDED = 200
_SENTENCE_END = re.compile(r"[。！？!?](?=.{3})|\. (?=\S)")
# Longest pull quote, in letters (those of scripts with spaces half): two lines of large type.
PULLED = 80
# Above so many letters it is one sentence.
LONG_PULL = 60

# Longest name of a section, in characters.
LABEL = 14
# Longest heading that may be quoted in the text, and longest formula that a text uses over and
# over: what is longer than these is not one.
HEADING = 36
# Longest heading that is set again over the rest of its article on another page, in letters.
CONTINUED = 60
# Differences that a heading may show from where it is quoted: an article, an ending.
SPOILT = 2
FORMULA = 70
# Longest notice by its words, in letters: of licences, of who is not liable for what.
NOTICE = 200


def reason(text: str, places: list[Place], edits: tuple[tuple[str, str], ...]) -> str:
    """The name of the filter that keeps these copies, or ''."""
    letters = min(p.size for p in places)
    exact = not edits
    if renumbered(edits) or sum(1 for a, b in edits if (a + b).isdigit()) >= 0.4 * len(edits) > 0.4:
        return "template"
    one, two = (p.span for p in places[:2])
    if (letters < 90 and contrasted(edits)) or exchanged(edits) or reworded(text, one, two):
        return "contrast"
    changed = len(edits) > 1 or any(len(a + b) > 2 for a, b in edits)
    if changed and letters < REWORDED and legible(text, one, two) >= 0.8:
        return "other words"
    if _monotone(text[places[0].span.start : places[0].span.start + 400]):
        return "ornament"
    if all(_tabular(p) for p in places) or _numeric(text[slice(*places[0].span)][:2000]):
        return "table"
    if all(_code(p) for p in places):
        return "code"
    if letters < 200 and _quotations(text, places, exact):
        return "quotation"
    if any(quoted_message(text, p.span) for p in places):
        return "quotation"
    if all(cited(p.lines) and (edits or p.whole) for p in places):
        return "reference"
    if letters < 240 and all(_listed(p) for p in places):
        return "list"
    if exact and letters < FORMULA and len(places) > 4:
        return "formula"
    if exact and letters < FORMULA and len(places) > 2 and _standing(text, places):
        return "boilerplate"
    if exact and in_slots(text, [p.span for p in places]):
        return "boilerplate"
    if letters < HEADING and any(_captioned(p) for p in places):
        return "caption"
    if len(edits) <= SPOILT and letters < HEADING and _heading(text, places):
        return "heading"
    if letters < CONTINUED and any(_continued(p) for p in places):
        return "heading"
    if letters < 120 and all(_verse(p) for p in places):
        return "verse"
    if exact and letters < PULLED and _pulled(text, places):
        return "pull quote"
    if letters < NOTICE and _BOILER.search(places[0].span.text(text)):
        return "boilerplate"
    return ""


def _captioned(p: Place) -> bool:
    """Behind the word for a picture: a caption that quotes a heading."""
    return bool(_CAPTION.search(p.before.rsplit("\n", 1)[-1]))


def _monotone(text: str) -> bool:
    """Few different characters: rules, dotted lines, a stuck key."""
    return len(set(text)) <= max(6, len(text) // 40)


def _numeric(text: str) -> bool:
    """Numbers for the most part: cells of a table, the scale of a diagram."""
    return 2 * sum(c.isdigit() for c in text) > sum(c.isalnum() for c in text)


def _tabular(p: Place) -> bool:
    cells = sum(1 for s in p.lines if s.count("|") >= 2 or "\t" in s.strip() or "   " in s.strip())
    return cells * 2 >= len(p.lines) and cells > 0


def _code(p: Place) -> bool:
    hits = sum(1 for s in p.lines if _CODE.search(s))
    return hits * 2 >= len(p.lines) and hits > 0


def _quoted(text: str, p: Place) -> bool:
    """Inside quotation marks of its own: quoted in a comment.

    A letter or two beyond a mark may be alike by chance.
    """
    piece = text[max(p.span.start - 1, 0) : p.span.end + 1]
    for at, char in enumerate(piece[:5]):
        if closing := _QUOTES.get(char):
            return piece.find(closing, at + 1) >= len(piece) - 5
    return False


def _quotations(text: str, places: list[Place], exact: bool) -> bool:
    """A sentence and its quotation, or one that is quoted word for word twice within sentences."""
    quoted = [_quoted(text, p) for p in places]
    if not all(quoted):
        return any(quoted)
    return exact and not any(p.whole for p in places) and len(places) == 2


def _listed(p: Place) -> bool:
    return all(_ITEM.match(s) for s in p.lines) and bool(p.lines)


def _standing(text: str, places: list[Place]) -> bool:
    """On lines of its own, under several notices: none of 16 such groups is of copies."""
    spans = sorted(p.span for p in places)
    return all(p.whole for p in places) and all(
        has_letters(text[a.end : min(b.start, a.end + 400)]) for a, b in pairwise(spans)
    )


def _verse(p: Place) -> bool:
    """Whole short lines among short lines: verse, refrains, dialogue, addresses."""
    if not p.whole:
        return False
    near = [s for s in p.before.split("\n")[-3:] + p.after.split("\n")[:3] if s.strip()]
    lines = [s.strip() for s in p.lines]
    if len(lines) + len(near) < 3 or _wrapped(lines):
        return False
    return all(len(s) <= (24 if s[0] >= "\u1100" else 48) for s in lines)


def _wrapped(lines: list[str]) -> bool:
    """Lines of one width, or with words cut at their ends: prose set in a narrow column."""
    if any(s[-1] in "-\u2010" for s in lines):
        return True
    full = max(map(len, lines)) * 0.8
    return len(lines) >= 4 and sum(1 for s in lines if len(s) >= full) >= 0.7 * len(lines)


def _pulled(text: str, places: list[Place]) -> bool:
    """A sentence set apart on its own, word for word, from the paragraph that it stands in."""
    apart = [p for p in places if p.whole]
    if len(apart) != 1 or len(places) != 2:
        return False
    quote = apart[0].span.text(text).strip()
    if not ended(quote):
        return False
    if apart[0].size > LONG_PULL:
        # Below an unfinished line stands what took the place of its rest.
        between = ended(apart[0].before) or apart[0].after.lstrip()[:1].islower()
        if not between or _SENTENCE_END.search(quote):
            return False
    home = next(p for p in places if not p.whole)
    return not home.before.strip() or home.before.rstrip()[-1] in "。！？!?.…”」』:：“「『«„"


def _heading(text: str, places: list[Place]) -> bool:
    """A line of its own without a full stop, of which the text below speaks."""
    first = min(places, key=lambda p: p.span)
    if not first.whole or len(first.lines) != 1:
        return False
    line = first.lines[0].strip()
    above = first.before.rstrip()
    return line[-1].isalnum() | (line[-1] in ")）”」』") and (
        not above or above[-1] in "。！？!?.…”」』)）" or _label(above)
    )


def _label(before: str) -> bool:
    """The name of a section, over a heading."""
    line = before.rsplit("\n", 1)[-1].strip()
    return 0 < len(line) <= LABEL and len(line) < len(before.strip()) and line[-1].isalnum()


def _continued(p: Place) -> bool:
    """Lines of their own over the mark that the rest of an article comes here."""
    return p.whole and len(p.lines) <= 2 and bool(BUILT_IN.match(p.after.lstrip()))
