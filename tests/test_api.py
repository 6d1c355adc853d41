"""The library as it is promised: names, results, and nothing beside them."""

from __future__ import annotations

import dataclasses
import json
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest
from command import CLEAN, MENDED, STRAY

import reflow


def test_public_names() -> None:
    assert set(reflow.__all__) <= set(dir(reflow))
    for name in reflow.__all__:
        assert getattr(reflow, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = reflow.nonsense  # type: ignore[attr-defined]


def test_clean_and_check() -> None:
    assert reflow.clean(STRAY) == MENDED
    assert reflow.clean(STRAY, ignore=("T",)) == STRAY
    (found,) = reflow.check(STRAY)
    assert (found.code, found.safety, found.status) == ("T101", reflow.Safety.SAFE, "applied")
    assert reflow.check(CLEAN) == ()
    with pytest.raises(TypeError):
        reflow.clean(STRAY, no_such_setting=1)


def test_result() -> None:
    result = reflow.process(STRAY)
    assert (result.source, result.text, result.changed) == (STRAY, MENDED, True)
    assert result.undo() == STRAY
    at = MENDED.index("博")
    assert result.map.to_source(at) == STRAY.index("博")
    (record,) = result.log
    assert (record["code"], record["old"], record["status"]) == ("T101", " and ", "applied")
    assert json.loads(json.dumps(result.log)) == [record]
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.text = ""  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        reflow.Config().lang = "en"  # type: ignore[misc]


def test_bytes() -> None:
    data = STRAY.encode("gb18030")
    assert reflow.process_bytes(data, encoding="gb18030").data == MENDED.encode("gb18030")
    done = reflow.process_bytes(data, encoding="gb18030", output_encoding="utf-8")
    assert done.data == MENDED.encode()
    with pytest.raises(ValueError, match="'same' or 'utf-8', not 'utf-16'"):
        reflow.process_bytes(data, output_encoding="utf-16")
    with pytest.raises(ValueError, match="binary"):
        reflow.process_bytes(bytes(range(256)))


def test_it_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    reflow.process_bytes((STRAY * 3).encode("gb18030"))
    reflow.process(STRAY)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"keep": ("a(",)}, ValueError, "'a\\(' is no regular expression"),
        ({"plugins": ("nobody",)}, LookupError, "no installed package provides the rules"),
    ],
)
def test_settings_that_can_not_be_used(
    options: dict[str, tuple[str, ...]], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        reflow.clean(STRAY, **options)


def test_settings_and_results_can_be_pickled() -> None:
    config = reflow.Config(keep=("x",), tokens=(("plus", "和"),))
    assert pickle.loads(pickle.dumps(config)) == config
    result = reflow.process(STRAY, config)
    assert pickle.loads(pickle.dumps(result)) == result
    outcome = reflow.process_bytes(STRAY.encode())
    assert pickle.loads(pickle.dumps(outcome)) == outcome


def test_pools_of_threads_and_processes() -> None:
    texts = [CLEAN * n + STRAY for n in range(8)]
    wanted = [reflow.process(text) for text in texts]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(reflow.process, texts)) == wanted
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, context) as processes:
        assert list(processes.map(reflow.process, texts, chunksize=4)) == wanted
