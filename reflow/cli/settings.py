"""The settings in force and where each comes from.

Command line > `--config KEY=VALUE` > `REFLOW_*` > `--config FILE` > the nearest
`reflow.toml` or `[tool.reflow]` > defaults.  Files are looked for from the
working directory up to the root of its version-control checkout and nowhere
else, so that a folder of foreign drops configures nothing.
"""

from __future__ import annotations

import contextlib
import difflib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from reflow.config import LANGUAGES, Config
from reflow.writers import FORMATS
from reflow.writers.names import shown

PREFIX = "REFLOW_"
_VCS = (".git", ".hg", ".svn", ".jj", ".bzr", "_darcs")


class SettingsError(ValueError):
    """A setting that can't be used; the message says which and where."""


@dataclass(frozen=True, slots=True)
class Key:
    """One setting: how its value is read and what it may be."""

    kind: str
    """list, bool, str, int, float, pairs (token to replacement) or map (pattern to codes)."""
    default: Any
    choices: tuple[str, ...] = ()
    field: str = ""
    """The field of Config; empty for settings of the command line only."""


KEYS: Mapping[str, Key] = {
    "select": Key("list", (), field="select"),
    "extend-select": Key("list", (), field="extend_select"),
    "ignore": Key("list", (), field="ignore"),
    "per-file-ignores": Key("map", ()),
    "unsafe-fixes": Key("bool", False, field="unsafe_fixes"),
    "include": Key("list", ("*.txt", "*.md")),
    "exclude": Key("list", ()),
    "force-exclude": Key("bool", False),
    "encoding": Key("str", "auto"),
    "output-encoding": Key("str", "same", ("same", "utf-8")),
    "lang": Key("str", "auto", LANGUAGES, "lang"),
    "input-format": Key("str", "auto", ("auto", "text", "markdown"), "input_format"),
    "gap-mark": Key("str", "[…]", field="gap_mark"),
    "keep": Key("list", (), field="keep"),
    "continuation-marks": Key("list", (), field="continuation_marks"),
    "lead-ins": Key("list", (), field="lead_ins"),
    "tokens": Key("pairs", (), field="tokens"),
    "repeats.min-chars": Key("int", 30, field="repeats_min_chars"),
    "repeats.similarity": Key("float", 0.75, field="repeats_similarity"),
    "joins.threshold": Key("int", 0, field="joins_threshold"),
    "bridges.threshold": Key("int", 0, field="bridges_threshold"),
    "output-format": Key("str", "concise", tuple(FORMATS)),
    "plugins": Key("list", (), field="plugins"),
}

_CODE_KEYS = ("select", "extend-select", "ignore")


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a run of the command line."""

    config: Config
    values: Mapping[str, Any]
    origins: Mapping[str, str] = field(default_factory=dict)

    def config_for(self, path: str) -> Config:
        """The library's settings for one file, by `per-file-ignores`."""
        from dataclasses import replace

        from reflow.cli.files import matches

        extra = tuple(
            code
            for pattern, codes in self.values["per-file-ignores"]
            if matches(path, (pattern,))
            for code in codes
        )
        return replace(self.config, ignore=self.config.ignore + extra) if extra else self.config


def load(
    options: Mapping[str, Any],
    configs: Iterable[str] = (),
    isolated: bool = False,
    environment: Mapping[str, str] | None = None,
    folder: str = ".",
    ignore_edits: tuple[str, ...] = (),
) -> Settings:
    """Put all layers together; `options` are keys with values from the command line.

    Raises SettingsError.
    """
    layers: list[tuple[str, Any, str]] = []
    files, inline = [], []
    for given in configs:
        key, equals, value = given.partition("=")
        if equals and re.fullmatch(r"[\w.-]+", key) and not os.path.exists(given):
            inline.append((key.strip(), value))
        else:
            files.append(given)
    if not isolated:
        nearest = find(folder)
        if nearest:
            layers += _read(nearest)
    for name in files:
        layers += _read(name)
    if not isolated:
        layers += _environment(os.environ if environment is None else environment)
    for key, text in inline:
        origin = f"--config {key}"
        layers.append((known(key, origin), parse(key, text, origin), origin))
    layers += [(key, value, f"--{key}") for key, value in options.items() if value is not None]
    return _combine(layers, ignore_edits)


def _combine(layers: list[tuple[str, Any, str]], ignore_edits: tuple[str, ...]) -> Settings:
    values = {key: entry.default for key, entry in KEYS.items()}
    origins = dict.fromkeys(KEYS, "default")
    for key, value, origin in layers:
        _validate(key, value, origin)
        values[key], origins[key] = value, origin
    fields = {entry.field: values[key] for key, entry in KEYS.items() if entry.field}
    settings = Settings(Config(**fields, ignore_edits=ignore_edits), values, origins)
    _validate_codes(settings)
    return settings


def find(folder: str = ".") -> str | None:
    """The nearest file with settings, up to the root of the checkout; None outside of one."""
    here = os.path.abspath(folder)
    folders = [here]
    while not any(os.path.exists(os.path.join(here, mark)) for mark in _VCS):
        parent = os.path.dirname(here)
        if parent == here:
            return None
        here = parent
        folders.append(here)
    for place in folders:
        own = os.path.join(place, "reflow.toml")
        if os.path.isfile(own):
            return own
        project = os.path.join(place, "pyproject.toml")
        if os.path.isfile(project) and _table(project) is not None:
            return project
    return None


def _table(path: str) -> dict[str, Any] | None:
    """The settings in a TOML file; None for a pyproject.toml without ours."""
    import tomllib

    try:
        with open(path, "rb") as file:
            data = tomllib.load(file)
    except OSError as error:
        raise SettingsError(f"{shown(path)}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{shown(path)}: not valid TOML: {error}") from error
    if os.path.basename(path) != "pyproject.toml":
        return data
    tool = data.get("tool")
    table = tool.get("reflow") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else None


def _read(path: str) -> list[tuple[str, Any, str]]:
    table = _table(path) or {}
    lines: list[str] | None = None
    layers = []
    for key, value in _flatten(table):
        if lines is None:
            with open(path, encoding="utf-8") as file:
                lines = file.read().splitlines()
        origin = f"{shown(path)}:{_line_of(key, lines)}"
        layers.append((known(key, origin), _typed(key, value, origin), origin))
    return layers


def _flatten(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        name = prefix + key
        if isinstance(value, dict) and name not in KEYS:
            yield from _flatten(value, f"{name}.") if value else iter([(name, value)])
        else:
            yield name, value


def _line_of(key: str, lines: list[str]) -> int:
    """The line of `key`; tomllib does not tell, so it is looked for as it is mostly written."""
    names = (key, key.rpartition(".")[2], key.partition(".")[0])
    for name in names:
        pattern = re.compile(
            rf"\s*(?:\[[\w.\"' -]*{re.escape(name)}\s*\]|[\"']?{re.escape(name)}\b)"
        )
        for number, line in enumerate(lines, 1):
            if pattern.match(line):
                return number
    return 1


def known(key: str, origin: str) -> str:
    """`key`, if there is such a setting; else SettingsError with the nearest one."""
    if key in KEYS:
        return key
    raise SettingsError(f"{origin}: unknown setting {shown(key)!r}{did_you_mean(key, KEYS)}")


def did_you_mean(word: str, words: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(words), 1, 0.6)
    return f"; did you mean {close[0]!r}?" if close else ""


def _environment(environment: Mapping[str, str]) -> list[tuple[str, Any, str]]:
    names = {PREFIX + re.sub(r"[.-]", "_", key).upper(): key for key in KEYS}
    layers = []
    for name, text in sorted(environment.items()):
        if not name.startswith(PREFIX):
            continue
        key = names.get(name)
        if key is None:
            raise SettingsError(f"environment: unknown setting {name}{did_you_mean(name, names)}")
        layers.append((key, parse(key, text, name), name))
    return layers


def parse(key: str, text: str, origin: str) -> Any:
    """A value that was given as text: TOML where it is, else a plain word or list."""
    import tomllib

    kind = KEYS[key].kind
    value: Any = text
    with contextlib.suppress(tomllib.TOMLDecodeError):
        value = tomllib.loads(f"v = {text}")["v"]
    if kind == "str" and not isinstance(value, str):
        value = text
    if isinstance(value, str) and kind == "list":
        value = [part.strip() for part in value.split(",") if part.strip()]
    elif isinstance(value, str) and kind in ("pairs", "map"):
        parts = [part.partition("=") for part in value.split(",") if part.strip()]
        if not all(equals for _, equals, _ in parts):
            raise SettingsError(f"{origin}: {key} is written as NAME=VALUE,NAME=VALUE")
        value = {left.strip(): right.strip() for left, _, right in parts}
    return _typed(key, value, origin)


def _typed(key: str, value: Any, origin: str) -> Any:
    entry = KEYS.get(key)
    if entry is None:
        return value
    kind = entry.kind
    wrong = SettingsError(f"{origin}: {key} must be {_KINDS[kind]}, not {value!r}")
    if kind == "list":
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise wrong
        return tuple(value)
    if kind in ("pairs", "map"):
        if not isinstance(value, dict):
            raise wrong
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
    "bool": "true or false",
    "str": "a string",
    "int": "a whole number",
    "float": "a number",
    "pairs": "a table of strings",
    "map": "a table of lists",
}


def _validate(key: str, value: Any, origin: str) -> None:
    choices = KEYS[key].choices
    if choices and value not in choices:
        hint = did_you_mean(value, choices)
        raise SettingsError(
            f"{origin}: {key} is one of {', '.join(choices)}, not {shown(value)!r}{hint}"
        )
    if key == "encoding" and value != "auto":
        from reflow.source import canonical

        try:
            canonical(value)
        except (LookupError, ValueError) as error:
            raise SettingsError(f"{origin}: unknown encoding {shown(value)!r}") from error
    if key == "repeats.similarity" and not 0 < value <= 1:
        raise SettingsError(f"{origin}: {key} is above 0 and at most 1, not {value}")
    if key == "repeats.min-chars" and value < 1:
        raise SettingsError(f"{origin}: {key} is at least 1, not {value}")


def _validate_codes(settings: Settings) -> None:
    """Every code or prefix must belong to a rule; rules are loaded only when codes are given."""
    given = [(code, settings.origins[key]) for key in _CODE_KEYS for code in settings.values[key]]
    given += [
        (code, settings.origins["per-file-ignores"])
        for _, codes in settings.values["per-file-ignores"]
        for code in codes
    ]
    if not given and not settings.config.plugins:
        return
    from reflow.registry import rules

    try:
        codes = [rule.code for rule in rules(settings.config.plugins)]
    except LookupError as error:
        raise SettingsError(f"{settings.origins['plugins']}: {error.args[0]}") from error
    for code, origin in given:
        if not code or not any(c.startswith(code) for c in codes):
            hint = did_you_mean(code.upper(), codes)
            raise SettingsError(f"{origin}: no rule has the code {shown(code)!r}{hint}")
