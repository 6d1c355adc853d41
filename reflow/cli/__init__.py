"""The command line: `main` is the console script.

Only `--version` is answered here, without the cost of loading the rest.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line of this process and end the process."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from reflow.cli.terminal import run
        from reflow.cli.version import show

        run(show)
    from reflow.cli.terminal import run

    run(_main)


def _main() -> int:
    from reflow.cli.app import start

    return start(sys.argv[1:])
