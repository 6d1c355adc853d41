"""What a run would do, and about what it would cost, by a sample that is tried."""

from __future__ import annotations

import time
from dataclasses import dataclass

from reflow.corpus.documents import Job, work
from reflow.corpus.inputs import rows, sources
from reflow.corpus.postings import SCHEME
from reflow.corpus.run import Settings

# Documents that are tried: one for each power of two, so that few are held of many.
_KEPT = 64
# CPU seconds a character for what is done across documents (benchmarks/corpus.py: 38 s for 124 MB,
# 70 million characters), and bytes of a fingerprint.
_ACROSS = 0.55e-6
_BYTES = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """Counts of a corpus and what cleaning it is likely to cost."""

    files: int
    documents: int
    characters: int
    failures: int
    measured: int
    """Documents by which the cost was estimated."""
    seconds: float
    """CPU time."""
    workers: int
    shuffled: int
    """Bytes that go between processes or machines for `across`."""


def plan(settings: Settings) -> Plan:
    """Read all inputs, clean some documents, write nothing.

    Raises Unreadable.
    """
    found = sources(settings.inputs, settings.encoding)
    documents = characters = failures = 0
    step, held = 1, []
    for source in found:
        for row in rows(source, settings.field, settings.id_field, settings.order_field):
            if row.text is None:
                failures += 1
                continue
            if documents % step == 0:
                held.append(row.text)
                if len(held) > _KEPT:
                    held, step = held[::2], step * 2
            documents += 1
            characters += len(row.text)
    # The first document pays for the start.
    for text in held[:1]:
        work(Job("", text, "", None, False), settings.config)
    start = time.process_time()
    for text in held:
        work(Job("", text, "", None, False), settings.config)
    spent = time.process_time() - start
    seconds = spent * characters / max(sum(map(len, held)), 1)
    if settings.across:
        seconds += characters * _ACROSS
    shuffled = characters // SCHEME[2] * _BYTES if settings.across else 0
    return Plan(
        len(found),
        documents,
        characters,
        failures,
        len(held),
        seconds,
        settings.workers,
        shuffled,
    )
