"""The command line: `main` is the console script.

Only `--version` is answered here, without the cost of loading the rest.
"""

from __future__ import annotations

import gc
import os
import sys

COLLECT_AT = (50_000, 20, 20)
"""Thresholds of the garbage collector: by default it looks at every 700th object, blocks and
features of a text are many and hardly ever garbage, and looking takes 5 to 10 % of the time."""


def main() -> None:
    """Run the command line of this process and end the process."""
    gc.set_threshold(*COLLECT_AT)
    if sys.argv[1:] in (["--version"], ["-V"]):
        from reflow.cli.terminal import run
        from reflow.cli.version import show

        run(show)
    from reflow.cli.terminal import run

    run(_main)


def _main() -> int:
    arguments = sys.argv[1:]
    from reflow.cli import filter

    # A filter without options, the commonest run, needs no parser for options.
    plain = not any((a.startswith("-") and a != "-") or a in filter.COMMANDS for a in arguments)
    if plain and "_REFLOW_COMPLETE" not in os.environ:
        from reflow.cli.settings import load
        from reflow.cli.work import Session

        return filter.run(Session(load({})), filter.named(arguments))
    from reflow.cli.app import start

    return start(arguments)
