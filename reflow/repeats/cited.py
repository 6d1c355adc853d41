"""Entries of a bibliography."""

from __future__ import annotations

import re

# What an entry of a bibliography shows besides its year (APA, ACL, DIN, GB/T 7714).
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d[a-z]?(?!\d)")
_CITED = re.compile(
    r"\b(?:In )?Proceedings\b|\barXiv\b|\bdoi\b|\b(?:pp|pages|Seiten|vol|no)\b\.?\s?\d"
    r"|\d\(\d+\):\s?\d"
    r"|\b(?:Journal|Press|Verlag|Éditions|Transactions|Conference)\b|\d{1,5}[-–]\d{1,5}"
    r"|\[[JMDCRNSP](?:/OL)?\]|出版社|出版會|学报|學報|ISBN|[:：]\s?\d+[-–]\d+",
    re.IGNORECASE,
)


def cited(lines: tuple[str, ...]) -> bool:
    """An entry of a bibliography, which may differ from its neighbour in one letter of the year."""
    entry = " ".join(lines)
    return (
        len(lines) <= 4
        and len(entry) < 700
        and bool(_YEAR.search(entry))
        and bool(_CITED.search(entry))
        and sum(entry.count(mark) for mark in ".,，．：:") >= 4
    )
