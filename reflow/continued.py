"""How print says that an article goes on elsewhere: (continued on page 3)."""

from __future__ import annotations

from reflow.lang.lazy import Gated

CONTINUATION_MARKS: tuple[str, ...] = (
    r"[(（\[【](?:上接|下转|下轉|紧接|緊接|接)第?\s*[0-9０-９A-Za-z一二三四五六七八九十]{1,4}\s*"
    r"[版页頁面]?[^)）\]】\n]{0,8}[)）\]】]",
    r"[(（](?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})面(?:に続く|から続く|より続く)[)）]",
    r"[(（]?[0-9]{1,3}\s*면(?:에서|으로)\s*(?:계속|이어짐)[)）]?",
    r"[(（\[]?(?i:continued|cont['’.]?d?)\s+(?i:from|on)\s+(?i:page|p\.)\s*[A-Z]?\d{1,4}[)）\]]?",
    r"[(（\[]?(?i:fortsetzung)\s+(?i:von|auf|von seite|auf seite)\s*\d{1,4}[)）\]]?",
    r"[(（\[]?(?i:suite)\s+(?i:de la page|page|en page)\s*\d{1,4}[)）\]]?",
)
"""How print says that an article goes on elsewhere, anchored where they are used."""

_CONTINUED_SIGNS = frozenset("接转轉続면")
_CONTINUED_WORDS = ("cont", "fortsetzung", "suite")


def _may_continue(text: str) -> bool:
    first = text[:1]
    if first.isdecimal():
        return "면" in text
    if first in ("(", "（", "[", "【"):
        signs = not _CONTINUED_SIGNS.isdisjoint(text)
        return signs or text[1:12].lower().startswith(_CONTINUED_WORDS)
    return text[:11].lower().startswith(_CONTINUED_WORDS)


CONTINUED = Gated("|".join(f"(?:{p})" for p in CONTINUATION_MARKS), _may_continue)


def goes_on_elsewhere(text: str) -> bool:
    """Does the line end in a mark such as (continued on page 3)?"""
    if text[-1] not in ")）]】":
        return False
    start = max(text.rfind(c, -32) for c in "(（[【")
    return start >= 0 and CONTINUED.fullmatch(text[start:]) is not None
