"""A run: the stages in order, each kept when it is done, so that a broken-off run goes on.

Everything is first written in a folder aside, `DIR/.work`; what is finished there under its
final name is finished.  The outputs are moved to DIR whole, the manifest last.
"""

from __future__ import annotations

import contextlib
import glob
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from reflow.config import Config
from reflow.corpus import engine, output
from reflow.corpus.inputs import Source, Unreadable, sources
from reflow.corpus.settle import Options

Progress = Callable[[int, int, str], None]
"""Called with steps done, steps in all, and what is done next."""

MANIFEST = "manifest.json"
_WORK = ".work"
# Files of documents that are cleaned together; what is done of them is not done again.
_TOGETHER = 4
_OPTIONS, _CONFIG = Options(), Config()
_STAGES = ("documents", "candidates", "settled")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run does.  Only `engine`, `partitions` and `workers` don't bear on the result."""

    inputs: tuple[str, ...]
    out: str
    field: str = "text"
    id_field: str = "id"
    order_field: str = ""
    encoding: str = "auto"
    across: bool = False
    options: Options = _OPTIONS
    config: Config = _CONFIG
    engine: str = engine.LOCAL
    partitions: int = 8
    workers: int = 1


def run(settings: Settings, progress: Progress = lambda done, total, what: None) -> dict[str, Any]:
    """Clean a corpus and return its manifest.

    Raises Unreadable for inputs or an output folder that can't be used, `engine.Missing` where
    the engine is not installed.
    """
    found = sources(settings.inputs, settings.encoding)
    output.check(found)
    daft = engine.start(settings.engine)
    plan = _plan(settings, found)
    work = _prepare(settings.out, plan)
    if work is None:
        return _read(os.path.join(settings.out, MANIFEST))
    return _Run(settings, found, plan, work, daft, progress).run()


class _Run:
    def __init__(
        self,
        settings: Settings,
        found: list[Source],
        plan: dict[str, Any],
        work: str,
        daft: Any,
        progress: Progress,
    ) -> None:
        from reflow.corpus.stages import Stages

        self.settings, self.found, self.plan, self.work = settings, found, plan, work
        self.stages = Stages(
            daft, settings.partitions, settings.workers, settings.engine != engine.LOCAL
        )
        self.progress = progress
        self.done = 0
        self.total = len(_STAGES) + 2

    def run(self) -> dict[str, Any]:
        s, stages = self.settings, self.stages
        documents = self._once(
            "documents",
            lambda out: stages.documents(self.found, s.field, s.id_field, s.order_field, out),
        )
        if not _files(documents):
            raise Unreadable("there is no document in the inputs")
        twice = stages.twice(documents)
        elsewhere: dict[int, list[Any]] = {}
        if s.across:
            elsewhere = self._across(documents)
        units = list(_units(_files(documents)))
        self.total = len(_STAGES) + len(units) + 1
        cleaned: list[str] = []
        for name, files in units:
            folder = self._once(
                os.path.join("cleaned", name),
                partial(stages.clean, files, elsewhere, twice, s.config),
            )
            cleaned += _files(folder)
        self.progress(self.done, self.total, "writing")
        return output.write(self.found, stages.ordered(cleaned), self.plan, self.work, s.out)

    def _across(self, documents: str) -> dict[int, list[Any]]:
        from reflow.corpus.across import elsewhere

        stages = self.stages
        candidates = self._once("candidates", lambda out: stages.candidates(documents, out))
        windows = stages.windows(candidates) if _files(candidates) else []
        if not windows:
            return {}
        settled = self._once(
            "settled", lambda out: stages.settle(documents, windows, self.settings.options, out)
        )
        return elsewhere(stages.settled(settled), stages.names(documents))

    def _once(self, name: str, make: Callable[[str], None]) -> str:
        """The folder of a stage, made unless it is there."""
        place = os.path.join(self.work, name)
        self.progress(self.done, self.total, name)
        if not os.path.isdir(place):
            aside = f"{place}.part"
            shutil.rmtree(aside, ignore_errors=True)
            os.makedirs(aside)
            make(aside)
            os.rename(aside, place)
        self.done += 1
        return place


def _units(files: list[str]) -> Iterable[tuple[str, list[str]]]:
    for at in range(0, len(files), _TOGETHER):
        yield f"{at // _TOGETHER:05d}", files[at : at + _TOGETHER]


def _files(folder: str) -> list[str]:
    return sorted(glob.glob(os.path.join(glob.escape(folder), "**", "*.parquet"), recursive=True))


def _plan(settings: Settings, found: list[Source]) -> dict[str, Any]:
    """What decides on the result; the same plan gives the same bytes."""
    from reflow import __version__

    return {
        "reflow": __version__,
        "versions": engine.versions(),
        "settings": {
            "field": settings.field,
            "id_field": settings.id_field,
            "order_field": settings.order_field,
            "encoding": settings.encoding,
            "across": asdict(settings.options) if settings.across else None,
            "config": asdict(settings.config),
        },
        "inputs": [
            {"path": s.path, "bytes": os.path.getsize(s.path), "sha256": digest(s.path)}
            for s in found
        ],
    }


def digest(path: str) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _prepare(out: str, plan: dict[str, Any]) -> str | None:
    """The folder to work in; None when the very run is complete.

    Raises Unreadable where something else stands in `out`.
    """
    os.makedirs(out, exist_ok=True)
    work = os.path.join(out, _WORK)
    noted = json.loads(json.dumps(plan))
    present = set(os.listdir(out))
    if MANIFEST in present:
        manifest = _read(os.path.join(out, MANIFEST))
        if all(manifest.get(k) == v for k, v in noted.items()):
            shutil.rmtree(work, ignore_errors=True)
            return None
    if _WORK not in present and present:
        raise Unreadable(f"{out}: not empty, and not of a run with these inputs and settings")
    known = os.path.join(work, "plan.json")
    if _WORK in present and (not os.path.exists(known) or _read(known) != noted):
        if present - {_WORK}:
            raise Unreadable(f"{out}: holds a run with other inputs or settings")
        shutil.rmtree(work)
    os.makedirs(work, exist_ok=True)
    if not os.path.exists(known):
        with open(f"{known}.part", "w", encoding="utf-8") as file:
            json.dump(noted, file)
        os.rename(f"{known}.part", known)
    return work


def _read(path: str) -> dict[str, Any]:
    with contextlib.suppress(ValueError), open(path, encoding="utf-8") as file:
        value = json.load(file)
        if isinstance(value, dict):
            return value
    return {}
