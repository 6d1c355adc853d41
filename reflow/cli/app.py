"""The commands: each parses, calls the library and picks what to write.

A first argument that is no command makes `reflow` a filter.  Left out so far:
`corpus`, `--interactive`, `--baseline`, `--map`, `-j` and `.gitignore`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any

import click

from reflow.cli import terminal
from reflow.cli.files import Item
from reflow.cli.options import (
    file_options,
    help_option,
    log_option,
    setting_options,
    settings_from,
)
from reflow.cli.settings import SettingsError, did_you_mean
from reflow.cli.work import (
    STDIN,
    Session,
    UsageProblem,
    collect,
    excluded_stdin,
    open_log,
    read_stdin,
    reason,
)
from reflow.writers.names import shown

_EPILOG = "More: reflow COMMAND --help.  A file called like a command: reflow ./check"


def start(arguments: list[str]) -> int:
    """Run one command line; the exit code."""
    if os.environ.get("_REFLOW_COMPLETE"):
        commands.main(arguments, prog_name="reflow")
    first = arguments[0] if arguments else ""
    filtering = first not in commands.commands and first not in ("-h", "--help", "--version")
    command = filter_command if filtering else commands
    try:
        with command.make_context("reflow", list(arguments)) as context:
            return int(command.invoke(context) or 0)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        terminal.note(f"{shown(error.format_message())} (see reflow --help)")
    except (SettingsError, UsageProblem) as error:
        terminal.note(str(error))
    return 2


def _session(arguments: dict[str, Any]) -> Session:
    settings = settings_from(arguments)
    return Session(settings, arguments.pop("quiet"), arguments.pop("verbose"))


def _take_files(session: Session, arguments: dict[str, Any]) -> list[Item]:
    return collect(
        session.settings,
        arguments.pop("files"),
        arguments.pop("files_from"),
        arguments.pop("null"),
    )


@click.group("reflow", invoke_without_command=True, add_help_option=False, epilog=_EPILOG)
@click.option("--version", is_flag=True, help="Show the version and installed rule packages.")
@help_option
def commands(version: bool) -> int:
    """Join text that extraction broke, remove repeats, mend stray foreign words.

    \b
    reflow [FILE|-]      the filter: standard input or one file to standard output
    reflow check FILES   report findings, change nothing
    reflow fix FILES     repair in place
    """
    if version:
        from reflow.cli.version import show

        return show()
    return 0


@click.command("reflow", add_help_option=False)
@click.argument("files", nargs=-1)
@click.option("--stdin-filename", metavar="NAME", help="What standard input is called.")
@log_option
@setting_options
def filter_command(files: tuple[str, ...], **arguments: Any) -> int:
    """Clean standard input or one file to standard output."""
    if not files and sys.stdin is not None and sys.stdin.isatty():
        terminal.note(
            "nothing to read; usage:\n"
            "  reflow [FILE|-]      clean one file or standard input to standard output\n"
            "  reflow check FILES   report, change nothing\n"
            "  reflow fix FILES     repair in place\n"
            "  reflow --help        all commands and options"
        )
        return 2
    if len(files) > 1:
        named = next((f for f in files if f in commands.commands), None)
        hint = f"; put the command first: reflow {named} …" if named else "; use reflow fix FILES"
        raise UsageProblem(f"the filter takes one file, not {len(files)}{hint}")
    session = _session(arguments)
    name = files[0] if files else STDIN
    if name == STDIN:
        session.log = open_log(arguments["log"], [])
        return _through(session, arguments["stdin_filename"])
    session.log = open_log(arguments["log"], [Item(name, True, name)])
    try:
        with open(name, "rb") as file:
            data = file.read()
    except OSError as error:
        hint = did_you_mean(name, commands.commands) if not os.path.exists(name) else ""
        session.fail(name, reason(error) + hint.replace("mean", "mean the command"))
        return 2
    return _emit(session, name, data)


def _through(session: Session, filename: str | None) -> int:
    """Standard input to standard output."""
    try:
        data = read_stdin()
    except OSError as error:
        raise UsageProblem(f"standard input: {reason(error)}") from error
    if excluded_stdin(session.settings, filename):
        terminal.out(data)
        return 0
    return _emit(session, filename or STDIN, data)


def _emit(session: Session, path: str, data: bytes) -> int:
    outcome = session.process(path, data)
    if outcome is None:
        return 2
    if not _record(session, path, outcome):
        return 2
    terminal.out(outcome.data)
    return 0


def _record(session: Session, path: str, outcome: Any) -> bool:
    """Log one file; False when the log can't be written, for then nothing may be changed."""
    try:
        session.record(path, outcome)
    except OSError as error:
        session.fail("the log", reason(error))
        return False
    return True


@commands.command("check", add_help_option=False)
@click.argument("files", nargs=-1)
@click.option("--show-kept", is_flag=True, help="Also what was considered and left, and why.")
@click.option("--strict", is_flag=True, help="Findings that can't be fixed fail, too.")
@click.option("--output-format", metavar="FORMAT", help="concise, json or jsonl.")
@click.option("--output-file", metavar="FILE", help="Write findings here.")
@click.option("--statistics", is_flag=True, help="Count findings by rule instead of listing them.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 though there are findings.")
@log_option
@file_options
@setting_options
def check_command(**arguments: Any) -> int:
    """Report findings and change nothing; exit 1 when something can be fixed."""
    session = _session(arguments)
    items = _take_files(session, arguments)
    session.log = open_log(arguments["log"], items)
    from reflow.cli.check import Options, run

    options = Options(
        show_kept=arguments["show_kept"],
        strict=arguments["strict"],
        statistics=arguments["statistics"],
        exit_zero=arguments["exit_zero"],
        output_file=arguments["output_file"],
        color=arguments["color"],
        stdin_filename=arguments["stdin_filename"],
    )
    return run(session, items, options)


@commands.command("fix", add_help_option=False)
@click.argument("files", nargs=-1)
@click.option("--diff", is_flag=True, help="Show what would change, as a diff; write nothing.")
@click.option("--check", is_flag=True, help="Say what would change; write nothing.")
@click.option("--exit-non-zero-on-fix", is_flag=True, help="Exit with 1 when a file was changed.")
@click.option("--backup", metavar="SUFFIX", default="", help="Keep the old file under this suffix.")
@click.option("--out-dir", metavar="DIR", help="Write results here, not in place.")
@log_option
@file_options
@setting_options
def fix_command(**arguments: Any) -> int:
    """Repair files in place ('-': standard input to standard output)."""
    session = _session(arguments)
    items = _take_files(session, arguments)
    if "/" in arguments["backup"] or os.sep in arguments["backup"]:
        raise UsageProblem("the backup suffix can't hold a path separator")
    writing = not (arguments["diff"] or arguments["check"])
    from reflow.cli.fix import Options, run

    options = Options(
        diff=arguments["diff"],
        check=arguments["check"],
        fail_on_fix=arguments["exit_non_zero_on_fix"],
        backup=arguments["backup"],
        out_dir=arguments["out_dir"],
        stdin_filename=arguments["stdin_filename"],
    )
    stdin = [item.path for item in items] == [STDIN]
    session.log = open_log(arguments["log"], items)
    if stdin and writing and options.out_dir is None:
        if options.backup:
            raise UsageProblem("--backup needs files")
        if not options.fail_on_fix:
            return _through(session, options.stdin_filename)
    return run(session, items, options)


@commands.command("undo", add_help_option=False)
@click.argument("files", nargs=-1, required=True)
@click.option("--log", "log_file", required=True, metavar="LOG", help="The log of the run.")
@click.option("-q", "--quiet", is_flag=True, help="Only trouble on standard error.")
@help_option
def undo_command(files: tuple[str, ...], log_file: str, quiet: bool) -> int:
    """Restore the bytes that files had before the run that wrote LOG."""
    if STDIN in files and len(files) > 1:
        raise UsageProblem("'-' can't stand among other files")
    from reflow.cli.undo import run

    return run(files, log_file, quiet)


@commands.command("rule", add_help_option=False)
@click.argument("code", required=False)
@click.option("--all", "every", is_flag=True, help="Show all rules.")
@help_option
def rule_command(code: str | None, every: bool) -> int:
    """Show what a rule does, why, with examples, and when it stays silent."""
    import inspect

    from reflow.registry import rules

    if every == (code is not None):
        raise UsageProblem("name one rule, or say --all")
    known = rules()
    chosen = [rule for rule in known if every or rule.code == code or rule.name == code]
    if not chosen:
        names = [name for rule in known for name in (rule.code, rule.name)]
        raise UsageProblem(f"no rule {shown(code or '')!r}{did_you_mean(code or '', names)}")
    texts = []
    for rule in chosen:
        title = f"{rule.code} {rule.name}"
        body = inspect.cleandoc(rule.doc)
        default = "" if rule.default else "\n\nNot run unless it is selected."
        texts.append(f"{title}\n{'=' * len(title)}\n\n{body}{default}\n")
    terminal.out("\n".join(texts))
    return 0


@commands.command("config", add_help_option=False)
@file_options
@setting_options
def config_command(**arguments: Any) -> int:
    """Show the settings in force and where each comes from, as a reflow.toml."""
    settings = settings_from(arguments)
    lines = list(_settings_lines(settings.values, settings.origins))
    terminal.out("\n".join(lines) + "\n")
    return 0


def _settings_lines(values: Any, origins: Any) -> Iterator[str]:
    for key, value in values.items():
        yield f"{key} = {_toml(key, value)}  # {origins[key]}"


def _toml(key: str, value: Any) -> str:
    import json

    from reflow.cli.settings import KEYS

    if KEYS[key].kind in ("pairs", "map"):
        inner = ", ".join(
            f"{_toml_string(k)} = {_toml_string(v) if isinstance(v, str) else _toml_list(v)}"
            for k, v in value
        )
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, tuple):
        return _toml_list(value)
    return _toml_string(value) if isinstance(value, str) else json.dumps(value)


def _toml_list(values: tuple[str, ...]) -> str:
    return "[" + ", ".join(_toml_string(v) for v in values) + "]"


def _toml_string(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
