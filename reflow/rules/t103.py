"""T103: a character of another script inside a word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reflow.edits import Edit, Evidence, Fix, Safety
from reflow.registry import rule
from reflow.tokens.facts import Facts
from reflow.tokens.mixed import mixed_words

if TYPE_CHECKING:
    from reflow.page import Page


@rule("T103", "mixed-script", stage="tokens")
def mixed_script(page: Page) -> Iterator[Fix]:
    """A word holds a character of another script.

    OCR and language models put look-alikes into words: a Cyrillic о in an English
    word, a full-width letter among plain ones, 二 for ニ before a small kana.  Such a
    word is not found by any search.

    Examples: `ｗeb` becomes `web`; `cоmputer` with a Cyrillic о becomes `computer`;
    `二ュース` becomes `ニュース`, `力ード` becomes `カード`; `코фе`, a katakana ロ among Han
    characters, and a lone Hangul, kana, Han or accented word glued into another script are
    reported.

    Fixed only where one answer exists: every odd letter of the word is a look-alike by
    Unicode's confusables data, and the rest of the word says which alphabet is meant.
    Everything else is reported.  It stays silent about words that are wholly full-width,
    short symbols such as ΔH, names of quantities such as σxy, Japanese place names
    (市ヶ谷), and Korean words with a hanja suffix (연세大의).  In addresses
    and fenced code nothing is changed.

    Fix safety: safe.
    """
    facts: Facts | None = None
    for found in mixed_words(page.text):
        facts = facts or Facts(page.text, page.config)
        evidence: tuple[Evidence, ...] = (Evidence("mixed-script", 60, found.why),)
        if facts.in_code(found.span.start):
            evidence += (Evidence("code", 0, "fenced block", veto=True),)
        meant = found.meant
        message = f"{found.text!r} stands for {meant!r} ({found.why})"
        if not meant:
            message = f"{found.text!r}: {found.why}"
        edits = (Edit(found.span, (meant,)),) if meant else ()
        safety = Safety.SAFE if meant else Safety.DISPLAY
        if any(e.veto for e in evidence):
            safety = Safety.KEPT
        yield Fix("T103", "mixed-script", message, found.span, edits, evidence, safety)
