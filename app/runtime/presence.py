"""Which other windows have the same file open, here or in another process of the same person."""

from __future__ import annotations

import contextlib
import hashlib
import os
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, Signal, Slot

from app.runtime.file_writer import FileWriter, Result
from symgui.files import state_folder

A_DAY = 24 * 3600 * 1000
"""Milliseconds after which the lock of another machine counts as none."""


class Presence(QObject):
    """Tells when another window has the file open that this one has.

    Every window that has a file open keeps a lock in a folder of that file's own; the lock of a process that
    is no more counts as none.

    Signals
    -------
    met
        There is another window, where there was none before.

    Parameters
    ----------
    writer : FileWriter or None
        Makes the lock, which waits for the disk; without one it is made at once.
    folder : Path or None
        Where the locks are; where the system keeps such things if left out.

    Attributes
    ----------
    alone : bool
        Whether no other window has the file open, as far as is known.
    """

    met = Signal()

    def __init__(
        self, writer: FileWriter | None = None, parent: QObject | None = None, folder: Path | None = None
    ) -> None:
        super().__init__(parent)
        self._writer, self._root = writer, folder
        self._path: Path | None = None
        self._lock: QLockFile | None = None
        self._watcher: QFileSystemWatcher | None = None
        self.alone = True

    def show(self, path: Path | None) -> None:
        """Say that this window has `path` open, and nothing else."""
        path = None if path is None else Path(os.path.realpath(path))
        if path == self._path:
            return
        self.close()
        if path is None:
            return
        self._path = path
        root = state_folder() / "open" if self._root is None else self._root
        folder = root / hashlib.sha256(os.fsencode(path)).hexdigest()[:32]
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:  # then nobody knows of anybody
            return
        self._lock = _lock(folder / f"{uuid.uuid4().hex}.lock")
        self._do(partial(self._lock.tryLock, 0), partial(self._watch, self._lock))

    def close(self) -> None:
        """Say that this window has no file open."""
        if self._watcher is not None:
            self._watcher.directoryChanged.disconnect(self._look)
            if watched := self._watcher.directories():  # the folder may be gone
                self._watcher.removePaths(watched)
            self._watcher.deleteLater()
        if self._lock is not None:
            self._do(partial(_leave, self._lock), _told)
        self._path, self._lock, self._watcher, self.alone = None, None, None, True

    def _do(self, task: Callable[[], object], then: Callable[[Result], object]) -> None:
        if self._writer is None:
            then(task)
        else:
            self._writer.put(task, then)

    def _watch(self, lock: QLockFile, locked: Result) -> None:
        """The lock is there; see who else has one."""
        locked()
        if lock is not self._lock:  # something else has been opened since
            return
        self._watcher = QFileSystemWatcher([str(Path(lock.fileName()).parent)], self)
        self._watcher.directoryChanged.connect(self._look)
        self._look()

    @Slot()
    def _look(self) -> None:
        if self._lock is None:
            return
        mine = Path(self._lock.fileName())
        others = [path for path in mine.parent.glob("*.lock") if path != mine and _is_held(path)]
        was_alone, self.alone = self.alone, not others
        if was_alone and others:
            self.met.emit()


def _leave(lock: QLockFile) -> None:
    lock.unlock()
    with contextlib.suppress(OSError):  # others are there still
        Path(lock.fileName()).parent.rmdir()


def _told(result: Result) -> None:
    result()


def _lock(path: Path) -> QLockFile:
    lock = QLockFile(str(path))
    lock.setStaleLockTime(A_DAY)
    return lock


def _is_held(path: Path) -> bool:
    """Whether the window that has made the lock is still there; if not, the lock goes."""
    probe = _lock(path)
    if probe.tryLock(0):
        probe.unlock()
        return False
    return True
