"""Bytes to text and back, so that what was not edited comes back byte for byte.

`decode` reads the name of the encoding from the caller, the BOM or the bytes
themselves; the locale is never asked and nothing is ever replaced by U+FFFD.
A reading whose re-encoding differs from the input is refused, because lines
that nobody touched would change.  Line ends are left alone: they are text.
Left out: HTML and XML declarations of an encoding, and HZ unless it is named.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

SAMPLE = 65536

# Longest first: the UTF-32-LE mark begins with the UTF-16-LE one.
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (b"\x84\x31\x95\x33", "gb18030"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# What chardet may answer: East Asian encodings, and the few single-byte ones that are still met.
_INCLUDE = (
    "gb18030",
    "big5hkscs",
    "cp932",
    "shift_jis_2004",
    "euc_jis_2004",
    "cp949",
    "euc_kr",
    "johab",
    "utf-16-le",
    "utf-16-be",
    "cp1252",
    "cp1250",
    "cp1251",
    "koi8-r",
    "utf-8",
)

# Supersets first: a rare character outside the small standard must not make the file unreadable.
_TRY = {
    "gb2312": ("gb18030",),
    "gbk": ("gb18030",),
    "cp936": ("gb18030",),
    "big5": ("big5hkscs", "cp950"),
    "big5hkscs": ("big5hkscs", "cp950"),
    "cp950": ("big5hkscs", "cp950"),
    "shift_jis": ("cp932", "shift_jis_2004"),
    "shift_jis_2004": ("cp932", "shift_jis_2004"),
    "cp932": ("cp932", "shift_jis_2004"),
    "euc_kr": ("cp949",),
    "cp949": ("cp949",),
    "euc_jp": ("euc_jp", "euc_jis_2004"),
    "euc_jis_2004": ("euc_jp", "euc_jis_2004"),
}

# chardet's order is good and its numbers are low: .53 for a page of GBK, .11 for one of German.
_LEAST_CONFIDENCE = 0.01

# Only the escapes that switch to a two-byte set: terminals send `ESC ( B`, never `ESC $`.
# Patterns are compiled where they are first used: a page of UTF-8 needs none of the slow ones.
_ISO2022 = rb"\x1b\$(?:[@AB]|[()][ACDOPQ@B])"
_ISO2022_JP = ("iso2022_jp", "iso2022_jp_2", "iso2022_jp_2004", "iso2022_jp_ext")

_MAGIC = (
    (b"%PDF-", "a PDF file (extract its text first)"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive (docx, epub … are such)"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
)

_ASCII = bytes(range(0x80))
# Not NUL, white space or ESC: those occur in what text tools write.
_CONTROL = bytes({*range(1, 9), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F})
_HIGH = rb"[\x80-\xff]"


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
    if b"\x1b$" in data and re.search(_ISO2022, data) and not re.search(_HIGH, data):
        names = ("iso2022_kr",) if b"\x1b$)C" in data else _ISO2022_JP
        return _first(data, names, confidence=0.99)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(data, error)
    if wide := _wide(data, latin=True):
        return wide
    _refuse_binary(data, share=0.3)
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


def _not_utf8(data: bytes, error: UnicodeDecodeError) -> Source:
    # UTF-16 first: its NULs and high bytes look like broken anything else.
    if wide := _wide(data, latin=False):
        return wide
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise UndecodableError(f"binary data: {what}")
    share = _utf8_share(data)
    if share >= 0.9:
        _refuse_binary(data, share=0.3)
        text = data.decode("utf-8", "surrogateescape")
        return Source(data, text, "utf-8", confidence=share, guessed=True)
    _refuse_binary(data, share=0.05, nul=True)
    return _guess(data, error)


def _utf8_share(data: bytes) -> float:
    """The share of the non-ASCII bytes that are part of valid UTF-8 characters.

    A character cut off at either end of the data is not held against it.
    """
    body = re.sub(rb"\A[\x80-\xbf]{1,3}", b"", data[:4]) + data[4:]
    high = len(body.translate(None, _ASCII))
    tail = re.search(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z",
                     body[-3:])  # fmt: skip
    if tail:
        high -= len(tail.group())
        body = body[: len(body) - len(tail.group())]
    if high <= 0:
        return 0.0
    bad = len(body) - len(body.decode("utf-8", "ignore").encode())
    return 1.0 - bad / high


def _wide(data: bytes, latin: bool) -> Source | None:
    """BOM-less UTF-16, told by NUL bytes and by what the characters then are; else None.

    `latin`: the bytes are valid UTF-8, too, so nearly every second one must be NUL.
    """
    head = data[:SAMPLE]  # an even number
    if len(data) % 2 or b"\0" not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if latin and (max(even, odd) < 0.3 * len(head) or min(even, odd) * 20 > max(even, odd)):
        return None
    errors = errors_of("utf-16")
    shares = {
        name: _common_share(head[: len(head) & ~1].decode(name, errors))
        for name in ("utf-16-le", "utf-16-be")
        if _decodes(head, name)
    }
    name = max(shares, key=lambda key: shares[key], default="")
    if not name or shares[name] < 0.95:
        return None
    try:
        return _exact(data, name, confidence=round(shares[name] * 0.95, 2), guessed=True)
    except UndecodableError:
        return None


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name, errors_of(name))
    except UnicodeError:
        return False
    return True


# Scripts and signs of running text; half of all code points, so the wrong byte order shows.
_COMMON = (
    "[\t\n\f\r -~\u00a0-\u024f\u0370-\u04ff\u2010-\u2027\u2030-\u203b\u2460-\u24ff"
    "\u25a0-\u25ff\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]"
)


def _common_share(text: str) -> float:
    text = text[:4096]
    return len(re.findall(_COMMON, text)) / len(text) if text else 0.0


def _refuse_binary(data: bytes, share: float, nul: bool = False) -> None:
    """Raise when control bytes make up `share` of the head; NUL counts when asked for."""
    head = data[:SAMPLE]
    controls = len(head) - len(head.translate(None, _CONTROL))
    if nul:
        controls += head.count(0)
    if head and controls > share * len(head):
        found = re.search(b"[" + re.escape(_CONTROL) + b"]", head)
        offset = found.start() if found else max(0, head.find(0))
        raise UndecodableError("binary data: too many control bytes for text", offset)


def _sample(data: bytes) -> bytes:
    """At most 64 KB from the first line that is not ASCII, whole lines where there are lines."""
    found = re.search(_HIGH, data)
    start = data.rfind(b"\n", 0, found.start()) + 1 if found else 0
    # A very long line of ASCII in front would leave nothing to look at.
    if found and found.start() - start > SAMPLE // 2:
        start = found.start()
    sample = data[start : start + SAMPLE]
    if start + SAMPLE < len(data):
        cut = max(sample.rfind(b"\n"), sample.rfind(b"\r")) + 1
        if cut > SAMPLE // 2:
            return sample[:cut]
    return sample


def _candidates(data: bytes) -> Iterator[tuple[str, float]]:
    # Imported here: it takes longer than a page of UTF-8 takes as a whole.
    import chardet

    seen: set[str] = set()
    for guess in chardet.detect_all(
        _sample(data),
        ignore_threshold=True,
        prefer_superset=True,
        compat_names=False,
        include_encodings=_INCLUDE,
        # Its answer when nothing fits; UTF-8 was ruled out before, so it can't be anything else.
        no_match_encoding="utf-8",
    ):
        name, confidence = guess["encoding"], guess["confidence"] or 0.0
        if name is None or name == "utf-8" or confidence < _LEAST_CONFIDENCE:
            continue
        try:
            name = canonical(name)
        except LookupError:
            continue
        for candidate in _TRY.get(name, (name,)):
            if candidate not in seen:
                seen.add(candidate)
                yield candidate, confidence


def _guess(data: bytes, error: UnicodeDecodeError) -> Source:
    failure: UndecodableError | None = None
    for name, confidence in _candidates(data):
        try:
            return _exact(data, name, confidence=round(confidence, 2), guessed=True)
        except UndecodableError as refused:
            failure = failure or refused
    if len(data.translate(None, _ASCII)) <= 0.05 * len(data):
        # ASCII with a few bytes of nothing known: they pass through as they are.
        return _exact(data, "utf-8", confidence=0.1, guessed=True)
    if failure is not None:
        raise failure
    raise UndecodableError(
        "not valid UTF-8, and no other encoding fits; name it with --encoding", error.start
    ) from error
