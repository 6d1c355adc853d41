"""The options that commands have in common, and settings from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import click

from reflow.cli import terminal
from reflow.cli.keys import KEYS
from reflow.cli.settings import Settings, load
from reflow.cli.work import Session
from reflow.config import LANGUAGES

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")


def _show_help(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    # Not click's own: that writes past our watch over standard output.
    if value and not context.resilient_parsing:
        terminal.out(context.get_help() + "\n")
        context.exit()


def help_option(function: F) -> F:
    return click.option(
        "-h",
        "--help",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_help,
        help="Show this help.",
    )(function)


def _each(options: list[Callable[[F], F]], function: F) -> F:
    for option in reversed(options):
        function = option(function)
    return function


def _codes(name: str, text: str) -> Callable[[F], F]:
    return click.option(name, multiple=True, metavar="CODES", help=text)


def setting_options(function: F) -> F:
    """Options about what is found and how text is read; on every command."""
    options: list[Callable[[Any], Any]] = [
        _codes("--select", "Rules to run, by code or prefix (J, J1, J101); commas or repeats."),
        _codes("--extend-select", "Rules to run in addition."),
        _codes("--ignore", "Rules to leave out."),
        click.option(
            "--unsafe-fixes/--no-unsafe-fixes", default=None, help="Apply less certain fixes, too."
        ),
        click.option(
            "--ignore-edit", multiple=True, metavar="ID", help="Leave out a single edit, by its id."
        ),
        click.option(
            "--lang",
            metavar="LANG",
            shell_complete=one_of(LANGUAGES),
            help=f"Main language: {', '.join(LANGUAGES)}.",
        ),
        click.option(
            "--input-format",
            metavar="FORMAT",
            shell_complete=one_of(KEYS["input-format"].choices),
            help="auto, text or markdown.",
        ),
        click.option(
            "--gap-mark", metavar="TEXT", help="Mark of lost text (default […]; '' for none)."
        ),
        click.option("--encoding", metavar="NAME", help="Encoding of the input, or auto."),
        click.option(
            "--output-encoding",
            metavar="NAME",
            shell_complete=one_of(KEYS["output-encoding"].choices),
            help="same or utf-8.",
        ),
        click.option(
            "--config",
            "configs",
            multiple=True,
            metavar="FILE|KEY=VALUE",
            help="Settings from a file, or a single one.",
        ),
        click.option(
            "--isolated", is_flag=True, help="Read no settings from files or environment."
        ),
        click.option("-q", "--quiet", is_flag=True, help="Only trouble on standard error."),
        click.option("-v", "--verbose", is_flag=True, help="Say what is done with each file."),
        click.option(
            "--color",
            type=click.Choice(["auto", "always", "never"]),
            default="auto",
            help="Color the output.",
        ),
        help_option,
    ]
    return _each(options, function)


def record_options(function: F) -> F:
    """Options about what is written down of a run."""
    options: list[Callable[[Any], Any]] = [
        click.option(
            "--log",
            metavar="FILE",
            type=click.Path(),
            help="Write what was found and done, as JSON Lines, for undo.",
        ),
        click.option(
            "--map",
            metavar="FILE",
            type=click.Path(),
            help="Write where each part of the output stood, as JSON Lines.",
        ),
        click.option(
            "--show-kept", is_flag=True, help="Also what was considered and left, and why."
        ),
    ]
    return _each(options, function)


def files_argument(metavar: str = "FILES...", **more: Any) -> Callable[[F], F]:
    return click.argument("files", type=click.Path(), metavar=metavar, **{"nargs": -1, **more})


def jobs_option(default: int, text: str) -> Callable[[F], F]:
    return click.option(
        "-j", "--jobs", metavar="N", type=click.IntRange(0), default=default, help=text
    )


def one_of(words: Iterable[str]) -> Callable[..., list[str]]:
    """Completion of a value that is one of `words`."""

    def complete(context: click.Context, parameter: click.Parameter, given: str) -> list[str]:
        return [word for word in words if word.startswith(given)]

    return complete


def file_options(function: F) -> F:
    """Options about which files are done."""
    options: list[Callable[[Any], Any]] = [
        click.option(
            "--include", multiple=True, metavar="GLOB", help="What a walk takes (*.txt, *.md)."
        ),
        click.option("--exclude", multiple=True, metavar="GLOB", help="What a walk leaves out."),
        click.option(
            "--force-exclude/--no-force-exclude",
            default=None,
            help="Leave out excluded files even where they are named.",
        ),
        click.option(
            "--respect-gitignore/--no-respect-gitignore",
            default=None,
            help="Leave out what .gitignore files name (default).",
        ),
        click.option(
            "--files-from",
            metavar="FILE|-",
            type=click.Path(),
            help="Read names of files from here.",
        ),
        click.option("-0", "--null", is_flag=True, help="Names in that list end in NUL."),
        click.option("--stdin-filename", metavar="NAME", help="What standard input is called."),
        jobs_option(1, "Processes to use; 0 takes all processors."),
    ]
    return _each(options, function)


def settings_from(arguments: dict[str, Any]) -> Settings:
    """Take the options that are settings out of `arguments` and put all layers together.

    Raises SettingsError.
    """
    options: dict[str, Any] = {}
    for key, entry in KEYS.items():
        name = key.replace("-", "_").replace(".", "_")
        if name not in arguments:
            continue
        value = arguments.pop(name)
        if entry.kind in ("list", "patterns"):
            split = key in ("select", "extend-select", "ignore")
            parts = [p.strip() for v in value for p in (v.split(",") if split else [v])]
            value = tuple(p for p in parts if p) or None
        options[key] = value
    return load(
        options,
        arguments.pop("configs"),
        arguments.pop("isolated"),
        ignore_edits=arguments.pop("ignore_edit"),
    )


def session_from(arguments: dict[str, Any]) -> Session:
    """Take the options of a run out of `arguments`, with the settings.

    Raises SettingsError.
    """
    return Session(
        settings_from(arguments),
        quiet=arguments.pop("quiet"),
        verbose=arguments.pop("verbose"),
        show_kept=arguments.pop("show_kept", False),
    )


def picked(kind: type[T], arguments: Mapping[str, Any], **more: Any) -> T:
    """A record of those `arguments` that have the names of its fields, and of `more`."""
    names = [name for name in kind.__annotations__ if name in arguments and name not in more]
    return kind(**{name: arguments[name] for name in names}, **more)
