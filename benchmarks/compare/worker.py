"""One tool in a process of its own, told what to do line by line.

    python -m benchmarks.compare.worker NAME

A first line of JSON says whether the tool is there.  Then each line of standard input is a list:
`["run", FILE]` reads, decodes, cleans, encodes and writes (to nowhere) and answers with seconds of
CPU, children's too; `["score", BENCH, EVERY]` cleans every so many pages of the development data
and answers with the scorer's figures.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.compare.quality import score
from benchmarks.compare.tools import Absent, Filter, table


def cpu() -> float:
    usages = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in usages)


def timed(clean: Filter, path: str) -> float:
    """Seconds of CPU for one file, from its bytes to the bytes of the result."""
    start = cpu()
    text = Path(path).read_bytes().decode("utf-8")
    data = clean(text).encode("utf-8", "surrogatepass")
    with open(os.devnull, "wb") as nowhere:
        nowhere.write(data)
    return cpu() - start


def release(name: str) -> str:
    try:
        return version(name.replace(" ", "-"))
    except PackageNotFoundError:
        return ""


def main() -> None:
    name = sys.argv[1]
    answers = os.fdopen(os.dup(1), "w")
    # Some tools print; what they say is no answer.
    os.dup2(2, 1)

    def answer(value: Any) -> None:
        answers.write(json.dumps(value) + "\n")
        answers.flush()

    try:
        clean = table()[name].make()
        clean("热身。\n\nWarm-\nup.\n")
    except Absent as why:
        answer({"absent": str(why)})
        return
    except Exception as error:
        answer({"absent": f"does not run here: {type(error).__name__}: {error}"[:200]})
        return
    answer({"version": release(name)})
    for line in sys.stdin:
        order, *rest = json.loads(line)
        if order == "run":
            answer({"cpu": timed(clean, *rest)})
        else:
            answer(score(clean, *rest))


if __name__ == "__main__":
    main()
