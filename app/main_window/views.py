"""The views of the window: some are there at once, others are made when their tab is first shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.controllers.parameter_edits import ParameterEdits
from app.runtime.workspace import Workspace
from app.views.base.abilities import ShowsStudy
from app.views.base.frame_view import FrameView
from app.views.base.lazy_view import LazyView
from app.views.base.view_record import Tab
from app.views.boundary.boundary_view import BoundaryView
from app.views.catalogue import TABS
from app.views.cost.cost_view import CostView
from app.views.score.score_view import ScoreView
from app.views.slow_step.phases_view import PhasesView
from app.views.timeline.timeline import Timeline
from app.views.why.why_view import WhyView


class WindowViews:
    """Makes the views, and lets what a person does in them reach the workspace.

    Parameters
    ----------
    make_moments : callable
        Makes the view of the pinned moments.

    Attributes
    ----------
    under_tabs : dict of Tab to FrameView
        Those that lie under tabs.
    every : tuple of FrameView
        All of them, in sight or not.
    """

    def __init__(self, make_moments: Callable[[], FrameView]) -> None:
        self.score, self.timeline = ScoreView(), Timeline()
        self.boundary, self.cost, self.why, self.phases = BoundaryView(), CostView(), WhyView(), PhasesView()
        at_once = {"boundary": self.boundary, "cost": self.cost, "why": self.why, "phases": self.phases}
        tip = "Pinned moments: go back to one, compare two unit by unit"
        own = [*(tab for tab in TABS if tab.place != "lesson"), Tab("moments", "Moments", tip, make_moments)]
        self.under_tabs = {tab: at_once.get(tab.name) or self._make_late(tab) for tab in own}
        self.every: tuple[FrameView, ...] = (self.score, self.timeline, *self.under_tabs.values())

    def pages(self, place: str) -> list[tuple[str, QWidget, str]]:
        """The tabs of one place: text, what lies below, what it tells."""
        return [(tab.label, view, tab.tip) for tab, view in self.under_tabs.items() if tab.place == place]

    def connect(self, workspace: Workspace, edits: ParameterEdits) -> None:
        """Connect them, also those that are still to be made."""
        self._workspace, self._edits = workspace, edits
        for view in self.every:
            view.selected.connect(workspace.pointing.select)
            view.hovered.connect(workspace.pointing.hover)
            view.editRequested.connect(edits.ask)
        self.boundary.sectionChosen.connect(workspace.section.choose)
        workspace.section.changed.connect(self.boundary.section_bar.show_section)
        self.cost.logarithmicChanged.connect(self.timeline.set_logarithmic)

    def _make_late(self, tab: Tab) -> LazyView:
        """A view that is made when its tab is first shown, so that the window opens sooner."""
        return LazyView(f"{tab.name}-view", lambda: self._connected(tab.make()))

    def _connected(self, view: FrameView) -> FrameView:
        """`view`, made late, with its signals connected to the workspace and the edits."""
        studies = self._workspace.studies
        view.editCommitted.connect(self._edits.apply)
        view.editingStarted.connect(self._workspace.pause)
        view.studyRequested.connect(studies.begin)
        view.studyStopped.connect(studies.stop)
        if isinstance(view, ShowsStudy):
            studies.advanced.connect(view.show_findings)
            studies.changed.connect(view.show_study)
        return view
