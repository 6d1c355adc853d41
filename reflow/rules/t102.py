"""T102: a function word of a CJK language in Latin-script prose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reflow.edits import Edit, Evidence, Fix, Safety, judge
from reflow.lang.tokens import entries_for
from reflow.registry import rule
from reflow.tokens import latin
from reflow.tokens.candidates import LATIN, Candidate, edit_span
from reflow.tokens.facts import Facts
from reflow.tokens.needs import MARGIN, THRESHOLD

if TYPE_CHECKING:
    from reflow.page import Page


@rule("T102", "stray-cjk-word", stage="tokens")
def stray_cjk(page: Page) -> Iterator[Fix]:
    """A Chinese, Japanese or Korean function word stands in Latin-script prose.

    The same defect as T101, the other way round.

    Examples: `the garden 和 the house` becomes `the garden and the house`;
    `auf dem Land gibt es Regen 或 Schnee` becomes
    `auf dem Land gibt es Regen oder Schnee`; `и` and `の` likewise.

    English, German and French are told apart by their function words, and the word of
    that language is put in, with a space on each side. In another language, or where the
    meaning is open (的 in German), the token is reported.

    It stays silent where CJK text is quoted, taught or named: when the sentence has other
    CJK text, speaks of words, characters or languages, or the document quotes the token;
    where the token was written or said, or stands beside a real "and"; in code; in short
    quotes; in sentences of fewer than four words; and in text that is not Latin prose.

    Fix safety: safe; unsafe where the words beside it are not what such a word stands
    between (a preposition, a verb) and where it may be part of a title; display only where
    the language or the meaning is open.
    """
    facts: Facts | None = None
    around = latin.Surroundings(page.text)
    for found in latin.candidates(page.text, page.config.tokens):
        if not around.prose(found):
            continue
        facts = facts or Facts(page.text, page.config)
        fix = _consider(found, facts, around)
        if fix is not None:
            yield fix


def _consider(found: Candidate, facts: Facts, around: latin.Surroundings) -> Fix | None:
    config = facts.config
    # Prose of another language is only reported.
    language = config.lang if config.lang in LATIN else around.language(found)
    entries = entries_for(found.token, language or "en", "", config.tokens)
    if not entries:
        return None
    entry = entries[0]
    evidence = [Evidence("lexicon", 60, entry.source)]
    evidence += [Evidence(*weighed) for weighed in latin.weigh(found, language)]
    evidence += [Evidence(name, 0, seen, veto=True) for name, seen in latin.vetoes(found)]
    if facts.in_code(found.span.start):
        evidence.append(Evidence("code", 0, "fenced block", veto=True))
    if topic := around.quoted(found.token):
        evidence.append(Evidence("topic", 0, topic, veto=True))
    span = edit_span(found)
    replacement = latin.fitted(found, entry.replacement)
    fixable = language is not None and entry.tier == "FIX"
    message = f"{found.token!r} stands for {entry.replacement!r}"
    safety = judge(tuple(evidence), THRESHOLD, MARGIN)
    if safety < Safety.KEPT and not fixable:
        safety = Safety.DISPLAY
        meant = f"; {entry.replacement!r} may be meant" if language else ""
        message = f"{found.token!r} is likely a stray{meant}"
    edits = () if safety is Safety.DISPLAY else (Edit(span, (replacement,)),)
    return Fix("T102", "stray-cjk-word", message, span, edits, tuple(evidence), safety)
