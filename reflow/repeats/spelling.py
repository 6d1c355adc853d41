"""Which of two copies is spelt as the text, or the language, spells."""

from __future__ import annotations

import re
from math import log

from reflow.document import Span
from reflow.repeats.reader import DENSE_BREAK, READ, grams

# Nats a letter by which a copy that has one letter in ten misread is less likely than the other.
_SPOILT = 0.5
# Reach, in characters, of the look for other uses of what one copy spells differently.
NEAR = 4_000


# A half-width mark between wide letters, and a full-width one.
_NARROW = re.compile(r"(?<=[\u3040-\u9fff])[,;:!?()](?=[\u3040-\u9fff\d])")
_WIDE = re.compile(r"(?<=[\u3040-\u9fff])[，；：！？（）](?=[\u3040-\u9fff\d])")


def spelling(text: str, spans: list[Span]) -> list[float]:
    """Which copy spells as the text does elsewhere: -1 (noise) to 1, 0 if it cannot be told."""
    out: list[float] = []
    pieces = [grams(text[s.start : min(s.end, s.start + 600)]) for s in spans]
    for n, span in enumerate(spans):
        other = next((m for m in range(len(spans)) if m != n and pieces[m] != pieces[n]), None)
        if other is None:
            out.append(0.0)
            continue
        own, rival = pieces[n] - pieces[other], pieces[other] - pieces[n]
        here = "\n".join(
            masked(text, max(s.start - NEAR, 0), min(s.end + NEAR, len(text)), spans)
            for s in (span, spans[other])
        )
        out.append(_known(own, here) - _known(rival, here))
    return out


def _known(pairs: set[str], text: str) -> float:
    some = sorted(pairs)[:24]
    return sum(1 for g in some if text.find(g) >= 0) / len(some) if some else 0.5


def masked(text: str, start: int, end: int, spans: list[Span]) -> str:
    """`text` from `start` to `end` without what lies in `spans`."""
    out, at = "", start
    for o in sorted(spans):
        if o.end > at and o.start < end:
            out += text[at : max(o.start, at)]
            at = min(o.end, end)
    return out + text[at:end]


def widths(text: str, spans: list[Span]) -> list[float]:
    """Which copy has marks of the width that the text has around it, -1 to 1."""
    narrow = [len(_NARROW.findall(text[s.start : min(s.end, s.start + READ)])) for s in spans]
    least, most = min(narrow), max(narrow)
    if least == most:
        return [0.0] * len(spans)
    near = max(spans[0].start - NEAR, 0), min(spans[-1].end + NEAR, len(text))
    around = masked(text, *near, spans)
    wide, small = len(_WIDE.findall(around)), len(_NARROW.findall(around))
    sign = (wide > small) - (wide < small)
    return [float(sign * ((n == least) - (n == most))) for n in narrow]


def likelihoods(text: str, spans: list[Span]) -> list[float]:
    """How much more each copy reads like language than the likeliest other one, -2 to 2.

    By the shipped n-grams, over the start of each copy; 0 where copies are the same.
    """
    from reflow.joins.ngrams import FOLD, probability, shipped

    starts = (DENSE_BREAK.sub("", text[s.start : min(s.end, s.start + READ)]) for s in spans)
    pieces = [" ".join(start.translate(FOLD).split()) for start in starts]
    if len(set(pieces)) == 1 or not all(pieces):
        return [0.0] * len(spans)
    table = shipped()
    values = [
        sum(log(probability(table, piece[max(n - 2, 0) : n], c)) for n, c in enumerate(piece))
        / len(piece)
        for piece in pieces
    ]
    best = sorted(values, reverse=True)
    return [
        max(-2.0, min(2.0, (v - (best[1] if v == best[0] else best[0])) / _SPOILT)) for v in values
    ]
