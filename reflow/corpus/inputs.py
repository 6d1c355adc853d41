"""What a corpus is read from: folders of text, JSON Lines and Parquet.

A row that can't be read is a failure with a reason; the others are still read.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, NamedTuple, cast

from reflow.source import UndecodableError, decode

TEXT, JSONL, PARQUET = "text", "jsonl", "parquet"
_ENDINGS = {
    ".txt": TEXT,
    ".md": TEXT,
    ".jsonl": JSONL,
    ".ndjson": JSONL,
    ".json": JSONL,
    ".parquet": PARQUET,
}
_PACKED = {".gz": "gzip", ".zst": "zstd"}
# Rows of a Parquet file that are in memory at a time.
_BATCH = 1024


class Unreadable(ValueError):
    """The inputs can't be a corpus."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file."""

    number: int
    path: str
    format: str
    name: str
    """Below the folder that was named: what the documents of a folder are called."""
    encoding: str = "auto"
    """Of text; JSON Lines and Parquet are UTF-8."""


class Row(NamedTuple):
    """One document as it was read; without text where it could not be."""

    row: int
    id: str
    text: str | None
    order: str
    error: str


def sources(paths: Iterable[str], encoding: str = "auto") -> list[Source]:
    """The files behind `paths`, folders walked, in order.

    Raises Unreadable for what is missing, unknown, or of several formats.
    """
    found: list[tuple[str, str]] = []
    for path in paths:
        if os.path.isdir(path):
            below = sorted(
                os.path.join(folder, name)
                for folder, _, names in os.walk(path)
                for name in names
                if format_of(name) and not _hidden(os.path.relpath(folder, path), name)
            )
            found += ((p, os.path.relpath(p, path)) for p in below)
        elif os.path.exists(path):
            found.append((path, os.path.basename(path)))
        else:
            raise Unreadable(f"{path}: there is no such file or folder; is the name right?")
    formats = {format_of(path) for path, _ in found}
    if not found:
        raise Unreadable("no documents found (*.txt, *.md, *.jsonl, *.parquet)")
    if "" in formats:
        bad = next(path for path, _ in found if not format_of(path))
        raise Unreadable(f"{bad}: neither text, JSON Lines nor Parquet by its name")
    if len(formats) > 1:
        raise Unreadable(f"{' and '.join(sorted(formats))} in one corpus; run one at a time")
    return [
        Source(n, path, format_of(path), name, encoding) for n, (path, name) in enumerate(found)
    ]


def _hidden(folder: str, name: str) -> bool:
    return any(p.startswith(".") and p != "." for p in (*folder.split(os.sep), name))


def format_of(path: str) -> str:
    """The format that the name of a file tells, or ''."""
    stem, ending = os.path.splitext(path.lower())
    if ending in _PACKED:
        ending = os.path.splitext(stem)[1]
        return JSONL if _ENDINGS.get(ending) == JSONL else ""
    return _ENDINGS.get(ending, "")


def rows(source: Source, field: str, id_field: str, order_field: str) -> Iterator[Row]:
    """The documents of one file; a file that can't be read is one failure."""
    try:
        if source.format == TEXT:
            yield _text(source)
        elif source.format == JSONL:
            for number, line in lines(source.path):
                yield _record(source, number, line, field, id_field, order_field)
        else:
            yield from _table(source, field, id_field, order_field)
    except (OSError, ValueError) as error:
        yield Row(-1, source.name, None, "", str(error))


def _text(source: Source) -> Row:
    with open(source.path, "rb") as file:
        data = file.read()
    try:
        return Row(0, source.name, decode(data, source.encoding).text, source.name, "")
    except UndecodableError as error:
        return Row(0, source.name, None, source.name, str(error))


def lines(path: str) -> Iterator[tuple[int, bytes]]:
    """Numbered lines with something on them, of a file that may be packed."""
    with unpacked(path) as file:
        for number, line in enumerate(file):
            if line.strip():
                yield number, line


def unpacked(path: str) -> IO[bytes]:
    """A file for reading, gzip and Zstandard undone.  Raises OSError."""
    import io

    import pyarrow

    kind = _PACKED.get(os.path.splitext(path.lower())[1])
    stream = pyarrow.input_stream(path, compression=kind)
    return cast("IO[bytes]", io.BufferedReader(stream, 1 << 20))


def _record(
    source: Source, number: int, line: bytes, field: str, id_field: str, order_field: str
) -> Row:
    name = f"{source.name}#{number}"
    try:
        record = json.loads(line)
    except ValueError as error:
        return Row(number, name, None, "", f"no JSON: {error}")
    if not isinstance(record, dict):
        return Row(number, name, None, "", "no JSON object")
    return _row(number, name, record, field, id_field, order_field)


def _table(source: Source, field: str, id_field: str, order_field: str) -> Iterator[Row]:
    from pyarrow import parquet

    with parquet.ParquetFile(source.path) as file:
        names = file.schema_arrow.names
        wanted = [n for n in dict.fromkeys((field, id_field, order_field)) if n in names]
        number = 0
        for batch in file.iter_batches(_BATCH, columns=wanted):
            for record in batch.to_pylist():
                name = f"{source.name}#{number}"
                yield _row(number, name, record, field, id_field, order_field)
                number += 1


def _row(
    number: int, name: str, record: dict[str, Any], field: str, id_field: str, order_field: str
) -> Row:
    identity = record.get(id_field)
    identity = name if identity is None else str(identity)
    order = record.get(order_field, identity) if order_field else identity
    text = record.get(field)
    if not isinstance(text, str):
        what = "is missing" if field not in record else f"is no text but {type(text).__name__}"
        return Row(number, identity, None, ordered(order), f"the field {field!r} {what}")
    return Row(number, identity, text, ordered(order), "")


def ordered(value: object) -> str:
    """A value as text that sorts like it: numbers from 0 by size, before other text."""
    if isinstance(value, (int, float)) and value >= 0:
        return f"{value:030.6f}"
    return f"~{value}"
