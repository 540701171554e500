"""The foot of the window: where the run or race is, on the cost's axis, and what happened on the way."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.look.others_words import literal
from app.look.style_sheet import tabular
from app.look.theme import Palette, colours
from app.look.type_sizes import scale_of
from app.views.base.frame_view import FrameView
from app.views.timeline.event_marks import paint_flag, paint_mark, rank
from app.views.timeline.measures import BAR, GAP, KNOB, Measures, measured
from app.views.timeline.track import Track, track_of
from symgui.figures.colors import mix
from symgui.figures.scales import IterationScale, iteration_scale
from symgui.plain_text.numbers import iteration
from symgui.training.frame import Event, Frame
from symgui.training.race import RaceFrame

HEIGHT = 38
"""Of the whole view, in pixels beside the normal type, as all lengths below."""
MARK = 5.0
"""Half the height of the strokes of events and of the record's end."""
SHAPE = 4.0
"""Radius of the shape that says what an event is."""
SHAPE_ABOVE = 11.5
"""From the bar up to the middle of that shape."""
FLAG = 11.0
"""Height of a pinned moment's flag."""
REACH = 5.0
"""Pixels from a mark within which the pointer is on it."""


class Flag(msgspec.Struct, frozen=True):
    """A pinned moment: where, and what it is called."""

    iteration: int
    name: str


class Timeline(FrameView):
    """A bar from iteration 0 to the end of the cost's axis, a knob where the run is, a mark for each event.

    The bar is dark as far as the run has been, also beyond the knob. Of a race the marks are the lanes'
    letters. Pinned moments hang below as flags.

    The length of the bar depends on the width of the widget only: words that do not fit are cut short and
    stand in the tool tip.

    Attributes
    ----------
    scale : IterationScale
    track : Track or None
        The run or race that is shown.
    events : tuple of Event
        What happened, by iteration.
    coming : tuple of Event
        Recorded changes that will be made where it has not been yet, by iteration: pale marks.
    flags : tuple of Flag
        Pinned moments of the run.
    """

    sought = Signal(int)
    """A person points at an iteration, never beyond the furthest that was reached."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("timeline", parent)
        self.setAccessibleName("Timeline")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.scale = IterationScale(10)
        self.track: Track | None = None
        self.flags: tuple[Flag, ...] = ()
        self._logarithmic = True
        self._measured: Measures | None = None  # made when it is asked for, for the size and the type

    @property
    def iteration(self) -> int:
        """Where the knob is."""
        return self.track.iteration if self.track is not None else 0

    @property
    def furthest(self) -> int:
        """The latest iteration that can be gone to."""
        return self.track.furthest if self.track is not None else 0

    @property
    def events(self) -> tuple[Event, ...]:
        """What happened, by iteration."""
        return self.track.events if self.track is not None else ()

    def show_frame(self, frame: Frame | None) -> None:
        """Show a run."""
        self.track = track_of(frame) if frame is not None else None
        super().show_frame(frame)

    def show_race(self, race: RaceFrame) -> None:
        """Show a race in the place of the run, until the next `show_frame`."""
        self.track = track_of(race)
        super().show_frame(None)

    @property
    def coming(self) -> tuple[Event, ...]:
        """Recorded changes that will be made where it has not been yet, by iteration."""
        return self.track.coming if self.track is not None else ()

    def set_flags(self, flags: Sequence[Flag]) -> None:
        """Show these pinned moments."""
        self.flags = tuple(flags)
        self.update()

    def set_logarithmic(self, logarithmic: bool) -> None:
        """Space the bar as the cost's axis is."""
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
        planned = self.track.planned if self.track is not None else 0
        self.scale = iteration_scale(planned, self.furthest, self._logarithmic)

    def sentence(self) -> str:
        """What stands at the right end: where it is, what was planned, how far it went, the latest event."""
        return self._wordings()[0]

    def written(self, room: float) -> str:
        """What is written of `sentence` on so many pixels; only an event that is too long is cut."""
        metrics, wordings = self._measures.metrics, self._wordings()
        fitting = (words for words in wordings if metrics.horizontalAdvance(words) <= room)
        return metrics.elidedText(next(fitting, wordings[-1]), Qt.TextElideMode.ElideRight, room)

    def _wordings(self) -> tuple[str, ...]:
        """What is said, and the same in fewer words."""
        track = self.track
        if track is None:
            return ("",)
        past = [event for event in track.events if event.iteration <= track.iteration]
        then = [f"at {iteration(event.iteration)}: {event.with_lane}" for event in track.coming[:1]]
        latest = past[-1].with_lane if past else (then or [track.beginning])[0]
        of = " of" if track.iteration <= track.planned else ", planned"
        here = iteration(track.iteration)
        parts = [f"{here}{of} {iteration(track.planned)}", latest]
        if track.furthest > track.iteration:
            parts.insert(1, f"been to {iteration(track.furthest)}")
        wordings = (parts + (then if past else []), parts, [parts[0], latest], [here, latest])
        return tuple("  ·  ".join(words) for words in wordings)

    def sizeHint(self) -> QSize:
        """A thin bar."""
        return QSize(600, round(HEIGHT * scale_of(self)))

    def minimumSizeHint(self) -> QSize:
        """Room for a short bar."""
        return QSize(200, round(HEIGHT * scale_of(self)))

    @property
    def _measures(self) -> Measures:
        if self._measured is None:
            self._measured = measured(self)
        return self._measured

    def bar(self) -> QRectF:
        """The place of the bar."""
        return self._measures.bar

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure again in the new size."""
        super().resizeEvent(event)
        self._measured = None

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew beside another type."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measured = None

    def x_of(self, at: int) -> float:
        """Where an iteration lies on the bar."""
        bar = self.bar()
        return bar.left() + self.scale.share(at) * bar.width()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words, bar, marks, knob."""
        palette = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar, font, _, unit = self._measures
        painter.setFont(font)
        painter.setPen(QColor(palette.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(GAP, 0, bar.left(), self.height()), middle, "iteration 0")
        left = bar.right() + KNOB * unit + GAP
        place = QRectF(left, 0, self.width() - left - GAP, self.height())
        painter.drawText(place, middle, self.written(place.width()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.line))
        painter.drawRoundedRect(bar, BAR / 2, BAR / 2)
        if self.track is not None:
            self._paint_been(painter, bar)
            self._paint_flags(painter, bar)
            self._paint_coming(painter, bar)
            self._paint_events(painter, bar, self.track)
            self._paint_knob(painter, bar)
        painter.end()

    def _paint_been(self, painter: QPainter, bar: QRectF) -> None:
        """The bar as far as it has been, with an end that can be seen beyond the knob."""
        end, unit = self.x_of(self.furthest), self._measures.unit
        colour = QColor(mix(colours().line, colours().edge, 0.6))
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(bar.topLeft(), QPointF(end, bar.bottom())), BAR / 2, BAR / 2)
        painter.setPen(QPen(colour, 2))
        middle = bar.center().y()
        painter.drawLine(QPointF(end, middle - MARK * unit), QPointF(end, middle + MARK * unit))

    def _paint_flags(self, painter: QPainter, bar: QRectF) -> None:
        for flag in self.flags:
            foot = QPointF(self.x_of(flag.iteration), bar.bottom() + 1)
            paint_flag(painter, foot, FLAG * self._measures.unit, colours().muted)

    def _paint_coming(self, painter: QPainter, bar: QRectF) -> None:
        """Changes to come, paler than what has happened; those beyond the end are in the words only."""
        colour, middle, unit = QColor(colours().muted), bar.center().y(), self._measures.unit
        for event in self.coming:
            if event.iteration <= self.scale.end:
                x = self.x_of(event.iteration)
                painter.setPen(QPen(colour, 1, Qt.PenStyle.DotLine))
                painter.drawLine(QPointF(x, middle - MARK * unit), QPointF(x, middle + MARK * unit))
                above = QPointF(x, middle - SHAPE_ABOVE * unit)
                paint_mark(painter, event.kind, above, SHAPE * unit, colours().muted)
        painter.setPen(Qt.PenStyle.NoPen)

    def _paint_events(self, painter: QPainter, bar: QRectF, track: Track) -> None:
        """A stroke each, and above it what kind it is, or in a race whose."""
        ink, middle, unit = colours().ink, bar.center().y(), self._measures.unit
        top, bottom = middle - MARK * unit, middle + MARK * unit
        painter.setPen(QPen(QColor(ink), 2))
        places = [self.x_of(event.iteration) for event in track.events]
        painter.drawLines([QLineF(x, top, x, bottom) for x in places])
        for x, kind in self.marks():
            paint_mark(painter, kind, QPointF(x, middle - SHAPE_ABOVE * unit), SHAPE * unit, ink)
        painter.setPen(QColor(ink))
        for x, letters in self.letters():
            width = self._measures.metrics.horizontalAdvance(letters)
            # those at the start do not stand over what is written there
            left = max(x - width / 2, bar.left() - KNOB * unit)
            place = QRectF(left, 0, width + 1, middle - MARK * unit)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, letters)

    def marks(self) -> list[tuple[float, str]]:
        """Of a run: where a mark stands, and of what kind; of those too close together the weightiest."""
        marks: list[tuple[float, str]] = []
        apart = 2.5 * SHAPE * self._measures.unit
        own = (event for event in self.events if not event.lane)
        for event in sorted(own, key=lambda event: -rank(event.kind)):
            x = self.x_of(event.iteration)
            if all(abs(x - other) > apart for other, _ in marks):
                marks.append((x, event.kind))
        return sorted(marks)

    def letters(self) -> list[tuple[float, str]]:
        """In a race: where lanes' letters stand; those whose events lie close stand together."""
        of_lanes = [event for event in self.events if event.lane]
        room = self._measures.metrics.horizontalAdvance("M") if of_lanes else 0.0
        groups: list[tuple[float, str]] = []
        end = float("-inf")
        for event in of_lanes:
            x, letter = self.x_of(event.iteration), event.lane
            if x < end + room:
                first, letters = groups[-1]
                groups[-1] = first, letters if letter in letters else letters + letter
            else:
                groups.append((x, letter))
            end = groups[-1][0] + room * len(groups[-1][1]) / 2
        return groups

    def _paint_knob(self, painter: QPainter, bar: QRectF) -> None:
        palette, radius = colours(), KNOB * self._measures.unit
        knob = QPointF(self.x_of(self.iteration), bar.center().y())
        if self.hasFocus():
            painter.setPen(QPen(QColor(palette.edge), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(knob, radius + 3, radius + 3)
        painter.setPen(QPen(QColor(palette.paper), 1))
        painter.setBrush(QColor(palette.ink))
        painter.drawEllipse(knob, radius, radius)

    def _seek(self, at: int) -> None:
        at = max(0, min(at, self.furthest))
        if self.track is not None and at != self.iteration:
            self.sought.emit(at)

    def _seek_pixel(self, x: float) -> None:
        bar = self.bar()
        self._seek(self.scale.iteration((x - bar.left()) / bar.width()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where the bar is clicked; on a mark or a flag, exactly there."""
        at = event.position()
        bar = self.bar().adjusted(-KNOB, 0, KNOB, 0)
        if event.button() == Qt.MouseButton.LeftButton and bar.left() <= at.x() <= bar.right():
            beside = abs(at.y() - bar.center().y()) > KNOB * scale_of(self)
            near = [place for place, _ in self.near(at.x())] if beside else []
            if near:
                self._seek(min(near, key=lambda place: abs(self.x_of(place) - at.x())))
            else:
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
            near = self.near(event.pos().x())
            text = "\n".join(f"{iteration(at)}: {text}" for at, text in near) or self.tip()
            QToolTip.showText(event.globalPos(), literal(text), self)
            return True
        return super().event(event)

    def near(self, x: float) -> list[tuple[int, str]]:
        """Events and flags at a pixel: where, and what."""
        places = [(event.iteration, event.with_lane) for event in self.events]
        places += [(event.iteration, f"to come: {event.with_lane}") for event in self.coming]
        places += [(flag.iteration, f"pinned: {flag.name}") for flag in self.flags]
        return [place for place in places if abs(self.x_of(place[0]) - x) <= REACH * scale_of(self)]

    def tip(self) -> str:
        """The words, what the timeline is for, and what becomes of what lies beyond the knob."""
        lines = [self.sentence(), "Drag the knob or click to go to an iteration where the run has been."]
        if self.furthest > self.iteration:
            lines.append(
                "Run does the same again from here, bit for bit. A weight or a rate changed here takes "
                f"another way, and the one up to {iteration(self.furthest)} is gone."
            )
        return "\n".join(lines).lstrip()
