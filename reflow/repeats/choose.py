"""Which copy stays: the one that belongs where it stands."""

from __future__ import annotations

import re
from math import log

from reflow.document import Span
from reflow.edits import Evidence
from reflow.repeats.site import site

# Characters of context on each side that are compared with the passage.
AROUND = 400
_MARKS = tuple("，。、；：,;:!?！？）)」』")


def features(text: str, spans: list[Span]) -> list[dict[str, float]]:
    """What speaks for each copy's belonging where it stands, named."""
    sites = [site(text, s) for s in spans]
    contexts = _contexts(text, spans)
    out: list[dict[str, float]] = []
    best = sorted(contexts, reverse=True)
    spelt = _spelling(text, spans)
    for n, (s, c) in enumerate(zip(sites, contexts, strict=True)):
        others = [o for m, o in enumerate(sites) if m != n]
        rival = best[1] if c == best[0] else best[0]
        lead = c - rival
        f: dict[str, float] = {
            "context": max(-3.0, min(3.0, lead)),
            "context sign": (lead > 0.05) - (lead < -0.05),
            f"left {s.left}": 1.0,
            f"right {s.right}": 1.0,
            "first": float(n == 0),
        }
        if any(o.opens for o in others):
            f[f"left {s.left}, others break"] = 1.0
        if any(o.closes for o in others):
            f[f"right {s.right}, others break"] = 1.0
        if s.opens and s.closes:
            f["alone"] = 1.0
        f["spelling"] = spelt[n]
        if s.right.startswith("stop") and not s.closes and s.after[:1] in _MARKS:
            f["a mark follows"] = 1.0
        out.append(f)
    return out


# Reach, in characters, of the look for other uses of what one copy spells differently.
NEAR = 12_000


def _spelling(text: str, spans: list[Span]) -> list[float]:
    """Which copy spells as the text does elsewhere: -1 (noise) to 1, 0 if it cannot be told."""
    out: list[float] = []
    pieces = [_grams(text[s.start : min(s.end, s.start + 600)]) for s in spans]
    for n, span in enumerate(spans):
        other = next((m for m in range(len(spans)) if m != n and pieces[m] != pieces[n]), None)
        if other is None:
            out.append(0.0)
            continue
        own, rival = pieces[n] - pieces[other], pieces[other] - pieces[n]
        low, high = max(min(span.start, spans[other].start) - NEAR, 0), span.end + NEAR
        here = text[low : span.start] + "\n" + text[span.end : high]
        out.append(_known(own, here) - _known(rival, here))
    return out


def _grams(text: str) -> set[str]:
    """Pairs of letters (dense scripts) or words, which noise turns into ones not seen elsewhere."""
    found: set[str] = set()
    for word in _WORD.findall(text):
        if word[0] < "\u1100":
            found.add(word)
        else:
            found.update(word[i : i + 2] for i in range(len(word) - 1))
    return found


def _known(grams: set[str], text: str) -> float:
    some = sorted(grams)[:24]
    return sum(1 for g in some if text.find(g) >= 0) / len(some) if some else 0.5


def _contexts(text: str, spans: list[Span]) -> list[float]:
    """Content shared with the surroundings, rare tokens weighing more, other copies masked."""
    around = [_around(text, s, spans) for s in spans]
    inner: set[str] = set()
    for s in spans[:4]:
        if s.length <= 2000:
            inner |= tokens(text[s.start : s.end])
        else:
            inner |= tokens(text[s.start : s.start + 1000]) | tokens(text[s.end - 1000 : s.end])
    counts: dict[str, int] = {}
    for words in around:
        for t in words & inner:
            counts[t] = counts.get(t, 0) + 1
    total = len(spans)
    return [
        sum(log((total + 1) / counts[t]) for t in words & inner) / (len(words) + 20) ** 0.5
        for words in around
    ]


def _around(text: str, span: Span, spans: list[Span]) -> set[str]:
    found: set[str] = set()
    for start, end in (
        (max(span.start - AROUND, 0), span.start),
        (span.end, min(span.end + AROUND, len(text))),
    ):
        at = start
        for o in spans:
            if o.end > at and o.start < end:
                found |= tokens(text[at : max(o.start, at)])
                at = min(o.end, end)
        found |= tokens(text[at:end])
    return found


_WORD = re.compile(r"[^\W_]+")


def tokens(text: str) -> set[str]:
    """Words of four letters and more; bigrams in scripts without spaces."""
    found: set[str] = set()
    for word in _WORD.findall(text):
        if word[0] < "\u1100":
            if len(word) > 3:
                found.add(word.lower())
        else:
            found.update(word[i : i + 2] for i in range(len(word) - 1))
    return found


# Fitted by conditional logistic regression on 875 groups of planted copies (which of these is
# the original?), L2 0.5.  Of unseen groups it is right in 89 %, in 94 % of those whose copies
# stand in different articles; "the first" is right in half of them.
WEIGHTS = {
    # By hand: a comma after a full stop shows a passage thrown into a sentence.
    "a mark follows": -250,
    "left clause": -141,
    "right stop-break, others break": -134,
    "spelling": 132,
    "context": 130,
    "right cut-break, others break": -119,
    "left word": 118,
    "first": 113,
    "right cut-break": -92,
    "left stop": 85,
    "left stop, others break": 84,
    "right stop-text": 83,
    "alone": -80,
    "right cut-text, others break": 77,
    "left break-cut, others break": -77,
    "left clause, others break": -48,
    "left break-cut": -44,
    "left break, others break": 44,
    "context sign": 32,
    "left word, others break": 26,
    "left break": -18,
    "right stop-text, others break": 12,
    "right cut-text": 5,
}


def weigh(text: str, spans: list[Span]) -> list[tuple[Evidence, ...]]:
    """For each copy, the points (100 to one unit of log-odds) for its being the one that stays."""
    return [
        tuple(
            Evidence(name, points)
            for name, value in f.items()
            if (points := round(value * WEIGHTS.get(name, 0)))
        )
        for f in features(text, spans)
    ]
