"""Columns of the engine to arrays and back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, get_type_hints

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


_POSTING = [("hash", "<u8"), ("key", "<i8"), ("place", "<u4")]
"""One posting, packed: 20 bytes."""


def array(series: Any) -> NDArray[Any]:
    """A column of numbers."""
    values: NDArray[Any] = series.to_arrow().to_numpy(zero_copy_only=False)
    return values


def grouped(
    keys: list[int], posted: list[tuple[NDArray[np.uint64], NDArray[np.uint32]]], count: int
) -> list[dict[str, Any]]:
    """The postings of documents in `count` groups by their hashes, each packed into bytes."""
    import numpy as np

    rows = np.empty(sum(hashes.size for hashes, _ in posted), _POSTING)
    at = 0
    for key, (hashes, places) in zip(keys, posted, strict=True):
        part = rows[at : at + hashes.size]
        part["hash"], part["key"], part["place"] = hashes, key, places
        at += hashes.size
    # The middle bits chose the sample, so the groups are told by the upper ones.
    group = (rows["hash"] >> np.uint64(48)) % np.uint64(count)
    found = ((n, rows[group == n]) for n in range(count))
    return [{"group": n, "data": part.tobytes()} for n, part in found if part.size]


def joined(
    parts: list[bytes],
) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
    """Hashes, keys and places of packed postings."""
    import numpy as np

    rows = np.frombuffer(b"".join(parts), _POSTING)
    return rows["hash"].copy(), rows["key"].copy(), rows["place"].astype(np.int64)


def struct(names: Iterable[str], values: Iterable[Any]) -> Any:
    """Arrays or sequences of numbers as a column of structs."""
    import numpy as np
    import pyarrow as pa

    made = [pa.array(np.asarray(v, np.int64)) for v in values]
    return pa.StructArray.from_arrays(made, list(names))


def types(kinds: Any, record: type) -> dict[str, Any]:
    """The engine's types of the fields of a named tuple."""
    table = {int: kinds.int64(), str: kinds.string(), float: kinds.float64(), bool: kinds.bool()}
    return {name: table[hint] for name, hint in get_type_hints(record).items()}


def storable(record: dict[str, Any]) -> dict[str, Any]:
    """`record`, whose text becomes an error where it can't be stored as UTF-8."""
    out = {k: _plain(v) if k in ("id", "order", "error") else v for k, v in record.items()}
    text = record["text"]
    if text is not None and _plain(text) != text:
        out["text"] = None
        out["error"] = "a lone surrogate in the text, which no column can hold"
    return out


def _plain(text: str) -> str:
    """`text` with what UTF-8 can't hold escaped."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
