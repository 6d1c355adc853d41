"""How often the encoding of a sample is found: re-encoded text of known encoding, by length.

    python benchmarks/encodings.py [CORPORA] [--samples N] [--docs FILE]

CORPORA is a folder of JSON Lines, one file a language (`ja.*.jsonl`), each line a document with
`blocks` of `text`.  A sample is cut at a character from a random place.  It counts as right when
the very text comes out, as wrong when another text does, as refused when none does; in all cases
the bytes must come back exactly.  `--docs` writes the table where `docs/encodings.md` has it.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from reflow.source import UndecodableError, decode, encode

SIZES = (50, 200, 1000, 5000)
SEED = 7

# Language, encoding to write, mark in front; `stray` puts one byte of nothing known into it.
CASES = (
    *((lang, "utf-8", "") for lang in ("zh-Hans", "ja", "ko", "de")),
    ("zh-Hans", "utf-8", "stray"),
    ("de", "utf-8", "stray"),
    ("zh-Hans", "gbk", ""),
    ("zh-Hans", "gb18030", ""),
    ("zh-Hant", "gb18030", ""),
    ("zh-Hant", "big5", ""),
    ("zh-Hant", "big5hkscs", ""),
    ("ja", "shift_jis", ""),
    ("ja", "cp932", ""),
    ("ja", "euc_jp", ""),
    ("ja", "iso2022_jp", ""),
    ("ko", "euc_kr", ""),
    ("ko", "cp949", ""),
    ("de", "cp1252", ""),
    ("fr", "cp1252", ""),
    *((lang, "utf-16-le", "") for lang in ("zh-Hans", "ja", "ko", "en")),
    ("zh-Hans", "utf-16-be", ""),
    ("zh-Hans", "utf-32-le", ""),
    ("zh-Hans", "utf-32-be", ""),
    ("en", "utf-32-le", ""),
    ("zh-Hans", "utf-16-le", "\ufeff"),
    ("zh-Hans", "utf-16-be", "\ufeff"),
    ("zh-Hans", "utf-32-le", "\ufeff"),
    ("zh-Hans", "utf-32-be", "\ufeff"),
)


class Tally(NamedTuple):
    right: int
    refused: int
    read_as: str
    """What most of the wrong ones were taken for."""


def documents(folder: Path, lang: str) -> list[str]:
    """All documents of a language, one paragraph a line."""
    found = []
    for path in sorted(folder.glob(f"{lang}.*jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            blocks = json.loads(line)["blocks"]
            found.append("\n".join(b["text"] for b in blocks if b.get("text")) + "\n")
    return found


def samples(texts: list[str], encoding: str, size: int, count: int) -> Iterator[str]:
    """`count` cuts of about `size` bytes in `encoding`, with something that is not ASCII."""
    whole = [t.encode(encoding, "ignore").decode(encoding) for t in texts]
    pick = random.Random(SEED)
    long = [t for t in whole if len(t.encode(encoding)) >= size]
    while count:
        text = pick.choice(long)
        start = pick.randrange(len(text))
        cut = text[start : start + size].encode(encoding)[:size].decode(encoding, "ignore")
        if len(cut.encode(encoding)) < size * 0.9 or (cut.isascii() and not text.isascii()):
            continue
        yield cut
        count -= 1


def tally(texts: list[str], encoding: str, mark: str, size: int, count: int) -> Tally:
    right = refused = 0
    wrong: Counter[str] = Counter()
    pick = random.Random(SEED)
    for text in samples(texts, encoding, size, count):
        data = ((mark if mark != "stray" else "") + text).encode(encoding)
        if mark == "stray":
            at = pick.randrange(len(text))
            data = text[:at].encode() + b"\xff" + text[at:].encode()
            text = data.decode("utf-8", "surrogateescape")
        try:
            source = decode(data)
        except UndecodableError:
            refused += 1
            continue
        assert encode(source, source.text) == data
        if source.text == text:
            right += 1
        else:
            wrong[source.encoding] += 1
    return Tally(right, refused, ", ".join(f"{n} {c}" for n, c in wrong.most_common(3)))


def table(folder: Path, count: int) -> list[str]:
    rows = [
        "| text | encoding | " + " | ".join(f"{s:,} B" for s in SIZES) + " |",
        "| --- | --- |" + " ---: |" * len(SIZES),
    ]
    texts: dict[str, list[str]] = {}
    for lang, encoding, mark in CASES:
        texts.setdefault(lang, documents(folder, lang))
        name = encoding + {"": "", "stray": " and a stray byte"}.get(mark, " with BOM")
        cells = []
        for size in SIZES:
            found = tally(texts[lang], encoding, mark, size, count)
            cell = f"{100 * found.right / count:.0f} %"
            if found.refused:
                cell += f" ({100 * found.refused / count:.0f} % refused)"
            cells.append(cell)
            if found.read_as:
                print(f"# {lang} {name} {size}: read as {found.read_as}", flush=True)
        rows.append(f"| {lang} | {name} | " + " | ".join(cells) + " |")
        print(rows[-1], flush=True)
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("corpora", nargs="?", type=Path, default=Path("../shared/bench/corpora"))
    parser.add_argument("--samples", type=int, default=200, help="of each length")
    parser.add_argument("--docs", type=Path, help="the page whose table is written anew")
    options = parser.parse_args()
    rows = table(options.corpora, options.samples)
    if options.docs:
        page = options.docs.read_text(encoding="utf-8")
        block = "<!-- rates -->\n" + "\n".join(rows) + "\n<!-- end of rates -->"
        page = re.sub(r"<!-- rates -->.*<!-- end of rates -->", lambda _: block, page, flags=re.S)
        options.docs.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
