"""The foot of the window: where the run is, on the cost's axis, and what happened on the way."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.format import iteration
from app.style import mix, tabular
from app.theme import Palette
from app.views.scales import IterationScale, iteration_scale
from app.views.type import small_font
from app.views.view import FrameView
from symgui.training.frame import Event, Frame

HEIGHT = 30
GAP = 12
KNOB = 6.0
TRACK = 3.0
MARK = 5.0
REACH = 5.0
"""Pixels from a mark within which the pointer is on it."""
TEXT_SHARE = 0.42
"""Of the width, at most, for the words at the right end."""
WORDS = 300
NO_EVENT = "no event yet"
NO_SYMMETRY = "no symmetry from the start"


class Timeline(FrameView):
    """A track from iteration 0 to the end of the cost's axis, a knob where the run is, a mark for each event.

    The length of the track depends on the width of the widget only: words that do not fit are cut short and
    stand in the tool tip.

    Attributes
    ----------
    scale : IterationScale
    events : tuple of Event
        What happened in the run, by iteration.
    """

    sought = Signal(int)
    """A person points at an iteration, never beyond the furthest that was reached."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("timeline", parent)
        self.setAccessibleName("Timeline")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.scale = IterationScale(10)
        self._logarithmic = True

    @property
    def iteration(self) -> int:
        """Where the knob is."""
        return self.frame.iteration if self.frame is not None else 0

    @property
    def furthest(self) -> int:
        """The latest iteration of the run that can be gone to."""
        return max(self.frame.iteration, self.frame.furthest) if self.frame is not None else 0

    @property
    def events(self) -> tuple[Event, ...]:
        """What happened in the run, by iteration."""
        return self.frame.events if self.frame is not None else ()

    def set_logarithmic(self, logarithmic: bool) -> None:
        """Space the track as the cost's axis is."""
        self._logarithmic = logarithmic
        self._rescale()
        self.update()

    def draw_palette(self, _palette: Palette) -> None:
        """Take the colours."""
        self.setFont(tabular(self.font()))
        self.update()

    def draw_frame(self, _frame: Frame | None) -> None:
        """Move the knob."""
        self._rescale()
        self.update()

    def _rescale(self) -> None:
        planned = self.frame.experiment.training.iterations if self.frame is not None else 0
        self.scale = iteration_scale(planned, self.furthest, self._logarithmic)

    def words(self) -> str:
        """What stands at the right end: the iteration, what was planned, and the latest event."""
        if self.frame is None:
            return ""
        past = [event for event in self.events if event.iteration <= self.iteration]
        latest = past[-1].text if past else beginning(self.frame)
        planned = self.frame.experiment.training.iterations
        return f"{iteration(self.iteration)} of {iteration(planned)}  ·  {latest}"

    def sizeHint(self) -> QSize:
        """A thin bar."""
        return QSize(600, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Room for a short track."""
        return QSize(200, HEIGHT)

    def track(self) -> QRectF:
        """The place of the track."""
        left = GAP + QFontMetricsF(small_font(self)).horizontalAdvance("iteration 0") + GAP + KNOB
        right = self.width() - GAP - min(WORDS, TEXT_SHARE * self.width()) - GAP - KNOB
        return QRectF(left, (self.height() - TRACK) / 2, max(1.0, right - left), TRACK)

    def x_of(self, at: int) -> float:
        """Where an iteration lies on the track."""
        track = self.track()
        return track.left() + self.scale.share(at) * track.width()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words, track, marks, knob."""
        palette = self.palette_
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = small_font(self)
        painter.setFont(font)
        painter.setPen(QColor(palette.muted))
        track = self.track()
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(GAP, 0, track.left(), self.height()), middle, "iteration 0")
        place = QRectF(
            track.right() + KNOB + GAP, 0, self.width() - track.right() - KNOB - 2 * GAP, self.height()
        )
        text = QFontMetricsF(font).elidedText(self.words(), Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, middle, text)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.line))
        painter.drawRoundedRect(track, TRACK / 2, TRACK / 2)
        if self.frame is not None:
            self._paint_run(painter, track)
        painter.end()

    def _paint_run(self, painter: QPainter, track: QRectF) -> None:
        """What has been reached, the events, and the knob."""
        palette = self.palette_
        ink = QColor(palette.ink)
        reached = QRectF(track.topLeft(), QPointF(self.x_of(self.furthest), track.bottom()))
        painter.setBrush(QColor(mix(palette.line, palette.edge, 0.6)))
        painter.drawRoundedRect(reached, TRACK / 2, TRACK / 2)
        middle = track.center().y()
        painter.setPen(QPen(ink, 2))
        for event in self.events:
            x = self.x_of(event.iteration)
            painter.drawLine(QPointF(x, middle - MARK), QPointF(x, middle + MARK))
        knob = QPointF(self.x_of(self.iteration), middle)
        if self.hasFocus():
            painter.setPen(QPen(QColor(palette.edge), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(knob, KNOB + 3, KNOB + 3)
        painter.setPen(QPen(QColor(palette.paper), 1))
        painter.setBrush(ink)
        painter.drawEllipse(knob, KNOB, KNOB)

    def _seek(self, at: int) -> None:
        at = max(0, min(at, self.furthest))
        if self.frame is not None and at != self.iteration:
            self.sought.emit(at)

    def _seek_pixel(self, x: float) -> None:
        track = self.track()
        self._seek(self.scale.iteration((x - track.left()) / track.width()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where the track is clicked."""
        at = event.position()
        track = self.track().adjusted(-KNOB, 0, KNOB, 0)
        if event.button() == Qt.MouseButton.LeftButton and track.left() <= at.x() <= track.right():
            self._seek_pixel(at.x())
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer while it is pressed."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._seek_pixel(event.position().x())

    own_keys = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)
    """What moves it while it has the focus, even where the window has a shortcut."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End move along the run while the timeline has the focus."""
        targets = {
            Qt.Key.Key_Left: self.iteration - 1,
            Qt.Key.Key_Right: self.iteration + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self.furthest,
        }
        target = targets.get(Qt.Key(event.key()))
        if target is None:
            super().keyPressEvent(event)
        else:
            self._seek(target)

    def event(self, event: QEvent) -> bool:
        """Tool tips: the event under the pointer, else the words in full."""
        if isinstance(event, QHelpEvent):
            near = [e for e in self.events if abs(self.x_of(e.iteration) - event.pos().x()) <= REACH]
            text = "\n".join(f"{iteration(e.iteration)}: {e.text}" for e in near) or self.tip()
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def tip(self) -> str:
        """The words, and what the timeline is for."""
        return f"{self.words()}\nDrag the knob or click to go to an iteration of this run.".lstrip()


def beginning(frame: Frame) -> str:
    """What is to be said of a run in which nothing has happened yet."""
    units = [layer.units for layer in frame.network.hidden]
    if max(units, default=1) > 1 and frame.curve.effective_units[0].tolist() == units:
        return NO_SYMMETRY
    return NO_EVENT
