"""reflow joins text that extraction broke, removes repeats and mends stray foreign words.

    >>> import reflow
    >>> reflow.clean("Nothing to do here.")
    'Nothing to do here.'

The public names are those in `__all__`; everything else may change.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reflow.api import check, clean, process, process_bytes
    from reflow.config import Config
    from reflow.document import Span
    from reflow.edits import Safety
    from reflow.result import Finding, Result

__version__ = "0.1.0"

__all__ = [
    "Config",
    "Finding",
    "Result",
    "Safety",
    "Span",
    "__version__",
    "check",
    "clean",
    "process",
    "process_bytes",
]

# Loaded at first use: a program that imports us, or asks for the version, should not wait.
_HOMES = {
    "Config": "config",
    "Finding": "result",
    "Result": "result",
    "Safety": "edits",
    "Span": "document",
    "check": "api",
    "clean": "api",
    "process": "api",
    "process_bytes": "api",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'reflow' has no attribute {name!r}")
    value = getattr(import_module(f"reflow.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
