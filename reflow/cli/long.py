"""The filter for long input: UTF-8 from a file, in memory that does not grow with it.

The input stays where it is, or in a private temporary file where it is a pipe; output, log and
map are written when all parts are done.  Input that is short or not plain UTF-8, and what asks for
the whole result (`--show-kept`), is left to the ordinary way.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import IO

from reflow import detect
from reflow.cli import terminal
from reflow.cli.inputs import reason
from reflow.cli.work import RecordError, Session, recording
from reflow.limits import PatternError
from reflow.long import STREAM
from reflow.source import Source, UndecodableError, canonical, decode
from reflow.writers.names import shown

_BLOCK = 1 << 20


class _OrdinaryWay(Exception):
    """The input is no plain UTF-8."""


def spooled(head: bytes, rest: IO[bytes]) -> IO[bytes]:
    """A private temporary file with `head` and all that `rest` still gives.

    Raises OSError.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 (its taker closes it)
    try:
        file.write(head)
        shutil.copyfileobj(rest, file, _BLOCK)
        file.flush()
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def run(session: Session, path: str, file: IO[bytes]) -> int | None:
    """Clean the regular file `file` to standard output; the exit code, or None to leave it."""
    status = os.fstat(file.fileno())
    values = session.settings.values
    if status.st_size < STREAM or session.show_kept or not _utf8(values["encoding"]):
        return None
    try:
        return _run(session, path, file)
    except _OrdinaryWay:
        file.seek(0)
        return None
    except PatternError as error:
        session.fail(path, error)
    except OSError as error:
        if isinstance(error, terminal.OutputError):
            raise
        session.fail(path, reason(error))
    return 2


def _utf8(encoding: str) -> bool:
    try:
        return encoding == "auto" or canonical(encoding) == "utf-8"
    except (LookupError, ValueError):
        return False


def _run(session: Session, path: str, file: IO[bytes]) -> int:
    from reflow.long.paged import from_file
    from reflow.long.run import horizon, parts
    from reflow.long.spool import Spool

    before = os.fstat(file.fileno())
    digest = hashlib.sha256()
    bom = BOM_UTF8 if file.read(len(BOM_UTF8)) == BOM_UTF8 else b""
    file.seek(len(bom))
    digest.update(bom)
    try:
        text = from_file(file.fileno(), _plain(file, digest), len(bom))
    except UnicodeDecodeError as error:
        raise _OrdinaryWay from error
    config = session.settings.config_for(path)
    with Spool(text, path, bom, session.log is not None, session.map is not None) as spool:
        for part in parts(text, config):
            spool.add(part)
        after = os.fstat(file.fileno())
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            session.fail(path, "it changed while it was being read; run again")
            return 2
        seen = horizon(spool.done)
        source = Source(b"", "", "utf-8", bom)
        hashes = digest.hexdigest(), spool.output_sha256
        if session.verbose:
            terminal.note(f"{shown(path)}: utf-8, {spool.edits} edits")
            terminal.note(
                f"{shown(path)}: cleaned in {len(seen.cuts) + 1} parts, cut at {len(seen.cuts)} "
                f"places ({len(seen.unsure)} of them unsure); repeats within "
                f"{seen.repeats:,} characters"
            )
        try:
            if session.map is not None:
                names = ("path", "input_sha256", "output_sha256")
                with recording(session.map):
                    spool.map(session.map, dict(zip(names, (path, *hashes), strict=True)))
                    session.map.flush()
            if session.log is not None:
                from reflow.log import heading

                with recording(session.log):
                    spool.log(session.log, heading(path, config, source, source, hashes, seen))
                    session.sync_log(spool.changed)
        except RecordError as error:
            session.fail(error.path, error)
            return 2
        for block in spool.copied():
            terminal.out(block)
    return 0


def _plain(file: IO[bytes], digest: hashlib._Hash) -> Iterator[bytes]:
    """All of `file`, a block at a time.

    Raises _OrdinaryWay for what may be another encoding or no text.
    """
    first = True
    while block := file.read(_BLOCK):
        digest.update(block)
        escapes = b"\x1b$" in block or b"\0" in block
        if escapes or detect.controls_at(block, share=0.3) is not None:
            raise _OrdinaryWay
        if first and not _reads_as_utf8(block):
            raise _OrdinaryWay
        first = False
        yield block


def _reads_as_utf8(block: bytes) -> bool:
    # A character may be cut at the end of a block.
    for cut in range(4):
        try:
            found = decode(block[: len(block) - cut])
        except UndecodableError:
            return False
        if not found.guessed and found.encoding == "utf-8":
            return True
    return False
