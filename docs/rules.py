"""docs/rules.md: what the rules say of themselves, with cases of theirs as examples.

A case is shown only where the rule gives what the case expects, so no page
shows what is not so.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

from reflow import Config, process
from reflow.registry import Rule, rules

CASES = Path(__file__).parent.parent / "tests" / "cases"
EXAMPLES = 4
"""Cases of each sort (changed, left) on a page."""
SHORT = 240
"""Code points of a case that a table can hold."""


class Case(NamedTuple):
    title: str
    before: str
    after: str


def page() -> Iterator[str]:
    """The lines of the page."""
    yield "# Rules\n"
    yield "Made by `make docs` from the docstrings of `reflow/rules/` and from `tests/cases/`.\n"
    yield "| code | name | stage | runs |\n| --- | --- | --- | --- |"
    known = rules()
    for rule in known:
        runs = "always" if rule.default else "when selected"
        link = f"[{rule.code}](#{rule.anchor})"
        yield f"| {link} | {rule.name} | {rule.stage} | {runs} |"
    for rule in known:
        yield f"\n## {rule.code} {rule.name}\n"
        # The docstring's own headings stand one level below the rule's.
        yield re.sub(r"(?m)^(#+) ", r"#\1 ", inspect.cleandoc(rule.doc))
        yield from _examples(rule)


def _examples(rule: Rule) -> Iterator[str]:
    shown = list(_true_cases(rule.code))
    changed = [c for c in shown if c.before != c.after][:EXAMPLES]
    left = [c for c in shown if c.before == c.after][:EXAMPLES]
    if changed:
        yield "\n| example | before | after |\n| --- | --- | --- |"
        for case in changed:
            yield f"| {_cell(case.title)} | {_cell(case.before)} | {_cell(case.after)} |"
    if left:
        yield "\n| stays as it is | |\n| --- | --- |"
        for case in left:
            yield f"| {_cell(case.title)} | {_cell(case.before)} |"


def _true_cases(code: str) -> Iterator[Case]:
    for case in cases(CASES / f"{code}.txt"):
        if len(case.before) <= SHORT:
            if process(case.before, Config(select=(code,))).text == case.after:
                yield case


def cases(path: Path) -> Iterator[Case]:
    """The cases of a file: a title, `.`, the input, `.`, the expected output, `.`."""
    if not path.exists():
        return
    # Read as bytes: a case may hold any line end.
    parts = path.read_bytes().decode("utf-8").split("\n.\n")
    for title, before, after in zip(parts[::3], parts[1::3], parts[2::3], strict=False):
        yield Case(title.strip(), before, after)


def _cell(text: str) -> str:
    """Text in a cell of a Markdown table, as it is; what can't be seen by its number."""
    plain = escape(text.strip("\n"), quote=False)
    plain = re.sub(r"([\\`*_|\[\]#~$])", r"\\\1", plain)
    plain = "".join(c if c.isprintable() or c == "\n" else f"U+{ord(c):04X}" for c in plain)
    return plain.replace("\n", "<br>")
