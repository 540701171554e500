"""Failures of the training thread: kept in a file, and shown in one dialog."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:  # most days it is not needed
    from app.panels.dialogs import FailureDialog


class Failures(QObject):
    """Reports them.

    Parameters
    ----------
    log_folder : Path or None
        Where to keep them; a folder for temporary files if left out.
    window : QWidget
    """

    def __init__(self, log_folder: Path | None, window: QWidget) -> None:
        super().__init__(window)
        self._log_folder, self._window = log_folder, window
        self._dialog: FailureDialog | None = None

    @Slot(str)
    def report(self, report: str) -> None:
        """Keep a traceback and show it."""
        from app.panels.dialogs import FailureDialog
        from app.runtime.settings import write_report

        if self._dialog is None:
            self._dialog = FailureDialog(self._window)
        with suppress(OSError):  # if it can be kept nowhere, it is shown all the same
            report = f"{report}\nKept in {write_report(report, self._log_folder)}"
        self._dialog.show_report(report)
