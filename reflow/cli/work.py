"""The work on single files that all commands share: read, process, log, report trouble."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import IO

from reflow.api import BytesResult, EncodeError, process_bytes
from reflow.cli import terminal
from reflow.cli.files import Item, expand, listed, matches
from reflow.cli.settings import Settings
from reflow.edits import Safety
from reflow.result import Finding
from reflow.source import UndecodableError
from reflow.writers.names import shown

STDIN = "-"


class UsageProblem(ValueError):
    """The command line can't be carried out; nothing was touched."""


@dataclass
class Session:
    """One run: its settings, its log and whether there was trouble."""

    settings: Settings
    quiet: bool = False
    verbose: bool = False
    log: IO[str] | None = None
    trouble: bool = False
    edits: int = field(default=0)

    def fail(self, path: str, reason: object) -> None:
        """Report trouble with one file; the others are still done."""
        self.trouble = True
        terminal.note(f"{shown(path)}: {reason}")

    def say(self, message: str) -> None:
        if not self.quiet:
            terminal.note(message)

    def process(self, path: str, data: bytes, named: bool = True) -> BytesResult | None:
        """Clean one file's bytes and log it; None when it was skipped or failed."""
        values = self.settings.values
        config = self.settings.config_for(path)
        try:
            outcome = process_bytes(data, config, values["encoding"], values["output-encoding"])
        except UndecodableError as error:
            if error.binary and not named:
                if self.verbose:
                    terminal.note(f"{shown(path)}: skipped, {error}")
            else:
                self.fail(path, error)
            return None
        except EncodeError as error:
            self.fail(path, error)
            return None
        except Exception as error:
            # One file that trips a bug must not keep the others from being done.
            self.fail(path, f"internal error, please report it: {type(error).__name__}: {error}")
            return None
        source = outcome.source
        if source.guessed and not self.quiet:
            terminal.note(
                f"{shown(path)}: read as {source.encoding} "
                f"(a guess, confidence {source.confidence:.2f})"
            )
        if self.verbose:
            applied = sum(f.status == "applied" for f in outcome.result.findings)
            terminal.note(f"{shown(path)}: {source.encoding}, {applied} edits")
        return outcome

    def record(self, path: str, outcome: BytesResult) -> None:
        """Write the log of one file, and make it durable before the file itself is changed.

        Raises OSError.
        """
        self.edits += sum(f.status == "applied" for f in outcome.result.findings)
        if self.log is None:
            return
        from reflow.log import write

        write(self.log, path, outcome, self.settings.config_for(path))
        self.log.flush()
        if outcome.changed:
            # A pipe or device can't be synced and need not be.
            with contextlib.suppress(OSError):
                os.fsync(self.log.fileno())

    def shown_findings(self, outcome: BytesResult, show_kept: bool) -> tuple[Finding, ...]:
        found = outcome.result.findings
        return tuple(
            sorted(
                (f for f in found if show_kept or f.safety is not Safety.KEPT),
                key=lambda f: (f.span, f.code, f.id),
            )
        )


def read_stdin() -> bytes:
    """All of standard input.

    Raises UsageProblem when there is none, OSError when reading fails.
    """
    if sys.stdin is None:
        raise UsageProblem("standard input is closed")
    return sys.stdin.buffer.read()


def reason(error: OSError) -> str:
    """An OSError in words, without the path that stands before it anyway."""
    return str(error.strerror or error)


def collect(
    settings: Settings, names: Iterable[str], files_from: str | None, null: bool
) -> list[Item]:
    """The files to work on; `-` only where it stands alone.

    Raises UsageProblem.
    """
    wanted = list(names)
    if files_from is not None:
        if STDIN in wanted and files_from == STDIN:
            raise UsageProblem("standard input can't be both a list of files and a file")
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
            raise UsageProblem("'-' can't stand among other files")
        return [Item(STDIN, True, STDIN)]
    values = settings.values
    try:
        return list(expand(wanted, values["include"], values["exclude"], values["force-exclude"]))
    except OSError as error:
        raise UsageProblem(f"{shown(error.filename or '')}: {reason(error)}") from error


def excluded_stdin(settings: Settings, filename: str | None) -> bool:
    """Whether an editor or hook sends a file that is to be left alone."""
    values = settings.values
    return bool(filename and values["force-exclude"] and matches(filename, values["exclude"]))


def open_log(path: str | None, items: Iterable[Item]) -> IO[str] | None:
    """Start the log, over an older one; never over a file that is to be read.

    Raises UsageProblem.
    """
    if path is None:
        return None
    if path == STDIN:
        raise UsageProblem("the log needs a file of its own, not '-'")
    real = os.path.realpath(path)
    if any(os.path.realpath(item.path) == real for item in items if item.path != STDIN):
        raise UsageProblem(f"{shown(path)}: the log would overwrite an input file")
    try:
        return open(path, "w", encoding="ascii", newline="\n")
    except OSError as error:
        raise UsageProblem(f"{shown(path)}: {reason(error)}") from error
