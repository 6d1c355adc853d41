"""The cost of hostile input: CPU seconds, growth and memory of `reflow -` on each family.

    python benchmarks/adversarial.py [--sizes 256,512,1024] [--only PART] [--memory] [--line MB]

Limits (issue: near linear on any input): at most 3 s of CPU at 256 KB, 10 s at 1 MB, growth below
2^1.2 for each doubling where the times are long enough to be measured, peak memory at 16 MB at
most 10 times the input plus 60 MB, and one line of 256 MB done or refused with a message.
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from hostile import FAMILIES, LINE

SECONDS = {256: 3.0, 1024: 10.0}
GROWTH = 1.2
MEASURABLE = 0.3
"""Seconds of CPU below which growth is noise."""
COMMAND = shutil.which("reflow", path=str(Path(sys.executable).parent)) or "reflow"


class Run(NamedTuple):
    code: int
    cpu: float
    peak: float
    """MB"""
    message: str


def measure(path: str, limit: int) -> Run:
    """Run the filter on a file; its CPU seconds are limited by the system."""
    with tempfile.TemporaryFile() as errors, open(path, "rb") as given:
        before = time.monotonic()
        child = subprocess.Popen(
            [COMMAND, "--isolated", "-"],
            stdin=given,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 2)),
        )
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        message = errors.read().decode("utf-8", "replace").strip().splitlines()
    note = message[-1] if message else f"{time.monotonic() - before:.1f} s"
    return Run(child.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, note)


def family(name: str, sizes: list[int], folder: str, idle: Run) -> bool:
    """Measure one family at all sizes; whether it keeps the limits."""
    times: list[float] = []
    faults: list[str] = []
    for size in sizes:
        path = os.path.join(folder, "input.txt")
        Path(path).write_bytes(FAMILIES[name](size * 1024))
        run = measure(path, limit=40)
        times.append(max(run.cpu - idle.cpu, 0.001))
        if run.code not in (0, 2):
            faults.append(f"exit {run.code} at {size} KB: {run.message[:60]}")
            break
        if run.cpu > SECONDS.get(size, math.inf):
            faults.append(f"{run.cpu:.1f} s at {size} KB")
    growth = 0.0
    if len(times) > 1 and times[-1] > MEASURABLE:
        doublings = math.log2(sizes[len(times) - 1] / sizes[0])
        growth = math.log2(times[-1] / times[0]) / doublings
        if growth > GROWTH and times[0] > MEASURABLE / 4:
            faults.append(f"grows as 2^{growth:.2f}")
    row = "  ".join(f"{t:6.2f}" for t in times)
    print(f"{name:36} {row}  2^{growth:4.2f}  {'; '.join(faults)}", flush=True)
    return not faults


def memory(folder: str, idle: Run) -> bool:
    """Peak memory at 16 MB: one line, lines, Han and Latin."""
    size, kept = 16 << 20, True
    for name, unit in (
        ("one line, Latin", "the ferry carried children "),
        ("one line, Han", LINE),
        ("lines, Latin", "the ferry carried {} children\n"),
        ("lines, Han", LINE + "{}\n"),
        ("paragraphs, Han", LINE + "{}" + LINE + "。\n\n"),
    ):
        count = size // len(unit.encode())
        text = "".join(unit.format(i) for i in range(count)) if "{" in unit else unit * count
        path = os.path.join(folder, "input.txt")
        Path(path).write_text(text, encoding="utf-8")
        megabytes = os.path.getsize(path) / (1 << 20)
        run = measure(path, limit=900)
        fine = run.code == 0 and run.peak <= 10 * megabytes + 60
        kept = kept and fine
        times = (run.peak - idle.peak) / megabytes
        print(
            f"16 MB, {name:20} {run.cpu:7.1f} s {run.peak:7.0f} MB = {times:.1f} times the input"
            f"{'' if fine else f'  too much (exit {run.code}: {run.message})'}",
            flush=True,
        )
    return kept


def long_line(megabytes: int, folder: str) -> bool:
    """One line of one letter: done, or refused with a message."""
    path = os.path.join(folder, "input.txt")
    with open(path, "wb") as file:
        for _ in range(megabytes):
            file.write(b"x" * (1 << 20))
    run = measure(path, limit=1200)
    fine = run.code in (0, 2)
    print(f"one line of {megabytes} MB: exit {run.code}, {run.cpu:.0f} s, {run.peak:.0f} MB, "
          f"{run.message}")  # fmt: skip
    return fine


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", default="256,512,1024", help="in KB")
    parser.add_argument("--only", default="", help="families whose name holds this")
    parser.add_argument("--memory", action="store_true", help="peak memory at 16 MB instead")
    parser.add_argument("--line", type=int, default=0, help="one line of so many MB instead")
    options = parser.parse_args()
    sizes = [int(s) for s in options.sizes.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "empty.txt")
        Path(path).write_text("a\n", encoding="utf-8")
        idle = min((measure(path, 60) for _ in range(3)), key=lambda run: run.cpu)
        if options.memory:
            return not memory(folder, idle)
        if options.line:
            return not long_line(options.line, folder)
        print(f"{'CPU seconds at KB':36} {'  '.join(f'{s:6}' for s in sizes)}")
        names = [name for name in FAMILIES if options.only in name]
        kept = [family(name, sizes, folder, idle) for name in names]
        return not all(kept)


if __name__ == "__main__":
    raise SystemExit(main())
