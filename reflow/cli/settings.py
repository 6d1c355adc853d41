"""The settings in force and where each comes from.

Command line > `--config KEY=VALUE` > `REFLOW_*` > `--config FILE` > the nearest
`reflow.toml` or `[tool.reflow]` > defaults.  Files are looked for from the
working directory up to the root of its version-control checkout and nowhere
else, so that a folder of foreign drops configures nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from reflow.cli.keys import KEYS, SettingsError, did_you_mean, known, parse, typed, validate
from reflow.config import Config
from reflow.writers.names import shown

PREFIX = "REFLOW_"
_VCS = (".git", ".hg", ".svn", ".jj", ".bzr", "_darcs")


_CODE_KEYS = ("select", "extend-select", "ignore", "fixable", "unfixable")


class Settings(NamedTuple):
    """All settings of a run of the command line."""

    config: Config
    values: Mapping[str, Any]
    origins: Mapping[str, str]
    folder: str = ""
    """Where the nearest file of settings lies; patterns with a slash may be meant from there."""

    def config_for(self, path: str) -> Config:
        """The library's settings for one file, by `per-file-ignores`."""
        from reflow.cli.files import matches
        from reflow.records import replace

        extra = tuple(
            code
            for pattern, codes in self.values["per-file-ignores"]
            if matches(path, (pattern,), self.folder)
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
    base = ""
    if not isolated:
        nearest = find(folder)
        if nearest:
            layers += _read(nearest)
            base = os.path.dirname(nearest)
    for name in files:
        layers += _read(name)
    if not isolated:
        layers += _environment(os.environ if environment is None else environment)
    for key, text in inline:
        origin = f"--config {key}"
        layers.append((known(key, origin), parse(key, text, origin), origin))
    layers += [(key, value, f"--{key}") for key, value in options.items() if value is not None]
    return _combine(layers, ignore_edits, base)


def _combine(
    layers: list[tuple[str, Any, str]], ignore_edits: tuple[str, ...], folder: str
) -> Settings:
    values = {key: entry.default for key, entry in KEYS.items()}
    origins = dict.fromkeys(KEYS, "default")
    for key, value, origin in layers:
        validate(key, value, origin)
        values[key], origins[key] = value, origin
    fields = {entry.field: values[key] for key, entry in KEYS.items() if entry.field}
    settings = Settings(Config(**fields, ignore_edits=ignore_edits), values, origins, folder)
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
    shared = os.path.basename(path) == "pyproject.toml"
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError as error:
        raise SettingsError(
            f"{shown(path)}: {error.strerror}; --config takes a file or KEY=VALUE"
        ) from error
    if shared and b"reflow" not in content:
        # Most projects have no settings of ours, and the parser takes a while to load.
        return None
    import tomllib

    try:
        data = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{shown(path)}: not valid TOML: {error}") from error
    if not shared:
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
        if key == "baseline" and isinstance(value, str) and value:
            # A path is meant from where it is written down.
            value = os.path.join(os.path.dirname(path), value)
        layers.append((known(key, origin), typed(key, value, origin), origin))
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


def _environment(environment: Mapping[str, str]) -> list[tuple[str, Any, str]]:
    names = {PREFIX + re.sub(r"[.-]", "_", key).upper(): key for key in KEYS}
    layers = []
    for name, text in sorted(environment.items()):
        if not name.startswith(PREFIX):
            continue
        key = names.get(name)
        if key is None:
            hint = did_you_mean(name, names) or "; reflow config shows all there are"
            raise SettingsError(f"environment: unknown setting {name}{hint}")
        layers.append((key, parse(key, text, name), name))
    return layers


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
            upper = code.upper()
            prefix = any(c.startswith(upper) for c in codes) and bool(code)
            hint = did_you_mean(upper, [upper] if prefix else codes)
            hint = hint or "; reflow rule --all shows them all"
            raise SettingsError(f"{origin}: no rule has the code {shown(code)!r}{hint}")
