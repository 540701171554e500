"""Views that only lessons show in the window: tabs that come with a step and go with it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.look.indices import tip_with_indices
from app.look.layouts import filled
from app.panels.cards import TabCard
from app.runtime.workspace import Workspace
from app.views.base.abilities import ShowsStudy, TakesStep
from app.views.base.frame_view import FrameView
from app.views.base.view_record import Tab
from app.views.catalogue import TABS
from symgui.lessons.lesson import Step
from symgui.training.frame import Frame

_TABS = {tab.name: tab for tab in TABS if tab.place == "lesson"}


class ExtraTabs(QObject):
    """Makes a view when a step first names it, and keeps its tab in sight for as long as a step does.

    Attributes
    ----------
    views : dict of str to FrameView
        Those that have been made, by their names, which are their tabs' too.

    Signals
    -------
    lessonChosen(int)
        A person wants the shipped lesson of that number, which a view has named.
    """

    lessonChosen = Signal(int)

    def __init__(self, tabs: TabCard, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tabs, self._workspace = tabs, workspace
        self.views: dict[str, FrameView] = {}
        workspace.frameReady.connect(self._show_frame)
        workspace.pointing.selectionChanged.connect(self._show_selection)
        workspace.pointing.hoverChanged.connect(self._show_selection)

    def show_step(self, step: Step | None) -> None:
        """Have the tabs that a step names, and no others; the one it names comes to the front."""
        wanted = [name for name in step.views if name in _TABS] if step is not None else []
        for name in wanted:
            if name not in self.views:
                self.views[name] = self._make(_TABS[name])
        for name, view in self.views.items():
            self._tabs.set_page_shown(_page(view), name in wanted)
            if isinstance(view, TakesStep):
                view.take_step(step if name in wanted else None)
        for name in reversed(wanted):
            self._tabs.show_page(_page(self.views[name]))

    def begin_study(self, name: str, *, early: bool) -> None:
        """Begin the study that lessons call `name`, if its tab is one of these; early: if it goes first."""
        view: object = self.views.get(name)
        if isinstance(view, ShowsStudy) and (view.goes_first or not early):
            view.begin_study(name)

    def _make(self, tab: Tab) -> FrameView:
        view = tab.make()
        view.selected.connect(self._workspace.pointing.select)
        view.hovered.connect(self._workspace.pointing.hover)
        frame = self._workspace.shown
        if isinstance(frame, Frame):
            view.show_frame(frame)
        view.lessonChosen.connect(self.lessonChosen)
        if isinstance(view, ShowsStudy):
            studies = self._workspace.studies
            view.studyRequested.connect(studies.begin)
            view.studyStopped.connect(studies.stop)
            studies.advanced.connect(view.show_findings)
            studies.changed.connect(view.show_study)
        page = QWidget()
        filled(QVBoxLayout(page), view, margins=(14, 10, 14, 10))
        self._tabs.add_page(tab.label, page, tip_with_indices(tab.tip))
        return view

    @Slot(object)
    def _show_frame(self, frame: Frame) -> None:
        for view in self.views.values():
            view.show_frame(frame)

    @Slot()
    def _show_selection(self) -> None:
        for view in self.views.values():
            view.show_selection(self._workspace.pointing.selection, self._workspace.pointing.hovered)


def _page(view: FrameView) -> QWidget:
    """What the view lies on."""
    page = view.parentWidget()
    assert page is not None
    return page
