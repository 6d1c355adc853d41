"""Writes requirements.lock: the versions that development and CI install: `make lock`.

Users get the ranges of pyproject.toml; the lock only keeps two checkouts of one commit alike.  It
holds what the newest versions in these ranges need, as pip resolves them for this Python.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
APART = {"peers"}
"""Groups with an environment of their own; what they need must not hold back the others."""
HEAD = "# Versions for development, by `make lock`; pyproject.toml has the ranges for users.\n"


def wanted(project: dict[str, Any]) -> list[str]:
    """Everything that pyproject.toml asks for: itself, its extras and its groups."""
    lists = [
        project["project"]["dependencies"],
        *project["project"].get("optional-dependencies", {}).values(),
        *(g for name, g in project.get("dependency-groups", {}).items() if name not in APART),
    ]
    return sorted({entry for entries in lists for entry in entries if isinstance(entry, str)})


def resolved(requirements: list[str]) -> list[str]:
    """`name==version` of all packages that pip would install, sorted.

    Raises subprocess.CalledProcessError when pip finds no solution.
    """
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed"]
    run = subprocess.run(
        [*command, "--quiet", "--report", "-", *requirements],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    packages = [item["metadata"] for item in json.loads(run.stdout)["install"]]
    return sorted(f"{p['name'].lower().replace('_', '-')}=={p['version']}" for p in packages)


def main() -> int:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = resolved(wanted(project))
    LOCK.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{LOCK.name}: {len(lines)} packages")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
