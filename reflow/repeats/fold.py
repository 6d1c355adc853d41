"""Fold a text to what a reader compares: letters and digits, without width, case or layout.

One table maps code points to code points: full-width forms to ASCII, ASCII capitals to
small letters, white space and punctuation to nothing.  Digits are never folded away:
a tool that does takes 784 of 786 numbered list items for copies of one another.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Chunks bound the memory, whatever the length of the text: 16 bytes a code point for the one
# being folded, 4 for each of those whose positions are held.
CHUNK = 1 << 16
_HELD = 64

# Ranges with nothing a reader compares (half-open): controls, punctuation, spaces, symbols.
DROPPED = (
    (0x00, 0x30),
    (0x3A, 0x41),
    (0x5B, 0x61),
    (0x7B, 0xAA),
    (0xAB, 0xB5),
    (0xB6, 0xBA),
    (0xBB, 0xC0),
    (0xD7, 0xD8),
    (0xF7, 0xF8),
    (0x2B0, 0x370),
    (0x1680, 0x1681),
    (0x2000, 0x2070),
    (0x20A0, 0x20F1),
    (0x2190, 0x2460),
    (0x2500, 0x2C00),
    (0x2E00, 0x2E80),
    (0x3000, 0x3005),
    (0x3008, 0x3021),
    (0x3030, 0x3031),
    (0x303D, 0x3041),
    (0x3099, 0x309D),
    (0x30FB, 0x30FC),
    (0xE000, 0xF900),
    (0xFE00, 0xFE70),
    (0xFF01, 0xFF10),
    (0xFF1A, 0xFF21),
    (0xFF3B, 0xFF41),
    (0xFF5B, 0xFF66),
    (0xFFE0, 0x10000),
)


@lru_cache(maxsize=1)
def _table() -> NDArray[np.uint32]:
    """The fold of every code point below 0x10000; 0 drops it."""
    import numpy as np

    table = np.arange(0x10000, dtype=np.uint32)
    for start, end in DROPPED:
        table[start:end] = 0
    table[0x41:0x5B] += 0x20
    table[0xC0:0xD7] += 0x20
    table[0xD8:0xDF] += 0x20
    table[0x391:0x3AA] += 0x20
    table[0x410:0x430] += 0x20
    for start, ascii_start, count in ((0xFF10, 0x30, 10), (0xFF21, 0x61, 26), (0xFF41, 0x61, 26)):
        table[start : start + count] = np.arange(ascii_start, ascii_start + count)
    return table


def _fold_chunk(chunk: str) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """The folded code points of `chunk` and which of its code points are kept."""
    import numpy as np

    raw = np.frombuffer(chunk.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    table = _table()
    if raw.size and int(raw.max()) < 0x10000:
        codes = table[raw]
    else:
        codes = np.where(raw < 0x10000, table[np.minimum(raw, 0xFFFF)], raw)
    keep = codes != 0
    return codes[keep], keep


class Folded:
    """A folded text and the way back to the original.

    Only the folded text is held; positions are recomputed a chunk at a time when they
    are asked for, which is seldom.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.chunks: list[int] = [0]
        """Folded offset at which each chunk starts; one more than there are chunks."""
        parts: list[str] = []
        for start in range(0, len(source), CHUNK):
            codes, _ = _fold_chunk(source[start : start + CHUNK])
            parts.append(codes.tobytes().decode("utf-32-le", "surrogatepass"))
            self.chunks.append(self.chunks[-1] + codes.size)
        self.text = "".join(parts)
        self._cache: dict[int, NDArray[np.int32]] = {}

    def __len__(self) -> int:
        return len(self.text)

    def codes(self, start: int, end: int) -> NDArray[np.uint32]:
        """The folded code points `start` to `end` as an array."""
        import numpy as np

        part = self.text[start:end].encode("utf-32-le", "surrogatepass")
        return np.frombuffer(part, dtype=np.uint32)

    def position(self, offset: int) -> int:
        """The offset in the original of folded offset `offset`, which must exist."""
        from bisect import bisect_right

        import numpy as np

        index = bisect_right(self.chunks, offset) - 1
        kept = self._cache.get(index)
        if kept is None:
            if len(self._cache) >= _HELD:
                self._cache.pop(next(iter(self._cache)))
            start = index * CHUNK
            keep = _fold_chunk(self.source[start : start + CHUNK])[1]
            kept = np.flatnonzero(keep).astype(np.int32)
            self._cache[index] = kept
        return index * CHUNK + int(kept[offset - self.chunks[index]])

    def positions(self) -> list[int]:
        """The offsets in the original of all folded ones; for short texts."""
        import numpy as np

        keep = np.concatenate(
            [_fold_chunk(self.source[k : k + CHUNK])[1] for k in range(0, len(self.source), CHUNK)]
            or [np.empty(0, np.bool_)]
        )
        found: list[int] = np.flatnonzero(keep).tolist()
        return found

    def find(self, position: int) -> int:
        """The first folded offset whose original offset is at or after `position`."""
        import numpy as np

        index = position // CHUNK
        if index >= len(self.chunks) - 1:
            return len(self.text)
        if self.chunks[index] < self.chunks[index + 1]:
            self.position(self.chunks[index])
            kept = self._cache[index]
            return self.chunks[index] + int(np.searchsorted(kept, position - index * CHUNK))
        return self.chunks[index]
