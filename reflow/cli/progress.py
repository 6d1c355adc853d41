"""A progress bar on standard error: only on a terminal, and only when the work takes a while."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from reflow.cli import terminal
from reflow.writers.names import shown

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

DELAY = 0.7
"""Seconds until it shows: short work needs none."""
_WIDTH = 40


class Step(Protocol):
    """What is called at each step."""

    def __call__(self, done: int, path: str, total: int = 0) -> None: ...


class Bar:
    """The bar of one run: a context manager that gives the function to call at each step."""

    def __init__(self, total: int) -> None:
        self._total, self._done, self._path = total, 0, ""
        self._shown: tuple[Progress, TaskID] | None = None
        self._lock = threading.RLock()
        self._timer = threading.Timer(DELAY, self._show)
        self._timer.daemon = True

    def __enter__(self) -> Step:
        self._timer.start()
        return self._step

    def __exit__(self, *error: object) -> None:
        self._timer.cancel()
        with self._lock:
            terminal.pause = contextlib.nullcontext
            self._total = 0
            if self._shown is not None:
                self._shown[0].stop()

    def _step(self, done: int, path: str, total: int = 0) -> None:
        """Say that `done` files are done and `path` is next; `total` is news of how many."""
        self._total = total or self._total
        name = shown(path)
        self._done = done
        self._path = name if len(name) <= _WIDTH else "…" + name[1 - _WIDTH :]
        with self._lock:
            self._update()

    def _update(self) -> None:
        if self._shown is not None:
            bar, task = self._shown
            bar.update(task, completed=self._done, description=self._path, total=self._total)

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            SpinnerColumn,
            TextColumn,
            TimeElapsedColumn,
        )

        columns = (
            SpinnerColumn(),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            # A name of a file is no markup.
            TextColumn("{task.description}", markup=False),
        )
        bar = Progress(
            *columns,
            console=Console(stderr=True),
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        with self._lock:
            if not self._total:
                return
            self._shown = (bar, bar.add_task("", total=self._total))
            self._update()
            bar.start()
            terminal.pause = self._paused

    @contextlib.contextmanager
    def _paused(self) -> Iterator[None]:
        """For other output: the bar makes room and comes back below it."""
        with self._lock:
            assert self._shown is not None
            self._shown[0].stop()
            yield
            self._shown[0].start()
