"""A dialog over the window that shows what a file holds, one at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from app.controllers.settings_lock import Lock
from app.runtime.workspace import Workspace

Dialog = TypeVar("Dialog", bound=QDialog)


class OneDialog(QObject, Generic[Dialog]):
    """Asks for a file, and keeps the one dialog that is open.

    Parameters
    ----------
    workspace : Workspace
    lock : Lock
        Refuses while settings are locked.
    window : QWidget
        Over which the dialog stands.

    Attributes
    ----------
    dialog : QDialog or None
        The one that is open.
    """

    def __init__(self, workspace: Workspace, lock: Lock, window: QWidget) -> None:
        super().__init__(window)
        self._workspace, self._lock, self._window = workspace, lock, window
        self.dialog: Dialog | None = None

    def close(self) -> None:
        """The window goes, and the dialog with it."""
        if self.dialog is not None:
            self.dialog.destroyed.disconnect(self._forget)  # that comes when another may be open
            self.dialog.close()
            self.dialog = None

    def _chosen_file(self, title: str, kinds: str) -> Path | None:
        """The file that a person chooses, first asked for where the open document lies."""
        path = self._workspace.document.path
        folder = path.parent if path is not None else Path.home()
        name, _ = QFileDialog.getOpenFileName(self._window, title, str(folder), kinds)
        return Path(name) if name else None

    def _open(self, dialog: Dialog) -> None:
        """Show a dialog in the place of the one before."""
        self.close()
        dialog.destroyed.connect(self._forget)
        self.dialog = dialog
        dialog.open()

    @Slot()
    def _forget(self) -> None:
        self.dialog = None
