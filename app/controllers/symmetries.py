"""The dialog Symmetries: what it speaks of, what is computed for it, and what it makes of the experiment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from app.controllers.dialog_studies import DialogStudies
from app.controllers.pins import Pins
from app.controllers.settings_lock import Lock
from app.panels.symmetry_pages.symmetries_dialog import SymmetriesDialog
from app.runtime.selection import Selection
from app.runtime.workspace import Workspace
from symgui.experiment import ExperimentError
from symgui.symmetry.unit_surgery import Weights
from symgui.training.states import State
from symgui.training.studies.symmetry_studies import network_at, network_in
from symgui.weights import started_at

if TYPE_CHECKING:
    from symgui.training.frame import Frame

RUNNING = "The network runs: pause it (Space), so that there is one moment to speak of."
RACING = (
    "A race is shown: leave it (Esc), or click a lane's letter, so that there is one network to speak of."
)
DIVERGED = "The run has diverged: there are no numbers to operate on."
NOW = "as it stands"
WAITING = "The network is being computed."


class Symmetries(QObject):
    """Shows the dialog and keeps it true.

    Parameters
    ----------
    workspace : Workspace
    pins : Pins
        Its moments are networks to compare.
    lock : Lock
        Refuses a change while settings are locked.
    window : QWidget

    Attributes
    ----------
    dialog : SymmetriesDialog
    """

    def __init__(self, workspace: Workspace, pins: Pins, lock: Lock, window: QWidget) -> None:
        super().__init__(window)
        self._workspace, self._pins, self._lock = workspace, pins, lock
        self._frame: Frame | None = None
        self._why = ""
        self._compared: tuple[object, ...] = ()
        self.dialog = SymmetriesDialog(window)
        DialogStudies(self.dialog, workspace.studies)
        self.dialog.surgery.operationWanted.connect(self._operate)
        for changed in (
            workspace.frameReady, workspace.raceFrameReady, workspace.stateChanged, workspace.lanesChanged,
            workspace.experimentChanged,
        ):  # fmt: skip
            changed.connect(self._follow)
        pins.changed.connect(self._offer)
        workspace.pointing.selectionChanged.connect(self._select)

    @Slot()
    def show(self) -> None:
        """Open it, with the selected unit; the run pauses."""
        dialog = self.dialog
        self._workspace.pause()
        dialog.show()
        dialog.activateWindow()
        self._frame, self._why, self._compared = None, "", ()
        self._follow()
        dialog.select(self._workspace.pointing.selection)

    def close(self) -> None:
        """Close it; it may outlive the window."""
        self.dialog.close()

    @Slot()
    def _follow(self) -> None:
        """Speak of the network that is shown, if it is another, or say why of none."""
        dialog, workspace = self.dialog, self._workspace
        if not dialog.isVisible():
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
        if workspace.state is not State.RUNNING:
            self._offer()
        if (frame, why) == (self._frame, self._why) and (frame is not None or why):
            return
        self._frame, self._why = frame, why
        if frame is None:
            dialog.show_network(None, None, why)
        else:
            dialog.show_network(network_in(NOW, frame), frame.network)

    @Slot()
    def _offer(self) -> None:
        """Offer what can be compared: the race's lanes, or the run as it stands, and the pinned moments."""
        dialog, workspace = self.dialog, self._workspace
        if not dialog.isVisible():
            return
        race = workspace.race_frame
        moments = [moment for moment in self._pins.moments if moment.computed]
        if race is not None:
            pairs = zip(race.lanes, race.frames, strict=True)
            now = [(f"lane {lane.letter}: {lane.text}", frame) for lane, frame in pairs]
        else:
            now = [] if workspace.current_frame is None else [(NOW, workspace.current_frame)]
        compared = (*(frame for _, frame in now), *moments, *(moment.name for moment in moments))
        if len(compared) == len(self._compared) and all(map(_same, compared, self._compared)):
            return
        self._compared = compared
        networks = [network_in(name, frame) for name, frame in now]
        dialog.show_networks([*networks, *map(network_at, moments)])

    @Slot(object)
    def _select(self, selection: Selection | None) -> None:
        if self.dialog.isVisible():
            self.dialog.select(selection)

    @Slot(object, str)
    def _operate(self, weights: Weights, text: str) -> None:
        """Let the open experiment start with these weights; undo brings the run back."""
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


def _same(new: object, old: object) -> bool:
    """Frames and moments are what they are; names are compared."""
    return new == old if isinstance(new, str) else new is old
