"""docs/reflow.1, the manual page: the help texts in the language of man(7)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from reflow import __version__
from reflow.cli import app
from reflow.cli.settings import PREFIX

_STATUS = (
    ("0", "Nothing to fix, or all done; the filter has succeeded, changed or not."),
    ("1", "check found something to fix, or fix --check and fix --diff would change something."),
    ("2", "Usage, settings, a file that can't be read or written; the other files are done."),
)
_FILES = (
    ("reflow.toml, pyproject.toml", "Settings, in the latter under [tool.reflow]: the nearest one "
     "from the working directory up to the root of its checkout."),
)  # fmt: skip


def page() -> Iterator[str]:
    """The lines of the manual page."""
    group = app.commands
    yield f'.TH REFLOW 1 "" "reflow {__version__}" "User Commands"'
    yield ".SH NAME"
    summary = (group.help or "").split("\n")[0].rstrip(".")
    yield f"reflow \\- {_text(summary[:1].lower() + summary[1:])}"
    yield ".SH SYNOPSIS"
    yield from _synopsis("reflow", app.filter_command)
    for name, command in sorted(group.commands.items()):
        yield ".br"
        yield from _synopsis(f"reflow {name}", command)
    yield ".SH DESCRIPTION"
    yield _text(" ".join((group.help or "").split()))
    yield ".SH EXAMPLES"
    yield from _pairs(group.examples)
    yield ".SH OPTIONS OF THE FILTER"
    yield from _options((*group.params, *app.filter_command.params))
    for name, command in sorted(group.commands.items()):
        yield f".SH REFLOW {name.upper()}"
        yield _text(" ".join((command.help or "").split()))
        yield from _pairs(getattr(command, "examples", ()))
        yield from _options(command.params)
    yield ".SH EXIT STATUS"
    yield from _pairs(_STATUS)
    yield ".SH ENVIRONMENT"
    yield from _pairs(
        (
            (f"{PREFIX}GAP_MARK and others", "A setting by its name, in capitals."),
            ("NO_COLOR, FORCE_COLOR", "No colors, or colors without a terminal."),
        )
    )
    yield ".SH FILES"
    yield from _pairs(_FILES)


def _synopsis(name: str, command: click.Command) -> Iterator[str]:
    given = [p for p in command.params if isinstance(p, click.Argument)]
    operands = " ".join(p.make_metavar(click.Context(command)) for p in given)
    if command is app.filter_command:
        operands = f"[{operands}]"
    yield f".B {_text(name)}"
    yield f"[OPTIONS] {_text(operands)}".rstrip()


def _options(parameters: tuple[click.Parameter, ...] | list[click.Parameter]) -> Iterator[str]:
    context = click.Context(app.filter_command)
    records: dict[str, str] = {}
    for parameter in parameters:
        record = parameter.get_help_record(context)
        if isinstance(parameter, click.Option) and record is not None:
            records.setdefault(*record)
    yield from _pairs(tuple(records.items()))


def _pairs(rows: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for term, meaning in rows:
        yield ".TP"
        yield f".B {_text(term)}"
        yield _text(" ".join(meaning.split()))


def _text(text: str) -> str:
    """Text that roff takes as it is: a hyphen stays one, and no line is a request."""
    plain = text.replace("\\", "\\e").replace("-", "\\-")
    plain = plain.replace('"', "\\(dq").replace("'", "\\(aq").replace("`", "\\(ga")
    plain = "".join(c if ord(c) < 128 else f"\\[u{ord(c):04X}]" for c in plain)
    return re.sub(r"^\.", r"\\&.", plain)
