"""`reflow --version`: the version and the installed packages of rules."""

from __future__ import annotations

import os
import sys

from reflow import __version__
from reflow.cli import terminal


def show() -> int:
    lines = [f"reflow {__version__}"]
    lines += [f"  rules {name} ({package} {version})" for name, package, version in _plugins()]
    terminal.out("\n".join(lines) + "\n")
    return 0


def _plugins() -> list[tuple[str, str, str]]:
    if not any(map(_has_rules, sys.path)):
        return []
    from importlib.metadata import entry_points

    found = []
    for point in entry_points(group="reflow.rules"):
        package = point.dist
        found.append(
            (point.name, package.name if package else "?", package.version if package else "?")
        )
    return sorted(found)


def _has_rules(folder: str) -> bool:
    """Whether a package in `folder` registers rules; importlib.metadata takes 50 ms to say so."""
    try:
        names = [n for n in os.listdir(folder or ".") if n.endswith((".dist-info", ".egg-info"))]
    except OSError:
        # A ZIP archive or nothing at all.
        return os.path.isfile(folder)
    for name in names:
        try:
            with open(os.path.join(folder, name, "entry_points.txt"), "rb") as file:
                if b"[reflow.rules]" in file.read():
                    return True
        except OSError:
            continue
    return False
