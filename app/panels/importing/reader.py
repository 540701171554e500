"""Reads a table in a thread of its own, so that the window stays alive and reading can be given up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from symgui.data.tables import How, Table, read_pasted, read_table
from symgui.nn.interruption import Interrupted, stopping
from symgui.plain_text.failure import failure_sentence

POLL_MS = 30
AT_ONCE_BYTES = 2**18
"""A file that is no larger is read before anybody sees that it takes time."""


class _Reading:
    """One reading: the thread writes `share`, `table` and `problem`; the window reads them."""

    def __init__(self, read: Callable[[Callable[[float], None]], Table]) -> None:
        self.share, self.stop = 0.0, False
        self.table: Table | None = None
        self.problem = ""
        self._read = read

    def __call__(self) -> None:
        try:
            with stopping(lambda: self.stop):
                self.table = self._read(self._note)
        except Interrupted:
            self.problem = "given up"
        except Exception as error:  # a thread that fails must not fail in silence
            self.problem = failure_sentence(error)

    def _note(self, share: float) -> None:
        self.share = share


class TableReader(QObject):
    """Reads one table at a time; what comes of an earlier reading is dropped.

    Signals
    -------
    advanced(float)
        The share that has been read.
    found(Table)
    failed(str)
        A sentence that says why there is no table.
    """

    advanced = Signal(float)
    found = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reading: _Reading | None = None
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._look)

    @property
    def busy(self) -> bool:
        """Whether it is reading."""
        return self._thread is not None

    def read_file(self, path: Path, how: How) -> None:
        """Read a file; a small one at once."""
        self._begin(lambda progress: read_table(path, how, progress), at_once=_size(path) <= AT_ONCE_BYTES)

    def read_text(self, text: str, how: How) -> None:
        """Read what was pasted."""
        self._begin(lambda _: read_pasted(text, how), at_once=len(text) <= AT_ONCE_BYTES)

    def give_up(self) -> None:
        """Stop reading; nothing is told of it."""
        self._timer.stop()
        if self._reading is not None:
            self._reading.stop = True
        if self._thread is not None:
            self._thread.join()
        self._thread = self._reading = None

    def _begin(self, read: Callable[[Callable[[float], None]], Table], *, at_once: bool) -> None:
        self.give_up()
        self._reading = _Reading(read)
        if at_once:
            self._reading()
            self._tell()
            return
        self._thread = threading.Thread(target=self._reading, name="reads a table", daemon=True)
        self._thread.start()
        self._timer.start()

    @Slot()
    def _look(self) -> None:
        assert self._reading is not None
        assert self._thread is not None
        self.advanced.emit(self._reading.share)
        if not self._thread.is_alive():
            self._timer.stop()
            self._thread = None
            self._tell()

    def _tell(self) -> None:
        reading, self._reading = self._reading, None
        assert reading is not None
        if reading.table is not None:
            self.found.emit(reading.table)
        else:
            self.failed.emit(reading.problem)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0
