"""From what the clusters say to what goes in each document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from reflow.corpus.documents import Elsewhere
from reflow.corpus.resolve import resolve
from reflow.corpus.settle import Removed


def elsewhere(
    settled: Iterable[dict[str, Any]], names: Callable[[set[int]], dict[int, str]]
) -> dict[int, list[Elsewhere]]:
    """For each document's key, the passages that go; `names` gives the ids of keys."""
    removed = resolve(Removed(**r) for r in settled)
    ids = names({r.kept for r in removed})
    out: defaultdict[int, list[Elsewhere]] = defaultdict(list)
    for r in removed:
        out[r.document].append(
            Elsewhere(r.start, r.end, ids[r.kept], r.kept_start, r.kept_end, r.similarity)
        )
    return dict(out)
