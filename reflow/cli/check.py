"""`reflow check`: findings of many files, written in one of the formats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reflow.cli import terminal
from reflow.cli.files import Item
from reflow.cli.work import STDIN, Session, excluded_stdin, read_stdin, reason
from reflow.edits import Safety
from reflow.inplace import create
from reflow.writers import writer
from reflow.writers.report import Report


@dataclass
class Options:
    show_kept: bool
    strict: bool
    statistics: bool
    exit_zero: bool
    output_file: str | None
    color: str
    stdin_filename: str | None
    failing: int = 0


def run(session: Session, items: Iterable[Item], options: Options) -> int:
    """Check all files; the exit code."""
    reports = _reports(session, items, options)
    if options.statistics:
        text = _statistics(reports)
    else:
        color = options.output_file is None and terminal.wants_color(options.color)
        text = writer(session.settings.values["output-format"])(reports, color)
    if options.output_file is None:
        for part in text:
            terminal.out(part)
    else:
        data = "".join(text).encode("utf-8", "surrogateescape")
        try:
            create(options.output_file, data)
        except OSError as error:
            session.fail(options.output_file, reason(error))
    if session.trouble:
        return 2
    return 1 if options.failing and not options.exit_zero else 0


def _reports(session: Session, items: Iterable[Item], options: Options) -> Iterator[Report]:
    for item in items:
        path = item.path
        try:
            if path == STDIN:
                data = read_stdin()
                path = options.stdin_filename or STDIN
                if excluded_stdin(session.settings, options.stdin_filename):
                    continue
            else:
                with open(path, "rb") as file:
                    data = file.read()
        except OSError as error:
            session.fail(path, reason(error))
            continue
        outcome = session.process(path, data, item.named)
        if outcome is None:
            continue
        try:
            session.record(path, outcome)
        except OSError as error:
            session.fail("the log", reason(error))
            return
        options.failing += sum(
            f.fixable or (options.strict and f.safety is Safety.DISPLAY)
            for f in outcome.result.findings
        )
        yield Report(
            path, outcome.source, session.shown_findings(outcome, options.show_kept), outcome.result
        )


def _statistics(reports: Iterable[Report]) -> Iterator[str]:
    counts = Counter((f.code, f.name) for report in reports for f in report.findings)
    for (code, name), number in sorted(counts.items(), key=lambda c: (-c[1], c[0])):
        yield f"{number}\t{code}\t{name}\n"
