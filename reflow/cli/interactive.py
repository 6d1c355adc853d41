"""`fix --interactive`: each fix is shown, and made only when its user says yes."""

from __future__ import annotations

import sys
from collections.abc import Callable

from reflow.api import BytesResult
from reflow.cli import terminal
from reflow.result import Finding
from reflow.writers import writer
from reflow.writers.report import Report

_QUESTION = "Make this fix? [y]es, [n]o, [a]ll from here on, [q]uit: "


class Asker:
    """Asks about all fixes of a run."""

    def __init__(self, color: bool) -> None:
        self._color = color
        self._for_all: bool | None = None
        """The answer to everything that is still to be asked."""

    @property
    def quit(self) -> bool:
        """No further fix is to be made."""
        return self._for_all is False

    def settle(
        self, path: str, outcome: BytesResult, again: Callable[[tuple[str, ...]], BytesResult]
    ) -> BytesResult:
        """The outcome that holds the fixes that were agreed to and no others.

        `again` cleans the file anew without the fixes with the given ids, for where one is not
        made, others can become possible.
        """
        answers: dict[str, bool] = {}
        while True:
            asked = sorted(
                (
                    f
                    for f in outcome.result.findings
                    if f.status == "applied" and f.id not in answers
                ),
                key=lambda f: (f.span, f.code),
            )
            for finding in asked:
                answers[finding.id] = self._ask(path, outcome, finding)
            if all(answers[f.id] for f in asked):
                return outcome
            outcome = again(tuple(id for id, yes in answers.items() if not yes))

    def _ask(self, path: str, outcome: BytesResult, finding: Finding) -> bool:
        if self._for_all is not None:
            return self._for_all
        report = Report(path, outcome.source, (finding,), outcome.result)
        terminal.error("".join(writer("full")([report], self._color)))
        while True:
            terminal.error(_QUESTION)
            line = sys.stdin.buffer.readline()
            answer = line.strip().lower()[:1].decode("ascii", "replace")
            if not line:
                terminal.error("\n")
            if answer in ("a", "q") or not line:
                self._for_all = answer == "a"
                return self._for_all
            if answer in ("y", "n"):
                return answer == "y"
