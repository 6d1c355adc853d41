"""The HTML report in a real browser: what a person clicks and sees."""

from __future__ import annotations

import base64
import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import CHROMIUM, DRIVER, chromium
from test_writers_html import EVIL, SAMPLES, fake, html, report, sample

from reflow import Config
from reflow.joins.plan import JOIN_AT

pytestmark = [
    pytest.mark.recipes,
    pytest.mark.skipif(not CHROMIUM, reason="no chromium here"),
    pytest.mark.skipif(not DRIVER, reason="no chromedriver here"),
]
NAMES = ("repeated-passage", "newspaper-captions", "korean-page")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as driver:
        yield driver


@pytest.fixture
def page(browser: Any, tmp_path: Path) -> Any:
    """The report of three samples, opened."""
    show(browser, tmp_path, html(*map(sample, NAMES)))
    yield browser
    assert browser.get_log("browser") == []


def show(browser: Any, folder: Path, text: str) -> None:
    file = folder / "report.html"
    file.write_text(text, encoding="utf-8")
    browser.get(file.as_uri())


def press(browser: Any, *keys: str) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(browser).send_keys(*keys).perform()


def texts(browser: Any, selector: str) -> list[str]:
    found: list[str] = browser.execute_script(
        "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)", selector
    )
    return found


def visible(browser: Any, selector: str) -> bool:
    """Whether the first such element lies in the window, below the bar."""
    seen: bool = browser.execute_script(
        "const r = document.querySelector(arguments[0]).getBoundingClientRect();"
        "const top = document.querySelector('.bar').getBoundingClientRect().bottom;"
        "return r.bottom > top && r.top < innerHeight",
        selector,
    )
    return seen


def chosen(browser: Any) -> str:
    """The mark that the address names."""
    return f"mark:has(> #{browser.current_url.partition('#')[2]})"


def total() -> int:
    return sum(len(sample(name).findings) for name in NAMES)


def test_it_needs_no_network(page: Any) -> None:
    asked = page.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
    assert asked == []
    assert texts(page, "#summary") == [f"{total()} findings in 3 files"]


def test_keys_step_through_all_findings_and_around(page: Any) -> None:
    seen = []
    for number in range(1, total() + 1):
        press(page, "j")
        assert texts(page, "#count") == [f"{number} / {total()}"]
        seen += texts(page, "#panel code")[-1:]
        assert visible(page, chosen(page)), number
    assert seen == [f"--ignore-edit {f.id}" for name in NAMES for f in sample(name).findings]
    press(page, "j")
    assert texts(page, "#count") == [f"1 / {total()}"]
    press(page, "k")
    assert texts(page, "#count") == [f"{total()} / {total()}"]
    from selenium.webdriver.common.keys import Keys

    press(page, Keys.ESCAPE)
    assert texts(page, "mark.on") == []
    assert page.execute_script("return document.getElementById('panel').hidden")


def test_a_click_shows_all_reasons_and_they_add_up(page: Any) -> None:
    marks = page.find_elements("css selector", "mark.cut.k-join")
    page.execute_script("arguments[0].scrollIntoView({block: 'center'})", marks[0])
    marks[0].click()
    number = int(marks[0].get_attribute("data-f").split()[0])
    finding = [f for name in NAMES for f in sample(name).findings][number]
    weights = [int(t.replace("−", "-")) for t in texts(page, "#panel li > span:first-child")]
    assert sorted(weights) == sorted(e.weight for e in finding.evidence)
    assert f"score {sum(weights)}" in texts(page, "#panel .facts span")
    # The bars are drawn to the weights: the policy must not forbid their widths.
    widths = page.execute_script(
        "return [...document.querySelectorAll('#panel .weight i')].map(e => e.offsetWidth)"
    )
    assert widths[0] > 50
    assert widths == sorted(widths, reverse=True)


def test_what_was_not_done_is_offered(browser: Any, tmp_path: Path) -> None:
    # The threshold is set some points above a join's score, so that it is offered only.
    made = next(f for f in sample("korean-page").findings if f.code == "J101")
    config = Config(joins_threshold=made.score - JOIN_AT + 20)
    of = report((SAMPLES[0].parent / "korean-page.txt").read_bytes(), config=config)
    show(browser, tmp_path, html(of))
    finding = next(f for f in of.findings if f.status != "applied")
    browser.execute_script("document.querySelector('mark.offer').click()")
    assert texts(browser, "#panel code")[-1] == f"--ignore-edit {finding.id}"
    (offer,) = texts(browser, "#panel bdi")
    assert offer.strip("…").startswith(finding.new.strip().split("\n")[0])


def test_rules_can_be_left_out(page: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    joins = sum(f.code == "J101" for name in NAMES for f in sample(name).findings)
    button = page.find_element("css selector", "[data-code=J101]")
    button.click()
    assert texts(page, "#count") == [f"– / {total() - joins}"]
    for _ in range(total()):
        press(page, "j")
        assert texts(page, "#panel h3 b") != ["J101"]
    assert texts(page, "mark.k-join:not(.dim)") == []
    press(page, Keys.ESCAPE, "1")
    assert texts(page, "#count") == [f"– / {total()}"]
    assert texts(page, "mark.dim") == []


def test_a_removed_copy_leads_to_the_kept_one(page: Any) -> None:
    page.set_window_size(1280, 420)
    try:
        tag = page.find_element("css selector", "mark.cut a.tag")
        page.execute_script("arguments[0].scrollIntoView({block: 'center'})", tag)
        tag.click()
        assert visible(page, "mark.kept")
        assert texts(page, "#panel h3 b") == ["R101"]
        page.find_element("xpath", "//div[@class='links']/button[text()='removed']").click()
        assert visible(page, "mark.cut.k-copy")
    finally:
        page.set_window_size(1280, 800)


def test_a_link_opens_at_its_finding(page: Any) -> None:
    press(page, "j", "j")
    address, edit = page.current_url, texts(page, "#panel code")
    page.get("about:blank")
    page.get(address)
    assert texts(page, "#panel code") == edit


def test_only_changes(page: Any) -> None:
    rows = "return [...document.querySelectorAll('.row')].filter(e => e.offsetHeight).length"
    all_rows = page.execute_script(rows)
    press(page, "c")
    changed = page.execute_script(rows)
    assert 0 < changed < all_rows
    assert texts(page, "#only[aria-pressed=true]")


def test_light_and_dark(page: Any) -> None:
    def paper() -> int:
        color = page.execute_script("return getComputedStyle(document.body).backgroundColor")
        return int(color.removeprefix("rgb(").split(",")[0])

    def prefer(scheme: str) -> None:
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    prefer("dark")
    assert paper() < 60
    press(page, "t")
    assert paper() > 200
    prefer("light")
    page.refresh()
    assert paper() > 200
    press(page, "t")
    assert paper() < 60


def test_it_can_be_printed(page: Any) -> None:
    from pypdf import PdfReader

    press(page, "j")
    printed = page.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})
    reader = PdfReader(io.BytesIO(base64.b64decode(printed["data"])))
    words = " ".join(sheet.extract_text() for sheet in reader.pages)
    assert "Only changes" not in words
    assert "The Hillside Newsletter" in words
    for name in NAMES:
        for finding in sample(name).findings:
            line = sample(name).position(finding.span.start)
            assert f"{line.line}:{line.column}" in words


def test_without_scripts_the_page_is_whole(browser: Any, tmp_path: Path) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        show(browser, tmp_path, html(sample("repeated-passage")))
        source = browser.find_element("css selector", "main").text
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert "Residents can reach" in source
    assert "Passage stands twice" in source


def test_nothing_in_a_text_runs(browser: Any, tmp_path: Path) -> None:
    text = html(report(EVIL.encode(), '"><img src=x onerror=alert(3)></script>.txt'))
    show(browser, tmp_path, text)
    # An open alert would make this fail.
    assert browser.title == "reflow report"
    assert browser.find_elements("css selector", "img, main script:not([type])") == []
    press(browser, "j")
    assert texts(browser, "#panel h3 b")
    assert browser.get_log("browser") == []
    assert "<script>alert(1)</script>" in browser.find_element("css selector", "main").text


def test_a_large_report_stays_quick(browser: Any, tmp_path: Path) -> None:
    show(browser, tmp_path, html(fake(40_000, 4)))
    start = time.monotonic()
    for _ in range(10):
        press(browser, "j")
    assert time.monotonic() - start < 20
    assert texts(browser, "#count") == ["10 / 3000"]
    assert visible(browser, chosen(browser))
