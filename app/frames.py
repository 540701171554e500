"""Frames and marks on their way from the workspace to the views."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Slot

from app.panels.hints import hint
from app.panels.left_panel import LeftPanel
from app.panels.toolbar import Toolbar
from app.runtime.workspace import Workspace
from app.slow_step import SlowStep
from app.views.cost_view import CostView
from app.views.score.score import ScoreView
from app.views.view import FrameView
from symgui.training.frame import Frame
from symgui.training.states import State


class Frames(QObject):
    """Shows each frame; while the network runs the score and all that is around it take turns.

    Each is then drawn fifteen times a second, and training goes on for most of the time.

    Parameters
    ----------
    workspace : Workspace
    score : ScoreView
    cost : CostView
        Is told the curve of the run before, too.
    around : sequence of FrameView
        All views but the score.
    toolbar : Toolbar
    panel : LeftPanel
    slow_stepping : SlowStep
        May keep a frame back.
    """

    def __init__(
        self,
        workspace: Workspace,
        score: ScoreView,
        cost: CostView,
        around: Sequence[FrameView],
        toolbar: Toolbar,
        panel: LeftPanel,
        slow_stepping: SlowStep,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace, self._score, self._cost, self._around = workspace, score, cost, around
        self._toolbar, self._panel, self._slow_stepping = toolbar, panel, slow_stepping
        self._score_is_due = self._half_shown = False
        workspace.stateChanged.connect(self._complete)
        workspace.frameReady.connect(self._take)
        workspace.selectionChanged.connect(self._mark)
        workspace.hoverChanged.connect(self._mark)
        slow_stepping.due.connect(self._show)

    @Slot(object)
    def _take(self, frame: Frame) -> None:
        if not self._slow_stepping.keeps(frame):
            self._show(frame)

    @Slot()
    def _complete(self) -> None:
        """The last frame came before it was known that the run rests: its other half is still to be shown."""
        frame = self._workspace.frame
        if self._half_shown and self._workspace.state is not State.RUNNING and frame is not None:
            self._take(frame)

    @Slot(object)
    def _show(self, frame: Frame) -> None:
        self._half_shown = running = self._workspace.state is State.RUNNING
        self._score_is_due = not (running and self._score_is_due)
        if not running or self._score_is_due:
            self._score.show_frame(frame)
        if not running or not self._score_is_due:
            self._show_around(frame)
        # Painting comes first in the event loop, then this.
        QTimer.singleShot(0, self._workspace.painted)

    def _show_around(self, frame: Frame) -> None:
        self._toolbar.show_frame(frame)
        self._panel.show_rate(frame.learning_rate)
        self._panel.show_hint(hint(frame.experiment, frame.verdict))
        self._cost.set_ghost(self._workspace.ghost)
        for view in self._around:
            view.show_frame(frame)

    @Slot()
    def _mark(self) -> None:
        for view in (self._score, *self._around):
            view.show_selection(self._workspace.selection, self._workspace.hovered)
