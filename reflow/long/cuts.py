"""Where a long text is cut: at boundaries that no edit reaches across.

A cut lies behind a blank line.  The paragraph before it is long and ends a sentence with its
brackets closed, so nothing is joined to it and it is not what stands in the middle of another
one; the line behind it opens like a paragraph; no fence, comment or formula is open, and no
removal reaches over.  Of such places in reach that one is taken whose surroundings have the least
checksum: the same one again after edits before it, as with content-defined chunks of backup
tools (Muthitacharoen, Chen and Mazières, "A Low-bandwidth Network File System", 2001).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol
from zlib import crc32

from reflow.document import Span

LEAST, MOST = 1 << 18, 1 << 20
"""Code points of a part: enough to learn from (`joins.ngrams.SAMPLE` is less), and a million take
about 100 MB while they are cleaned."""
LENGTH = 60
"""Code points of the paragraph before a cut: bridges lead over none as long
(`joins.candidates.LONGEST_BETWEEN`)."""

_BLANK = re.compile(r"\n[ \t\r]*\n\s*")
_ENDS = re.compile(r"[。！？!?….][”’」』）)\]\"'*]{0,3}[ \t\r]*$")
_OPENS = re.compile(r"[\w“「『《（(【#]")
_LINE = re.compile(r"\n")
_FENCE = re.compile(r"(?m)^[ \t]{0,3}(?:```|~~~)(?!markdown|md)|^\$\$")
_BRACKETS = (("（", "）"), ("「", "」"), ("『", "』"), ("“", "”"), ("《", "》"), ("(", ")"))


class Sliceable(Protocol):
    def __len__(self) -> int: ...
    def __getitem__(self, key: slice, /) -> str: ...


class Cut(NamedTuple):
    """Where a part ends."""

    at: int
    sure: bool
    """Whether no edit can reach across; the end of the text is sure."""


def cuts(text: Sliceable, taken: Sequence[Span], least: int, most: int) -> Iterator[Cut]:
    """The ends of the parts of `text`, the last at its end; none inside one of `taken`.

    A part has `least` to `most` code points; `taken` is sorted.  Where there is no sure place in
    that reach, the part ends at another blank line or line end, and without any line end it is
    as long as the line.
    """
    start, reach = 0, most
    while len(text) - start > reach:
        window = text[start : start + reach]
        found = _sure(window, start, taken, least) or _fallback(window, start, taken, least)
        if found is None:
            reach += most
            continue
        yield found
        start, reach = found.at, most
    yield Cut(len(text), True)


def _sure(window: str, start: int, taken: Sequence[Span], least: int) -> Cut | None:
    places: list[tuple[int, int]] = []
    last = least
    for match in _BLANK.finditer(window, least):
        before, after = window[last : match.start()], window[match.end() : match.end() + 8]
        last = match.end()
        if len(before) >= LENGTH and after and _closed_sentence(before) and _OPENS.match(after):
            places.append((crc32((before[-8:] + after).encode("utf-8", "surrogatepass")), last))
    for _, at in sorted(places):
        at = _line_start(window, at)
        if not _inside(start + at, taken) and not _open(window[:at]):
            return Cut(start + at, True)
    return None


def _closed_sentence(paragraph: str) -> bool:
    if not _ENDS.search(paragraph[-12:]):
        return False
    return all(paragraph.count(a) <= paragraph.count(b) for a, b in _BRACKETS)


def _line_start(window: str, at: int) -> int:
    """The start of the line whose first visible character is at `at`."""
    return max(window.rfind(c, 0, at) for c in "\n\r\f") + 1


def _open(part: str) -> bool:
    """Whether a fence, formula or comment that starts in `part` ends behind it."""
    fences = sum(1 for _ in _FENCE.finditer(part))
    return fences % 2 == 1 or part.rfind("<!--") > part.rfind("-->")


def _fallback(window: str, start: int, taken: Sequence[Span], least: int) -> Cut | None:
    """The last blank line, or else the last line end, that is not inside a removal."""
    for pattern in (_BLANK, _LINE):
        for match in reversed([*pattern.finditer(window, least)]):
            at = _line_start(window, match.end())
            if least < at < len(window) and not _inside(start + at, taken):
                return Cut(start + at, False)
    return None


def _inside(at: int, taken: Sequence[Span]) -> bool:
    """Whether one of the disjoint, sorted `taken` holds or touches the place."""
    index = bisect_left(taken, at, key=lambda span: span.end)
    return index < len(taken) and taken[index].start <= at
