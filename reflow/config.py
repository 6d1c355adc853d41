"""All settings, as one frozen dataclass.

Reading them from files, the environment and the command line is the business
of `reflow.cli.settings`; the library takes a `Config`.
"""

from __future__ import annotations

from reflow.records import dataclass

LANGUAGES = ("auto", "zh-Hans", "zh-Hant", "ja", "ko", "en", "de", "fr", "other")


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of a run; every field has a default that suits unknown text."""

    select: tuple[str, ...] = ()
    """Rule codes or prefixes to run; empty means the default rules."""
    extend_select: tuple[str, ...] = ()
    """Rule codes or prefixes to run in addition."""
    ignore: tuple[str, ...] = ()
    """Rule codes or prefixes to leave out."""
    fixable: tuple[str, ...] = ()
    """Rule codes or prefixes whose fixes may be made; empty means all."""
    unfixable: tuple[str, ...] = ()
    """Rule codes or prefixes whose findings are reported only."""
    unsafe_fixes: bool = False
    """Apply fixes that are just below their threshold, too."""
    ignore_edits: tuple[str, ...] = ()
    """Identifiers of single edits that are not to be made."""
    lang: str = "auto"
    """Main language of the text, or auto."""
    input_format: str = "auto"
    """auto, text or markdown: auto and markdown read Markdown's marks where they stand, text takes
    them as characters like others."""
    gap_mark: str = "[…]"
    """What is written where text was found to be lost; '' writes nothing."""
    joins_threshold: int = 0
    """Points a join needs (model points: 100 is one unit of log-odds)."""
    bridges_threshold: int = 0
    """Points a join over interposed blocks needs."""
    repeats_min_chars: int = 30
    """Shortest passage that is looked for, in visible characters."""
    repeats_similarity: float = 0.75
    """Share of equal characters (0 to 1) at which two passages are copies."""
    repeats_remove: tuple[str, ...] = ()
    """Kinds of repetition to remove although they are mostly meant: boilerplate, caption …"""
    tokens: tuple[tuple[str, str], ...] = ()
    """Stray tokens and what stands for each, before the lexicon's; '' takes one out of it."""
    keep: tuple[str, ...] = ()
    """Regular expressions; no edit that touches a match is made (`^`, `$`: limits of a line)."""
    continuation_marks: tuple[str, ...] = ()
    """Patterns of continuation marks in addition to the built-in ones."""
    lead_ins: tuple[str, ...] = ()
    """Words with which an article or paragraph opens, in addition to the built-in ones; nothing is
    joined to them."""
    plugins: tuple[str, ...] = ()
    """Names of installed rule packages to run."""
