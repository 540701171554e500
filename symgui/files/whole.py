"""Whole files: read with a limit, and written so that they are there whole, or as they were before."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from symgui.files import in_place, neighbour

NOT_BLOCKING = getattr(os, "O_NONBLOCK", 0)
BINARY = getattr(os, "O_BINARY", 0)


def read_file(path: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most `limit` bytes.

    What a kill in the middle of writing has left of it is mended first. A file that says it has no bytes
    is read as empty: files that a system makes up (``/proc/kmsg``) could keep us waiting for ever.

    Raises
    ------
    OSError
        If it cannot be read, is no regular file (a pipe could keep us waiting, too) or is longer.
    ValueError
        If no file can have such a name.
    """
    size = _size(path.stat(), limit)
    in_place.recover(path)
    neighbour.clear(Path(os.path.realpath(path)))
    if size == 0:
        return b""
    descriptor = os.open(path, os.O_RDONLY | NOT_BLOCKING | BINARY)
    with os.fdopen(descriptor, "rb") as file:
        size = _size(os.fstat(descriptor), limit)  # it may be another since
        data = file.read(size + 1)  # room is made for no more
        if data is None:  # nothing yet
            raise OSError("it gives nothing to read")
        if len(data) > size:  # it grew since
            data += file.read(limit - size) or b""
    if len(data) > limit:
        raise OSError(f"it has more than {limit} bytes")
    return data


def _size(status: os.stat_result, limit: int) -> int:
    """The size of a regular file that is not too long."""
    if not stat.S_ISREG(status.st_mode):
        raise OSError("it is a folder" if stat.S_ISDIR(status.st_mode) else "it is no regular file")
    if status.st_size > limit:
        raise OSError(f"it has {status.st_size} bytes, and {limit} are the most")
    return status.st_size


def is_file(path: Path) -> bool:
    """Whether there is a regular file; there is none of a name that no file can have, or out of reach."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def fingerprint(path: Path, limit: int) -> str | None:
    """What tells one content of a file from another, or why it cannot be read; None if it is not there."""
    try:
        return hashlib.sha256(read_file(path, limit)).hexdigest()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        return reason(error)


def replace_file(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole, or as it was before, also after a kill.

    What is written is the file itself: a link stays a link, and owner, mode, access list and other names
    (hard links) stay as they are. Where nothing of that would be lost, the bytes go to a neighbour first,
    which then takes the name (`symgui.files.neighbour`); else they go over the old ones, with a copy of both
    kept until it is done (`symgui.files.in_place`).

    Raises
    ------
    OSError
        If it cannot be written; it is as it was, and nothing is left behind.
    ValueError
        If no file can have such a name.
    """
    target = Path(os.path.realpath(path))  # a link stays a link
    try:
        status = target.stat()
    except FileNotFoundError:
        neighbour.create(target, data)
        return
    if stat.S_ISDIR(status.st_mode):
        raise OSError("it is a folder")
    if not stat.S_ISREG(status.st_mode):  # a device or a pipe would become a file
        raise OSError("it is no regular file")
    if not os.access(target, os.W_OK):
        raise OSError("it is write-protected")
    in_place.recover(target)
    if not neighbour.replace(target, data, status):
        in_place.write(target, data)


def reason(error: Exception) -> str:
    """Why a file could not be read or written, in a few words without its path."""
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return text[:1].lower() + text[1:]
