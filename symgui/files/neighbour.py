"""A file written beside another, whose name it takes when it is whole.

Where the system can make a file without a name, it gets one only when it is complete, so that a kill leaves
nothing behind. Elsewhere a kill can leave a neighbour; it is cleared away when the file is next read or
written.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
from pathlib import Path

from symgui.files.locks import is_locked, lock

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
"""Writing in another way would fail just so."""
WAYS = "/proc/self/fd"


def create(target: Path, data: bytes) -> None:
    """A new file.

    Raises
    ------
    OSError
        If it cannot be; nothing is left behind.
    """
    if not _named_when_whole(target, data, None, target):
        _through_neighbour(target, data, None)


def replace(target: Path, data: bytes, status: os.stat_result) -> bool:
    """Replace a file by a new one of the same owner, mode and attributes.

    Returns
    -------
    bool
        False if that cannot be without losing any of them: then nothing has changed.

    Raises
    ------
    OSError
        If there is no room; it is as it was.
    """
    if status.st_nlink != 1:
        return False
    part = _part(target)
    try:
        clear(target)
        if _named_when_whole(target, data, status, part):
            _rename(part, target)
        else:
            _through_neighbour(target, data, status)
    except OSError as error:
        if error.errno in NO_ROOM:
            raise
        return False
    return True


def clear(target: Path) -> None:
    """Remove the neighbour that a kill has left, if there is one and nobody is writing it."""
    part = _part(target)
    try:
        status = part.lstat()
    except (OSError, ValueError):
        return
    if stat.S_ISREG(status.st_mode) and not is_locked(part):
        with contextlib.suppress(OSError):
            part.unlink()


def _part(target: Path) -> Path:
    """The neighbour's name: short, whatever the file is called, and the same at every time."""
    digest = hashlib.blake2s(os.fsencode(target.name), digest_size=8).hexdigest()
    return target.with_name(f".{digest}.part")


def _named_when_whole(target: Path, data: bytes, status: os.stat_result | None, name: Path) -> bool:
    """Write a file without a name, and then give it `name`; False where that cannot be."""
    if not hasattr(os, "O_TMPFILE"):
        return False
    try:
        descriptor = os.open(target.parent, os.O_TMPFILE | os.O_WRONLY, 0o666)
    except OSError as error:
        if error.errno in (errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL):  # a file system that has none
            return False
        raise
    with os.fdopen(descriptor, "wb"):
        _fill(descriptor, data)
        if status is not None:
            _dress(descriptor, target, status)
        return _name(descriptor, name)


def _name(descriptor: int, path: Path) -> bool:
    """Give a file without a name one; False if it is taken, or cannot be given."""
    try:
        ways = os.open(WAYS, os.O_RDONLY)
    except OSError:
        return False
    try:  # with a folder's descriptor `link` follows the way, instead of linking to it
        os.link(str(descriptor), path, src_dir_fd=ways, follow_symlinks=True)
    except OSError:
        return False
    finally:
        os.close(ways)
    return True


def _through_neighbour(target: Path, data: bytes, status: os.stat_result | None) -> None:
    part = _part(target)
    clear(target)
    with part.open("xb") as file:
        try:
            lock(file.fileno())
            _fill(file.fileno(), data)
            if status is not None:
                _dress(file.fileno(), target, status)
            if os.name == "nt":  # an open file keeps its name there
                file.close()
            part.replace(target)
        except BaseException:
            file.close()
            with contextlib.suppress(OSError):
                part.unlink()
            raise


def _rename(part: Path, target: Path) -> None:
    try:
        part.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _fill(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
    os.fsync(descriptor)


def _dress(descriptor: int, target: Path, status: os.stat_result) -> None:
    """Give a new file the owner, mode, access list and other attributes of `target`."""
    new = os.fstat(descriptor)
    if hasattr(os, "fchown") and (new.st_uid, new.st_gid) != (status.st_uid, status.st_gid):
        os.fchown(descriptor, status.st_uid, status.st_gid)
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, stat.S_IMODE(status.st_mode))
    if hasattr(os, "listxattr"):
        wanted = {name: os.getxattr(target, name) for name in os.listxattr(target)}
        given = {name: os.getxattr(descriptor, name) for name in os.listxattr(descriptor)}
        for name in given.keys() - wanted.keys():
            os.removexattr(descriptor, name)
        for name, value in wanted.items():
            if given.get(name) != value:
                os.setxattr(descriptor, name, value)
