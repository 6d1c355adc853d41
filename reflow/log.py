"""The log: one JSON object a line, at once explanation, audit and way back.

A file's part begins with a header that holds all that `undo` needs; a record
for each edit and finding follows.  A log may hold the parts of many files;
which part belongs to which bytes is told by their SHA-256.  Left out: bytes
that stand in the output anyway, so a log without its output restores nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import IO, Any

from reflow.api import BytesResult
from reflow.config import Config
from reflow.document import Span
from reflow.result import Finding, Horizon, rebuild
from reflow.source import Source, errors_of

FORMAT = 1


class LogMismatch(ValueError):
    """No part of the log leads back from the given bytes."""


def write(stream: IO[str], path: str, outcome: BytesResult, config: Config) -> None:
    """Append the records of one file to `stream`."""
    stream.writelines(json.dumps(r) + "\n" for r in records(path, outcome, config))


def records(path: str, outcome: BytesResult, config: Config) -> list[dict[str, Any]]:
    """The header of one file and its records, ready for JSON."""
    return [
        _header(path, outcome, config),
        *(record(path, f, outcome.source.text) for f in outcome.result.findings),
    ]


def _header(path: str, outcome: BytesResult, config: Config) -> dict[str, Any]:
    result = outcome.result
    hashes = digest(outcome.source.raw), digest(outcome.data)
    return {
        **heading(path, config, outcome.source, outcome.target, hashes, result.horizon),
        "pieces": [p if isinstance(p, str) else [p.start, p.end] for p in result.pieces],
        "removed": [[s.start, s.text(outcome.source.text)] for s in result.removed],
    }


def heading(
    path: str,
    config: Config,
    source: Source,
    target: Source,
    hashes: tuple[str, str],
    horizon: Horizon | None,
) -> dict[str, Any]:
    """What a header says besides pieces and what was removed; `hashes` of input and output."""
    from reflow import __version__

    return {
        "kind": "header",
        "format": FORMAT,
        "version": __version__,
        "path": path,
        "settings": asdict(config),
        "encoding": source.encoding,
        "bom": source.bom.hex(),
        "output_encoding": target.encoding,
        "output_bom": target.bom.hex(),
        "input_sha256": hashes[0],
        "output_sha256": hashes[1],
        **({"horizon": asdict(horizon)} if horizon else {}),
    }


def record(path: str, finding: Finding, text: str) -> dict[str, Any]:
    """One edit or finding in `text`, ready for JSON."""
    return {
        "kind": "edit" if finding.status == "applied" else "finding",
        "path": path,
        "id": finding.id,
        "code": finding.code,
        "name": finding.name,
        "message": finding.message,
        "status": finding.status,
        "safety": finding.safety.name.lower(),
        "span": list(finding.span),
        "old": finding.span.text(text),
        "new": finding.new,
        "removed": [[s.start, s.text(text)] for s in finding.removed],
        "moved": [[list(span), at] for span, at in finding.moved],
        "inserted": [[at, piece] for at, piece in finding.inserted],
        "related": [[label, list(span)] for label, span in finding.related],
        "score": finding.score,
        "evidence": [e._asdict() for e in finding.evidence],
    }


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def undo(data: bytes, log_lines: Iterable[str], path: str | None = None) -> bytes:
    """The input that gave `data`, by the part of the log whose output it is.

    `path` decides when two files with different inputs gave the same output.
    Raises LogMismatch when no part fits or the log is damaged.
    """
    header = _find(digest(data), log_lines, path)
    try:
        original = _restore(data, header)
    except LogMismatch:
        raise
    except (KeyError, TypeError, ValueError, LookupError, AttributeError) as error:
        raise LogMismatch(f"the log is damaged: {error}") from error
    if digest(original) != header.get("input_sha256"):
        raise LogMismatch("the log is damaged: what it restores is not what was read")
    return original


def _find(key: str, log_lines: Iterable[str], path: str | None) -> dict[str, Any]:
    matches: list[dict[str, Any]] = []
    already = False
    for number, line in enumerate(log_lines, 1):
        # Records of edits can be long and many; only headers are needed.
        if not line.startswith('{"kind": "header"'):
            if line.strip() and not line.startswith("{"):
                raise LogMismatch(f"line {number} of the log is not a record of reflow's")
            continue
        try:
            header = json.loads(line)
        except ValueError as error:
            raise LogMismatch(f"line {number} of the log is damaged: {error}") from error
        if header.get("output_sha256") == key:
            matches.append(header)
        already = already or header.get("input_sha256") == key
    if not matches:
        if already:
            raise LogMismatch("the file is as it was before the run; nothing to undo")
        raise LogMismatch("the log has no record that ends in the present content of this file")
    if len({m.get("input_sha256") for m in matches}) > 1:
        matches = [m for m in matches if m.get("path") == path]
        if len({m.get("input_sha256") for m in matches}) != 1:
            raise LogMismatch("several files of the log had this output; name one as it was named")
    return matches[-1]


def _restore(data: bytes, header: dict[str, Any]) -> bytes:
    if header["format"] != FORMAT:
        raise LogMismatch(f"the log is of another format ({header['format']})")
    encoding, bom = header["output_encoding"], bytes.fromhex(header["output_bom"])
    if not data.startswith(bom):
        raise LogMismatch("the log is damaged: the byte order mark is another")
    output = data[len(bom) :].decode(encoding, errors_of(encoding))
    pieces = tuple(p if isinstance(p, str) else Span(*p) for p in header["pieces"])
    removed = tuple((int(start), str(text)) for start, text in header["removed"])
    text = rebuild(output, pieces, removed)
    encoding = header["encoding"]
    return bytes.fromhex(header["bom"]) + text.encode(encoding, errors_of(encoding))
