"""What encoding bytes are in, where neither the caller nor a mark in front tells.

Each function looks at one sign: NULs of UTF-16 and UTF-32, the share of valid
UTF-8, escapes of ISO 2022, control bytes of no text at all, and the frequencies
that chardet knows.  Whether a reading is exact is for `reflow.source` to try.
Left out: declarations inside HTML or XML, and HZ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

SAMPLE = 65536  # a multiple of 4, the width of UTF-32

# What chardet may answer: East Asian encodings, and the few single-byte ones that are still met.
_SINGLE_BYTE = ("cp1252", "cp1250", "cp1251", "koi8-r")
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
    *_SINGLE_BYTE,
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
# Below it, a few words of katakana are more likely than the Western text that it names.
_LITTLE_CONFIDENCE = 0.05

# Only the escapes that switch to a two-byte set: terminals send `ESC ( B`, never `ESC $`.
# Patterns are compiled where they are first used: a page of UTF-8 needs none of the slow ones.
_ISO2022 = rb"\x1b\$(?:[@AB]|[()][ACDOPQ@B])"
_ISO2022_JP = ("iso2022_jp", "iso2022_jp_2", "iso2022_jp_2004", "iso2022_jp_ext")

# Six CJK characters of UTF-8 in a row: in a million characters of GBK or Big5 that happens by
# chance about once in a million files.
_UTF8_RUN = rb"(?:[\xe3-\xed][\x80-\xbf]{2}){6}"

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


def file_type(data: bytes) -> str:
    """What kind of file, other than text, begins like this; or ''."""
    return next((what for magic, what in _MAGIC if data.startswith(magic)), "")


def iso2022(data: bytes) -> tuple[str, ...]:
    """The encodings with escapes to try, or none."""
    if b"\x1b$" not in data or not re.search(_ISO2022, data) or re.search(_HIGH, data):
        return ()
    return ("iso2022_kr",) if b"\x1b$)C" in data else _ISO2022_JP


def high_share(data: bytes) -> float:
    """The share of bytes that are not ASCII."""
    return len(data.translate(None, _ASCII)) / len(data) if data else 0.0


def utf8_share(data: bytes) -> float:
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


def utf8_run(data: bytes) -> int | None:
    """Where CJK text in UTF-8 stands, or None; it has no business in another encoding."""
    found = re.search(_UTF8_RUN, data)
    return found.start() if found else None


def controls_at(data: bytes, share: float, nul: bool = False) -> int | None:
    """Where the first control byte is when they make up `share` of the head; NUL when asked for."""
    head = data[:SAMPLE]
    controls = len(head) - len(head.translate(None, _CONTROL))
    if nul:
        controls += head.count(0)
    if not head or controls <= share * len(head):
        return None
    found = re.search(b"[" + re.escape(_CONTROL) + b"]", head)
    return found.start() if found else max(0, head.find(0))


def wide(data: bytes, latin: bool) -> tuple[str, float] | None:
    """Unmarked UTF-16 or UTF-32 and the confidence in it, or None.

    It is told by NUL bytes and by what the characters then are.  `latin`: the
    bytes are valid UTF-8, too, so nearly every second one must be NUL.
    """
    head = data[:SAMPLE]
    if len(data) % 2 or b"\0" not in head:
        return None
    if len(data) % 4 == 0:
        for name, top, plane in (("utf-32-le", 3, 2), ("utf-32-be", 0, 1)):
            if not any(head[top::4]) and max(head[plane::4]) <= 0x10:
                if found := _readable(head, (name,)):
                    return found
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if latin and (max(even, odd) < 0.3 * len(head) or min(even, odd) * 20 > max(even, odd)):
        return None
    return _readable(head, ("utf-16-le", "utf-16-be"))


def wide_without_nul(data: bytes) -> tuple[str, float] | None:
    """Unmarked UTF-16 that holds nothing of Latin-1, for bytes that are nothing else."""
    if len(data) % 2 or len(data) < 24:
        return None
    return _readable(data[:SAMPLE], ("utf-16-le", "utf-16-be"))


# Scripts and signs of running text; half of all code points, so the wrong byte order shows.
_COMMON = (
    "[\t\n\f\r -~\u00a0-\u024f\u0370-\u04ff\u2010-\u2027\u2030-\u203b\u2460-\u24ff"
    "\u25a0-\u25ff\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]"
)


def _readable(head: bytes, names: tuple[str, ...]) -> tuple[str, float] | None:
    shares: dict[str, float] = {}
    for name in names:
        try:
            text = head.decode(name, "surrogatepass")[:4096]
        except UnicodeError:
            continue
        shares[name] = len(re.findall(_COMMON, text)) / len(text) if text else 0.0
    best = max(shares, key=lambda name: shares[name], default="")
    return (best, round(shares[best] * 0.95, 2)) if best and shares[best] >= 0.95 else None


def candidates(data: bytes) -> Iterator[tuple[str, float]]:
    """Encodings to try and the confidence in each, best first."""
    # Imported here: it takes longer than a page of UTF-8 takes as a whole.
    import chardet

    sample = _sample(data)
    seen: set[str] = set()
    guesses = [
        (str(guess["encoding"]), guess["confidence"] or 0.0)
        for guess in chardet.detect_all(
            sample,
            ignore_threshold=True,
            prefer_superset=True,
            compat_names=False,
            include_encodings=_INCLUDE,
            # Its answer when nothing fits; what is UTF-8 was told before.
            no_match_encoding="utf-8",
        )
        if guess["encoding"] not in (None, "utf-8")
    ]
    if max((confidence for _, confidence in guesses), default=0.0) < _LITTLE_CONFIDENCE:
        guesses = [*_kana(sample), *guesses]
    for guess, confidence in guesses:
        if confidence < _LEAST_CONFIDENCE:
            continue
        name = guess.lower()
        for candidate in _TRY.get(name.replace("-", "_"), (name,)):
            if candidate not in seen:
                seen.add(candidate)
                yield candidate, confidence


def single_byte(name: str) -> bool:
    """Whether an encoding of `candidates` has one byte a character and so fits almost any bytes."""
    return name in _SINGLE_BYTE


def _kana(sample: bytes) -> Iterator[tuple[str, float]]:
    """Japanese encodings in which half of what is not ASCII reads as kana."""
    for name in ("euc_jp", "cp932"):
        try:
            text = sample.decode(name)
        except UnicodeDecodeError:
            continue
        kana = len(re.findall("[\u3041-\u30fc]", text))
        if kana >= 4 and kana * 2 >= sum(not c.isascii() for c in text):
            yield name, 0.5


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
