"""Runs the rules over a text: propose, resolve, apply, guard.

The order of the stages is meaning: strays are mended first so that copies
match, copies go before anything is joined (at a copy the local signs of a
break are the same as at a true one), moves come before joins.  The stages are
gone through again until all of them propose nothing, by the n-grams of the text
as it then is, so that a second run changes nothing: every applied fix lowers the
number of breaks, copies or strays, so this ends.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from reflow.config import Config
from reflow.document import Span
from reflow.edits import Fix, Safety
from reflow.limits import Limits
from reflow.page import Page
from reflow.records import replace
from reflow.registry import Rule, rules, selected
from reflow.replacement import replacement
from reflow.result import Finding, Result
from reflow.view import View

STAGES = ("tokens", "repeats", "bridges", "joins")
LEARNING = ("bridges", "joins")
"""Stages that learn from the text, which they are the last to change."""

REPEATS = ("R101", "R102")
"""Rules that go by `Page.repeats`, which in a long text are those of all of it."""

SPARE_PASSES = 25
"""Passes beyond one for each line (every pass that goes on removes at least one break, copy or
stray); real text needs two to five."""


class InternalError(RuntimeError):
    """The engine's own checks failed: a bug of ours, and nothing was changed."""


class _Log:
    """What has been found so far, in the order of its first sight."""

    def __init__(self) -> None:
        self.findings: dict[str, Finding] = {}
        self._names: dict[tuple[str, Span], str] = {}
        self._numbers: Counter[str] = Counter()

    def name(self, fix: Fix, hull: Span, source: str) -> str:
        """The id of `fix`; like places in one text have like surroundings and are numbered."""
        base = _identity(fix.code, hull, source)
        key = (base, hull)
        if key not in self._names:
            self._numbers[base] += 1
            number = self._numbers[base]
            self._names[key] = f"{base}-{number}" if number > 1 else base
        return self._names[key]

    def add(self, finding: Finding) -> None:
        known = self.findings.get(finding.id)
        if known is None or known.status != "applied":
            self.findings[finding.id] = finding
        elif finding.status == "applied":
            # Seen again at the same place in a later pass: both removals are accounted for.
            self.findings[finding.id] = replace(
                known,
                removed=known.removed + finding.removed,
                moved=known.moved + finding.moved,
                inserted=known.inserted + finding.inserted,
            )


def run(
    text: str,
    config: Config | None = None,
    encodable: Callable[[str], bool] | None = None,
    repeats: Sequence[Fix] | None = None,
) -> Result:
    """Clean `text` by the rules that `config` selects.

    `encodable` says what the output's encoding can hold; a fix that puts in
    something else is reported only.  `repeats` are the fixes of `REPEATS` where `text` is part of a
    longer one in which they were found.  Raises LookupError for an unknown plugin,
    PatternError for a `keep` pattern that can't be used, and InternalError when
    a check of ours fails.
    """
    config = config or Config()
    limits = Limits(config, encodable)
    active = selected(rules(config.plugins), config.select, config.extend_select, config.ignore)
    view, log = View.of(text), _Log()
    if repeats is not None:
        active = tuple(rule for rule in active if rule.code not in REPEATS)
        view = _settle(view, repeats, limits, log)
    page = Page(view.text, config)
    limit = SPARE_PASSES + text.count("\n") + text.count("\r") + text.count("\f")
    settled: set[str] = set()
    for stage in (stage for _ in range(limit) for stage in STAGES):
        if stage in settled:
            continue
        after = _stage(view, page, [r for r in active if r.stage == stage], limits, log)
        if after is not view:
            # What was worked out of a text serves all stages that see it.
            view, page = after, page.then(after.text)
            settled.clear()
            continue
        settled.add(stage)
        if len(settled) == len(STAGES):
            again = page.relearnt()
            if again is None:
                break
            page = again
            settled.difference_update(LEARNING)
    else:
        raise InternalError(f"the text did not settle in {limit} passes")
    result = Result(text, view.text, tuple(log.findings.values()), view.pieces)
    guard(result)
    return result


def _stage(view: View, page: Page, active: Sequence[Rule], limits: Limits, log: _Log) -> View:
    return _settle(view, [fix for rule in active for fix in rule.propose(page)], limits, log)


def _settle(view: View, proposals: Sequence[Fix], limits: Limits, log: _Log) -> View:
    """The view after those of `proposals` that are wanted and go in together."""
    config = limits.config
    kept = limits.kept(view.text) if proposals else ()
    hulls = [_hull(view, fix.span) for fix in proposals]
    names = [log.name(fix, hull, view.source) for fix, hull in zip(proposals, hulls, strict=True)]
    proposals = [
        limits.bound(fix, name, kept, view.text) for fix, name in zip(proposals, names, strict=True)
    ]
    wanted = [fix for fix in proposals if fix.edits and _wanted(fix, config)]
    accepted = resolve(wanted)
    taken, asked = set(map(id, accepted)), set(map(id, wanted))
    for fix, name, hull in zip(proposals, names, hulls, strict=True):
        status = "applied" if id(fix) in taken else "shown"
        if fix.safety is Safety.KEPT:
            status = "kept"
        elif status == "shown" and id(fix) in asked:
            status = "skipped"
        log.add(_finding(fix, view, name, hull, status))
    if not accepted:
        return view
    return view.apply(sorted((e for f in accepted for e in f.edits), key=lambda e: e.span))


def _wanted(fix: Fix, config: Config) -> bool:
    return fix.safety is Safety.SAFE or (fix.safety is Safety.UNSAFE and config.unsafe_fixes)


def resolve(fixes: Iterable[Fix]) -> list[Fix]:
    """The fixes that can go in together, by one total order, so proposal order never matters.

    Touching counts as overlap.  Taken spans are kept sorted and only neighbours
    are compared.
    """

    def rank(fix: Fix) -> tuple[object, ...]:
        edits = tuple((e.span, tuple(map(repr, e.pieces))) for e in fix.edits)
        return (fix.safety, -fix.score, fix.span, fix.code, edits, fix.message)

    taken: list[Span] = []
    accepted: list[Fix] = []
    for fix in sorted(fixes, key=rank):
        spans = sorted(edit.span for edit in fix.edits)
        if any(_touches(taken, span) for span in spans):
            continue
        for span in spans:
            insort(taken, span)
        accepted.append(fix)
    return accepted


def _touches(taken: list[Span], span: Span) -> bool:
    index = bisect_left(taken, span)
    return any(
        other.start <= span.end and span.start <= other.end
        for other in taken[max(index - 1, 0) : index + 1]
    )


def identify(fix: Fix, view: View) -> str:
    """The fix's id: its code and a hash of the visible original text around it.

    White space and line numbers are left out, and so is what other fixes did nearby, so that
    an id outlives edits elsewhere.  Like places have like ids; `_Log.name` numbers them.
    """
    return _identity(fix.code, _hull(view, fix.span), view.source)


def _identity(code: str, hull: Span, text: str) -> str:
    from hashlib import blake2b

    before = "".join(text[max(hull.start - 160, 0) : hull.start].split())[-24:]
    after = "".join(text[hull.start : hull.start + 160].split())[:24]
    end = "".join(text[hull.end : hull.end + 80].split())[:16]
    key = "\0".join((before, after, end)).encode("utf-8", "surrogatepass")
    return f"{code}-{blake2b(key, digest_size=5).hexdigest()}"


def _finding(fix: Fix, view: View, name: str, hull: Span, status: str) -> Finding:
    removed: list[Span] = []
    moved: list[tuple[Span, int]] = []
    inserted: list[tuple[int, str]] = []
    shifted = [p for e in fix.edits for p in e.pieces if isinstance(p, Span)]
    carried = [s for p in shifted for s in view.origin(p)] if status == "applied" else []
    for edit in fix.edits:
        at = view.to_source(edit.span.start)
        if status == "applied":
            removed += _without(view.origin(edit.span), carried)
        for piece in edit.pieces:
            if isinstance(piece, str):
                if piece:
                    inserted.append((at, piece))
            elif status == "applied":
                moved += [(s, at) for s in view.origin(piece)]
    return Finding(
        id=name,
        code=fix.code,
        name=fix.name,
        message=fix.message,
        safety=fix.safety,
        status=status,
        span=hull,
        evidence=fix.evidence,
        related=tuple((label, _hull(view, span)) for label, span in fix.related),
        removed=tuple(removed),
        moved=tuple(moved),
        inserted=tuple(inserted),
        new=_preview(fix, view.text),
        replacement=replacement(fix, view),
    )


def _without(spans: Iterable[Span], carried: Sequence[Span]) -> list[Span]:
    """`spans` less the ranges that the same fix puts back elsewhere."""
    left = list(spans)
    for gone in carried:
        rest: list[Span] = []
        for span in left:
            if gone.end <= span.start or span.end <= gone.start:
                rest.append(span)
                continue
            rest += [
                s
                for s in (Span(span.start, gone.start), Span(gone.end, span.end))
                if s.start < s.end
            ]
        left = rest
    return left


def _hull(view: View, span: Span) -> Span:
    start = view.to_source(span.start)
    end = view.to_source(span.end - 1) + 1 if span.end > span.start else start
    return Span(start, max(start, end))


def _preview(fix: Fix, text: str, width: int = 12) -> str:
    if not fix.edits:
        return ""
    edit = min(fix.edits, key=lambda e: e.span)
    middle = "".join(p.text(text) if isinstance(p, Span) else p for p in edit.pieces)
    left = text[max(edit.span.start - width, 0) : edit.span.start]
    return left + middle[: 4 * width] + text[edit.span.end : edit.span.end + width]


def guard(result: Result) -> None:
    """Every original character is in the output exactly once, or in the log as removed.

    Raises InternalError when not.
    """
    position = 0
    for span in sorted(p for p in result.pieces if isinstance(p, Span)):
        if span.start < position:
            raise InternalError(f"text from {span.start} would stand twice in the output")
        position = span.end
    logged = sorted(s for f in result.findings for s in f.removed)
    if _merged(logged) != _merged(list(result.removed)):
        raise InternalError("text would be removed without a record of it")


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
