"""The work on single files that all commands share: process, record, report trouble."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import IO, TYPE_CHECKING, NamedTuple

from reflow.api import BytesResult
from reflow.cli import terminal
from reflow.cli.files import Item
from reflow.cli.inputs import reason
from reflow.cli.pool import Failed, Job, Outcome, WorkerDied, run
from reflow.cli.settings import Settings
from reflow.edits import Safety
from reflow.records import dataclass
from reflow.result import Finding
from reflow.writers.names import shown

if TYPE_CHECKING:
    from reflow.inplace import Target


class Given(NamedTuple):
    """One file as it was read."""

    path: str
    """As it is shown and logged."""
    named: bool = True
    data: bytes | None = None
    """None when there is nothing to do."""
    trouble: str = ""
    """Why it could not be read."""
    target: Target | None = None
    """Set when it may be replaced."""
    place: str | None = None
    """Where the result goes, if not in place."""


@dataclass
class Session:
    """One run: its settings, its records and whether there was trouble."""

    settings: Settings
    quiet: bool = False
    verbose: bool = False
    show_kept: bool = False
    """Say on standard error what was considered and left."""
    workers: int = 1
    log: IO[str] | None = None
    map: IO[str] | None = None
    trouble: bool = False

    def fail(self, path: str, reason: object) -> None:
        """Report trouble with one file; the others are still done."""
        self.trouble = True
        terminal.note(f"{shown(path)}: {reason}")

    def say(self, message: str) -> None:
        if not self.quiet:
            terminal.note(message)

    def job(self, path: str, data: bytes) -> Job:
        values = self.settings.values
        config = self.settings.config_for(path)
        return Job(data, config, values["encoding"], values["output-encoding"])

    def outcomes(
        self, items: Sequence[Item], read: Callable[[Item], Given]
    ) -> Generator[tuple[Given, BytesResult], None, None]:
        """Clean all files, in order, with a progress bar; failures are reported and left out.

        A file is read when the ones before it are done or with the workers.
        """
        done = 0

        def jobs() -> Iterator[tuple[Given, Job | None]]:
            for item in items:
                step(done, item.path)
                one = read(item)
                yield one, None if one.data is None else self.job(one.path, one.data)

        with self._bar(len(items)) as step:
            try:
                for one, outcome in run(jobs(), min(self.workers, len(items))):
                    result = self._told(one, outcome)
                    if result is not None:
                        yield one, result
                    done += 1
            except WorkerDied as error:
                self.trouble = True
                terminal.note(str(error))

    def process(self, path: str, data: bytes) -> BytesResult | None:
        """Clean one file; None when it failed, which is reported."""
        item = Item(path, True, path)
        for _, outcome in self.outcomes([item], lambda item: Given(path, data=data)):
            return outcome
        return None

    def _bar(self, total: int) -> AbstractContextManager[Callable[[int, str], None]]:
        if not self.quiet and total and terminal.watched():
            from reflow.cli.progress import Bar

            return Bar(total)
        return contextlib.nullcontext(lambda done, path: None)

    def _told(self, given: Given, outcome: Outcome | None) -> BytesResult | None:
        """Say what is to be said of an outcome."""
        name = shown(given.path)
        if outcome is None:
            if given.trouble:
                self.fail(given.path, given.trouble)
            return None
        if isinstance(outcome, Failed):
            if not outcome.binary or given.named:
                self.fail(given.path, outcome.reason)
            elif self.verbose:
                terminal.note(f"{name}: skipped, {outcome.reason}")
            return None
        source = outcome.source
        if source.guessed and not self.quiet:
            terminal.note(
                f"{name}: read as {source.encoding} (a guess, confidence {source.confidence:.2f}; "
                "--encoding names another)"
            )
        if self.verbose:
            applied = sum(f.status == "applied" for f in outcome.result.findings)
            terminal.note(f"{name}: {source.encoding}, {applied} edits")
        if self.show_kept:
            self._say_kept(given.path, outcome)
        return outcome

    def _say_kept(self, path: str, outcome: BytesResult) -> None:
        from reflow.writers.concise import write
        from reflow.writers.report import Report

        kept = tuple(f for f in self.shown_findings(outcome, True) if f.safety is Safety.KEPT)
        for line in write([Report(path, outcome.source, kept, outcome.result)]):
            terminal.note(line.rstrip("\n"))

    def record(self, path: str, outcome: BytesResult) -> None:
        """Write log and map of one file, durably before the file itself is changed.

        Raises RecordError.
        """
        if self.map is not None:
            from reflow.cli.offsets import line

            with recording(self.map):
                _put(self.map, line(path, outcome))
        if self.log is not None:
            from reflow.log import write

            with recording(self.log):
                write(self.log, path, outcome, self.settings.config_for(path))
                self.sync_log(outcome.changed)

    def sync_log(self, changed: bool) -> None:
        """Make what was written to the log last, where a file is to be changed by it.

        Raises OSError.
        """
        if self.log is not None:
            _put(self.log, sync=changed)

    def shown_findings(self, outcome: BytesResult, show_kept: bool) -> tuple[Finding, ...]:
        found = outcome.result.findings
        return tuple(
            sorted(
                (f for f in found if show_kept or f.safety is not Safety.KEPT),
                key=lambda f: (f.span, f.code, f.id),
            )
        )


class RecordError(Exception):
    """A log or map can't be written; without it there is no way back, so nothing else may be."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(reason)
        self.path = path


@contextlib.contextmanager
def recording(stream: IO[str]) -> Iterator[None]:
    """Write to a log or map within; raises RecordError."""
    try:
        yield
    except OSError as error:
        raise RecordError(stream.name, reason(error)) from error


def _put(stream: IO[str], text: str = "", sync: bool = False) -> None:
    stream.write(text)
    stream.flush()
    if sync:
        # A pipe or device can't be synced and need not be.
        with contextlib.suppress(OSError):
            os.fsync(stream.fileno())
