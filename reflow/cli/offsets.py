"""`--map`: where each part of the output stood in the input, as one line of JSON a file.

Offsets are half-open ranges of code points of the decoded texts, without a byte
order mark.  The ranges of the output follow each other without a gap.
"""

from __future__ import annotations

import json
from typing import Any

from reflow.api import BytesResult
from reflow.log import digest


def line(path: str, outcome: BytesResult) -> str:
    """The line of one file."""
    pieces: list[dict[str, Any]] = []
    at = 0
    for piece in outcome.result.pieces:
        size = len(piece) if isinstance(piece, str) else piece.length
        source = {"inserted": piece} if isinstance(piece, str) else {"input": list(piece)}
        pieces.append({"output": [at, at + size], **source})
        at += size
    record = {
        "path": path,
        "input_sha256": digest(outcome.source.raw),
        "output_sha256": digest(outcome.data),
        "pieces": pieces,
    }
    return json.dumps(record) + "\n"
