"""Text to measure speed with: Chinese prose, varied so that no part of it repeats another.

The development data holds a few MB, and 200 MB of it would be one passage many times over, which
is work of another kind.  So each further round through the paragraphs is written in a cipher of
its own: all but the most frequent characters are exchanged for each other, digits are drawn anew
and the paragraphs are shuffled.  Lengths, marks, headings and the habits of a language model (one
character follows another more often than chance) stay.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SEED = 8
PLAIN = 60
"""Characters, by frequency, that no cipher touches: function words keep their place."""
CUT, WRAPPED, STRAY, COPIED = 0.12, 0.10, 0.04, 0.003
"""Shares of paragraphs that are cut in two, wrapped, hold a stray word, or stand twice: about what
the development pages of newspapers have."""
LONG = 80
"""Code points from which a paragraph is cut or wrapped."""


def han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def paragraphs(bench: Path | None) -> list[str]:
    """Chinese paragraphs of the development data, or of the repository's samples without it."""
    data = bench / "corpora" / "zh-Hans.dev.jsonl" if bench else None
    if data is not None and data.exists():
        with data.open(encoding="utf-8") as lines:
            return [b["text"] for line in lines for b in json.loads(line)["blocks"]]
    files = sorted(ROOT.glob("samples/*.clean.txt")) + sorted(ROOT.glob("seeds/*.txt"))
    texts = [path.read_bytes().decode("utf-8", "ignore") for path in files]
    lines = [line.strip() for text in texts for line in text.splitlines()]
    return [line for line in lines if sum(map(han, line)) > len(line) // 2]


def generated(bench: Path | None, size: int) -> str:
    """About `size` bytes of UTF-8: the same text for the same data and size."""
    parts, written = [], 0
    for part in _blocks(paragraphs(bench)):
        parts.append(part)
        written += len(part.encode()) + 2
        if written >= size:
            break
    return "\n\n".join(parts) + "\n"


def _blocks(base: list[str]) -> Iterator[str]:
    rng = random.Random(SEED)
    frequent = [c for c, _ in Counter(filter(han, "".join(base))).most_common()]
    recent: list[str] = []
    table: dict[int, str] = {}
    while True:
        for text in rng.sample(base, len(base)):
            text = text.translate(table)
            if table:
                text = "".join(rng.choice("0123456789") if c.isdecimal() else c for c in text)
            yield _damaged(text, rng)
            recent = [*recent[-50:], text]
            if rng.random() < COPIED:
                yield rng.choice(recent)
        rare = frequent[PLAIN:]
        table = dict(zip(map(ord, rare), rng.sample(rare, len(rare)), strict=True))


def _damaged(text: str, rng: random.Random) -> str:
    chance = rng.random()
    if len(text) < LONG or "\n" in text:
        return text
    if chance < CUT:
        at = rng.randrange(20, len(text) - 20)
        return f"{text[:at]}\n\n{text[at:]}"
    if chance < CUT + WRAPPED:
        width = rng.randrange(24, 40)
        return "\n".join(text[i : i + width] for i in range(0, len(text), width))
    if chance < CUT + WRAPPED + STRAY:
        return text.replace("和", " and ", 1)
    return text
