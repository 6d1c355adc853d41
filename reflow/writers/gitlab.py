"""GitLab's Code Quality report: one JSON array of issues."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from typing import Any

from reflow.result import Finding
from reflow.writers.names import relative, sendable
from reflow.writers.report import Report


def write(reports: Iterable[Report], color: bool = False) -> Iterator[str]:
    """A Code Quality report, for GitLab's merge requests."""
    separator = "[\n"
    for report in reports:
        for finding in report.findings:
            yield separator + json.dumps(_issue(report, finding))
            separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"


def _issue(report: Report, finding: Finding) -> dict[str, Any]:
    path = relative(report.path)
    # GitLab takes issues with one fingerprint for one issue; ids are for one file only.
    key = os.fsencode(os.path.normpath(report.path)) + b"\0" + finding.id.encode()
    return {
        "description": sendable(f"{finding.code} {finding.name}: {finding.message}"),
        "check_name": finding.code,
        "fingerprint": hashlib.sha256(key).hexdigest(),
        "severity": "minor" if finding.fixable else "info",
        "location": {
            "path": path,
            "lines": {
                "begin": report.position(finding.span.start).line,
                "end": report.position(finding.span.end).line,
            },
        },
    }
