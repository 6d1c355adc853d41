"""What a rule sees: the text as it is at its stage, cut and typed, and the settings."""

from __future__ import annotations

from functools import cached_property

from reflow.config import Config
from reflow.document import Document, parse
from reflow.joins.memory import Memory
from reflow.joins.plan import Plan, plan
from reflow.joins.separator import Joiner
from reflow.records import dataclass, field
from reflow.repeats import Kept, Removal, survey


@dataclass(frozen=True)
class Page:
    """One text at one stage; derived views are computed once, on demand."""

    text: str
    config: Config
    memory: Memory = field(default_factory=Memory, repr=False, compare=False)
    """What is known of this text from earlier passes."""

    @cached_property
    def document(self) -> Document:
        return parse(self.text)

    @cached_property
    def plan(self) -> Plan:
        """The decisions on all breaks of this text."""
        return plan(self.document, self.config, self.memory)

    def then(self, text: str) -> Page:
        """The page as it reads after some edits."""
        return Page(text, self.config, self.memory)

    def relearnt(self) -> Page | None:
        """The page with the n-grams of its own text; None where it has been read with those."""
        memory = self.memory.relearnt(self.text, self.document.blocks)
        return None if memory is None else Page(self.text, self.config, memory)

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

    @property
    def joiner(self) -> Joiner:
        if self.memory.joiner is None:
            self.memory.joiner = Joiner(self.text, self.plan.scene.ratio)
        return self.memory.joiner
