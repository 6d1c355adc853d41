"""Letters that look like Latin letters.

`confusables.tsv` holds the Cyrillic and Greek letters that Unicode's
`confusables.txt` (UTS #39) maps to one ASCII letter.  Greek small letters
other than omicron are left out: they are symbols in formulas.
"""

from __future__ import annotations

from functools import lru_cache

from reflow.data import read


@lru_cache(maxsize=1)
def to_latin() -> dict[str, str]:
    """Look-alike letter to ASCII letter."""
    data = read("lang/confusables.tsv").decode()
    rows = (line.split("\t") for line in data.splitlines()[1:])
    return {letter: latin for letter, latin, _ in rows}


@lru_cache(maxsize=1)
def to_cyrillic() -> dict[str, str]:
    """ASCII letter to the Cyrillic letter that looks like it."""
    return {latin: letter for letter, latin in to_latin().items() if letter >= "\u0400"}
