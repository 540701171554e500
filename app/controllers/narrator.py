"""Says in words what the views show, where screen readers find it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from app.runtime.workspace import Workspace
from app.views.base.frame_view import FrameView
from symgui.training.states import State

if TYPE_CHECKING:  # most days nobody races
    from app.views.race.race_view import RaceView

WHILE_RUNNING_MS = 1000
"""Milliseconds between two rounds of sentences while the network runs."""
TURN = 0.02
"""Seconds of work after which whatever else happens in the window has its turn."""


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
        self._silent: list[FrameView | RaceView] = []  # those that have not yet said what is so now
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._say)
        workspace.frameReady.connect(self._soon)
        workspace.raceFrameReady.connect(self._soon)
        workspace.pointing.selectionChanged.connect(self._soon)
        workspace.stateChanged.connect(self._soon)

    @Slot()
    def _soon(self) -> None:
        """Begin a round of sentences: at once if the run rests, else within `WHILE_RUNNING_MS`.

        None while another network is being made: its frame will have them begin.
        """
        if self._workspace.awaited:
            self._timer.stop()
            return
        running = self._workspace.state is State.RUNNING
        if not running or not self._timer.isActive():
            self._silent = []
            self._timer.start(WHILE_RUNNING_MS if running else 0)

    @Slot()
    def _say(self) -> None:
        """Have the views say their sentences, as many as there is time for in one turn."""
        if not self._silent:
            race = self._race()
            self._silent = [*self._views, *([race] if race is not None else [])]
        end = time.thread_time() + TURN
        while self._silent and time.thread_time() < end:
            self._silent.pop(0).speak()
        if self._silent:
            self._timer.start(0)
