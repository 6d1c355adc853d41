"""The filter: standard input or one file to standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import IO

from reflow.cli import terminal
from reflow.cli.inputs import STDIN, UsageProblem, excluded_stdin, read_stdin, reason
from reflow.cli.work import RecordError, Session
from reflow.long import STREAM

COMMANDS = ("check", "config", "corpus", "fix", "rule", "undo")
"""What a first argument has to be for `reflow` to be more than a filter."""

_SHORT_HELP = """nothing to read; usage:
  reflow [FILE|-]      clean one file or standard input to standard output
  reflow check FILES   report, change nothing
  reflow fix FILES     repair in place
  reflow --help        all commands and options"""


def named(files: Sequence[str]) -> str:
    """The one file to filter, `-` for standard input.

    Raises UsageProblem when there are more, or none and nobody sends anything.
    """
    if not files and sys.stdin is not None and sys.stdin.isatty():
        raise UsageProblem(_SHORT_HELP)
    if len(files) > 1:
        command = next((f for f in files if f in COMMANDS), None)
        hint = f"put the command first: reflow {command} …" if command else "use reflow fix FILES"
        raise UsageProblem(f"the filter takes one file, not {len(files)}; {hint}")
    return files[0] if files else STDIN


def run(session: Session, name: str, stdin_filename: str | None = None) -> int:
    """Clean the file `name` to standard output; the exit code."""
    if name == STDIN:
        return through(session, stdin_filename)
    try:
        with open(name, "rb") as file:
            code = _long(session, name, file)
            if code is not None:
                return code
            data = file.read()
    except OSError as error:
        meant = ""
        if not os.path.exists(name):
            from reflow.cli.keys import did_you_mean

            meant = did_you_mean(name, COMMANDS).replace("mean", "mean the command")
        session.fail(name, f"{error.strerror}{meant}" if meant else reason(error))
        return 2
    return _emit(session, name, data)


def through(session: Session, filename: str | None) -> int:
    """Standard input to standard output."""
    path = filename or STDIN
    excluded = excluded_stdin(session.settings, filename)
    try:
        data = read_stdin(None if excluded else STREAM)
        if len(data) == STREAM and not excluded:
            from reflow.cli.long import spooled

            with spooled(data, sys.stdin.buffer) as file:
                del data
                code = _long(session, path, file)
                if code is not None:
                    return code
                data = file.read()
    except terminal.OutputError:
        raise
    except OSError as error:
        raise UsageProblem(f"standard input: {reason(error)}") from error
    if excluded:
        terminal.out(data)
        return 0
    return _emit(session, path, data)


def _long(session: Session, path: str, file: IO[bytes]) -> int | None:
    """Clean a long file as one; None when it is to be read as others are."""
    if os.fstat(file.fileno()).st_size < STREAM:
        return None
    from reflow.cli.long import run

    return run(session, path, file)


def _emit(session: Session, path: str, data: bytes) -> int:
    outcome = session.process(path, data)
    if outcome is None:
        return 2
    try:
        session.record(path, outcome)
    except RecordError as error:
        session.fail(error.path, error)
        return 2
    terminal.out(outcome.data)
    return 0
