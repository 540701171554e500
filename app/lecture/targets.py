"""What there is in the window for a lesson to show and to point at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.panels.cards import SideColumn, TabCard
from app.views.base.abilities import ShowsStudy
from app.views.base.frame_view import FrameView
from app.views.base.lazy_view import LazyView
from app.views.base.view_record import Tab
from app.views.catalogue import VIEWS
from app.views.score.score_view import ScoreView


@dataclass(frozen=True, slots=True)
class LessonTargets:
    """What there is in the window to show and to point at.

    Attributes
    ----------
    window : QWidget
        What the rings are drawn over.
    score : ScoreView
    tabs : TabCard
    side : SideColumn
    tab_views : mapping of Tab to FrameView
        What lies under the window's own tabs.
    readouts : mapping of str to QWidget
        Figures and the timeline, under the names by which a lesson points at them (``"cost"``).
    beside : QWidget
        Beside everything, also beside a race; empty and hidden.
    lock : callable
        Given True, lanes can be chosen and changed no more.
    show_signal : callable
        Given True, below a race stands how signal and gradient fare in its lanes.
    """

    window: QWidget
    score: ScoreView
    tabs: TabCard
    side: SideColumn
    tab_views: Mapping[Tab, FrameView]
    readouts: Mapping[str, QWidget]
    beside: QWidget
    lock: Callable[[bool], None]
    show_signal: Callable[[bool], None]

    def widgets(self) -> dict[str, QWidget]:
        """What a lesson can point at, as `app.lecture.target_areas.spots` takes it.

        A figure goes before the view of the same name: ``"cost"`` is the readout.
        """
        under_tabs = {name: view for name in VIEWS if (view := self._tab_view(name)) is not None}
        return {**self.score.named_parts(), **under_tabs, **self.readouts}

    def show(self, name: str) -> None:
        """Bring the view that lessons call `name` to the front, if it lies under one of the window's tabs."""
        view = self._tab_view(name)
        if view is not None:
            card = self.side if self.side.isAncestorOf(view) else self.tabs
            card.show_page(view)
            view.choose(name)

    def begin_study(self, name: str) -> None:
        """Begin the study that lessons call `name`, if it is one and there is something to study."""
        view = self._tab_view(name)
        shown: object = view.view if isinstance(view, LazyView) else view
        if isinstance(shown, ShowsStudy):
            shown.begin_study(name)

    def _tab_view(self, name: str) -> FrameView | None:
        tab = VIEWS[name].tab
        return self.tab_views.get(tab) if tab is not None else None
