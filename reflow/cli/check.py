"""`reflow check`: findings of many files, written in one of the formats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing

from reflow.cli import baseline, terminal
from reflow.cli.baseline import Baseline
from reflow.cli.files import Item
from reflow.cli.inputs import STDIN, excluded_stdin, read_stdin, reason, spare_inputs
from reflow.cli.work import Given, RecordError, Session
from reflow.edits import Safety
from reflow.inplace import create
from reflow.records import dataclass
from reflow.writers import writer
from reflow.writers.names import shown
from reflow.writers.report import Report


@dataclass
class Options:
    strict: bool
    statistics: bool
    exit_zero: bool
    output_file: str | None
    write_baseline: str | None
    color: str
    stdin_filename: str | None
    failing: int = 0


def run(session: Session, items: list[Item], options: Options) -> int:
    """Check all files; the exit code.

    Raises UsageProblem.
    """
    for option, path in (
        ("--output-file", options.output_file),
        ("--write-baseline", options.write_baseline),
    ):
        if path is not None:
            spare_inputs(option, path, items)
    known = None
    if session.settings.values["baseline"] and not options.write_baseline:
        known = baseline.read(session.settings.values["baseline"])
    with closing(_reports(session, items, options, known)) as reports:
        if options.write_baseline:
            return _write_baseline(session, options.write_baseline, reports)
        if options.statistics:
            text = _statistics(reports)
        else:
            color = options.output_file is None and terminal.wants_color(options.color)
            text = writer(session.settings.values["output-format"])(reports, color)
        if options.output_file is None:
            for part in text:
                terminal.out(part)
        else:
            _write(session, options.output_file, "".join(text))
    if session.trouble:
        return 2
    return 1 if options.failing and not options.exit_zero else 0


def _write(session: Session, path: str, text: str) -> None:
    try:
        create(path, text.encode("utf-8", "surrogateescape"))
    except OSError as error:
        session.fail(path, reason(error))


def _write_baseline(session: Session, path: str, reports: Iterable[Report]) -> int:
    text, number = baseline.text(reports)
    _write(session, path, text)
    if session.trouble:
        return 2
    session.say(f"wrote {number} findings to {shown(path)}; check --baseline leaves them out")
    return 0


def _read(session: Session, item: Item, stdin_filename: str | None) -> Given:
    path = item.path
    try:
        if path == STDIN:
            path = stdin_filename or STDIN
            data = read_stdin()
            if excluded_stdin(session.settings, stdin_filename):
                return Given(path)
        else:
            with open(path, "rb") as file:
                data = file.read()
    except OSError as error:
        return Given(path, trouble=reason(error))
    return Given(path, item.named, data)


def _reports(
    session: Session, items: list[Item], options: Options, known: Baseline | None
) -> Generator[Report, None, None]:
    def read(item: Item) -> Given:
        return _read(session, item, options.stdin_filename)

    with closing(session.outcomes(items, read)) as outcomes:
        for one, outcome in outcomes:
            try:
                session.record(one.path, outcome)
            except RecordError as error:
                session.fail(error.path, error)
                return
            findings = session.shown_findings(outcome, session.show_kept)
            if known is not None:
                findings = known.fresh(findings)
            options.failing += sum(
                f.fixable or (options.strict and f.safety is Safety.DISPLAY) for f in findings
            )
            yield Report(one.path, outcome.source, findings, outcome.result)


def _statistics(reports: Iterable[Report]) -> Iterator[str]:
    counts = Counter((f.code, f.name) for report in reports for f in report.findings)
    for (code, name), number in sorted(counts.items(), key=lambda c: (-c[1], c[0])):
        yield f"{number}\t{code}\t{name}\n"
