"""Cleans a long text part by part; what comes out is told in offsets of the whole text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from reflow import engine
from reflow.config import Config
from reflow.document import Span
from reflow.edits import Edit, Fix
from reflow.long import cuts as cutting
from reflow.long.paged import Paged, as_text
from reflow.long.repeats import HORIZON, Repeats, hull, survey
from reflow.page import Page
from reflow.records import dataclass, field, replace
from reflow.registry import rules, selected
from reflow.result import Finding, Horizon, Result


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the text, cleaned; all offsets are those of the whole text."""

    span: Span
    sure: bool
    """Whether it ends where no edit can reach across."""
    text: str = field(repr=False)
    findings: tuple[Finding, ...]
    pieces: tuple[Span | str, ...] = field(repr=False)


class _Whole(Page):
    """A whole text for the rules that go by its repeats alone, which were found before."""

    def __init__(self, text: str, config: Config, found: Repeats) -> None:
        super().__init__(text, config)
        self.__dict__["repeats"] = found  # where a cached property keeps what it computed


def run(text: str, config: Config, encodable: Callable[[str], bool] | None = None) -> Result:
    """As `engine.run`, for a long text.

    Raises what that does.
    """
    done = [*parts(text, config, encodable)]
    result = Result(
        text,
        "".join(part.text for part in done),
        tuple(finding for part in done for finding in part.findings),
        tuple(piece for part in done for piece in part.pieces),
        horizon([(part.span, part.sure) for part in done]),
    )
    engine.guard(result)
    return result


def horizon(done: Sequence[tuple[Span, bool]]) -> Horizon:
    """How far a run looked whose parts, the last with them, were these."""
    size = done[-1][0].end
    return Horizon(
        tuple(span.end for span, _ in done[:-1]),
        tuple(span.end for span, sure in done[:-1] if not sure),
        size if size <= HORIZON else HORIZON // 2,
    )


def parts(
    text: str | Paged,
    config: Config,
    encodable: Callable[[str], bool] | None = None,
    seen: int = HORIZON,
    sizes: tuple[int, int] | None = None,
) -> Iterator[Part]:
    """The parts of `text` in order, cleaned.

    `seen` is how many code points the search for repeats sees at once, `sizes` bounds the
    parts, both in code points.
    """
    active = selected(rules(config.plugins), config.select, config.extend_select, config.ignore)
    wanted = [rule for rule in active if rule.code in engine.REPEATS]
    found = survey(text, config, seen) if wanted else Repeats((), ())
    taken = [hull(removal) for removal in found.removals]
    page = _Whole(as_text(text) if isinstance(text, Paged) else text, config, found)
    fixes = sorted((f for rule in wanted for f in rule.propose(page)), key=lambda fix: fix.span)
    start = 0
    for end, sure in cutting.cuts(text, taken, *(sizes or (cutting.LEAST, cutting.MOST))):
        here = Span(start, end)
        yield _part(text[start:end], here, sure, config, encodable, fixes)
        start = end


def _part(
    text: str,
    here: Span,
    sure: bool,
    config: Config,
    encodable: Callable[[str], bool] | None,
    fixes: Sequence[Fix],
) -> Part:
    low = bisect_left(fixes, here.start, key=lambda fix: fix.span.start)
    high = bisect_left(fixes, here.end, key=lambda fix: fix.span.start)
    # The other copy may stand in another part, which the engine does not see.
    own = [replace(_shifted(fix, -here.start), related=()) for fix in fixes[low:high]]
    whole = {(fix.code, fix.span, fix.message): fix for fix in fixes[low:high]}
    result = engine.run(text, config, encodable, own)
    findings = tuple(_told(_found(f, here.start), whole) for f in result.findings)
    pieces = tuple(_piece(piece, here.start) for piece in result.pieces)
    return Part(here, sure, result.text, findings, pieces)


def _told(finding: Finding, whole: dict[tuple[str, Span, str], Fix]) -> Finding:
    """`finding` with the other copy of a passage, where it has one."""
    fix = whole.get((finding.code, finding.span, finding.message))
    return finding if fix is None else replace(finding, related=fix.related)


def _shifted(fix: Fix, by: int) -> Fix:
    edits = tuple(
        Edit(_span(edit.span, by), tuple(_piece(piece, by) for piece in edit.pieces))
        for edit in fix.edits
    )
    return replace(fix, span=_span(fix.span, by), edits=edits)


def _found(finding: Finding, by: int) -> Finding:
    replacement = finding.replacement
    return replace(
        finding,
        span=_span(finding.span, by),
        related=tuple((label, _span(span, by)) for label, span in finding.related),
        removed=tuple(_span(span, by) for span in finding.removed),
        moved=tuple((_span(span, by), at + by) for span, at in finding.moved),
        inserted=tuple((at + by, piece) for at, piece in finding.inserted),
        replacement=replacement and (_span(replacement[0], by), replacement[1]),
    )


def _span(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _piece(piece: Span | str, by: int) -> Span | str:
    return piece if isinstance(piece, str) else _span(piece, by)
