"""T101: a function word of another language in CJK prose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reflow.edits import Edit, Evidence, Fix, Safety, judge
from reflow.lang.tokens import entries_for, possible
from reflow.registry import rule
from reflow.tokens.candidates import Candidate, candidates, edit_span, fitted
from reflow.tokens.facts import Facts
from reflow.tokens.needs import MARGIN, THRESHOLD, missing, weigh
from reflow.tokens.vetoes import vetoes

if TYPE_CHECKING:
    from reflow.page import Page


@rule("T101", "stray-connective", stage="tokens")
def stray_connective(page: Page) -> Iterator[Fix]:
    """A function word of another language stands in Chinese, Japanese or Korean prose.

    Language models and machine translation drop such words where 和, と or 및 should
    stand. A reader stumbles, and a search for the phrase finds nothing.

    Examples: `图书馆 and 博物馆` becomes `图书馆和博物馆`, `新聞 or 雑誌を読む` becomes
    `新聞または雑誌を読む`, `안전 and 건강` becomes `안전 및 건강`. The token goes with its own
    spaces; a line break beside it stays.

    The replacement is in the language of the sentence: kana make it Japanese, Hangul
    Korean, Han characters alone Chinese, in the written form that the text uses. Words
    that mean "and" or "or" need no more than that; beside them may stand a name in Latin
    letters, a number or emphasis (`华为 and Intel 宣布`, `5% and 8%`). `of`, `with`, `from`,
    `also`, `et` … are fixed only in a sentence without other foreign words, and the shortest
    (`in`, `is`, `&`, の in Chinese) only when the document has another stray that is certain.
    Other function words (`to`, `but`, `the`, `because` …) are reported with a suggestion.

    It stays silent about words in upper case and single letters; in code, formulas, paths,
    file names, tags and short titles; beside words of programming and of grammar
    (`for 循环`, `助词 の`), in conditions, on buttons and fields, and in lists of words; in
    names (`Rock and Roll`, `歌名：`); in English sentences that quote CJK; in references; and
    about a token that the document speaks about elsewhere.
    `tokens` in the configuration adds entries, replaces those of the lexicon, or takes one
    out with an empty replacement.

    Fix safety: safe; unsafe when little is missing (short katakana on both sides, a Latin
    name before the token, single letters for values); display only when the language of
    the sentence or the meaning of the token is not clear.
    """
    known = list(
        candidates(page.text, page.config.tokens, everywhere=page.config.lang in ("ja", "ko"))
    )
    facts = Facts(page.text, page.config, known)
    for found in known:
        fix = _consider(found, facts)
        if fix is not None:
            yield fix


def _consider(found: Candidate, facts: Facts) -> Fix | None:
    language = facts.language(found)
    if not possible(found.token, language or "zh", facts.config.tokens):
        return None
    form = facts.chinese_form(found) if language == "zh" else ""
    entries = entries_for(found.token, language or "zh", form, facts.config.tokens)
    entry = next((e for e in entries if not missing(found, e)), None)
    if entry is None:
        return None
    against = [Evidence(name, 0, seen, veto=True) for name, seen in vetoes(found)]
    if facts.in_code(found.span.start):
        against.append(Evidence("code", 0, "fenced block", veto=True))
    if topic := facts.topic(found):
        against.append(Evidence("topic", 0, topic, veto=True))
    evidence = (*weigh(found, entry, facts.company(found)), *against)
    replacement = fitted(found, entry.replacement, language or "zh")
    span = edit_span(found)
    safety = judge(evidence, THRESHOLD, MARGIN)
    if safety < Safety.DISPLAY and (entry.tier == "REPORT" or language is None):
        safety = Safety.DISPLAY
    edits = (Edit(span, (replacement,)),) if safety is not Safety.DISPLAY else ()
    message = f"{found.token!r} stands for {entry.replacement!r}"
    if safety is Safety.DISPLAY:
        message = f"{found.token!r} is likely a stray; {entry.replacement!r} may be meant"
    return Fix("T101", "stray-connective", message, span, edits, evidence, safety)
