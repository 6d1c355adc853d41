"""Measures what is said about stray tokens, as `reflow check` says it: `make tokens`.

    measure_tokens.py BENCH_DIR [--list]

`score_tokens.py` of the development data sees fixes only; this sees reports as well.  Rows of
`tokens/dev.tsv` are documents of their own, and so are the documents of `corpora`, which hold
no planted strays: each finding there counts as false.  `--list` shows every stray that nothing
was said about and every finding on legitimate text.  Ends with 1 when a bar is missed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from reflow.lang import scripts

SAID = 0.92
"""Share of stray function words that must be fixed or reported."""
FIXES, REPORTS = 0.2, 2.0
"""False ones for each million CJK letters of running text, at most."""
# A row of the table is a part of a sentence; the scorer ends it, too.
_ENDINGS, _CLOSING = "。！？!?….", "”’」』）)】》〉\"'*"


class Document(NamedTuple):
    group: str
    text: str
    start: int = 0
    end: int = 0
    """Where the token is; nowhere in running text."""


def rows(path: Path) -> Iterator[Document]:
    """The rows of a table of tokens in context, each a document of its class."""
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        _, lang, left, token, right, label, _, kind, *_ = line.split("\t")
        left, tail = left.lstrip(), right.rstrip()
        mark = "" if tail.rstrip(_CLOSING)[-1:] in tuple(_ENDINGS) else "。"
        start = len(left) + len(token) - len(token.lstrip())
        text = left + token + tail + ("." if mark and lang == "ko" else mark) + "\n"
        kind = "function word" if kind.startswith("fn") else kind
        yield Document(f"{label} {kind}", text, start, start + len(token.strip()))


def running_text(folder: Path) -> Iterator[Document]:
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.open(encoding="utf-8"):
            record = json.loads(line)
            blocks = (block["text"] for block in record["blocks"] if block.get("text"))
            yield Document(record["lang"], "\n\n".join(blocks) + "\n")


def check(documents: list[Document]) -> list[list[dict[str, Any]]]:
    """The findings of the token rules in each document, by the command line."""
    found: list[list[dict[str, Any]]] = [[] for _ in documents]
    command = [str(Path(sys.executable).with_name("reflow")), "check", "--isolated", "--exit-zero"]
    command += ["--select", "T", "--output-format", "jsonl", "--files-from", "-"]
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{number}.txt") for number in range(len(documents))]
        for path, document in zip(paths, documents, strict=True):
            path.write_text(document.text, encoding="utf-8", newline="")
        names = "\n".join(map(str, paths))
        run = subprocess.run(
            command, input=names, stdout=subprocess.PIPE, check=True, encoding="utf-8"
        )
    for line in run.stdout.splitlines():
        record = json.loads(line)
        found[int(Path(record["path"]).stem)].append(record)
    return found


def show(document: Document, start: int, end: int, what: str) -> None:
    before, after = document.text[max(0, start - 30) : start], document.text[end : end + 30]
    shown = f"{before}【{document.text[start:end]}】{after}".replace("\n", "⏎")
    print(f"  {document.group}: {shown} {what}")


def measure_rows(documents: list[Document], listing: bool) -> float:
    """Print a line for each class of row; the share of function words that something is said of."""
    counts: dict[str, Counter[str]] = {}
    for document, findings in zip(documents, check(documents), strict=True):
        said = {
            "fixed" if finding["safety"] == "safe" else "reported"
            for finding in findings
            if finding["span"]["start"] < document.end and finding["span"]["end"] > document.start
        }
        verdict = "fixed" if "fixed" in said else "reported" if said else "silent"
        counts.setdefault(document.group, Counter())[verdict] += 1
        if listing and (verdict == "silent") == document.group.startswith("stray"):
            show(document, document.start, document.end, verdict)
    print(f"{'rows':28}{'all':>8}{'fixed':>10}{'reported':>10}{'silent':>10}{'said':>8}")
    for group, count in sorted(counts.items(), reverse=True):
        share = 1 - count["silent"] / count.total()
        figures = "".join(f"{count[name]:10}" for name in ("fixed", "reported", "silent"))
        print(f"{group:28}{count.total():8}{figures}{share:8.3f}")
    count = counts["stray function word"]
    return 1 - count["silent"] / count.total()


def measure_running_text(documents: list[Document], listing: bool) -> tuple[float, float]:
    """Print a line for each language; false fixes and reports a million CJK letters."""
    letters: Counter[str] = Counter()
    said: dict[str, Counter[str]] = {}
    for document, findings in zip(documents, check(documents), strict=True):
        letters[document.group] += sum(scripts.letters(document.text))
        counts = said.setdefault(document.group, Counter())
        for finding in findings:
            verdict = "fixed" if finding["safety"] == "safe" else "reported"
            counts[verdict] += 1
            if listing:
                span = finding["span"]
                show(document, span["start"], span["end"], f"{finding['code']} {verdict}")
    print(f"\n{'running text':28}{'letters':>8}{'fixed':>10}{'reported':>10}")
    for group, counts in said.items():
        print(f"{group:28}{letters[group]:8}{counts['fixed']:10}{counts['reported']:10}")
    millions = letters.total() / 1_000_000
    fixed, reported = (sum(c[v] for c in said.values()) / millions for v in ("fixed", "reported"))
    print(f"{'for each million letters':28}{letters.total():8}{fixed:10.2f}{reported:10.2f}")
    return fixed, reported


def main(bench: Path, listing: bool = False) -> bool:
    """Whether all bars are met."""
    share = measure_rows(list(rows(bench / "tokens/dev.tsv")), listing)
    fixed, reported = measure_running_text(list(running_text(bench / "corpora")), listing)
    print(f"\nsaid of stray function words: {share:.3f} (bar {SAID})")
    print(f"false fixes: {fixed:.2f} (bar {FIXES}); reports: {reported:.2f} (bar {REPORTS})")
    return share >= SAID and fixed <= FIXES and reported <= REPORTS


if __name__ == "__main__":
    sys.exit(0 if main(Path(sys.argv[1]), "--list" in sys.argv[2:]) else 1)
