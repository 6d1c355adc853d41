"""The command line as its users meet it: real processes, bytes in and out."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import pty
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command import CLEAN, LINES, MENDED, REFLOW, STRAY, run, write

# The filter


@pytest.mark.parametrize("arguments", [(), ("-",), ("a.txt",), ("./check",), ("--", "check")])
def test_filter(folder: Path, arguments: tuple[str, ...]) -> None:
    write(folder, a_txt=STRAY, check=STRAY)
    done = run(*arguments, data=STRAY)
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, MENDED, b"")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        CLEAN.encode(),
        b"\xff" + CLEAN.encode() * 3,
        b"One.\r\nTwo.\rThree.\0\n",
        b"no newline",
        "One.\x0cTwo.\u2028Three.\u2029Four.\x85\n".encode(),
        f"{CLEAN}\u202eright\u202c wo\u200brd \u2060\ufeff\n".encode(),
        (CLEAN * 3 + "\ud800\n").encode("utf-8", "surrogatepass"),
        "\ud800\n".encode("utf-16", "surrogatepass"),
    ],
)
def test_clean_input_passes_unchanged(folder: Path, data: bytes) -> None:
    done = run(data=data)
    assert (done.returncode, done.stdout) == (0, data)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16", "utf-16-le"])
def test_encoding_stays(folder: Path, encoding: str) -> None:
    done = run(data=(STRAY * 3).encode(encoding))
    assert done.stdout == (MENDED * 3).encode(encoding)
    assert (b"a guess" in done.stderr) == (encoding in ("gb18030", "utf-16-le"))
    assert run("-q", data=STRAY.encode(encoding)).stderr == b""


def test_output_encoding(folder: Path) -> None:
    done = run("--output-encoding", "utf-8", "--encoding", "gbk", data=STRAY.encode("gbk"))
    assert done.stdout.decode() == MENDED


@pytest.mark.parametrize("locale", ["C", "POSIX", "de_DE.ISO-8859-1"])
def test_locale_is_not_asked(folder: Path, locale: str) -> None:
    done = run(data=STRAY, env={"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
    assert done.stdout.decode() == MENDED
    done = run("check", "-", data=STRAY, env={"LC_ALL": locale, "PYTHONCOERCECLOCALE": "0"})
    assert "和" in done.stdout.decode()


# Trouble: exit 2, one line, nothing touched


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("a.txt", "b.txt"), "one file"),
        (("-", "a.txt"), "one file"),
        (("-q", "check", "a.txt"), "command first"),
        (("missing.txt",), "No such file or directory; is the name right"),
        (("chek",), "did you mean the command 'check'"),
        ((".",), "Is a directory; name a file in it; reflow check"),
        (("check",), "no files given"),
        (("fix",), "no files given"),
        (("fix", "a.txt", "-"), "'-' can't stand among other files; name files"),
        (("fix", "--nonsense", "a.txt"), "No such option"),
        (("fix", "missing.txt"), "No such file"),
        (("fix", "bin.txt"), "binary data"),
        (("check", "bin.txt"), "(at byte 1); if it is text, --encoding names"),
        (("bin.txt",), "binary data"),
        (("fix", "--select", "Q9", "a.txt"), "no rule has the code 'Q9'; reflow rule --all shows"),
        (("fix", "--ignore", "j1", "a.txt"), "did you mean 'J1'"),
        (
            ("fix", "--encoding", "klingon", "a.txt"),
            "unknown encoding 'klingon'; give a name as utf-8",
        ),
        (("fix", "--lang", "zh-hans", "a.txt"), "did you mean 'zh-Hans'"),
        (("fix", "--log", "a.txt", "a.txt"), "overwrite an input file; name another"),
        (("--log", "a.txt", "a.txt"), "overwrite an input"),
        (("check", "--output-file", "a.txt", "a.txt"), "overwrite an input file; name another"),
        (("check", "--write-baseline", "./a.txt", "."), "overwrite an input file; name another"),
        (("fix", "--out-dir", "bin.txt", "a.txt"), "bin.txt: not a folder; name another"),
        (("fix", "--out-dir", "o", "--backup", ".b", "a.txt"), "leave out --backup"),
        (("undo", "--log", "a.txt", "a.txt"), "a.txt: no log of reflow's; name what --log wrote"),
        (("check", "--config", "missing", "a.txt"), "--config takes a file or KEY=VALUE"),
        (("check", "--config", "zzz=1", "a.txt"), "reflow config shows all there are"),
        (("check", "--config", "tokens.and=和", "a.txt"), "tokens={and = …}"),
        (("fix", "--lang", "zz", "a.txt"), "reflow: --lang is one of auto, zh-Hans"),
        (("fix", "--log", "no/such/log", "a.txt"), "and its folder there?"),
        (("fix", "--backup", "/x", "a.txt"), "separator; give one as .orig"),
        (("fix", "--out-dir", ".", "a.txt"), "name another --out-dir"),
        (
            ("fix", "--out-dir", "o", "a.txt", "sub/a.txt"),
            "both become o/a.txt; name the folder above",
        ),
        (("check", "--files-from", "nope"), "No such file"),
        (("check", "--output-format", "jsn", "a.txt"), "did you mean 'json'"),
        (("rule", "T10"), "no rule 'T10'"),
        (("rule",), "name one rule"),
        (("undo", "--log", "nope", "a.txt"), "No such file"),
        (("undo", "--log", "bin.txt", "a.txt"), "no log of reflow's; name what --log wrote"),
        (("undo", "a.txt"), "--log"),
    ],
)
def test_trouble(folder: Path, arguments: tuple[str, ...], words: str) -> None:
    write(folder, a_txt=STRAY, b_txt=STRAY, bin_txt=bytes(range(256)), sub__a_txt=STRAY)
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == b""
    assert words in done.stderr.decode()
    if "fix" not in arguments or "missing.txt" not in arguments:
        assert (folder / "a.txt").read_text() == STRAY


def test_two_wins_and_the_others_are_done(folder: Path) -> None:
    write(folder, a_txt=STRAY, z_txt=STRAY, bin_txt=b"\x01\x02\x03\x04")
    done = run("fix", "a.txt", "missing.txt", "bin.txt", "z.txt", "--exit-non-zero-on-fix")
    assert done.returncode == 2
    assert (folder / "a.txt").read_text() == (folder / "z.txt").read_text() == MENDED
    done = run("check", "missing.txt", "a.txt")
    assert done.returncode == 2


def test_a_terminal_without_input_gets_help(folder: Path) -> None:
    main, other = pty.openpty()
    try:
        done = subprocess.run([REFLOW], stdin=other, capture_output=True, timeout=30)
    finally:
        os.close(main)
        os.close(other)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"reflow fix FILES" in done.stderr


@pytest.mark.parametrize("arguments", [("-h",), ("--help",), ("fix", "-h"), ("--version",)])
def test_help_and_version(folder: Path, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"reflow" in done.stdout


def test_the_package_can_be_run(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "reflow"], input=STRAY.encode(), capture_output=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, run(data=STRAY).stdout, b"")


@pytest.mark.parametrize(
    "arguments", [(), ("check", "-"), ("fix", "-"), ("fix", "--diff", "-"), ("-h",), ("--version",)]
)
@pytest.mark.parametrize("output", ["full", "closed"])
def test_output_that_fails_is_said(folder: Path, arguments: tuple[str, ...], output: str) -> None:
    if output == "full" and not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    redirect = ">/dev/full" if output == "full" else ">&-"
    done = subprocess.run(
        ["/bin/sh", "-c", f'"$0" "$@" {redirect}', REFLOW, *arguments],
        input=STRAY.encode(),
        capture_output=True,
    )
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert b"standard output" in done.stderr


@pytest.mark.parametrize("command", [(), ("check",), ("fix",)])
@pytest.mark.parametrize("option", ["--log", "--map"])
def test_a_record_that_fails_is_named(folder: Path, command: tuple[str, ...], option: str) -> None:
    """And nothing is written without it: there would be no way back."""
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    write(folder, a_txt=STRAY)
    done = run(*command, option, "/dev/full", "a.txt")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"reflow: /dev/full: No space left on device; make room" in done.stderr
    assert (folder / "a.txt").read_text() == STRAY


def test_closed_standard_input_and_error(folder: Path) -> None:
    shell = ["/bin/sh", "-c"]
    done = subprocess.run([*shell, f'"{REFLOW}" <&-'], capture_output=True)
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    write(folder, a_txt=STRAY)
    done = subprocess.run([*shell, f'"{REFLOW}" fix a.txt 2>&-'], capture_output=True)
    assert done.returncode == 0
    assert (folder / "a.txt").read_text() == MENDED


def test_a_reader_that_leaves_is_no_trouble(folder: Path) -> None:
    # Its input comes after the reader has left, so that its first write fails.
    process = subprocess.Popen(
        [REFLOW, "check", "--files-from", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin
    assert process.stdout
    assert process.stderr
    write(folder, a_txt=STRAY)
    process.stdout.close()
    process.stdin.write(b"a.txt\n")
    process.stdin.close()
    assert process.stderr.read() == b""
    assert process.wait(120) == -signal.SIGPIPE


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_it_by_themselves(folder: Path, number: signal.Signals) -> None:
    process = subprocess.Popen(
        [REFLOW], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin
    # It waits for the rest of its input by then.
    process.stdin.write(b"x" * 200_000)
    process.stdin.flush()
    time.sleep(0.3)
    process.send_signal(number)
    _, complaint = process.communicate(timeout=30)
    assert process.returncode == -number
    assert complaint == b""


# check


def test_check_changes_nothing(folder: Path) -> None:
    write(folder, a_txt=STRAY, b_txt=CLEAN)
    done = run(*LINES, "a.txt", "b.txt")
    assert done.returncode == 1
    assert done.stdout.decode() == "a.txt:1:7: T101 stray-connective 'and' stands for '和'\n"
    assert (folder / "a.txt").read_text() == STRAY
    assert run("check", "b.txt").returncode == 0
    assert run("check", "--exit-zero", "a.txt").returncode == 0
    assert run("check", "--ignore", "T", "a.txt").returncode == 0
    assert run("check", "--select", "J,R1", "a.txt").returncode == 0
    assert run("check", "--select", "T101", "a.txt").returncode == 1


KEYS_OF_A_FINDING = [
    "code",
    "name",
    "message",
    "severity",
    "safety",
    "status",
    "path",
    "span",
    "bytes",
    "line",
    "column",
    "end",
    "related",
    "score",
    "evidence",
    "fix",
    "id",
    "url",
]


def test_ids_do_not_depend_on_the_run(folder: Path) -> None:
    ids = {
        run(
            "check", "--output-format", "jsonl", "-", data=STRAY * 2, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(ids) == 1


def test_json(folder: Path) -> None:
    write(folder, a_txt=("\ufeff第一行。\r\n" + STRAY).encode("utf-8"))
    done = run("check", "--output-format", "json", "a.txt")
    (found,) = json.loads(done.stdout)
    assert done.returncode == 1
    start = found["span"]["start"]
    assert ("第一行。\r\n" + STRAY)[start : found["span"]["end"]] == " and "
    raw = (folder / "a.txt").read_bytes()
    assert raw[found["bytes"]["start"] : found["bytes"]["end"]] == b" and "
    assert (found["line"], found["column"]) == (2, 7)
    assert found["end"] == {"line": 2, "column": 12}
    assert found["fix"]["edits"] == [{"span": found["span"], "text": "和"}]
    assert (found["code"], found["safety"], found["path"]) == ("T101", "safe", "a.txt")
    assert found["score"] == sum(e["weight"] for e in found["evidence"])
    assert set(found) == {*KEYS_OF_A_FINDING}
    assert all(set(e) == {"name", "weight", "seen", "veto"} for e in found["evidence"])
    lines = run("check", "--output-format", "jsonl", "a.txt").stdout.splitlines()
    assert [json.loads(line) for line in lines] == [found]
    assert json.loads(run("check", "--output-format", "json", "-", data=CLEAN).stdout) == []


def test_ignored_edit(folder: Path) -> None:
    found = json.loads(run("check", "--output-format", "jsonl", "-", data=STRAY).stdout)
    done = run("--ignore-edit", found["id"], data=STRAY)
    assert done.stdout.decode() == STRAY
    assert run("check", "--ignore-edit", found["id"], "-", data=STRAY).returncode == 0
    kept = run(*LINES, "--ignore-edit", found["id"], "--show-kept", "-", data=STRAY)
    assert (kept.returncode, kept.stdout.count(b"T101")) == (0, 1)


def test_statistics_and_output_file(folder: Path) -> None:
    done = run("check", "--statistics", "-", data=STRAY + "\n" + CLEAN)
    assert done.stdout == b"1\tT101\tstray-connective\n"
    done = run("check", "--output-file", "found.txt", "-", data=STRAY)
    assert (done.returncode, done.stdout) == (1, b"")
    assert "T101" in (folder / "found.txt").read_text()
    assert run("check", "--output-file", "no/such", "-", data=STRAY).returncode == 2


def test_color(folder: Path) -> None:
    def colored(*arguments: str, **env: str) -> bool:
        return b"\x1b[" in run("check", "-", *arguments, data=STRAY, env=env).stdout

    assert not colored()
    assert colored("--color", "always")
    assert colored(FORCE_COLOR="1")
    assert not colored(FORCE_COLOR="1", NO_COLOR="1")
    assert not colored("--color", "never", FORCE_COLOR="1")


def test_odd_file_names_are_escaped(folder: Path) -> None:
    name = b"a\n\x1b[31m\xff.txt"
    try:
        Path(os.fsdecode(name)).write_text(STRAY)
    except OSError:
        pytest.skip("no such names on this file system")
    done = run(*LINES, name)
    assert done.stdout.startswith(b"a\\n\\x1b[31m\\xff.txt:1:7:")
    assert done.stdout.count(b"\n") == 1
    found = json.loads(run("check", "--output-format", "jsonl", name).stdout)
    assert os.fsencode(found["path"]) == name
    assert run("fix", name).returncode == 0
    assert Path(os.fsdecode(name)).read_text() == MENDED


# fix


def test_fix_in_place(folder: Path) -> None:
    write(folder, a_txt=STRAY, b_txt=CLEAN)
    (folder / "a.txt").chmod(0o640)
    before = (folder / "b.txt").stat()
    done = run("fix", "a.txt", "b.txt")
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"changed 1 of 2 files" in done.stderr
    assert (folder / "a.txt").read_text() == MENDED
    assert stat.S_IMODE((folder / "a.txt").stat().st_mode) == 0o640
    after = (folder / "b.txt").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    again = run("fix", "--exit-non-zero-on-fix", "-q", "a.txt", "b.txt")
    assert (again.returncode, again.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("option", "code", "written"),
    [
        ("--check", 1, STRAY),
        ("--diff", 1, STRAY),
        ("--exit-non-zero-on-fix", 1, MENDED),
        ("-q", 0, MENDED),
    ],
)
def test_fix_codes(folder: Path, option: str, code: int, written: str) -> None:
    write(folder, a_txt=STRAY, b_txt=CLEAN)
    assert run("fix", option, "a.txt", "b.txt").returncode == code
    assert (folder / "a.txt").read_text() == written
    assert run("fix", option, "b.txt").returncode == 0


def test_diff_can_be_applied(folder: Path) -> None:
    write(folder, a_txt=CLEAN + STRAY.rstrip("\n"))
    done = run("fix", "--diff", "a.txt")
    assert done.stdout.decode() == (
        "--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n"
        f" {CLEAN}-{STRAY}\\ No newline at end of file\n+{MENDED}\\ No newline at end of file\n"
    )


def test_fix_standard_input(folder: Path) -> None:
    assert run("fix", "-", data=STRAY).stdout.decode() == MENDED
    done = run("fix", "-", "--exit-non-zero-on-fix", data=STRAY)
    assert (done.returncode, done.stdout.decode()) == (1, MENDED)
    done = run("fix", "-", "--check", data=STRAY)
    assert (done.returncode, done.stdout) == (1, b"")
    options = ("--stdin-filename", "lib/x.txt", "--exclude", "lib", "--force-exclude")
    done = run("fix", "-", *options, data=STRAY)
    assert (done.returncode, done.stdout.decode()) == (0, STRAY)
    done = run("check", "-", "--stdin-filename", "lib/x.txt", data=STRAY)
    assert done.stdout.startswith(b"lib/x.txt:1:7:")


def test_backup_and_out_dir(folder: Path) -> None:
    write(folder, in__a_txt=STRAY, in__deep__b_md=CLEAN, c_txt=STRAY)
    assert run("fix", "--out-dir", "out", "in", "c.txt").returncode == 0
    assert (folder / "in/a.txt").read_text() == STRAY
    assert (folder / "out/a.txt").read_text() == (folder / "out/c.txt").read_text() == MENDED
    assert (folder / "out/deep/b.md").read_text() == CLEAN
    assert run("fix", "--backup", ".orig", "c.txt").returncode == 0
    assert (folder / "c.txt.orig").read_text() == STRAY
    assert (folder / "c.txt").read_text() == MENDED


def test_links(folder: Path) -> None:
    write(folder, real__a_txt=STRAY, h_txt=STRAY)
    (folder / "link.txt").symlink_to("real/a.txt")
    os.link(folder / "h.txt", folder / "h2.txt")
    done = run("fix", "link.txt", "h.txt")
    assert done.returncode == 2
    assert b"hard links; replacing it would part them (--out-dir" in done.stderr
    assert (folder / "link.txt").is_symlink()
    assert (folder / "real/a.txt").read_text() == MENDED
    assert (folder / "h.txt").read_text() == STRAY


# The log and the way back


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_fix_and_undo(folder: Path, encoding: str) -> None:
    files = {"a_txt": (STRAY * 3).encode(encoding), "b_txt": CLEAN.encode(encoding)}
    write(folder, **files)
    assert run("fix", "--log", "log.jsonl", "a.txt", "b.txt").returncode == 0
    records = [json.loads(line) for line in Path("log.jsonl").read_text().splitlines()]
    headers = [r for r in records if r["kind"] == "header"]
    assert [h["path"] for h in headers] == ["a.txt", "b.txt"]
    digest = hashlib.sha256(Path("a.txt").read_bytes()).hexdigest()
    assert headers[0]["output_sha256"] == digest
    assert Path("a.txt").read_bytes() == (MENDED * 3).encode(encoding)
    assert run("undo", "--log", "log.jsonl", "a.txt", "b.txt").returncode == 0
    # A run writes its log anew, also where it finds nothing.
    assert run("fix", "--log", "log.jsonl", "b.txt").returncode == 0
    (header,) = map(json.loads, Path("log.jsonl").read_text().splitlines())
    assert header["path"] == "b.txt"
    assert Path("a.txt").read_bytes() == files["a_txt"]
    assert Path("b.txt").read_bytes() == files["b_txt"]


def test_filter_and_undo(folder: Path) -> None:
    data = b"\xff" + (STRAY * 3).encode()
    done = run("--log", "log", data=data)
    assert done.stdout != data
    assert run("undo", "--log", "log", "-", data=done.stdout).stdout == data


def test_undo_of_other_bytes_touches_nothing(folder: Path) -> None:
    write(folder, a_txt=STRAY, b_txt=STRAY)
    run("fix", "--log", "log", "a.txt", "b.txt")
    Path("a.txt").write_text("edited since\n")
    done = run("undo", "--log", "log", "a.txt", "b.txt")
    assert done.returncode == 2
    assert Path("a.txt").read_text() == "edited since\n"
    assert Path("b.txt").read_text() == STRAY
    assert run("undo", "--log", "log", "b.txt").returncode == 2


def test_no_change_without_a_log_that_can_be_written(folder: Path) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    write(folder, a_txt=STRAY)
    done = run("fix", "--log", "/dev/full", "a.txt")
    assert done.returncode == 2
    assert os.strerror(errno.ENOSPC) in done.stderr.decode()
    assert (folder / "a.txt").read_text() == STRAY


# Which files


def test_walk(folder: Path) -> None:
    write(
        folder,
        t__a_txt=STRAY,
        t__b_md=STRAY,
        t__c_py=STRAY,
        t__sub__d_txt=STRAY,
        t__skip__e_txt=STRAY,
        t__bin_txt=bytes(range(256)),
    )
    (folder / "t/.git").mkdir()
    (folder / "t/.git/f.txt").write_text(STRAY)
    (folder / "t/link.txt").symlink_to("c.py")

    def found(*arguments: str) -> list[str]:
        done = run(*LINES, *arguments)
        assert done.returncode in (0, 1), done.stderr
        return [line.split(":")[0] for line in done.stdout.decode().splitlines()]

    every = ["t/a.txt", "t/b.md", "t/skip/e.txt", "t/sub/d.txt"]
    assert found("t") == every
    assert found("t", "t/a.txt", "./t") == every
    assert found("t", "--exclude", "skip", "--exclude", "*.md") == ["t/a.txt", "t/sub/d.txt"]
    assert found("t", "--exclude", "t/**/e.txt", "--exclude", "t/sub/**") == every[:2]
    assert found("t", "--include", "*.py") == ["t/c.py"]
    assert found("t/skip/e.txt", "--exclude", "skip") == ["t/skip/e.txt"]
    assert found("t/skip/e.txt", "--exclude", "skip", "--force-exclude") == []
    (folder / "list").write_bytes(b"t/a.txt\nt/b.md\r\n\n")
    assert found("--files-from", "list") == every[:2]
    done = run(*LINES, "--files-from", "-", "-0", data=b"t/a.txt\0t/b.md\0")
    assert done.stdout.count(b"T101") == 2
    assert run("check", "--files-from", "-", data=b"").returncode == 0


# Settings


def config(*arguments: str, **env: str) -> dict[str, tuple[str, str]]:
    done = run("config", *arguments, env=env)
    assert done.returncode == 0, done.stderr
    rows = (line.partition(" = ") for line in done.stdout.decode().splitlines())
    return {key: tuple(rest.rsplit("  # ", 1)) for key, _, rest in rows}  # type: ignore[misc]


def test_precedence(folder: Path) -> None:
    write(folder, other_toml='gap-mark = "4"\n')
    (folder / ".git").mkdir()
    below = folder / "below"
    below.mkdir()

    def mark(*arguments: str, **env: str) -> str:
        return config(*arguments, **env)["gap-mark"][0].strip('"')

    assert mark() == "[…]"
    write(folder, pyproject_toml='[tool.reflow]\ngap-mark = "6"\n')
    assert mark() == "6"
    write(folder, reflow_toml='gap-mark = "5"\n')
    assert mark() == "5"
    os.chdir(below)
    assert mark() == "5"
    file = ("--config", "../other.toml")
    assert mark(*file) == "4"
    assert mark(*file, REFLOW_GAP_MARK="3") == "3"
    inline = ("--config", "gap-mark=2")
    assert mark(*file, *inline, REFLOW_GAP_MARK="3") == "2"
    assert mark(*inline, "--gap-mark", "1", REFLOW_GAP_MARK="3") == "1"
    assert mark("--isolated", REFLOW_GAP_MARK="3") == "[…]"
    assert config(*inline)["gap-mark"] == ('"2"', "--config gap-mark")
    assert config()["gap-mark"][1].endswith("reflow.toml:1")


def test_outside_a_checkout_no_file_is_read(folder: Path) -> None:
    write(folder, reflow_toml='gap-mark = "5"\n')
    assert config()["gap-mark"] == ('"[…]"', "default")
    (folder / ".git").mkdir()
    inner = folder / "inner"
    (inner / ".hg").mkdir(parents=True)
    os.chdir(inner)
    assert config()["gap-mark"][1] == "default"


def test_kinds_of_values(folder: Path) -> None:
    write(
        folder,
        all_toml='select = ["T"]\nunsafe-fixes = true\n[joins]\nthreshold = 40\n'
        '[repeats]\nmin-chars = 50\nsimilarity = 0.9\n[tokens]\nplus = "和"\n'
        '[per-file-ignores]\n"legal/**" = ["R101"]\n',
    )
    seen = config("--config", "all.toml")
    assert {key: value for key, (value, origin) in seen.items() if origin != "default"} == {
        "select": '["T"]',
        "unsafe-fixes": "true",
        "joins.threshold": "40",
        "repeats.min-chars": "50",
        "repeats.similarity": "0.9",
        "tokens": '{ "plus" = "和" }',
        "per-file-ignores": '{ "legal/**" = ["R101"] }',
    }
    assert seen["joins.threshold"][1] == "all.toml:4"
    seen = config(REFLOW_SELECT="T,J101", REFLOW_TOKENS="plus=和", REFLOW_UNSAFE_FIXES="true")
    assert seen["select"] == ('["T", "J101"]', "REFLOW_SELECT")
    assert seen["tokens"][0] == '{ "plus" = "和" }'
    seen = config("--config", "gap-mark=''", "--config", "joins.threshold=7", "--ignore", "T,R")
    assert (seen["gap-mark"][0], seen["joins.threshold"][0]) == ('""', "7")
    assert seen["ignore"] == ('["T", "R"]', "--ignore")


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("\ngap-marc = 'x'\n", "x.toml:2: unknown setting 'gap-marc'; did you mean 'gap-mark'?"),
        ("[joins]\ntreshold = 1\n", "x.toml:2: unknown setting 'joins.treshold'; did you mean"),
        ("gap-mark = 5\n", "x.toml:1: gap-mark must be a string"),
        ("select = 'T'\n", "select must be a list"),
        ("unsafe-fixes = 1\n", "must be true or false"),
        ("[repeats]\nsimilarity = 2\n", "above 0 and at most 1"),
        ("ignore = ['T999']\n", "x.toml:1: no rule has the code 'T999'"),
        ("plugins = ['nobody']\n", "x.toml:1: no installed package"),
        ("lang = 'klingon'\n", "lang is one of"),
        ("a = [\n", "x.toml: not valid TOML"),
        (b"\xff", "x.toml: not valid TOML"),
    ],
)
def test_settings_that_can_not_be_used(folder: Path, toml: str | bytes, words: str) -> None:
    write(folder, x_toml=toml, a_txt=STRAY)
    done = run("fix", "--config", "x.toml", "a.txt")
    assert done.returncode == 2
    assert words in done.stderr.decode()
    assert (folder / "a.txt").read_text() == STRAY


def test_unknown_names_elsewhere(folder: Path) -> None:
    done = run(data=STRAY, env={"REFLOW_GAPMARK": "x"})
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"REFLOW_GAP_MARK" in done.stderr
    done = run("--config", "gap-marc=x", data=STRAY)
    assert (done.returncode, b"gap-mark" in done.stderr) == (2, True)


def test_per_file_ignores(folder: Path) -> None:
    write(folder, legal__a_txt=STRAY, b_txt=STRAY)
    done = run(*LINES, "--config", "per-file-ignores=legal/**=T", "legal", "b.txt")
    assert done.stdout.startswith(b"b.txt:")
    assert done.stdout.count(b"\n") == 1


def test_rule_text(folder: Path) -> None:
    done = run("rule", "J101")
    assert done.returncode == 0
    assert done.stdout.startswith(b"J101 broken-paragraph\n")
    every = run("rule", "--all").stdout
    assert every.count(b"\n====") >= 4
    assert done.stdout in every
