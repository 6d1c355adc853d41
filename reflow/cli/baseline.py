"""Baselines: findings that are known and left for later, so that only new ones are told.

A finding is known again by its id (its code and a hash of the text around it), not
by its line, so a baseline outlives edits elsewhere in the file, and its renaming.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from reflow.cli.inputs import UsageProblem, reason
from reflow.result import Finding
from reflow.writers.names import shown
from reflow.writers.report import Report

FORMAT = 1


class Baseline:
    """The findings that are known, each as often as it was found."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._left = Counter(ids)

    def fresh(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Those of `findings` that are not known; each known one is used up."""
        new = []
        for finding in findings:
            if self._left[finding.id]:
                self._left[finding.id] -= 1
            else:
                new.append(finding)
        return tuple(new)


def read(path: str) -> Baseline:
    """The baseline in a file; raises UsageProblem when there is none."""
    name = shown(path)
    try:
        with open(path, "rb") as file:
            data = json.load(file)
        if data["format"] != FORMAT:
            raise UsageProblem(
                f"{name}: a baseline of another format; --write-baseline writes it again"
            )
        return Baseline(str(entry["id"]) for entry in data["findings"])
    except FileNotFoundError as error:
        raise UsageProblem(f"{name}: no such baseline; --write-baseline makes it") from error
    except OSError as error:
        raise UsageProblem(f"{name}: {reason(error)}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UsageProblem(f"{name}: not a baseline; --write-baseline writes it again") from error


def text(reports: Iterable[Report]) -> tuple[str, int]:
    """A file that makes all findings of `reports` known, and how many they are."""
    entries = [
        {"path": report.path, "id": f.id, "code": f.code, "message": f.message}
        for report in reports
        for f in report.findings
    ]
    entries.sort(key=lambda entry: (entry["path"], entry["id"]))
    # Sorted and one a line, so that version control shows what was added and mended.
    rows = ",\n".join("  " + json.dumps(entry) for entry in entries)
    body = f"[\n{rows}\n ]" if rows else "[]"
    return f'{{\n "format": {FORMAT},\n "findings": {body}\n}}\n', len(entries)
