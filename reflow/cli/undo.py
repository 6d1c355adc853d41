"""`reflow undo`: the bytes that were there before, by the log of the run."""

from __future__ import annotations

from collections.abc import Iterable

from reflow import inplace
from reflow.cli import terminal
from reflow.cli.inputs import STDIN, UsageProblem, read_stdin, reason
from reflow.log import LogMismatch, undo
from reflow.writers.names import shown


def run(files: Iterable[str], log_file: str, quiet: bool) -> int:
    """Restore all files; the exit code."""
    try:
        with open(log_file, encoding="ascii", newline="\n") as stream:
            lines = [line for line in stream if line.startswith('{"kind": "header"')]
    except OSError as error:
        raise UsageProblem(f"{shown(log_file)}: {reason(error)}") from error
    except UnicodeDecodeError as error:
        raise UsageProblem(
            f"{shown(log_file)}: no log of reflow's; name what --log wrote"
        ) from error
    if not lines:
        raise UsageProblem(f"{shown(log_file)}: no log of reflow's; name what --log wrote")
    code = 0
    for path in files:
        try:
            restored = _restore(path, lines)
        except terminal.OutputError:
            raise
        except (LogMismatch, inplace.WriteRefused) as error:
            terminal.note(f"{shown(path)}: {error}")
            code = 2
        except OSError as error:
            terminal.note(f"{shown(path)}: {reason(error)}")
            code = 2
        else:
            if restored and not quiet:
                terminal.note(f"restored {shown(path)}")
    return code


def _restore(path: str, lines: list[str]) -> bool:
    if path == STDIN:
        terminal.out(undo(read_stdin(), lines))
        return False
    target, data = inplace.read(path)
    original = undo(data, lines, path)
    if original != data:
        inplace.replace(target, original)
    return original != data
