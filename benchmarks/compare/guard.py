"""The guard against getting slow: `make guard`, called by .ci/run.

CPU time of reflow as a multiple of the floor's, on the same generated text in the same process;
a busy or slow machine changes both.  The least of several turns counts on each side, for a
neighbour on the machine can only add.  It fails when the multiple is above `LIMIT` in every one
of a few attempts.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from benchmarks.compare.floor import unchanged
from benchmarks.compare.texts import generated

SIZE, TURNS, ATTEMPTS = 60_000, 2, 3
FLOORS = 40
"""Times that the floor is run in a turn, so that a turn can be measured by the clock of CPU."""
LIMIT = 680.0
"""Twice what was measured (342 with eight processes on two cores, where the version before reasons
were kept and lines were read once a run took 441).  An accident of design, such as a pass for each
line or a table for each word, costs more than that.  Lower it with each gain."""


def multiple(clean: Callable[[str], str], data: bytes, turns: int = TURNS) -> float:
    """CPU time of `clean` as a multiple of the floor's, each the least of `turns` in turn."""
    floor, cost = [], []
    for _ in range(turns):
        floor.append(_seconds(unchanged, data, FLOORS))
        cost.append(_seconds(clean, data, 1))
    return min(cost) / min(floor)


def _seconds(clean: Callable[[str], str], data: bytes, times: int) -> float:
    start = time.process_time()
    for _ in range(times):
        clean(data.decode("utf-8")).encode("utf-8")
    return (time.process_time() - start) / times


def main() -> None:
    import reflow

    data = generated(None, SIZE).encode("utf-8")
    reflow.clean(data[:3000].decode("utf-8", "ignore"))
    for _ in range(ATTEMPTS):
        found = multiple(reflow.clean, data)
        print(f"{found:.0f} × the floor, at most {LIMIT:.0f}")
        if found <= LIMIT:
            return
    sys.exit("reflow became slower: profile it, or say why and set LIMIT anew")


if __name__ == "__main__":
    main()
