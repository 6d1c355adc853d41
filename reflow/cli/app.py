"""The commands: each parses, calls the library and picks what to write.

A first argument that is no command makes `reflow` a filter.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from reflow.cli import filter as filtering
from reflow.cli import terminal
from reflow.cli.commands import VARIABLE, Command, Group, completion
from reflow.cli.corpus import corpus_command
from reflow.cli.examples import EXAMPLES
from reflow.cli.files import Item
from reflow.cli.inputs import AMONG, STDIN, UsageProblem, collect, open_record
from reflow.cli.options import (
    file_options,
    files_argument,
    help_option,
    one_of,
    picked,
    record_options,
    session_from,
    setting_options,
    settings_from,
)
from reflow.cli.work import Session
from reflow.writers import FORMATS
from reflow.writers.names import shown

if TYPE_CHECKING:
    from reflow.cli.interactive import Asker

SHELLS = ("bash", "zsh", "fish")


def start(arguments: list[str]) -> int:
    """Run one command line; the exit code.

    Raises Refused when it can't be carried out.
    """
    if os.environ.get(VARIABLE):
        commands.main(arguments, prog_name="reflow", complete_var=VARIABLE)
    first = arguments[0] if arguments else ""
    grouped = first in commands.commands or first in ("-h", "--help", "--version", "--completion")
    command = commands if grouped else filter_command
    try:
        with command.make_context("reflow", list(arguments)) as context:
            return int(command.invoke(context) or 0)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.UsageError as error:
        named = f"reflow {first}" if first in commands.commands else "reflow"
        path = error.ctx.command_path if error.ctx else named
        raise UsageProblem(f"{shown(error.format_message())} (see {path} --help)") from error


def _record(session: Session, arguments: dict[str, Any], items: list[Item]) -> None:
    log, offsets = arguments.pop("log"), arguments.pop("map")
    if log is not None and log == offsets:
        raise UsageProblem("--log and --map need a file each; name two")
    session.log = open_record("--log", log, items)
    session.map = open_record("--map", offsets, items)


def _asker(session: Session, color: str) -> Asker:
    from reflow.cli.interactive import Asker

    # One file at a time: a person answers one question after the other.
    session.workers = 1
    return Asker(terminal.wants_color(color, 2))


def _take_files(session: Session, arguments: dict[str, Any]) -> list[Item]:
    from reflow.cli.pool import processors

    session.workers = arguments.pop("jobs") or processors()
    items = collect(
        session.settings,
        arguments.pop("files"),
        arguments.pop("files_from"),
        arguments.pop("null"),
    )
    if not items:
        session.say("no files to work on (folders are searched for what --include names)")
    return items


@click.group(
    "reflow",
    cls=Group,
    invoke_without_command=True,
    add_help_option=False,
    subcommand_metavar="[FILE|-] | COMMAND ...",
    options_metavar="[OPTIONS]",
    examples=EXAMPLES["reflow"],
)
@click.option("--version", is_flag=True, help="Show the version and installed rule packages.")
@click.option(
    "--completion",
    "shell",
    type=click.Choice(SHELLS),
    help='Show a script for tab completion: eval "$(reflow --completion bash)".',
)
@help_option
def commands(version: bool, shell: str | None) -> int:
    """Join text that extraction broke, remove repeats, mend stray foreign words.

    Without a command, reflow is a filter: standard input or one file to standard output.
    """
    if version:
        from reflow.cli.version import show

        return show()
    if shell is not None:
        return completion(commands, shell)
    return 0


@click.command(
    "reflow",
    cls=Command,
    add_help_option=False,
    options_metavar="[OPTIONS]",
)
@files_argument("FILE|-", nargs=-1)
@click.option("--stdin-filename", metavar="NAME", help="What standard input is called.")
@record_options
@setting_options
def filter_command(files: tuple[str, ...], **arguments: Any) -> int:
    """Clean standard input or one file to standard output."""
    name = filtering.named(files)
    session = session_from(arguments)
    _record(session, arguments, [] if name == STDIN else [Item(name, True, name)])
    return filtering.run(session, name, arguments["stdin_filename"])


commands.filter = filter_command
commands.add_command(corpus_command)


@commands.command(
    "check",
    add_help_option=False,
    examples=EXAMPLES["check"],
)
@files_argument()
@click.option("--strict", is_flag=True, help="Findings that can't be fixed fail, too.")
@click.option(
    "--output-format",
    metavar="FORMAT",
    shell_complete=one_of(FORMATS),
    help=f"One of {', '.join(FORMATS)}.",
)
@click.option("--output-file", metavar="FILE", type=click.Path(), help="Write findings here.")
@click.option("--statistics", is_flag=True, help="Count findings by rule instead of listing them.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 though there are findings.")
@click.option(
    "--baseline", metavar="FILE", type=click.Path(), help="Leave out the findings listed here."
)
@click.option(
    "--write-baseline",
    metavar="FILE",
    type=click.Path(),
    help="List all present findings here, for --baseline.",
)
@record_options
@file_options
@setting_options
def check_command(**arguments: Any) -> int:
    """Report findings and change nothing; exit 1 when something can be fixed."""
    session = session_from(arguments)
    items = _take_files(session, arguments)
    _record(session, arguments, items)
    from reflow.cli.check import Options, run

    return run(session, items, picked(Options, arguments))


@commands.command(
    "fix",
    add_help_option=False,
    examples=EXAMPLES["fix"],
)
@files_argument()
@click.option("--diff", is_flag=True, help="Show what would change, as a diff; write nothing.")
@click.option("--check", is_flag=True, help="Say what would change; write nothing.")
@click.option("--interactive", is_flag=True, help="Ask about each fix: yes, no, all, quit.")
@click.option("--exit-non-zero-on-fix", is_flag=True, help="Exit with 1 when a file was changed.")
@click.option("--backup", metavar="SUFFIX", default="", help="Keep the old file under this suffix.")
@click.option("--out-dir", metavar="DIR", type=click.Path(), help="Write results here.")
@record_options
@file_options
@setting_options
def fix_command(**arguments: Any) -> int:
    """Repair files in place ('-': standard input to standard output)."""
    session = session_from(arguments)
    from_list = arguments["files_from"]
    items = _take_files(session, arguments)
    stdin = [item.path for item in items] == [STDIN]
    if "/" in arguments["backup"] or os.sep in arguments["backup"]:
        raise UsageProblem("the backup suffix can't hold a path separator; give one as .orig")
    if arguments["backup"] and arguments["out_dir"] is not None:
        raise UsageProblem("--out-dir leaves the files as they are; leave out --backup")
    if arguments["interactive"]:
        if arguments["diff"] or arguments["check"]:
            raise UsageProblem("--interactive writes; leave out --diff and --check")
        if stdin or from_list == STDIN:
            raise UsageProblem("--interactive reads answers from standard input; name files")
    from reflow.cli.fix import Options, run

    asker = _asker(session, arguments["color"]) if arguments["interactive"] else None
    options = picked(Options, arguments, asker=asker)
    _record(session, arguments, items)
    if stdin and options.writing and options.out_dir is None:
        if options.backup:
            raise UsageProblem("--backup needs files; name some instead of '-'")
        if not options.exit_non_zero_on_fix:
            return filtering.through(session, options.stdin_filename)
    return run(session, items, options)


@commands.command(
    "undo",
    add_help_option=False,
    examples=EXAMPLES["undo"],
)
@files_argument(required=True)
@click.option(
    "--log", "log_file", required=True, metavar="LOG", type=click.Path(), help="The run's log."
)
@click.option("-q", "--quiet", is_flag=True, help="Only trouble on standard error.")
@help_option
def undo_command(files: tuple[str, ...], log_file: str, quiet: bool) -> int:
    """Restore the bytes that files had before the run that wrote LOG."""
    if STDIN in files and len(files) > 1:
        raise UsageProblem(AMONG)
    from reflow.cli.undo import run

    return run(files, log_file, quiet)


@commands.command(
    "rule",
    add_help_option=False,
    examples=EXAMPLES["rule"],
)
@click.argument("code", required=False)
@click.option("--all", "every", is_flag=True, help="Show all rules.")
@setting_options
def rule_command(code: str | None, every: bool, **arguments: Any) -> int:
    """Show what a rule does, why, with examples, and when it stays silent."""
    if every == (code is not None):
        raise UsageProblem("name one rule, or say --all")
    from reflow.cli.show import rule

    return rule(code, settings_from(arguments).config.plugins)


@commands.command(
    "config",
    add_help_option=False,
    examples=EXAMPLES["config"],
)
@file_options
@setting_options
def config_command(**arguments: Any) -> int:
    """Show the settings in force and where each comes from, as a reflow.toml."""
    from reflow.cli.show import config

    return config(settings_from(arguments))
