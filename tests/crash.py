"""Kills reflow, and lets its system calls fail, at every point where it touches a file.

    python tests/crash.py [--only PART]

One traced run of a command tells its system calls on the folder of the documents.  Then the
command runs again for each of them, by strace's fault injection: killed there (-9), and with that
call failing.  Whatever happens, each document holds its old or its new bytes, a backup the old
ones, a log is whole or not there, and where an error kept a document old the exit code is 2.
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
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

COMMAND = shutil.which("reflow", path=str(Path(sys.executable).parent)) or "reflow"
TRACED = (
    "openat,write,pwrite64,rename,renameat,renameat2,link,linkat,unlink,unlinkat,ftruncate,"
    "fsync,fdatasync,fchmod,chmod,fchown,close,sendfile,copy_file_range"
)
ERRORS = {"openat": "EMFILE", "write": "ENOSPC", "link": "EPERM", "fchmod": "EPERM"}
"""The error of each call; EIO for the others."""
DIRTY = "图书馆 and 博物馆在周末开放，读者可以带孩子来参加活动。\n"
CLEAN = "图书馆和博物馆在周末开放，读者可以带孩子来参加活动。\n"
NAMES = ("a.txt", "b.txt", "c.txt")


class Scene(NamedTuple):
    """A command, what it finds, and what it must leave of each document."""

    name: str
    arguments: tuple[str, ...]
    before: str
    after: str
    prepare: tuple[str, ...] = ()
    """A command that runs first, undisturbed."""


SCENES = (
    Scene(
        "fix, log, backup",
        ("fix", "--log", "log.jsonl", "--backup", ".bak", *NAMES),
        DIRTY,
        CLEAN,
    ),
    Scene(
        "undo",
        ("undo", "--log", "log.jsonl", *NAMES),
        CLEAN,
        DIRTY,
        ("fix", "--log", "log.jsonl", *NAMES),
    ),
    Scene("fix, other folder", ("fix", "--out-dir", "out", *NAMES), DIRTY, DIRTY),
    Scene(
        "report",
        ("check", "--output-format", "html", "--output-file", "report.html", *NAMES),
        DIRTY,
        DIRTY,
    ),
)


def run(folder: Path, *arguments: str, strace: tuple[str, ...] = ()) -> int:
    tracer = ("strace", "-f", *strace) if strace else ()
    done = subprocess.run(
        [*tracer, COMMAND, *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return done.returncode


def points(folder: Path, scene: Scene) -> Iterator[tuple[str, int]]:
    """The calls of `scene` that touch `folder`: name, and number among those of that name."""
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
                yield match[1], count[match[1]]


def ready(folder: Path, scene: Scene) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in NAMES:
        (folder / name).write_text(DIRTY, encoding="utf-8")
    if scene.prepare:
        run(folder, *scene.prepare)


def faults(folder: Path, scene: Scene) -> Iterator[str]:
    """What is damaged in `folder`."""
    for name in NAMES:
        path, backup = folder / name, folder / (name + ".bak")
        if not path.exists():
            yield f"{name} is gone"
        elif path.read_text(encoding="utf-8") not in (scene.before, scene.after):
            yield f"{name} is damaged"
        if backup.exists() and backup.read_text(encoding="utf-8") != scene.before:
            yield f"the backup of {name} is damaged"
        copy = folder / "out" / name
        if copy.exists() and copy.read_text(encoding="utf-8") != CLEAN:
            yield f"the copy of {name} is damaged"
    log, report = folder / "log.jsonl", folder / "report.html"
    if log.exists():
        try:
            [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
        except ValueError:
            yield "the log is damaged"
    if report.exists() and "</html>" not in report.read_text(encoding="utf-8"):
        yield "the report is cut"


def old(folder: Path, scene: Scene) -> bool:
    """Whether a document that should have changed has not."""
    return scene.before != scene.after and any(
        (folder / name).read_text(encoding="utf-8") == scene.before for name in NAMES
    )


def left(folder: Path) -> bool:
    return any(path.name.startswith(".reflow-") for path in folder.rglob("*"))


def try_all(folder: Path, scene: Scene) -> Iterator[str]:
    tried = [*points(folder, scene)]
    for call, number in tried:
        at = f"when={number}"
        for kind, fault in (
            ("killed", f"inject={call}:signal=KILL:{at}"),
            ("failing", f"inject={call}:error={ERRORS.get(call, 'EIO')}:{at}"),
        ):
            ready(folder, scene)
            strace = ("-o", os.devnull, "-e", f"trace={call}", "-e", fault)
            code = run(folder, *scene.arguments, strace=strace)
            where = f"{scene.name}, {kind} at {call} {number}"
            yield from (f"{where}: {fault}" for fault in faults(folder, scene))
            if kind == "failing" and code == 0 and old(folder, scene):
                yield f"{where}: exit 0 and nothing was written"
            if kind == "failing" and left(folder):
                yield f"{where}: a temporary file is left"
    print(f"{scene.name:20} {len(tried):3} calls, each killed and failing", flush=True)


def main(say: Callable[[str], None] = print) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--only", default="", help="scenes whose name holds this")
    options = parser.parse_args()
    if not shutil.which("strace"):
        say("skipped: strace is not installed")
        return 0
    found: list[str] = []
    with tempfile.TemporaryDirectory() as root:
        for scene in SCENES:
            if options.only in scene.name:
                found += try_all(Path(root) / "drop", scene)
    for fault in found:
        say(fault)
    return bool(found)


if __name__ == "__main__":
    raise SystemExit(main())
