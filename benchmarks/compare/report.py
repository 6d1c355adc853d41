"""Results as a Markdown table and an SVG plot, put into the page `docs/speed.md`."""

from __future__ import annotations

import datetime
import os
import platform
from collections.abc import Iterator, Sequence
from html import escape
from math import floor, log10
from pathlib import Path
from statistics import median

from benchmarks.compare.measure import Row

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
HEAD = (
    "| tool | run for | MB/s | × floor | joins in regions | in lines | in real drops | repeats "
    "| clean pages changed |",
    "| --- | --- | --: | --: | --: | --: | --: | --: | --: |",
)


def machine() -> str:
    """Processor, cores, memory, system and interpreter in one line."""
    name = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            name = next(
                (x.split(":")[1].strip() for x in lines if x.startswith("model name")), name
            )
        memory = f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB"
    except (OSError, ValueError):
        memory = ""
    return (
        f"{name}, {os.cpu_count()} cores{memory}, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}"
    )


def table(rows: Sequence[Row], size: int) -> Iterator[str]:
    """The lines of the table: those that were measured, then those that are absent."""
    yield from HEAD
    for row in rows:
        if row.seconds:
            name = f"{row.tool.name} {row.version}".strip()
            found = f"{row.rate(size):.2f} | {median(row.ratios):.1f} | {_quality(row)}"
            yield f"| {name} | {row.tool.does} | {found} |"
    for row in rows:
        if not row.seconds:
            yield f"| {row.tool.name} | absent: {row.absent} | | | | | | | |"


def _quality(row: Row) -> str:
    told = row.quality
    if not told:
        return "| | | |"
    failed = f", {told['failed']:g} failed" if told.get("failed") else ""
    clean = f"{told['clean_bytes_changed']:g} of {told['clean_docs']:g}{failed}"
    pairs = ("regions join", "lines join", "real join", "rep")
    return " | ".join((*(_share(told, pair) for pair in pairs), clean))


def _share(told: dict[str, float], name: str) -> str:
    """Of what is to be found the share that is, and of what is done the share that is right."""
    if f"{name}_R" not in told:
        return ""
    right = told.get(f"{name}_P")
    return "none" if right is None else f"{told[f'{name}_R']:.2f} / {right:.2f}"


def plot(rows: Sequence[Row], size: int) -> str:
    """Bars of MB/s on a scale of tenfold steps; beside each its joins in regions."""
    shown = [row for row in rows if row.seconds]
    rates = [row.rate(size) for row in shown]
    low = floor(log10(min(rates)))
    high = floor(log10(max(rates))) + 1
    left, width, step = 190, 420, 24
    height = step * len(shown) + 56

    def x(rate: float) -> float:
        return left + width * (log10(rate) - low) / (high - low)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 {height}" '
        'font-family="sans-serif" font-size="13" role="img">',
        "<title>MB of text a second of CPU, and what joins come out right</title>",
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    for power in range(low, high + 1):
        at = x(10**power)
        parts.append(f'<path d="M{at:.0f} 20V{height - 26}" stroke="#ddd"/>')
        parts.append(
            f'<text x="{at:.0f}" y="{height - 8}" text-anchor="middle">{10**power:g} MB/s</text>'
        )
    for n, (row, rate) in enumerate(zip(shown, rates, strict=True)):
        y = 24 + n * step
        color = "#2a6f97" if row.tool.name.startswith("reflow") else "#999"
        bar = max(x(rate) - left, 1)
        parts.append(f'<rect x="{left}" y="{y}" width="{bar:.0f}" height="16" fill="{color}"/>')
        parts.append(
            f'<text x="{left - 8}" y="{y + 13}" text-anchor="end">{escape(row.tool.name)}</text>'
        )
        label = f"{rate:.2f}"
        if joins := _share(row.quality, "regions join"):
            label += f" · joins {joins}"
        parts.append(f'<text x="{left + bar + 6:.0f}" y="{y + 13}">{label}</text>')
    return "\n".join([*parts, "</svg>\n"])


def write(page: Path, rows: Sequence[Row], size: int, notes: Sequence[str]) -> None:
    """Put table and plot into `page`, between its marks, and the plot beside it."""
    picture = page.with_suffix(".svg")
    picture.write_text(plot(rows, size), encoding="utf-8", newline="\n")
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    lines = (
        BEGIN,
        f"Measured by `make bench` on {today}: {machine()}.",
        *notes,
        "",
        *table(rows, size),
        "",
        f"![The same as bars]({picture.name})",
        END,
    )
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    page.write_text(before + "\n".join(lines) + after, encoding="utf-8", newline="\n")
