"""A slow step: one update is done, and the window shows it phase by phase, what it changed last."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.panels.cards import TabCard
from app.runtime.selection import Selection
from app.runtime.workspace import Workspace
from app.views.slow_step.phases_view import PhasesView
from symgui.training.frame import Frame
from symgui.training.phases import Phase
from symgui.training.states import State


class SlowStep(QObject):
    """Keeps the frame after an update back until the update's own phases are shown.

    Parameters
    ----------
    view : PhasesView
    workspace : Workspace
    tabs : TabCard
        Where the view lies.
    """

    due = Signal(object)
    """The `Frame` that all views may show now."""

    def __init__(
        self, view: PhasesView, workspace: Workspace, tabs: TabCard, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._view, self._workspace, self._tabs = view, workspace, tabs
        self._before: Frame | None = None
        self._kept: Frame | None = None
        self._selection: Selection | None = None
        view.updateRequested.connect(self._do_update)
        view.phaseShown.connect(self._point)
        tabs.bar.currentChanged.connect(self.leave)

    def next(self) -> None:
        """One update, phase by phase; once more shows the next phase."""
        self._tabs.show_page(self._view)
        self._view.next()

    def keeps(self, frame: Frame) -> bool:
        """Whether `frame` is the one after the update that was asked for; any other ends the slow step."""
        kept = self._kept
        if kept is not None and (frame.run, frame.iteration) == (kept.run, kept.iteration):
            self._kept = frame  # the same, with less withheld
            return True
        before, self._before = self._before, None
        if before is not None and (frame.run, frame.iteration) == (before.run, before.iteration + 1):
            self._kept = frame
            self._view.show_update(before, frame)
            return True
        self._kept = None
        self._end()
        return False

    @Slot()
    def leave(self) -> None:
        """End it: everything shows what is there, and points where it pointed before."""
        self._release()
        self._end()

    def _end(self) -> None:
        if self._view.phases:
            self._view.clear()
            self._workspace.pointing.select(self._selection)

    @Slot()
    def _do_update(self) -> None:
        workspace = self._workspace
        if workspace.state is State.RUNNING:
            workspace.pause()
        elif workspace.can("step"):
            if not self._view.phases:
                self._selection = workspace.pointing.selection
            self._before = workspace.current_frame
            workspace.step(1)

    @Slot(object)
    def _point(self, phase: Phase) -> None:
        """Point at the layer a phase works on."""
        self._workspace.pointing.select(Selection(phase.layer))
        if phase.name == "update":
            self._release()

    def _release(self) -> None:
        frame, self._kept = self._kept, None
        if frame is not None:
            self.due.emit(frame)
