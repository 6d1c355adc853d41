"""How text reads on across a cut, and how much its words tell."""

from __future__ import annotations

from math import log


class Reader:
    """How text reads on across a cut, by the n-grams of the text itself and shipped ones."""

    def __init__(self, text: str) -> None:
        from reflow.joins.ngrams import FOLD, SAMPLE, Learnt, Ratio, sample, shipped

        self.rarity = Rarity()
        self._fold = FOLD
        blocks = [b.translate(FOLD) for b in text[:SAMPLE].split("\n") if b.strip()]
        self._ratio = Ratio(Learnt(sample(blocks, "。！？!?.…”」』")), shipped())

    def tell(self, left: str, right: str) -> tuple[float, float]:
        """(how well `right` fits after `left`, how much it reads like a paragraph's start)."""
        head = right[:4].translate(self._fold)
        if left[-1] < "\u0250" and right[0] < "\u0250" and (left[-1].isalpha() or left[-1] in ",;"):
            head = " " + head
        told = self._ratio.tell(left[-4:].translate(self._fold), head)
        return max(-6.0, min(8.0, told.fits)) / 4, max(-4.0, min(8.0, told.starts)) / 4


class Rarity:
    """How much a token tells, by how often the text and general language have it."""

    def __init__(self) -> None:
        self._known: dict[str, float] = {}

    def __call__(self, token: str) -> float:
        value = self._known.get(token)
        if value is None:
            if token[0] >= "\u1100":
                from reflow.joins.ngrams import shipped

                table = shipped()
                share = table(token) / (table("") or 1.0) * 1e5
                value = min(max((5.5 - log(share + 1)) / 4, 0.1), 1.2)
            else:
                value = 1.0
            self._known[token] = value
        return value
