"""Standard output and error, signals and the end of the process.

Output goes to the descriptor itself: nothing waits in a buffer that could fail
unseen at exit, and the locale has no say.
"""

from __future__ import annotations

import contextlib
import errno
import os
import select
import signal
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import FrameType
from typing import NoReturn


class OutputError(OSError):
    """Standard output could not be written."""


class Refused(ValueError):
    """The command can't be carried out as it was given; nothing was touched."""


class _Terminated(BaseException):
    """SIGTERM or SIGHUP, as an exception so that temporary files are removed."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


# Asked before anything opens a file, which would take the free descriptor 1.
_closed = sys.stdout is None
_written = False

pause: Callable[[], AbstractContextManager[None]] = contextlib.nullcontext
"""What makes room for output; a progress bar puts its own here."""


def out(data: bytes | str) -> None:
    """Write to standard output; text as UTF-8.

    Raises OutputError.
    """
    global _written
    if _closed:
        raise OutputError(errno.EBADF, "it is closed")
    _written = True
    view = memoryview(data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data)
    with pause():
        while view:
            try:
                view = view[os.write(1, view[: 1 << 20]) :]
            except BlockingIOError:
                select.select([], [1], [])
            except OSError as error:
                raise OutputError(error.errno, os.strerror(error.errno or 0)) from error


def note(message: str) -> None:
    """Write one line to standard error, if there is one."""
    error(f"reflow: {message}\n")


def error(text: str) -> None:
    """Write to standard error, if there is one."""
    with pause(), contextlib.suppress(OSError, ValueError):
        if sys.stderr is not None:
            sys.stderr.write(text)
            sys.stderr.flush()


def wants_color(choice: str, stream: int = 1) -> bool:
    """Whether to color, by the option, NO_COLOR, FORCE_COLOR and the terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    with contextlib.suppress(OSError):
        return os.isatty(stream) and os.environ.get("TERM") != "dumb"
    return False


def watched() -> bool:
    """Whether somebody sits at a terminal that can show a progress bar."""
    with contextlib.suppress(OSError):
        return os.isatty(2) and os.environ.get("TERM") != "dumb"
    return False


def run(command: Callable[[], int]) -> NoReturn:
    """Run `command` and end the process with its code; never a traceback."""
    _guard_descriptors()
    _set_signals()
    try:
        code = command()
        _close_output()
    except KeyboardInterrupt:
        _die_by(signal.SIGINT)
    except _Terminated as ended:
        _die_by(ended.number)
    except Refused as refused:
        note(str(refused))
        code = 2
    except OutputError as failed:
        note(f"standard output: {failed.strerror}")
        code = 2
    except MemoryError:
        note("out of memory")
        code = 2
    except Exception as bug:
        note(f"internal error, please report it: {type(bug).__name__}: {bug}")
        code = 2
    # Everything is written by now; what the interpreter would still do can only fail or take time.
    os._exit(code)


def _guard_descriptors() -> None:
    # A file that gets the number of a closed standard stream would be written to by accident.
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _set_signals() -> None:
    def end(number: int, frame: FrameType | None) -> None:
        raise _Terminated(number)

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # An ignored signal (nohup) stays ignored.
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, end)
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def _die_by(number: int) -> NoReturn:
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    os._exit(128 + number)


def _close_output() -> None:
    # Some file systems report a failed write only here.
    if _written:
        try:
            os.close(1)
        except OSError as error:
            raise OutputError(error.errno, os.strerror(error.errno or 0)) from error
