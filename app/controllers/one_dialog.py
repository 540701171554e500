"""A dialog over the window that shows what a file holds, one at a time."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Generic, TypeVar

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
    title, kinds : str
        Of the dialog that asks for a file: its title, and the kinds of files as Qt's filter has them.
    dialog : QDialog or None
        The one that is open.
    """

    title: ClassVar[str]
    kinds: ClassVar[str]

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

    @Slot()
    def ask(self) -> None:
        """Ask for a file, first where the open document lies, and show what it holds."""
        if self._lock.refuses():
            return
        path = self._workspace.document.path
        folder = path.parent if path is not None else Path.home()
        name, _ = QFileDialog.getOpenFileName(self._window, self.title, str(folder), self.kinds)
        if name:
            self.show_file(Path(name))

    def show_file(self, path: Path) -> None:
        """Show what a file holds."""
        raise NotImplementedError

    def _open(self, dialog: Dialog) -> None:
        """Show a dialog in the place of the one before."""
        self.close()
        dialog.destroyed.connect(self._forget)
        self.dialog = dialog
        dialog.open()

    @Slot()
    def _forget(self) -> None:
        self.dialog = None
