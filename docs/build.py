"""Writes the pages of docs/ that are made, and the manual page: `make docs`.

All say what the code says of itself: docstrings and cases of the rules, help
texts of the commands, fields of `Config`.  `tests/test_docs.py` checks that the
files are current and that each example in them is so.
"""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
import man
import rules

from reflow import config
from reflow.cli import app
from reflow.cli.keys import KEYS
from reflow.cli.settings import PREFIX
from reflow.writers import FORMATS, writer

FOLDER = Path(__file__).parent


def main() -> None:
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


def pages() -> dict[str, str]:
    """Names and contents of the pages."""
    made = {
        "rules.md": rules.page(),
        "cli.md": _cli(),
        "configuration.md": _configuration(),
        "reflow.1": man.page(),
    }
    return {name: "\n".join(lines).rstrip("\n") + "\n" for name, lines in made.items()}


def _cli() -> Iterator[str]:
    yield "# Command line\n"
    yield "Made from the help texts by `make docs`.\n"
    named = {"filter": app.filter_command, **dict(sorted(app.commands.commands.items()))}
    yield "| command | does |\n| --- | --- |"
    for name, command in named.items():
        usage = "reflow [FILE|-]" if name == "filter" else f"reflow {name}{_operands(command)}"
        yield f"| `{_cell(usage)}` | {_cell(command.help or '')} |"
    yield "\n## Examples\n"
    yield "| command line | does |\n| --- | --- |"
    for command in (app.commands, *named.values()):
        for line, does in getattr(command, "examples", ()):
            yield f"| `{_cell(line)}` | {_cell(does)} |"
    yield "\n## Output formats of check\n"
    yield "| format | is |\n| --- | --- |"
    for name in FORMATS:
        yield f"| `{name}` | {_cell(writer(name).__doc__ or '')} |"
    yield "\n## Options\n"
    # An option that several commands have stands here once.
    users: dict[tuple[str, str], list[str]] = {}
    for name, command in named.items():
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                key = (_option(parameter), _cell(parameter.help or ""))
                users.setdefault(key, []).append(name)
    yield "| option | meaning | commands |\n| --- | --- | --- |"
    for (option, meaning), names in users.items():
        where = "all" if len(names) == len(named) else ", ".join(names)
        yield f"| {option} | {meaning} | {where} |"


def _operands(command: click.Command) -> str:
    given = [p for p in command.params if isinstance(p, click.Argument)]
    return "".join(f" {p.make_metavar(click.Context(command))}" for p in given)


def _option(option: click.Option) -> str:
    value = ""
    if isinstance(option.type, click.Choice):
        value = " " + "|".join(option.type.choices)
    elif not option.is_flag:
        value = f" {option.metavar or 'TEXT'}"
    names = [*option.opts, *option.secondary_opts]
    return ", ".join(f"`{_cell(name + value)}`" for name in names)


def _configuration() -> Iterator[str]:
    options = {
        name.removeprefix("--"): parameter.help or ""
        for command in (app.filter_command, *app.commands.commands.values())
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for name in parameter.opts
    }
    fields = _field_docs()
    yield "# Configuration\n"
    yield "Made from `Config` and the command line by `make docs`.\n"
    yield (
        "The command line goes before `--config KEY=VALUE`, then come the environment "
        f"(`{PREFIX}GAP_MARK` for `gap-mark`), `--config FILE`, the nearest `reflow.toml` or "
        "`[tool.reflow]` in `pyproject.toml`, and the defaults. Files are looked for from the "
        "working directory up to the root of its checkout; outside a checkout none is read "
        "unless it is named. `reflow config` shows the settings in force and where each comes "
        "from. Keys with a dot are tables: `joins.threshold` is `threshold` in `[joins]`.\n"
    )
    yield "| key | value | default | field of `Config` | meaning |\n| --- | --- | --- | --- | --- |"
    for key, entry in KEYS.items():
        value = " or ".join(f"`{c}`" for c in entry.choices) or _KINDS[entry.kind]
        meaning = fields.get(entry.field) or options.get(key) or _MEANINGS[key]
        default = f"`{_cell(json.dumps(_default(entry.kind, entry.default), ensure_ascii=False))}`"
        field = f"`{entry.field}`" if entry.field else ""
        yield f"| `{key}` | {value} | {default} | {field} | {_cell(meaning)} |"
    yield "\n## A file with all settings\n"
    yield "As they are by default.\n"
    yield "```toml"
    yield from _settings_file()
    yield "```"


_KINDS = {
    "list": "list of strings",
    "patterns": "list of regular expressions",
    "bool": "boolean",
    "str": "string",
    "int": "integer",
    "float": "number",
    "pairs": "table: token to replacement",
    "map": "table: pattern to list of codes",
}

# Keys that are neither a field of Config nor an option with a help text.
_MEANINGS = {
    "per-file-ignores": "Rules to leave out in the files that match a pattern.",
}


def _default(kind: str, value: Any) -> Any:
    return {} if kind in ("pairs", "map") else value


def _settings_file() -> Iterator[str]:
    """A reflow.toml with every key: plain ones first, for a table ends only where one begins."""
    tables: dict[str, list[str]] = {"": []}
    for key, entry in KEYS.items():
        value = _default(entry.kind, entry.default)
        table, _, name = ("", "", key) if value != {} else (key, "", "")
        if "." in key:
            table, _, name = key.partition(".")
        lines = tables.setdefault(table, [])
        if name:
            lines.append(f"{name} = {json.dumps(value, ensure_ascii=False)}")
    yield from tables.pop("")
    for table, lines in tables.items():
        yield f"\n[{table}]"
        yield from lines


def _field_docs() -> dict[str, str]:
    """The strings below the fields of `Config`, which only its source holds."""
    module = ast.parse(inspect.getsource(config))
    body = next(
        node.body
        for node in module.body
        if isinstance(node, ast.ClassDef) and node.name == "Config"
    )
    docs = {}
    for field, text in pairwise(body):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(text, ast.Expr)
            and isinstance(text.value, ast.Constant)
        ):
            docs[field.target.id] = inspect.cleandoc(str(text.value.value))
    return docs


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    main()
