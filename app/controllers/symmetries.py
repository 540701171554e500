"""The dialog Symmetries: what it speaks of, what is computed for it, and what it makes of the experiment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from app.controllers.settings_lock import Lock
from app.runtime.selection import Selection
from app.runtime.workspace import Workspace
from symgui.experiment import ExperimentError
from symgui.symmetry.unit_surgery import Weights
from symgui.training.news import Findings
from symgui.training.states import State
from symgui.training.studies.symmetry_studies import network_in
from symgui.weights import started_at

if TYPE_CHECKING:  # it is made when somebody asks for it
    from app.panels.symmetry_pages.symmetries_dialog import SymmetriesDialog
    from symgui.training.frame import Frame

RUNNING = "The network runs: pause it (Space), so that there is one moment to speak of."
RACING = (
    "A race is shown: leave it (Esc), or click a lane's letter, so that there is one network to speak of."
)
DIVERGED = "The run has diverged: there are no numbers to operate on."
WAITING = "The network is being computed."


class Symmetries(QObject):
    """Shows the dialog and keeps it true.

    Parameters
    ----------
    workspace : Workspace
    lock : Lock
        Refuses a change while settings are locked.
    window : QWidget

    Attributes
    ----------
    dialog : SymmetriesDialog or None
        Once it was asked for.
    """

    def __init__(self, workspace: Workspace, lock: Lock, window: QWidget) -> None:
        super().__init__(window)
        self._workspace, self._lock, self._window = workspace, lock, window
        self.dialog: SymmetriesDialog | None = None
        self._frame: Frame | None = None
        self._why = ""
        self._study, self._studies_begun = "", 0

    @Slot()
    def show(self) -> None:
        """Open it, with the selected unit; the run pauses."""
        if self.dialog is None:
            self.dialog = self._make()
        dialog = self.dialog
        self._workspace.pause()
        dialog.show()
        dialog.activateWindow()
        self._frame, self._why = None, ""
        self._follow()
        dialog.select(self._workspace.pointing.selection)

    def close(self) -> None:
        """Close it; it may outlive the window."""
        if self.dialog is not None:
            self.dialog.close()

    def _make(self) -> SymmetriesDialog:
        from app.panels.symmetry_pages.symmetries_dialog import SymmetriesDialog

        dialog, workspace = SymmetriesDialog(self._window), self._workspace
        dialog.studyWanted.connect(self._begin)
        dialog.studyDropped.connect(self._drop)
        dialog.finished.connect(self._drop)
        dialog.surgery.operationWanted.connect(self._operate)
        for changed in (
            workspace.frameReady, workspace.raceFrameReady, workspace.stateChanged, workspace.lanesChanged,
            workspace.experimentChanged,
        ):  # fmt: skip
            changed.connect(self._follow)
        workspace.pointing.selectionChanged.connect(self._select)
        workspace.studies.advanced.connect(self._take)
        return dialog

    @Slot()
    def _follow(self) -> None:
        """Speak of the network that is shown, if it is another, or say why of none."""
        dialog, workspace = self.dialog, self._workspace
        if dialog is None or not dialog.isVisible():
            return
        frame, why = workspace.current_frame, ""
        if workspace.lanes:
            why = RACING
        elif workspace.state is State.RUNNING:
            why = RUNNING
        elif frame is None:
            why = WAITING
        elif frame.divergence is not None:
            why = DIVERGED
        if why:
            frame = None
        if (frame, why) == (self._frame, self._why) and (frame is not None or why):
            return
        self._frame, self._why = frame, why
        if frame is None:
            dialog.show_network(None, None, why)
        else:
            dialog.show_network(network_in("as it stands", frame), frame.network)

    @Slot(object)
    def _select(self, selection: Selection | None) -> None:
        if self.dialog is not None and self.dialog.isVisible():
            self.dialog.select(selection)

    # ---- computing -------------------------------------------------------------------------------

    @Slot(object)
    def _begin(self, points: Iterator[object]) -> None:
        """Compute on the training thread; a name of its own tells what comes of it from what is stale."""
        self._studies_begun += 1
        self._study = f"symmetries {self._studies_begun}"
        self._workspace.studies.begin(self._study, points)

    @Slot()
    def _drop(self) -> None:
        if self._study:
            self._study = ""
            self._workspace.studies.stop()

    @Slot(object)
    def _take(self, findings: Findings) -> None:
        if self.dialog is None or findings.name != self._study:
            return
        if findings.done:
            self._study = ""
        self.dialog.receive(findings.points, findings.done, findings.failure)

    # ---- operating -------------------------------------------------------------------------------

    @Slot(object, str)
    def _operate(self, weights: Weights, text: str) -> None:
        """Let the open experiment start with these weights; undo brings the run back."""
        assert self.dialog is not None
        page = self.dialog.surgery
        if self._lock.refuses():
            page.refuse("Settings and weights are locked while the lesson is open.")
            return
        try:
            experiment = started_at(self._workspace.experiment, weights)
        except ExperimentError as error:
            page.refuse(f"{error}.")
            return
        self._workspace.document.change(experiment, text)
        page.say_done(f"Done: {text}. Undo (Ctrl+Z in the window) brings the run back.")
