"""Says in words what the views show, where screen readers find it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from app.runtime.workspace import Workspace
from app.views.base.frame_view import FrameView
from symgui.training.states import State

if TYPE_CHECKING:  # most days nobody races
    from app.views.race.race_view import RaceView

WHILE_RUNNING_MS = 1000
"""So often while the network runs: nobody listens faster, and frames come first."""


class Narrator(QObject):
    """Has every view say its sentence when the run rests, and now and then while it runs.

    Parameters
    ----------
    workspace : Workspace
    views : sequence of FrameView
    race : callable
        The view of the race, if there is one.
    """

    def __init__(
        self,
        workspace: Workspace,
        views: Sequence[FrameView],
        race: Callable[[], RaceView | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace, self._views, self._race = workspace, views, race
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._say)
        workspace.frameReady.connect(self._soon)
        workspace.raceFrameReady.connect(self._soon)
        workspace.selectionChanged.connect(self._soon)
        workspace.stateChanged.connect(self._soon)

    @Slot()
    def _soon(self) -> None:
        """After the views have drawn; a run that has come to rest need not wait any longer."""
        running = self._workspace.state is State.RUNNING
        if not running or not self._timer.isActive():
            self._timer.start(WHILE_RUNNING_MS if running else 0)

    @Slot()
    def _say(self) -> None:
        for view in self._views:
            view.speak()
        race = self._race()
        if race is not None:
            race.speak()
