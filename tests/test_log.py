"""The log: a record of everything, and an exact way back from the output."""

from __future__ import annotations

import io
import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflow import log
from reflow.api import BytesResult, EncodeError, process_bytes
from reflow.config import Config
from reflow.document import Span
from reflow.edits import Evidence, Safety
from reflow.result import Finding, Result
from reflow.source import decode, encode

TEXT = "第一段在这里断\n\n开了。第二段。第二段。\n"


def outcome(data: bytes, pieces: tuple[Span | str, ...], *findings: Finding) -> BytesResult:
    source = decode(data)
    text = "".join(p if isinstance(p, str) else p.text(source.text) for p in pieces)
    result = Result(source.text, text, findings, pieces)
    return BytesResult(source, result, encode(source, text), source)


def lines(*entries: tuple[str, BytesResult]) -> list[str]:
    stream = io.StringIO()
    for path, result in entries:
        log.write(stream, path, result, Config())
    return stream.getvalue().splitlines(keepends=True)


def cut(data: bytes) -> BytesResult:
    """A join (7 to 9 removed) and a removed copy (16 to 20)."""
    finding = Finding(
        id="J101-1",
        code="J101",
        name="broken-paragraph",
        message="a sentence goes on",
        safety=Safety.SAFE,
        status="applied",
        span=Span(7, 9),
        evidence=(Evidence("open-end", 5, "断"), Evidence("number", 0, veto=True)),
        related=(("other half", Span(9, 12)),),
        removed=(Span(7, 9),),
        moved=((Span(2, 3), 5),),
        inserted=((9, "和"),),
        new="断开",
    )
    return outcome(data, (Span(0, 7), Span(9, 16), "[…]", Span(20, 21)), finding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_undo_restores_the_bytes(encoding: str) -> None:
    data = TEXT.encode(encoding)
    result = cut(data)
    assert result.data != data
    assert log.undo(result.data, lines(("a.txt", result))) == data


def test_stray_bytes_survive() -> None:
    data = b"\xff" + TEXT.encode() + b"\xfe"
    source = decode(data)
    assert source.encoding == "utf-8"
    result = outcome(data, ("[…]", Span(1, len(source.text) - 1)))
    written = lines(("a\udcff.txt", result))
    assert all(line.isascii() for line in written)
    assert json.loads(written[0])["path"] == "a\udcff.txt"
    assert log.undo(result.data, written) == data


def test_header_and_record() -> None:
    header, record = map(json.loads, lines(("a.txt", cut(TEXT.encode()))))
    assert header["kind"] == "header"
    assert header["path"] == "a.txt"
    assert header["encoding"] == "utf-8"
    assert header["settings"]["gap_mark"] == "[…]"
    assert header["pieces"] == [[0, 7], [9, 16], "[…]", [20, 21]]
    assert record == {
        "kind": "edit",
        "path": "a.txt",
        "id": "J101-1",
        "code": "J101",
        "name": "broken-paragraph",
        "message": "a sentence goes on",
        "status": "applied",
        "safety": "safe",
        "span": [7, 9],
        "old": "\n\n",
        "new": "断开",
        "removed": [[7, "\n\n"]],
        "moved": [[[2, 3], 5]],
        "inserted": [[9, "和"]],
        "related": [["other half", [9, 12]]],
        "score": 5,
        "evidence": [
            {"name": "open-end", "weight": 5, "seen": "断", "veto": False},
            {"name": "number", "weight": 0, "seen": "", "veto": True},
        ],
    }


def test_many_files_are_told_apart_by_content() -> None:
    one, two = cut(TEXT.encode()), cut(TEXT.replace("第", "其").encode())
    written = lines(("one", one), ("two", two))
    assert log.undo(two.data, written) == two.source.raw
    assert log.undo(one.data, written) == one.source.raw


def test_one_output_of_two_inputs_is_told_apart_by_name() -> None:
    one = outcome(b"ab\n", (Span(0, 1), Span(2, 3)))
    two = outcome(b"ac\n", (Span(0, 1), Span(2, 3)))
    written = lines(("one", one), ("two", two))
    assert log.undo(b"a\n", written, "one") == b"ab\n"
    assert log.undo(b"a\n", written, "two") == b"ac\n"
    with pytest.raises(log.LogMismatch, match="several"):
        log.undo(b"a\n", written)


def test_an_unchanged_file_is_restored_to_itself() -> None:
    result = outcome(b"fine\n", (Span(0, 5),))
    assert log.undo(b"fine\n", lines(("a", result))) == b"fine\n"


def _damage(header: dict[str, Any], key: str, value: Any) -> list[str]:
    return [json.dumps({**header, key: value}) + "\n"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("pieces", [[0, 7]]),
        ("pieces", [[0, 7], [9, 16], "[X]", [20, 21]]),
        ("pieces", None),
        ("removed", []),
        ("removed", [[7, "xx"], [16, "第二段。"]]),
        ("removed", [7]),
        ("encoding", "nonsense"),
        ("output_encoding", "ascii"),
        ("output_bom", "fffe"),
        ("bom", "zz"),
        ("format", 99),
    ],
)
def test_a_damaged_log_restores_nothing(key: str, value: Any) -> None:
    result = cut(TEXT.encode())
    header = json.loads(lines(("a.txt", result))[0])
    assert log.undo(result.data, [json.dumps(header)]) == result.source.raw
    with pytest.raises(log.LogMismatch):
        log.undo(result.data, _damage(header, key, value))


def test_other_bytes_match_nothing() -> None:
    written = lines(("a.txt", cut(TEXT.encode())))
    with pytest.raises(log.LogMismatch, match="no record"):
        log.undo(b"something else", written)
    with pytest.raises(log.LogMismatch, match="nothing to undo"):
        log.undo(TEXT.encode(), written)
    with pytest.raises(log.LogMismatch, match="not a record"):
        log.undo(b"", ["hello\n"])
    with pytest.raises(log.LogMismatch, match="damaged"):
        log.undo(b"", ['{"kind": "header", \n'])


@st.composite
def _rearranged(draw: st.DrawFn) -> tuple[str, tuple[Span | str, ...]]:
    characters = st.characters(codec="utf-8", exclude_characters="\ufeff")
    text = draw(st.text(characters, max_size=40))
    cuts = sorted({0, len(text), *draw(st.lists(st.integers(0, len(text)), max_size=6))})
    spans = [Span(a, b) for a, b in pairwise(cuts)]
    kept = [s for s in spans if draw(st.booleans())]
    pieces: list[Span | str] = list(draw(st.permutations(kept)))
    for _ in range(draw(st.integers(0, 3))):
        pieces.insert(draw(st.integers(0, len(pieces))), draw(st.text(characters, max_size=3)))
    return text, tuple(pieces)


@settings(max_examples=300, deadline=None)
@given(_rearranged(), st.sampled_from(["utf-8", "utf-16-le", "gb18030"]))
def test_any_rearrangement_can_be_undone(
    rearranged: tuple[str, tuple[Span | str, ...]], encoding: str
) -> None:
    text, pieces = rearranged
    data = text.encode(encoding)
    source = decode(data, encoding)
    output = "".join(p if isinstance(p, str) else p.text(text) for p in pieces)
    result = Result(text, output, (), pieces)
    made = BytesResult(source, result, encode(source, output), source)
    assert log.undo(made.data, lines(("x", made)), "x") == data


def _run_that_makes(monkeypatch: pytest.MonkeyPatch, *pieces: Span | str) -> None:
    def run(text: str, config: Config, encodable: object = None) -> Result:
        made = tuple(config.gap_mark if p == "GAP" else p for p in pieces)
        output = "".join(p if isinstance(p, str) else p.text(text) for p in made)
        return Result(text, output, (), made)

    monkeypatch.setattr("reflow.engine.run", run)


def test_gap_mark_falls_back_to_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    _run_that_makes(monkeypatch, Span(0, 4), "GAP")
    assert process_bytes(b"caf\xe9", encoding="latin-1").data == b"caf\xe9[...]"
    assert process_bytes("café".encode()).data == "café[…]".encode()


def test_what_the_encoding_lacks_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    _run_that_makes(monkeypatch, Span(0, 4), "和")
    with pytest.raises(EncodeError, match=r"U\+548C at 4"):
        process_bytes(b"caf\xe9", encoding="latin-1")
    done = process_bytes(b"caf\xe9", encoding="latin-1", output_encoding="utf-8")
    assert done.data == "café和".encode()
    assert log.undo(done.data, lines(("x", done))) == b"caf\xe9"


def test_stray_bytes_that_would_become_a_character_are_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = b"\xe4 \xb8\xad" + "这里一共有许多字来证明编码".encode()
    size = len(data.decode("utf-8", "surrogateescape"))
    _run_that_makes(monkeypatch, Span(0, 1), Span(2, size))
    with pytest.raises(EncodeError, match="read back"):
        process_bytes(data, encoding="utf-8")


def test_unchanged_bytes_are_the_very_input(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytes(bytearray(b"fine text\r\n"))
    _run_that_makes(monkeypatch, Span(0, len(data)))
    done = process_bytes(data)
    assert done.data is data
    assert not done.changed
