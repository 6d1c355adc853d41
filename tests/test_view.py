"""The piece table, against a model that is too simple to be wrong.

The model is a list of (origin, character), with None as the origin of inserted text.  What the
view says of any offset must be what the list says, after any number of rounds of edits, moves
included.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflow.document import Span
from reflow.edits import Edit
from reflow.result import OffsetMap
from reflow.view import View, size

Model = list[tuple[int | None, str]]

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def model_of(text: str) -> Model:
    return list(enumerate(text))


def model_apply(model: Model, edits: list[Edit]) -> Model:
    done: Model = []
    position = 0
    for edit in edits:
        done += model[position : edit.span.start]
        for piece in edit.pieces:
            done += model[slice(*piece)] if isinstance(piece, Span) else [(None, c) for c in piece]
        position = edit.span.end
    return done + model[position:]


def text_of(model: Model) -> str:
    return "".join(char for _, char in model)


def origins(model: Model) -> list[int]:
    return [origin for origin, _ in model if origin is not None]


def spread(spans: tuple[Span, ...]) -> list[int]:
    return [i for span in spans for i in range(*span)]


@st.composite
def edit_lists(draw: st.DrawFn, length: int) -> list[Edit]:
    """Sorted edits that do not overlap; pieces are text or spans of the same view."""
    cuts = sorted(draw(st.lists(st.integers(0, length), max_size=8)))
    edits = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        pieces: list[str | Span] = []
        for _ in range(draw(st.integers(0, 2))):
            if draw(st.booleans()):
                pieces.append(draw(st.text("XYZ", max_size=3)))
            else:
                one, two = draw(st.integers(0, length)), draw(st.integers(0, length))
                pieces.append(Span(min(one, two), max(one, two)))
        edits.append(Edit(Span(start, end), tuple(pieces)))
    return edits


@st.composite
def edited(draw: st.DrawFn) -> tuple[View, Model]:
    text = draw(st.text(LETTERS, max_size=26))
    view, model = View.of(text), model_of(text)
    for _ in range(draw(st.integers(1, 3))):
        edits = draw(edit_lists(len(model)))
        view, model = view.apply(edits), model_apply(model, edits)
    return view, model


@settings(max_examples=300, deadline=None, derandomize=True)
@given(edited())
def test_the_text_is_that_of_the_model(pair: tuple[View, Model]) -> None:
    view, model = pair
    assert view.text == text_of(model)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(edited(), st.data())
def test_origins_are_those_of_the_model(pair: tuple[View, Model], data: st.DataObject) -> None:
    view, model = pair
    one, two = (data.draw(st.integers(0, len(model))) for _ in range(2))
    span = Span(min(one, two), max(one, two))
    assert spread(view.origin(span)) == origins(model[slice(*span)])
    cut = "".join(p.text(view.source) if isinstance(p, Span) else p for p in view.cut(span))
    assert cut == text_of(model[slice(*span)])


@settings(max_examples=300, deadline=None, derandomize=True)
@given(edited())
def test_every_kept_character_maps_to_its_origin(pair: tuple[View, Model]) -> None:
    view, model = pair
    outer = OffsetMap(view.pieces)
    for offset, (origin, _) in enumerate(model):
        if origin is not None:
            assert view.to_source(offset) == origin
            assert outer.to_source(offset) == origin


@settings(max_examples=300, deadline=None, derandomize=True)
@given(edited())
def test_inserted_text_maps_behind_what_precedes_it(pair: tuple[View, Model]) -> None:
    view, model = pair
    outer = OffsetMap(view.pieces)
    behind = 0
    for offset, (origin, _) in enumerate([*model, (None, "")]):
        if origin is None:
            assert view.to_source(offset) == behind
            assert outer.to_source(offset) == behind
        else:
            behind = origin + 1


@settings(max_examples=300, deadline=None, derandomize=True)
@given(edited())
def test_pieces_are_few(pair: tuple[View, Model]) -> None:
    """No piece is empty, and neighbours that could be one are one."""
    view, _ = pair
    assert all(size(p) for p in view.pieces)
    for left, right in zip(view.pieces, view.pieces[1:], strict=False):
        assert not (isinstance(left, str) and isinstance(right, str))
        assert not (isinstance(left, Span) and isinstance(right, Span) and left.end == right.start)


@pytest.mark.parametrize(
    ("edits", "text", "mapped"),
    [
        ([], "abcdef", (0, 1, 2, 3, 4, 5, 6)),
        ([Edit(Span(2, 4))], "abef", (0, 1, 4, 5, 6)),
        ([Edit(Span(2, 2), ("--",))], "ab--cdef", (0, 1, 2, 2, 2, 3, 4, 5, 6)),
        ([Edit(Span(0, 0), ("x",))], "xabcdef", (0, 0, 1, 2, 3, 4, 5, 6)),
        ([Edit(Span(6, 6), ("x",))], "abcdefx", (0, 1, 2, 3, 4, 5, 6, 6)),
        # A bridge: the two halves meet, what stood between goes behind.
        ([Edit(Span(2, 6), (Span(4, 6), Span(2, 4)))], "abefcd", (0, 1, 4, 5, 2, 3, 4)),
        ([Edit(Span(0, 6))], "", (0,)),
        ([Edit(Span(1, 2)), Edit(Span(2, 3), ("y",))], "aydef", (0, 1, 3, 4, 5, 6)),
    ],
)
def test_single_edits(edits: list[Edit], text: str, mapped: tuple[int, ...]) -> None:
    view = View.of("abcdef").apply(edits)
    assert view.text == text
    assert tuple(view.to_source(i) for i in range(len(text) + 1)) == mapped
    assert tuple(OffsetMap(view.pieces).to_source(i) for i in range(len(text) + 1)) == mapped


def test_a_move_of_moved_text_keeps_its_origin() -> None:
    view = View.of("abcdef").apply([Edit(Span(0, 6), (Span(3, 6), Span(0, 3)))])
    view = view.apply([Edit(Span(0, 6), (Span(2, 6), "-", Span(0, 2)))])
    assert view.text == "fabc-de"
    assert [view.to_source(i) for i in range(7)] == [5, 0, 1, 2, 3, 3, 4]


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(Span(1, 4)), Edit(Span(3, 5))],
        [Edit(Span(3, 4)), Edit(Span(0, 1))],
        [Edit(Span(0, 6)), Edit(Span(2, 2), ("x",))],
    ],
)
def test_overlap_and_disorder_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="overlap"):
        View.of("abcdef").apply(edits)


def test_an_empty_text() -> None:
    view = View.of("")
    assert view.text == ""
    assert view.to_source(0) == 0
    assert view.origin(Span(0, 0)) == ()
    assert view.apply([]).text == ""
    assert view.apply([Edit(Span(0, 0), ("new",))]).text == "new"


def test_nothing_is_copied_when_nothing_changes() -> None:
    text = "abc" * 1000
    view = View.of(text)
    assert view.text is text
    assert view.apply([]).text is text


@pytest.mark.parametrize("offset", [-1, 7])
def test_the_map_knows_its_limits(offset: int) -> None:
    with pytest.raises(IndexError):
        OffsetMap((Span(0, 6),)).to_source(offset)


def test_a_cut_has_no_empty_pieces() -> None:
    """Also where it ends at a piece's end, and where it is asked for more than there is."""
    view = View.of(LETTERS * 20).apply([Edit(Span(400, 410), ("new",)), Edit(Span(450, 460))])
    assert [*view.cut(Span(300, 400))] == [Span(300, 400)]
    assert [*view.cut(Span(300, 403))] == [Span(300, 400), "new"]
    assert [*view.cut(Span(401, 402))] == ["e"]
    assert [*view.cut(Span(403, 403))] == []
    assert [*view.cut(Span(443, 9999))] == [Span(460, 520)]


def test_text_that_is_put_back_is_one_piece_again() -> None:
    view = View.of(LETTERS * 40).apply([Edit(Span(400, 500), (Span(400, 450), Span(450, 500)))])
    assert view.pieces == (Span(0, 1040),)


def test_a_view_can_not_be_changed_and_is_shown_without_its_text() -> None:
    view = View.of("abc")
    with pytest.raises(AttributeError):
        view.source = "abd"  # type: ignore[misc]
    assert repr(view) == "View()"
