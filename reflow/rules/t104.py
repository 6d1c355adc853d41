"""T104: invisible control characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reflow.document import Span
from reflow.edits import Evidence, Fix, Safety
from reflow.lang import scripts
from reflow.lang.lazy import Lazy
from reflow.registry import rule

if TYPE_CHECKING:
    from reflow.page import Page

# Joiners shape Arabic, Indic and emoji sequences, where they are part of the spelling.
_BIDI = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"
_ZERO = "\u200b\u2060\ufeff"
_PLAIN = f"A-Za-z0-9{scripts.CJK_LETTER}{scripts.CJK_PUNCTUATION}"
_any = Lazy(f"[{_BIDI}{_ZERO}\u200c\u200d]")
_controls = Lazy(f"[{_BIDI}{_ZERO}]+|(?<=[{_PLAIN}])[\u200c\u200d]+(?=[{_PLAIN}])")


@rule("T104", "invisible-control", stage="tokens")
def invisible_control(page: Page) -> Iterator[Fix]:
    """The text holds characters that cannot be seen: bidi controls or zero-width characters.

    They come along from web pages and PDF files, break searches, and can make a text read
    otherwise than it is stored.  They are reported and never removed: in Hebrew, Arabic and
    Thai they do their work, and elsewhere their author may have meant them.

    Example: a zero-width space in the middle of 合​同.

    It stays silent about joiners inside Arabic, Indic and emoji sequences, about soft
    hyphens, and about a byte order mark at the start of the text.

    Fix safety: display only.
    """
    if not _any.search(page.text):
        return
    for match in _controls.finditer(page.text):
        span = Span(*match.span())
        if span == (0, 1) and match.group() == "\ufeff":
            continue
        names = ", ".join(
            dict.fromkeys(f"U+{ord(c):04X} {unicodedata.name(c, 'control')}" for c in match.group())
        )
        evidence = (Evidence("invisible", 60, names),)
        message = f"invisible: {names}; remove it if it has no purpose"
        yield Fix("T104", "invisible-control", message, span, (), evidence, Safety.DISPLAY)
