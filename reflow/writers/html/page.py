"""The page: head, one section a file, foot; written piece by piece as files come.

The page needs no network and runs no script but its own: a content security
policy names that script and that style sheet by their SHA-256.  Without
scripts all marks and the list of findings are there; filters, stepping and the
weights of the reasons need it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib import resources
from itertools import islice
from string import Template

from reflow import __version__
from reflow.edits import Evidence
from reflow.result import Finding
from reflow.writers.html.marks import Mark, Places, after, before, kind
from reflow.writers.html.render import anchor
from reflow.writers.html.sheet import count, sheet
from reflow.writers.names import sendable, shown
from reflow.writers.report import Report, safety

MOST = 3000
"""Findings that a page shows; browsers get slow with more."""


def write(reports: Iterable[Report], color: bool = False) -> Iterator[str]:
    """One page for a browser: before and after, every change marked, reasons on a click."""
    style, script = _asset("report.css"), _asset("report.js")
    head, _, foot = _asset("report.html").partition("$body")
    yield Template(head).substitute(
        style=style, style_hash=_sha256(style), script_hash=_sha256(script)
    )
    number = files = clean = total = 0
    for report in reports:
        files += 1
        total += len(report.findings)
        clean += not report.findings
        shown_here = report.findings[: max(MOST - number, 0)]
        if shown_here:
            yield from _section(report, shown_here, number)
            number += len(shown_here)
    yield Template(foot).substitute(
        script=script, version=__version__, summary=_summary(files, clean, total, number)
    )


def _summary(files: int, clean: int, total: int, number: int) -> str:
    found = f"{count(total, 'finding')} in {count(files, 'file')}"
    if clean and files > 1:
        found += f", {clean} of them clean"
    if number < total:
        found += f"; the first {number} are shown (--output-format jsonl lists them all)"
    return escape(found)


def _asset(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _section(report: Report, findings: Sequence[Finding], number: int) -> Iterator[str]:
    """One file: the two texts row by row, the list of findings, and their reasons as JSON."""
    path = escape(shown(report.path))
    encoding = escape(report.source.encoding)
    yield (
        f'<section class="file" id="file-{number}"><h2 title="{path}"><bdi>{path}</bdi> '
        f"<small>{count(len(findings), 'finding')} · {encoding}</small></h2>\n"
        '<div class="columns" aria-hidden="true"><span></span><b>Before</b><b>After</b></div>\n'
    )
    where = Places(report.result.pieces)
    left: list[Mark] = []
    right: list[Mark] = []
    for index, finding in enumerate(findings, number):
        line = report.position(finding.span.start).line
        other = report.position(finding.related[0][1].start).line if finding.related else 0
        left += before(finding, index, line, other)
        right += after(finding, index, line, where)
    yield from sheet(report, left, right)
    yield '<ol class="list" aria-label="Findings">\n'
    for index, finding in enumerate(findings, number):
        yield _item(report, finding, index)
    yield "</ol>\n"
    yield f'<script type="application/json" class="data">{_data(report, findings, number)}</script>'
    yield "</section>\n"


def _item(report: Report, finding: Finding, number: int) -> str:
    """A line of the list below the texts, which is all of the reasons that paper can show."""
    line, column = report.position(finding.span.start)
    top = sorted((e for e in finding.evidence if e.weight), key=lambda e: -abs(e.weight))
    reasons = ", ".join(f"{e.weight:+d} {_reason(e)}" for e in islice(top, 4))
    return (
        f'<li value="{number + 1}" data-item="{number}"><a href="#{_home(finding, number)}">'
        f"{line}:{column}</a> <b>{escape(finding.code)}</b> "
        f"<bdi>{escape(shown(finding.message))}</bdi> "
        f"<small>{safety(finding)}, {finding.score}: {escape(reasons)}</small></li>\n"
    )


def _home(finding: Finding, number: int) -> str:
    """The anchor of the mark that a finding has in the original."""
    if finding.status != "applied":
        return anchor("offer" if finding.fixable else "note", number)
    return anchor("cut" if finding.removed else "moved" if finding.moved else "note", number)


def _reason(evidence: Evidence) -> str:
    return shown(evidence.name) + (f": {shown(evidence.seen)}" if evidence.seen else "")


def _one_line(text: str) -> str:
    return shown(" ¶ ".join(line.strip() for line in text.splitlines() if line.strip()))


def _data(report: Report, findings: Sequence[Finding], number: int) -> str:
    """What the script needs, as JSON that can't end the element it stands in."""
    names: dict[str, int] = {}
    records = []
    for index, finding in enumerate(findings, number):
        line, column = report.position(finding.span.start)
        records.append(
            {
                "n": index,
                "home": _home(finding, index),
                "kind": kind(finding),
                "code": finding.code,
                "name": finding.name,
                "message": shown(finding.message),
                "place": f"{line}:{column}",
                "safety": safety(finding),
                "status": finding.status,
                "score": finding.score,
                "id": finding.id,
                # Text that is not in the page otherwise, for the fix was not made.
                "offer": "" if finding.status == "applied" else _one_line(finding.new),
                "why": [
                    [names.setdefault(shown(e.name), len(names)), e.weight, shown(e.seen), e.veto]
                    for e in finding.evidence
                ],
                "related": [
                    [label, report.position(span.start).line] for label, span in finding.related
                ],
            }
        )
    data = json.dumps({"names": list(names), "findings": records}, separators=(",", ":"))
    return sendable(data).replace("<", "\\u003c").replace("&", "\\u0026")
