"""File names and texts as they can be shown and handed on."""

from __future__ import annotations

import os


def shown(name: str | bytes) -> str:
    """A file name that is safe to print: control characters and stray bytes are escaped."""
    text = os.fsdecode(name)
    return "".join(c if c.isprintable() else _escaped(c) for c in text)


def sendable(text: str) -> str:
    """`text` as other programs can take it: what is no Unicode text (stray bytes) is escaped."""
    if text.isascii():
        return text
    return "".join(_escaped(c) if "\ud800" <= c <= "\udfff" else c for c in text)


def relative(path: str) -> str:
    """A path as code hosts name it: slashes, no `./` in front, nothing unsendable."""
    return sendable(os.path.normpath(path).replace(os.sep, "/"))


def uri(path: str) -> str:
    """A path as a URI reference, its very bytes percent-encoded (RFC 3986)."""
    from urllib.parse import quote

    local = os.path.normpath(path).replace(os.sep, "/")
    quoted = quote(os.fsencode(local), safe="/")
    return f"file://{quoted}" if os.path.isabs(path) else quoted


def _escaped(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return character.encode("unicode_escape").decode("ascii")
