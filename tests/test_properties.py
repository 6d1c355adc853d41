"""The invariants of DESIGN.md, for documents of the defect grammar and for any text at all.

Each example is processed once and all that must hold of one run is checked on it, which keeps the
whole file within two minutes.
"""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from defects import LANGUAGES, Clean, Damaged, Language, clean_documents, damaged
from hypothesis import HealthCheck, Phase, event, example, given, settings
from hypothesis import strategies as st

import reflow.engine as engine
from reflow import log
from reflow.api import EncodeError, process, process_bytes
from reflow.config import Config
from reflow.document import Span
from reflow.edits import Fix
from reflow.lang.tokens import lexicon
from reflow.page import Page
from reflow.registry import Rule
from reflow.result import Result

EXAMPLES = 300 * int(os.environ.get("REFLOW_EXAMPLES", "1"))
"""Of each property; `make fuzz` takes many times as many."""

settings.register_profile(
    "reflow",
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    # A failure is kept in the report; nothing is written beside the project.
    database=None,
    # Shrunk, but not explained: that phase takes minutes.
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
)
PROFILE = settings.get_profile("reflow")
# Documents of the grammar are short, and what was done to them is in the message.
SHORT = settings(PROFILE, phases=(Phase.explicit, Phase.generate))

MARK = Config().gap_mark
WORDS = {w for e in lexicon() for w in e.replacement.split("/")}

# ------------------------------------------------------------------ what holds of any run


def conserved(result: Result) -> None:
    """Every code point of the original is in the output once, or in the log as removed."""
    engine.guard(result)
    assert result.text == "".join(
        p.text(result.source) if isinstance(p, Span) else p for p in result.pieces
    )
    kept = [i for p in result.pieces if isinstance(p, Span) for i in range(*p)]
    gone = [i for s in result.removed for i in range(*s)]
    assert sorted(kept + gone) == list(range(len(result.source)))
    logged = {i for f in result.findings for s in f.removed for i in range(*s)}
    assert logged == set(gone)
    for f in result.findings:
        assert f.status == "applied" or not (f.removed or f.moved), f.id


def undone(result: Result) -> None:
    assert result.undo() == result.source


def settled(result: Result) -> None:
    """A second run finds nothing to do."""
    again = process(result.text)
    assert again.text == result.text, [f.message for f in again.findings if f.status == "applied"]


def honest(result: Result) -> None:
    """Nothing is put in but separators, the gap mark, and words of the lexicon."""
    assert result.text.count("\ufffd") <= result.source.count("\ufffd")
    put = []
    for f in result.findings:
        if f.status != "applied":
            continue
        for _, text in f.inserted:
            put.append(text)
            core = text.strip()
            if f.code[0] in "JR":
                assert core in ("", MARK), f.code
            elif f.code in ("T101", "T102"):
                assert core in WORDS, f.code
            else:
                assert core.isalnum(), f.code
    pieces = "".join(p for p in result.pieces if isinstance(p, str))
    # What a later pass took out again of what an earlier one put in is not in the pieces.
    assert not [c for c in set(pieces) if pieces.count(c) > "".join(put).count(c)]


def mapped(result: Result) -> None:
    """The offset map leads every kept character home, and goes backwards only at moved text."""
    offsets = result.map
    position = 0
    moved = {i for f in result.findings for s, _ in f.moved for i in range(*s)}
    unmoved = -1
    for piece in result.pieces:
        size = piece.length if isinstance(piece, Span) else len(piece)
        if isinstance(piece, Span):
            for i in range(size):
                home = offsets.to_source(position + i)
                assert home == piece.start + i
                assert result.text[position + i] == result.source[home]
                if home not in moved:
                    assert home > unmoved
                    unmoved = home
        else:
            for i in range(size):
                assert 0 <= offsets.to_source(position + i) <= len(result.source)
        position += size
    assert position == offsets.length == len(result.text)


def explained(result: Result) -> None:
    """Ids are unique, and what was applied has reasons without a veto."""
    assert len({f.id for f in result.findings}) == len(result.findings)
    for f in result.findings:
        assert 0 <= f.span.start <= f.span.end <= len(result.source)
        if f.status == "applied":
            assert f.evidence, f.id
            assert not any(e.veto for e in f.evidence), f.id


INVARIANTS = (conserved, undone, honest, mapped, explained, settled)


def check(text: str) -> Result:
    result = process(text)
    assert result.source == text
    for invariant in INVARIANTS:
        invariant(result)
    return result


# ------------------------------------------------------------------ damaged documents


@settings(PROFILE)
@given(damaged())
def test_invariants_hold_of_damaged_documents(document: Damaged) -> None:
    check(document.text)


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "gb18030")


@settings(PROFILE)
@given(damaged(), st.sampled_from(ENCODINGS))
def test_the_log_leads_back_to_the_bytes(document: Damaged, encoding: str) -> None:
    data = document.text.encode(encoding)
    outcome = process_bytes(data, encoding="gb18030" if encoding == "gb18030" else "auto")
    stream = io.StringIO()
    log.write(stream, "page.txt", outcome, Config())
    if outcome.changed:
        assert log.undo(outcome.data, stream.getvalue().splitlines(keepends=True)) == data
    else:
        assert outcome.data == data


@settings(PROFILE)
@given(damaged(), st.randoms(use_true_random=False))
def test_the_order_of_proposals_does_not_matter(document: Damaged, order: random.Random) -> None:
    plain = process(document.text)
    selected = engine.selected

    def shuffled(propose: Callable[[Page], Iterator[Fix]]) -> Callable[[Page], Iterator[Fix]]:
        def run(page: Page) -> Iterator[Fix]:
            found = list(propose(page))
            order.shuffle(found)
            yield from found

        return run

    def mixed(*given: object) -> tuple[Rule, ...]:
        found = [replace(r, propose=shuffled(r.propose)) for r in selected(*given)]
        order.shuffle(found)
        return tuple(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "selected", mixed)
        other = process(document.text)
    assert other.text == plain.text
    assert other.pieces == plain.pieces

    def facts(result: Result) -> list[tuple[object, ...]]:
        return sorted((f.code, f.span, f.status, f.message, f.score) for f in result.findings)

    assert facts(other) == facts(plain)


# ------------------------------------------------------------------ any text

BITS = (
    "\n", "\n\n", "\r", "\r\n", "\f", "\v", "\x85", "\u2028", "\u2029", "\x1c", "\x1f", "\t",
    " ", "  ", "    ", "\u3000", "\xa0", "\x00", "\x08", "\x7f", "\ufeff", "\u200b", "\u200d",
    "\xad", "\u2010", "-", "--", "\ud800", "\udcff", "\U0010ffff", "\ufffd", "e\u0301",
    "\U0001f600",
    "。", "，", ",", ".", ";", "……", "“", "”", "「", "」", "(", ")", "（", "【", "》",
    "$", "$$", "|",
    "|a|b|\n|-|-|\n", "# ", "- ", "1. ", "* ", "> ", "```", "```markdown\n", "---\n", "<!--", "-->",
    "![x](y)", "[^1]: ", "\\[", "\\]", "[…]", "[...]", "图1 ", "- 3 -", "(上接1版)", "本报讯", "■ ",
    " and ", " or ", "和", "と", " 및 ", " 和 ", "の", "词", "排查联动机", "制,及时", "机制",
    "カタカナ", "ひらがな", "한국어 ", "개정된 ", "word", "Word ", "construc-", "tion ",
    "１２", "12", "3.5",
    "根据现场勘查的整改情况作出联合审批结论,有效引导了诚信经营。",
    "The quick brown fox had jumped over the lazy dog before anyone noticed. ",
)  # fmt: skip

any_text = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=200),
    st.lists(st.sampled_from(BITS), max_size=60).map("".join),
    # Few bits many times over: loops, runs, repeats.
    st.tuples(st.lists(st.sampled_from(BITS), min_size=1, max_size=5), st.integers(2, 40)).map(
        lambda pair: "".join(pair[0]) * pair[1]
    ),
)


@settings(PROFILE, max_examples=2 * EXAMPLES)
@given(any_text)
@example("")
@example("\ufeff")
@example("\n" * 1000)
@example("\ud800\n\n\udfff")
@example("a\r\rb\r\n\n\rc")
def test_invariants_hold_of_any_text(text: str) -> None:
    check(text)


@settings(PROFILE)
@given(any_text)
def test_any_text_passes_as_bytes(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    try:
        outcome = process_bytes(data, encoding="utf-8")
    except (EncodeError, UnicodeError, ValueError) as error:
        # Refused, with a reason; any other outcome is one of those below.
        reason = str(error)
        event(reason.partition(":")[0])
        return
    if not outcome.changed:
        assert outcome.data == data
        return
    stream = io.StringIO()
    log.write(stream, "page.txt", outcome, Config())
    assert log.undo(outcome.data, stream.getvalue().splitlines(keepends=True)) == data


# ------------------------------------------------------------------ clean documents


def unchanged(document: Clean) -> None:
    result = process(document.text)
    found = [(f.code, f.message, f.score) for f in result.findings if f.status == "applied"]
    assert found == [], document.text
    assert result.text == document.text


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_clean_documents_stay_as_they_are(language: Language) -> None:
    @settings(SHORT, max_examples=EXAMPLES // 3)
    @given(clean_documents((language,), ("list", "table")))
    def run(document: Clean) -> None:
        unchanged(document)

    run()


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_verse_stays_as_it_is(language: Language) -> None:
    @settings(SHORT, max_examples=EXAMPLES // 6)
    @given(clean_documents((language,), ("poem",)))
    def run(document: Clean) -> None:
        unchanged(document)

    run()


# ------------------------------------------------------------------ surroundings of the process

PROGRAM = """
import json, sys
from reflow.api import process
for text in json.load(sys.stdin):
    result = process(text)
    print(ascii([result.text, result.pieces, [(f.id, f.status, f.score) for f in result.findings]]))
"""


def broken(language: Language) -> str:
    """One document of a language with a break, a stray word, and a passage that stands twice."""
    rows = [s.format(p=language.places[0], w=language.people[0], n=120) for s in language.sentences]
    gap = " " if language.spaced else ""
    first, second, third = (gap.join(rows[i : i + 4]) for i in (0, 4, 8))
    stray = " 和 " if language.spaced else " and "
    word = f" {language.connective} " if language.spaced else language.connective
    cut = first.index(gap or first[20], 20)
    parts = [first[:cut], first[cut:].lstrip(), second, third.replace(word, stray), second]
    return "\n\n".join(parts) + "\n"


def test_neither_hash_seed_nor_locale_matters() -> None:
    texts = json.dumps([broken(language) for language in LANGUAGES])
    outputs = set()
    for surroundings in (
        {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"},
        {"PYTHONHASHSEED": "1", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ):
        run = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            input=texts,
            capture_output=True,
            text=True,
            env={**os.environ, **surroundings},
            check=True,
        )
        outputs.add(run.stdout)
    assert len(outputs) == 1
    assert "applied" in outputs.pop()
