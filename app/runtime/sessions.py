"""The folder of sessions: each window writes one of its own, and takes over what others have left.

A window holds the lock of its file as long as it lives; the lock of a process that is no more counts as none.
So two windows never write to one file, and what a killed one had open is found by the next.
"""

from __future__ import annotations

import contextlib
import json
import uuid
from pathlib import Path

import msgspec
from PySide6.QtCore import QLockFile

from app.runtime.session import Session
from symgui.experiment import ExperimentError
from symgui.experiment.jsontext import parse
from symgui.experiment.spec import from_fields, to_fields
from symgui.files import read_file, reason, replace_file

SUFFIX = ".session.json"
MAX_FILE_BYTES = 256 * 2**20


class Found(msgspec.Struct, frozen=True):
    """What other windows have left.

    Attributes
    ----------
    session : Session or None
        The latest, whose file is this window's own now; None if there is none, or none was wanted.
    others : tuple of Session
        The rest, the latest first; their files go when this window's has been written.
    """

    session: Session | None = None
    others: tuple[Session, ...] = ()


class Sessions:
    """The file of a window, among those of others.

    Parameters
    ----------
    folder : Path
        Made when something is first written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path: Path | None = None
        self._lock: QLockFile | None = None
        self._left: list[tuple[Path, QLockFile]] = []
        self._written: Session | None = None

    def take(self, *, latest: bool = True) -> Found:
        """Take over all that no window has open any more; the file of the `latest` becomes this window's."""
        found: list[Session] = []
        session = None
        for path in self._files():
            lock = _lock_of(path)
            if not lock.tryLock(0):
                continue
            each = _read(path)
            if each is None:
                lock.unlock()
            elif latest and session is None:
                session, self._path, self._lock = each, path, lock
            else:
                found.append(each)
                self._left.append((path, lock))
        return Found(session, tuple(found))

    def write(self, session: Session) -> str:
        """Write this window's file, and let go of what was taken over.

        Returns
        -------
        str
            Why that could not be; empty if it was.
        """
        if session == self._written:
            return ""
        try:
            if self._path is None:
                self._begin()
            assert self._path is not None
            replace_file(self._path, json.dumps(to_fields(session)).encode())
        except MemoryError:
            return "there was not enough memory"
        except (OSError, ValueError) as error:
            return f"{self._folder} cannot be written: {reason(error)}"
        self._written = session
        for path, lock in self._left:
            _remove(path)
            lock.unlock()
        self._left.clear()
        return ""

    def close(self) -> None:
        """The window goes: its file is for the next one."""
        for lock in [self._lock, *(lock for _, lock in self._left)]:
            if lock is not None:
                lock.unlock()
        self._left.clear()
        self._lock = self._path = self._written = None

    def _begin(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = self._folder / f"{uuid.uuid4().hex}{SUFFIX}"
        self._lock = _lock_of(self._path)
        self._lock.tryLock(0)

    def _files(self) -> list[Path]:
        """All files of sessions, the latest first."""
        stamped = []
        with contextlib.suppress(OSError):
            for path in self._folder.glob(f"*{SUFFIX}"):
                with contextlib.suppress(OSError):
                    stamped.append((path.stat().st_mtime_ns, path))
        return [path for _, path in sorted(stamped, reverse=True)]


def _lock_of(path: Path) -> QLockFile:
    lock = QLockFile(str(path.with_suffix(".lock")))
    lock.setStaleLockTime(0)  # however long a window is open, its lock holds; a dead process has none
    return lock


def _read(path: Path) -> Session | None:
    """None for what is no session, which is left alone."""
    try:
        session: Session = from_fields(Session, parse(read_file(path, MAX_FILE_BYTES)))
    except (OSError, ValueError, ExperimentError):
        return None
    return session


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
