"""An INI file of remembered values: read once, and written without keeping anybody waiting."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

from PySide6.QtCore import QSettings

from app.runtime.file_writer import FileWriter, Result
from symgui.files import read_file, replace_file

OBJECTS = (b"@Variant(", b"@DateTime(")
"""What begins a value that Qt reads from a stream of its own."""
MAX_FILE_BYTES = 2**24


class IniFile:
    """Values by key. What is missing or damaged is None.

    Values that another window writes to the same file stay there, and are not read before the next start.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: FileWriter | None = None
        leave_out_objects(path)
        ini = QSettings(str(path), QSettings.Format.IniFormat)
        self._values = {key: _value(ini, key) for key in ini.allKeys()}
        self._lock = threading.Lock()
        self._changed: dict[str, object] = {}

    def write_by(self, writer: FileWriter | None) -> None:
        """Have changes written in the background; without a writer they are written at once."""
        self._writer = writer

    def __getitem__(self, key: str) -> object:
        return self._values.get(key)

    def __setitem__(self, key: str, value: object) -> None:
        if value == self[key]:
            return
        self._values[key] = value
        with self._lock:
            is_first = not self._changed
            self._changed[key] = value
        if self._writer is None:
            self._write()
        elif is_first:  # else it is written with what waits already
            self._writer.put(self._write, _told)

    def _write(self) -> None:
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
        ini = QSettings(str(self._path), QSettings.Format.IniFormat)
        with self._lock:
            changed, self._changed = self._changed, {}
        for key, value in changed.items():
            ini.setValue(key, value)
        # It is written when `ini` goes, and other threads go on meanwhile; in `ini.sync()` they would wait.


def _told(result: Result) -> None:
    result()


def _value(ini: QSettings, key: str) -> object:
    """None also where it has what Python cannot hold (``@Variant(…)`` of any type)."""
    try:
        return ini.value(key)
    except RuntimeError:
        return None


def leave_out_objects(file: Path) -> None:
    """Take lines with objects of Qt out of a file of settings, which holds none.

    Where damage makes one, Qt makes room for whatever it claims to be, and ends the process if there is none.
    """
    with contextlib.suppress(OSError, ValueError):
        data = read_file(file, MAX_FILE_BYTES)
        if any(mark in data for mark in OBJECTS):
            kept = [line for line in data.split(b"\n") if not any(mark in line for mark in OBJECTS)]
            replace_file(file, b"\n".join(kept))
