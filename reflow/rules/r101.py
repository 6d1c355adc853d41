"""R101: a passage that stands twice."""

from __future__ import annotations

from collections.abc import Iterator

from reflow.document import Span
from reflow.edits import Evidence, Fix, Safety
from reflow.page import Page
from reflow.registry import rule
from reflow.repeats import Kept, Removal

_SHOWN = 24


@rule("R101", "repeated-passage", stage="repeats")
def repeated_passage(page: Page) -> Iterator[Fix]:
    """Remove a passage that the extractor wrote a second time.

    ## What it does
    Finds passages of 30 characters to whole articles that stand more than once, exact or
    with up to about one letter in five changed by OCR, at other line breaks, as paragraphs of
    their own or thrown into the middle of another one.  One copy stays: the one that fits
    where it stands (what is around speaks of the same things, sentences at its edges are
    whole) and is spelt as its language is; where nothing tells them apart, the first.  A copy
    goes with the punctuation and the white space that belong to it, so that its neighbours keep
    their one boundary.

    ## Why
    Column and page splitters emit a region twice, and vision models repeat themselves.  A
    copy also stands where the true continuation of a sentence should be, so it has to go
    before broken paragraphs are joined.  Of copies that fit as well the first one stays; one
    under a continuation mark (`(上接1版)`, `continued from page 2`) is the misplaced one.

    ## Text that was lost
    A copy can stand in the place of text that is missing now.  Where its removal leaves a
    sentence cut and nothing shows that the next text goes on with it, the mark `[…]` is
    written after the cut sentence (`gap-mark`; an empty mark writes nothing), nothing is
    joined across it, and R102 (text-lost) reports the place.  Where the copy was thrown into
    a paragraph the two halves are put together again.

    ## When it stays silent
    Repetition that is meant stays, each kind under a name that `check --show-kept` tells:
    templates (items and rows alike but for a number or a name), contrasts (definitions built
    alike), sentences with other words, tables, code, lists, references, verse, quotations
    inside a comment, messages quoted below an answer, pull quotes, captions, boilerplate (also
    what stands under each heading or after each number of a form, a manual or a law), headings,
    formulae (too short to be told from chance), and phrases that merely recur in running text.
    A passage that follows upon itself three times and more is a loop and goes all the same.
    `repeats.remove` takes the names of kinds that are to go, too.  Digits are compared, never
    folded.  What stands in one copy only, such as a caption between its halves, stays.

    ## Example
    ```text
    The council met on Monday and approved the budget,

    The bridge will stay closed until the end of May because of repairs.

    Buses run as usual. [… elsewhere the bridge is reported in its own article …]
    ```
    The copy of the bridge report goes, and `[…]` follows `approved the budget,`.

    ## Fix safety
    Safe: what is removed stands in the text a second time, and the log holds both places.
    """
    removals, kept = page.repeats
    for removal in removals:
        yield _fix(page, removal)
    for item in kept:
        yield _kept(page, item)


def _fix(page: Page, removal: Removal) -> Fix:
    share = round(100 * removal.similarity)
    message = f"Passage stands twice ({share} % alike): {_excerpt(page, removal.span)}"
    return Fix(
        "R101",
        "repeated-passage",
        message,
        removal.span,
        removal.edits(page.config.gap_mark),
        removal.evidence,
        Safety.SAFE,
        (("kept copy", removal.kept),),
    )


def _kept(page: Page, item: Kept) -> Fix:
    message = f"Repetition that was kept ({item.reason}): {_excerpt(page, item.span)}"
    evidence = (*item.evidence, Evidence(item.reason, 0, "lawful repetition", veto=True))
    related = (("other copy", item.other),)
    return Fix("R101", "repeated-passage", message, item.span, (), evidence, Safety.KEPT, related)


def _excerpt(page: Page, span: Span) -> str:
    head = " ".join(page.text[span.start : min(span.end, span.start + 4 * _SHOWN)].split())
    return head if len(head) <= _SHOWN else head[:_SHOWN] + "…"
