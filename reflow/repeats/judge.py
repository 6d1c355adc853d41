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
from reflow.repeats import order
from reflow.repeats.reader import legible
from reflow.repeats.site import Site

_NO_LETTER = re.compile(r"[\W_]+")
_NARROW = re.compile("[\u0000-\u10ff]+")

STARTS = ("break", "break-cut", "stop")
"""What a sentence may start after."""
WITHIN = ("word", "torn")
"""What stands within a clause."""
INSIDE = (*WITHIN, "clause")
"""What stands within a sentence."""
SIZES = (15, 20, 25, 30, 40, 60, 90, 130, 200)
"""Steps of size, in letters of dense scripts."""

# Fitted by benchmarks/train_judge.py on 1,390 groups of like passages: planted and written copies
# on the one hand, and on the other what recurs in real pages and in written traps by custom.
WEIGHTS = {
    # By hand, for too few pages have one: where the rest of an article is announced, another
    # passage is misplaced.
    "below a continuation mark": 60,
    # By hand, for too few texts have one: nobody writes a numbered clause again out of its order.
    "out of the order of its number": 150,
    # By hand: what stands four times and more is a row of a log or a formula more often than the
    # pages show that were made with copies.
    "many": -60,
    # By hand: of 41 groups in which it is so 40 are of copies, and few texts have one.
    "sentences thrown into a clause": 180,
    # By hand: what is shared ends within a word everywhere, so the sentences were written alike.
    "torn alike": -160,
    "adjacent": 54,
    "after a clause": 14,
    "all alone": -53,
    "all alone, many": -70,
    "all fit": -12,
    "both read well": -35,
    "cuts a sentence": 11,
    "ends alike": -1,
    "exact": -129,
    "fields exchanged": -116,
    "left inside": -42,
    "long, fields exchanged": 2,
    "noise": 17,
    "numbers exchanged": -11,
    "phrases exchanged": -43,
    "right inside": -24,
    "sentences": 20,
    "single change": -13,
    "size >= 130": 91,
    "size >= 15": 8,
    "size >= 20": 66,
    "size >= 200": 38,
    "size >= 25": 84,
    "size >= 30": 62,
    "size >= 40": 155,
    "size >= 60": 87,
    "size >= 90": 41,
    "some alone": -14,
    "some column line end": -62,
    "some column line start": -69,
    "some fits": 26,
    "some line end": -8,
    "some line start": 128,
    "starts alike": -23,
    "stops short": 81,
    "thrown into a sentence": 45,
    "width of changes": -219,
    "bias": -151,
}
# At 100 points, 97 % of unseen groups that pass are copies (most of the others are passages that a
# page wrote twice by itself), and 88 % of the copies pass.
THRESHOLD = 100


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
    if edits:
        read = legible(text, sites[0].span, sites[1].span)
        f["both read well"] = max(read - 0.5, 0.0) * 2
    both = [
        s for s in sites if s.left not in ("word", "torn") and s.right not in ("cut-text", "torn")
    ]
    ordered = sorted(s.span for s in sites)
    inside = (
        all(s.left in ("word", "torn") for s in sites),
        all(s.right in ("cut-text", "torn") for s in sites),
    )
    flags = {
        "exact": not edits,
        "some fits": bool(both),
        "all fit": len(both) == len(sites),
        "some line start": any(s.opens and not s.soft_left for s in sites),
        "some line end": any(s.closes and not s.soft_right for s in sites),
        "some column line start": any(s.soft_left for s in sites),
        "some column line end": any(s.soft_right for s in sites),
        "starts alike": inside[1] and all(s.left in STARTS for s in sites),
        "ends alike": inside[0] and all(s.right.startswith("stop") for s in sites),
        "some alone": any(s.opens and s.closes for s in sites),
        "all alone": all(s.opens and s.closes for s in sites),
        "all alone, many": len(sites) > 2 and all(s.opens and s.closes for s in sites),
        "sentences": all(s.right.startswith("stop") and s.left in STARTS for s in sites),
        "cuts a sentence": any(s.left == "break-cut" for s in sites),
        "thrown into a sentence": thrown_in(sites),
        "out of the order of its number": order.misplaced(text, [s.span for s in sites]),
        "sentences thrown into a clause": thrown_in(sites, WITHIN, "stop-text"),
        "after a clause": any(s.left == "clause" for s in sites),
        "stops short": any(s.right == "cut-break" for s in sites),
        "left inside": inside[0],
        "right inside": inside[1],
        "torn alike": all(s.left == "torn" for s in sites) or all(s.right == "torn" for s in sites),
        "many": len(sites) > 3,
        "below a continuation mark": any(s.below_mark for s in sites),
        "adjacent": any(
            b.start - a.end < 8 and not text[a.end : b.start].strip() for a, b in pairwise(ordered)
        ),
    }
    f.update({name: 1.0 for name, on in flags.items() if on})
    return f


def thrown_in(sites: list[Site], inside: tuple[str, ...] = INSIDE, right: str = "") -> bool:
    """Whether what starts a sentence in one place stands within another sentence elsewhere.

    There `inside` names what may stand before it, and `right` what must follow, if anything.
    """
    if not any(s.left in ("break", "stop") for s in sites):
        return False
    within = (s for s in sites if s.left in inside and not s.opens)
    # Behind the mark of an item nothing is thrown in.
    return any(any(map(str.isalnum, s.before)) for s in within if right in ("", s.right))


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
