"""What of a document is compared with others: sampled hashes of short stretches, with places.

The functions know no engine; `postings` is what a map step of any engine has to call.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from reflow.repeats.fingerprint import DENSE_FROM, Scheme, samples
from reflow.repeats.fold import Folded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Stretches of 8 letters of dense scripts and 12 of others, one of 3 kept.  A passage of 120
# letters has 40 of them; with one letter in ten changed, 17 survive in Chinese and 11 in English,
# and two are enough.
SCHEME: Scheme = (8, 12, 3)


def key(identity: str) -> int:
    """The number of a document: 63 bits of a hash of its identity, the same on every machine."""
    digest = hashlib.blake2b(identity.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def batch(texts: list[str]) -> list[tuple[NDArray[np.uint64], NDArray[np.uint32]]]:
    """The postings of each of `texts`; for many short ones cheaper than one after the other."""
    import numpy as np

    if not texts:
        return []
    # A stretch that runs into the next text is no stretch of either.
    folded = [Folded(text).text for text in texts]
    together = Folded("")
    together.text = "".join(folded)
    hashes, places = samples(together, SCHEME)
    dense, other, _ = SCHEME
    ends = np.cumsum([len(letters) for letters in folded])
    owner = np.searchsorted(ends, places, side="right")
    codes = np.frombuffer(together.text.encode("utf-32-le", "surrogatepass"), np.uint32)
    width = np.where(codes[places] >= DENSE_FROM, dense, other)
    inside = places + width <= ends[owner]
    hashes, places, owner = hashes[inside], places[inside], owner[inside]
    starts = np.concatenate([[0], ends[:-1]]).astype(np.int64)
    local = (places - starts[owner]).astype(np.uint32)
    cuts = np.searchsorted(owner, np.arange(1, len(texts)))
    return list(zip(np.split(hashes, cuts), np.split(local, cuts), strict=True))


def postings(text: str) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """Hashes of `text` and the offsets in its folded letters at which their stretches start."""
    return samples(Folded(text), SCHEME)
