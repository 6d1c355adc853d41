"""Patterns that are compiled when they are first used.

A set of all Han characters takes about a millisecond to compile, and a run on
a short page uses few of the patterns that the rules hold ready.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any


class Lazy:
    """A pattern like those of `re.compile`, compiled at first use."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self._source, self._flags = source, flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self._source, self._flags)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self.compiled.search(text, start, end)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        return self.compiled.match(text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self.compiled.fullmatch(text)

    def finditer(
        self, text: str, start: int = 0, end: int = sys.maxsize
    ) -> Iterator[re.Match[str]]:
        return self.compiled.finditer(text, start, end)

    def findall(self, text: str) -> list[str]:
        return self.compiled.findall(text)

    def split(self, text: str) -> list[str | Any]:
        return self.compiled.split(text)

    def sub(self, replacement: str | Callable[[re.Match[str]], str], text: str) -> str:
        return self.compiled.sub(replacement, text)


class Gated(Lazy):
    """A pattern that is compiled, and tried, only on texts in which it may match.

    `may` is a cheap look at a text, and false only where the pattern cannot match.  Most lines
    are prose and pass no gate, so that a page of prose compiles next to nothing.
    """

    def __init__(self, source: str, may: Callable[[str], bool], flags: int = 0) -> None:
        super().__init__(source, flags)
        self.may = may

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return super().search(text, start, end) if self.may(text) else None

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        return super().match(text, start) if self.may(text) else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return super().fullmatch(text) if self.may(text) else None
