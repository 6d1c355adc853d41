"""Where text that was read in a guessed encoding is none: rubbish, as a mixture of two leaves it.

GBK read as Big5 decodes, but into characters that nobody writes; Chinese read as Cyrillic changes
case within words and between letters and signs.  Stretches are looked at, so that a part of a file
in another encoding than the rest is found.
Left out: EUC-JP among GBK where it is mostly kana, which both write alike, and stretches of less
than a line.
"""

from __future__ import annotations

import re
from itertools import islice

STRETCH = 40
"""Characters that are judged together; single rare ones are names."""
RARE = 20
"""So many rare characters in a stretch are no text: of 80,500 stretches of Chinese, Japanese and
Korean running text the worst has 17, and 300 characters in another's encoding are told in 99 % of
the cases (EUC-JP and GBK in each other's: in 60 to 90 %)."""
INSIDE = 2
"""So many rare characters within words of Latin letters are the accents of another encoding; the
same texts have not one."""
SEEN = 40.0
"""Counts in the shipped table, of two million characters, from which a character is no rare one.
With 80 or 160 the two come closer to each other."""
BREACHES = 10
"""So many changes of case or kind within words in a stretch of an alphabet: 380 German and French
documents have no more than one in fifty letters, rubbish has twelve in forty and more."""

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_ACCENTS = re.compile("(?<=[A-Za-z])[\u0400-\u04ff]|[\u0400-\u04ff](?=[A-Za-z])")
_INSIDE = re.compile("(?<=[a-z])[^\x00-\x7f](?=[a-z])")


def rubbish(text: str) -> int | None:
    """Where the first East Asian characters stand that are no text, or None.

    In code points; for what was read in an encoding of several bytes a character.
    """
    known = _Signs()
    inside = [m.start() for m in _INSIDE.finditer(text) if known[ord(m.group())] == "-"]
    if len(inside) >= INSIDE:
        return inside[0]
    signs = text.translate(known)
    for start in range(0, len(signs) - STRETCH + 1, STRETCH // 2):
        if signs.count("-", start, start + STRETCH) > RARE:
            judged = (at for at, char in enumerate(text) if _judged(ord(char)))
            return next(islice(judged, start, None))
    return None


def garbled(text: str) -> bool:
    """Whether a stretch of the characters beyond ASCII is no text in any alphabet.

    For what was read in an encoding of one byte a character.  Cyrillic letters that mostly touch
    Latin ones are accents.
    """
    if 2 * len(_ACCENTS.findall(text)) > len(_CYRILLIC.findall(text)):
        return True
    kinds = re.sub("  +", " ", text.translate(_Kinds()))
    for start in range(0, len(kinds) - STRETCH + 1, STRETCH // 2):
        stretch = kinds[start : start + STRETCH]
        if sum(map(stretch.count, ("lu", "ls", "us", "os", "sl", "su", "so"))) > BREACHES:
            return True
    return False


class _Kinds(dict[int, str]):
    """For `str.translate`: lower case, upper case, other letter, sign; a space for all of ASCII."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char.isascii():
            kind = " "
        elif char.isalpha():
            kind = "l" if char.islower() else "u" if char.isupper() else "o"
        else:
            kind = "s"
        self[code] = kind
        return kind


class _Signs(dict[int, str | None]):
    """For `str.translate`: a minus for a rare character, a plus for another, others go.

    Kana go, too: they are alike in several encodings and say nothing.
    """

    def __init__(self) -> None:
        from reflow.joins.ngrams import FOLD, shipped

        super().__init__()
        self._fold = FOLD
        self._counts = shipped()

    def __missing__(self, code: int) -> str | None:
        sign = None
        if _judged(code):
            seen = self._counts[chr(code).translate(self._fold)] >= SEEN
            sign = "+" if seen else "-"
        self[code] = sign
        return sign


def _judged(code: int) -> bool:
    """Han, Hangul, and what they turn into when they are read wrong."""
    return (
        0x3400 <= code < 0xA000  # Han
        or 0xAC00 <= code < 0xFB00  # Hangul, private use, compatibility Han
        or code >= 0x20000
        or 0xFF61 <= code < 0xFFA0  # half-width kana
        or 0x2460 <= code < 0x2600  # circled, boxes
        or 0x3130 <= code < 0x3190  # Hangul letters
        or 0x3200 <= code < 0x3400  # squared
    )
