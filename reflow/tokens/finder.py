"""Where the tokens of a lexicon stand in a text as whole words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from reflow.lang import scripts
from reflow.lang.lazy import Lazy

# What would make a longer word of a token, by the token's own script.
_ALPHA, _SYMBOLS = scripts.ALPHABETIC + "0-9_", "&#'’@"
_alpha = Lazy(f"[{_ALPHA}]")
_joined: dict[str, Callable[[str], bool]] = {
    _ALPHA: lambda char: _alpha.match(char) is not None,
    _SYMBOLS: frozenset(_SYMBOLS).__contains__,
    scripts.HANGUL: scripts.is_hangul,
    scripts.KANA: scripts.is_kana,
    scripts.HAN: scripts.is_han,
}
_members = {
    "han": scripts.HAN,
    "hiragana": scripts.KANA,
    "katakana": scripts.KANA,
    "hangul": scripts.HANGUL,
}


def script_of(char: str) -> str:
    """The characters that would make a longer word with `char`, as a set for a pattern."""
    return _members.get(scripts.cjk_script(char)) or (_ALPHA if char.isalpha() else _SYMBOLS)


def _spans(
    pattern: Lazy, text: str, parts: Sequence[tuple[int, int]] | None
) -> Iterator[tuple[int, int]]:
    for part in ((0, len(text)),) if parts is None else parts:
        for match in pattern.finditer(text, *part):
            yield match.span()


class Finder:
    """Finds tokens that are whole words, each by its own script.

    There is a pattern for each script of a token's end.  It starts with the tokens, so that the
    engine skips to their first letters, and the character before a match is looked at
    afterwards: several times faster than looking around at every position.
    """

    def __init__(self, tokens: Iterable[str], before: str = "") -> None:
        """`before` is a set of characters: one of them must follow."""
        groups: dict[str, list[str]] = {}
        for token in sorted(tokens, key=lambda token: (-len(token), token)):
            forms = [token] if token[0] != "'" else [token, "’" + token[1:]]
            groups.setdefault(script_of(token[-1]), []).extend(map(re.escape, forms))
        self._groups = {
            script: Lazy(
                f"(?:{'|'.join(words)})" + (f"(?=[{before}])" if before else f"(?![{script}])")
            )
            for script, words in groups.items()
        }

    def spans(
        self, text: str, parts: Sequence[tuple[int, int]] | None = None
    ) -> Iterator[tuple[int, int]]:
        """The places of tokens, script by script; where `parts` are given, in those only."""
        for script, pattern in self._groups.items():
            within = scripts.stretches(text) if script in (scripts.HANGUL, scripts.KANA) else parts
            for start, end in _spans(pattern, text, within):
                # What stands before an apostrophe may be anything.
                before = start > 0 and text[start] not in "'’"
                if not before or not _joined[script_of(text[start])](text[start - 1]):
                    yield start, end
