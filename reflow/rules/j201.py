"""J201 interrupted-paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from reflow.document import Span
from reflow.edits import Edit, Evidence, Fix, judge
from reflow.joins.plan import BRIDGE_AT, MARGIN
from reflow.page import Page
from reflow.registry import rule


@rule("J201", "interrupted-paragraph", stage="bridges")
def interrupted_paragraph(page: Page) -> Iterator[Fix]:
    """Join a paragraph that something else interrupts, and put that behind it.

    **What it does.** Where a caption, a page number with its running head, an
    image, a table, a footnote or a pull quote stands between the two halves of
    a paragraph, the halves are joined and what stood between follows the
    paragraph, whole and in order.

    **Why.** Extractors read a page from top to bottom; what a designer put into
    the middle of a paragraph lands in the middle of its sentence.

    **Example.** `…经济文化交` ¶ `座谈会现场` ¶ `流合作的若干措施…` becomes
    `…经济文化交流合作的若干措施…` ¶ `座谈会现场`.

    **When it stays silent.** Unless the outer halves read on better than either
    does with what stands between, and by a stricter threshold than a plain
    join. Never over more than four blocks (page furniture not counted).

    **Fix safety.** Safe at the threshold (`bridges.threshold`) and above;
    unsafe up to 50 points below it.
    """
    plan = page.plan
    blocks = plan.document.blocks
    threshold = BRIDGE_AT + page.config.bridges_threshold
    for found in plan.bridges:
        evidence = plan.evidence(found)
        left, right = blocks[found.left], blocks[found.right]
        end = blocks[plan.last_of_group(found.right)]
        middle = Span(left.span.end, blocks[found.right - 1].span.end)
        joint = page.joiner.joint(left.text, right.text)
        span = Span(left.span.end - joint.drop, end.span.end)
        moved = (Span(right.span.start, end.span.end), middle)
        yield Fix(
            "J201",
            "interrupted-paragraph",
            f"paragraph interrupted between {left.text[-8:]!r} and {right.text[:8]!r}",
            span,
            (Edit(span, (joint.text, *moved) if joint.text else moved),),
            (*evidence, Evidence(f"joined with {joint.text!r}", 0, joint.reason)),
            judge(evidence, threshold, MARGIN),
            (("moved behind", Span(blocks[found.left + 1].span.start, middle.end)),),
        )
