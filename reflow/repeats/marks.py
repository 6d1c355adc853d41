"""Continuation marks: `(continued from page 1)` starts an article's half and is no part of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reflow.continued import CONTINUATION_MARKS
from reflow.document import Span

# Characters at the start of a passage in which a mark is looked for.
REACH = 48
BUILT_IN = re.compile("|".join(CONTINUATION_MARKS))


class Marks:
    """The built-in marks and those of the settings; a user's pattern runs with a time limit."""

    def __init__(self, patterns: Iterable[str] = ()) -> None:
        self._own: list[object] = []
        patterns = tuple(patterns)
        if patterns:
            import regex

            self._own = [regex.compile(p) for p in patterns]

    def without(self, text: str, span: Span) -> Span:
        """`span` without a mark that it starts with."""
        end = self.length(text[span.start : min(span.end, span.start + REACH)])
        while end < span.length and text[span.start + end].isspace():
            end += 1
        return Span(span.start + end, span.end) if 0 < end < span.length else span

    def length(self, head: str) -> int:
        """The length of the mark that `head` starts with, 0 if there is none."""
        return max(_length(pattern, head) for pattern in (BUILT_IN, *self._own))


def _length(pattern: object, head: str) -> int:
    try:
        if isinstance(pattern, re.Pattern):
            found = pattern.match(head)
        else:
            found = pattern.match(head, timeout=0.1)  # type: ignore[attr-defined]
    except TimeoutError:
        return 0
    return found.end() if found else 0


BUILT_IN_MARKS = Marks()
"""The built-in marks alone."""
