"""A text's lines as Markdown's parser is shown them, and the way back from its lines to ours.

The parser counts `\\n` only; here `\\r`, `\\r\\n` and form feeds end lines, too.  So it is handed a
source of our own making, in which what cannot be structure is left out: prose is one letter a line,
and of runs of like lines (prose, items, rows) one or two are shown.  What it says of a line of that
source holds for all lines that the line stands for, and positions are never reckoned with.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from reflow.document import Block

_MARKED = re.compile(
    r"(?P<mark>(?:#{1,6}|[-+*>]|\d{1,9}[.)])[ \t])?"
    r"""(?:[^-#>+*_=`~\[<|!:$\\0-9\s"'(]|[*_]{1,3}[^*_\s|>]|\d{1,9}[^\d.)|>])[^|>]*"""
)
"""A line with one mark or none, of which the rest neither starts nor ends anything."""
_ENDS = ("$$", "\\]", "\\end{")
_ROW, _DELIMITER, _BLANK = "|", "-", " "
_DELIMITERS = frozenset("|:- \t")
_NEWLINE = re.compile(r"\r\n|[\n\r\f]")


class Line(NamedTuple):
    """A physical line that is not blank."""

    blocks: range
    """Numbers of its blocks; `<br>` parts a line into several."""
    indent: str
    """Spaces and tabs before it.  Others indent paragraphs in print and mean nothing here."""
    content: str
    blank: bool
    """Is there a blank line before it?"""


class Source(NamedTuple):
    """What the parser is shown."""

    text: str
    lines: tuple[range, ...]
    """For each line of `text` the lines of ours that it stands for, by number; none if blank."""


def lines_of(text: str, blocks: Sequence[Block]) -> list[Line]:
    """The lines that hold the `blocks` of `text`, in order."""
    starts: list[tuple[Block, bool]] = []
    end = 0
    for block in blocks:
        breaks = sum(1 for _ in _NEWLINE.finditer(text, end, block.span.start))
        if breaks or not starts:
            starts.append((block, breaks > 1))
        end = block.span.end
    edges = pairwise([*(block.number for block, _ in starts), len(blocks)])
    found = []
    for (block, blank), (_, behind) in zip(starts, edges, strict=True):
        indent = "".join(c for c in block.indent if c in " \t")
        content = text[block.span.start : blocks[behind - 1].span.end]
        found.append(Line(range(block.number, behind), indent, content, blank))
    return found


def source(lines: Sequence[Line], hidden: Collection[int], code: Collection[int]) -> Source:
    """The parser's source; the lines `hidden` are blank in it, the lines `code` are shown.

    Of a section without structure one line is shown; of lines of one sort that follow each other
    the first.  Where blank lines part them, a second one is, for the first may go on what stands
    before it.
    """
    shown: list[str] = []
    sorts: list[str] = []
    owners: list[range] = []

    def show(row: str, sort: str, owner: range) -> None:
        blank = owner.start - 1 in hidden or lines[owner.start].blank
        if blank and shown and sorts[-1] != _BLANK:
            if sort and sorts[-3:] == [sort, _BLANK, sort]:
                owners[-1] = range(owners[-1].start, owner.stop)
                return
            shown.append("")
            sorts.append(_BLANK)
            owners.append(range(0))
        elif sort and sorts[-1:] == [sort] and (sort != _ROW or sorts[-2:-1] == [_DELIMITER]):
            owners[-1] = range(owners[-1].start, owner.stop)
            return
        shown.append(row)
        sorts.append(sort)
        owners.append(owner)

    rows = [_shown(line) for line in lines]
    for section in _sections(lines, hidden, [sort for _, sort in rows]):
        seen = [(n, *rows[n]) for n in section]
        if all(_is_dull(sort) and n not in code for n, _, sort in seen):
            if seen:
                show("x", "x", range(seen[0][0], section.stop))
            continue
        for n, row, sort in seen:
            show(row, sort, range(n, n + 1))
    return Source("".join(row + "\n" for row in shown), tuple(owners))


def _sections(
    lines: Sequence[Line], hidden: Collection[int], sorts: Sequence[str]
) -> Iterator[range]:
    """From each unmarked, unindented line below a blank one to the next; they end all lists."""
    start = 0
    for n, line in enumerate(lines):
        if n in hidden:
            yield range(start, n)
            start = n + 1
        elif n > start and line.blank and not line.indent and sorts[n][:1] in ("x", "#"):
            yield range(start, n)
            start = n
    yield range(start, len(lines))


def _is_dull(sort: str) -> bool:
    """Prose, headings, lists: nothing that starts or ends what the parser is asked for."""
    return sort not in ("", _ROW, _DELIMITER) and ">" not in sort


def _shown(line: Line) -> tuple[str, str]:
    """What the parser is shown of a line, and the line's sort; '' where there is none like it."""
    content = line.content
    if content[0] == "|" and content[-1] == "|" and not line.indent:
        delimits = set(content) <= _DELIMITERS
        return content, _DELIMITER if delimits else _ROW
    match = _MARKED.fullmatch(content)
    if match is None or any(end in content for end in _ENDS):
        return line.indent + content, ""
    mark = match["mark"] or ""
    digits = mark.rstrip(".) \t")
    sort = mark.replace(digits, "1" * len(digits), 1) if digits.isdecimal() else mark
    return f"{line.indent}{mark}x", f"{line.indent}{sort}x"
