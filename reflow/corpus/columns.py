"""Columns of the engine to arrays and back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, get_type_hints

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def array(series: Any) -> NDArray[Any]:
    """A column of numbers."""
    values: NDArray[Any] = series.to_arrow().to_numpy(zero_copy_only=False)
    return values


def lists(rows: list[tuple[NDArray[np.uint64], NDArray[np.uint32]]]) -> Any:
    """Two arrays a row as a column of structs of two lists, `hash` and `place`."""
    import numpy as np
    import pyarrow as pa

    ends = np.cumsum([0, *(hashes.size for hashes, _ in rows)])
    parts = [
        np.concatenate([row[n] for row in rows] or [np.empty(0, kind)]).astype(kind)
        for n, kind in enumerate((np.uint64, np.uint32))
    ]
    offsets = pa.array(ends, pa.int64())
    filled = [pa.LargeListArray.from_arrays(offsets, pa.array(part)) for part in parts]
    return pa.StructArray.from_arrays(filled, ["hash", "place"])


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
