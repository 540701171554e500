"""Folders of maps that nobody has saved: this window's, and what windows that are no more have left."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import uuid
from pathlib import Path

from PySide6.QtCore import QLockFile

SUFFIX = ".map"


class MapFolders:
    """Each has a lock, which a window holds as long as it lives; that of a dead process counts as none.

    Parameters
    ----------
    root : Path or None
        Where the folders are; left out, each is a temporary one, which nobody finds again.
    """

    def __init__(self, root: Path | None = None) -> None:
        self._root = root
        self._locks: dict[Path, QLockFile] = {}

    def make(self) -> Path:
        """A new folder, this window's; a temporary one where the root cannot be written."""
        if self._root is not None:
            folder = self._root / f"{uuid.uuid4().hex}{SUFFIX}"
            with contextlib.suppress(OSError):
                self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._hold(folder)  # first: another window must not find it without
                folder.mkdir(mode=0o700)
                return folder
            self.remove(folder)
        return Path(tempfile.mkdtemp(prefix="symgui-map-"))

    def take(self) -> Path | None:
        """The latest map that was left: this window's from now on. The others are removed."""
        taken = None
        for folder in self._others():
            if not self._hold(folder):
                continue
            if taken is None and any(folder.iterdir()):
                taken = folder
            else:
                self.remove(folder)
        return taken

    def any_left(self) -> bool:
        """Whether there is a map to `take`."""
        for folder in self._others():
            if any(folder.iterdir()) and self._hold(folder):
                self.leave(folder)
                return True
        return False

    def remove(self, folder: Path) -> None:
        """Throw a folder of this window away."""
        shutil.rmtree(folder, ignore_errors=True)
        lock = self._locks.pop(folder, None)
        if lock is not None:
            lock.unlock()

    def leave(self, folder: Path) -> None:
        """Let the next window find a folder; a temporary one is thrown away."""
        if folder in self._locks:
            self._locks.pop(folder).unlock()
        else:
            self.remove(folder)

    def _hold(self, folder: Path) -> bool:
        lock = QLockFile(str(folder.with_suffix(".lock")))
        lock.setStaleLockTime(0)
        if not lock.tryLock(0):
            return False
        self._locks[folder] = lock
        return True

    def _others(self) -> list[Path]:
        """The folders that are not this window's, the latest first."""
        stamped = []
        with contextlib.suppress(OSError):
            for folder in self._root.glob(f"*{SUFFIX}") if self._root is not None else ():
                with contextlib.suppress(OSError):
                    if folder not in self._locks:
                        stamped.append((folder.stat().st_mtime_ns, folder))
        return [folder for _, folder in sorted(stamped, reverse=True)]
