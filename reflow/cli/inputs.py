"""What a command line names: files to read, standard input, and records to write."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterable
from typing import IO

from reflow.cli.files import Item, expand, listed, matches
from reflow.cli.settings import Settings
from reflow.cli.terminal import Refused
from reflow.writers.names import shown

STDIN = "-"
AMONG = "'-' can't stand among other files; name files, or '-' alone"


class UsageProblem(Refused):
    """The command line can't be carried out; nothing was touched."""


def read_stdin(most: int | None = None) -> bytes:
    """All of standard input, or its first `most` bytes.

    Raises UsageProblem when there is none, OSError when reading fails.
    """
    if sys.stdin is None:
        raise UsageProblem("standard input is closed; name a file")
    return sys.stdin.buffer.read(-1 if most is None else most)


_ADVICE = {
    errno.ENOENT: "is the name right, and its folder there?",
    errno.ENOTDIR: "is the name right, and its folder there?",
    errno.EISDIR: "name a file in it; reflow check and reflow fix take folders",
    errno.EEXIST: "name another",
    errno.EACCES: "its permissions, or its folder's, have to allow it",
    errno.EROFS: "write elsewhere",
    errno.ENOSPC: "make room and run again",
    errno.EDQUOT: "make room and run again",
}


def reason(error: OSError) -> str:
    """An OSError and what to do, in words, without the path that stands before it anyway."""
    advice = _ADVICE.get(error.errno or 0)
    return f"{error.strerror or error}{f'; {advice}' if advice else ''}"


def collect(
    settings: Settings, names: Iterable[str], files_from: str | None, null: bool
) -> list[Item]:
    """The files to work on; `-` only where it stands alone.

    Raises UsageProblem.
    """
    wanted = list(names)
    if files_from is not None:
        if STDIN in wanted and files_from == STDIN:
            raise UsageProblem(
                "standard input can't be both a list of files and a file; leave out '-'"
            )
        try:
            if files_from == STDIN:
                data = read_stdin()
            else:
                with open(files_from, "rb") as file:
                    data = file.read()
        except OSError as error:
            raise UsageProblem(f"{shown(files_from)}: {reason(error)}") from error
        wanted += listed(data, null)
    elif not wanted:
        raise UsageProblem("no files given; name files or folders, or '-' for standard input")
    if STDIN in wanted:
        if len(wanted) > 1:
            raise UsageProblem(AMONG)
        return [Item(STDIN, True, STDIN)]
    values = settings.values
    try:
        return list(
            expand(
                wanted,
                values["include"],
                values["exclude"],
                values["force-exclude"],
                values["respect-gitignore"],
                settings.folder,
            )
        )
    except OSError as error:
        raise UsageProblem(f"{shown(error.filename or '')}: {reason(error)}") from error


def excluded_stdin(settings: Settings, filename: str | None) -> bool:
    """Whether an editor or hook sends a file that is to be left alone."""
    values = settings.values
    return bool(
        filename
        and values["force-exclude"]
        and matches(filename, values["exclude"], settings.folder)
    )


def open_record(option: str, path: str | None, items: Iterable[Item]) -> IO[str] | None:
    """Start a log or map, over an older one; never over a file that is to be read.

    Raises UsageProblem.
    """
    if path is None:
        return None
    if path == STDIN:
        raise UsageProblem(f"{option} needs a file of its own, not '-'")
    spare_inputs(option, path, items)
    try:
        # Not emptied by opening it: another run may be writing there.
        record = open(path, "a", encoding="ascii", newline="\n")  # noqa: SIM115 (kept to the end)
        _take(record, path)
        return record
    except OSError as error:
        raise UsageProblem(f"{shown(path)}: {reason(error)}") from error


def spare_inputs(option: str, path: str, items: Iterable[Item]) -> None:
    """Raise UsageProblem when `path`, which `option` names to be written, is to be read, too."""
    real = os.path.realpath(path)
    if any(os.path.realpath(item.path) == real for item in items if item.path != STDIN):
        raise UsageProblem(f"{shown(path)}: {option} would overwrite an input file; name another")


def _take(record: IO[str], path: str) -> None:
    """Empty a record for this run alone.

    Raises UsageProblem when another run has it, OSError.
    """
    if not stat.S_ISREG(os.fstat(record.fileno()).st_mode):
        return
    try:
        import fcntl

        fcntl.flock(record, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        record.close()
        raise UsageProblem(f"{shown(path)}: another run is writing it; name another") from error
    except (ImportError, OSError):
        # Not every system and file system has locks.
        pass
    record.truncate(0)
