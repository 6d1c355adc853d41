"""The settings that there are: their names, kinds and defaults, and how a value is read."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from reflow.cli.terminal import Refused
from reflow.config import LANGUAGES
from reflow.repeats import KINDS
from reflow.writers import FORMATS
from reflow.writers.names import shown


class SettingsError(Refused):
    """A setting that can't be used; the message says which and where."""


class Key(NamedTuple):
    """One setting: how its value is read and what it may be."""

    kind: str
    """list, patterns (a list of regular expressions), bool, str, int, float, pairs (token to
    replacement) or map (pattern to codes)."""
    default: Any
    choices: tuple[str, ...] = ()
    field: str = ""
    """The field of Config; empty for settings of the command line only."""


KEYS: Mapping[str, Key] = {
    "select": Key("list", (), field="select"),
    "extend-select": Key("list", (), field="extend_select"),
    "ignore": Key("list", (), field="ignore"),
    "per-file-ignores": Key("map", ()),
    "fixable": Key("list", (), field="fixable"),
    "unfixable": Key("list", (), field="unfixable"),
    "unsafe-fixes": Key("bool", False, field="unsafe_fixes"),
    "include": Key("list", ("*.txt", "*.md")),
    "exclude": Key("list", ()),
    "force-exclude": Key("bool", False),
    "respect-gitignore": Key("bool", True),
    "encoding": Key("str", "auto"),
    "output-encoding": Key("str", "same", ("same", "utf-8")),
    "lang": Key("str", "auto", LANGUAGES, "lang"),
    "input-format": Key("str", "auto", ("auto", "text", "markdown"), "input_format"),
    "gap-mark": Key("str", "[…]", field="gap_mark"),
    "keep": Key("patterns", (), field="keep"),
    "continuation-marks": Key("patterns", (), field="continuation_marks"),
    "lead-ins": Key("list", (), field="lead_ins"),
    "tokens": Key("pairs", (), field="tokens"),
    "repeats.min-chars": Key("int", 30, field="repeats_min_chars"),
    "repeats.similarity": Key("float", 0.75, field="repeats_similarity"),
    "repeats.remove": Key("list", (), KINDS, "repeats_remove"),
    "joins.threshold": Key("int", 0, field="joins_threshold"),
    "bridges.threshold": Key("int", 0, field="bridges_threshold"),
    "baseline": Key("str", ""),
    "output-format": Key("str", "full", tuple(FORMATS)),
    "plugins": Key("list", (), field="plugins"),
}


def known(key: str, origin: str) -> str:
    """`key`, if there is such a setting; else SettingsError with the nearest one."""
    if key in KEYS:
        return key
    table, _, name = key.partition(".")
    if table in KEYS and KEYS[table].kind in ("pairs", "map"):
        raise SettingsError(
            f"{origin}: {table} is a table, set as a whole: {table}={{{shown(name)} = …}}"
        )
    hint = did_you_mean(key, KEYS) or "; reflow config shows all there are"
    raise SettingsError(f"{origin}: unknown setting {shown(key)!r}{hint}")


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """A hint at the one of `words` that is most like `word`; empty when none is."""
    import difflib

    close = difflib.get_close_matches(word, list(words), 1, 0.6)
    return f"; did you mean {close[0]!r}?" if close else ""


def parse(key: str, text: str, origin: str) -> Any:
    """A value that was given as text: TOML where it is, else a plain word or list."""
    import tomllib

    kind = KEYS[key].kind
    value: Any = text
    with contextlib.suppress(tomllib.TOMLDecodeError):
        value = tomllib.loads(f"v = {text}")["v"]
    if kind == "str" and not isinstance(value, str):
        value = text
    if isinstance(value, str) and kind == "patterns":
        # A comma is a part of many a pattern; several of them are written as a TOML list.
        value = [value] if value else []
    elif isinstance(value, str) and kind == "list":
        value = [part.strip() for part in value.split(",") if part.strip()]
    elif isinstance(value, str) and kind in ("pairs", "map"):
        parts = [part.partition("=") for part in value.split(",") if part.strip()]
        if not all(equals for _, equals, _ in parts):
            raise SettingsError(f"{origin}: {key} is written as NAME=VALUE,NAME=VALUE")
        value = {left.strip(): right.strip() for left, _, right in parts}
    return typed(key, value, origin)


def typed(key: str, value: Any, origin: str) -> Any:
    """`value` as the settings hold it; SettingsError when it is of another kind."""
    entry = KEYS.get(key)
    if entry is None:
        return value
    kind = entry.kind
    wrong = SettingsError(f"{_named(key, origin)} must be {_KINDS[kind]}, not {value!r}")
    if kind in ("list", "patterns"):
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise wrong
        return tuple(value)
    if kind in ("pairs", "map"):
        if not isinstance(value, dict):
            raise wrong
        if not all(map(str.strip, value)):
            raise SettingsError(f"{origin}: {key} holds an empty name")
        return tuple((name, _entry(kind, v, wrong)) for name, v in value.items())
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if kind == "float" and number:
        return float(value)
    if kind == "int" and number and value == int(value):
        return int(value)
    if isinstance(value, {"bool": bool, "str": str}.get(kind, type(None))):
        return value
    raise wrong


def _entry(kind: str, value: Any, wrong: SettingsError) -> Any:
    if kind == "pairs" and isinstance(value, str):
        return value
    if kind == "map" and isinstance(value, str):
        return (value,)
    if kind == "map" and isinstance(value, list) and all(isinstance(v, str) for v in value):
        return tuple(value)
    raise wrong


_KINDS = {
    "list": "a list of strings",
    "patterns": "a list of regular expressions",
    "bool": "true or false",
    "str": "a string",
    "int": "a whole number",
    "float": "a number",
    "pairs": "a table of strings",
    "map": "a table of lists",
}


def _named(key: str, origin: str) -> str:
    """Where a value was set and what it is for, without saying it twice (`--lang: lang`)."""
    same = origin.removeprefix("--config ").removeprefix("--") == key
    return origin if same else f"{origin}: {key}"


def validate(key: str, value: Any, origin: str) -> None:
    """Raise SettingsError for a value that is of the right kind and makes no sense."""
    choices = KEYS[key].choices
    wrong = [v for v in (value if isinstance(value, tuple) else (value,)) if v not in choices]
    if choices and wrong:
        value, hint = wrong[0], did_you_mean(wrong[0], choices)
        raise SettingsError(
            f"{_named(key, origin)} is one of {', '.join(choices)}, not {shown(value)!r}{hint}"
        )
    if KEYS[key].kind == "patterns":
        from reflow.limits import PatternError, compiled

        try:
            for pattern in value:
                compiled(pattern)
        except PatternError as error:
            raise SettingsError(f"{_named(key, origin)}: {error}") from error
    if key == "encoding" and value != "auto":
        from reflow.source import canonical

        try:
            canonical(value)
        except (LookupError, ValueError) as error:
            raise SettingsError(
                f"{origin}: unknown encoding {shown(value)!r}; give a name as "
                "utf-8, gb18030, big5, cp932 or cp949"
            ) from error
    if key == "repeats.similarity" and not 0 < value <= 1:
        raise SettingsError(f"{_named(key, origin)} is above 0 and at most 1, not {value}")
    if key == "repeats.min-chars" and value < 1:
        raise SettingsError(f"{_named(key, origin)} is at least 1, not {value}")
