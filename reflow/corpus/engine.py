"""The engine: Daft, on this machine or on a Ray cluster.  Imported only by a run."""

from __future__ import annotations

import os
from typing import Any

LOCAL = "local"
RAY = "ray"
_FILE = 8 << 20
"""Bytes of a file of an intermediate stage, as the engine aims at it."""


class Missing(RuntimeError):
    """A part of the extra that a run needs is not installed."""


def start(engine: str) -> Any:
    """The module of the engine, set up: `local`, `ray` (started here) or `ray://host:port`.

    Raises Missing where it is not installed, ValueError for another name.
    """
    if engine not in (LOCAL, RAY) and not engine.startswith("ray://"):
        raise ValueError(f"no engine {engine!r}; local, ray or ray://HOST:PORT")
    # A text tool tells nobody that it runs.
    os.environ.setdefault("DO_NOT_TRACK", "true")
    os.environ.setdefault("DAFT_ANALYTICS_ENABLED", "0")
    os.environ.setdefault("DAFT_PROGRESS_BAR", "0")
    try:
        import daft
    except ImportError as error:
        raise Missing(
            f"corpora need an engine that is not installed ({error.name}): "
            "pip install 'reflow[corpus]'"
        ) from error
    # A stage's files are what a broken-off run goes on by, and what is cleaned at a time.
    daft.set_execution_config(parquet_target_filesize=_FILE)
    if engine == LOCAL:
        daft.set_runner_native()
        return daft
    try:
        import ray
    except ImportError as error:
        raise Missing("a Ray cluster needs Ray: pip install 'reflow[ray]'") from error
    if not ray.is_initialized():
        ray.init(address=None if engine == RAY else engine, log_to_driver=False)
    daft.set_runner_ray(noop_if_initialized=True)
    return daft


def versions() -> dict[str, str]:
    """Versions of what a result may depend on."""
    import platform
    from importlib.metadata import version

    names = ("daft", "pyarrow", "numpy", "rapidfuzz")
    return {"python": platform.python_version(), **{name: version(name) for name in names}}
