"""Openly licensed text in many languages, out of Debian's documentation packages.

    open_text.py FOLDER

Fetches the packages with `apt-get download` into FOLDER (once), unpacks them with
`dpkg-deb` and writes one JSON Lines file a language, in the form of the
development corpora: `{id, licence, blocks: [{type, text}]}`.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

LANGUAGES = {
    # ours: LibreOffice's, the handbook's, GNOME's
    "de": ("de", "de-DE", "de"),
    "en": ("en-us", "en-US", "C"),
    "es": ("es", "es-ES", "es"),
    "fr": ("fr", "fr-FR", "fr"),
    "it": ("it", "it-IT", "it"),
    "ja": ("ja", "ja-JP", "ja"),
    "ko": ("ko", "ko-KR", "ko"),
    "nl": ("nl", "nl-NL", "nl"),
    "pt": ("pt-br", "pt-BR", "pt_BR"),
    "ru": ("ru", "ru-RU", "ru"),
    "zh-Hans": ("zh-cn", "zh-CN", "zh_CN"),
    "zh-Hant": ("zh-tw", "zh-TW", "zh_TW"),
}
PACKAGES = (
    "debian-handbook",
    "gnome-user-docs",
    "aptitude-doc-ja",
    *(f"libreoffice-help-{names[0]}" for names in LANGUAGES.values()),
)
OWN = {
    # Untranslated passages are left out: what a passage of the language has to hold.
    "de": r"\b(?:der|die|das|und|ist|den|zu|mit)\b",
    "es": r"\b(?:el|la|los|las|de|del|que|una?)\b",
    "fr": r"\b(?:le|la|les|des?|et|est|une?|à)\b",
    "it": r"\b(?:il|la|le|di|del|che|per|una?)\b",
    "nl": r"\b(?:de|het|een|van|en|in|is|te)\b",
    "pt": r"\b(?:o|a|os|as|de|do|da|que|uma?)\b",
    "ja": r"[\u3041-\u30ff]",
    "ko": r"[\uac00-\ud7a3]",
    "ru": r"[\u0430-\u044f]",
    "zh-Hans": r"[\u4e00-\u9fff]",
    "zh-Hant": r"[\u4e00-\u9fff]",
}
BLOCKS = re.compile(r"p|h\d|li|d[td]|t[dh]|title|div|br|note|item")
LEFT_OUT = frozenset({"script", "style", "head", "pre", "screen"})


class Blocks(HTMLParser):
    """The blocks of an HTML or Mallard page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._kind, self._text, self._out = "paragraph", "", 0

    def flush(self) -> None:
        text = " ".join(self._text.split())
        if text and not self._out:
            self.found.append((self._kind, text))
        self._text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in LEFT_OUT:
            self.flush()
            self._out += 1
        elif BLOCKS.fullmatch(tag):
            self.flush()
            self._kind = "heading" if re.fullmatch(r"h\d|title", tag) else "paragraph"

    def handle_endtag(self, tag: str) -> None:
        if tag in LEFT_OUT and self._out:
            self._text = ""
            self._out -= 1
        elif BLOCKS.fullmatch(tag):
            self.flush()
            self._kind = "paragraph"

    def handle_data(self, data: str) -> None:
        if not self._out:
            self._text += data


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    tree = folder / "tree"
    if not tree.exists():
        for package in PACKAGES:
            # English help, for one, comes with the program itself in some releases.
            subprocess.run(["apt-get", "download", package], cwd=folder, check=False)
        for package_file in sorted(folder.glob("*.deb")):
            subprocess.run(["dpkg-deb", "-x", package_file, tree], check=True)
    for language, names in LANGUAGES.items():
        found = list(documents(tree / "usr/share", language, *names))
        random.Random(1).shuffle(found)
        lines = "".join(json.dumps(d, ensure_ascii=False) + "\n" for d in found)
        (folder / f"{language}.open.jsonl").write_text(lines, encoding="utf-8")
        print(language, sum(len(b["text"]) for d in found for b in d["blocks"]), "code points")


def documents(
    share: Path, language: str, office: str, handbook: str, gnome: str
) -> Iterator[dict[str, Any]]:
    head, _, region = office.partition("-")
    office = f"{head}-{region.upper()}" if region else head
    sources = (
        ("office", "MPL 2.0 (LibreOffice help)", f"libreoffice/help/{office}", "*.html"),
        ("handbook", "GPL-2+ or CC BY-SA 3.0 (Debian handbook)",
         f"doc/debian-handbook/html/{handbook}", "*.html"),
        ("gnome", "CC BY-SA 3.0 (GNOME help)", f"help/{gnome}", "*.page"),
        ("aptitude", "GPL-2+ (aptitude manual)", f"doc/aptitude/html/{head}", "*.html"),
    )  # fmt: skip
    for source, licence, folder, files in sources:
        seen: set[str] = set()
        for path in sorted((share / folder).rglob(files)):
            parser = Blocks()
            parser.feed(path.read_text(encoding="utf-8", errors="replace"))
            parser.flush()
            blocks = []
            for kind, text in parser.found:
                if text not in seen and len(text) > 1 and _translated(language, text):
                    seen.add(text)
                    blocks.append({"type": kind, "text": text})
            if blocks:
                name = f"open-{source}-{language}-{path.name}"
                yield {"id": name, "licence": licence, "blocks": blocks}


def _translated(language: str, text: str) -> bool:
    if language not in OWN:
        return True
    found = re.findall(OWN[language], text.lower())
    if len(OWN[language]) > 20:  # words of a Latin script
        return len(found) >= max(1, len(text) / 80)
    return len(found) >= 0.3 * len(text)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
