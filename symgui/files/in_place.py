"""A file written over its own bytes, with a journal from which a write that was killed is finished.

A file that has several names or another owner, or stands in a folder that takes no new files, cannot be
replaced by a rename. First its old and its new content are kept in a journal, in the person's own folder for
such things and under the number of the file (its inode), which all its names share; then it is written; then
the journal goes. Whoever opens the file next finds a journal that is still there, sees by it that the file is
part old and part new, and writes the rest.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from io import FileIO
from itertools import zip_longest
from pathlib import Path

from symgui.files.locks import lock
from symgui.files.state_folder import state_folder

MAGIC = b"symgui journal 1\n"
MAX_BYTES = 2**28
"""Of the file as it was; more is not copied."""
KEPT_SECONDS = 30 * 24 * 3600
"""Seconds after which a journal is removed whose file was not opened again."""


def write(target: Path, data: bytes) -> None:
    """Write `data` over the content of a regular file.

    Raises
    ------
    OSError
        If it cannot be written, or no journal can be kept; it is as it was.
    """
    with FileIO(target, "r+") as file:
        status = os.fstat(file.fileno())
        if status.st_size > MAX_BYTES:
            raise OSError(f"it has {status.st_size} bytes, too many to keep a copy while it is written over")
        old = file.readall()
        path = journal_path(status)
        with journal_of(path, old, data):
            try:
                put(file, data)
            except BaseException:
                put(file, old)  # if this fails, too, the journal stays
                path.unlink()
                raise
            path.unlink()


def recover(path: Path) -> None:
    """Finish what a kill has interrupted: after it the file has its new content, whole.

    A file that is neither old nor new nor made of both is somebody else's since, and stays as it is.

    Raises
    ------
    OSError
        If it is half written, and cannot be written now.
    """
    try:
        journal = journal_path(path.stat())
        kept = journal.open("rb")
    except (OSError, ValueError):  # no file, or no journal
        return
    with kept:
        if not lock(kept.fileno()):  # it is being written
            return
        contents = _contents(kept.read())
        if contents is not None:
            _finish(path, *contents)
    journal.unlink(missing_ok=True)


def _finish(path: Path, old: bytes, new: bytes) -> None:
    if path.stat().st_size > max(len(old), len(new)):
        return
    now = path.read_bytes()
    if now in (old, new) or not made_of(now, old, new):
        return
    try:
        with FileIO(path, "r+") as file:
            put(file, new)
    except OSError as error:
        raise OSError(f"it was left half written, and cannot be mended: {error.strerror}") from None


def made_of(now: bytes, old: bytes, new: bytes) -> bool:
    """Whether every byte is that of `old` or of `new` at its place."""
    shorter, longer = sorted((len(old), len(new)))
    if not shorter <= len(now) <= longer:
        return False
    return all(
        byte in pair for byte, *pair in zip_longest(now, old[: len(now)], new[: len(now)], fillvalue=0)
    )


def journal_of(path: Path, old: bytes, new: bytes) -> FileIO:
    """A journal that keeps both contents, locked as long as it is open."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep(path.parent)
        file = FileIO(path, "x")
    except FileExistsError:
        raise OSError("it is being written by another program") from None
    except OSError as error:
        raise OSError(f"there is no place for a copy while it is written over: {error.strerror}") from None
    lock(file.fileno())
    try:
        put(file, MAGIC + _digest(old, new) + b"%d\n" % len(old) + old + new)
    except BaseException:
        file.close()
        path.unlink()
        raise
    return file


def _contents(journal: bytes) -> tuple[bytes, bytes] | None:
    """What a journal keeps; None if it was never complete: then the file was not touched."""
    start = len(MAGIC) + hashlib.sha256().digest_size
    length, newline, rest = journal[start:].partition(b"\n")
    if (
        not journal.startswith(MAGIC)
        or not newline
        or not length.isdigit()
        or len(length) > len(str(MAX_BYTES))
    ):
        return None
    old, new = rest[: int(length)], rest[int(length) :]
    return (old, new) if journal[len(MAGIC) : start] == _digest(old, new) else None


def _digest(old: bytes, new: bytes) -> bytes:
    return hashlib.sha256(b"%d\n" % len(old) + old + new).digest()


def journal_path(status: os.stat_result) -> Path:
    """Where the journal of a file is kept: by the file's number, which all its names share."""
    return state_folder() / "journal" / f"{status.st_dev:x}-{status.st_ino:x}"


def _sweep(folder: Path) -> None:
    """Remove journals older than `KEPT_SECONDS`."""
    for old in folder.iterdir():
        with contextlib.suppress(OSError):
            if time.time() - old.stat().st_mtime > KEPT_SECONDS:
                old.unlink()


def put(file: FileIO, data: bytes) -> None:
    """Let `data` be the content of an open file, on the disk."""
    file.seek(0)
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) or 0 :]
    file.truncate(len(data))
    os.fsync(file.fileno())
