"""Going to an iteration by its number."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtWidgets import QWidget

from app.controllers.rewind import Rewind
from app.panels.go_to_field import GoToField
from app.views.timeline.timeline import Timeline

BELOW = 6


class GoTo(QObject):
    """Asks for an iteration under the number that is shown, and goes there.

    Parameters
    ----------
    readout : QWidget
        Where it asks; a click there while it asks puts the field away again.
    timeline : Timeline
        Knows where the run or race is and has been.
    rewind : Rewind
    window : QWidget
    """

    def __init__(self, readout: QWidget, timeline: Timeline, rewind: Rewind, window: QWidget) -> None:
        super().__init__(window)
        self._readout, self._timeline, self._window = readout, timeline, window
        self.asking = GoToField(window, readout)
        self.asking.chosen.connect(rewind.seek)

    @Slot()
    def ask(self) -> None:
        """Ask for an iteration on record; if it is asked already, no more."""
        if self.asking.isVisible():
            self.asking.dismiss()
            return
        corner = self._readout.mapTo(self._window, QPoint(0, self._readout.height() + BELOW))
        self.asking.ask(self._timeline.iteration, self._timeline.furthest, corner)
