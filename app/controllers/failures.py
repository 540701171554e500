"""Failures of the program, in either thread: kept in a file, and shown once in one dialog."""

from __future__ import annotations

import sys
import traceback
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.runtime.attempt import NO_MEMORY

if TYPE_CHECKING:  # most days it is not needed
    from app.panels.dialogs import FailureDialog

THREAD = (
    "The training thread stopped on an error in the program. What you had open is still here: "
    "Start over begins a new run."
)
NO_RUN = "This run cannot be made. What you had open is still here: Start over tries again, Undo goes back."
WINDOW = "A part of the window failed on an error in the program. What you have open is still here."


class Failures(QObject):
    """Reports failures of the program: to a file, and once in a dialog.

    From `watch` to `close` it is told of everything that no part of the program caught: what a slot or a
    painting raised (``sys.excepthook``), what Python could raise nowhere (``sys.unraisablehook``). Whoever
    was told before is told too, a test's own hooks for instance. The same failure, by its kind and its
    lines, is reported once, however often it happens.

    Parameters
    ----------
    log_folder : Path or None
        Where to keep them; a folder for temporary files if left out.
    window : QWidget
        Over which they are shown; while it is hidden, behind the stage for instance, they wait.

    Attributes
    ----------
    told : list of str
        What was reported, oldest first.
    """

    _caught = Signal(str, str)
    """Head and report; from whichever thread."""

    def __init__(self, log_folder: Path | None, window: QWidget) -> None:
        super().__init__(window)
        self._log_folder, self._window = log_folder, window
        self._dialog: FailureDialog | None = None
        self.told: list[str] = []
        self._waiting: list[tuple[str, str]] = []
        self._seen: set[object] = set()
        self._watches = False
        # queued: a dialog in the middle of a painting would be another failure
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def watch(self) -> None:
        """Report exceptions that no code catches, from now on."""
        self._watches = True
        self._window.installEventFilter(self)
        self._before = sys.excepthook, sys.unraisablehook
        # kept, as each access makes another bound method
        self._hooks = self._take, self._take_unraisable
        sys.excepthook, sys.unraisablehook = self._hooks

    def close(self) -> None:
        """Stop reporting; the former exception hooks are set again, unless others have been set since."""
        if not self._watches:
            return
        self._watches = False
        if sys.excepthook is self._hooks[0]:
            sys.excepthook = self._before[0]
        if sys.unraisablehook is self._hooks[1]:
            sys.unraisablehook = self._before[1]

    @Slot(str, bool)
    def report(self, report: str, fault: bool) -> None:
        """Show why the training thread stopped: a traceback, or a sentence about data that cannot be read."""
        self._show(THREAD if fault else NO_RUN, report)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show what has waited when the window is there again."""
        if watched is self._window and event.type() == QEvent.Type.Show:
            waiting, self._waiting = self._waiting, []
            for head, report in waiting:
                self._caught.emit(head, report)
        return False

    def _take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if self._is_new(kind, trace):
            self._tell(error, "".join(traceback.format_exception(kind, error, trace)))
            self._before[0](kind, error, trace)

    def _take_unraisable(self, unraisable: sys.UnraisableHookArgs) -> None:
        if self._is_new(unraisable.exc_type, unraisable.exc_traceback):
            lines = traceback.format_exception(
                unraisable.exc_type, unraisable.exc_value, unraisable.exc_traceback
            )
            where = f"{unraisable.err_msg or 'ignored in'} {unraisable.object!r}"
            self._tell(unraisable.exc_value, "".join([*lines, f"({where})\n"]))
            self._before[1](unraisable)

    def _is_new(self, kind: type[BaseException], trace: TracebackType | None) -> bool:
        if not self._watches or not issubclass(kind, Exception):
            return True
        key = kind, tuple((frame.f_code, line) for frame, line in traceback.walk_tb(trace))
        new = key not in self._seen
        self._seen.add(key)
        return new

    def _tell(self, error: BaseException | None, report: str) -> None:
        """Show a report, unless the exception is the end of the program that was asked for."""
        if self._watches and isValid(self) and isinstance(error, Exception):
            self._caught.emit(NO_MEMORY if isinstance(error, MemoryError) else WINDOW, report)

    @Slot(str, str)
    def _show(self, head: str, report: str) -> None:
        from app.panels.dialogs import FailureDialog
        from app.runtime.settings import write_report

        if not self._window.isVisible():
            self._waiting.append((head, report))
            return
        self.told.append(report)
        if self._dialog is None:
            self._dialog = FailureDialog(self._window)
        with suppress(OSError):  # if it can be kept nowhere, it is shown all the same
            report = f"{report}\nKept in {write_report(report, self._log_folder)}"
        self._dialog.show_report(head, report)
