"""What a rule sees: the text as it is at its stage, cut and typed, and the settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from reflow.config import Config
from reflow.document import Document, parse
from reflow.joins.lines import Lines
from reflow.joins.plan import Plan, plan
from reflow.joins.separator import Joiner
from reflow.repeats import Kept, Removal, survey


@dataclass(frozen=True)
class Page:
    """One text at one stage; derived views are computed once, on demand."""

    text: str
    config: Config
    lines: Lines = field(default_factory=Lines, repr=False, compare=False)
    """The lines that were looked at before, in this text or in the one that it was made from."""

    @cached_property
    def document(self) -> Document:
        return parse(self.text)

    @cached_property
    def plan(self) -> Plan:
        """The decisions on all breaks of this text."""
        return plan(self.document, self.config, self.lines)

    @cached_property
    def repeats(self) -> tuple[tuple[Removal, ...], tuple[Kept, ...]]:
        """The copies to remove, and the repetitions that stay."""
        config = self.config
        return survey(
            self.text,
            min_chars=config.repeats_min_chars,
            similarity=config.repeats_similarity,
            continuation_marks=config.continuation_marks,
            remove=config.repeats_remove,
        )

    @cached_property
    def joiner(self) -> Joiner:
        return Joiner(self.text, self.plan.scene.ratio)
