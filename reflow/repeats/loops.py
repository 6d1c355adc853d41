"""Loops: one passage over and over with nothing between, as models write that have got stuck."""

from __future__ import annotations

from itertools import pairwise

from reflow.document import Span
from reflow.repeats.fold import Folded
from reflow.repeats.judge import size
from reflow.repeats.plain import fold
from reflow.repeats.site import ended

# Copies in a row: of a sentence, and of words that do not end as a sentence does, which a song
# or a prayer says several times.
SENTENCE, PHRASE = 3, 5
# Letters of such a sentence (of scripts with spaces half); what is shorter is chanted.
LEAST = 15
# Letters, at least, of the start of one more copy.
STOPPED = 4


def looping(text: str, spans: list[Span]) -> bool:
    """Whether so many of the passages follow upon one another that nobody wrote them.

    They must be the same to the letter: entries of a list that are built alike are none.
    """
    if size(text, spans[0]) < LEAST or len({fold(s.text(text)).text for s in spans}) > 1:
        return False
    enough = SENTENCE if ended(text[max(spans[0].end - 8, 0) : spans[0].end]) else PHRASE
    run = 1
    for one, two in pairwise(spans):
        run = run + 1 if _meet(text, one, two) else 1
        if run >= enough:
            return True
    return False


def _meet(text: str, one: Span, two: Span) -> bool:
    return one.end <= two.start <= one.end + 8 and not any(
        c.isalnum() for c in text[one.end : two.start]
    )


def in_step(
    text: str, folded: Folded, instances: list[tuple[int, int]], end: int
) -> list[tuple[int, int]]:
    """The copies of a loop, from the start of a line or sentence to the start of the next one.

    A loop can seem to begin a few letters early, where what stands before it ends as the loop's
    passage does; then every copy would be cut in the middle of a word.  `end` is where the loop
    ends.  All offsets are those of the folded text.
    """
    first, second = instances[0], instances[1]
    unit = first[1] - first[0]
    best = _boundary(text, folded, second[0], 0)
    shift = 0
    for step in range(1, unit // 2 + 1):
        if best == 2:
            break
        found = _boundary(text, folded, second[0], step)
        if found > best:
            best, shift = found, step
    if not shift:
        return instances
    return [(a + shift, b + shift) for a, b in instances if b + shift <= end]


def torn(text: str, folded: Folded, last: tuple[int, int], end: int) -> Span | None:
    """The start of one more copy, at which the writer was stopped in the middle of the line."""
    letters = folded.text[last[1] : end]
    if len(letters) < STOPPED or folded.text[last[0] : last[0] + len(letters)] != letters:
        return None
    start, stop = folded.position(last[1]), folded.position(end - 1) + 1
    rest = text[stop : stop + len(letters)].split("\n", 1)[0]
    return None if any(c.isalnum() for c in rest) else Span(start, stop + len(rest.rstrip()))


def _boundary(text: str, folded: Folded, at: int, step: int) -> int:
    """2 where a line, 1 where a sentence starts `step` letters behind `at`, else 0."""
    between = text[folded.position(at + step - 1) + 1 : folded.position(at + step)]
    if "\n" in between or "\r" in between:
        return 2
    return int(ended(between))
