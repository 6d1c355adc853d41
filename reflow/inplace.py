"""Replacing a file's content so that neither a crash nor a full disk loses text.

The new content is written beside the real file, made durable, given the old
one's mode, owner and extended attributes, and moved over it in one step.  A
symbolic link stays and its target changes.  What this can't do without loss
(hard links, read-only files, another owner that can't be kept) is refused.
Left out: files without a folder of their own, such as devices and pipes.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import tempfile

from reflow.records import dataclass


class WriteRefused(OSError):
    """The file was left as it is, because writing it would lose something."""

    def __init__(self, reason: str, path: str) -> None:
        super().__init__(errno.EPERM, reason, path)

    def __str__(self) -> str:
        return str(self.strerror)


@dataclass(frozen=True, slots=True)
class Target:
    """A file that was read and may be replaced, as it was when it was read."""

    path: str
    """The real path: resolved once, so a link that moves later can't lead elsewhere."""
    status: os.stat_result


def read(path: str) -> tuple[Target, bytes]:
    """The content of a regular file and what is needed to replace it.

    Raises WriteRefused for anything but a regular file, OSError as `open` does.
    """
    real = os.path.realpath(path)
    # Not blocking: opening a pipe that nobody writes to would wait for ever.
    descriptor = os.open(real, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
        if not stat.S_ISREG(status.st_mode):
            raise WriteRefused("not a regular file, so it can't be replaced", path)
        with open(descriptor, "rb", closefd=False) as file:
            return Target(real, status), file.read()
    finally:
        os.close(descriptor)


def check(target: Target) -> None:
    """Raise WriteRefused when `target` must not be replaced."""
    if target.status.st_nlink > 1:
        raise WriteRefused(
            f"it has {target.status.st_nlink} hard links; replacing it would part them",
            target.path,
        )
    # Root may write anything; a mode without any write bit says what is meant.
    if not target.status.st_mode & 0o222 or not os.access(target.path, os.W_OK):
        raise WriteRefused("it is read-only", target.path)


def replace(target: Target, data: bytes, backup: str = "") -> None:
    """Make `data` the content of `target`, in one step.

    `backup` is a suffix under which the old file stays.  Raises WriteRefused
    when the file changed since it was read or must not be replaced, OSError
    when writing fails; then the old file is whole and no other file is left.
    """
    check(target)
    folder = os.path.dirname(target.path)
    descriptor, temporary = tempfile.mkstemp(prefix=".reflow-", suffix=".tmp", dir=folder)
    try:
        try:
            _write_all(descriptor, data)
            _copy_metadata(target, descriptor)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if _changed(target):
            raise WriteRefused("it changed while it was being read; run again", target.path)
        if backup:
            _keep_old(target, folder, backup)
        os.replace(temporary, target.path)
    except BaseException:
        # Also on Ctrl-C: half-written files must not lie about.
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    _sync_folder(folder)


def create(path: str, data: bytes) -> None:
    """Write a new file, or replace one of ours, in one step.

    A link stays and its target changes; a pipe or device is written to, for a file in its place
    would take it away.
    """
    if _special(path):
        with open(path, "wb", buffering=0) as stream:
            _write_all(stream.fileno(), data)
        return
    path = os.path.realpath(path)
    folder = os.path.dirname(path)
    descriptor, temporary = tempfile.mkstemp(prefix=".reflow-", suffix=".tmp", dir=folder)
    try:
        try:
            _write_all(descriptor, data)
            os.fchmod(descriptor, 0o666 & ~_umask())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    _sync_folder(folder)


def _special(path: str) -> bool:
    try:
        return not stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return False


def _umask() -> int:
    # There is no way to read it but to set it.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _copy_metadata(target: Target, descriptor: int) -> None:
    old = target.status
    new = os.fstat(descriptor)
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        try:
            os.fchown(descriptor, old.st_uid, old.st_gid)
        except OSError as error:
            raise WriteRefused("its owner and group can't be kept", target.path) from error
    _copy_attributes(target, descriptor)
    # After the owner, for changing that clears the set-id bits.
    os.fchmod(descriptor, stat.S_IMODE(old.st_mode))


def _copy_attributes(target: Target, descriptor: int) -> None:
    if not hasattr(os, "listxattr"):
        return
    try:
        names = os.listxattr(target.path)
    except OSError as error:
        if error.errno in (errno.ENOTSUP, errno.ENOSYS, errno.EINVAL):
            return
        raise
    for name in names:
        try:
            os.setxattr(descriptor, name, os.getxattr(target.path, name))
        except OSError as error:
            # Labels of the system are set by the system; only the user's own can get lost.
            if name.startswith(("security.", "trusted.")):
                continue
            raise WriteRefused(
                f"its extended attribute {name!r} can't be kept", target.path
            ) from error


def _changed(target: Target) -> bool:
    """Whether content, rights or links changed; the kernel's own time stamp tells them all."""

    def signs(status: os.stat_result) -> tuple[int, ...]:
        return (
            status.st_dev,
            status.st_ino,
            status.st_size,
            status.st_mtime_ns,
            status.st_ctime_ns,
        )

    return signs(os.stat(target.path, follow_symlinks=False)) != signs(target.status)


def _keep_old(target: Target, folder: str, suffix: str) -> None:
    """Put the old file under its backup name; with a link, so it is never half there."""
    name = target.path + suffix
    descriptor, temporary = tempfile.mkstemp(prefix=".reflow-", suffix=".tmp", dir=folder)
    try:
        os.close(descriptor)
        os.unlink(temporary)
        try:
            os.link(target.path, temporary)
        except OSError:
            shutil.copy2(target.path, temporary)
        os.replace(temporary, name)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _sync_folder(folder: str) -> None:
    # Some file systems can't; the file itself is safe by then.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
