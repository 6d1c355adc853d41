"""Is it a copy, or do people just write alike?  Named points, summed.

Short passages recur in running text, in forms and by custom.  What tells a copy is its
size, that its edges lie where lines and clauses end, that it cuts other sentences, and that
what differs looks like misread letters and not like other names and numbers.
"""

from __future__ import annotations

import re
from itertools import pairwise
from math import log2

from reflow.document import Span
from reflow.edits import Evidence
from reflow.repeats.site import Site

_NO_LETTER = re.compile(r"[\W_]+")
_NARROW = re.compile("[\u0000-\u10ff]+")

SIZES = (15, 20, 25, 30, 40, 60, 90, 130, 200)
"""Steps of size, in letters of dense scripts."""

# Fitted by logistic regression, L2 1.0, on 1,590 groups of like passages: planted copies on the
# one hand, and on the other what recurs in real pages and in written traps by custom.
WEIGHTS = {
    "adjacent": 76,
    "after a clause": 27,
    "all alone": -66,
    "all alone, many": -30,
    "all fit": -51,
    "cuts a sentence": 25,
    "exact": -221,
    "fields exchanged": -174,
    "left inside": -29,
    "long, fields exchanged": -30,
    "many": -2,
    "noise": -26,
    "numbers exchanged": -342,
    "phrases exchanged": -105,
    "right inside": -94,
    "sentences": 62,
    "single change": -24,
    "size >= 130": 79,
    "size >= 15": -4,
    "size >= 20": 94,
    "size >= 200": 117,
    "size >= 25": 97,
    "size >= 30": 65,
    "size >= 40": 172,
    "size >= 60": 93,
    "size >= 90": 22,
    "some alone": 2,
    "some fits": -17,
    "some line end": -79,
    "some line start": 202,
    "stops short": 113,
    "width of changes": -284,
    "bias": -110,
}
# At 80 points 97 % of unseen groups that pass are copies, and 90 % of the copies pass.
THRESHOLD = 80


def size(text: str, span: Span) -> float:
    """Letters in `span` (its first 3,000 characters), those of scripts with spaces half."""
    part = _NO_LETTER.sub("", text[span.start : min(span.end, span.start + 3000)])
    return (len(part) + len(_NARROW.sub("", part))) / 2


def features(
    text: str, sites: list[Site], edits: tuple[tuple[str, str], ...], similarity: float
) -> dict[str, float]:
    """What speaks for a group of passages being copies of one, named."""
    letters = min(size(text, s.span) for s in sites)
    f = {f"size >= {step}": 1.0 for step in SIZES if letters >= step}
    f["noise"] = min(1 - similarity, 0.25) * 10
    f.update(_changes(edits, letters))
    both = [
        s for s in sites if s.left not in ("word", "torn") and s.right not in ("cut-text", "torn")
    ]
    ordered = sorted(s.span for s in sites)
    flags = {
        "exact": not edits,
        "some fits": bool(both),
        "all fit": len(both) == len(sites),
        "some line start": any(s.opens for s in sites),
        "some line end": any(s.closes for s in sites),
        "some alone": any(s.opens and s.closes for s in sites),
        "all alone": all(s.opens and s.closes for s in sites),
        "all alone, many": len(sites) > 2 and all(s.opens and s.closes for s in sites),
        "sentences": all(
            s.right.startswith("stop") and s.left in ("break", "break-cut", "stop") for s in sites
        ),
        "cuts a sentence": any(s.left == "break-cut" for s in sites),
        "after a clause": any(s.left == "clause" for s in sites),
        "stops short": any(s.right == "cut-break" for s in sites),
        "left inside": all(s.left in ("word", "torn") for s in sites),
        "right inside": all(s.right in ("cut-text", "torn") for s in sites),
        "many": len(sites) > 3,
        "adjacent": any(
            b.start - a.end < 8 and not text[a.end : b.start].strip() for a, b in pairwise(ordered)
        ),
    }
    f.update({name: 1.0 for name, on in flags.items() if on})
    return f


def _changes(edits: tuple[tuple[str, str], ...], letters: float) -> dict[str, float]:
    """How the differences look: fields exchanged, or letters misread."""
    if not edits:
        return {}
    count = len(edits)
    fields = sum(1 for a, b in edits if min(len(a), len(b)) >= 2) / count
    phrases = sum(1 for a, b in edits if max(len(a), len(b)) >= 4) / count
    numbers = sum(1 for a, b in edits if (a + b).isdigit()) / count
    width = sum(max(len(a), len(b)) for a, b in edits) / count
    return {
        "fields exchanged": fields,
        "phrases exchanged": phrases,
        "numbers exchanged": numbers,
        "width of changes": min(log2(max(width, 1.0)), 3.0),
        "single change": float(count == 1),
        "long, fields exchanged": fields if letters >= 90 else 0.0,
    }


def weigh(found: dict[str, float]) -> tuple[Evidence, ...]:
    """The points of `found`, 100 to one unit of log-odds; steps of size are summed up."""
    items: list[Evidence] = []
    base = WEIGHTS.get("bias", 0)
    steps = 0
    for name, value in found.items():
        points = round(value * WEIGHTS.get(name, 0))
        if name.startswith("size >= "):
            steps += points
        elif points:
            items.append(Evidence(name, points))
    return (Evidence("prior", base), Evidence("size", steps), *items)


def name(evidence: tuple[Evidence, ...]) -> str:
    """The name of the filter for passages that are not copies enough."""
    against = [e for e in evidence if e.weight < 0 and e.name not in ("prior", "noise", "exact")]
    worst = min(against, key=lambda e: e.weight).name if against else ""
    if "exchanged" in worst or worst == "width of changes":
        return "template"
    if worst.startswith(("all alone", "many")):
        return "formula"
    return "recurring phrase"
