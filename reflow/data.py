"""The data files of the package, read plainly: `importlib.resources` takes 25 ms to load."""

from __future__ import annotations

import os


def read(name: str) -> bytes:
    """The content of a file of the package, by its path below it with `/` between the parts."""
    with open(os.path.join(os.path.dirname(__file__), *name.split("/")), "rb") as file:
        return file.read()
