"""Frames and marks on their way from the workspace to the views."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Slot

from app.controllers.frame_shares import FrameShares
from app.controllers.slow_step import SlowStep
from app.panels.hints import hint_of
from app.panels.left_panel import LeftPanel
from app.panels.toolbar import Toolbar
from app.runtime.attempt import attempt
from app.runtime.workspace import Workspace
from app.views.base.frame_view import FrameView
from app.views.cost.cost_view import CostView
from app.views.score.score_view import ScoreView
from app.views.timeline.timeline import Timeline
from symgui.training.frame import Frame


class FrameRouter(QObject):
    """Shows each frame; while the network runs fast the parts of the window take turns.

    There are four, each with about a quarter of what a frame costs: the diagram; the other rows of the score
    with the figures above and the timeline below them, which are always of one and the same frame; the cost;
    the other views around. Each is drawn about seven times a second, and the window is never away for long.
    What fails in one of them keeps no other from its frame.

    Parameters
    ----------
    workspace : Workspace
    score : ScoreView
    cost : CostView
        Is told the curve of the run before, too.
    timeline : Timeline
    around : sequence of FrameView
        All views but the score and the timeline.
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
        timeline: Timeline,
        around: Sequence[FrameView],
        toolbar: Toolbar,
        panel: LeftPanel,
        slow_stepping: SlowStep,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace, self._score, self._cost = workspace, score, cost
        self._timeline, self._around = timeline, [view for view in around if view is not cost]
        self._toolbar, self._panel, self._slow_stepping = toolbar, panel, slow_stepping
        self._parts = (self._show_diagram, self._show_cost, self._show_rows_below, self._show_around)
        self._shares = FrameShares(len(self._parts), Frame, workspace, self)
        self._shares.alone.connect(self._take)
        workspace.frameReady.connect(self._take)
        workspace.pointing.selectionChanged.connect(self._mark)
        workspace.pointing.hoverChanged.connect(self._mark)
        slow_stepping.due.connect(self._show)

    @Slot(object)
    def _take(self, frame: Frame) -> None:
        if not self._slow_stepping.keeps(frame):
            self._show(frame)

    @Slot(object)
    def _show(self, frame: Frame) -> None:
        turn = self._shares.next(frame)
        if turn is None:
            attempt(lambda: self._score.show_frame(frame), "score")
            self._show_figures(frame)
            self._show_cost(frame)
            self._show_around(frame)
        else:
            self._parts[turn](frame)

    def _show_diagram(self, frame: Frame) -> None:
        attempt(lambda: self._score.show_rows(frame, self._score.rows[:1]), "diagram")

    def _show_rows_below(self, frame: Frame) -> None:
        attempt(lambda: self._score.show_rows(frame, self._score.rows[1:]), "rows")
        self._show_figures(frame)

    def _show_figures(self, frame: Frame) -> None:
        if self._workspace.awaited:  # it is of what was open before
            return
        attempt(lambda: self._toolbar.show_frame(frame), "figures")
        attempt(lambda: self._timeline.show_frame(frame), "timeline")
        attempt(lambda: self._panel.show_in_force(frame.learning_rate, frame.network.l2), "rate and L2")
        attempt(lambda: self._panel.show_hint(hint_of(frame)), "hint")

    def _show_cost(self, frame: Frame) -> None:
        attempt(
            lambda: self._cost.set_run_before(self._workspace.document.run_before), "curve of the run before"
        )
        attempt(lambda: self._cost.show_frame(frame), self._cost.objectName())

    def _show_around(self, frame: Frame) -> None:
        for view in self._around:
            attempt(partial(view.show_frame, frame), view.objectName())

    @Slot()
    def _mark(self) -> None:
        for view in (self._score, self._timeline, self._cost, *self._around):
            view.show_selection(self._workspace.pointing.selection, self._workspace.pointing.hovered)
