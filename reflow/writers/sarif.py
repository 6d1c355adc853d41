"""SARIF 2.1.0, as code scanning reads it (OASIS, "Static Analysis Results Interchange Format").

Columns count code points (`columnKind`), `charOffset` counts from the start of
the text.  A rule's own documentation goes along as its help.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from reflow import __version__
from reflow.document import Span
from reflow.edits import Safety
from reflow.registry import Rule, rules, web_address
from reflow.result import Finding
from reflow.writers.names import sendable, uri
from reflow.writers.report import Report, safety

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {
    Safety.SAFE: "warning",
    Safety.UNSAFE: "warning",
    Safety.DISPLAY: "note",
    Safety.KEPT: "none",
}


def write(reports: Iterable[Report], color: bool = False) -> Iterator[str]:
    """SARIF 2.1.0, for code scanning, with fixes and the rules' own documentation."""
    # Results are written as they come, so the list of rules stands behind them.
    names: dict[str, str] = {}
    yield f'{{"version": "2.1.0", "$schema": "{_SCHEMA}", '
    yield '"runs": [{"columnKind": "unicodeCodePoints", "results": ['
    separator = "\n"
    for report in reports:
        for finding in report.findings:
            names.setdefault(finding.code, finding.name)
            index = list(names).index(finding.code)
            yield separator + json.dumps(_result(report, finding, index))
            separator = ",\n"
    known = {rule.code: rule for rule in rules()}
    driver = {
        "name": "reflow",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(code, name, known.get(code)) for code, name in names.items()],
    }
    yield f'\n], "tool": {{"driver": {json.dumps(driver)}}}}}]}}\n'


def _rule(code: str, name: str, rule: Rule | None) -> dict[str, Any]:
    """A rule as SARIF describes it; one without a docstring of its own has its name only."""
    about = inspect.cleandoc(rule.doc) if rule else name
    summary = " ".join(about.split("\n\n")[0].split())
    return {
        "id": code,
        "name": name,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": summary},
        "help": {"text": re.sub(r"[*`#]+ ?", "", about), "markdown": about},
        "defaultConfiguration": {"level": "warning"},
        **({"helpUri": url} if (url := web_address(code)) else {}),
    }


def _result(report: Report, finding: Finding, index: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        # What was considered and left has passed; only then may the level be none.
        "kind": "pass" if finding.safety is Safety.KEPT else "fail",
        "level": _LEVELS[finding.safety],
        "message": {"text": sendable(finding.message)},
        "locations": [{"physicalLocation": _place(report, finding.span)}],
        "partialFingerprints": {"reflowEdit/v1": finding.id},
        "properties": {
            "safety": safety(finding).replace(" ", "-"),
            "score": finding.score,
            "evidence": [
                {
                    "name": sendable(e.name),
                    "weight": e.weight,
                    "seen": sendable(e.seen),
                    "veto": e.veto,
                }
                for e in finding.evidence
            ],
        },
    }
    if finding.related:
        found["relatedLocations"] = [
            {
                "id": number,
                "message": {"text": sendable(label)},
                "physicalLocation": _place(report, span),
            }
            for number, (label, span) in enumerate(finding.related, 1)
        ]
    if finding.fixable and finding.replacement is not None:
        span, text = finding.replacement
        # A stray byte can't be written here, so such a fix can't be offered.
        if sendable(text) == text:
            found["fixes"] = [_fix(report, finding, span, text)]
    return found


def _fix(report: Report, finding: Finding, span: Span, text: str) -> dict[str, Any]:
    return {
        "description": {"text": sendable(f"{finding.name}: {finding.new}")},
        "artifactChanges": [
            {
                "artifactLocation": {"uri": uri(report.path)},
                "replacements": [
                    {"deletedRegion": _region(report, span), "insertedContent": {"text": text}}
                ],
            }
        ],
    }


def _place(report: Report, span: Span) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": uri(report.path)},
        "region": _region(report, span),
    }


def _region(report: Report, span: Span) -> dict[str, int]:
    first, last = report.position(span.start), report.position(span.end)
    return {
        "startLine": first.line,
        "startColumn": first.column,
        "endLine": last.line,
        "endColumn": last.column,
        "charOffset": span.start,
        "charLength": span.length,
    }
