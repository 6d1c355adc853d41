"""Records behave as the dataclasses do that they stand for."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from typing import Any

import pytest

import reflow
from reflow import records

CALLS: tuple[tuple[tuple[int, ...], dict[str, Any]], ...] = (
    ((1,), {}),
    ((1, 2), {"source": "s"}),
    ((), {"x": 1, "labels": ["a"]}),
    ((), {}),
    ((1, 2, 3, 4, 5), {}),
    ((1,), {"x": 2}),
    ((1,), {"z": 2}),
)


def declared(maker: Any, **options: bool) -> Any:
    """A class with each sort of field, made by `dataclasses` or by what stands for it."""

    class Point:
        """A place."""

        x: int
        y: int = 0
        labels: list[str] = maker.field(default_factory=list, compare=False)
        source: str = maker.field(default="", repr=False)

        @property
        def size(self) -> int:
            return self.x + self.y

    return maker.dataclass(**options)(Point)


@pytest.fixture(params=[{}, {"frozen": True}, {"frozen": True, "slots": True}], ids=str)
def pair(request: pytest.FixtureRequest) -> tuple[Any, Any]:
    return declared(dataclasses, **request.param), declared(records, **request.param)


def outcome(cls: Any, values: tuple[int, ...], named: dict[str, Any]) -> object:
    try:
        made = cls(*values, **named)
    except TypeError as error:
        return str(error).replace(f"{cls.__qualname__}.__init__", "__init__")
    return repr(made), made.labels, made.source, made.size, dataclasses.asdict(made)


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_made_alike(pair: tuple[Any, Any], call: tuple[tuple[int, ...], dict[str, Any]]) -> None:
    real, ours = (outcome(cls, *call) for cls in pair)
    assert ours == real


def test_compared_and_hashed_alike(pair: tuple[Any, Any]) -> None:
    told = []
    for cls in pair:
        a, b, c = cls(1, 2, ["a"]), cls(1, 2, ["b"]), cls(1, 2, [], "s")
        hashed = cls.__hash__ and (hash(a) == hash(b), hash(a) == hash(c))
        told.append((a == b, a == c, a == (1, 2), a != b, hashed))
    assert told[0] == told[1]


def test_shown_alike_to_dataclasses_and_inspect(pair: tuple[Any, Any]) -> None:
    told = []
    for cls in pair:
        fields = [(f.name, f.type, f.default, f.compare, f.repr) for f in dataclasses.fields(cls)]
        told.append((cls.__doc__, cls.__match_args__, str(inspect.signature(cls)), fields))
        assert dataclasses.is_dataclass(cls)
    assert told[1][:2] == told[0][:2]
    assert told[1][2].replace("<factory>", "") == told[0][2].replace("<factory>", "")


def test_replaced_alike(pair: tuple[Any, Any]) -> None:
    for replace in (dataclasses.replace, records.replace):
        real, ours = (replace(cls(1, 2, ["a"]), y=5) for cls in pair)
        assert repr(real) == repr(ours)
        for cls in pair:
            with pytest.raises(TypeError):
                replace(cls(1), z=5)


def test_frozen_alike(pair: tuple[Any, Any]) -> None:
    told = []
    for cls in pair:
        made = cls(1)
        told.append((refused(setattr, made, "x", 2), refused(delattr, made, "y")))
    assert told[0] == told[1]


def refused(change: Any, *arguments: Any) -> str:
    try:
        change(*arguments)
    except dataclasses.FrozenInstanceError:
        return "frozen"
    except AttributeError:
        return "no such attribute"
    return ""


def test_records_can_be_copied_and_sent() -> None:
    result = reflow.process("The council met on Mon-\nday and ap-\nproved the budget for it.")
    assert pickle.loads(pickle.dumps(result)) == result == copy.deepcopy(result)
    config = reflow.Config(lang="en")
    assert pickle.loads(pickle.dumps(config)) == config
    assert hash(pickle.loads(pickle.dumps(config))) == hash(config)
