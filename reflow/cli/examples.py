"""The examples with which the help of each command starts: (command line, what it does)."""

from __future__ import annotations

from collections.abc import Mapping

Examples = tuple[tuple[str, str], ...]

EXAMPLES: Mapping[str, Examples] = {
    "reflow": (
        ("reflow page.txt > clean.txt", "clean one file"),
        ("pdftotext page.pdf - | reflow", "clean what another program writes"),
        ("reflow check docs/", "report what is broken, change nothing"),
        ("reflow fix --diff docs/", "show what would change"),
        ("reflow fix --log edits.jsonl docs/", "repair in place, with a way back"),
        ("reflow undo --log edits.jsonl a.txt", "take it back"),
        ("reflow ./check", "a file called like a command"),
    ),
    "check": (
        ("reflow check page.txt", "what is broken, marked, and why"),
        ("reflow check --output-format concise docs/", "a line each, as editors and grep read it"),
        ("reflow check --select J,R1 --statistics docs/", "how many joins and repeats"),
        ("reflow check --write-baseline known.json docs/", "accept what is there now …"),
        ("reflow check --baseline known.json docs/", "… and report what is new"),
    ),
    "fix": (
        ("reflow fix page.txt", "repair one file in place"),
        ("reflow fix --log edits.jsonl docs/", "all text files of a folder, with a way back"),
        ("reflow fix --diff docs/ | less", "show what would change"),
        ("reflow fix --interactive page.txt", "ask about every fix"),
        ("reflow fix --out-dir clean/ docs/", "leave the files, write the results elsewhere"),
    ),
    "undo": (
        ("reflow undo --log edits.jsonl page.txt", "what stood there before the run"),
        ("reflow undo --log edits.jsonl - < clean.txt", "the same as a filter"),
    ),
    "rule": (
        ("reflow rule J101", "one rule, by its code"),
        ("reflow rule broken-paragraph", "or its name"),
        ("reflow rule --all", "all of them"),
    ),
    "corpus": (
        ("reflow corpus texts/ --out clean/", "a folder of text"),
        ("reflow corpus a.jsonl.zst --field text --id-field id --out clean/", "JSON Lines"),
        ("reflow corpus --across *.parquet --out clean/", "also what documents have in common"),
        ("reflow corpus --dry-run --across a.jsonl --out clean/", "what it would cost"),
    ),
    "config": (
        ("reflow config", "the settings that hold here"),
        ("reflow config --isolated > reflow.toml", "all settings as they are by default"),
    ),
}
