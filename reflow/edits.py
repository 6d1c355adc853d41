"""What a rule proposes: edits, their evidence and how far they can be trusted.

Everything here is immutable.  A rule yields `Fix` objects; only the engine
applies them.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from reflow.document import Span
from reflow.records import dataclass


class Safety(IntEnum):
    """How far a fix can be trusted; lower is safer.

    The tiers follow the "applicability" of modern linters.
    """

    SAFE = 0
    """No veto and a score at or above the rule's threshold: applied."""
    UNSAFE = 1
    """Just below the threshold: shown, applied on request only."""
    DISPLAY = 2
    """A report (text lost, a likely stray): never applied."""
    KEPT = 3
    """Considered and left as it is; listed only when asked for."""


class Evidence(NamedTuple):
    """One named reason for or against a fix.

    A page has hundreds: as a tuple one is made and sent to another process in a quarter of the
    time that a frozen dataclass takes.
    """

    name: str
    weight: int
    """Points; a fix's score is the sum over its evidence."""
    seen: str = ""
    """What was looked at, for a person to read."""
    veto: bool = False
    """A veto forbids the fix, whatever the score."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace `span` by `pieces`.

    A piece is inserted text, or a span of the same text that is moved here,
    so that moved text keeps its origin.  A span that is moved must be removed
    by another edit of the same fix.
    """

    span: Span
    pieces: tuple[str | Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that go in whole or not at all, with the reasons for them."""

    code: str
    name: str
    message: str
    span: Span
    """Where to show it."""
    edits: tuple[Edit, ...]
    evidence: tuple[Evidence, ...]
    safety: Safety
    related: tuple[tuple[str, Span], ...] = ()
    """Other places that matter: the kept copy, the other half."""

    @property
    def score(self) -> int:
        return sum(e.weight for e in self.evidence)


def judge(evidence: tuple[Evidence, ...], threshold: int, margin: int) -> Safety:
    """SAFE at `threshold` points, UNSAFE within `margin` below it, else KEPT; a veto is KEPT."""
    if any(e.veto for e in evidence):
        return Safety.KEPT
    score = sum(e.weight for e in evidence)
    if score >= threshold:
        return Safety.SAFE
    return Safety.UNSAFE if score >= threshold - margin else Safety.KEPT
