"""`reflow fix`: repair in place, beside, or only show what would be done."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import closing

from reflow import inplace
from reflow.api import BytesResult, process_bytes
from reflow.cli import terminal
from reflow.cli.files import Item
from reflow.cli.inputs import STDIN, UsageProblem, excluded_stdin, read_stdin, reason
from reflow.cli.interactive import Asker
from reflow.cli.work import Given, RecordError, Session
from reflow.records import dataclass, replace
from reflow.writers.names import shown

_ELSEWHERE = " (--out-dir writes the result elsewhere)"


@dataclass(frozen=True)
class Options:
    diff: bool
    check: bool
    exit_non_zero_on_fix: bool
    backup: str
    out_dir: str | None
    stdin_filename: str | None
    asker: Asker | None = None

    @property
    def writing(self) -> bool:
        return not (self.diff or self.check)


def run(session: Session, items: list[Item], options: Options) -> int:
    """Fix all files; the exit code.

    Raises UsageProblem before anything is touched.
    """
    places = _places(items, options.out_dir) if options.out_dir is not None else {}
    changed = done = edits = 0

    def read(item: Item) -> Given:
        return _read(session, item, options, places.get(item.path))

    with closing(session.outcomes(items, read)) as outcomes:
        for one, outcome in outcomes:
            if options.asker is not None:
                outcome = _agreed(session, one, outcome, options.asker)
            try:
                _deliver(session, one, outcome, options)
            except RecordError as error:
                session.fail(error.path, error)
                break
            except inplace.WriteRefused as error:
                session.fail(one.path, f"not changed: {error}{_ELSEWHERE}")
                continue
            except terminal.OutputError:
                raise
            except OSError as error:
                session.fail(one.path, reason(error))
                continue
            done += 1
            changed += outcome.changed
            edits += sum(f.status == "applied" for f in outcome.result.findings)
            if options.asker is not None and options.asker.quit:
                break
    if STDIN not in (item.path for item in items):
        verb = "changed" if options.writing else "would change"
        session.say(
            f"{verb} {changed} of {done} file{'s' * (done != 1)}, {edits} edit{'s' * (edits != 1)}"
        )
    if session.trouble:
        return 2
    return 1 if changed and (options.exit_non_zero_on_fix or not options.writing) else 0


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _read(session: Session, item: Item, options: Options, place: str | None) -> Given:
    path, target = item.path, None
    try:
        if path == STDIN:
            path = options.stdin_filename or STDIN
            data = read_stdin()
            if excluded_stdin(session.settings, options.stdin_filename):
                if options.writing:
                    terminal.out(data)
                return Given(path)
        elif place is None and options.writing:
            target, data = inplace.read(path)
        else:
            with open(path, "rb") as file:
                data = file.read()
    except terminal.OutputError:
        raise
    except inplace.WriteRefused as error:
        return Given(path, trouble=f"not changed: {error}{_ELSEWHERE}")
    except OSError as error:
        return Given(path, trouble=reason(error))
    return Given(path, item.named, data, "", target, place)


def _agreed(session: Session, one: Given, outcome: BytesResult, asker: Asker) -> BytesResult:
    job = session.job(one.path, outcome.source.raw)

    def again(left_out: tuple[str, ...]) -> BytesResult:
        config = replace(job.config, ignore_edits=job.config.ignore_edits + left_out)
        return process_bytes(job.data, config, job.encoding, job.output_encoding)

    return asker.settle(one.path, outcome, again)


def _deliver(session: Session, one: Given, outcome: BytesResult, options: Options) -> None:
    """Write, or show, what came out of one file."""
    path, target = one.path, one.target
    if target is not None and outcome.changed:
        # Before the log says that it was done.
        inplace.check(target)
    session.record(path, outcome)
    if options.diff:
        for part in _diff(path, outcome):
            terminal.out(part)
    elif options.check:
        if outcome.changed:
            session.say(f"would change {shown(path)}")
    elif one.place is not None:
        os.makedirs(os.path.dirname(one.place), exist_ok=True)
        inplace.create(one.place, outcome.data)
    elif target is None:
        terminal.out(outcome.data)
    elif outcome.changed:
        inplace.replace(target, outcome.data, options.backup)
        if session.verbose:
            terminal.note(f"changed {shown(path)}")


def _places(items: Iterable[Item], out_dir: str) -> dict[str, str]:
    """Where each result goes below `out_dir`; no two to one place, none over an input."""
    if os.path.exists(out_dir) and not os.path.isdir(out_dir):
        raise UsageProblem(f"{shown(out_dir)}: not a folder; name another --out-dir")
    places: dict[str, str] = {}
    taken: dict[str, str] = {}
    inputs = {os.path.realpath(item.path) for item in items if item.path != STDIN}
    for item in items:
        if item.path == STDIN:
            raise UsageProblem("--out-dir needs files; name some instead of '-'")
        place = os.path.join(out_dir, item.relative)
        real = os.path.realpath(place)
        if real in inputs:
            raise UsageProblem(
                f"{shown(place)}: the result would overwrite an input file; name another --out-dir"
            )
        if real in taken:
            raise UsageProblem(
                f"{shown(taken[real])} and {shown(item.path)} would both become {shown(place)}; "
                "name the folder above them"
            )
        taken[real] = places[item.path] = place
        taken[real] = item.path
    return places


def _diff(path: str, outcome: BytesResult) -> Iterator[str]:
    """A unified diff by lines; only LF ends a line in it, as for `patch`."""
    from difflib import unified_diff

    if not outcome.result.changed:
        return
    name = shown(path)
    before, after = outcome.source.text.split("\n"), outcome.result.text.split("\n")
    for line in unified_diff(_lines(before), _lines(after), f"a/{name}", f"b/{name}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(parts: list[str]) -> list[str]:
    lines = [f"{part}\n" for part in parts[:-1]]
    return [*lines, parts[-1]] if parts[-1] else lines
