"""How our commands differ from click's: help that starts with examples, and completion."""

from __future__ import annotations

from typing import Any

import click
from click.shell_completion import CompletionItem, get_completion_class

from reflow.cli import terminal
from reflow.cli.examples import Examples

VARIABLE = "_REFLOW_COMPLETE"
"""The variable of the environment by which a shell asks for completions."""


class Command(click.Command):
    """A command whose help starts with examples."""

    def __init__(self, *args: Any, examples: Examples = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.examples = examples

    def format_help(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        if self.examples:
            with formatter.section("Examples"):
                formatter.write_dl(list(self.examples), col_max=46)
            formatter.write_paragraph()
        super().format_help(context, formatter)


class Group(Command, click.Group):
    """The commands together with the filter, which is what `reflow` is without one of them."""

    command_class = Command
    filter: click.Command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            rows = [(name, c.get_short_help_str(200)) for name, c in sorted(self.commands.items())]
            formatter.write_dl(rows)

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        self.format_commands(context, formatter)
        given = [*self.params, *self.filter.params]
        options = [p for p in given if isinstance(p, click.Option)]
        records = {r[0]: r for r in (p.get_help_record(context) for p in options) if r is not None}
        with formatter.section("Options of the filter"):
            formatter.write_dl(list(records.values()))

    def shell_complete(self, context: click.Context, incomplete: str) -> list[CompletionItem]:
        found = super().shell_complete(context, incomplete)
        known = {item.value for item in found}
        found += [
            item
            for item in self.filter.shell_complete(context, incomplete)
            if item.value not in known
        ]
        if not incomplete.startswith("-"):
            found.append(CompletionItem(incomplete, type="file"))
        return found


def completion(group: Group, shell: str) -> int:
    """Write the script that teaches completion to a shell."""
    kind = get_completion_class(shell)
    assert kind is not None
    terminal.out(kind(group, {}, "reflow", VARIABLE).source())
    return 0
