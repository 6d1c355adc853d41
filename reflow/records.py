"""Dataclasses that cost a start little; to type checkers and users they are plain ones.

`dataclasses` loads `inspect`, and compiles six methods of each class when it is declared: 35 of
the 140 ms that a page of 5 KB took.  Here methods are shared; `__init__`, which is called often,
is compiled for a class when its first instance is made; and what `dataclasses.fields`, `asdict`
and `inspect.signature` ask for is worked out by `dataclasses` itself when it is asked for.
Classes do not inherit from each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import replace as replace
else:
    _NONE = object()

    class field:
        """As `dataclasses.field`."""

        def __init__(self, **options: Any) -> None:
            self.options = options

    def replace(record: Any, /, **changes: Any) -> Any:
        """As `dataclasses.replace`."""
        kept = {n: getattr(record, n) for n in record.__match_args__ if n not in changes}
        return type(record)(**kept, **changes)

    def dataclass(cls: type | None = None, /, *, frozen: bool = False, slots: bool = False) -> Any:
        """As `dataclasses.dataclass`."""
        if cls is None:
            return lambda cls: _made(cls, frozen, slots)
        return _made(cls, frozen, slots)

    def _made(cls: type, frozen: bool, slots: bool) -> type:
        if cls.__bases__ != (object,):
            raise TypeError(f"the record {cls.__name__} can't inherit from another class")
        names = tuple(cls.__annotations__)
        given = {n: cls.__dict__[n] for n in names if n in cls.__dict__}
        how = {n: g.options if isinstance(g, field) else {"default": g} for n, g in given.items()}
        compared = tuple(n for n in names if how.get(n, {}).get("compare", True))
        shown = tuple(n for n in names if how.get(n, {}).get("repr", True))
        body = {n: value for n, value in cls.__dict__.items() if n not in given}
        body["__qualname__"] = cls.__qualname__
        body.update(_shared(names, compared, shown, frozen, slots))
        body.update({n: _Real(cls, given, frozen) for n in _Real.WORKED_OUT})
        del body["__dict__"], body["__weakref__"]
        if not slots:
            body.update({n: o["default"] for n, o in how.items() if "default" in o})
        made = type(cls)(cls.__name__, cls.__bases__, body)

        def compile_first(self: Any, *values: Any, **named: Any) -> None:
            made.__init__ = _init(made, names, how)
            made.__init__(self, *values, **named)

        made.__init__ = compile_first
        return made

    def _shared(names: Any, compared: Any, shown: Any, frozen: bool, slots: bool) -> Any:
        """The methods that need not be compiled for each class."""

        def values(record: Any) -> tuple[Any, ...]:
            return tuple([getattr(record, name) for name in compared])

        def equal(self: Any, other: object) -> Any:
            same = other.__class__ is self.__class__
            return values(self) == values(other) if same else NotImplemented

        def text(self: Any) -> str:
            fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
            return f"{type(self).__qualname__}({fields})"

        def refuse(self: Any, name: str, value: Any = None) -> None:
            from dataclasses import FrozenInstanceError

            raise FrozenInstanceError(f"cannot change field {name!r}")

        def state(self: Any) -> list[Any]:
            return [getattr(self, name) for name in names]

        def restore(self: Any, state: list[Any]) -> None:
            for name, value in zip(names, state, strict=True):
                object.__setattr__(self, name, value)

        body = {"__eq__": equal, "__repr__": text, "__hash__": None, "__match_args__": names}
        if frozen:
            body.update(__hash__=lambda self: hash(values(self)))
            body.update(__setattr__=refuse, __delattr__=refuse)
        if slots:
            body.update(__slots__=names, __getstate__=state, __setstate__=restore)
        return body

    def _init(cls: Any, names: Any, how: Any) -> Any:
        """The `__init__` of a class, compiled; it writes past the `__setattr__` that refuses."""
        known = {"none": _NONE}
        slots = "__slots__" in cls.__dict__
        parameters, lines = ["self"], [] if slots else [" values = self.__dict__"]
        for name in names:
            parameter, value = name, name
            if "default" in how.get(name, ()):
                known[f"default_{name}"] = how[name]["default"]
                parameter = f"{name}=default_{name}"
            elif "default_factory" in how.get(name, ()):
                known[f"make_{name}"] = how[name]["default_factory"]
                parameter, value = f"{name}=none", f"make_{name}() if {name} is none else {name}"
            parameters.append(parameter)
            if slots:
                known[f"put_{name}"] = cls.__dict__[name].__set__
            put = f"put_{name}(self, {value})" if slots else f"values[{name!r}] = {value}"
            lines.append(f" {put}")
        scope: dict[str, Any] = {}
        exec(f"def __init__({', '.join(parameters)}):\n" + "\n".join(lines), known, scope)
        return scope["__init__"]

    class _Real:
        """An attribute of a class as `dataclasses` would have made it, when it is asked for."""

        WORKED_OUT = ("__dataclass_fields__", "__signature__")

        def __init__(self, cls: type, given: dict[str, Any], frozen: bool) -> None:
            self._cls, self._given, self._frozen = cls, given, frozen

        def __set_name__(self, owner: type, name: str) -> None:
            self._name = name

        def __get__(self, record: Any, owner: type) -> Any:
            import dataclasses
            import inspect

            body = {"__annotations__": owner.__annotations__, "__module__": owner.__module__}
            for name, value in self._given.items():
                own = isinstance(value, field)
                body[name] = dataclasses.field(**value.options) if own else value
            real = dataclasses.dataclass(frozen=self._frozen)(type(owner.__name__, (), body))
            owner.__dataclass_fields__ = real.__dataclass_fields__
            owner.__signature__ = inspect.signature(real)
            return getattr(owner, self._name)
