"""A text that is read a page at a time, for those who look at stretches of it.

`Paged` offers what the search for repeats asks of a string: its length, characters, slices, and
a bounded `find`.  It is no `str`; `as_text` lends it where one is declared.
"""

from __future__ import annotations

import codecs
import os
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from reflow.repeats.fold import Folded

PAGE = 1 << 13
"""Code points of a page: what surrounds a copy, since copies are looked at all over a text; with
eight times as many half of the search went into decoding pages again."""
HELD = 1 << 10
"""Pages in memory: eight times a part, 16 MB."""


class Paged:
    """Pages that start at the offsets `starts` (whose last is the length), read by number."""

    def __init__(self, starts: Sequence[int], read: Callable[[int], str]) -> None:
        self.starts = starts
        self._read = read
        self._pages: dict[int, str] = {}

    def __len__(self) -> int:
        return self.starts[-1]

    def __getitem__(self, key: int | slice) -> str:
        if isinstance(key, int):
            if not 0 <= key < len(self):
                raise IndexError(key)
            number = self._number(key)
            return self._page(number)[key - self.starts[number]]
        start, end, step = key.indices(len(self))
        if step != 1:
            raise ValueError("slices of pages go forwards, without steps")
        if end <= start:
            return ""
        first, last = self._number(start), self._number(end - 1)
        if first == last:
            low = self.starts[first]
            return self._page(first)[start - low : end - low]
        text = "".join(self._page(n) for n in range(first, last + 1))
        low = self.starts[first]
        return text[start - low : end - low]

    def find(self, sub: str, start: int, end: int) -> int:
        """As `str.find`; the stretch is read whole, so it should be a short one."""
        start = max(start, 0)
        at = self[start : max(end, 0)].find(sub)
        return at + start if at >= 0 else -1

    def rfind(self, sub: str, start: int, end: int) -> int:
        """As `str.rfind`; the stretch is read whole, so it should be a short one."""
        start = max(start, 0)
        at = self[start : max(end, 0)].rfind(sub)
        return at + start if at >= 0 else -1

    def stretch(self, first: int, last: int) -> Paged:
        """Pages `first` up to `last` as a text of its own."""
        low = self.starts[first]
        starts = [start - low for start in self.starts[first : last + 1]]
        return Paged(starts, lambda n: self._page(n + first))

    def _number(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1

    def _page(self, number: int) -> str:
        page = self._pages.pop(number, None)
        if page is None:
            if len(self._pages) >= HELD:
                del self._pages[next(iter(self._pages))]
            page = self._read(number)
        # The one that was asked for last goes last.
        self._pages[number] = page
        return page


def as_text(pages: Paged) -> str:
    """`pages` where a string is declared: what takes it may only look at stretches."""
    return cast(str, pages)


def from_file(descriptor: int, blocks: Iterable[bytes], skip: int = 0) -> Paged:
    """The UTF-8 text of an open file behind its first `skip` bytes.

    `blocks` are the bytes of that text, in order, to be looked through once; the file is read
    where it is asked for later.  Raises UnicodeDecodeError where it is not UTF-8.
    """
    import numpy as np

    check = codecs.getincrementaldecoder("utf-8")("strict")
    offsets = array("q")
    count = done = 0
    for block in blocks:
        check.decode(block)
        heads = np.flatnonzero((np.frombuffer(block, np.uint8) & 0xC0) != 0x80)
        first = -count % PAGE
        offsets.extend((heads[first::PAGE] + (done + skip)).tolist())
        count += heads.size
        done += len(block)
    check.decode(b"", final=True)
    offsets.append(done + skip)

    def read(number: int) -> str:
        start, end = offsets[number], offsets[number + 1]
        data = os.pread(descriptor, end - start, start)
        return data.decode("utf-8")

    return Paged([*range(0, count, PAGE), count], read)


def folded(text: Paged) -> Folded:
    """`text` folded, of which as little is held."""
    from reflow.repeats.fold import Folded

    class PagedFolded(Folded):
        def __init__(self) -> None:
            self.source = as_text(text)
            self.chunks = [0]
            for number in range(-(-len(text) // PAGE)):
                self.chunks.append(self.chunks[-1] + len(self._folded(number)))
            self.text = as_text(Paged(self.chunks, lambda number: self._folded(number).text))

        @staticmethod
        def _folded(number: int) -> Folded:
            return Folded(text[number * PAGE : (number + 1) * PAGE])

        def position(self, offset: int) -> int:
            number = bisect_right(self.chunks, offset) - 1
            return number * PAGE + self._folded(number).position(offset - self.chunks[number])

        def find(self, position: int) -> int:
            number = position // PAGE
            if number >= len(self.chunks) - 1:
                return len(self)
            return self.chunks[number] + self._folded(number).find(position - number * PAGE)

    return PagedFolded()
