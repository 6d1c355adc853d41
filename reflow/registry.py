"""The rules: how one is declared, found and selected.

A rule is a generator function `rule(page) -> Iterator[Fix]` in a module of its
own under `reflow.rules`, whose docstring is its documentation.  Third parties
register modules in the entry-point group `reflow.rules`; those run only when
they are named (`plugins`).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from reflow.edits import Fix
from reflow.records import dataclass

if TYPE_CHECKING:
    from reflow.page import Page

Propose = Callable[["Page"], Iterator[Fix]]

# In the order of the stages that use them; a new rule is one module and one name here.
BUILT_IN = ("t101", "t102", "t103", "t104", "t105", "r101", "r102", "j201", "j101")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's identity and its function."""

    code: str
    """Letter and three digits: J1xx joins, J2xx bridges, R1xx repeats, T1xx tokens, S1xx source."""
    name: str
    """Reads well after "allow": `broken-paragraph`."""
    stage: str
    propose: Propose
    default: bool = True
    url: str = ""
    """Where its documentation stands; empty for ours and those that `reflow rule` alone shows."""

    @property
    def doc(self) -> str:
        return self.propose.__doc__ or ""

    @property
    def anchor(self) -> str:
        """Where it is on the page of all rules, `docs/rules.md`."""
        return f"{self.code.lower()}-{self.name}"


_rules: dict[str, Rule] = {}


def rule(
    code: str, name: str, stage: str, default: bool = True, url: str = ""
) -> Callable[[Propose], Propose]:
    """Declare the decorated generator as a rule.

    Raises ValueError when another function already has `code`.
    """

    def declare(propose: Propose) -> Propose:
        known = _rules.get(code)
        if known is not None and known.propose.__module__ != propose.__module__:
            raise ValueError(f"rule code {code} is declared twice")
        _rules[code] = Rule(code, name, stage, propose, default, url)
        return propose

    return declare


def documentation(code: str) -> str | None:
    """The address of a rule's documentation, if it has one; a plugin's has to be loaded.

    That of our own rules is relative (`docs/rules.md#…`) as long as the project's metadata name no
    place for it.
    """
    if code not in _rules:
        # Where worker processes look for findings, nothing has loaded ours here.
        rules()
    known = _rules.get(code)
    if known is None or known.url or not _ours(known):
        return (known.url or None) if known else None
    return f"{_pages()}/rules.md#{known.anchor}"


def web_address(code: str) -> str | None:
    """As `documentation`, for formats that know absolute addresses only."""
    address = documentation(code)
    return address if address and "://" in address else None


@lru_cache(maxsize=1)
def _pages() -> str:
    from importlib.metadata import PackageNotFoundError, metadata

    try:
        named = metadata("reflow").get_all("Project-URL") or []
    except PackageNotFoundError:
        named = []
    urls = {name.lower(): str(url) for name, _, url in (line.partition(", ") for line in named)}
    return urls.get("documentation", "docs").rstrip("/")


def _ours(known: Rule) -> bool:
    return known.propose.__module__.startswith("reflow.rules.")


def rules(plugins: Iterable[str] = ()) -> tuple[Rule, ...]:
    """All built-in rules and those of the named plugins, ordered by code.

    Raises LookupError when a named plugin is not installed or can't be loaded.
    """
    for module in BUILT_IN:
        importlib.import_module(f"reflow.rules.{module}")
    own = {code: known for code, known in _rules.items() if _ours(known)}
    for name in plugins:
        own.update(_load_plugin(name))
    return tuple(own[code] for code in sorted(own))


def _load_plugin(name: str) -> dict[str, Rule]:
    from importlib.metadata import entry_points

    found = entry_points(group="reflow.rules", name=name)
    if not found:
        raise LookupError(
            f"no installed package provides the rules {name!r}; install it or take out the name"
        )
    try:
        module = next(iter(found)).load()
    except Exception as error:
        # Whatever a module of somebody else's does when it is loaded.
        raise LookupError(
            f"the rules {name!r} can't be loaded: {type(error).__name__}: {error}"
        ) from error
    home = getattr(module, "__name__", name)
    return {
        code: r
        for code, r in _rules.items()
        if r.propose.__module__ == home or r.propose.__module__.startswith(f"{home}.")
    }


def longest(prefixes: Iterable[str], code: str) -> int:
    """The length of the longest prefix of `code` among `prefixes`; -1 when there is none."""
    return max((len(p) for p in prefixes if code.startswith(p)), default=-1)


def selected(
    all_rules: Iterable[Rule],
    select: Iterable[str] = (),
    extend: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> tuple[Rule, ...]:
    """The rules whose code starts with a selected prefix and not with an ignored one.

    The longest matching prefix wins, `ignore` before `select` at equal length.
    With no `select`, the rules that are on by default are selected.
    """
    select, extend, ignore = tuple(select), tuple(extend), tuple(ignore)

    chosen = []
    for r in all_rules:
        base = longest(select, r.code) if select else (0 if r.default else -1)
        on = max(base, longest(extend, r.code))
        if on >= 0 and on > longest(ignore, r.code):
            chosen.append(r)
    return tuple(chosen)
