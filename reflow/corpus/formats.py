"""Writing clean documents as they were read: the same records with other text in them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from typing import IO, Any, Protocol, cast

from reflow.corpus.inputs import JSONL, TEXT, Source, lines
from reflow.source import decode, encode

Rows = Iterator[dict[str, Any]]
Written = Iterator[tuple[dict[str, Any], bool, str]]
"""Rows with whether their text was changed, and what went wrong."""


class Writer(Protocol):
    """Writes the documents of one input file after the other."""

    def write(self, source: Source, rows: Rows) -> Written:
        """Write the documents of `source`; those that failed stand as they were."""
        ...


def writer_for(found: list[Source], field: str, folder: str) -> AbstractContextManager[Writer]:
    """The writer of documents of the format of `found`."""
    form = found[0].format
    if form == TEXT:
        return _Texts(folder)
    if form == JSONL:
        return _Lines(found, field, folder)
    return _Tables(field, folder)


class _Open(ExitStack):
    """A writer whose files are closed at the end."""

    def __enter__(self) -> Any:
        return super().__enter__()


class _Texts(_Open):
    def __init__(self, folder: str) -> None:
        super().__init__()
        self.folder = os.path.join(folder, "documents")
        os.makedirs(self.folder)

    def write(self, source: Source, rows: Rows) -> Written:
        for row in rows:
            changed, failure = False, row["failure"]
            try:
                with open(source.path, "rb") as file:
                    data = file.read()
                if not failure:
                    data, changed, failure = _encoded(source, data, row["clean"])
            except OSError as error:
                failure = str(error)
            else:
                place = os.path.join(self.folder, source.name)
                os.makedirs(os.path.dirname(place), exist_ok=True)
                with open(place, "wb") as file:
                    file.write(data)
            yield row, changed, failure


def _encoded(file: Source, data: bytes, clean: str) -> tuple[bytes, bool, str]:
    source = decode(data, file.encoding)
    if source.text == clean:
        return data, False, ""
    try:
        return encode(source, clean), True, ""
    except UnicodeEncodeError as error:
        reason = f"U+{ord(clean[error.start]):04X} can't be written in {source.encoding}"
        return data, False, reason


class _Lines(_Open):
    def __init__(self, found: list[Source], field: str, folder: str) -> None:
        super().__init__()
        self.field = field
        endings = {os.path.splitext(s.path.lower())[1] for s in found}
        packed = next(iter(endings)) if endings in ({".gz"}, {".zst"}) else ""
        self.place = os.path.join(folder, f"documents.jsonl{packed}")
        self.packing = {".gz": "gzip", ".zst": "zstd"}.get(packed)

    def __enter__(self) -> Any:
        import pyarrow

        stream = pyarrow.output_stream(self.place, compression=self.packing)
        self.file = cast("IO[bytes]", self.enter_context(stream))
        return super().__enter__()

    def write(self, source: Source, rows: Rows) -> Written:
        at_line = lines(source.path)
        for row in rows:
            if row["row"] < 0:
                yield row, False, row["failure"]
                continue
            line = next(line for number, line in at_line if number == row["row"])
            new = line if row["failure"] else self._replaced(line, row["clean"])
            self.file.write(new if new.endswith(b"\n") else new + b"\n")
            yield row, new is not line, row["failure"]

    def _replaced(self, line: bytes, clean: str) -> bytes:
        record = json.loads(line)
        if record[self.field] == clean:
            return line
        record[self.field] = clean
        return json.dumps(record, ensure_ascii=line.isascii()).encode() + b"\n"


class _Tables(_Open):
    def __init__(self, field: str, folder: str) -> None:
        super().__init__()
        self.field = field
        self.place = os.path.join(folder, "documents.parquet")
        self.file: Any = None

    def write(self, source: Source, rows: Rows) -> Written:
        import pyarrow as pa
        from pyarrow import parquet

        with parquet.ParquetFile(source.path) as table:
            if self.file is None:
                schema = table.schema_arrow
                self.file = self.enter_context(parquet.ParquetWriter(self.place, schema))
            for batch in table.iter_batches(1024):
                column = batch.schema.get_field_index(self.field)
                texts = batch.column(column).to_pylist()
                for n, old in enumerate(texts):
                    row = next(rows)
                    if not row["failure"]:
                        texts[n] = row["clean"]
                    yield row, texts[n] != old, row["failure"]
                kind = batch.schema.field(column).type
                made = batch.set_column(column, batch.schema.field(column), pa.array(texts, kind))
                self.file.write_batch(made)
