"""Documents made out of others: cut, doubled, swapped, rewrapped, with stray bits thrown in.

All of it is a function of the random generator that is handed in, so a number names a document.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
CORPUS = TESTS / "fuzz" / "corpus"
LONGEST = 1500
"""Code points of a document, so that thousands can be tried."""

# What extraction, editing and accidents leave in a text.
BITS = (
    "\n", "\n\n", "\n\n\n", "\r", "\r\n", "\f", "\v", "\x85", "\u2028", "\t", " ", "  ", "\u3000",
    "\xa0", "\0", "\x08", "\x1b[0m", "\ufeff", "\u200b", "\u200d", "\xad", "\u2010", "-", "-\n",
    "\ud800", "\udcff", "\U0010ffff", "\U0001f600", "e\u0301", "\u202e", "。", "，", ",", ".",
    ";", "……", "“", "”", "「", "」", "(", ")", "（", "【", "》", "$", "$$", "|", "\n# ",
    "\n- ", "\n1. ", "\n> ", "\n```\n", "<br>", "<!--", "-->", "\n![x](y)\n", "[^1]: ", "[…]",
    "[...]", "\n图1 渡口\n", "\n- 3 -\n", "(上接1版)", "\n本报讯 ", "\n■ ", " and ", " or ",
    " und ", " the ", "和", " 及 ", "と", " 및 ", " 的 ", " 和 ", "の", "カ", "한", "a", "Z", "7",
    "３", "１２", "3.5", "中", "\n中\n", "\n\n是的\n\n", " of ", "&", "&amp;", "http://a.b/c",
    "a@b.c", "fi", "ﬁ", "ａ", "а",
)  # fmt: skip

Mutator = Callable[[str, random.Random], str]


def _place(text: str, pick: random.Random) -> int:
    """A place: anywhere, or where a line or sentence ends."""
    if pick.random() < 0.6:
        ends = [m.end() for m in re.finditer(r"[\n。.，,]", text)]
        if ends:
            return pick.choice(ends)
    return pick.randrange(len(text) + 1)


def _stretch(text: str, pick: random.Random) -> tuple[int, int]:
    start = _place(text, pick)
    size = pick.choice((1, 2, 5, 12, 40, 90, 250))
    return start, min(start + size, len(text))


def insert(text: str, pick: random.Random) -> str:
    at = _place(text, pick)
    return text[:at] + pick.choice(BITS) * pick.choice((1, 1, 1, 2, 5)) + text[at:]


def delete(text: str, pick: random.Random) -> str:
    start, end = _stretch(text, pick)
    return text[:start] + text[end:]


def double(text: str, pick: random.Random) -> str:
    """A passage stands twice: there again, or elsewhere."""
    start, end = _stretch(text, pick)
    at = end if pick.random() < 0.3 else _place(text, pick)
    around = pick.choice(("", "\n", "\n\n", " "))
    return text[:at] + around + text[start:end] + around + text[at:]


def swap(text: str, pick: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    if len(lines) < 2:
        return text
    i, j = pick.randrange(len(lines)), pick.randrange(len(lines))
    lines[i], lines[j] = lines[j], lines[i]
    return "".join(lines)


def rewrap(text: str, pick: random.Random) -> str:
    """Lines of one width, as a column has them."""
    width, end = pick.choice((8, 16, 24, 40, 72)), pick.choice(("\n", "\n", "\r\n", "\n\n"))
    body = "".join(text.split("\n")) if pick.random() < 0.5 else text
    return end.join(body[i : i + width] for i in range(0, len(body), width))


def cut(text: str, pick: random.Random) -> str:
    """A break inside a paragraph, often with something that stands in it."""
    at = pick.randrange(len(text) + 1)
    between = pick.choice(
        ("\n", "\n\n", "\n\n图2 市场\n\n", "\n\n- 12 -\n\f", "\n\nFig. 1. A mill\n\n")
    )
    return text[:at] + between + text[at:]


def unite(text: str, pick: random.Random) -> str:
    """One break less."""
    breaks = list(re.finditer(r"\s*\n\s*", text))
    if not breaks:
        return text
    found = pick.choice(breaks)
    return text[: found.start()] + pick.choice(("", " ")) + text[found.end() :]


def newlines(text: str, pick: random.Random) -> str:
    return text.replace(
        "\n", pick.choice(("\r\n", "\r", "\n\n", "\n\n\n", " \n", "\n\u3000\u3000"))
    )


def noise(text: str, pick: random.Random) -> str:
    """Single letters read wrong, as OCR does."""
    letters = list(text)
    for _ in range(max(len(letters) // 40, 1)):
        if letters:
            letters[pick.randrange(len(letters))] = pick.choice(letters)
    return "".join(letters)


def loop(text: str, pick: random.Random) -> str:
    """A model that got stuck says the same for ever."""
    start, end = _stretch(text, pick)
    return text[:end] + text[start:end] * pick.choice((2, 3, 10)) + text[end:]


MUTATORS: tuple[Mutator, ...] = (
    insert, insert, delete, double, double, swap, rewrap, cut, cut, unite, newlines, noise, loop,
)  # fmt: skip


def pool() -> list[str]:
    """The documents to start from: samples, the seed, cases, and the corpus."""
    texts = []
    for folder in ("samples", "seeds", "tests/fuzz/corpus"):
        for path in sorted((TESTS.parent / folder).glob("*.txt")):
            data = path.read_bytes()
            try:
                texts.append(data.decode("utf-8"))
            except UnicodeDecodeError:
                texts.append(data.decode("gb18030", "replace").replace("\ufffd", ""))
    for path in sorted((TESTS / "cases").glob("*.txt")):
        parts = re.split(r"(?m)^\.\n", path.read_text(encoding="utf-8"))
        texts += [part for part in parts if len(part) > 20]
    return texts


def document(number: int, texts: Sequence[str]) -> str:
    """The mutant of that number: always the same for the same pool."""
    pick = random.Random(number)
    text = pick.choice(texts)
    if pick.random() < 0.25:
        # Cases are many and short: whole pages have to come up, too.
        text = pick.choice([t for t in texts if len(t) >= LONGEST])
    if len(text) > LONGEST:
        start = _place(text[:-LONGEST], pick)
        text = text[start : start + LONGEST]
    if pick.random() < 0.2:
        other = pick.choice(texts)
        at = _place(text, pick)
        text = text[:at] + pick.choice(("", "\n", "\n\n")) + other[: LONGEST // 2] + text[at:]
    for _ in range(pick.choice((1, 1, 2, 3, 5, 8))):
        text = pick.choice(MUTATORS)(text, pick)
    return text[: 2 * LONGEST]
