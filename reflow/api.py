"""The library's functions: text or bytes in, a result out.

Thin layers over the engine.  Nothing here prints, reads files or asks the
locale; every function is pure, so all are safe in threads and worker pools.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reflow.config import Config
from reflow.edits import Safety
from reflow.records import dataclass, field, replace
from reflow.result import Finding, Result
from reflow.source import Source, decode, encode

PLAIN_GAP_MARK = "[...]"


class EncodeError(ValueError):
    """The clean text can't be written in the wanted encoding."""


@dataclass(frozen=True, slots=True)
class BytesResult:
    """The outcome of a run on bytes."""

    source: Source
    result: Result
    data: bytes = field(repr=False)
    """The output; the very input when nothing changed."""
    target: Source = field(repr=False)
    """How `data` is encoded; `source` unless another encoding was asked for."""

    @property
    def changed(self) -> bool:
        return self.data != self.source.raw


def process(text: str, config: Config | None = None) -> Result:
    """Clean `text`; the result holds the text, the findings and the way back.

    Raises LookupError for a plugin that is not installed, and ValueError for a
    `keep` pattern that can't be used or an empty token to replace.
    """
    return _run(text, config if config is not None else Config())


def clean(text: str, **options: Any) -> str:
    """The clean text; `options` are fields of `Config`."""
    return process(text, Config(**options)).text


def check(text: str, config: Config | None = None) -> tuple[Finding, ...]:
    """What a run finds in `text`, without what it considered and left."""
    findings = process(text, config).findings
    return tuple(f for f in findings if f.safety is not Safety.KEPT)


def process_bytes(
    data: bytes,
    config: Config | None = None,
    encoding: str = "auto",
    output_encoding: str = "same",
) -> BytesResult:
    """Clean encoded text; encoding, BOM and line ends stay as they are.

    `output_encoding` is `same` or `utf-8`.  A fix whose text the output's
    encoding lacks is reported and not made.  Raises `UndecodableError` when
    `data` can't be read as text, and `EncodeError` when the clean text can't
    be written.
    """
    config = config if config is not None else Config()
    source = decode(data, encoding)
    if output_encoding == "same" or source.encoding == "utf-8":
        target = source
    elif output_encoding == "utf-8":
        target = replace(source, encoding="utf-8", bom=b"")
    else:
        raise ValueError(f"output_encoding is 'same' or 'utf-8', not {output_encoding!r}")
    if config.gap_mark and not target.can_encode(config.gap_mark):
        config = replace(config, gap_mark=PLAIN_GAP_MARK)
    limited = None if target.encoding.startswith("utf") else target.can_encode
    result = _run(source.text, config, limited)
    if not result.changed and target is source:
        return BytesResult(source, result, data, target)
    return BytesResult(source, result, _encoded(target, result.text), target)


def _run(text: str, config: Config, encodable: Callable[[str], bool] | None = None) -> Result:
    from reflow import engine, long

    if len(text) >= long.LONG:
        from reflow.long.run import run

        return run(text, config, encodable)
    return engine.run(text, config, encodable)


def _encoded(target: Source, text: str) -> bytes:
    try:
        data = encode(target, text)
    except UnicodeEncodeError as error:
        character = text[error.start]
        raise EncodeError(
            f"U+{ord(character):04X} at {error.start} of the clean text can't be written in "
            f"{target.encoding}; use the output encoding utf-8"
        ) from error
    # Halves of a character that a join brought together would be read as one next time, so the
    # log would no longer fit: an exact way back goes before a repair.
    if not target.can_encode(text):
        raise EncodeError(f"the clean text would not be read back the same from {target.encoding}")
    return data
