"""What a long run has to hand out, in private temporary files until all of it is verified.

Output that is small stays in memory.  Pieces, removed text and records of the log are written as
the JSON that they will be, so that none has to be held.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from typing import IO, Any

from reflow.document import Span
from reflow.long.paged import Paged, as_text
from reflow.long.run import Part
from reflow.result import Finding

MEMORY = 64_000_000
"""Bytes of output from which it goes to a file."""
_BLOCK = 1 << 20


class Spool:
    """Takes the parts of `text` in order; nothing leaves it before `copied` is asked."""

    def __init__(self, text: Paged, path: str, bom: bytes, logged: bool, mapped: bool) -> None:
        self.text, self.path = as_text(text), path
        self.done: list[tuple[Span, bool]] = []
        self.edits = 0
        self.changed = False
        self._stack = ExitStack()
        self._hash = hashlib.sha256()
        output = tempfile.SpooledTemporaryFile(MEMORY)  # noqa: SIM115 (the stack closes it)
        self._output = self._stack.enter_context(output)
        self._logged, self._mapped = logged, mapped
        self._pieces, self._removed, self._records, self._map = (
            _List(self._stack) for _ in range(4)
        )
        self._at = 0
        self._put(bom)

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def output_sha256(self) -> str:
        return self._hash.hexdigest()

    def _put(self, data: bytes) -> None:
        self._hash.update(data)
        self._output.write(data)

    def add(self, part: Part) -> None:
        """Take the next part, which begins where the last one ended."""
        self._put(part.text.encode("utf-8", "surrogateescape"))
        self.done.append((part.span, part.sure))
        self.edits += sum(f.status == "applied" for f in part.findings)
        self.changed |= part.pieces != (part.span,)
        if self._logged:
            self._log(part)
        if self._mapped:
            self._follow(part)

    def _log(self, part: Part) -> None:
        for piece in part.pieces:
            self._pieces.add(piece if isinstance(piece, str) else list(piece))
        position = part.span.start
        ends = Span(part.span.end, part.span.end)
        for span in sorted([*(p for p in part.pieces if isinstance(p, Span)), ends]):
            if span.start > position:
                self._removed.add([position, self.text[position : span.start]])
            position = span.end
        for finding in part.findings:
            self._records.add(self._record(finding))

    def _record(self, finding: Finding) -> dict[str, Any]:
        from reflow.log import record

        return record(self.path, finding, self.text)

    def _follow(self, part: Part) -> None:
        for piece in part.pieces:
            size = len(piece) if isinstance(piece, str) else piece.length
            source = {"inserted": piece} if isinstance(piece, str) else {"input": list(piece)}
            self._map.add({"output": [self._at, self._at + size], **source})
            self._at += size

    def log(self, stream: IO[str], heading: dict[str, Any]) -> None:
        """Write the header that `heading` begins, and the records."""
        stream.write(json.dumps(heading)[:-1] + ', "pieces": [')
        self._pieces.copy(stream, ", ")
        stream.write('], "removed": [')
        self._removed.copy(stream, ", ")
        stream.write("]}\n")
        self._records.copy(stream, "\n")
        stream.write("\n" if self._records.some else "")

    def map(self, stream: IO[str], heading: dict[str, Any]) -> None:
        """Write the line of the offset map that `heading` begins."""
        stream.write(json.dumps(heading)[:-1] + ', "pieces": [')
        self._map.copy(stream, ", ")
        stream.write("]}\n")

    def copied(self) -> Iterator[bytes]:
        """The output, in blocks."""
        self._output.seek(0)
        while block := self._output.read(_BLOCK):
            yield block


class _List:
    """Items as JSON, one a line, in a file that is made when there is one."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._file: IO[str] | None = None

    @property
    def some(self) -> bool:
        return self._file is not None

    def add(self, item: Any) -> None:
        if self._file is None:
            file = tempfile.TemporaryFile("w+", encoding="ascii")  # noqa: SIM115 (as above)
            self._file = self._stack.enter_context(file)
        self._file.write(json.dumps(item) + "\n")

    def copy(self, stream: IO[str], between: str) -> None:
        """Write all items, with `between` between each two."""
        if self._file is None:
            return
        self._file.seek(0)
        for number, line in enumerate(self._file):
            stream.write((between if number else "") + line.rstrip("\n"))
