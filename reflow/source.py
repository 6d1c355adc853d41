"""Bytes to text and back, so that what was not edited comes back byte for byte.

`decode` reads the name of the encoding from the caller, the BOM or the bytes
themselves; the locale is never asked and nothing is ever replaced by U+FFFD.
A reading whose re-encoding differs from the input is refused, because lines
that nobody touched would change.  Line ends are left alone: they are text.
Left out: how an encoding is guessed (`reflow.detect`).
"""

from __future__ import annotations

import codecs

from reflow import detect
from reflow.records import dataclass, field

# Longest first: the UTF-32-LE mark begins with the UTF-16-LE one.
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (b"\x84\x31\x95\x33", "gb18030"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

MOSTLY = 0.9
"""The share of valid UTF-8 among the non-ASCII bytes from which the others are stray bytes."""


FEW = 8
"""Stray bytes in a page of UTF-8; where half of the bytes are none, more are a mixture."""


class UndecodableError(ValueError):
    """Bytes that cannot be read as text, or could not be written back as they are."""

    def __init__(self, reason: str, offset: int = 0) -> None:
        super().__init__(reason, offset)
        self.reason = reason
        self.offset = offset

    @property
    def binary(self) -> bool:
        """Whether it is no text at all, so that a walk over folders may pass it by."""
        return self.reason.startswith("binary data")

    def __str__(self) -> str:
        return f"{self.reason} (at byte {self.offset})"


@dataclass(frozen=True, slots=True)
class Source:
    """A file's bytes, the text in them and how it was read."""

    raw: bytes = field(repr=False)
    text: str = field(repr=False)
    encoding: str
    bom: bytes = b""
    """The mark in front, which is not part of `text`."""
    confidence: float = 1.0
    guessed: bool = False
    """True when neither the caller, a BOM nor valid UTF-8 vouches for the encoding."""

    def can_encode(self, text: str) -> bool:
        """Whether `text` can be written in this source's encoding and read back."""
        errors = errors_of(self.encoding)
        try:
            return text.encode(self.encoding, errors).decode(self.encoding, errors) == text
        except UnicodeError:
            return False


def errors_of(encoding: str) -> str:
    """The error handler that lets a bad byte or lone surrogate through unchanged, or strict."""
    if encoding == "utf-8":
        return "surrogateescape"
    return "surrogatepass" if encoding.startswith(("utf-16", "utf-32")) else "strict"


def encode(source: Source, text: str) -> bytes:
    """`text` in the encoding of `source`, with its BOM.

    Raises UnicodeEncodeError for characters that the encoding lacks.
    """
    return source.bom + text.encode(source.encoding, errors_of(source.encoding))


def decode(data: bytes, encoding: str = "auto") -> Source:
    """Read `data` as text.

    Raises UndecodableError for binary data, for an unknown encoding name, and
    where no reading gives the same bytes when written again.
    """
    if encoding != "auto":
        return _named(data, encoding)
    for bom, name in _BOMS:
        if data.startswith(bom):
            try:
                return _exact(data, name, bom)
            except UndecodableError:
                # FF FE 00 00 is also UTF-16 that begins with NUL.
                if not name.startswith("utf-32"):
                    raise
    if escaped := detect.iso2022(data):
        return _first(data, escaped, confidence=0.99)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(data, error)
    if wide := _guessed(data, detect.wide(data, latin=True)):
        return wide
    _refuse_binary(detect.controls_at(data, share=0.3))
    return Source(data, text, "utf-8")


def canonical(name: str) -> str:
    """Python's name of a text encoding.

    Raises LookupError when there is none.
    """
    info = codecs.lookup(name)
    if not getattr(info, "_is_text_encoding", True):
        raise LookupError(f"not a text encoding: {name}")
    return info.name


def _named(data: bytes, name: str) -> Source:
    try:
        encoding = canonical(name)
    except (LookupError, ValueError) as error:
        raise UndecodableError(f"unknown encoding {name!r}") from error
    if encoding == "utf-8-sig":
        encoding = "utf-8"
    for bom, marked in _BOMS:
        if data.startswith(bom) and (marked == encoding or marked[:6] == encoding):
            return _exact(data, marked, bom)
    if encoding in ("utf-16", "utf-32"):
        # Unmarked: the order of the machine must not decide, so the readable one, LE first.
        return _first(data, (f"{encoding}-le", f"{encoding}-be"), confidence=1.0, guessed=False)
    return _exact(data, encoding)


def _exact(
    data: bytes, encoding: str, bom: bytes = b"", confidence: float = 1.0, guessed: bool = False
) -> Source:
    """Decode with one encoding and make sure that it is the way back, too."""
    errors = errors_of(encoding)
    body = data[len(bom) :]
    try:
        text = body.decode(encoding, errors)
        again = text.encode(encoding, errors)
    except UnicodeDecodeError as error:
        reason = f"not valid {encoding}: {error.reason}"
        raise UndecodableError(reason, len(bom) + error.start) from error
    except UnicodeError as error:
        raise UndecodableError(f"not valid {encoding}") from error
    if again != body:
        offset = next(
            (i for i, (a, b) in enumerate(zip(again, body, strict=False)) if a != b),
            min(len(again), len(body)),
        )
        raise UndecodableError(
            f"as {encoding} it would not be written back byte for byte", len(bom) + offset
        )
    return Source(data, text, encoding, bom, confidence, guessed)


def _first(data: bytes, names: tuple[str, ...], confidence: float, guessed: bool = True) -> Source:
    """The first of several encodings that fits; the error is that of the first one."""
    failure: UndecodableError | None = None
    for name in names:
        try:
            return _exact(data, name, confidence=confidence, guessed=guessed)
        except UndecodableError as error:
            failure = failure or error
    assert failure is not None
    raise failure


def _guessed(data: bytes, guess: tuple[str, float] | None) -> Source | None:
    if guess is None:
        return None
    name, confidence = guess
    try:
        return _exact(data, name, confidence=confidence, guessed=True)
    except UndecodableError:
        return None


def _not_utf8(data: bytes, error: UnicodeDecodeError) -> Source:
    # UTF-16 first: its NULs and high bytes look like broken anything else.
    if wide := _guessed(data, detect.wide(data, latin=False)):
        return wide
    if what := detect.file_type(data):
        raise UndecodableError(f"binary data: {what}")
    share = detect.utf8_share(data)
    if share >= MOSTLY:
        _refuse_binary(detect.controls_at(data, share=0.3))
        return _exact(data, "utf-8", confidence=share, guessed=True)
    controls = detect.controls_at(data, share=0.05, nul=True)
    if controls is not None:
        # So are the low halves of characters of UTF-16.
        if wide := _guessed(data, detect.wide_without_nul(data)):
            return wide
        _refuse_binary(controls)
    return _guess(data, error, share)


def _refuse_binary(offset: int | None) -> None:
    if offset is not None:
        raise UndecodableError("binary data: too many control bytes for text", offset)


def _guess(data: bytes, error: UnicodeDecodeError, share: float) -> Source:
    """The first of the likely encodings that gives the bytes back.

    `share` of the non-ASCII bytes are valid UTF-8, which is next to none in
    any other encoding: much of it is UTF-8 with a few stray bytes where the rival
    fits everything, and CJK text of it in a rival's file makes that a mixture.
    A reading in which a stretch is rubbish is none.
    """
    from reflow.mojibake import garbled, rubbish

    failure: UndecodableError | None = None
    stray = (1 - share) * detect.high_share(data) * len(data)
    for name, confidence in detect.candidates(data):
        alphabet = detect.single_byte(name)
        if alphabet and share >= 0.5 and stray <= FEW:
            return _exact(data, "utf-8", confidence=share, guessed=True)
        try:
            source = _exact(data, name, confidence=round(confidence, 2), guessed=True)
        except UndecodableError as refused:
            failure = failure or refused
            continue
        mixed = detect.utf8_run(data)
        if mixed is not None:
            raise UndecodableError(
                f"mixed encodings: it reads as {name}, but here as UTF-8; "
                "--encoding utf-8 lets the other bytes pass as they are",
                mixed,
            )
        wrong = (0 if garbled(source.text) else None) if alphabet else rubbish(source.text)
        if wrong is None:
            return source
        failure = failure or UndecodableError(
            f"mixed or unknown encodings: read as {name} this is no text",
            len(encode(source, source.text[:wrong])),
        )
    if wide := _guessed(data, detect.wide_without_nul(data)):
        return wide
    if detect.high_share(data) <= 0.05:
        # ASCII with a few bytes of nothing known: they pass through as they are.
        return _exact(data, "utf-8", confidence=0.1, guessed=True)
    if failure is not None:
        raise failure
    raise UndecodableError("not valid UTF-8, and no other encoding fits", error.start) from error
