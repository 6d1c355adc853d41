"""What a person wants to see: the place, marked as an editor would, and why.

Each finding shows its lines as they are, what the fix makes of them, other
places that matter, and the strongest reasons with their weights.  The sign
behind a line's number tells what happens to it: `|` stays, `-` is removed, `>`
moves behind, `=` is another place; `+` is the line as it will read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from reflow.document import Span
from reflow.edits import Evidence, Safety
from reflow.result import Finding
from reflow.writers.cells import MORE, head, tail, visible, width
from reflow.writers.names import shown
from reflow.writers.report import Report, safety

SIDE = 30
"""Cells of text on each side of the place."""
MARKED = 48
"""Cells of the place itself."""
LINES = 4
"""Lines of the place that are shown whole; the others are counted."""
REASONS = 4


@dataclass(frozen=True)
class Paint:
    """Colors, or none."""

    on: bool

    def __call__(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.on and text else text


def write(reports: Iterable[Report], color: bool = False) -> Iterator[str]:
    """Each place as an editor would mark it, what comes of it, and the strongest reasons."""
    paint = Paint(color)
    for report in reports:
        for finding in report.findings:
            yield "\n".join((*_lines(report, finding, paint), "", ""))


def _lines(report: Report, finding: Finding, paint: Paint) -> Iterator[str]:
    line, column = report.position(finding.span.start)
    note = "" if finding.safety is Safety.SAFE else f" ({safety(finding)})"
    yield (
        f"{paint('1', shown(report.path))}:{line}:{column}: {paint('1;31', finding.code)} "
        f"{finding.name}: {visible(finding.message)}{note}"
    )
    place, after = _place(report, finding), _after(report, finding)
    others = tuple(_others(report, finding, {row.number for row in place}))
    gutter = max(len(str(row.number)) for row in (*place, *others))
    for row in (*place, *after, *others):
        yield from row.lines(gutter, paint)
    yield f"{' ' * gutter}   {paint('2', 'why')} {_why(finding, paint)}"
    yield f"{' ' * gutter}   {paint('2', f'id  {finding.id}')}"


@dataclass(frozen=True)
class _Row:
    """One line of an excerpt; `marked` stands between `before` and `behind`."""

    number: int | str
    sign: str
    before: str
    marked: str
    behind: str
    caret: str = ""
    """What stands below the marked text; empty for none."""

    def lines(self, gutter: int, paint: Paint) -> Iterator[str]:
        color = {"-": "31", ">": "35", "+": "32", "=": "36"}.get(self.sign, "33")
        number = paint("2", f"{self.number:>{gutter}} {self.sign}")
        yield f"{number} {self.before}{paint(color, self.marked)}{self.behind}".rstrip()
        if self.caret:
            margin = f"{' ' * gutter} {paint('2', '|')} {' ' * width(self.before)}"
            yield margin + paint(color, self.caret)


def _place(report: Report, finding: Finding) -> tuple[_Row, ...]:
    """The lines of the place as they are."""
    span = finding.span
    first, last = report.position(span.start).line, report.position(span.end).line
    if first == last:
        return (_one_line(report, span, first),)
    numbers = [n for n in range(first, last + 1) if report.line(n).text(report.text).strip()]
    anchor = _anchor(report, finding, last)
    rows = [_whole_or_part(report, finding, number, anchor) for number in numbers[:LINES]]
    if len(numbers) > LINES + 1:
        rows.append(_Row(MORE, "|", f"{len(numbers) - LINES - 1} more lines", "", ""))
    if len(numbers) > LINES:
        rows.append(_whole_or_part(report, finding, numbers[-1], anchor))
    # Where the place is one break and nothing else, the caret stands where the lines meet.
    if len(rows) > 1 and not (rows[-1].before + rows[-1].marked).strip():
        rows[-1] = replace(rows[-1], marked="", caret="^")
    return tuple(rows) or (_one_line(report, Span(span.start, span.start), first),)


def _one_line(report: Report, span: Span, number: int) -> _Row:
    line, text = report.line(number), report.text
    marked = head(span.text(text), MARKED)
    return _Row(
        number,
        "|",
        tail(text[line.start : span.start], SIDE),
        marked,
        head(text[span.end : max(line.end, span.end)], SIDE),
        "^" * max(width(marked), 1),
    )


def _whole_or_part(report: Report, finding: Finding, number: int, anchor: int) -> _Row:
    """One line of a place of several: what of it lies inside, and what becomes of that."""
    line, text, span = report.line(number), report.text, finding.span
    inside = Span(max(line.start, span.start), max(min(line.end, span.end), line.start))
    part = inside.text(text)
    before, behind = text[line.start : inside.start], text[inside.end : line.end]
    sign = _sign(finding, part, anchor) if not before.strip() else "|"
    if not part and inside.end == line.end:
        return _Row(number, "|", tail(before, SIDE + MARKED), "⏎", "")
    marked = head(part, MARKED)
    free = MARKED - width(marked)
    left, right = SIDE + (0 if behind else free), SIDE + (0 if before.strip() else free)
    return _Row(number, sign, tail(before, left), marked, head(behind, right))


def _anchor(report: Report, finding: Finding, last: int) -> int:
    """Where the place's last line stands in what replaces it; what comes behind it has moved."""
    line = report.line(last)
    part = report.text[max(line.start, finding.span.start) : min(line.end, finding.span.end)]
    return finding.replacement[1].find(part) if finding.replacement and part.strip() else -1


def _sign(finding: Finding, part: str, anchor: int) -> str:
    """Whether a part stays where it is, moves, or goes."""
    if not part.strip() or finding.replacement is None:
        return "|"
    position = finding.replacement[1].find(part.strip())
    if position < 0:
        return "-"
    return ">" if position > anchor >= 0 else "|"


def _after(report: Report, finding: Finding) -> tuple[_Row, ...]:
    """The line as it will read; nothing where there is no fix."""
    if finding.replacement is None or not finding.fixable:
        return ()
    span, new = finding.replacement
    text = report.text
    line = report.line(report.position(span.start).line)
    before = tail(text[line.start : span.start], SIDE)
    rest = text[span.end : report.line(report.position(span.end).line).end]
    put_in = _put_in(finding, new)
    marked = head(put_in, MARKED)
    # A large replacement is moved text; the caret is for what is new, or for the seam.
    behind = head(new[len(put_in) :] + rest, SIDE + MARKED - width(marked))
    return (_Row("", "+", before, marked, behind, "^" * max(width(marked), 1)),)


def _put_in(finding: Finding, new: str) -> str:
    """The inserted text with which the replacement starts."""
    for _, piece in finding.inserted:
        if new.startswith(piece):
            return piece
    return new if not finding.moved and len(new) <= MARKED else ""


def _others(report: Report, finding: Finding, seen: set[int | str]) -> Iterator[_Row]:
    """Other places that matter and are not among the lines above."""
    for label, span in finding.related:
        number = report.position(span.start).line
        if number not in seen:
            line = report.line(number)
            start = head(report.text[span.start : min(span.end, line.end)], MARKED)
            yield _Row(number, "=", f"{label}: ", start, "")


def _why(finding: Finding, paint: Paint) -> str:
    """The strongest reasons; the others as one sum, so that the score can be followed."""
    vetoes = [e for e in finding.evidence if e.veto]
    ranked = sorted(finding.evidence, key=lambda e: -abs(e.weight))
    top, rest = ranked[:REASONS], ranked[REASONS:]
    parts = [f"{paint('31', 'veto')} {_reason(e)}" for e in vetoes]
    parts += [f"{paint('1', f'{e.weight:+d}')} {_reason(e)}" for e in top if e.weight]
    if any(e.weight for e in rest):
        parts.append(f"{sum(e.weight for e in rest):+d} by {len(rest)} more")
    return f"{', '.join(parts)} = {paint('1', str(finding.score))}"


def _reason(evidence: Evidence) -> str:
    seen = f": {visible(evidence.seen)}" if evidence.seen else ""
    return visible(evidence.name) + seen
