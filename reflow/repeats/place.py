"""A copy where it stands, as the filters of lawful repetition see it."""

from __future__ import annotations

from reflow.document import Span
from reflow.records import dataclass
from reflow.repeats.judge import size


@dataclass(frozen=True, slots=True)
class Place:
    """One copy where it stands, as the filters see it."""

    span: Span
    size: float
    """Letters, those of scripts with spaces half."""
    whole: bool
    """It fills whole lines."""
    before: str
    """Up to 40 characters left of it, line breaks included."""
    after: str
    lines: tuple[str, ...]
    """The lines it touches, in full (the first 12 of them)."""


def place(text: str, span: Span) -> Place:
    """Look at `span` in its surroundings; the cost is bounded whatever the lines' lengths."""
    start = text.rfind("\n", max(span.start - 4000, 0), span.start) + 1
    start = start or max(span.start - 4000, 0) * (span.start > 4000)
    end = text.find("\n", span.end, span.end + 4000)
    end = min(len(text), span.end + 4000) if end < 0 else end
    head, tail = text[start : span.start], text[span.end : end]
    whole = not has_letters(head) and not has_letters(tail)
    stretch = text[start:end] if end - start < 8000 else text[start : start + 8000]
    lines = tuple(s for s in stretch.split("\n") if s.strip())[:12]
    before, after = text[max(span.start - 40, 0) : span.start], text[span.end : span.end + 40]
    return Place(span, size(text, span), whole, before, after, lines)


def has_letters(text: str) -> bool:
    """Whether there is anything to read in `text`."""
    return any(c.isalnum() for c in text)
