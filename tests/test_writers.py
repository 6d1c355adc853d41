"""The formats for other programs: valid by their schemas, escaped, and true to the text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
import xmlschema
from jsonschema import validators

from reflow.api import process_bytes
from reflow.config import Config
from reflow.edits import Safety
from reflow.writers import FORMATS, writer
from reflow.writers.report import Report

DATA = Path(__file__).parent / "data"
SAMPLES = sorted(
    path
    for path in (Path(__file__).parent.parent / "samples").glob("*.txt")
    if not path.name.endswith(".clean.txt")
)
EVIL = (
    "市图书馆<script>alert(1)</script> and 博物馆周末免费开放，"
    "欢迎市民::error::参观，]]>&amp;\x00\x1b[31m"
    "工作人员介绍说展出的文物都是近年来在本地考古发掘中出土的珍\n\n贵文物，\u202e其中不少是第一次见面。\n"
).encode() + b"\xff\xfe\xed\xa0\x80 \xe5\xb8\x82\n"
PATHS = ['"><img src=x>\n%2C,:&.txt', "./a b/\u00fc\u202e.txt", "/tmp/page.txt", "bad\udcff.txt"]


def report(data: bytes, path: str = "page.txt", kept: bool = False) -> Report:
    outcome = process_bytes(data, Config())
    found = tuple(f for f in outcome.result.findings if kept or f.safety is not Safety.KEPT)
    return Report(path, outcome.source, found, outcome.result)


REPORTS = {
    **{path.stem: report(path.read_bytes(), f"samples/{path.name}") for path in SAMPLES},
    **{f"evil-{number}": report(EVIL, path, kept=True) for number, path in enumerate(PATHS)},
}


def written(name: str, reports: Iterable[Report]) -> str:
    text = "".join(writer(name)(reports, False))
    text.encode()  # no stray bytes: everything that reads these formats wants Unicode text
    return text


def check(schema: str, value: Any) -> None:
    rules = json.loads((DATA / f"{schema}.schema.json").read_text(encoding="utf-8"))
    kind = validators.validator_for(rules)
    kind.check_schema(rules)
    kind(rules, format_checker=kind.FORMAT_CHECKER).validate(value)


@pytest.fixture(params=[*REPORTS, "all", "none"])
def reports(request: pytest.FixtureRequest) -> list[Report]:
    if request.param == "all":
        return list(REPORTS.values())
    return [] if request.param == "none" else [REPORTS[request.param]]


def test_sarif(reports: list[Report]) -> None:
    log = json.loads(written("sarif", reports))
    check("sarif-2.1.0", log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    findings = [(r, f) for r in reports for f in r.findings]
    assert len(run["results"]) == len(findings)
    for result, (of, finding) in zip(run["results"], findings, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.code
        (location,) = result["locations"]
        region = location["physicalLocation"]["region"]
        start = region["charOffset"]
        assert (start, start + region["charLength"]) == finding.span
        lines = re.split(r"\r\n|\r|\n", of.text)
        line, column = region["startLine"], region["startColumn"]
        assert lines[line - 1][column - 1 :].startswith(
            re.split(r"[\r\n]", finding.span.text(of.text))[0]
        )
    assert len({r["id"] for r in rules}) == len(rules)


def test_sarif_names_files_by_their_bytes() -> None:
    for path in PATHS:
        log = json.loads(written("sarif", [report(EVIL, path)]))
        uri = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"][
            "uri"
        ]
        assert re.fullmatch(r"(file://)?[A-Za-z0-9._~%/-]+", uri)
        named = unquote_to_bytes(uri.removeprefix("file://"))
        assert named == path.removeprefix("./").encode("utf-8", "surrogateescape")


def test_sarif_carries_the_rule_as_help() -> None:
    log = json.loads(written("sarif", REPORTS.values()))
    rules = {r["id"]: r for r in log["runs"][0]["tool"]["driver"]["rules"]}
    assert "**What it does.**" in rules["J101"]["help"]["markdown"]
    assert not re.search(r"[*`#]", rules["J101"]["help"]["text"])
    assert rules["R102"]["help"]["text"].startswith("Report where a copy")


def test_gitlab(reports: list[Report]) -> None:
    issues = json.loads(written("gitlab", reports))
    if not any(of.path.startswith("/") for of in reports):
        check("gitlab-code-quality", issues)
    assert len(issues) == sum(len(of.findings) for of in reports)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


def test_junit(reports: list[Report]) -> None:
    text = written("junit", reports)
    schema = xmlschema.XMLSchema(DATA / "junit.xsd")
    schema.validate(text)
    found: Any = schema.to_dict(text)
    suites = found.get("testsuite", [])
    assert len(suites) == len(reports)
    for suite, of in zip(suites, reports, strict=True):
        cases = suite["testcase"]
        assert suite["@tests"] == len(cases) == max(len(of.findings), 1)
        assert suite["@failures"] == sum("failure" in case for case in cases)
        assert suite["@failures"] == sum(f.fixable for f in of.findings)
        assert suite["@skipped"] == sum("skipped" in case for case in cases)


def test_rdjson(reports: list[Report]) -> None:
    result = json.loads(written("rdjson", reports))
    check("rdjson", result)
    lines = [json.loads(line) for line in written("rdjsonl", reports).splitlines()]
    assert [{**d, "source": result["source"]} for d in result["diagnostics"]] == lines
    diagnostics = iter(result["diagnostics"])
    for of in reports:
        for finding in of.findings:
            found = next(diagnostics)
            assert _cut(of, found["location"]["range"]) == _bytes(finding.span.text(of.text))
            for suggestion in found.get("suggestions", ()):
                assert finding.replacement is not None
                span, text = finding.replacement
                assert _cut(of, suggestion["range"]) == _bytes(span.text(of.text))
                assert suggestion["text"] == text


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _cut(of: Report, place: dict[str, dict[str, int]]) -> bytes:
    """The bytes in a range, as reviewdog counts: columns are bytes of UTF-8."""
    lines = re.findall(rb"(?s)[^\r\n]*(?:\r\n|\r|\n|$)", _bytes(of.text))
    start, end = (
        sum(map(len, lines[: place[side]["line"] - 1])) + place[side]["column"] - 1
        for side in ("start", "end")
    )
    return _bytes(of.text)[start:end]


def test_github(reports: list[Report]) -> None:
    """A command a finding, and nothing from a text or a name can start a second one."""
    lines = written("github", reports).splitlines()
    findings = [(of, f) for of in reports for f in of.findings]
    assert len(lines) == len(findings)
    for line, (of, finding) in zip(lines, findings, strict=True):
        command = re.fullmatch(r"::(warning|notice) ((?:\w+=[^:,]+,?)+)::(.+)", line)
        assert command
        properties = dict(p.split("=", 1) for p in command[2].split(","))
        assert properties["title"] == f"{finding.code} {finding.name}"
        assert properties["line"] == str(of.position(finding.span.start).line)
        assert ("col" in properties) != ("endLine" in properties)
        assert (command[1] == "warning") == finding.fixable


@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_json_shows_what_is_to_be_changed(name: str) -> None:
    """Edits of fixes that are made, and the one edit of a fix that is only offered."""
    text = written(name, REPORTS.values())
    found = json.loads(text) if name == "json" else [json.loads(t) for t in text.splitlines()]
    for record in found:
        fixable = record["safety"] in ("safe", "unsafe")
        assert (record["fix"] is not None) == fixable, record["id"]
        for edit in record["fix"]["edits"] if fixable else ():
            assert edit["span"]["start"] < edit["span"]["end"] or edit["text"]


@pytest.mark.parametrize("name", ["wrapped-report", "german-crlf", "korean-page", "gbk-page"])
def test_replacements_make_the_result(name: str) -> None:
    """Fixes that do not meet give together what the run gave."""
    of = REPORTS[name]
    text, end = of.text, len(of.text)
    applied = (f for f in of.findings if f.status == "applied")
    pairs = sorted((f.replacement for f in applied if f.replacement), reverse=True)
    for span, new in pairs:
        assert span.end <= end
        text, end = text[: span.start] + new + text[span.end :], span.start
    assert pairs
    assert text == of.result.text


def test_formats_are_streams() -> None:
    """A finding is written when it is found, so that many files need little memory."""

    def endless() -> Iterable[Report]:
        while True:
            yield REPORTS["wrapped-report"]

    for name in FORMATS:
        if name != "html":
            parts = iter(writer(name)(endless(), False))
            assert "J101" in "".join(next(parts) for _ in range(9))
