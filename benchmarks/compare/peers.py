"""Other tools that people put where reflow goes, each run as its own documentation says.

From the dependency group `peers` and from Debian (`fmt`, `par`, `pandoc`); imported nowhere else.
The settings are those that keep the most of a text: no ASCII, no lower case, lines as long as
the tool allows.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from typing import Any

from benchmarks.compare.sentences import deduplicated
from benchmarks.compare.tools import Absent, Filter, Tool

SHINGLE, PERMUTATIONS, ALIKE, SHORT = 5, 128, 0.75, 30
"""Character shingles, hash functions, similarity and least code points of MinHash: the similarity
and the least length are those of reflow."""


def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise Absent(f"{error.name or name} does not import") from error


def _unstructured() -> Filter:
    # It reports its use over the network unless told not to.
    os.environ["SCARF_NO_ANALYTICS"] = os.environ["DO_NOT_TRACK"] = "true"
    return _module("unstructured.cleaners.core").group_broken_paragraphs


def _ftfy() -> Filter:
    return _module("ftfy").fix_text


def _clean_text() -> Filter:
    return partial(_module("cleantext").clean, to_ascii=False, lower=False, no_line_breaks=False)


def _textacy() -> Filter:
    steps = _module("textacy.preprocessing")
    normalize = steps.normalize
    return steps.make_pipeline(
        normalize.unicode,
        normalize.quotation_marks,
        normalize.hyphenated_words,
        normalize.whitespace,
    )


def _autocorrect() -> Filter:
    return _module("autocorrect_py").format


def _command(*words: str) -> Filter:
    if shutil.which(words[0]) is None:
        raise Absent(f"no command {words[0]}")

    def run(text: str) -> str:
        done = subprocess.run(words, input=text.encode(), capture_output=True, check=True)
        return done.stdout.decode("utf-8", "replace")

    return run


def _shingles(text: str) -> list[str]:
    return [text[i : i + SHINGLE] for i in range(max(len(text) - SHINGLE + 1, 1))]


def _deduplicated(text: str, seen_before: Callable[[int, str], bool]) -> str:
    """`text` without the paragraphs that are like an earlier one."""
    kept: Iterable[str] = (
        part
        for number, part in enumerate(text.split("\n\n"))
        if len(part) < SHORT or not seen_before(number, part)
    )
    return "\n\n".join(kept)


def _rensa() -> Filter:
    rensa = _module("rensa")

    def clean(text: str) -> str:
        known = rensa.RMinHashDeduplicator(
            threshold=ALIKE, num_perm=PERMUTATIONS, use_lsh=True, seed=1
        )

        def seen_before(number: int, part: str) -> bool:
            sketch = rensa.RMinHash(num_perm=PERMUTATIONS, seed=1)
            sketch.update(_shingles(part))
            return not known.add(str(number), sketch)

        return _deduplicated(text, seen_before)

    return clean


def _datasketch() -> Filter:
    datasketch = _module("datasketch")

    def clean(text: str) -> str:
        index = datasketch.MinHashLSH(threshold=ALIKE, num_perm=PERMUTATIONS)

        def seen_before(number: int, part: str) -> bool:
            sketch = datasketch.MinHash(num_perm=PERMUTATIONS)
            sketch.update_batch([s.encode() for s in _shingles(part)])
            if index.query(sketch):
                return True
            index.insert(number, sketch)
            return False

        return _deduplicated(text, seen_before)

    return clean


def _datatrove() -> Filter:
    steps = _module("datatrove.pipeline.dedup.sentence_dedup")
    document = _module("datatrove.data").Document
    return partial(deduplicated, steps=steps, document=document, language="cmn_Hani")


PEERS = (
    Tool("unstructured", "group_broken_paragraphs", _unstructured),
    Tool("GNU fmt", "fmt -w 2500", partial(_command, "fmt", "-w", "2500")),
    Tool("par", "par 9999", partial(_command, "par", "9999")),
    Tool(
        "pandoc",
        "commonmark+east_asian_line_breaks, --wrap=none",
        partial(
            _command, "pandoc", "-f", "commonmark+east_asian_line_breaks", "-t", "commonmark",
            "--wrap=none",
        ),
    ),
    Tool("textacy", "unicode, quotes, hyphenated words, white space", _textacy),
    Tool("clean-text", "clean, case and script kept", _clean_text),
    Tool("ftfy", "fix_text", _ftfy),
    Tool("autocorrect", "spaces and marks of CJK", _autocorrect),
    Tool("rensa", "MinHash of paragraphs", _rensa),
    Tool("datasketch", "MinHash of paragraphs", _datasketch),
    Tool("datatrove", "deduplication of sentences", _datatrove),
)  # fmt: skip
