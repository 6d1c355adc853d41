"""What must hold of any text and of any bytes, for all that try many: `fault` and `held`."""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from test_properties import INVARIANTS, settled  # noqa: E402

from reflow import log  # noqa: E402
from reflow.api import EncodeError, process, process_bytes  # noqa: E402
from reflow.config import Config  # noqa: E402
from reflow.source import UndecodableError  # noqa: E402

SLOW = 5.0
"""Seconds of CPU that no document of this size may take."""


def fault(text: str) -> str:
    """What is wrong with a run on `text`: an invariant's name, an exception's, slow; or ''."""
    before = time.process_time()
    try:
        result = process(text)
    except Exception as error:
        return f"crash: {type(error).__name__}: {str(error)[:40]}"
    if time.process_time() - before > SLOW:
        return "slow"
    if result.source != text:
        return "source"
    for invariant in INVARIANTS:
        try:
            invariant(result)
        except Exception:
            return invariant.__name__
    return ""


def held(data: bytes) -> bool:
    """Whether `data` was read as text; AssertionError when something does not hold.

    Bytes are refused with a reason, or come out unchanged, or the log leads back to them exactly;
    no U+FFFD comes in; a second run changes nothing.
    """
    try:
        outcome = process_bytes(data)
    except (UndecodableError, EncodeError):
        return False
    result = outcome.result
    if not outcome.changed:
        assert outcome.data == data
    else:
        stream = io.StringIO()
        log.write(stream, "page.txt", outcome, Config())
        assert log.undo(outcome.data, stream.getvalue().splitlines(keepends=True)) == data
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
    return True


def shrunk(text: str, wrong: str, tries: int = 400) -> str:
    """A shorter text with the same fault: parts are left out while it stays (delta debugging)."""
    size = max(len(text) // 2, 1)
    while size and tries:
        at = 0
        while at < len(text) and tries:
            shorter = text[:at] + text[at + size :]
            tries -= 1
            if fault(shorter) == wrong:
                text = shorter
            else:
                at += size
        size //= 2
    return text


def kept(folder: Path, number: int, text: str, wrong: str) -> str:
    """Write the shrunk `text` to `folder`, for a case or the corpus; what is to be told of it."""
    folder.mkdir(parents=True, exist_ok=True)
    small = shrunk(text, wrong)
    path = folder / f"{wrong.partition(':')[0]}-{number}.txt"
    path.write_bytes(small.encode("utf-8", "surrogatepass"))
    return f"{number}: {wrong}, {len(small)} characters, {path}"
