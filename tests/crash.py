"""Kills reflow, and lets its system calls fail, at every point where it touches a file.

    python tests/crash.py [--only PART] [--jobs N] [--seconds N]

One traced run of a command tells its system calls on the folder of the documents.  Then the
command runs again for each of them, by strace's fault injection: killed there (-9), and with that
call failing.  Whatever happens, each document holds its old or its new bytes, a backup the old
ones, a log, map, report or baseline is whole or not there, and where an error kept a document old
or a file from being made the exit code is 2.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

COMMAND = shutil.which("reflow", path=str(Path(sys.executable).parent)) or "reflow"
TRACED = (
    "openat,read,pread64,write,pwrite64,rename,renameat,renameat2,link,linkat,unlink,unlinkat,"
    "ftruncate,fsync,fdatasync,fchmod,chmod,fchown,close,sendfile,copy_file_range,lseek,fstat,"
    "newfstatat,statx,readlink,getdents64,mkdir,flistxattr,listxattr,access"
)
ERRORS = {"openat": "EMFILE", "write": "ENOSPC", "link": "EPERM", "fchmod": "EPERM"}
"""The error of each call; EIO for the others."""
ONE = 60.0
"""Seconds that one run may take: hundreds of times what it does take."""
DIRTY = "图书馆 and 博物馆在周末开放，读者可以带孩子来参加活动。\n"
CLEAN = "图书馆和博物馆在周末开放，读者可以带孩子来参加活动。\n"
NAMES = ("a.txt", "b.txt", "c.txt")


class Scene(NamedTuple):
    """A command, what it finds, and what it must leave of each document."""

    name: str
    arguments: tuple[str, ...]
    before: str
    after: str
    makes: tuple[str, ...] = ()
    """The files that it says it wrote when it exits with 0 or 1."""
    prepare: tuple[str, ...] = ()
    """A command that runs first, undisturbed."""


class Point(NamedTuple):
    """One fault at one system call."""

    scene: Scene
    call: str
    number: int
    """Which of the calls of that name."""
    killed: bool


SCENES = (
    Scene(
        "fix, log, backup",
        ("fix", "--log", "log.jsonl", "--map", "map.jsonl", "--backup", ".bak", *NAMES),
        DIRTY,
        CLEAN,
        ("log.jsonl", "map.jsonl", *(f"{name}.bak" for name in NAMES)),
    ),
    Scene("fix, folder", ("fix", "."), DIRTY, CLEAN),
    Scene(
        "undo",
        ("undo", "--log", "log.jsonl", *NAMES),
        CLEAN,
        DIRTY,
        prepare=("fix", "--log", "log.jsonl", *NAMES),
    ),
    Scene(
        "fix, other folder",
        ("fix", "--out-dir", "out", *NAMES),
        DIRTY,
        DIRTY,
        tuple(f"out/{name}" for name in NAMES),
    ),
    Scene(
        "report",
        ("check", "--output-format", "html", "--output-file", "report.html", *NAMES),
        DIRTY,
        DIRTY,
        ("report.html",),
    ),
    Scene(
        "baseline",
        ("check", "--write-baseline", "baseline.json", *NAMES),
        DIRTY,
        DIRTY,
        ("baseline.json",),
    ),
)


def run(folder: Path, *arguments: str, strace: tuple[str, ...] = ()) -> int | None:
    """The exit code; None when it took too long."""
    tracer = ("strace", "-f", *strace) if strace else ()
    try:
        done = subprocess.run(
            [*tracer, COMMAND, *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=ONE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.returncode


def points(folder: Path, scene: Scene) -> Iterator[Point]:
    """Two for each of the calls of `scene` that touch `folder`."""
    ready(folder, scene)
    trace = folder.parent / "trace"
    run(folder, *scene.arguments, strace=("-y", "-o", str(trace), "-e", f"trace={TRACED}"))
    count: Counter[str] = Counter()
    for line in trace.read_text(errors="replace").splitlines():
        # The working directory is shown with every path, also with one that leads elsewhere.
        line = re.sub(r'AT_FDCWD<[^>]*>, (?="/)', "", line)
        if match := re.match(r"\d+\s+(\w+)\(", line):
            count[match[1]] += 1
            if str(folder) in line:
                for killed in (True, False):
                    yield Point(scene, match[1], count[match[1]], killed)


def ready(folder: Path, scene: Scene) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in NAMES:
        (folder / name).write_text(DIRTY, encoding="utf-8")
    if scene.prepare:
        run(folder, *scene.prepare)


def damages(folder: Path, scene: Scene) -> Iterator[str]:
    """What is damaged in `folder`, whatever happened."""
    for name in NAMES:
        path, backup, copy = folder / name, folder / f"{name}.bak", folder / "out" / name
        if not path.exists():
            yield f"{name} is gone"
        elif path.read_text(encoding="utf-8") not in (scene.before, scene.after):
            yield f"{name} is damaged"
        if backup.exists() and backup.read_text(encoding="utf-8") != scene.before:
            yield f"the backup of {name} is damaged"
        if copy.exists() and copy.read_text(encoding="utf-8") != CLEAN:
            yield f"the copy of {name} is damaged"
    report, known = folder / "report.html", folder / "baseline.json"
    if report.exists() and "</html>" not in report.read_text(encoding="utf-8"):
        yield "the report is cut"
    try:
        for path in (folder / "log.jsonl", folder / "map.jsonl"):
            if path.exists():
                [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        if known.exists():
            json.loads(known.read_text(encoding="utf-8"))
    except ValueError:
        yield "a log, map or baseline is damaged"


def lies(folder: Path, scene: Scene) -> Iterator[str]:
    """What is not there of what a run that names no trouble must leave."""
    for name in NAMES:
        if (folder / name).read_text(encoding="utf-8") != scene.after:
            yield f"no trouble is told, and {name} is as it was"
    yield from (
        f"no trouble is told, and {name} is not there"
        for name in scene.makes
        if not (folder / name).exists()
    )


def attempt(root: Path, point: Point) -> list[str]:
    """What is wrong after one fault."""
    scene, call, number, killed = point
    with tempfile.TemporaryDirectory(dir=root) as own:
        folder = Path(own) / "drop"
        ready(folder, scene)
        what = "signal=KILL" if killed else f"error={ERRORS.get(call, 'EIO')}"
        strace = ("-o", os.devnull, "-e", f"trace={call}")
        fault = ("-e", f"inject={call}:{what}:when={number}")
        code = run(folder, *scene.arguments, strace=(*strace, *fault))
        found = [*damages(folder, scene)]
        if code is None:
            found.append(f"not done after {ONE:.0f} s")
        elif not killed:
            if code in (0, 1):
                found += lies(folder, scene)
            if any(path.name.startswith(".reflow-") for path in folder.rglob("*")):
                found.append("a temporary file is left")
    where = f"{scene.name}, {'killed' if killed else 'failing'} at {call} {number}"
    return [f"{where}: {fault}" for fault in found]


def try_all(root: Path, scene: Scene, jobs: int, end: float) -> list[str]:
    """What is wrong after any fault of `scene`; what is not tried until `end` is said, too."""
    (root / "trace").mkdir(exist_ok=True)
    todo = [*points(root / "trace" / "drop", scene)]
    found, tried = [], 0
    with ThreadPoolExecutor(jobs) as workers:
        for wrong in workers.map(attempt, repeat(root), todo):
            found += wrong
            tried += 1
            if time.monotonic() > end:
                workers.shutdown(cancel_futures=True)
                break
    print(f"{scene.name:20} {tried:4} of {len(todo):4} faults, {len(found)} wrong", flush=True)
    if tried < len(todo):
        found.append(f"{scene.name}: no time for {len(todo) - tried} faults (--seconds)")
    return found


def main(say: Callable[[str], None] = print) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--only", default="", help="scenes whose name holds this")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="runs at a time")
    parser.add_argument("--seconds", type=float, default=1800, help="the whole may take (1800)")
    options = parser.parse_args()
    if not shutil.which("strace"):
        say("skipped: strace is not installed")
        return 0
    found: list[str] = []
    end = time.monotonic() + options.seconds
    with tempfile.TemporaryDirectory() as root:
        for scene in SCENES:
            if options.only in scene.name:
                found += try_all(Path(root), scene, options.jobs, end)
    for fault in found:
        say(fault)
    return bool(found)


if __name__ == "__main__":
    raise SystemExit(main())
