"""What stands at the edges of a copy: a line break, a sentence end, the middle of a clause."""

from __future__ import annotations

import re

from reflow.document import Span
from reflow.records import dataclass
from reflow.repeats.marks import BUILT_IN_MARKS, REACH, Marks

TERMINAL = frozenset("。！？!?.…‽。．")
CLOSING = frozenset("”’」』）)]】》〉\"'»›*_")
CLAUSE = frozenset("，,、;；:：—–-·/（(“‘「『《〈[【,")
# Shortest unfinished line that can be a cut sentence; shorter ones are headings or labels.
HEADING = 14

LOOK = 200
# Words with which neither a sentence nor a heading ends.
_GOES_ON = re.compile(
    r"(?:an?|the|of|and|or|but|if|that|which|who|whose|when|where|while|because|than|also|can|could"
    r"|will|would|shall|should|may|might|must|is|are|was|were|be|been|has|have|had|its|their|our"
    r"|your|my|his|these|those|from|into|with|without|by|for|as|at"
    r"|der|die|das|den|dem|des|eine?[nmr]?|und|oder|aber|dass|wenn|weil|als|mit|von|zum|zur|im|ist"
    r"|sind|wird|werden|kann|nicht|auch"
    r"|les?|la|une?|du|de|et|ou|mais|que|qui|dont|si|est|sont|dans|pour|par|sur|avec|sans)"
)


@dataclass(frozen=True, slots=True)
class Site:
    """The surroundings of one copy."""

    span: Span
    left: str
    """break, break-cut (the line before stops in mid-sentence), stop, clause, word or torn."""
    right: str
    """stop-break, cut-break, stop-text, cut-text or torn."""
    before: str
    """The end of the line before the copy (the same line, if the copy starts inside one)."""
    after: str
    """The start of what follows."""
    opens: bool
    """Nothing stands before the copy on its line."""
    closes: bool
    """Nothing stands after the copy on its line."""
    soft_left: bool
    """The break before it is one that a narrow column makes in a line of prose."""
    soft_right: bool
    """So is the one behind it."""
    below_mark: bool
    """A continuation mark stands before it: the rest of an article belongs here."""
    above_mark: bool
    """A continuation mark comes next."""


def site(text: str, span: Span, marks: Marks = BUILT_IN_MARKS) -> Site:
    """Look at both edges of `span`; the cost does not depend on the size of `text`."""
    head = text[max(span.start - LOOK, 0) : span.start]
    tail = text[span.end : span.end + LOOK]
    stripped, rest = head.rstrip(), tail.lstrip()
    white_before = head[len(stripped) :]
    white_after = tail[: len(tail) - len(rest)]
    opens = not stripped or "\n" in white_before or "\r" in white_before
    closes = not rest or "\n" in white_after or "\r" in white_after
    before = stripped[max(stripped.rfind("\n"), stripped.rfind("\r")) + 1 :]
    after = rest.split("\n", 1)[0]
    marked = 0 < len(before) <= REACH and marks.length(before) == len(before)
    if marked and not opens:
        # What follows (continued from page 1) starts there.
        opens, before = True, ""
    return Site(
        span,
        _left(before, opens, white_before, text[span.start : span.start + 1]),
        _right(text[max(span.end - 8, span.start) : span.end], closes, white_after, after),
        before,
        after,
        opens,
        closes,
        opens and _soft(white_before, before, text[span.start : span.start + LOOK]),
        closes and _soft(white_after, text[max(span.end - LOOK, 0) : span.end], after),
        marked,
        marks.length(after[:REACH]) > 0,
    )


def ended(line: str) -> bool:
    """Whether `line` ends with a sentence mark, closing quotes and brackets aside."""
    end = len(line.rstrip())
    while end and line[end - 1] in CLOSING:
        end -= 1
    if end < len(line.rstrip()) and end and line[end - 1] not in CLAUSE:
        return line[end - 1] in TERMINAL or line.rstrip()[-1] in "”」』"
    return bool(end) and line[end - 1] in TERMINAL


def cut(line: str) -> bool:
    """Whether `line` is running text that stops in mid-sentence."""
    line = line.rstrip()
    if not line or ended(line):
        return False
    if line[-1] in CLAUSE and line[-1] not in ":：":
        return True
    if len(line) >= HEADING and (
        line.rfind("“") > line.rfind("”") or line.rfind("「") > line.rfind("」")
    ):
        # A quotation is open.
        return True
    if " " in line and _GOES_ON.fullmatch(line[line.rfind(" ") + 1 :]):
        return True
    size = HEADING if ord(line[-1]) >= 0x1100 else 3 * HEADING
    inner = sum(line.count(c) for c in "，,。、；;")
    return len(line) >= size * 2 or (len(line) >= size and inner > 0)


# Longest line of a column, in characters, and how long it is at least, measured by its neighbour.
COLUMN, FULL = 120, 0.8


def _soft(white: str, above: str, below: str) -> bool:
    """Whether `white` is the end of a full line in a paragraph set in lines of one width."""
    if white.count("\n") != 1:
        return False
    one, two = len(above[above.rfind("\n") + 1 :]), len(below.split("\n", 1)[0])
    return one <= COLUMN and HEADING // 2 <= FULL * two <= one


def _left(before: str, opens: bool, white: str, first: str) -> str:
    if not before:
        return "break"
    if opens:
        return "break-cut" if cut(before) else "break"
    if ended(before):
        return "stop"
    if before[-1] in CLAUSE:
        return "clause"
    if not white and _spaced(before[-1]) and _spaced(first):
        return "torn"
    return "word"


def _right(end: str, closes: bool, white: str, after: str) -> str:
    stop = "stop" if ended(end) else "cut"
    if closes:
        return f"{stop}-break"
    if not white and end and _spaced(end[-1]) and _spaced(after[:1]):
        return "torn"
    return f"{stop}-text"


def _spaced(char: str) -> bool:
    """A letter or digit of a script that parts words by spaces."""
    return char.isalnum() and (char < "\u1100" or "\uac00" <= char <= "\ud7a3")
