"""One document: what goes for the sake of other documents, then the clean-up of the rest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, NamedTuple

from reflow.config import Config
from reflow.document import Span
from reflow.engine import run
from reflow.repeats import Removal, gaps
from reflow.repeats.fold import Folded
from reflow.repeats.marks import Marks
from reflow.repeats.reader import Reader
from reflow.result import Finding
from reflow.view import View

ACROSS, WITHIN = "repeated across documents", "repeated within the document"
# Letters of each of two copies that are compared to tell how alike they are.
_COMPARED = 3000


class Elsewhere(NamedTuple):
    """A passage that goes because another document has it, in code points."""

    start: int
    end: int
    kept_doc: str
    kept_start: int
    kept_end: int
    similarity: float


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The clean text, and what was taken out of the document."""

    text: str
    removals: tuple[dict[str, Any], ...]
    """Records ready for JSON; offsets are code points of the original."""
    edits: int
    """Fixes that were applied, those of repeats included."""


class Job(NamedTuple):
    """A row of a corpus that is to be cleaned."""

    identity: str
    text: str | None
    error: str
    """Why it has no text."""
    elsewhere: str | None
    """JSON: what goes because another document has it."""
    twice: bool
    """Another row has its identity."""


def work(job: Job, config: Config) -> dict[str, Any]:
    """Clean one row.  What goes wrong is told in `failure`; the others are still to be done."""
    failure = job.error
    if job.twice and not failure:
        failure = f"the id {job.identity!r} stands more than once"
    if failure or job.text is None:
        return {"clean": None, "removals": "[]", "edits": 0, "failure": failure or "no text"}
    elsewhere = [Elsewhere(*e) for e in json.loads(job.elsewhere or "[]")]
    try:
        done = clean(job.identity, job.text, elsewhere, config)
    except Exception as error:
        # One document in millions must not end the work on the others.
        reason = f"{type(error).__name__}: {error}"
        return {"clean": None, "removals": "[]", "edits": 0, "failure": reason}
    return {
        "clean": done.text,
        "removals": json.dumps(done.removals),
        "edits": done.edits,
        "failure": "",
    }


def clean(identity: str, text: str, elsewhere: list[Elsewhere], config: Config) -> Cleaned:
    """Clean one document of a corpus."""
    view = View.of(text)
    records: list[dict[str, Any]] = []
    if elsewhere:
        closed = _closed(text, elsewhere, config)
        view = view.apply([e for r in closed for e in r.edits(config.gap_mark)])
        records += (_across(identity, e) for e in elsewhere)
    result = run(view.text, config)
    applied = [f for f in result.findings if f.status == "applied"]
    for finding in applied:
        if finding.code == "R101":
            records += _within(identity, finding, view)
    records.sort(key=lambda r: (r["start"], r["end"]))
    return Cleaned(result.text, tuple(records), len(applied) + len(elsewhere))


def _closed(text: str, elsewhere: list[Elsewhere], config: Config) -> tuple[Removal, ...]:
    removals = [
        Removal(Span(e.start, e.end), Span(e.kept_start, e.kept_end), e.similarity, "none", ())
        for e in sorted(elsewhere)
    ]
    return gaps.close(text, removals, Reader(text), Marks(config.continuation_marks))


def _across(identity: str, e: Elsewhere) -> dict[str, Any]:
    return {
        "doc": identity,
        "start": e.start,
        "end": e.end,
        "kept_doc": e.kept_doc,
        "kept_start": e.kept_start,
        "kept_end": e.kept_end,
        "similarity": e.similarity,
        "reason": ACROSS,
    }


def _within(identity: str, finding: Finding, view: View) -> list[dict[str, Any]]:
    """The records of a copy that stood in its own document."""
    kept = next(span for label, span in finding.related if label == "kept copy")
    home = view.origin(kept)
    start = home[0].start if home else view.to_source(kept.start)
    end = home[-1].end if home else view.to_source(kept.end)
    return [
        {
            "doc": identity,
            "start": part.start,
            "end": part.end,
            "kept_doc": identity,
            "kept_start": start,
            "kept_end": end,
            "similarity": alike(finding.span.text(view.text), kept.text(view.text)),
            "reason": WITHIN,
        }
        for removed in finding.removed
        for part in view.origin(removed)
    ]


def alike(one: str, two: str) -> float:
    """Share of equal letters of two copies, by their first 3,000 letters."""
    from rapidfuzz.distance import Levenshtein

    left, right = (Folded(s[: 2 * _COMPARED]).text[:_COMPARED] for s in (one, two))
    return round(Levenshtein.normalized_similarity(left, right), 4)
