"""The formats in which findings are written; one module each.

A format is a function from reports to pieces of text.  A new one is a module
with a function `write(reports, color)` and one name here.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from reflow.writers.report import Report

Writer = Callable[["Iterable[Report]", bool], "Iterator[str]"]

FORMATS = {
    "full": "reflow.writers.full:write",
    "concise": "reflow.writers.concise:write",
    "json": "reflow.writers.jsonl:write_array",
    "jsonl": "reflow.writers.jsonl:write",
    "sarif": "reflow.writers.sarif:write",
    "github": "reflow.writers.github:write",
    "gitlab": "reflow.writers.gitlab:write",
    "html": "reflow.writers.html.page:write",
    "junit": "reflow.writers.junit:write",
    "rdjson": "reflow.writers.rdjson:write",
    "rdjsonl": "reflow.writers.rdjson:write_lines",
}


def writer(name: str) -> Writer:
    """The function of a format.

    Raises KeyError for an unknown name.
    """
    module, _, function = FORMATS[name].partition(":")
    return cast(Writer, getattr(importlib.import_module(module), function))
