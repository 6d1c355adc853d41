"""All clusters together: no copy goes for the sake of one that goes, too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from reflow.corpus.settle import Removed
from reflow.document import Span
from reflow.repeats.search import Taken


def resolve(removed: Iterable[Removed]) -> list[Removed]:
    """The removals that hold, longest first where two disagree; sorted by document and place."""
    gone: defaultdict[int, Taken] = defaultdict(Taken)
    stays: defaultdict[int, Taken] = defaultdict(Taken)
    out: list[Removed] = []
    for r in sorted(set(removed), key=lambda r: (r.kept_start - r.kept_end, *r)):
        span, kept = Span(r.start, r.end), Span(r.kept_start, r.kept_end)
        if gone[r.document].overlap(span) or stays[r.document].overlap(span) * 4 >= span.length:
            continue
        if gone[r.kept].overlap(kept) * 4 >= kept.length:
            continue
        gone[r.document].add(span)
        stays[r.kept].add(kept)
        out.append(r)
    return sorted(out)
