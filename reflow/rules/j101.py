"""J101 broken-paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from reflow.document import Span
from reflow.edits import Edit, Evidence, Fix, judge
from reflow.joins.plan import MARGIN
from reflow.page import Page
from reflow.registry import rule


@rule("J101", "broken-paragraph", stage="joins")
def broken_paragraph(page: Page) -> Iterator[Fix]:
    """Join a paragraph that was cut at a column, page or line end.

    **What it does.** Takes out the white space between two neighbouring blocks
    that are halves of one paragraph, and puts in what belongs there: nothing
    beside Han and kana, one space between words; a hyphen at a line end is
    healed, with the document itself as the dictionary.

    **Why.** Extractors end a line or a block wherever the column did. Search,
    translation and training then see two broken sentences.

    **Example.** `…排查联动机` ¶ `制,及时发现…` becomes `…排查联动机制,及时发现…`.

    **When it stays silent.** Behind a finished sentence between regions; before a list
    mark, heading, lead-in or continuation mark; beside tables, code, formulas
    and images; where text is known to be missing. What passes these vetoes is
    scored by a linear model over named features; the log lists them.

    **Fix safety.** Safe at the threshold (`joins.threshold`) and above; unsafe
    up to 50 points below it.
    """
    plan = page.plan
    for i, found in plan.breaks.items():
        if found.veto or found.score < plan.threshold - MARGIN:
            continue
        evidence = plan.evidence(found)
        left, right = plan.document.blocks[i], plan.document.blocks[i + 1]
        joint = page.joiner.joint(left.text, right.text)
        span = Span(left.span.end - joint.drop, right.span.start)
        yield Fix(
            "J101",
            "broken-paragraph",
            f"paragraph broken between {left.text[-8:]!r} and {right.text[:8]!r}",
            span,
            (Edit(span, (joint.text,) if joint.text else ()),),
            (*evidence, Evidence(f"joined with {joint.text!r}", 0, joint.reason)),
            judge(evidence, plan.threshold, MARGIN),
            (("left half", left.span), ("right half", right.span)),
        )
