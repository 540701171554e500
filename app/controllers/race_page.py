"""The page of a race in the place of the score: lanes, and below them, if wanted, their signal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.controllers.frame_shares import FrameShares
from app.look.layouts import filled, scrolling
from app.panels.cards import GAP, Card
from app.panels.toolbar import Toolbar
from app.runtime.attempt import attempt
from app.runtime.selection import Selection
from app.runtime.workspace import Workspace
from app.views.race.turn import TURNS, Turn
from app.views.timeline.timeline import Timeline
from symgui.training.race import RaceFrame

if TYPE_CHECKING:
    from app.views.race.race_view import RaceView
    from app.views.signal.signal_view import SignalView


class RacePage(QObject):
    """Makes the view of the race when there is first one, and shows it the frames.

    Parameters
    ----------
    workspace : Workspace
    pages : QStackedWidget
        Its first page is what the race takes the place of.
    toolbar : Toolbar
    timeline : Timeline

    Attributes
    ----------
    view : RaceView or None
        The view, once there has been a race.

    Signals
    -------
    made(RaceView)
    """

    made = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        pages: QStackedWidget,
        toolbar: Toolbar,
        timeline: Timeline,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace, self._pages, self._toolbar, self._timeline = workspace, pages, toolbar, timeline
        self._logarithmic = self._editable = True
        self._own = False
        self.view: RaceView | None = None
        self._signal: SignalView | None = None
        self._shares = FrameShares(len(TURNS), RaceFrame, workspace, self)
        self._shares.alone.connect(self._show_frame)
        workspace.raceFrameReady.connect(self._show_frame)
        workspace.pointing.selectionChanged.connect(self._select)

    def make_view(self) -> RaceView:
        """The view, made now if it is not there yet."""
        if self.view is not None:
            return self.view
        from app.views.race.race_view import RaceView

        self.view = view = RaceView()
        view.layerSelected.connect(self._select_layer)
        view.sectionChosen.connect(self._workspace.section.choose_kind)
        view.set_logarithmic(self._logarithmic)
        page = QWidget()
        column = self._column = filled(QVBoxLayout(page), margins=GAP, gap=GAP)
        area = scrolling(view, "race-scroll")
        column.addWidget(area, 3)
        self._pages.addWidget(page)
        self.made.emit(view)
        return view

    def show(self, *, own: bool) -> None:
        """Show it; lanes can be changed where the race is a person's `own`."""
        view, self._own = self.make_view(), own
        view.set_editable(self._editable and own)
        if not self.shown:
            self._pages.setCurrentIndex(self._pages.count() - 1)
            view.setFocus()
            self._select()

    def hide(self) -> None:
        """Show again what the race has taken the place of."""
        if self.view is not None:
            self.view.show_race(None)  # what it drew is worth megabytes, and another race begins anew
        if self._signal is not None:
            self._signal.show_frame(None)
        self._pages.setCurrentIndex(0)
        self.show_signal(False)

    @property
    def shown(self) -> bool:
        """Whether it is in the place of the score."""
        return self._pages.currentIndex() != 0

    def show_signal(self, shown: bool) -> None:
        """Show below the lanes how signal and gradient fare in each, or no more."""
        if shown and self._signal is None:
            from app.views.signal.signal_view import SignalView

            self.make_view()
            self._signal = SignalView()
            self._signal_card = Card(self._signal)
            self._column.addWidget(self._signal_card, 2)
        if self._signal is not None:
            self._signal_card.setVisible(shown)
            race = self._workspace.shown
            if shown and isinstance(race, RaceFrame):
                self._signal.show_race(race)

    def set_logarithmic(self, logarithmic: bool) -> None:
        """Space iterations in log time, or evenly."""
        self._logarithmic = logarithmic
        if self.view is not None:
            self.view.set_logarithmic(logarithmic)

    def set_editable(self, editable: bool) -> None:
        """Set whether lanes can be chosen and changed; a lesson's cannot."""
        self._editable = editable
        if self.view is not None:
            self.view.set_editable(editable and self._own)

    @Slot(int)
    def _select_layer(self, layer: int) -> None:
        self._workspace.pointing.select(Selection(layer))

    @Slot()
    def _select(self) -> None:
        selection = self._workspace.pointing.selection
        if self.view is not None and selection is not None and selection.layer > 0:
            self.view.select_layer(selection.layer)

    @Slot(object)
    def _show_frame(self, race: RaceFrame) -> None:
        """Show a frame; while the race goes on fast its parts take turns."""
        assert self.view is not None
        number = self._shares.next(race)
        turn = None if number is None else TURNS[number]
        view, signal = self.view, self._signal
        attempt(lambda: view.show_race(race, turn), view.objectName())
        if turn in (None, Turn.LAYERS) and signal is not None and signal.isVisible():
            attempt(lambda: signal.show_race(race), signal.objectName())
        if turn in (None, Turn.COSTS):  # the iteration is always that of the knob below
            attempt(lambda: self._timeline.show_race(race), "timeline")
            attempt(lambda: self._toolbar.show_race(race), "figures")
