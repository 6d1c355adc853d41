"""Coverage-guided fuzzing of bytes to bytes, with atheris (libFuzzer): `make fuzz-guided`.

    python tests/fuzz/guided.py [libFuzzer's options] FOLDER tests/fuzz/corpus

New inputs that reach new code go to FOLDER.  What must hold of any bytes: they are refused with a
reason, or come out unchanged, or the log leads back to them exactly, no U+FFFD came in, and a
second run changes nothing.  libFuzzer's own `-timeout=` bounds the time of one input.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import atheris

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

with atheris.instrument_imports(include=["reflow"]):
    from reflow import log
    from reflow.api import EncodeError, process_bytes
    from reflow.config import Config
    from reflow.registry import rules
    from reflow.source import UndecodableError

    # Rules are imported when they are first asked for, which is too late for the coverage.
    rules()

from test_properties import INVARIANTS, settled  # noqa: E402

REPLACEMENT = "\ufffd"


def attempt(data: bytes) -> None:
    """Run on `data` and raise AssertionError when something does not hold."""
    try:
        outcome = process_bytes(data)
    except (UndecodableError, EncodeError):
        return
    result = outcome.result
    if not outcome.changed:
        assert outcome.data == data
    else:
        stream = io.StringIO()
        log.write(stream, "page.txt", outcome, Config())
        assert log.undo(outcome.data, stream.getvalue().splitlines(keepends=True)) == data
    assert result.text.count(REPLACEMENT) <= result.source.count(REPLACEMENT)
    for invariant in INVARIANTS:
        # What the encoding lacks is not put in, so a second run is one on bytes, too.
        if invariant is not settled:
            invariant(result)
    try:
        again = process_bytes(outcome.data)
    except UndecodableError:
        # A mixture of encodings that was read by luck.
        assert outcome.source.guessed
    else:
        assert again.data == outcome.data, "a second run changes something"


if __name__ == "__main__":
    atheris.Setup(sys.argv, attempt)
    atheris.Fuzz()
