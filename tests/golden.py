"""The samples and their goldens: `make golden` writes them, `test_samples.py` compares.

`samples/NAME.txt` is what an extractor wrote, `NAME.clean.txt` what should come
out of it, byte for byte, and `NAME.edits.jsonl` the log of the run.  A log here
holds no versions and settings, so that only a change of what is done shows up.
"""

from __future__ import annotations

import json
from pathlib import Path

from reflow.api import BytesResult, process_bytes
from reflow.config import Config
from reflow.log import records

SAMPLES = Path(__file__).parent.parent / "samples"

# What should come out and does not yet.  Their `.clean.txt` is written by hand, and
# they have no log; once one comes out right, its test fails until the line here goes.
KNOWN_FAILURES: dict[str, str] = {
    "wrapped-report": "a full stop at the very end of a full line is taken for a paragraph's end",
}


def names() -> list[str]:
    found = (path.name.removesuffix(".txt") for path in SAMPLES.glob("*.txt"))
    return sorted(name for name in found if not name.endswith(".clean"))


def read(name: str) -> bytes:
    return (SAMPLES / f"{name}.txt").read_bytes()


def expected(name: str) -> bytes:
    return (SAMPLES / f"{name}.clean.txt").read_bytes()


def log_path(name: str) -> Path:
    return SAMPLES / f"{name}.edits.jsonl"


def log(name: str, outcome: BytesResult) -> str:
    """The log of one sample, readable in a diff."""
    lines = []
    for record in records(f"{name}.txt", outcome, Config()):
        for key in ("version", "settings"):
            record.pop(key, None)
        lines.append(json.dumps(record, ensure_ascii=False) + "\n")
    return "".join(lines)


def main() -> None:
    for name in names():
        outcome = process_bytes(read(name))
        if name in KNOWN_FAILURES:
            right = outcome.data == expected(name)
            print(f"{name}: {'now right, no longer a known failure' if right else 'left alone'}")
            continue
        path = SAMPLES / f"{name}.clean.txt"
        if path.exists() and path.read_bytes() != outcome.data:
            print(f"{name}: another text comes out; read the difference")
        path.write_bytes(outcome.data)
        log_path(name).write_text(log(name, outcome), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
