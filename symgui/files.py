"""Whole files: read with a limit, replaced at once."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path


def read_file(path: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most `limit` bytes.

    Raises
    ------
    OSError
        If it cannot be read, is no regular file (a pipe could keep us waiting for ever) or is longer.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise OSError("it is a folder" if stat.S_ISDIR(status.st_mode) else "it is no regular file")
    if status.st_size > limit:
        raise OSError(f"it has {status.st_size} bytes, and {limit} are the most")
    with path.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:  # it grew since
        raise OSError(f"it has more than {limit} bytes")
    return data


def is_file(path: Path) -> bool:
    """Whether there is a regular file; there is none of a name that no file can have, or out of reach."""
    try:
        return path.is_file()
    except OSError:
        return False


def replace_file(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole, or as it was before.

    The bytes go to a neighbour first, which then takes the name.

    Raises
    ------
    OSError
        If it cannot be written; nothing is left behind.
    """
    path = path.resolve()  # a link stays a link
    if path.is_dir():
        raise OSError("it is a folder")
    if path.exists():
        if not path.is_file():  # a device or a pipe would become a file
            raise OSError("it is no regular file")
        if not os.access(path, os.W_OK):
            raise OSError("it is write-protected")
    neighbour = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with neighbour.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        neighbour.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            neighbour.unlink()
        raise


def reason(error: Exception) -> str:
    """Why a file could not be read or written, in a few words without its path."""
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return text[:1].lower() + text[1:]
