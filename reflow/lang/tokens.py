"""The lexicon of stray function words: which token stands for what, and how sure that is.

`tokens.tsv` has one entry a line: token, target language (zh, zh-Hans,
zh-Hant, ja, ko, en, de, fr), replacement, tier, needs, source.

Tiers: `FIX` is replaced, `REPORT` is shown with the suggestion and never
replaced.  The replacement `과/와` is the Korean particle whose form follows
from the syllable before it.

`needs` names what must hold besides (comma between); where a need fails, the
entry is not used:
  pure             the sentence has no other foreign words, or names at most
  linked           a letter before it: it does not open a clause
  company          weak by itself: the document must have a certain stray, too
  parallel         what stands before it and behind it ends in the same character
  spaced           white space on both sides
  after-hiragana   hiragana before it
  before-noun      a Han character or katakana behind it
  between-nouns    Han characters on both sides that form no word with it
  no-han           no other Han character in the sentence
  from-before      a word for "from" before it
  motion-after     a word of coming, starting or taking behind it
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from reflow.data import read


class Entry(NamedTuple):
    """One line of the lexicon."""

    token: str
    target: str
    replacement: str
    tier: str
    needs: frozenset[str]
    source: str


@lru_cache(maxsize=1)
def lexicon() -> tuple[Entry, ...]:
    """All entries, in the order of the file."""
    data = read("lang/tokens.tsv").decode()
    found = []
    for line in data.splitlines()[1:]:
        token, target, replacement, tier, needs, source = line.split("\t")
        found.append(
            Entry(
                token, target, replacement, tier, frozenset(filter(None, needs.split(","))), source
            )
        )
    return tuple(found)


@lru_cache(maxsize=8)
def by_token(extra: tuple[tuple[str, str], ...] = ()) -> dict[str, tuple[Entry, ...]]:
    """Entries by token; `extra` pairs (token, replacement) override the lexicon's.

    An extra pair holds for every target language; an empty replacement takes
    the token out of the lexicon.  Raises ValueError for a token that is empty or white space.
    """
    table: dict[str, list[Entry]] = {}
    for entry in lexicon():
        table.setdefault(entry.token, []).append(entry)
    for token, replacement in extra:
        if not token.strip():
            raise ValueError("a token to be replaced cannot be empty")
        table[token] = []
        if replacement:
            table[token] = [Entry(token, "", replacement, "FIX", frozenset(), "configuration")]
    return {token: tuple(entries) for token, entries in table.items() if entries}


def possible(token: str, language: str, extra: tuple[tuple[str, str], ...] = ()) -> bool:
    """Whether `token` has an entry for `language`, in whatever form it is written."""
    found = by_token(extra).get(token, ())
    return any(not e.target or e.target.startswith(language) for e in found)


def entries_for(
    token: str, language: str, form: str, extra: tuple[tuple[str, str], ...] = ()
) -> tuple[Entry, ...]:
    """The entries of `token` in a sentence of `language`; `form` is zh-Hans or zh-Hant."""
    wanted = ("", language, form) if language == "zh" else ("", language)
    return tuple(e for e in by_token(extra).get(token, ()) if e.target in wanted)
