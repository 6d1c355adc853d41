"""Repeated passages: found fuzzily, judged, and the copies that go.

`find` and `survey` are pure functions of a text.  The steps: fold the text, hash and sample
it, sort, chain equal stretches by diagonal, extend and verify on bounded windows, keep what
is lawful, choose the copy that stays, and say whether text was lost.
"""

from __future__ import annotations

from reflow.document import Span
from reflow.edits import Edit, Evidence
from reflow.records import dataclass

__all__ = ["KINDS", "Kept", "Removal", "find", "survey"]

KINDS = (
    "boilerplate",
    "caption",
    "code",
    "contrast",
    "formula",
    "heading",
    "list",
    "other words",
    "pull quote",
    "quotation",
    "recurring phrase",
    "reference",
    "table",
    "template",
    "verse",
)
"""The kinds of lawful repetition, by the name of the filter that keeps them."""


@dataclass(frozen=True, slots=True)
class Removal:
    """A copy to take out, and the copy that stays."""

    span: Span
    """What goes, with the punctuation and white space that belong to it."""
    kept: Span
    similarity: float
    """Share of equal letters, 0 to 1."""
    gap: str
    """none, gap (text was lost here) or resume (the halves around it belong together)."""
    evidence: tuple[Evidence, ...]
    kept_reason: str = ""
    gap_at: int = -1
    """Where a gap mark goes; -1 without a gap."""
    lead: str = ""
    """Goes before the mark: a space after a Latin letter."""
    tail: str = ""
    """Goes in with the mark or, at a resumption, between the halves: a break or a space."""

    def glue(self, gap_mark: str) -> str:
        """What is written in the place of the copy, or at `gap_at`."""
        if self.gap == "gap":
            return f"{self.lead}{gap_mark}{self.tail}" if gap_mark else self.tail
        return self.tail

    def edits(self, gap_mark: str) -> tuple[Edit, ...]:
        """What takes the copy out and marks the place where text was lost, in order."""
        glue = self.glue(gap_mark)
        if self.gap_at in (-1, self.span.start):
            return (Edit(self.span, (glue,) if glue else ()),)
        if glue:
            return (Edit(Span(self.gap_at, self.gap_at), (glue,)), Edit(self.span))
        return (Edit(self.span),)


@dataclass(frozen=True, slots=True)
class Kept:
    """A repetition that a filter kept."""

    span: Span
    other: Span
    reason: str
    evidence: tuple[Evidence, ...]


def find(
    text: str,
    *,
    min_chars: int = 30,
    similarity: float = 0.75,
    continuation_marks: tuple[str, ...] = (),
    remove: tuple[str, ...] = (),
) -> tuple[Removal, ...]:
    """The copies to remove from `text`: sorted, never overlapping."""
    return survey(
        text,
        min_chars=min_chars,
        similarity=similarity,
        continuation_marks=continuation_marks,
        remove=remove,
    )[0]


def survey(
    text: str,
    *,
    min_chars: int = 30,
    similarity: float = 0.75,
    continuation_marks: tuple[str, ...] = (),
    remove: tuple[str, ...] = (),
) -> tuple[tuple[Removal, ...], tuple[Kept, ...]]:
    """As `find`, together with the repetitions that were kept and why.

    Those of the `KINDS` in `remove` are not kept.
    """
    from reflow.repeats.gate import worth_a_look

    if not worth_a_look(text):
        return (), ()
    from reflow.repeats.pairs import find_pairs
    from reflow.repeats.plain import fold

    folded = fold(text)
    pairs = find_pairs(folded, min_chars * 0.6, similarity)
    if not pairs:
        return (), ()
    # The judges are many, and most pages have nothing to judge.
    from reflow.repeats.search import search

    return search(text, folded, pairs, min_chars, continuation_marks, frozenset(remove))
