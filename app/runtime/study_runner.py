"""Computations on the training thread that are no training: one at a time, while the network rests."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.runtime.frame_pump import FramePump
from symgui.training.loop_commands import BeginStudy, EndStudy, Study


class StudyRunner(QObject):
    """Begins and stops the study that is under way.

    Parameters
    ----------
    pump : FramePump
        Brings what the study finds.

    Signals
    -------
    advanced(Findings)
        A study has found something, or has ended.
    changed(str)
        A study of this name was asked for, in the place of any other; without a name: none is any more.
    """

    advanced = Signal(object)
    changed = Signal(str)

    def __init__(self, pump: FramePump, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loop = pump.loop
        pump.studyAdvanced.connect(self.advanced)

    @Slot(str, object)
    def begin(self, name: str, points: Study) -> None:
        """Work through `points` on the training thread while the network rests; pauses it."""
        self._loop.post(BeginStudy(name, points, pause=True))
        self.changed.emit(name)

    @Slot()
    def stop(self) -> None:
        """Drop the study that is under way."""
        self._loop.post(EndStudy())
        self.changed.emit("")
