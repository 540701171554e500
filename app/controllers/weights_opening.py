"""Weights of one's own: opened or dropped, looked at in a dialog, and taken as the network's start."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.controllers.settings_lock import Lock
from app.panels.weights_dialog import WeightsDialog
from app.runtime.workspace import Workspace
from symgui.experiment import Experiment
from symgui.weights import SUFFIXES

FILTER = f"Weights ({' '.join(f'*{suffix}' for suffix in SUFFIXES)});;All files (*)"


class WeightsOpening(QObject):
    """Opens the dialog for weights, and gives the workspace what comes of it.

    Parameters
    ----------
    workspace : Workspace
    lock : Lock
        Refuses while settings are locked.
    window : QWidget
        Over which the dialog stands.

    Attributes
    ----------
    dialog : WeightsDialog or None
        The one that is open.
    """

    def __init__(self, workspace: Workspace, lock: Lock, window: QWidget) -> None:
        super().__init__(window)
        self._workspace, self._lock, self._window = workspace, lock, window
        self._text = ""
        self.dialog: WeightsDialog | None = None

    @Slot()
    def ask(self) -> None:
        """Ask for a file with weights and show it."""
        if self._lock.refuses():
            return
        path, _ = QFileDialog.getOpenFileName(self._window, "Open weights", str(self._folder()), FILTER)
        if path:
            self.show_file(Path(path))

    @Slot(object)
    def show_file(self, path: Path) -> None:
        """Show the weights in a file."""
        if self._lock.refuses():
            return
        self.close()
        dialog = WeightsDialog(path, self._workspace.experiment, self._window)
        dialog.wanted.connect(self._take)
        dialog.destroyed.connect(self._forget)
        self._text = f"weights {path.name}"
        self.dialog = dialog
        dialog.open()

    def close(self) -> None:
        """The window goes, and the dialog with it."""
        if self.dialog is not None:
            self.dialog.destroyed.disconnect(self._forget)  # that comes when another may be open
            self.dialog.close()
            self.dialog = None

    @Slot(object)
    def _take(self, experiment: Experiment) -> None:
        """Let the open experiment start from them; undo brings the former start back."""
        assert self.dialog is not None
        self.dialog.accept()
        self._workspace.document.change(experiment, self._text)

    @Slot()
    def _forget(self) -> None:
        self.dialog = None

    def _folder(self) -> Path:
        path = self._workspace.path
        return path.parent if path is not None else Path.home()
