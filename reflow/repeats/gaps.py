"""What a removed copy leaves behind: whole texts, a sentence cut in two, or a hole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reflow.document import Span
from reflow.edits import Evidence
from reflow.records import replace
from reflow.repeats import edges
from reflow.repeats.chance import COMMON
from reflow.repeats.marks import Marks
from reflow.repeats.reader import WORD, Reader, tokens
from reflow.repeats.site import cut, ended, site

if TYPE_CHECKING:
    from reflow.repeats import Removal

# Words that seldom start a paragraph and often a clause (or the other way round), by counts in
# running text: log-odds above 1.5 (below -0.7) on 90,000 clause and 20,000 paragraph starts.
_GOES_ON = re.compile(
    r"[并並也而又则則亦但故且令使仍卻却只就再被曾已都还還和与與及把将將由于於让讓以其才是或她它]"
    r"|包括|甚至|尤其|直到|因而|加上|从而|從而|进而|然后|然後|随后|後來|后来|所以|那么|那麼|需要|可以|不"
    r"|そし|ある|および|または|ながら|かつ|いる|その後|그리고|하지만|하거나|혹은|또는|및"
)
_OPENS = re.compile(
    r"如果|当|當|此外|另外|首先|其次|最后|最後|以下|对于|對於|根据|根據|虽然|雖然|即使|为了|為了|通常"
    r"|现在|現在|然而|近日|今年|目前|我们|我們|你可|您可|这些|這些|第[一二三四五六七八九十]|一是|同样"
    r"|もし|また|さらに|この|まず|これ|例えば|しかし|現在"
    r"|이 |다음|또한|그러나|모든|여러|만약|예를"
)
_ITEM = re.compile(
    r"[•·■□◆▪●\-*#|>]\s|\(?\[?\d{1,3}[.)\]、．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]+、"
    r"|第.{1,3}[章条條节節]|[|○◯]|[问問答문답][：:]|Q\.|本报讯|本報訊|记者|記者|[◎▲△※]"
)
_OPENING, _CLOSING = "“「『（(《【〈", "”」』）)》】〉"

# Fitted by benchmarks/train_gaps.py on 280 cuts that planted copies made and 3,400 cuts of our own,
# in documents that the shipped n-grams have not seen.
WEIGHTS = {
    "after a letter": 21,
    "bracket": 283,
    "capital letter": -407,
    "cut at a comma": 25,
    "cut at another mark": -72,
    "cut in a list": 77,
    "digit": -116,
    "fits": 95,
    "goes on": 92,
    "hangul": 68,
    "heading": -306,
    "item": -119,
    "mark": 72,
    "opening mark": -41,
    "opens": -74,
    "right >= 120": -14,
    "right >= 16": 13,
    "right >= 30": -136,
    "right >= 60": -98,
    "right >= 8": 89,
    "shared words": 62,
    "small letter": 222,
    "starts like a paragraph": -198,
    "word cut in two": 105,
    "bias": 82,
}
# At 150 points, of unseen halves cut anywhere 87 % (Latin), 74 % (dense scripts) and 57 % (Hangul)
# are joined, of those that planted copies cut at a comma 97 %, 30 % and 1 of 10.  Of holes at most
# 1.8 % are taken for a cut sentence (of the planted ones 3 of 234; at 125 points 7).  A clause and
# a paragraph can start alike in dense scripts: neither the lengths of the sentences on both sides
# nor a table of how clauses start joined more of them at as few holes.
THRESHOLD = 150
# Characters around the end of the copy that stays in which the rest of the other one is looked for.
NEAR = 24
# At a word cut in two so many are enough: of 258 unseen halves all, of 8 such holes 2.
SURE = 50


def features(left: str, right: str, reader: Reader) -> dict[str, float]:
    """What speaks for `right` going on where `left` was cut, named."""
    fits, starts = reader.tell(left, right)
    latin = right[0] < "\u0250"
    scale = 0.35 if latin else 1.0
    size = len(right) * scale
    one, two = tokens(left[-300:]), tokens(right[:300])
    f = {
        "fits": fits,
        "starts like a paragraph": starts,
        "shared words": min(len(one & two) / (min(len(one), len(two)) + 4) ** 0.5, 2.0),
    }
    f.update({f"right >= {step}": 1.0 for step in (8, 16, 30, 60, 120) if size >= step})
    flags = {
        "cut at a comma": left[-1] in "，,",
        "cut in a list": left[-1] in "、",
        "cut at another mark": left[-1] in ";；:：—",
        "small letter": right[0].islower() and left[-1] < "\u0250",
        "capital letter": latin and right[0].isupper(),
        "digit": right[0].isdigit(),
        "mark": right[0] in "，。、；：,.;:!?！？）)”」』》",
        "opening mark": right[0] in '“‘「『《(（"[【',
        "goes on": bool(_GOES_ON.match(right)) and not _OPENS.match(right),
        "opens": bool(_OPENS.match(right)),
        "item": bool(_ITEM.match(right)),
        "heading": size < 30 and (not ended(right) or right.rstrip()[-1] in "?？"),
        "bracket": _bracket(left, right),
        "word cut in two": fits > 0.6 and fits + starts > 0 and left[-1].isalnum() and not latin,
        "after a letter": left[-1].isalnum(),
        "hangul": "\uac00" <= right[0] <= "\ud7a3",
    }
    f.update({name: 1.0 for name, on in flags.items() if on})
    return f


def _bracket(left: str, right: str) -> bool:
    """A bracket or quote that is open at the end of `left` is closed first thing in `right`."""
    depth = sum(left.count(c) for c in _OPENING) - sum(left.count(c) for c in _CLOSING)
    if depth <= 0:
        return False
    for c in right[:200]:
        if c in _OPENING:
            return False
        if c in _CLOSING:
            return True
    return False


def weigh(found: dict[str, float]) -> tuple[Evidence, ...]:
    """The points of `found`, 100 to one unit of log-odds; more means one sentence."""
    items = [("prior", WEIGHTS.get("bias", 0))]
    steps = 0
    for name, value in found.items():
        points = round(value * WEIGHTS.get(name, 0))
        if name.startswith("right >= "):
            steps += points
        else:
            items.append((name, points))
    items.append(("size of the right", steps))
    return tuple(Evidence(f"gap: {name}", points) for name, points in items if points)


def goes_on(left: str, right: str, reader: Reader) -> float:
    """How surely `right` goes on where `left` was cut, from -3 to 3."""
    points = sum(e.weight for e in weigh(features(left, right, reader)))
    return max(-3.0, min(3.0, points / 100))


def close(text: str, removals: list[Removal], reader: Reader, marks: Marks) -> tuple[Removal, ...]:
    """Removals with their white space and with what they leave behind; touching ones are one."""
    merged: list[Removal] = []
    for r in sorted(removals, key=lambda r: r.span):
        last = merged[-1].span if merged else Span(0, -1)
        if r.span.start <= last.end or (merged and not text[last.end : r.span.start].strip()):
            merged[-1] = replace(merged[-1], span=Span(last.start, max(last.end, r.span.end)))
        else:
            merged.append(r)
    merged = [replace(r, span=edges.widen(text, r.span)) for r in merged]
    out: list[Removal] = []
    for r in merged:
        # The copy itself, without the white space that goes with it.
        inner = r.span.text(text)
        start = r.span.start + len(inner) - len(inner.lstrip())
        core = Span(start, start + len(inner.strip()))
        here = site(text, core, marks)
        whole = not here.before or ended(here.before) or (here.opens and not cut(here.before))
        if not whole and not here.closes:
            # Thrown into a line, the rests of which now meet, or what stood at the end of a column
            # came again at the head of the next one; but a comma before the break is no such end.
            whole = not here.opens or here.before[-1] not in ",，、;；" or _next_to(text, r, core)
        if whole:
            out.append(_plain(text, r))
        elif not here.opens or not here.after:
            out.append(_hole(text, r, core, here.before, ()))
        else:
            found = features(here.before, here.after, reader)
            evidence = weigh(found)
            enough = SURE if "word cut in two" in found else THRESHOLD
            if _rest_of_copy(text, r.kept, here.after):
                veto = Evidence("gap: rest of the copy", 0, "it stands at the other copy's end")
                out.append(_hole(text, r, core, here.before, (*evidence, veto)))
            elif sum(e.weight for e in evidence) >= enough:
                out.append(_resume(text, r, core, evidence))
            else:
                out.append(_hole(text, r, core, here.before, evidence))
    return tuple(out)


def _next_to(text: str, r: Removal, core: Span) -> bool:
    """Whether the copy that stays comes just before the one that goes."""
    return r.kept.end <= core.start and not text[r.kept.end : core.start].strip()


def _rest_of_copy(text: str, kept: Span, right: str) -> bool:
    """Whether `right` starts like what stands at the end of the copy that stays.

    Noise can hide the end of a copy, and it must not be taken for the other half of a sentence.
    """
    start = WORD.search(right[:NEAR])
    if not start:
        return False
    tail = text[max(kept.end - NEAR, 0) : kept.end]
    if any(tail.endswith(right[:n]) for n in range(2, COMMON + 1)):
        return True
    probe = start.group()[: 3 if start.group()[0] >= "\u1100" else None]
    return len(probe) > 2 and probe in text[max(kept.end - NEAR, 0) : kept.end + NEAR]


def _plain(text: str, r: Removal) -> Removal:
    """Nothing to say; Latin words that would run together get a space."""
    left, right = text[max(r.span.start - 1, 0) : r.span.start], text[r.span.end : r.span.end + 1]
    if _word(left) and _word(right):
        return replace(r, tail=" ")
    return r


def _word(char: str) -> bool:
    return (char.isalnum() and char < "\u1100") or "\uac00" <= char <= "\ud7a3"


def _hole(
    text: str, r: Removal, core: Span, before: str, evidence: tuple[Evidence, ...]
) -> Removal:
    at = (
        core.start
        - len(text[max(core.start - 400, 0) : core.start])
        + len(text[max(core.start - 400, 0) : core.start].rstrip())
    )
    lead = " " if before[-1] < "\u1100" and before[-1] not in "(（[" else ""
    if _dense(before):
        lead = ""
    return replace(r, gap="gap", gap_at=at, lead=lead, evidence=(*r.evidence, *evidence))


def _dense(before: str) -> bool:
    """Whether the words before the cut are of a script without spaces."""
    letters = [c for c in before[-12:] if c.isalnum()]
    return bool(letters) and letters[-1] >= "\u2e80" and not "\uac00" <= letters[-1] <= "\ud7a3"


def _resume(text: str, r: Removal, core: Span, evidence: tuple[Evidence, ...]) -> Removal:
    """The halves around a copy on lines of its own are joined."""
    start, end = core
    while start > 0 and text[start - 1].isspace():
        start -= 1
    while end < len(text) and text[end].isspace():
        end += 1
    left, right = text[start - 1], text[end]
    space = " " if (_word(left) or left in ",;:") and _word(right) else ""
    return replace(
        r, span=Span(start, end), gap="resume", tail=space, evidence=(*r.evidence, *evidence)
    )
