"""Pages composed of whole articles: paragraphs cut as columns cut them, with floats between.

The labelled pages hold few breaks between regions, and fewer outside Chinese.
Here the paragraphs of the corpora are cut at random places, and what layout puts
into a text is put between the halves, and between whole paragraphs: captions with
and without marks, pull quotes, page numbers and running heads, bylines.  Deterministic.
"""

from __future__ import annotations

import json
import random
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reflow.joins.wrap import columns

UNCLEAR = ("-lctt-", "-gov-", "-law-")
"""Sources whose licence is unclear: nothing that ships is counted from them."""
LATIN = ("en", "de", "fr")
MOST = 150
"""Documents a language."""
SENTENCE_ENDS = "。！？!?.…"
CREDITS = {
    "zh-Hans": ("{}摄", "（{}摄）", "本报记者{}摄", "{}供图", "（资料图）", "图/{}"),
    "zh-Hant": ("{}攝", "（{}攝）", "記者{}攝影", "（圖／{}）", "（資料照片）"),
    "ja": ("（{}撮影）", "＝{}提供", "（写真は{}）"),
    "ko": ("사진={}", "/{} 기자", "({} 제공)"),
    "en": ("Photo: {}", "({} / Reuters)", "Photograph by {}"),
    "de": ("Foto: {}", "(Foto: {})", "Bild: {}"),
    "fr": ("Photo : {}", "(photo {})", "© {}"),
}
OPENINGS = {
    "zh-Hans": ("图为", "▲", "图①：", "△", "图{}："),
    "zh-Hant": ("圖為", "▲", "圖{}：", "△"),
    "ja": ("図{}　", "写真：", "▲", "（図{}）"),
    "ko": ("▲", "그림 {}. ", "[사진 {}] "),
    "en": ("Figure {}: ", "Above: ", "Fig. {}. ", "Table {}. "),
    "de": ("Abbildung {}: ", "Abb. {}: ", "Tabelle {}: "),
    "fr": ("Figure {} : ", "Tableau {} : ", "Ci-dessus : "),
}
NOTES = ("① ", "{} ", "[{}] ", "{}) ", "（{}）", "* ", "{}. ")
BYLINES = {
    "zh-Hans": ("本报记者 {}", "□ {}", "记者 {} 通讯员 {}", "{}"),
    "zh-Hant": ("記者{}／報導", "本報記者 {}", "{}"),
    "ja": ("【{}】", "記者 {}", "{}"),
    "ko": ("{} 기자", "글·사진 {}", "{}"),
    "en": ("By {}", "By {} and {}", "{}"),
    "de": ("Von {}", "Von {} und {}"),
    "fr": ("Par {}", "Par {} et {}"),
}
FURNITURE = {
    "zh-Hans": ("第{}版", "{}", "— {} —", "综合新闻"),
    "zh-Hant": ("第{}版", "{}", "A{}", "綜合"),
    "ja": ("{}", "（{}）", "- {} -", "第{}面"),
    "ko": ("{}", "{}면", "- {} -"),
    "en": ("{}", "Page {}", "- {} -"),
    "de": ("{}", "Seite {}", "- {} -"),
    "fr": ("{}", "Page {}", "- {} -"),
}


def licensed(path: Path, wanted: Callable[[str], bool]) -> Iterator[dict[str, Any]]:
    """The documents of a corpus whose id is wanted and whose licence is clear."""
    for line in path.open(encoding="utf-8"):
        document: dict[str, Any] = json.loads(line)
        name = document["id"]
        if wanted(name) and not any(u in name for u in UNCLEAR):
            yield document


@dataclass
class Page:
    """A page in the making; offsets are code points of `raw`."""

    raw: str = ""
    bounds: list[list[Any]] = field(default_factory=list)
    bridges: list[dict[str, int]] = field(default_factory=list)
    open_at: int = -1
    """Last character of a half whose other half is to come, or -1."""
    held: int = 0
    """Blocks that stand behind that half so far."""

    def add(
        self, text: str, goes_on: bool = False, resumes: bool = False, white: str = "\n\n"
    ) -> None:
        """Set a block behind `white`; does its paragraph go on, is it the rest of the open one?"""
        last = len(self.raw.rstrip()) - 1
        if self.raw:
            self.raw += white
        start = len(self.raw)
        self.raw += text
        if last >= 0:
            self.bounds.append([last, start, "join" if resumes and not self.held else "keep"])
        if resumes and self.open_at >= 0:
            if self.held:
                self.bridges.append({"a": self.open_at, "b": start})
            self.open_at = -1
        else:
            self.held += 1
        if goes_on:
            self.open_at, self.held = len(self.raw) - 1, 0


def pages(corpora: Path, used: set[str], seed: int = 7) -> Iterator[dict[str, Any]]:
    """Records as those of the typeset pages, of documents that are not in `used`."""
    rng = random.Random(seed)
    for path in sorted(corpora.glob("*.jsonl")):
        lang = path.name.split(".")[0]
        with path.open(encoding="utf-8") as lines:
            documents = [json.loads(line) for line in lines]
        documents = [
            d for d in documents if d["id"] not in used and not any(u in d["id"] for u in UNCLEAR)
        ]
        rng.shuffle(documents)
        documents = documents[:MOST]
        stock = _stock(documents)
        while documents:
            taken = [documents.pop() for _ in range(min(len(documents), rng.choice((1, 1, 2, 3))))]
            page = Page()
            lines = rng.random() < 0.4
            if lines:
                _wrap(page, taken, lang, stock, rng)
            else:
                for document in taken:
                    _set(page, document, lang, stock, rng)
            yield {
                "raw": page.raw,
                "labels": {"boundaries": page.bounds, "bridges": page.bridges},
                "srcs": [d["id"] for d in taken],
                "lang": lang,
                "format": "lines" if lines else "regions",
                "id": taken[0]["id"],
            }


def _stock(documents: list[dict[str, Any]]) -> list[str]:
    """Phrases and short sentences that captions are made of."""
    found = []
    for document in documents:
        for block in document["blocks"]:
            text = block["text"].strip()
            if "\n" in text or not text:
                continue
            if block["type"] == "heading" and 4 <= len(text) <= 60:
                found.append(text)
            found += [s for s in _sentences(text) if 8 <= len(s) <= 90]
    return found or ["—"]


def _sentences(text: str) -> list[str]:
    found, start = [], 0
    for k, char in enumerate(text[:-1]):
        after = text[k + 1]
        if char in SENTENCE_ENDS and (char != "." or after == " ") and after not in "”」』）)":
            found.append(text[start : k + 1].strip())
            start = k + 1
    return [*found, text[start:].strip()]


def _set(
    page: Page, document: dict[str, Any], lang: str, stock: list[str], rng: random.Random
) -> None:
    blocks = [(b["type"], b["text"].strip()) for b in document["blocks"]]
    blocks = [(kind, text) for kind, text in blocks if text and "\n" not in text]
    own = [s for _, text in blocks for s in _sentences(text) if 8 <= len(s) <= 60]
    title = (document.get("title") or "").strip()
    if title and "\n" not in title and rng.random() < 0.7:
        page.add(title)
        if rng.random() < 0.4:
            page.add(rng.choice(BYLINES[lang]).format(_name(stock, lang, rng), "X"))
    late: list[str] = []
    for kind, text in blocks:
        pieces = cut(text, rng, lang) if kind != "heading" and len(text) > 60 else [text]
        if len(pieces) > 1 and rng.random() < 0.04 and page.raw:
            # Its rest stands elsewhere on the page.
            late.append(pieces.pop())
            page.add(pieces[0])
            continue
        for n, piece in enumerate(pieces):
            page.add(piece, goes_on=n + 1 < len(pieces), resumes=n > 0)
            if rng.random() < (0.35 if n + 1 < len(pieces) else 0.06):
                for _ in range(rng.choice((1, 1, 1, 2, 2, 3))):
                    page.add(_float(lang, stock, own, rng))
    for piece in late:
        page.add(piece)


def _wrap(
    page: Page, documents: list[dict[str, Any]], lang: str, stock: list[str], rng: random.Random
) -> None:
    """Set documents as hard-wrapped lines on pages with numbers and running heads."""
    spaced = lang in (*LATIN, "ko")
    width = rng.randrange(28, 92) if spaced else 2 * rng.randrange(10, 42)
    between = rng.choice(("\n", "\n", "\n\n"))
    indent = rng.choice(("", "    " if spaced else "　　")) if between == "\n" else ""
    depth, here = rng.randrange(18, 60), 0
    head = rng.choice(stock)[:40] if rng.random() < 0.5 else ""
    number = rng.randrange(1, 200)
    feed = rng.choice(("\n\f", "\n\n", "\n"))
    for document in documents:
        for block in document["blocks"]:
            text = block["text"].strip()
            if not text or "\n" in text:
                continue
            body = block["type"] != "heading"
            rows = textwrap.wrap(text, width) if spaced else _rows(text, width)
            for n, row in enumerate(rows):
                white = between if n == 0 else "\n"
                if here >= depth:
                    number, here = number + 1, 0
                    page.add(rng.choice(FURNITURE[lang][:1]).format(number), white="\n\n")
                    white = feed
                    if head:
                        page.add(head, white=feed)
                        white = "\n\n"
                if n == 0 and body:
                    white += indent
                page.add(row, goes_on=n + 1 < len(rows), resumes=n > 0, white=white)
                here += 1


def _rows(text: str, width: int) -> list[str]:
    """Lines of a column of CJK text; no line starts with a closing mark."""
    rows, row, used = [], "", 0
    for char in text:
        step = columns(char)
        if used + step > width and char not in "，。、；：！？）》」』”’,.;:!?)":
            rows.append(row.strip())
            row, used = "", 0
        row += char
        used += step
    return [r for r in [*rows, row.strip()] if r]


def _name(stock: list[str], lang: str, rng: random.Random) -> str:
    """Some letters of a text in the place of a name."""
    text = rng.choice(stock)
    if lang in LATIN:
        words = [w.capitalize() for w in text.split() if w.isalpha()]
        return " ".join(words[:2]) or "Smith"
    letters = [c for c in text if c.isalpha()]
    k = rng.randrange(max(1, len(letters) - 3))
    return "".join(letters[k : k + rng.choice((2, 3))]) or "林"


def _float(lang: str, stock: list[str], own: list[str], rng: random.Random) -> str:
    """A caption, a pull quote, or furniture."""
    if rng.random() < 0.15:
        return rng.choice(FURNITURE[lang]).format(rng.randrange(1, 40))
    if rng.random() < 0.12:
        return rng.choice(NOTES).format(rng.randrange(1, 30)) + rng.choice(stock)
    if own and rng.random() < 0.3:
        quote = rng.choice(own)
        return quote if rng.random() < 0.6 else quote.rstrip(SENTENCE_ENDS)
    text = rng.choice(stock)
    bare = text.rstrip(SENTENCE_ENDS)
    if rng.random() < 0.4:
        # A phrase: a clause of the sentence.
        bare = bare.replace("，", ",").replace("、", ",").split(",")[0].strip()[:40]
        text = bare
    name = _name(stock, lang, rng)
    kind = rng.random()
    if kind < 0.4:
        return f"{text} {rng.choice(CREDITS[lang]).format(name)}"
    if kind < 0.65:
        return rng.choice(OPENINGS[lang]).format(rng.randrange(1, 9)) + text
    return bare if rng.random() < 0.6 else text


def cut(text: str, rng: random.Random, lang: str) -> list[str]:
    """A paragraph as one to three regions; never cut behind a sentence end."""
    if rng.random() < 0.5:
        # One paragraph in twelve loses its last mark, as engines drop it.
        return [text[:-1] if rng.random() < 0.08 and text[-1] in "。." else text]
    spaced = lang in (*LATIN, "ko")
    places = [
        k
        for k in range(4, len(text) - 4)
        if text[k - 1] not in "。！？!?.：: ”」』)）"
        and text[k] not in "。，、；：！？!?,.;:)）”」』 "
        and (not spaced or rng.random() < 0.03)
    ]
    if spaced:
        places += [k for k in range(4, len(text) - 4) if text[k] == " " and text[k - 1] not in ".:"]
    if not places:
        return [text]
    # No line starts with a mark, so that lines end in one twice as often.
    weights = [2 if text[k - 1] in "，、；,;" else 1 for k in places]
    chosen = sorted({rng.choices(places, weights)[0] for _ in range(rng.choice((1, 1, 1, 2)))})
    pieces = [text[a:b].strip() for a, b in zip([0, *chosen], [*chosen, len(text)], strict=True)]
    return [p for p in pieces if p]
