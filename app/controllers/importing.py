"""Data of one's own: opened, dropped or pasted, looked at in a dialog, and taken."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.controllers.one_dialog import OneDialog
from app.controllers.settings_lock import Lock
from app.panels.importing.import_dialog import ImportDialog
from app.panels.message_bar import MessageBar
from app.runtime.workspace import Workspace
from symgui.data.tables.reading import SUFFIXES
from symgui.experiment import DataSpec, ExperimentError

NOTHING = "There is no text to paste: copy the cells of a spreadsheet first."


class Importer(OneDialog[ImportDialog]):
    """Opens the one Import dialog, and gives the workspace what comes of it.

    Parameters
    ----------
    workspace : Workspace
    lock : Lock
        Refuses while settings are locked.
    message : MessageBar
    window : QWidget
        Over which the dialog stands.
    """

    title = "Import data"
    kinds = f"Tables ({' '.join(f'*{suffix}' for suffix in SUFFIXES)});;All files (*)"

    def __init__(self, workspace: Workspace, lock: Lock, message: MessageBar, window: QWidget) -> None:
        super().__init__(workspace, lock, window)
        self._message = message

    @Slot(object)
    def show_file(self, path: Path) -> None:
        """Show the table in a file."""
        if not self._lock.refuses():
            self._show(path, "")

    @Slot()
    def paste(self) -> None:
        """Show the table that lies in the clipboard."""
        if self._lock.refuses():
            return
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self._show(None, text)
        else:
            self._message.say(NOTHING)

    def _show(self, path: Path | None, text: str) -> None:
        dialog = ImportDialog(path, text, self._workspace.experiment.data.seed, self._window)
        dialog.wanted.connect(self._take)
        self._open(dialog)

    @Slot(object)
    def _take(self, data: DataSpec) -> None:
        """Let it be the data of the open experiment; undo brings the former ones back."""
        dialog, old = self.dialog, self._workspace.experiment
        assert dialog is not None
        assert data.table is not None
        batch = old.training.batch_size
        fits = batch is None or batch <= data.samples
        try:
            new = old.with_(data=data, changes=(), training={"batch_size": batch if fits else None})
        except ExperimentError as error:
            dialog.refuse(str(error))
            return
        dialog.accept()
        self._workspace.document.change(new, f"data {data.table.name}")
