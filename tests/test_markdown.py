"""Kinds of blocks by Markdown's structure: each construct, broken ones, and hostile input."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflow.document import parse
from reflow.kinds import Kind, kinds
from reflow.markdown.blocks import found
from reflow.markdown.lines import lines_of, source
from reflow.surface import surface

PROSE = "The harbour office keeps the keys of both gates, and the warden asks for them at dusk"


def typed(text: str, markdown: bool = True) -> list[tuple[str, str]]:
    """Each block of a text with its kind."""
    blocks = parse(text).blocks
    seen = kinds(text, blocks, [surface(b.text) for b in blocks], markdown)
    return [(b.text, str(k)) for b, k in zip(blocks, seen, strict=True)]


def names(text: str) -> str:
    return " ".join(kind for _, kind in typed(text))


# Of each text its blocks' kinds, in order.
STRUCTURES = {
    "fence": ("```py\nx = 1\n\nname of it\n```\n\nMore to say", "fence code code fence short"),
    "fence of tildes holds ticks": ("~~~\n```\na\n~~~\nb", "fence code code fence short"),
    "longer fence": ("````\n```\na\n```\n````\nb", "fence code code code fence short"),
    "a fence with a name closes none": ("```\na\n```py\nb\n```\nk", "fence code code code fence short"),
    "three ticks in a line are no fence": ("``` a ``` is code\n\nMore", "fence short"),
    "fence in an item": ("- item\n\n  ```\n  a\n\n  b\n  ```\n\nk", "list fence code code fence short"),
    "fence in a quote": ("> ```\n> a\n> ```\n\nb", "code code code short"),
    "code of four spaces": (
        "Call it:\n\n    x = run(1);\n\n    if (x) { y(x); }\n\n    z\n\nMore",
        "short code code code short",
    ),
    "prose of four spaces": (f"One\n\n    {PROSE}\n    and locks up.\n\nMore", "short body body short"),
    "paragraph of an item": (
        f"- item\n\n      x = run(1);\n\n    {PROSE}\n\n- item",
        "list code body list",
    ),
    "nested items": ("- a\n    - b\n        - k\n\n          k\n", "list list list short"),
    "table": ("| a | b |\n|---|---|\n| c | d |\n", "table table table"),
    "table without outer bars": ("a | b\n--- | ---\nc|d\n\ne", "table table table short"),
    "text below a table": (f"|a|b|\n|-|-|\n|c|d|\n{PROSE}", "table table table body"),
    "row in two lines": ("|a|b|\n|-|-|\n|c|long\ntext|\n\ne", "table table table table short"),
    "rows without a head": ("| a | b |\n| c | d |", "table table"),
    "underlined heading": ("The harbour\n===\n\nThe quay\n---\n\nText", "heading rule heading rule short"),
    "a rule below a paragraph": (f"{PROSE}\n{PROSE}\n---\nMore", "body body rule short"),
    "a rule below a sentence": ("The gate is shut.\n---\nMore", "body rule short"),
    "heading": ("# One\n## Two ##\ntext", "heading heading short"),
    "quote": ("> a\n>\n> b\n>> c\nlazy", "quote quote quote quote short"),
    "a sign that is no quote": ("Values\n>5 mg are rare", "short short"),
    "rule": ("a\n\n***\n\nb", "short rule short"),
    "html to the blank line": ("<table>\n<tr><td>a\nb</td></tr>\n</table>\n\nk", "html html html html short"),
    "html with blank lines": ("<pre>\na\n\nb\n</pre>\nk", "html html html html short"),
    "text below html": (f"<div>a</div>\n{PROSE}\nand more", "html body short"),
    "comment": ("<!-- a\n\nb\n-->\nk", "html html html short"),
    "an anchor in front of text": (f'<span id="page-3"></span>{PROSE}', "body"),
    "tags around a line": (f"<b>{PROSE}</b>", "html"),
    "formula": ("$$\na = b\n\n+ c\n$$\nwhere", "math math math math short"),
    "formula that ends a line": ("$$ a = b\n+ c $$\nwhere", "math math short"),
    "formula in brackets": ("\\[\na\n\\]\nwhere", "math math math short"),
    "formula of an environment": ("\\begin{align*}\na\n\\end{align*}\nwhere", "math math math short"),
    "formula without an end": (f"$$\na\n\n{PROSE}\n\n$$\nb\n$$\nk", "math short body math math math short"),
    "image": ("![a quay](a.png)\n\n[![b](c)](d)", "image image"),
    "image with a long description": ("![a quay\nat dusk](a.png)\n\nb", "image image short"),
    "definitions": ("[a]: https://example.org\n[b]:\n  <c d>\n  'title'\n\ne", "link link link link short"),
    "note": ("[^a]: a word\n\n    more of it\n\nb", "footnote short short"),
    "front matter": ("---\na: b\n---\n\nk", "front-matter front-matter front-matter short"),
    "a rule in front": ("---\n\nA word\n\n---", "rule short rule"),
    "all in a fence": ("```markdown\n# a\n\nb\n\n```py\nc\n```\n```", "furniture heading short fence code fence furniture"),
    "pages in fences": ("```markdown\na\n```\n\n```md\nb\n```\n\nk", "furniture short furniture furniture short furniture short"),
    "text behind a fenced page": (
        "```markdown\na\n```\nb\n\n```py\nc\n```\nk",
        "furniture short furniture short fence code fence short",
    ),
    "a fence without an end": ("```\na\n\nb", "fence code code"),
    "ideographic indent": (f"# a\n\n　　{PROSE}", "heading body"),
}  # fmt: skip


@pytest.mark.parametrize("name", STRUCTURES)
def test_structure(name: str) -> None:
    text, expected = STRUCTURES[name]
    assert names(text) == expected


@pytest.mark.parametrize("end", ["\r\n", "\r", "\f", "\u3000\n", "\f\n"])
@pytest.mark.parametrize("name", STRUCTURES)
def test_structure_with_other_line_ends(name: str, end: str) -> None:
    text, expected = STRUCTURES[name]
    if end != "\f\n" or "\n\n" in text:  # which is a blank line as well
        assert names(text.replace("\n\n" if end == "\f\n" else "\n", end)) == expected


def test_a_nul_is_a_character() -> None:
    assert names("```\n\0\nb\0\n\n\0```\n```\nmore") == "fence code code code fence short"


def test_without_markdown_its_marks_are_characters() -> None:
    text = "```\na word\n```\n\n> said\n\n[a]: https://example.org"
    assert {kind for _, kind in typed(text, markdown=False)} == {Kind.SHORT}


PLAIN = (
    "The ferry carried two million passengers last year, slightly more than in any",
    "市里近年来不断加强与各地的文化交流，今年夏天又接待了来自五个国家的演出团",
)
ENDS = ("\n", "\r\n", "\r", "\f", "\n\n", "\r\n \r\n", "\n\u3000\n", "\n\f\n", "<br>", " <br/>\n")
STARTS = (
    "# ", "- ", "    ", "  ", "\t", "1. ", "12) ", "> ", ">", "```", "```py", "```markdown", "~~~~",
    "$$", "\\[", "\\]", "\\begin{a}", "\\end{a}", "<!--", "-->", "<pre>", "</pre>", "<div>", "</b>",
    "---", "===", "***", "|a|b|", "|-|-|", "![", "](b)", "[a]: b", "[a]:", "[^a]: b", '"', "+ ",
    "\u3000", "\0", "\v", "\x85", "\u2028", "x", "", "\ud800", "[", "`", "x = run(1);",
)  # fmt: skip
documents = st.lists(
    st.tuples(
        st.lists(st.sampled_from(STARTS), max_size=3).map("".join),
        st.sampled_from(("", "a", "a word", *PLAIN)),
        st.sampled_from(ENDS),
    ),
    max_size=30,
).map(lambda parts: "".join(map("".join, parts)))


@settings(max_examples=400, deadline=None)
@given(documents)
def test_lines_are_exact(text: str) -> None:
    """They hold all blocks, in order, and the parser's source all lines, in order, each once."""
    blocks = parse(text).blocks
    lines = lines_of(text, blocks)
    assert [n for line in lines for n in line.blocks] == list(range(len(blocks)))
    for line in lines:
        first, last = blocks[line.blocks[0]], blocks[line.blocks[-1]]
        assert line.content == text[first.span.start : last.span.end]
        assert not set(line.content) & set("\r\n\f")
    shown = source(lines, set(), ())
    assert [n for owner in shown.lines for n in owner] == list(range(len(lines)))
    assert shown.text.count("\n") == len(shown.lines)
    for row, owner in zip(shown.text.split("\n"), shown.lines, strict=False):
        assert bool(row) == bool(owner)
        if len(owner) == 1 and not row.endswith("x"):
            assert row == lines[owner[0]].indent + lines[owner[0]].content


TOLD = (
    "fence",
    "html_block",
    "formula",
    "table_open",
    "blockquote_open",
    "definition",
)


@settings(max_examples=400, deadline=None)
@given(documents)
def test_leaving_prose_out_changes_nothing(text: str) -> None:
    """Each line is in the same blocks as when the parser is shown all lines."""
    lines = lines_of(text, parse(text).blocks)
    shown = source(lines, set(), ())
    rows: list[tuple[str, range]] = []
    for n, line in enumerate(lines):
        if line.blank:
            rows.append(("", range(0)))
        rows.append((line.indent + line.content, range(n, n + 1)))
    whole = "".join(row + "\n" for row, _ in rows)
    assert _placed(shown.text, shown.lines) == _placed(whole, [owner for _, owner in rows])


def _placed(text: str, owners: Sequence[range]) -> dict[int, set[str]]:
    """Of each line the blocks that it is in, but for those that one line may stand for."""
    placed: dict[int, set[str]] = {}
    for block in found(text, [False] * len(owners)):
        if block.type in TOLD:
            for n in (n for row in block.lines for n in owners[row]):
                placed.setdefault(n, set()).add(block.type)
    return placed


@settings(max_examples=400, deadline=None)
@given(documents)
def test_every_text_has_kinds(text: str) -> None:
    assert len(typed(text)) == len(parse(text).blocks)


HOSTILE = (
    "[", "![", "`", "> ", ">", "- ", "1. ", "* ", "|", "> - ", "[a]: b\n", "[a\n", '[a]: "b\n',
    "[a]:\n", "```\n", "```markdown\n", "$$\n", "$$a\n", "\\[\n", "\\begin{a}\n", "<!--\n", "<a \n",
    "<div>\n", "> a\n", "> a\nb\n", "- a\n", "- a\n\n", "a\n---\n", "|a|b|\n|-|-|\n", "![\n",
    "    f(x);\n\n", "\t- a\n", "a<br>", "<b>", "---\n", "~~~\n", "\\\n", "a\\\n", "=\n",
)  # fmt: skip


def cost(unit: str, size: int) -> float:
    """Seconds of the kinds of a text of so many code points, which holds a fence, too."""
    text = "```\n```\n" + unit * (size // len(unit))
    blocks = parse(text).blocks
    alone = [surface(b.text) for b in blocks]
    before = time.process_time()
    kinds(text, blocks, alone)
    return time.process_time() - before


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_input_is_linear(unit: str) -> None:
    small, large = min(cost(unit, 1_500) for _ in range(2)), cost(unit, 12_000)
    assert large < max(24 * small, 0.5)


def test_plain_text_loads_no_parser() -> None:
    program = (
        "import sys, reflow; text = sys.stdin.read(); print(reflow.clean(text) != text,"
        " 'markdown_it' in sys.modules)"
    )
    text = (
        "\n\n".join(PLAIN) + "\n# a heading\n\n- an item\n1. another\n    " + PLAIN[0] + "\nand\n"
    )
    for mark, loads in (("", b"False"), ("\n```\na\n```\n", b"True")):
        command = [sys.executable, "-c", program]
        done = subprocess.run(
            command, input=(text + mark).encode(), capture_output=True, check=True
        )
        assert done.stdout.split()[1] == loads
