"""The dialog of deep random networks: shown, and computed for on the training thread."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from app.runtime.workspace import Workspace
from symgui.training.news import Findings

if TYPE_CHECKING:  # it is made when somebody asks for it
    from app.panels.deep_pages.deep_dialog import DeepDialog


class DeepNetworks(QObject):
    """Shows the dialog, and has computed what its pages want.

    Parameters
    ----------
    workspace : Workspace
        Whose training thread computes, while its network rests.
    window : QWidget

    Attributes
    ----------
    dialog : DeepDialog or None
        Once it was asked for.
    """

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace, self._window = workspace, window
        self.dialog: DeepDialog | None = None
        self._study, self._begun = "", 0

    @Slot()
    def show(self) -> None:
        """Open it; the run pauses."""
        if self.dialog is None:
            self.dialog = self._make()
        self.dialog.show()
        self.dialog.activateWindow()
        self.dialog.page.show_first()

    def close(self) -> None:
        """Close it; it may outlive the window."""
        if self.dialog is not None:
            self.dialog.close()

    def _make(self) -> DeepDialog:
        from app.panels.deep_pages.deep_dialog import DeepDialog

        dialog = DeepDialog(self._window)
        dialog.studyWanted.connect(self._begin)
        dialog.studyDropped.connect(self._drop)
        dialog.finished.connect(self._leave)
        self._workspace.studies.advanced.connect(self._take)
        self._workspace.studies.changed.connect(self._note)
        return dialog

    @Slot(object)
    def _begin(self, points: Iterator[object]) -> None:
        self._begun += 1
        self._study = f"deep networks {self._begun}"
        self._workspace.studies.begin(self._study, points)

    @Slot()
    def _drop(self) -> None:
        if self._study:
            self._study = ""
            self._workspace.studies.stop()

    @Slot()
    def _leave(self) -> None:
        """Nothing is computed that nobody sees."""
        if self.dialog is not None:
            self.dialog.page.drop()

    @Slot(str)
    def _note(self, name: str) -> None:
        """Another study has taken its place."""
        if self._study and name != self._study and self.dialog is not None:
            self._study = ""
            self.dialog.page.end("")

    @Slot(object)
    def _take(self, findings: Findings) -> None:
        if self.dialog is None or findings.name != self._study:
            return
        if findings.done:
            self._study = ""
        self.dialog.receive(findings.points, findings.done, findings.failure)
