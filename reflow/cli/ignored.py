"""What the `.gitignore` files of a checkout leave out of a walk.

As in git, a file speaks of its own folder and those below, the deepest one that
has a say decides, and what lies in an ignored folder is ignored.  Those above
the walked folder count as far as the root of its checkout.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


class Ignored:
    """Answers for one walk, from the top down."""

    def __init__(self, top: str) -> None:
        self._top = os.path.abspath(top)
        self._found: dict[str, list[tuple[str, GitIgnoreSpec]]] = {}
        above = _root(self._top)
        self._root = above if above is not None else self._top

    def has(self, folder: str, name: str, is_folder: bool = False) -> bool:
        """Whether `name` in `folder`, itself not ignored, is left out."""
        path = os.path.join(os.path.abspath(folder), name)
        for base, spec in reversed(self._specs(os.path.dirname(path))):
            below = os.path.relpath(path, base).replace(os.sep, "/")
            said = spec.check_file(below + "/" if is_folder else below).include
            if said is not None:
                return said
        return False

    def _specs(self, folder: str) -> list[tuple[str, GitIgnoreSpec]]:
        """The patterns that hold in `folder`, those of outer folders first."""
        known = self._found.get(folder)
        if known is None:
            at_root = folder == self._root
            known = [] if at_root else self._specs(os.path.dirname(folder))
            names = (".git/info/exclude", ".gitignore") if at_root else (".gitignore",)
            own = [_read(os.path.join(folder, name)) for name in names]
            known = [*known, *((folder, spec) for spec in own if spec is not None)]
            self._found[folder] = known
        return known


def _root(folder: str) -> str | None:
    """The root of the git checkout that `folder` lies in."""
    while not os.path.exists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent
    return folder


def _read(path: str) -> GitIgnoreSpec | None:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            lines = file.read().splitlines()
    except OSError:
        return None
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError:
        # git passes over a line that is no pattern.
        return GitIgnoreSpec.from_lines(line for line in lines if _valid(line))


def _valid(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True
