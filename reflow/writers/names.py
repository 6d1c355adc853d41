"""File names as they can be shown on a terminal and in one line."""

from __future__ import annotations

import os


def shown(name: str | bytes) -> str:
    """A file name that is safe to print: control characters and stray bytes are escaped."""
    text = os.fsdecode(name)
    return "".join(c if c.isprintable() else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return character.encode("unicode_escape").decode("ascii")
