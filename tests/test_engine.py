"""The engine: which proposals go in, under which names, and what the settings change."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reflow.engine as engine
from reflow.api import process
from reflow.config import Config
from reflow.document import Span
from reflow.edits import Edit, Evidence, Fix, Safety
from reflow.page import Page
from reflow.registry import Rule, rules, selected
from reflow.result import Finding, Result
from reflow.view import View

Propose = Callable[[Page], Iterator[Fix]]


def fix(
    *spans: tuple[int, int],
    score: int = 10,
    safety: Safety = Safety.SAFE,
    code: str = "X101",
    pieces: tuple[str | Span, ...] = (),
    message: str = "",
) -> Fix:
    edits = tuple(Edit(Span(*s), pieces) for s in spans)
    hull = Span(min(s[0] for s in spans), max(s[1] for s in spans))
    return Fix(code, "test", message, hull, edits, (Evidence("points", score),), safety)


def install(monkeypatch: pytest.MonkeyPatch, *found: tuple[str, str, Propose]) -> None:
    """Run `found` (code, stage, function) in the place of the project's rules."""
    own = tuple(Rule(code, code.lower(), stage, propose) for code, stage, propose in found)
    monkeypatch.setattr(engine, "rules", lambda plugins=(): own)


def once(text: str, *fixes: Fix) -> Propose:
    """A rule that proposes `fixes` while the text is `text`."""

    def propose(page: Page) -> Iterator[Fix]:
        if page.text == text:
            yield from fixes

    return propose


# ------------------------------------------------------------------ resolve


@pytest.mark.parametrize(
    ("fixes", "taken"),
    [
        ([], []),
        ([fix((0, 2)), fix((3, 5))], [0, 1]),
        # Touching is overlap: what stands between two edits would have two meanings.
        ([fix((0, 2)), fix((2, 5), score=20)], [1]),
        ([fix((2, 2)), fix((2, 2), score=20)], [1]),
        ([fix((0, 2)), fix((2, 2), score=20)], [1]),
        ([fix((0, 2)), fix((3, 3), score=20)], [0, 1]),
        # Safe before unsafe, whatever the points.
        ([fix((0, 5), safety=Safety.UNSAFE, score=999), fix((4, 6))], [1]),
        # More points first; then what stands first; then the code.
        ([fix((0, 5), score=5), fix((4, 9), score=6)], [1]),
        ([fix((4, 9)), fix((0, 5))], [1]),
        ([fix((0, 5), code="X102"), fix((0, 5), code="X101")], [1]),
        # All edits of a fix or none.
        ([fix((0, 1), (8, 9)), fix((8, 12), score=20)], [1]),
        ([fix((0, 1), (8, 9), score=30), fix((8, 12), score=20), fix((3, 4))], [0, 2]),
        # Inside a wide one, and around a narrow one.
        ([fix((0, 50), score=20), fix((10, 11))], [0]),
        ([fix((0, 50)), fix((10, 11), score=20)], [1]),
        # A fix whose own edits touch each other.
        ([fix((0, 2), (2, 4))], [0]),
    ],
)
def test_resolve(fixes: list[Fix], taken: list[int]) -> None:
    accepted = engine.resolve(fixes)
    assert sorted(map(id, accepted)) == sorted(id(fixes[i]) for i in taken)
    assert engine.resolve(reversed(fixes)) == accepted


def test_equal_fixes_with_other_edits_are_ordered_too() -> None:
    """Two rules may see one place, with equal points, and want different text there."""
    one, two = fix((0, 2), pieces=("a",)), fix((0, 2), pieces=("b",))
    three = fix((0, 2), pieces=(Span(4, 5),))
    accepted = engine.resolve([one, two, three])
    assert len(accepted) == 1
    assert engine.resolve([three, two, one]) == accepted
    assert engine.resolve([two, three, one]) == accepted


@st.composite
def proposals(draw: st.DrawFn) -> list[Fix]:
    found = []
    for number in range(draw(st.integers(0, 12))):
        cuts = sorted(draw(st.lists(st.integers(0, 40), min_size=2, max_size=4)))
        spans = list(zip(cuts[::2], cuts[1::2], strict=False))
        found.append(
            fix(
                *spans,
                score=draw(st.integers(0, 2)),
                safety=draw(st.sampled_from([Safety.SAFE, Safety.UNSAFE])),
                code=f"X{number:03}",
            )
        )
    return found


def touching(one: Span, two: Span) -> bool:
    return one.start <= two.end and two.start <= one.end


@settings(max_examples=300, deadline=None, derandomize=True)
@given(proposals(), st.randoms(use_true_random=False))
def test_resolve_in_any_order(fixes: list[Fix], order: random.Random) -> None:
    accepted = engine.resolve(fixes)
    shuffled = list(fixes)
    order.shuffle(shuffled)
    assert engine.resolve(shuffled) == accepted
    # Against the rule itself, written plainly.
    plain: list[Fix] = []
    for f in sorted(fixes, key=lambda f: (f.safety, -f.score, f.span, f.code)):
        taken = [e.span for a in plain for e in a.edits]
        if not any(touching(e.span, t) for e in f.edits for t in taken):
            plain.append(f)
    assert accepted == plain


@pytest.mark.parametrize("kind", ["apart", "touching", "nested", "one place"])
def test_resolve_is_fast(kind: str) -> None:
    n = 50_000
    shapes = {
        "apart": lambda i: (4 * i, 4 * i + 2),
        "touching": lambda i: (2 * i, 2 * i + 2),
        "nested": lambda i: (i, 2 * n - i),
        "one place": lambda i: (7, 7 + i % 3),
    }
    fixes = [fix(shapes[kind](i), score=i % 7, code=f"X{i:06}") for i in range(n)]
    random.Random(1).shuffle(fixes)
    start = time.process_time()
    accepted = engine.resolve(fixes)
    # Takes about 0.3 s; comparing all pairs took minutes.
    assert time.process_time() - start < 4
    assert len(accepted) == {"apart": n, "nested": 1, "one place": 1}.get(kind, len(accepted))


def test_many_reports_beside_many_edits_are_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sorting findings by status must not compare each with each."""
    n = 6_000
    text = "a b " * n

    def propose(page: Page) -> Iterator[Fix]:
        if page.text == text:
            for i in range(n):
                yield fix((4 * i + 1, 4 * i + 2), message=str(i))
                yield replace(
                    fix((4 * i, 4 * i + 1), safety=Safety.DISPLAY, message=str(i)), edits=()
                )

    install(monkeypatch, ("X101", "joins", propose))
    start = time.process_time()
    result = process(text)
    assert time.process_time() - start < 6
    assert result.text == "ab " * n


# ------------------------------------------------------------------ names of findings

STRAY = "图书馆里有读者 and 老师。\n\n"


def applied(result: Result) -> list[Finding]:
    return [f for f in result.findings if f.status == "applied"]


def test_like_places_have_names_of_their_own() -> None:
    """Four lines that are equal: each stray can be named, and left out, by itself."""
    text = STRAY * 4
    found = [f for f in process(text).findings if f.code == "T101"]
    assert len(found) == 4
    assert len({f.id for f in found}) == 4
    assert len({f.span for f in found}) == 4


def test_names_do_not_hang_on_line_numbers() -> None:
    text = "阅览室去年翻修过一次,换上了新的书架和台灯。\n\n馆内的阅览室周一到周五开放,读者 and 老师都可以借书。\n"
    before = {f.id for f in process(text).findings if f.code == "T101"}
    after = {f.id for f in process("新的标题\n\n另一段话在这里。\n\n\n" + text).findings}
    assert before
    assert before <= after


# ------------------------------------------------------------------ selection and settings

PAGE = (
    "这家图书馆的读者 and 志愿者今年都多了起来,馆里为此延长了开放的时\n\n"
    "间,周末也照常借书。\n\n下一段讲的是另一件事。\n"
)


@pytest.mark.parametrize(
    ("config", "codes"),
    [
        (Config(), {"T101", "J101"}),
        (Config(select=("T",)), {"T101"}),
        (Config(select=("T101",)), {"T101"}),
        (Config(select=("J",)), {"J101"}),
        (Config(select=("J1", "T")), {"T101", "J101"}),
        (Config(ignore=("T",)), {"J101"}),
        (Config(ignore=("J101",)), {"T101"}),
        (Config(select=("T",), ignore=("T101",)), set()),
        (Config(select=("T",), extend_select=("J101",)), {"T101", "J101"}),
        (Config(select=("X",)), set()),
        # The longer prefix wins.
        (Config(ignore=("T",), extend_select=("T101",)), {"T101", "J101"}),
    ],
)
def test_rules_are_selected_by_prefix(config: Config, codes: set[str]) -> None:
    assert {f.code for f in applied(process(PAGE, config))} == codes


@pytest.mark.parametrize(
    ("select", "extend", "ignore", "codes"),
    [
        ((), (), (), "A101 A102 B101"),
        (("A",), (), (), "A101 A102"),
        (("A",), (), ("A102",), "A101"),
        (("A102",), (), ("A",), "A102"),
        (("A1",), (), ("A1",), ""),
        ((), ("C",), (), "A101 A102 B101 C101"),
        (("C101",), (), (), "C101"),
        (("",), (), (), "A101 A102 B101 C101"),
    ],
)
def test_selected(
    select: tuple[str, ...], extend: tuple[str, ...], ignore: tuple[str, ...], codes: str
) -> None:
    own = [Rule(c, c, "joins", once("")) for c in ("A101", "A102", "B101")]
    off = Rule("C101", "c", "joins", once(""), default=False)
    assert " ".join(r.code for r in selected([*own, off], select, extend, ignore)) == codes


def test_every_rule_has_a_stage_that_runs() -> None:
    assert {r.stage for r in rules()} <= set(engine.STAGES)


def test_a_single_edit_is_left_out_by_name() -> None:
    text = STRAY * 4
    found = [f for f in process(text).findings if f.code == "T101"]
    result = process(PAGE, Config(ignore_edits=tuple(f.id for f in process(PAGE).findings)))
    assert result.text == PAGE
    for f in found:
        left = process(text, Config(ignore_edits=(f.id,)))
        assert left.text.count(" and ") == 1, f.id
        # It is the very place that was named.
        assert left.text.index(" and ") - f.span.start in range(-12, 1)


def test_an_edit_left_out_stays_in_the_log() -> None:
    stray = next(f for f in process(PAGE).findings if f.code == "T101")
    result = process(PAGE, Config(ignore_edits=(stray.id,)))
    assert {f.id: f.status for f in result.findings}[stray.id] == "kept"
    assert " and " in result.text
    assert "时间,周末" in result.text


def test_unsafe_fixes_wait_to_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "abcdef"
    install(
        monkeypatch,
        ("X101", "joins", once(text, fix((1, 2), safety=Safety.UNSAFE, pieces=("-",)))),
    )
    result = process(text)
    assert (result.text, result.findings[0].status) == (text, "shown")
    assert result.findings[0].removed == ()
    result = process(text, Config(unsafe_fixes=True))
    assert (result.text, result.findings[0].status) == ("a-cdef", "applied")


@pytest.mark.parametrize("safety", [Safety.DISPLAY, Safety.KEPT])
def test_reports_are_never_applied(monkeypatch: pytest.MonkeyPatch, safety: Safety) -> None:
    text = "abcdef"
    install(monkeypatch, ("X101", "joins", once(text, fix((1, 2), safety=safety))))
    assert process(text, Config(unsafe_fixes=True)).text == text


def test_the_loser_of_a_conflict_is_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "abcdef"
    one, two = fix((1, 3), score=20), fix((2, 4), score=10, message="other")
    install(monkeypatch, ("X101", "joins", once(text, two, one)))
    result = process(text)
    assert result.text == "adef"
    assert {f.message: f.status for f in result.findings} == {"": "applied", "other": "skipped"}


# ------------------------------------------------------------------ stages, passes, the guard


def test_stages_run_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def watcher(stage: str) -> Propose:
        def propose(page: Page) -> Iterator[Fix]:
            seen.append(stage)
            yield from ()

        return propose

    # Named in another order than they run in.
    stages = sorted(engine.STAGES)
    install(monkeypatch, *((f"X{i}", s, watcher(s)) for i, s in enumerate(stages)))
    process("text")
    assert tuple(seen) == engine.STAGES


def test_a_later_stage_sees_what_an_earlier_one_did(monkeypatch: pytest.MonkeyPatch) -> None:
    """Offsets are those of the text as it is; the log gives those of the original."""
    install(
        monkeypatch,
        ("X101", "tokens", once("abcdef", fix((1, 3)))),
        ("X102", "joins", once("adef", fix((2, 3), code="X102", pieces=("!",)))),
    )
    result = process("abcdef")
    assert result.text == "ad!f"
    assert [f.span for f in result.findings] == [Span(1, 3), Span(4, 5)]
    assert result.undo() == "abcdef"


def test_passes_are_repeated_until_nothing_is_proposed(monkeypatch: pytest.MonkeyPatch) -> None:
    def propose(page: Page) -> Iterator[Fix]:
        if page.text.startswith("a"):
            yield fix((0, 1))

    install(monkeypatch, ("X101", "joins", propose))
    assert process("aaaab").text == "b"


def test_rules_that_never_settle_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def propose(page: Page) -> Iterator[Fix]:
        yield fix((0, 0), pieces=("x",))

    install(monkeypatch, ("X101", "joins", propose))
    with pytest.raises(engine.InternalError, match="settle"):
        process("a")


def test_a_move_that_doubles_text_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, ("X101", "joins", once("abcdef", fix((0, 0), pieces=(Span(3, 6),)))))
    with pytest.raises(engine.InternalError, match="twice"):
        process("abcdef")


def test_a_move_is_no_removal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bridge as the rules write it: what stood between the halves goes behind them."""
    text = "left\n\nCAPTION\n\nright"
    moved = (Span(15, 20), Span(4, 13))
    install(monkeypatch, ("X201", "bridges", once(text, fix((4, 20), pieces=moved))))
    result = process(text)
    assert result.text == "leftright\n\nCAPTION"
    (found,) = result.findings
    assert found.removed == (Span(13, 15),)
    assert [span for span, _ in found.moved] == [Span(15, 20), Span(4, 13)]
    assert [result.map.to_source(i) for i in (3, 4, 9, 11)] == [3, 15, 4, 6]
    assert result.undo() == text


def test_the_guard_sees_text_that_is_gone_without_a_record() -> None:
    engine.guard(Result("abc", "abc", (), (Span(0, 3),)))
    with pytest.raises(engine.InternalError, match="without a record"):
        engine.guard(Result("abc", "ab", (), (Span(0, 2),)))
    with pytest.raises(engine.InternalError, match="twice"):
        engine.guard(Result("abc", "abcbc", (), (Span(0, 3), Span(1, 3))))


def test_ids_hang_on_what_is_seen_not_on_white_space() -> None:
    one, two = View.of("前面的话 and 后面的话"), View.of("前面的话  and\n后面的话")
    first = fix((4, 9), message="and")
    second = fix((4, 10), message="and")
    assert engine.identify(first, one) == engine.identify(second, two)


def test_the_preview_shows_the_start_of_what_is_put_in(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "0123456789abcdefghij" * 2
    install(monkeypatch, ("X101", "tokens", once(text, fix((20, 21), pieces=("+" * 500,)))))
    (finding,) = engine.run(text).findings
    assert finding.new == text[8:20] + "+" * 48 + text[21:33]


@pytest.mark.parametrize(
    ("texts", "span"),
    [
        (("four, nine, and what follows", "five, nine, and what follows"), (9, 10)),
        (("a passage that goes", "a sentence it is it"), (2, 19)),
        ((f"{'passage' * 5} and after it", f"{'passage' * 5} but before it"), (0, 35)),
    ],
    ids=["before", "inside", "behind"],
)
def test_an_id_tells_what_stands_around(texts: tuple[str, str], span: tuple[int, int]) -> None:
    one, two = (engine.identify(fix(span), View.of(text)) for text in texts)
    assert one != two


def test_a_finding_tells_what_was_put_in_and_where(monkeypatch: pytest.MonkeyPatch) -> None:
    proposed = once("one two three", fix((3, 4), pieces=("-", "", "+")))
    install(monkeypatch, ("X101", "tokens", proposed))
    (finding,) = engine.run("one two three").findings
    assert finding.inserted == ((3, "-"), (3, "+"))
    assert finding.removed == (Span(3, 4),)
