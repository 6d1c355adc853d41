"""Every regular expression of ours, tried on white-space runs and repeats: none may backtrack.

Patterns are found in the modules' names, so a new one is tried without being listed here.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import reflow
from reflow.lang.lazy import Lazy

UNITS = (
    " ", "\n", "\t", "\u3000", " \n", "a", "中", "カ", "한", "1", "一", ".", "。", "，", "-", "|",
    "(", "（", '"', "“", "*", "_", "#", "$", "<", "&", "\\", "/", "@", "=", " a", "a ", "1.", "a.",
    "- ", ". ", "…", "| ", "ab-", "(1", "<a ", "a\n", "a中",
)  # fmt: skip
# Backtrack, and are shown no more code points than that by the code around them.
BOUNDED = {
    "reflow.surface._DOT_LEADER": 60,
    "reflow.joins.separator._LAST_WORD": 40,
}
SIZE = 2000
"""Code points: what is quadratic takes some 20 times as long as for a quarter of them."""
NOISE = 0.004
"""Seconds below which nothing is said."""


def _named(name: str, value: object) -> Iterator[tuple[str, Any]]:
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, Lazy):
        yield name, value.compiled
    elif isinstance(value, (tuple, list)):
        for i, item in enumerate(value):
            yield from _named(f"{name}[{i}]", item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _named(f"{name}[{key!r}]", item)


def _modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(reflow.__path__, "reflow."):
        yield importlib.import_module(found.name)


def _patterns() -> dict[str, Any]:
    found: dict[Any, str] = {}
    for module in _modules():
        for key, value in vars(module).items():
            for name, pattern in _named(f"{module.__name__}.{key}", value):
                # The same one is known in the modules that import it.
                found.setdefault(pattern, name)
    return {name: pattern for pattern, name in found.items()}


PATTERNS = _patterns()


def _methods() -> dict[str, set[str]]:
    """How each pattern of a name is used: a `match` tries one place, `search` and `sub` all."""
    source = "\n".join(Path(m.__file__).read_text(encoding="utf-8") for m in _modules())
    used: dict[str, set[str]] = {}
    for name, method in re.findall(
        r"\b(\w+)\.(match|fullmatch|search|finditer|findall|sub|split)\(", source
    ):
        used.setdefault(name, set()).add(method)
    return used


METHODS = _methods()


def everywhere(name: str) -> bool:
    """Whether a pattern is tried at all places of a text, as far as its own name tells."""
    return not METHODS.get(name.rpartition(".")[2], {"search"}) <= {"match", "fullmatch"}


def _cost(pattern: Any, text: str | bytes, anywhere: bool) -> float:
    before = time.process_time()
    if anywhere:
        for _ in pattern.finditer(text):
            pass
    else:
        pattern.match(text)
    return time.process_time() - before


def _text(pattern: Any, unit: str, size: int) -> Any:
    text = "x" + unit * (size // len(unit)) + "\0"
    return text.encode() if isinstance(pattern.pattern, bytes) else text


def _bare(pattern: Any, unit: str, size: int) -> Any:
    """As `_text`, from the first character on, for what is tried there only."""
    return _text(pattern, unit, size)[1:]


def grows(pattern: Any, anywhere: bool = True) -> Iterator[tuple[str, float]]:
    """The units on which four times the text takes more than eight times as long."""
    make = _text if anywhere else _bare
    for unit in UNITS:
        part = _cost(pattern, make(pattern, unit, SIZE // 4), anywhere)
        if part < NOISE / 30:
            continue
        part = min(_cost(pattern, make(pattern, unit, SIZE // 4), anywhere) for _ in range(3))
        whole = min(_cost(pattern, make(pattern, unit, SIZE), anywhere) for _ in range(3))
        if whole > NOISE and whole > 8 * part:
            yield unit, whole / part


@pytest.mark.parametrize("name", sorted(PATTERNS.keys() - BOUNDED.keys()))
def test_pattern_is_linear(name: str) -> None:
    assert list(grows(PATTERNS[name], everywhere(name))) == []


@pytest.mark.parametrize("name", sorted(BOUNDED))
def test_bounded_pattern_is_fast(name: str) -> None:
    pattern = PATTERNS[name]
    for unit in UNITS:
        text = _bare(pattern, unit, BOUNDED[name])
        assert min(_cost(pattern, text, everywhere(name)) for _ in range(3)) < 2 * NOISE, unit


def test_a_pattern_that_backtracks_is_seen() -> None:
    assert list(grows(re.compile(r"\s+$")))
    assert list(grows(re.compile(r"\w+!")))


def test_all_patterns_are_found() -> None:
    """As many as the source compiles by name, and none made in passing but of a literal."""
    written = 0
    for module in _modules():
        for call in ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name | ast.Attribute):
                written += ast.unparse(call.func) in ("re.compile", "Lazy")
    assert written
    assert len(PATTERNS) >= 0.9 * written
