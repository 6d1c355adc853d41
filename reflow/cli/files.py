"""Which files a command works on.

Names are taken as given; folders are walked, hidden ones such as `.git` left
out, and what `.gitignore` leaves out.  On a walk links are not followed, so
nothing outside a named folder is ever changed by accident.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple


class Item(NamedTuple):
    """One file to work on."""

    path: str
    named: bool
    """Named by the user, not met on a walk."""
    relative: str
    """Its path below the folder that was walked; its name when it was named."""


def expand(
    names: Iterable[str],
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    force_exclude: bool,
    gitignore: bool = True,
    base: str = "",
) -> Iterator[Item]:
    """The files behind `names`, each once, in order; missing ones come as they are.

    `base` is the folder that patterns with a slash may be meant from.  Raises
    OSError when a folder can't be read.
    """
    seen: set[str] = set()
    for name in names:
        if force_exclude and matches(name, exclude, base):
            continue
        found = (
            _walk(name, include, exclude, gitignore, base)
            if os.path.isdir(name)
            else [Item(name, True, os.path.basename(name))]
        )
        for item in found:
            real = os.path.realpath(item.path)
            if real not in seen:
                seen.add(real)
                yield item


def _walk(
    top: str, include: tuple[str, ...], exclude: tuple[str, ...], gitignore: bool, base: str
) -> Iterator[Item]:
    def fail(error: OSError) -> None:
        raise error

    ignored = None
    if gitignore:
        from reflow.cli.ignored import Ignored

        ignored = Ignored(top)
    for folder, folders, files in os.walk(top, onerror=fail):
        below = os.path.relpath(folder, top)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and not matches(os.path.join(folder, name), exclude, base)
            and not (ignored and ignored.has(folder, name, is_folder=True))
        )
        for name in sorted(files):
            path = os.path.join(folder, name)
            if matches(path, exclude, base) or not matches(path, include, base):
                continue
            if not _regular(path):
                continue
            if ignored and ignored.has(folder, name):
                continue
            yield Item(path, False, os.path.normpath(os.path.join(below, name)))


def _regular(path: str) -> bool:
    """Whether `path` is a file and no link; also where that can't be told: reading it says why."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except FileNotFoundError:
        return False
    except OSError:
        return True


def matches(path: str, patterns: tuple[str, ...], base: str = "") -> bool:
    """Whether a pattern matches `path` or a folder above it.

    A pattern without a slash is for the last part of the name, one with a
    slash for the path as given, below the working directory or below `base`.
    """
    if not patterns:
        return False
    parts = _parts(os.path.normpath(path))
    wholes = [parts, _parts(os.path.relpath(path)), _parts(os.path.relpath(path, base or "."))]
    for pattern in patterns:
        compiled = _compile(pattern.strip("/") if not pattern.startswith("/") else pattern)
        if "/" not in pattern.strip("/"):
            if any(compiled.fullmatch(part) for part in parts):
                return True
            continue
        for whole in wholes:
            if any(compiled.fullmatch("/".join(whole[:n])) for n in range(1, len(whole) + 1)):
                return True
    return False


def _parts(path: str) -> list[str]:
    return path.replace(os.sep, "/").split("/")


@lru_cache(maxsize=256)
def _compile(pattern: str) -> re.Pattern[str]:
    """A glob with `**` as a regular expression."""
    parts = []
    for token in re.findall(r"\*\*/|\*\*|\*|\?|\[[^\]]+\]|[^*?\[]+|\[", pattern):
        if token == "**/":
            parts.append("(?:[^/]+/)*")
        elif token == "**":
            parts.append(".*")
        elif token == "*":
            parts.append("[^/]*")
        elif token == "?":
            parts.append("[^/]")
        elif len(token) > 2 and token.startswith("["):
            body = token[1:-1].replace("\\", "\\\\")
            parts.append(f"[{'^' + body[1:] if body.startswith('!') else body}]")
        else:
            parts.append(re.escape(token))
    return re.compile("".join(parts), re.DOTALL)


def listed(data: bytes, null: bool) -> list[str]:
    """The names in a `--files-from` list."""
    separator = b"\0" if null else b"\n"
    names = (name if null else name.rstrip(b"\r") for name in data.split(separator))
    return [os.fsdecode(name) for name in names if name]
