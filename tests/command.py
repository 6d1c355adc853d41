"""The installed command as a real process, for the tests of the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

REFLOW = str(Path(sys.executable).with_name("reflow"))

LINES = ("check", "--output-format", "concise")
"""A line a finding."""

STRAY = "城里的图书馆 and 博物馆都在春天重新开放。\n"
MENDED = "城里的图书馆和博物馆都在春天重新开放。\n"
CLEAN = "今年春天，图书馆重新开放。\n"


def run(*arguments: str | bytes, data: bytes | str = b"", **options: Any) -> Any:
    """Run reflow; there must never be a traceback."""
    if isinstance(data, str):
        data = data.encode()
    environment = {**os.environ, **options.pop("env", {})}
    done = subprocess.run(
        [REFLOW, *arguments], input=data, capture_output=True, env=environment, **options
    )
    assert b"Traceback" not in done.stderr
    assert b"internal error" not in done.stderr
    return done


def write(folder: Path, **files: str | bytes) -> None:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
