"""The studies of a dialog with pages: begun on the training thread, dropped, and handed to the page."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Slot

from app.panels.study_dialog.study_dialog import StudyDialog
from app.runtime.study_runner import StudyRunner
from symgui.training.news import Findings


class DialogStudies(QObject):
    """Shows a dialog, and has computed what its pages want.

    Parameters
    ----------
    dialog : StudyDialog
    studies : StudyRunner
        The training thread's; the network rests while they compute.
    """

    def __init__(self, dialog: StudyDialog, studies: StudyRunner) -> None:
        super().__init__(dialog)
        self.dialog, self._studies = dialog, studies
        self._study, self._begun = "", 0
        dialog.studyWanted.connect(self._begin)
        dialog.studyDropped.connect(self._drop)
        dialog.finished.connect(self._leave)
        studies.advanced.connect(self._take)
        studies.changed.connect(self._note)

    @Slot()
    def show(self) -> None:
        """Open it; the run pauses."""
        self.dialog.show()
        self.dialog.activateWindow()
        self.dialog.page.compute()

    def close(self) -> None:
        """Close it; it may outlive the window."""
        self.dialog.close()

    @Slot(object)
    def _begin(self, points: Iterator[object]) -> None:
        """Compute; a name of its own tells what comes of it from what is stale."""
        self._begun += 1
        self._study = f"{self.dialog.name} {self._begun}"
        self._studies.begin(self._study, points)

    @Slot()
    def _drop(self) -> None:
        if self._study:
            self._study = ""
            self._studies.stop()

    @Slot()
    def _leave(self) -> None:
        """Have nothing computed that nobody sees."""
        self.dialog.page.drop()

    @Slot(str)
    def _note(self, name: str) -> None:
        """Note that another study has taken the place of the page's."""
        if self._study and name != self._study:
            self._study = ""
            self.dialog.page.wait_no_more()

    @Slot(object)
    def _take(self, findings: Findings) -> None:
        if not self._study or findings.name != self._study:
            return
        if findings.done:
            self._study = ""
        self.dialog.receive(findings.points, findings.done, findings.failure)
