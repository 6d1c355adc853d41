"""Files cleaned one after the other, or by several processes, with the results in order.

A worker gets bytes and settings and gives back a result; reading, writing and
all that is said stay in the process that was started.
"""

from __future__ import annotations

import contextlib
import os
from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from reflow.api import BytesResult, EncodeError, process_bytes
from reflow.config import Config
from reflow.limits import PatternError
from reflow.source import UndecodableError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

AHEAD = 2
"""Files that wait for each worker, so that none is idle and few are in memory."""


class Job(NamedTuple):
    """All that a worker needs."""

    data: bytes
    config: Config
    encoding: str
    output_encoding: str


class Failed(NamedTuple):
    """Why a file could not be cleaned."""

    reason: str
    binary: bool = False
    """It holds no text, which is no trouble when it was met on a walk."""


Outcome = BytesResult | Failed
K = TypeVar("K")


def work(job: Job) -> Outcome:
    """Clean one file; whatever goes wrong is told, for the other files are still to be done."""
    try:
        return process_bytes(job.data, job.config, job.encoding, job.output_encoding)
    except UndecodableError as error:
        told = str(error)
        advice = (
            "" if "--encoding" in told else "; if it is text, --encoding names how it is written"
        )
        return Failed(told + advice, error.binary)
    except (EncodeError, PatternError) as error:
        return Failed(str(error))
    except Exception as error:
        return Failed(f"internal error, please report it: {type(error).__name__}: {error}")


class WorkerDied(RuntimeError):
    """A worker process ended without an answer."""

    def __str__(self) -> str:
        return "a worker process was ended, perhaps for want of memory; try a smaller -j"


def run(jobs: Iterable[tuple[K, Job | None]], workers: int) -> Iterator[tuple[K, Outcome | None]]:
    """The outcome of each job under its key, in order; None for a key without a job.

    Raises WorkerDied.
    """
    if workers < 2:
        for key, job in jobs:
            yield key, work(job) if job else None
        return
    waiting: deque[tuple[int, K]] = deque()
    with _Workers(workers) as pool:
        for number, (key, job) in enumerate(jobs):
            waiting.append((number, key))
            pool.give(number, job)
            while waiting and (pool.has(waiting[0][0]) or len(waiting) > AHEAD * workers):
                number, key = waiting.popleft()
                yield key, pool.take(number)
        for number, key in waiting:
            yield key, pool.take(number)


class _Workers:
    """Processes with a pipe each; a closed pipe ends its process, so none outlives us."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._processes: list[BaseProcess] = []
        self._idle: list[Connection] = []
        self._busy: dict[Connection, int] = {}
        self._results: dict[int, Outcome | None] = {}

    def __enter__(self) -> _Workers:
        import multiprocessing

        # Not by plain forking: a thread of ours (the progress bar's) could hold a lock.
        methods = multiprocessing.get_all_start_methods()
        context: Any = multiprocessing.get_context(
            "forkserver" if "forkserver" in methods else "spawn"
        )
        if "forkserver" in methods:
            context.set_forkserver_preload(["reflow.engine"])
        for _ in range(self._number):
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs,), daemon=True)
            process.start()
            theirs.close()
            self._processes.append(process)
            self._idle.append(ours)
        return self

    def __exit__(self, kind: object, *error: object) -> None:
        for connection in (*self._idle, *self._busy):
            connection.close()
        for process in self._processes:
            if kind is not None:
                process.terminate()
            process.join()

    def give(self, number: int, job: Job | None) -> None:
        """Hand on a job, when a worker is free."""
        if job is None:
            self._results[number] = None
            return
        while not self._idle:
            self._collect()
        connection = self._idle.pop()
        try:
            connection.send(job)
        except OSError as error:
            raise WorkerDied from error
        self._busy[connection] = number

    def has(self, number: int) -> bool:
        return number in self._results

    def take(self, number: int) -> Outcome | None:
        """The outcome of a job, when it is there."""
        while number not in self._results:
            self._collect()
        return self._results.pop(number)

    def _collect(self) -> None:
        from multiprocessing.connection import wait

        for ready in wait(list(self._busy)):
            connection = cast("Connection", ready)
            try:
                self._results[self._busy[connection]] = connection.recv()
            except (EOFError, OSError) as error:
                raise WorkerDied from error
            del self._busy[connection]
            self._idle.append(connection)


def _serve(connection: Connection) -> None:
    """In a worker: answer jobs until the pipe is closed; Ctrl-C is the parent's to handle."""
    import gc
    import signal

    from reflow.cli import COLLECT_AT

    gc.set_threshold(*COLLECT_AT)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError, OSError):
        while True:
            connection.send(work(connection.recv()))


def processors() -> int:
    """How many processors this process may use."""
    with contextlib.suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
