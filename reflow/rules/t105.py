"""T105: Han characters set apart by single spaces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reflow.document import Span
from reflow.edits import Edit, Evidence, Fix, Safety
from reflow.lang import scripts
from reflow.lang.lazy import Lazy
from reflow.registry import rule
from reflow.tokens.facts import Facts

if TYPE_CHECKING:
    from reflow.page import Page

# Four or more characters, each alone between single spaces; a comma may hang on one of them.
_H = scripts.HAN
_apart = Lazy(f"(?<![^\\s])[{_H}](?: [{_H}]){{3,}}(?=[，。、；：！？）]|\\s|$)")


@rule("T105", "spaced-han", stage="tokens", default=False)
def spaced_han(page: Page) -> Iterator[Fix]:
    """Four or more Han characters stand apart, with a single space between each two.

    OCR engines write a space between characters that are set wide.

    Example: `人 工 智 能` becomes `人工智能`.

    Off by default, for titles and forms are spaced on purpose.  It stays silent about
    shorter runs (目 录, 记者 王 某), about words of more than one character with spaces
    between them (headlines), about wider spaces, and about fenced code.

    Fix safety: safe once the rule is switched on.
    """
    facts: Facts | None = None
    for match in _apart.finditer(page.text):
        facts = facts or Facts(page.text, page.config)
        span = Span(*match.span())
        if facts.in_code(span.start):
            continue
        joined = match.group().replace(" ", "")
        edits = tuple(Edit(Span(i, i + 1)) for i in range(span.start + 1, span.end, 2))
        evidence = (Evidence("spaced-run", 60, f"{len(joined)} characters"),)
        message = f"{match.group()!r} is one run: {joined!r}"
        yield Fix("T105", "spaced-han", message, span, edits, evidence, Safety.SAFE)
