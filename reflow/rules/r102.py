"""R102: text that a copy displaced."""

from __future__ import annotations

from collections.abc import Iterator

from reflow.document import Span
from reflow.edits import Fix, Safety
from reflow.page import Page
from reflow.registry import rule

_MESSAGE = "Text is missing after this sentence: a copy of another passage stood in its place"


@rule("R102", "text-lost", stage="repeats")
def text_lost(page: Page) -> Iterator[Fix]:
    """Report where a copy of another passage stands in the place of text.

    ## What it does
    Names the sentence that is cut off because a repeated passage (R101) stands where it should
    go on.  Without the copy nothing shows that the next text goes on with it, so what stood
    there is lost; the finding leads to the copy that is kept.

    ## Why
    A page splitter that emits a region twice often emits it in the place of another one.  No
    tool can bring that text back; who has the original can, when told where to look.

    ## When it stays silent
    Where the sentence before the copy is whole, and where the copy was thrown into a paragraph
    whose second half follows it.  A place that bears the mark `[…]` already was told before.

    ## Example
    ```text
    The council met on Monday and approved the budget,

    [… a report that stands elsewhere, too …]

    Buses run as usual.
    ```
    R102 stands behind `approved the budget,`.

    ## Fix safety
    Display only: there is nothing to put in.  R101 writes the mark `[…]` there.
    """
    for removal in page.repeats[0]:
        if removal.gap == "gap":
            at = Span(removal.gap_at, removal.gap_at)
            evidence = tuple(e for e in removal.evidence if e.name.startswith("gap"))
            related = (("kept copy", removal.kept),)
            yield Fix("R102", "text-lost", _MESSAGE, at, (), evidence, Safety.DISPLAY, related)
