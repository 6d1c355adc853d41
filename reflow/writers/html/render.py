"""HTML of one side of a row: text with its marks, everything else escaped.

Characters that cannot be seen (controls, bidi marks, stray bytes) are shown by
their number, so that a report reads as the text is stored.  Long stretches
without a change are left out in the middle.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from reflow.document import Span
from reflow.writers.html.marks import Mark

LONG = 1200
"""A stretch of one row longer than this many characters is cut down."""
ENDS = 400
"""How many characters of it are shown at each end."""

_SHOWS_ENDS = frozenset(("cut", "moved", "offer"))
# Joiners and variation selectors stay: they shape what is seen.  A form feed and a tab are kept
# apart from the line ends by name.
_UNSEEN = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)


@dataclass
class Side:
    """One of the two texts; what it has made so far decides where anchors and tags go."""

    text: str
    suffix: str
    """What tells its anchors from the other side's."""
    made: set[tuple[str, int]] = field(default_factory=set)

    def html(self, span: Span, marks: Sequence[Mark]) -> str:
        """The HTML of `span`; rows are asked for in their order."""
        return "".join(_parts(self, span, marks))


def _parts(side: Side, span: Span, marks: Sequence[Mark]) -> Iterator[str]:
    text = side.text
    edges = {span.start, span.end}
    for mark in marks:
        edges |= {max(mark.start, span.start), min(mark.end, span.end)}
    points = sorted(edges)
    waiting = sorted(marks, key=lambda m: m.start, reverse=True)
    over: list[Mark] = []
    end = len(text[span.start : span.end].rstrip()) + span.start
    for low, high in zip(points, [*points[1:], span.end], strict=True):
        over = [m for m in over if m.end > low]
        while waiting and waiting[-1].start <= low:
            mark = waiting.pop()
            if mark.end > low:
                over.append(mark)
            elif mark.start == mark.end:
                yield _element("", [mark], side)
        if low == high:
            continue
        # The line ends behind a row are the row's own; only where one is marked is it shown.
        stop = high if any(m.role in _SHOWS_ENDS for m in over) else max(min(high, end), low)
        part = _stretch(text[low:stop], bool(over))
        if high == span.end:
            part = part.rstrip("\n")
        yield _element(part, over, side) if over else part


def _element(content: str, marks: Sequence[Mark], side: Side) -> str:
    """One `<mark>` for a stretch that one or more findings mark."""
    roles = " ".join(dict.fromkeys(name for m in marks for name in (m.role, f"k-{m.kind}")))
    roles += "" if content else " point"
    numbers = " ".join(str(n) for n in dict.fromkeys(m.finding for m in marks))
    anchors, tags = "", ""
    for mark in marks:
        # A mark of many parts is one to go to, and has one tag.
        if (mark.role, mark.finding) not in side.made:
            side.made.add((mark.role, mark.finding))
            anchors += f'<i id="{anchor(mark.role, mark.finding)}{side.suffix}"></i>'
        if not mark.tag or (f"tag {mark.role}", mark.finding) in side.made:
            continue
        side.made.add((f"tag {mark.role}", mark.finding))
        if mark.link:
            # Only the original has both places; the output has the kept copy alone.
            target = anchor(mark.link, mark.finding)
            tags += f'<a class="tag" href="#{target}">{escape(mark.tag)}</a>'
        else:
            tags += f'<span class="tag">{escape(mark.tag)}</span>'
    return f'<mark class="{roles}" data-f="{numbers}">{anchors}{tags}{content}</mark>'


def anchor(role: str, number: int) -> str:
    return f"{role}-{number}"


def _stretch(text: str, marked: bool) -> str:
    """Escaped text; where it is marked, the line ends in it can be seen."""
    if len(text) > LONG:
        left_out = len(text) - 2 * ENDS
        skip = f'<span class="skip">… {left_out:,} characters …</span>'
        return _stretch(text[:ENDS], marked) + skip + _stretch(text[-ENDS:], marked)
    flat = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = _UNSEEN.sub(_named, escape(flat))
    return re.sub(r"\n\s*", "<s>¶</s>\n", plain) if marked else plain


def _named(match: re.Match[str]) -> str:
    character = match.group()
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f'<b class="unseen" title="a byte that is no text">\\x{code - 0xDC00:02X}</b>'
    name = escape(unicodedata.name(character, "control character"))
    return f'<b class="unseen" title="{name}">U+{code:04X}</b>'
