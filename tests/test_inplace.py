"""Replacing files: what stays, what is refused, and that nothing half-done is left."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from reflow import inplace
from reflow.inplace import WriteRefused

OLD, NEW = b"old content\n", b"new content, longer\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_bytes(OLD)
    return path


def replace(path: Path, backup: str = "") -> None:
    target, data = inplace.read(str(path))
    assert data == OLD
    inplace.replace(target, NEW, backup)


def alone(path: Path) -> bool:
    return [p.name for p in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755, 0o4755])
def test_content_and_mode(file: Path, mode: int) -> None:
    file.chmod(mode)
    replace(file)
    assert file.read_bytes() == NEW
    assert stat.S_IMODE(file.stat().st_mode) == mode
    assert alone(file)


def test_owner_stays(file: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root may give files away")
    os.chown(file, 12345, 23456)
    replace(file)
    assert (file.stat().st_uid, file.stat().st_gid) == (12345, 23456)


def test_extended_attributes_stay(file: Path) -> None:
    try:
        os.setxattr(file, "user.origin", b"scan 7")
    except (OSError, AttributeError):
        pytest.skip("this file system has no extended attributes")
    replace(file)
    assert os.getxattr(file, "user.origin") == b"scan 7"


def test_link_stays_and_its_target_changes(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    real, link = tmp_path / "real" / "text.txt", tmp_path / "link.txt"
    real.write_bytes(OLD)
    link.symlink_to("real/text.txt")
    replace(link)
    assert link.is_symlink()
    assert real.read_bytes() == NEW


def test_hard_links_are_refused(file: Path) -> None:
    os.link(file, file.with_name("other.txt"))
    with pytest.raises(WriteRefused, match="hard links"):
        replace(file)
    assert file.read_bytes() == OLD
    assert file.stat().st_nlink == 2


def test_read_only_is_refused(file: Path) -> None:
    file.chmod(0o444)
    with pytest.raises(WriteRefused, match="read-only"):
        replace(file)
    assert file.read_bytes() == OLD


def test_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        inplace.read(str(tmp_path))
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(WriteRefused, match="regular"):
        inplace.read(str(tmp_path / "pipe"))


@pytest.mark.parametrize("how", ["rewritten", "replaced"])
def test_a_file_that_changed_meanwhile_is_refused(file: Path, how: str) -> None:
    target, _ = inplace.read(str(file))
    if how == "rewritten":
        file.write_bytes(b"by someone else")
    else:
        other = file.with_name("other")
        other.write_bytes(OLD)
        os.utime(other, ns=(target.status.st_atime_ns, target.status.st_mtime_ns))
        os.replace(other, file)
    present = file.read_bytes()
    with pytest.raises(WriteRefused, match="changed"):
        inplace.replace(target, NEW)
    assert file.read_bytes() == present
    assert alone(file)


@pytest.mark.parametrize("step", ["fsync", "fchmod", "replace", "write"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_leaves_the_old_file_and_no_other(
    file: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(os, step, fail)
        with pytest.raises(type(error)):
            replace(file)
    assert file.read_bytes() == OLD
    assert alone(file)


def test_short_writes_are_continued(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: write(fd, bytes(data[:3])))
    replace(file)
    assert file.read_bytes() == NEW


def test_everything_is_durable_before_the_name_changes(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    fsync, rename = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (steps.append("sync"), fsync(fd))[1])
    monkeypatch.setattr(os, "replace", lambda a, b: (steps.append("name"), rename(a, b))[1])
    replace(file)
    assert steps == ["sync", "name", "sync"]


def test_backup(file: Path) -> None:
    file.chmod(0o640)
    before = file.stat()
    replace(file, ".orig")
    kept = file.with_name("text.txt.orig")
    assert kept.read_bytes() == OLD
    assert file.read_bytes() == NEW
    assert stat.S_IMODE(kept.stat().st_mode) == 0o640
    assert kept.stat().st_mtime_ns == before.st_mtime_ns
    assert sorted(p.name for p in file.parent.iterdir()) == ["text.txt", "text.txt.orig"]


def test_backup_without_hard_links(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise OSError(1, "not permitted")

    monkeypatch.setattr(os, "link", fail)
    replace(file, ".orig")
    assert file.with_name("text.txt.orig").read_bytes() == OLD
    assert file.read_bytes() == NEW


def test_a_failing_backup_leaves_all_as_it_was(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(source: str, name: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="space"):
        replace(file, ".orig")
    assert file.read_bytes() == OLD
    assert alone(file)


def test_a_failing_close_leaves_no_other_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also the one that takes a backup's place until it has its name."""
    target, _ = inplace.read(str(file))
    close, calls = os.close, []

    def fail(descriptor: int) -> None:
        close(descriptor)
        calls.append(descriptor)
        if len(calls) == 2:
            raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(os, "close", fail)
        with pytest.raises(OSError, match="Input"):
            inplace.replace(target, NEW, ".orig")
    assert len(calls) == 2
    assert file.read_bytes() == OLD
    assert alone(file)


@pytest.mark.parametrize("what", ["mode", "name", "time"])
def test_rights_and_links_that_changed_meanwhile_are_seen(file: Path, what: str) -> None:
    target, _ = inplace.read(str(file))
    if what == "mode":
        file.chmod(0o600)
    elif what == "name":
        os.link(file, file.with_name("other.txt"))
    else:
        # As a program that writes and puts the old time back.
        file.write_bytes(OLD.upper())
        os.utime(file, ns=(target.status.st_atime_ns, target.status.st_mtime_ns))
    with pytest.raises(WriteRefused, match="changed"):
        inplace.replace(target, NEW)
    assert file.read_bytes() in (OLD, OLD.upper())
    assert not list(file.parent.glob("*.tmp"))


def test_an_owner_that_can_not_be_kept(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    if os.geteuid() != 0:
        pytest.skip("only root may give files away")
    os.chown(file, 12345, 23456)
    monkeypatch.setattr(os, "fchown", fail)
    with pytest.raises(WriteRefused, match="owner"):
        replace(file)
    assert file.read_bytes() == OLD
    assert alone(file)


@pytest.mark.parametrize(
    ("name", "refused"), [("user.origin", True), ("security.label", False), ("trusted.a", False)]
)
def test_attributes_that_can_not_be_kept(
    file: Path, monkeypatch: pytest.MonkeyPatch, name: str, refused: bool
) -> None:
    def fail(*args: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "listxattr", lambda path: [name], raising=False)
    monkeypatch.setattr(os, "getxattr", lambda path, name: b"1", raising=False)
    monkeypatch.setattr(os, "setxattr", fail, raising=False)
    if refused:
        with pytest.raises(WriteRefused, match=r"user\.origin"):
            replace(file)
        assert file.read_bytes() == OLD
    else:
        replace(file)
    assert alone(file)


@pytest.mark.parametrize(("number", "written"), [(95, True), (22, True), (5, False)])
def test_a_file_system_without_attributes(
    file: Path, monkeypatch: pytest.MonkeyPatch, number: int, written: bool
) -> None:
    def fail(*args: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(os, "listxattr", fail, raising=False)
    if written:
        replace(file)
    else:
        with pytest.raises(OSError, match="no"):
            replace(file)
    assert file.read_bytes() == (NEW if written else OLD)
    assert alone(file)


def test_no_descriptor_is_left_open(file: Path, tmp_path: Path) -> None:
    if not os.path.isdir("/proc/self/fd"):
        pytest.skip("no /proc here")
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(3):
        with pytest.raises(IsADirectoryError):
            inplace.read(str(tmp_path))
        inplace.read(str(file))
    assert len(os.listdir("/proc/self/fd")) == before


def test_create_writes_to_what_is_no_file(tmp_path: Path) -> None:
    """To a pipe or a device; a folder is none, and a link stays."""
    pipe, link, folder = tmp_path / "pipe", tmp_path / "link", tmp_path / "folder"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    inplace.create(str(pipe), NEW)
    assert os.read(reader, 100) == NEW
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    link.symlink_to(pipe.name + ".txt")
    inplace.create(str(link), NEW)
    assert link.is_symlink()
    assert link.read_bytes() == NEW
    folder.mkdir()
    with pytest.raises(IsADirectoryError):
        inplace.create(str(folder), NEW)
    assert sorted(os.listdir(tmp_path)) == ["folder", "link", "pipe", "pipe.txt"]


def test_create_replaces_in_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.txt"
    inplace.create(str(path), OLD)
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", lambda fd: (_ for _ in ()).throw(OSError(5, "I/O error")))
        with pytest.raises(OSError, match="I/O"):
            inplace.create(str(path), NEW)
    assert path.read_bytes() == OLD
    assert alone(path)
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask
