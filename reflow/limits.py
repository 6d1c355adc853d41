"""What settings and encoding forbid a fix to do, whatever its rule thinks of it.

A fix that is forbidden is not dropped: it becomes a report or a place that was
kept, with the reason among its evidence.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any

from reflow.config import Config
from reflow.document import Span
from reflow.edits import Evidence, Fix, Safety
from reflow.records import dataclass, replace
from reflow.registry import longest

PATIENCE = 5.0
"""Seconds that a pattern of the user's may take on one text."""

_SHOWN = 40


class PatternError(ValueError):
    """A pattern of the user's is no regular expression, or takes too long."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one run."""

    config: Config
    encodable: Callable[[str], bool] | None = None
    """Whether a text can be written in the output's encoding; None where all can."""

    def kept(self, text: str) -> tuple[Span, ...]:
        """The matches of the `keep` patterns in `text`, sorted and merged.

        Raises PatternError.
        """
        found = (span for pattern in self.config.keep for span in _matches(pattern, text))
        merged: list[Span] = []
        for span in sorted(found):
            if merged and span.start < merged[-1].end:
                merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
            else:
                merged.append(span)
        return tuple(merged)

    def bound(self, fix: Fix, name: str, kept: Sequence[Span], text: str) -> Fix:
        """`fix`, whose id is `name`, or a harmless form of it where it may not be made."""
        config = self.config
        if not fix.edits or fix.safety >= Safety.DISPLAY:
            return fix
        if name in config.ignore_edits:
            return _instead(fix, Safety.KEPT, "ignored edit", "named in the settings")
        if kept:
            touched = [s for s in (_touched(span, kept) for span in _spans(fix)) if s]
            if touched:
                return _instead(fix, Safety.KEPT, "keep", touched[0].text(text)[:_SHOWN])
        if config.fixable or config.unfixable:
            wanted = longest(config.fixable, fix.code) if config.fixable else 0
            if wanted < 0 or longest(config.unfixable, fix.code) >= max(wanted, 1):
                return _instead(fix, Safety.DISPLAY, "unfixable", "by the settings")
        if self.encodable is not None:
            for piece in (p for e in fix.edits for p in e.pieces if isinstance(p, str)):
                if not self.encodable(piece):
                    message = f"{fix.message}; {piece!r} can't be written in this encoding"
                    return _instead(
                        replace(fix, message=message), Safety.DISPLAY, "encoding", piece
                    )
        return fix


def compiled(pattern: str) -> Any:
    """A pattern of the user's; `^` and `$` are the limits of a line.

    Raises PatternError.
    """
    import regex

    try:
        return regex.compile(pattern, regex.MULTILINE)
    except regex.error as error:
        raise PatternError(f"{pattern!r} is no regular expression: {error}") from error


def _matches(pattern: str, text: str) -> list[Span]:
    expression = compiled(pattern)
    try:
        found = [Span(*m.span()) for m in expression.finditer(text, timeout=PATIENCE)]
    except TimeoutError as error:
        raise PatternError(f"the pattern {pattern!r} takes more than {PATIENCE:g} s") from error
    return [span for span in found if span.length]


def _spans(fix: Fix) -> list[Span]:
    """All that a fix replaces or moves."""
    return [e.span for e in fix.edits] + [
        p for e in fix.edits for p in e.pieces if isinstance(p, Span)
    ]


def _touched(span: Span, kept: Sequence[Span]) -> Span | None:
    """The first of the disjoint `kept` that shares a character with `span`, or holds it inside."""
    index = bisect_right(kept, span.start, key=lambda k: k.end)
    near = kept[index] if index < len(kept) else None
    return near if near is not None and near.start < span.end else None


def _instead(fix: Fix, safety: Safety, reason: str, seen: str) -> Fix:
    evidence = (*fix.evidence, Evidence(reason, 0, seen, veto=True))
    return replace(fix, safety=safety, evidence=evidence)
