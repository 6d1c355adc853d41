"""Time and memory of the steps of `reflow corpus --across` on a generated corpus.

    benchmarks/corpus.py MEGABYTES [JOBS] [--clean]

Makes articles of random sentences (Chinese and English, half each by bytes), in one of twenty a
passage of another one, and boilerplate in one of ten; prints seconds, CPU seconds and peak
memory of the whole run, and how many of the planted passages were taken out.  Without `--clean`
only what is needed across documents is timed.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from reflow.config import Config
from reflow.corpus import engine
from reflow.corpus.across import elsewhere
from reflow.corpus.inputs import sources
from reflow.corpus.settle import Options
from reflow.corpus.stages import Stages

BOILER = "本站所刊登的文章仅代表作者的个人观点，与本站的立场无关，转载时请注明来源和作者的姓名。"


def words(rng: random.Random, count: int, dense: bool) -> list[str]:
    """A made-up vocabulary."""
    if dense:
        return ["".join(chr(rng.randint(0x4E00, 0x5E00)) for _ in range(2)) for _ in range(count)]
    letters = "etaoinshrdlucmfwypvbgk"
    return ["".join(rng.choices(letters, k=rng.randint(3, 9))) for _ in range(count)]


def passage(rng: random.Random, vocabulary: list[str], dense: bool) -> str:
    """A paragraph of a few sentences."""
    out: list[str] = []
    for _ in range(rng.randint(2, 6)):
        chosen = rng.choices(vocabulary, k=rng.randint(8, 20))
        text = ("" if dense else " ").join(chosen)
        out.append(text + "。" if dense else text.capitalize() + ". ")
    return "".join(out).strip()


def write(path: Path, size: int) -> tuple[int, int]:
    """Write about `size` bytes of JSON Lines; documents, and passages that were planted."""
    rng = random.Random(7)
    vocabularies = {dense: words(rng, 20_000, dense) for dense in (True, False)}
    seen: dict[bool, list[str]] = {True: [], False: []}
    written = number = planted = 0
    with path.open("w", encoding="utf-8") as file:
        while written < size:
            dense = number % 3 > 0
            paragraphs = [
                passage(rng, vocabularies[dense], dense) for _ in range(rng.randint(3, 9))
            ]
            if rng.random() < 0.1:
                paragraphs.append(BOILER)
            pool = seen[dense]
            if pool and rng.random() < 0.05:
                paragraphs.insert(rng.randint(0, 3), rng.choice(pool))
                planted += 1
            elif rng.random() < 0.1:
                pool.append(max(paragraphs, key=len))
            record = {"id": f"d{number:08d}", "text": "\n\n".join(paragraphs)}
            written += file.write(json.dumps(record, ensure_ascii=False) + "\n") * (
                2 if dense else 1
            )
            number += 1
    return number, planted


def main() -> None:
    arguments = [a for a in sys.argv[1:] if not a.startswith("-")]
    size, jobs = int(float(arguments[0]) * 1e6), int(arguments[1]) if arguments[1:] else 2
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "corpus.jsonl")
        documents, planted = write(path, size)
        bytes_read = path.stat().st_size
        print(f"{bytes_read / 1e6:.1f} MB, {documents:,} documents, {planted:,} planted")
        stages = Stages(engine.start("local"), 8, jobs, False)
        clock = _Clock(bytes_read)
        place = {n: f"{folder}/{n}" for n in ("documents", "candidates", "settled", "cleaned")}
        found = sources([str(path)])
        clock("read", partial(stages.documents, found, "text", "id", "", place["documents"]))
        clock("candidates", partial(stages.candidates, place["documents"], place["candidates"]))
        windows = stages.windows(place["candidates"])
        clock("cluster", lambda: None)
        clock(
            "settle",
            partial(stages.settle, place["documents"], windows, Options(), place["settled"]),
        )
        removed = elsewhere(stages.settled(place["settled"]), stages.names(place["documents"]))
        clock("resolve", lambda: None)
        clock.total("across")
        print(f"passages taken out: {sum(map(len, removed.values())):,}")
        if "--clean" in sys.argv:
            files = [str(p) for p in Path(place["documents"]).glob("**/*.parquet")]
            clean = partial(stages.clean, files, removed, [], Config(), place["cleaned"])
            clock("clean", clean)
            clock.total("all")


class _Clock:
    """Seconds and CPU seconds, those of ended children too, since the last step."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.start = self.last = self._now()

    @staticmethod
    def _now() -> tuple[float, float]:
        usages = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return time.monotonic(), sum(u.ru_utime + u.ru_stime for u in usages)

    def __call__(self, name: str, step: Callable[[], object]) -> None:
        step()
        now = self._now()
        wall, cpu = now[0] - self.last[0], now[1] - self.last[1]
        print(f"{name:12} {wall:8.1f} s {cpu:8.1f} s CPU", flush=True)
        self.last = now

    def total(self, name: str) -> None:
        wall, cpu = (b - a for a, b in zip(self.start, self._now(), strict=True))
        rate = self.size / 1e6 / cpu
        memory = [
            resource.getrusage(w).ru_maxrss / 1e6
            for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        ]
        print(
            f"{name:12} {wall:8.1f} s {cpu:8.1f} s CPU, {rate:.2f} MB a second of CPU; peak "
            f"{memory[0]:.2f} GB, largest worker {memory[1]:.2f} GB"
        )


if __name__ == "__main__":
    main()
