"""A corpus on a Ray cluster of several nodes: the same bytes, though a node's worker is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from corpus_pages import corpus
from corpus_runs import COMMAND, contents, reflow, write

pytestmark = pytest.mark.corpus
pytest.importorskip("daft", reason="Daft is not installed")
pytest.importorskip("ray", reason="Ray is not installed")

WORKER = "ray::RaySwordfishActor"
"""The process that does the work of a node."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A head and two more nodes, each with processes of its own, on this machine."""
    from ray.cluster_utils import Cluster

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_AUTH_MODE", "disabled")
        made = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
        made.add_node(num_cpus=1)
        made.add_node(num_cpus=1)
        made.wait_for_nodes()
        # So `--engine ray` finds the cluster instead of starting one.
        patch.setenv("RAY_ADDRESS", made.address)
        yield made
        made.shutdown()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An input in two files, and what comes of it without a cluster."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "in").mkdir()
    pages = corpus(160)
    write(folder / "in" / "a.jsonl", pages[:80])
    write(folder / "in" / "b.jsonl", pages[80:])
    reflow(*sorted((folder / "in").iterdir()), "--out", folder / "out", "--across", "-j", 1)
    return folder / "in", folder / "out"


def workers(above: int) -> list[int]:
    """The processes of the cluster's workers, all below our own process."""
    below: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            below.setdefault(parent, []).append(int(entry.name))
    found, todo = [], [above]
    while todo:
        one = todo.pop()
        todo += below.get(one, [])
        try:
            if Path(f"/proc/{one}/cmdline").read_bytes().startswith(WORKER.encode()):
                found.append(one)
        except OSError:
            continue
    return found


def test_a_cluster_gives_the_same_bytes(
    cluster: Any, whole: tuple[Path, Path], tmp_path: Path
) -> None:
    inputs, out = whole
    reflow(*sorted(inputs.iterdir()), "--out", tmp_path, "--across", "--engine", "ray", "-j", 2)
    assert contents(tmp_path) == contents(out)


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="needs /proc to find the worker")
@pytest.mark.parametrize("stage", ["candidates", "cleaned/00000"])
def test_a_worker_that_is_killed_costs_time_only(
    cluster: Any, whole: tuple[Path, Path], tmp_path: Path, stage: str
) -> None:
    inputs, out = whole
    arguments = ("--out", str(tmp_path), "--across", "--engine", "ray", "-j", "2")
    running = subprocess.Popen(
        [*COMMAND, *map(str, sorted(inputs.iterdir())), *arguments],
        stderr=subprocess.PIPE,
        text=True,
    )
    place = tmp_path / ".work" / f"{stage}.part"
    deadline = time.monotonic() + 200
    victims: list[int] = []
    while not (place.is_dir() and victims):
        assert running.poll() is None, running.communicate()[1]
        assert time.monotonic() < deadline
        time.sleep(0.02)
        victims = workers(os.getpid())
    os.kill(victims[0], signal.SIGKILL)
    _, told = running.communicate(timeout=280)
    assert running.returncode == 0, told
    assert contents(tmp_path) == contents(out)
