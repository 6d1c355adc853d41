"""Passages built alike that say different things: other words differ, not misread letters."""

from __future__ import annotations

from collections import Counter

from reflow.document import Span
from reflow.repeats.reader import WORD

# Words that turn a sentence round: where they are all that differs, two sentences are compared.
_CONTRAST = frozenset("不没非未無无莫否안못") | {"not", "nicht"}
_NUMERALS = frozenset("一二三四五六七八九十百千万萬廿零〇两兩壹贰貳叁參肆伍陆陸柒捌玖拾0123456789")
# Words, at most, that passages built alike exchange.
EXCHANGED = 6
# Characters of two passages that are compared by words.
_READ = 600


def contrasted(edits: tuple[tuple[str, str], ...]) -> bool:
    """Two sentences built alike that say different things, as definitions do."""
    if len(edits) > 6:
        return False
    counts = Counter((a, b) for a, b in edits if a >= "\u1100" and b >= "\u1100")
    turned = any((a + b) in _CONTRAST for a, b in edits if not a or not b)
    return any(n > 1 for n in counts.values()) or (turned and len(edits) < 3)


def exchanged(edits: tuple[tuple[str, str], ...]) -> bool:
    """One word stands for another throughout: sections built alike.  No misreading does that."""
    counts = Counter((a, b) for a, b in edits if min(len(a), len(b)) >= 2)
    return any(n > 1 for n in counts.values())


def reworded(text: str, one: Span, two: Span) -> bool:
    """Whole words of scripts with spaces differ, few or one of them throughout (`sgml`, `xml`).

    Misreading changes a letter or two of a word; where many words differ, some are misread the
    same way by chance.
    """
    from rapidfuzz.distance import Levenshtein

    left, right = (WORD.findall(text[s.start : min(s.end, s.start + _READ)]) for s in (one, two))
    pairs: Counter[tuple[str, str]] = Counter()
    for op in Levenshtein.opcodes(left, right):
        if op.tag == "equal":
            continue
        some, others = left[op.src_start : op.src_end], right[op.dest_start : op.dest_end]
        if len(some) != len(others):
            return False
        pairs.update(zip(some, others, strict=True))
    if not 0 < pairs.total() <= EXCHANGED or any(max(p) >= "\u1100" for p in pairs):
        return False
    return all(_other(a, b) for a, b in pairs) or any(
        n > 1 and min(len(a), len(b)) > 2 and a.lower() != b.lower() for (a, b), n in pairs.items()
    )


def _other(one: str, two: str) -> bool:
    """Whether two words are different ones, and not one of them misread."""
    from rapidfuzz.distance import Levenshtein

    if one.isdigit() and two.isdigit():
        return True
    return min(len(one), len(two)) >= 4 and Levenshtein.normalized_distance(one, two) >= 0.4


def renumbered(edits: tuple[tuple[str, str], ...]) -> bool:
    """Numbers stand for others.  Of 300 groups that have one such number to eight changes or
    fewer none was a copy: misreading turns digits into letters or drops them.  Numerals written
    in Han are misread as one another now and then, so half of the changes must be such.
    """
    numbers = sum(1 for a, b in edits if a and b and (a + b).isdigit())
    if 0 < len(edits) <= 8 * numbers:
        return True
    numerals = sum(1 for a, b in edits if a and b and _NUMERALS.issuperset(a + b))
    return 0 < len(edits) <= 2 * numerals
