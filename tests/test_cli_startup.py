"""What a short run costs: processor time of whole processes, and what they must not load."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

REFLOW = str(Path(sys.executable).with_name("reflow"))


def cost(*command: str, data: bytes = b"", runs: int = 5) -> float:
    """Processor time of a command in seconds: the least of some runs, as others run beside it."""
    times = []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, input=data, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert done.returncode == 0, done.stderr
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times)


@pytest.fixture(scope="module")
def unit() -> float:
    """What starting Python costs here; the bars are for a machine where that takes 16 ms."""
    return max(cost(sys.executable, "-c", "pass"), 0.016) / 0.016


def test_version_is_quick(unit: float) -> None:
    # 41 ms where it was measured.
    assert cost(REFLOW, "--version") < 0.080 * unit
