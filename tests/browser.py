"""A headless Chromium for the tests, and the picture of the report in README.

`python tests/browser.py FILE.png` takes the picture (`make screenshot`).
"""

from __future__ import annotations

import contextlib
import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")
# Not one of its own requests may leave the machine, or the page's could not be told from them.
_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
)


@contextlib.contextmanager
def chromium(width: int = 1280, height: int = 800) -> Iterator[Any]:
    """A browser window of that size, in pixels; quits at the end."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    with tempfile.TemporaryDirectory() as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = str(CHROMIUM)
        for flag in (*_FLAGS, f"--window-size={width},{height}", f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        driver = webdriver.Chrome(options=options, service=Service(DRIVER))
        try:
            size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
            driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            yield driver
        finally:
            driver.quit()


def main(target: str) -> None:
    """The report of a sample, with the removed copy chosen."""
    from PIL import Image

    from reflow.api import process_bytes
    from reflow.edits import Safety
    from reflow.writers import writer
    from reflow.writers.report import Report

    name = "samples/repeated-passage.txt"
    outcome = process_bytes((ROOT / name).read_bytes())
    found = sorted(
        (f for f in outcome.result.findings if f.safety is not Safety.KEPT),
        key=lambda f: (f.span, f.code),
    )
    report = Report(name, outcome.source, tuple(found), outcome.result)
    with tempfile.TemporaryDirectory() as folder, chromium(1360, 1040) as driver:
        page = Path(folder, "report.html")
        page.write_text("".join(writer("html")([report], False)), encoding="utf-8")
        driver.get(page.as_uri())
        driver.execute_script("document.querySelector('mark.cut.k-copy').click()")
        driver.execute_script("window.scrollTo(0, 0)")
        picture = Image.open(io.BytesIO(driver.get_screenshot_as_png())).convert("RGB")
    picture.quantize(256, Image.Quantize.MAXCOVERAGE).save(target, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1])
