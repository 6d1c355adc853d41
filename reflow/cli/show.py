"""`reflow rule`, `reflow config` and shell completion: what is only shown."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from typing import Any

from reflow.cli import terminal
from reflow.cli.inputs import UsageProblem
from reflow.cli.keys import KEYS, did_you_mean
from reflow.cli.settings import Settings
from reflow.registry import rules
from reflow.writers.names import shown


def rule(code: str | None, plugins: tuple[str, ...]) -> int:
    """Write the documentation of one rule, or of all.

    Raises UsageProblem for a rule that there is not.
    """
    known = rules(plugins)
    chosen = [r for r in known if code is None or code in (r.code, r.name)]
    if not chosen:
        names = [name for r in known for name in (r.code, r.name)]
        hint = did_you_mean(code or "", names) or "; reflow rule --all shows them all"
        raise UsageProblem(f"no rule {shown(code or '')!r}{hint}")
    texts = []
    for each in chosen:
        title = f"{each.code} {each.name}"
        default = "" if each.default else "\n\nNot run unless it is selected."
        texts.append(f"{title}\n{'=' * len(title)}\n\n{inspect.cleandoc(each.doc)}{default}\n")
    terminal.out("\n".join(texts))
    return 0


def config(settings: Settings) -> int:
    """Write the settings as a reflow.toml, each with where it comes from."""
    terminal.out("".join(line + "\n" for line in _lines(settings)))
    return 0


def _lines(settings: Settings) -> Iterator[str]:
    for key, value in settings.values.items():
        yield f"{key} = {_toml(key, value)}  # {settings.origins[key]}"


def _toml(key: str, value: Any) -> str:
    if KEYS[key].kind in ("pairs", "map"):
        inner = ", ".join(
            f"{_string(k)} = {_string(v) if isinstance(v, str) else _list(v)}" for k, v in value
        )
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, tuple):
        return _list(value)
    return _string(value) if isinstance(value, str) else json.dumps(value)


def _list(values: tuple[str, ...]) -> str:
    return "[" + ", ".join(map(_string, values)) + "]"


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
