"""Every setting, in every place where it can stand: the same effect, and one that can be seen."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import pytest
from command import CLEAN, STRAY, run, write

from reflow.cli.keys import KEYS
from reflow.cli.settings import PREFIX

ROOT = Path(__file__).parent.parent
CHECK = ("check", "--output-format", "jsonl")
SPLIT = "The council met on Monday and ap-\nproved the budget for the new swimming pool."
SPACED = "城里的图书馆和博物馆都在春天 重 新 开 放 ，今年的展览比去年多。\n"
JAPANESE = "図書館 and 博物館。\n"
LOST = (ROOT / "samples/repeated-passage.txt").read_text(encoding="utf-8")
BRIDGED = (ROOT / "samples/newspaper-captions.txt").read_text(encoding="utf-8")
FENCED = (
    "```\n市里近年来不断加强与各地的文化交流，今年夏天又接待了来自五个国家的演出团\n\n"
    "体和两千多名游客，老城的旅馆几乎住满了。\n"
)
OPENING = FENCED.removeprefix("```\n")
NOTE = "免责声明：文章只代表作者个人意见，不代表本报立场，如有侵权请联系编辑部处理。"
BETWEEN = "老城墙的修缮工程昨天开工，施工队要用两年时间把塌了的七段补起来，砖是从附近窑厂定做的。"
BEHIND = "河里的水位今年春天比往年高出一米，渔民们说鱼也比往年多，码头边的市场每天早上五点开门。"
HOME = (
    "水库管理处的人说，今年雨水多，汛期比去年早了十来天，值班的人从六月初起就没有回过家。"
    "县里的剧团排了一出新戏，讲的是三十年前修水库的故事，演员大多是当年民工的孩子。"
)
DOUBLE = f"{HOME}\n\n{BETWEEN}\n\n<<接前>>{HOME}\n\n{BEHIND}\n"
SPOILT = HOME.replace("十来天", "十多天").replace("大多", "都").replace("讲的", "说的")


class Row(NamedTuple):
    """One setting and a run that it changes."""

    key: str
    toml: str
    given: str
    """As text: in the environment, and behind `--config KEY=`."""
    arguments: tuple[str, ...] = ()
    data: str | bytes = ""
    with_them: tuple[str, ...] = ()
    """Other settings, `KEY=VALUE`, that hold in both runs."""


ROWS = (
    Row("select", '["J"]', "J", data=STRAY),
    Row("extend-select", '["T105"]', "T105", (*CHECK, "-"), SPACED),
    Row("ignore", '["T"]', "T", data=STRAY),
    Row("per-file-ignores", '{ "*.txt" = ["T"] }', "*.txt=T", (*CHECK, "a.txt")),
    Row("fixable", '["J"]', "J", data=STRAY),
    Row("unfixable", '["T101"]', "T101", data=STRAY),
    Row("unsafe-fixes", "true", "true", data=SPLIT, with_them=("joins.threshold=UNSAFE",)),
    Row("include", '["*.log"]', "*.log", (*CHECK, ".")),
    Row("exclude", '["sub"]', "sub", (*CHECK, ".")),
    Row("force-exclude", "true", "true", (*CHECK, "sub/a.txt"), with_them=("exclude=sub",)),
    Row("respect-gitignore", "false", "false", (*CHECK, ".")),
    Row("encoding", '"gb18030"', "gb18030", data=STRAY.encode("gb18030")),
    Row("output-encoding", '"utf-8"', "utf-8", data=STRAY.encode("utf-16")),
    Row("lang", '"ja"', "ja", data=JAPANESE),
    Row("input-format", '"text"', "text", data=FENCED),
    Row("gap-mark", '"<gap>"', "<gap>", data=LOST),
    Row("keep", "['图书馆 and']", "图书馆 and", data=STRAY),
    Row("continuation-marks", "['<<接前>>']", "<<接前>>", data=DOUBLE),
    Row("lead-ins", '["体和"]', "体和", data=OPENING),
    Row("tokens", '{ "and" = "与" }', "and=与", data=STRAY),
    Row("repeats.min-chars", "900", "900", data=LOST),
    Row("repeats.similarity", "0.99", "0.99", data=DOUBLE.replace(f">>{HOME}", f">>{SPOILT}")),
    Row(
        "repeats.remove",
        '["boilerplate"]',
        "boilerplate",
        data=f"{BETWEEN}\n\n{NOTE}\n\n{BEHIND}\n\n{NOTE}\n",
    ),
    Row("joins.threshold", "9000", "9000", data=SPLIT),
    Row("bridges.threshold", "9000", "9000", data=BRIDGED),
    Row("baseline", '"known.json"', "known.json", (*CHECK, "a.txt")),
    Row("output-format", '"concise"', "concise", ("check", "a.txt")),
    Row("plugins", '["nobody"]', "nobody", data=STRAY),
)


def test_every_setting_has_a_row() -> None:
    assert [row.key for row in ROWS] == list(KEYS)


@pytest.mark.parametrize("row", ROWS, ids=[row.key for row in ROWS])
def test_a_setting_holds_wherever_it_stands(folder: Path, row: Row) -> None:
    write(folder, a_txt=STRAY, b_log=STRAY, sub__a_txt=STRAY, hidden__a_txt=STRAY, c_txt=CLEAN)
    (folder / ".gitignore").write_text("hidden\n")
    (folder / ".git").mkdir()
    run("check", "--isolated", "--write-baseline", "known.json", "a.txt")
    others = [option for setting in row.with_them for option in ("--config", _unsafe(setting))]

    def seen(*options: str, env: str = "") -> tuple[int, bytes, bool]:
        name = PREFIX + row.key.replace(".", "_").replace("-", "_").upper()
        done = run(
            *row.arguments[:1],
            *others,
            *options,
            *row.arguments[1:],
            data=row.data,
            env={name: env} if env else {},
        )
        return done.returncode, done.stdout, b"a guess" in done.stderr

    without = seen()
    ways = {
        "--config KEY=VALUE": seen("--config", f"{row.key}={row.given}"),
        "environment": seen(env=row.given),
    }
    section, _, name = row.key.rpartition(".")
    for file, table in (("reflow.toml", section), ("pyproject.toml", f"tool.reflow.{section}")):
        head = f"[{table.strip('.')}]\n" if table else ""
        Path(file).write_text(f"{head}{name} = {row.toml}\n", encoding="utf-8")
        ways[file] = seen()
        os.rename(file, "named.toml")
        if file == "reflow.toml":
            ways["--config FILE"] = seen("--config", "named.toml")
    assert set(ways.values()) == {ways["environment"]}, ways
    assert ways["environment"] != without


def _unsafe(setting: str) -> str:
    """`setting` with the threshold at which the break in SPLIT is an unsafe fix."""
    if not setting.endswith("UNSAFE"):
        return setting
    for threshold in range(0, 3000, 20):
        given = setting.replace("UNSAFE", str(threshold))
        found = run(*CHECK, "--config", given, "-", data=SPLIT).stdout
        if b'"safety": "unsafe"' in found:
            return given
    raise AssertionError("no threshold makes it unsafe")
