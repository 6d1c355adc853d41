"""Coverage-guided fuzzing of bytes to bytes, with atheris (libFuzzer): `make fuzz-guided`.

    python tests/fuzz/guided.py [libFuzzer's options] FOLDER tests/fuzz/corpus

New inputs that reach new code go to FOLDER.  What must hold of any bytes is `checks.held`;
libFuzzer's own `-timeout=` bounds the time of one input.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

with atheris.instrument_imports(include=["reflow"]):
    from checks import held

    from reflow.registry import rules

    # Rules are imported when they are first asked for, which is too late for the coverage.
    rules()


def attempt(data: bytes) -> None:
    held(data)


if __name__ == "__main__":
    atheris.Setup(sys.argv, attempt)
    atheris.Fuzz()
