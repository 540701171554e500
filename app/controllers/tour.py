"""The tour: the parts of the window, one after the other, a few words each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Slot
from PySide6.QtWidgets import QWidget

from app.panels.body import Body
from app.panels.highlight import Highlight
from app.panels.toolbar import Toolbar
from app.panels.tour_bubble import TourBubble


class Station(msgspec.Struct, frozen=True):
    """A part of the window and what is said of it.

    Attributes
    ----------
    part : callable
        The widget, as the window is now.
    words : str
    """

    part: Callable[[], QWidget]
    words: str


class Tour(QObject):
    """Leads from station to station; it never begins by itself.

    Parameters
    ----------
    stations : sequence of Station
    window : QWidget

    Attributes
    ----------
    bubble : TourBubble or None
        Once the tour has begun.
    index : int
        Of the station; −1 while there is no tour.
    """

    def __init__(self, stations: Sequence[Station], window: QWidget) -> None:
        super().__init__(window)
        self._stations, self._window = tuple(stations), window
        self.bubble: TourBubble | None = None
        self._ring: Highlight | None = None
        self._before: QWidget | None = None
        self.index = -1

    @Slot()
    def start(self) -> None:
        """Begin at the first station."""
        if self.bubble is None:
            self.bubble = TourBubble(self._window)
            self.bubble.wentOn.connect(self.next)
            self.bubble.wentBack.connect(self.back)
            self.bubble.skipped.connect(self.end)
            self._ring = Highlight(self._window)
            self._ring.setObjectName("tour-highlight")
        if self.index < 0:
            self._before = self._window.focusWidget()
            self._window.installEventFilter(self)
        self.index = 0
        self._show()

    @Slot()
    def next(self) -> None:
        """The next station; after the last one it is over."""
        if self.index + 1 < len(self._stations):
            self.index += 1
            self._show()
        else:
            self.end()

    @Slot()
    def back(self) -> None:
        """The station before."""
        if self.index > 0:
            self.index -= 1
            self._show()

    @Slot()
    def end(self) -> None:
        """End the tour; the focus goes back to where it was."""
        if self.index < 0 or self.bubble is None or self._ring is None:
            return
        self.index = -1
        self._window.removeEventFilter(self)
        self._ring.show_rects(())
        had_focus = self.bubble.hasFocus()
        self.bubble.hide()
        if had_focus:
            (self._before or self._window).setFocus()
        self._before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay beside what is spoken of when the window gets another size; end when it is hidden."""
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._show()
        elif watched is self._window and event.type() == QEvent.Type.Hide:
            self.end()
        return False

    def _show(self) -> None:
        if self.bubble is None or self._ring is None:
            return
        station = self._stations[self.index]
        part = station.part()
        about = QRect(part.mapTo(self._window, QPoint(0, 0)), part.size())
        about = about.intersected(self._window.rect())
        self._ring.show_rects((QRectF(about).adjusted(4, 4, -4, -4),))
        self.bubble.say(station.words, self.index + 1, len(self._stations), about)


def stations(
    score: QWidget, panel: QWidget, body: Body, toolbar: Toolbar, tabs: QWidget, timeline: QWidget
) -> tuple[Station, ...]:
    """The stations of a window; what a narrow one does without is stood in for."""

    def settings() -> QWidget:
        return body.rail if body.has_rail else panel

    def lessons() -> QWidget:
        return toolbar.menu if toolbar.lessons.isHidden() else toolbar.lessons

    return (
        Station(
            lambda: score,
            "This is the network, a column a layer. A tile shows what a unit computes; "
            "below it stand its weights and activations.",
        ),
        Station(
            settings,
            "Here you choose data, network, start and training. START says where the weights begin: "
            "all 0, one constant, or random.",
        ),
        Station(
            lambda: toolbar.run,
            "Run trains, and pauses again (Space). Step makes one update, or as many as you choose (→).",
        ),
        Station(
            lambda: toolbar.verdict,
            "The verdict says what is wrong with the network, if anything. A click shows the evidence.",
        ),
        Station(
            lambda: tabs,
            "Click a weight, and Why takes its gradient apart. Other tabs show symmetry, values, "
            "and one update in slow motion.",
        ),
        Station(
            lambda: timeline,
            "The timeline shows where the run has been. Click to go back; run on from there, "
            "and it does the same again.",
        ),
        Station(
            lessons,
            "Lessons lead through all this. F1 opens help for what has the focus; "
            "the tour comes back from the menu Help.",
        ),
    )
