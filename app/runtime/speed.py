"""How fast a run goes, and how far one step."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from symgui.training.loop import TrainingLoop
from symgui.training.loop_commands import SetPace
from symgui.training.pace import PACES


class Speed(QObject):
    """The pace of a run, and the number of updates of one step.

    Attributes
    ----------
    pace : str
        A key of `symgui.training.pace.PACES`.
    step_size : int
        Updates.

    Signals
    -------
    paceChanged(str)
    stepSizeChanged(int)
    """

    paceChanged = Signal(str)
    stepSizeChanged = Signal(int)

    def __init__(self, loop: TrainingLoop, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loop = loop
        self.pace = "log"
        self.step_size = 1

    def set_pace(self, pace: str) -> None:
        """Set the pace, also while the network runs.

        Raises
        ------
        ValueError
            For any other name than a key of `symgui.training.pace.PACES`.
        """
        if pace not in PACES:
            raise ValueError(f"pace: expected one of {', '.join(PACES)}, got {pace!r}")
        self.pace = pace
        self._loop.post(SetPace(pace))
        self.paceChanged.emit(pace)

    def set_step_size(self, updates: int) -> None:
        """Let one step be so many updates."""
        self.step_size = updates
        self.stepSizeChanged.emit(updates)
