"""The HTML report without a browser: what stands in the page, and what must not."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflow.api import process, process_bytes
from reflow.config import Config
from reflow.document import Span
from reflow.edits import Evidence, Safety
from reflow.result import Finding, Result
from reflow.source import Source
from reflow.writers import writer
from reflow.writers.html.align import rows
from reflow.writers.html.page import MOST
from reflow.writers.html.sheet import WHOLE
from reflow.writers.report import Report

SAMPLES = sorted(
    path
    for path in (Path(__file__).parent.parent / "samples").glob("*.txt")
    if not path.name.endswith(".clean.txt")
)
VOID = {"meta", "br", "hr", "img", "input", "link"}


class Page(HTMLParser):
    """The elements of a page; fails where one is left open or closed without being open."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str]]] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.cells: list[list[str]] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self.elements.append((tag, given))
        if tag not in VOID:
            self.open.append((tag, given))
        if tag == "div" and given.get("class", "").startswith("row"):
            self.cells.append([])
        if tag == "div" and "dir" in given:
            self.cells[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] in self.raw:
            self.raw[self.open[-1][0]].append(data)
        skipped = ("s", "a", "b") if any(t == "mark" for t, _ in self.open) else ()
        inside = any(tag == "div" and "dir" in given for tag, given in self.open)
        tagged = self.open and ("tag" in self.open[-1][1].get("class", ""))
        if inside and not tagged and self.open[-1][0] not in skipped:
            self.cells[-1][-1] += data

    def values(self, name: str) -> list[str]:
        return [given[name] for _, given in self.elements if name in given]

    @property
    def findings(self) -> list[dict[str, Any]]:
        blocks = [json.loads(text) for text in self.raw["script"] if text.startswith('{"names"')]
        return [finding for block in blocks for finding in block["findings"]]


def report(data: bytes, path: str = "page.txt", config: Config | None = None) -> Report:
    outcome = process_bytes(data, config or Config())
    found = tuple(f for f in outcome.result.findings if f.safety is not Safety.KEPT)
    return Report(path, outcome.source, found, outcome.result)


def html(*reports: Report) -> str:
    text = "".join(writer("html")(reports, False))
    text.encode()
    return text


@cache
def sample(name: str) -> Report:
    return report((SAMPLES[0].parent / f"{name}.txt").read_bytes(), f"samples/{name}.txt")


@pytest.mark.parametrize("name", [path.stem for path in SAMPLES])
def test_both_texts_stand_side_by_side(name: str) -> None:
    of = sample(name)
    page = Page(html(of))
    if not of.findings:
        assert page.cells == []
        return
    for index, text in enumerate((of.text, of.result.text)):
        assert all(len(cells) == 2 for cells in page.cells)
        shown = "".join(cells[index] for cells in page.cells)
        assert "".join(shown.split()) == "".join(text.split())


@pytest.mark.parametrize("name", [path.stem for path in SAMPLES])
def test_every_finding_is_marked_and_every_link_leads_somewhere(name: str) -> None:
    of = sample(name)
    page = Page(html(of))
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.values("href")} <= set(ids)
    assert [f["id"] for f in page.findings] == [f.id for f in of.findings]
    numbers = {int(n) for value in page.values("data-f") for n in value.split()}
    assert numbers == set(range(len(of.findings)))
    for found in page.findings:
        assert found["home"] in ids


def test_a_removed_copy_is_linked_to_the_kept_one_and_back() -> None:
    page = Page(html(sample("repeated-passage")))
    (number,) = [f["n"] for f in page.findings if f["code"] == "R101"]
    links = [g["href"] for t, g in page.elements if t == "a" and g.get("class") == "tag"]
    assert links == [f"#cut-{number}", f"#cut-{number}", f"#kept-{number}"]
    roles = {role for value in page.values("class") for role in value.split()}
    assert {"cut", "kept", "put", "k-gap", "k-join", "k-copy"} <= roles


def test_moved_text_is_marked_on_both_sides() -> None:
    text = html(sample("newspaper-captions"))
    assert text.count("moves down</span>") == text.count("from line") >= 1


EVIL = (
    '市图书馆<script>alert(1)</script> and 博物馆"><img src=x onerror=alert(2)>周末免费开放，'
    "欢迎</mark></div>市民&lt;b&gt;参观。\x00\x1b[31m\u202e\u2028</script><!-- ]]>\n"
    "工作人员介绍说展出的文物都是近年来在本地考古发掘中出土的珍\n\n贵文物，其中不少是第一次见面。\n"
)


@pytest.mark.parametrize("path", ['"><img src=x onerror=alert(3)>.txt', "a\nb</script>\udcff.txt"])
def test_texts_and_names_stay_text(path: str) -> None:
    data = EVIL.encode() + b"\xff </title> and \xfe\n"
    text = html(report(data, path))
    page = Page(text)
    assert page.findings
    assert not [tag for tag, _ in page.elements if tag in ("img", "iframe", "object")]
    assert not [key for _, given in page.elements for key in given if key.startswith("on")]
    assert sum(tag == "script" for tag, _ in page.elements) == 2
    assert not re.search("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]", text)
    # A finding's data goes where it can end nothing.
    assert all("<" not in part for part in page.raw["script"] if part.startswith('{"names"'))


def test_only_its_own_script_and_style_may_run() -> None:
    page = Page(html(sample("repeated-passage")))
    (policy,) = [g["content"] for _, g in page.elements if "http-equiv" in g]
    scripts = [text for text in page.raw["script"] if not text.startswith('{"names"')]
    for kind, (text,) in (("script", scripts), ("style", page.raw["style"])):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert not page.values("style")
    assert not re.search(r"https?:|url\(|@import", html(sample("repeated-passage")))


def test_a_page_without_findings() -> None:
    text = html(report(b"Nothing to do here.\n"), report(b""))
    assert Page(text).cells == []
    assert "no findings in 2 files, 2 of them clean" in text
    assert "no findings in no files" in html()


def fake(lines: int, every: int) -> Report:
    """A report of many joins, made without the engine."""
    text = "The ferry carried just over two million passengers last year, slightly\n" * lines
    findings, pieces, done = [], [], 0
    for number, match in enumerate(re.finditer("\n", text), 1):
        if number % every:
            continue
        span = Span(*match.span())
        pieces += [Span(done, span.start), " "]
        done = span.end
        findings.append(
            Finding(
                f"J101-{number}", "J101", "broken-paragraph", "broken", Safety.SAFE, "applied",
                span, (Evidence("reason", 9),), (), (span,), (), ((span.start, " "),), "",
                (span, " "),
            )
        )  # fmt: skip
    pieces.append(Span(done, len(text)))
    output = "".join(p.text(text) if isinstance(p, Span) else p for p in pieces)
    result = Result(text, output, tuple(findings), tuple(pieces))
    return Report("big.txt", Source(text.encode(), text, "utf-8"), tuple(findings), result)


@pytest.mark.parametrize(("lines", "every"), [(40_000, 4), (20_000, 1), (40_000, 20_000)])
def test_a_large_text_makes_no_large_page(lines: int, every: int) -> None:
    of = fake(lines, every)
    text = html(of)
    page = Page(text)
    assert len(text) < 6_000_000
    assert len(page.findings) == min(len(of.findings), MOST)
    if len(of.findings) > MOST:
        assert f"the first {MOST} are shown" in text
    if every == 20_000:
        assert len(text) < 100_000
        assert "lines more, without a change" in text


def test_a_long_line_is_cut_around_its_changes() -> None:
    filler = "市图书馆周末免费开放。" * (WHOLE // 11)
    line = f"{filler}市图书馆 and 博物馆周末免费开放。{filler}\n"
    # One sentence over and over is a loop; here only the stray word is looked at.
    text = html(report(line.encode(), config=Config(lang="zh-Hans", select=("T",))))
    assert len(text) < 100_000
    assert len(re.findall(r"… [\d,]+ characters …", text)) == 4


def test_offered_and_reported_findings_are_marked_before_only() -> None:
    text = "这是合\u200b同的文本，双方签字后生效。\n"
    page = Page(html(report(text.encode())))
    classes = [g["class"] for t, g in page.elements if t == "mark"]
    assert classes == ["note k-token", "note k-token"]
    assert "U+200B" in html(report(text.encode()))


PARTS = ["经济文化交", "流合作的若干措施，", "The council ap-", "proved it.", " and ", "\n", "\n\n"]
TEXTS = st.lists(st.sampled_from(PARTS), max_size=30).map("".join)


@given(TEXTS)
def test_rows_tile_both_texts(text: str) -> None:
    result = process(text)
    found = rows(text, result.pieces, result.text)
    for index, whole in enumerate((text, result.text)):
        assert "".join(row[index].text(whole) for row in found) == whole


@given(st.data())
def test_rows_hold_what_moved_together(data: st.DataObject) -> None:
    """Any rearrangement of pieces: a character of the original never leaves its row."""
    text = data.draw(st.text("ab\n", min_size=1, max_size=40))
    marks = sorted({0, len(text), *data.draw(st.lists(st.integers(0, len(text)), max_size=6))})
    spans: list[Span | str] = [Span(a, b) for a, b in pairwise(marks)]
    kept = data.draw(st.permutations(spans).map(lambda p: p[: data.draw(st.integers(0, len(p)))]))
    pieces = [p for span in kept for p in data.draw(st.sampled_from([[span], [span, "+"]]))]
    output = "".join(p.text(text) if isinstance(p, Span) else p for p in pieces)
    found = rows(text, pieces, output)
    assert "".join(row.before.text(text) for row in found) == text
    assert "".join(row.after.text(output) for row in found) == output
    at = 0
    for piece in pieces:
        size = piece.length if isinstance(piece, Span) else len(piece)
        if isinstance(piece, Span):
            for offset in range(size):
                (row,) = [r for r in found if r.after.start <= at + offset < r.after.end]
                assert row.before.start <= piece.start + offset < row.before.end
        at += size
