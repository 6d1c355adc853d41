"""Runs reflow on mutants without end and keeps those that break an invariant: `make fuzz`.

    python tests/fuzz/run.py [--count N] [--start N] [--jobs N] [--out FOLDER]

A failure is shrunk by leaving out lines and characters as long as it fails in the same way, and
written to FOLDER (default tests/fuzz/found) for a case in `tests/cases` or the corpus.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from checks import fault, kept  # noqa: E402
from mutate import document, pool  # noqa: E402


@cache
def _pool() -> list[str]:
    return pool()


def attempt(number: int) -> tuple[int, str]:
    return number, fault(document(number, _pool()))


def faults(numbers: Iterable[int], jobs: int) -> Iterator[tuple[int, str]]:
    with ProcessPoolExecutor(jobs) as workers:
        yield from workers.map(attempt, numbers, chunksize=50)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--out", type=Path, default=HERE / "found")
    options = parser.parse_args()
    wrong: Counter[str] = Counter()
    before = time.monotonic()
    for number, name in faults(range(options.start, options.start + options.count), options.jobs):
        done = number - options.start + 1
        if name:
            wrong[name] += 1
            if wrong[name] <= 20:
                print(kept(options.out, number, document(number, _pool()), name), flush=True)
        if done % 2000 == 0:
            print(f"{done} documents, {time.monotonic() - before:.0f} s, {dict(wrong)}", flush=True)
    print(f"{options.count} documents: {dict(wrong) or 'nothing wrong'}")
    return bool(wrong)


if __name__ == "__main__":
    raise SystemExit(main())
