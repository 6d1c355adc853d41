"""Runs all tools side by side: a process each, one round after the other.

In every round each tool does the same work, so that a slow moment of the machine meets them
all; what is told is the median over the rounds of a tool's CPU time, and of its ratio to the
floor's in the same round.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.compare.texts import ROOT
from benchmarks.compare.tools import Tool

FLOOR = "floor"


@dataclass
class Row:
    """What was measured of one tool."""

    tool: Tool
    absent: str = ""
    """Why it could not be run."""
    version: str = ""
    seconds: list[float] = field(default_factory=list)
    """Of CPU, a round each."""
    ratios: list[float] = field(default_factory=list)
    """To the floor, a round each."""
    quality: dict[str, float] = field(default_factory=dict)

    def rate(self, size: int) -> float:
        """MB of input a second of CPU."""
        return size / 1e6 / max(median(self.seconds), 1e-6)


class Worker:
    """A tool's process; asked one thing at a time."""

    def __init__(self, name: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.compare.worker", name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
        )
        self.ready = self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        found: dict[str, Any] = json.loads(line) if line else {"absent": "its process died"}
        return found

    def ask(self, *order: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def measure(
    tools: list[Tool], path: Path, rounds: int, bench: Path | None = None, every: int = 0
) -> list[Row]:
    """Rows of `tools`, the floor among them, for the text at `path`.

    With `every`, their quality on every so many pages of `bench` is scored, too.
    """
    rows: list[Row] = []
    with ExitStack() as stack:
        workers: dict[str, Worker] = {}
        for tool in tools:
            worker = Worker(tool.name)
            stack.callback(worker.close)
            absent = worker.ready.get("absent", "")
            rows.append(Row(tool, absent, worker.ready.get("version", "")))
            if not absent:
                workers[tool.name] = worker
        for _ in range(rounds):
            _round(rows, workers, path)
        for row in rows:
            if every and not row.absent and row.tool.scored:
                told = workers[row.tool.name].ask("score", str(bench) if bench else None, every)
                row.quality, row.absent = ({}, told["absent"]) if "absent" in told else (told, "")
    return rows


def _round(rows: list[Row], workers: dict[str, Worker], path: Path) -> None:
    floor = workers[FLOOR].ask("run", str(path))["cpu"]
    for row in rows:
        if row.absent:
            continue
        if row.tool.name == FLOOR:
            told = {"cpu": floor}
        else:
            told = workers[row.tool.name].ask("run", str(path))
        if "absent" in told:
            row.absent = told["absent"]
            continue
        row.seconds.append(told["cpu"])
        row.ratios.append(told["cpu"] / max(floor, 1e-6))
