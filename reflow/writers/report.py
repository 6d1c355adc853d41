"""What a writer gets: the findings of one file, and positions in its text and bytes."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from reflow.document import Span
from reflow.edits import Safety
from reflow.result import Finding, Result
from reflow.source import Source, errors_of

_LINE_END = re.compile(r"\r\n|\n|\r")


_SAFETY = {
    Safety.SAFE: "safe",
    Safety.UNSAFE: "unsafe",
    Safety.DISPLAY: "display only",
    Safety.KEPT: "kept",
}


class Position(NamedTuple):
    """A place as people and editors count it."""

    line: int
    """From 1; CR, LF and CR LF end a line."""
    column: int
    """From 1, in code points."""


@dataclass(frozen=True)
class Report:
    """The findings of one file that are to be shown, in order of place."""

    path: str
    source: Source
    findings: tuple[Finding, ...]
    result: Result

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(m.end() for m in _LINE_END.finditer(self.source.text))]

    def position(self, offset: int) -> Position:
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    @property
    def text(self) -> str:
        return self.source.text

    def line(self, number: int) -> Span:
        """The range of a line, numbered from 1, without its line end."""
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return Span(start, start + len(self.text[start:end].rstrip("\r\n")))

    @cached_property
    def _bytes(self) -> dict[int, int]:
        return byte_offsets(
            self.source, [offset for f in self.findings for offset in (f.span.start, f.span.end)]
        )

    def byte(self, offset: int) -> int:
        """The offset in the file of a finding's start or end."""
        return self._bytes[offset]

    @cached_property
    def _utf8(self) -> dict[int, int]:
        spans = [span for f in self.findings for span in places(f)]
        offsets = [offset for span in spans for offset in span]
        starts = [self._starts[self.position(offset).line - 1] for offset in offsets]
        # Only what is read as UTF-8 has stray bytes; elsewhere a lone surrogate is itself.
        errors = "surrogateescape" if self.source.encoding == "utf-8" else "surrogatepass"
        return _lengths(self.text, [*offsets, *starts], "utf-8", errors)

    def utf8_position(self, offset: int) -> Position:
        """As `position`, with the column in bytes of UTF-8; for the `places` of a finding."""
        line = self.position(offset).line
        return Position(line, self._utf8[offset] - self._utf8[self._starts[line - 1]] + 1)


def safety(finding: Finding) -> str:
    """How far a finding's fix can be trusted, in a word or two."""
    return _SAFETY[finding.safety]


def places(finding: Finding) -> Iterator[Span]:
    """All ranges of the original that a finding names."""
    yield finding.span
    if finding.replacement is not None:
        yield finding.replacement[0]
    for _, span in finding.related:
        yield span


def byte_offsets(source: Source, offsets: Iterable[int]) -> dict[int, int]:
    """Offsets in the file for offsets in the text, in any encoding."""
    lengths = _lengths(source.text, offsets, source.encoding, errors_of(source.encoding))
    return {offset: len(source.bom) + length for offset, length in lengths.items()}


def _lengths(text: str, offsets: Iterable[int], encoding: str, errors: str) -> dict[int, int]:
    """How many bytes stand before each offset: one pass.

    The encoder runs on from place to place, so escapes of stateful encodings
    are counted, too.
    """
    encoder = codecs.getincrementalencoder(encoding)(errors)
    found: dict[int, int] = {}
    at = size = 0
    for offset in sorted(set(offsets)):
        size += len(encoder.encode(text[at:offset]))
        at = offset
        found[offset] = size
    return found
