"""How signal and gradient fare from layer to layer: std of A[l] and RMS of dW[l] in decades."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.format import limit
from app.theme import Palette
from app.views.type import small_font
from app.views.view import FrameView
from symgui.training.frame import Frame
from symgui.training.race import RaceFrame

HIGHEST, LOWEST = 1, -3
"""Decades of an axis at first: from 10 down to 0.001."""
STEP = 3
"""It grows by so many decades at a time, and never shrinks within a run."""
FOOT = -18
"""Smaller numbers are drawn at the foot of the axis."""
TICKS = 6
"""Labelled decades, about."""
DASHES: tuple[tuple[float, ...], ...] = ((), (7, 3), (2, 3), (9, 3, 2, 3), (4, 2, 4, 5), (1, 2))
"""Of the lanes A to F, in widths of the pen; A's line is whole."""
NARROW = 1.6
"""Wider than so many times its height the two panels stand side by side, else one below the other."""
EMPTY = "A run's layers stand here."


@dataclass(frozen=True, slots=True)
class Line:
    """One run's numbers, a layer each.

    Attributes
    ----------
    letter : str
        Of its lane; empty for a single run.
    values : tuple of float
        Of layers 1, 2, …; may be 0 or not finite.
    """

    letter: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One of the two plots.

    Attributes
    ----------
    title : str
    lines : tuple of Line
    low, high : int
        Decades at the ends of its axis.
    """

    title: str
    lines: tuple[Line, ...]
    low: int
    high: int


class SignalView(FrameView):
    """Two plots over the layers, of one run or of all lanes of a race.

    Attributes
    ----------
    panels : tuple of Panel
        Forward: std of A[l] of the hidden layers; back: root mean square of dW[l] of all layers.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("signal-view", parent)
        self.setAccessibleName("Signal and gradient by layer")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(200, 140)
        self.setToolTip(
            "Left: how much the activations of a layer vary. Right: how large its gradients are. Both in "
            "decades:\na straight line up or down is a factor a layer, a level one keeps the size.\n"
            "The std is over units and examples: units that differ may yet answer the same to all points."
        )
        self.panels: tuple[Panel, ...] = ()
        self._run = -1

    def show_race(self, frame: RaceFrame) -> None:
        """Show all lanes at once."""
        letters = [lane.letter for lane in frame.lanes]
        self._take(frame.run, list(zip(letters, frame.frames, strict=True)))

    def draw_palette(self, _palette: Palette) -> None:
        """Take the colours."""
        self.update()

    def draw_frame(self, frame: Frame | None) -> None:
        """Take the numbers."""
        if frame is None:
            self.panels = ()
            self.update()
        else:
            self._take(frame.run, [("", frame)])

    def _take(self, run: int, frames: Sequence[tuple[str, Frame]]) -> None:
        forward = tuple(
            Line(letter, tuple(picture.activation_std for picture in frame.pictures[:-1]))
            for letter, frame in frames
        )
        back = tuple(
            Line(letter, tuple(picture.gradient_rms for picture in frame.pictures))
            for letter, frame in frames
        )
        before = self.panels if run == self._run else ()
        self._run = run
        self.panels = (
            _panel("std of A[l]", forward, before[:1]),
            _panel("RMS of dW[l]", back, before[1:]),
        )
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The two plots."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.panels:
            painter.setPen(QColor(self.palette_.muted))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), EMPTY)
        gap = QFontMetricsF(self.font()).height()
        width, height = self.width(), self.height()
        for k, panel in enumerate(self.panels):
            if width > NARROW * height:
                each = (width - gap) / 2.0
                place = QRectF(k * (each + gap), 0.0, each, height)
            else:
                each = (height - gap / 2.0) / 2.0
                place = QRectF(0.0, k * (each + gap / 2.0), width, each)
            self._paint_panel(painter, panel, place)
        painter.end()

    def _paint_panel(self, painter: QPainter, panel: Panel, place: QRectF) -> None:
        palette = self.palette_
        bold = QFont(self.font())
        bold.setBold(True)
        small = small_font(self)
        title, ticks = QFontMetricsF(bold), QFontMetricsF(small)
        painter.setFont(bold)
        painter.setPen(QColor(palette.ink))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), panel.title)
        left = ticks.horizontalAdvance(limit(1e-18)) + 0.6 * ticks.height()
        right = 1.6 * title.averageCharWidth() + 6.0
        plot = place.adjusted(left, title.height() + 0.5 * ticks.height(), -right, -2.2 * ticks.height())
        layers = max((len(line.values) for line in panel.lines), default=0)
        if plot.width() < 20.0 or plot.height() < 20.0:
            return
        painter.setFont(small)
        self._paint_axes(painter, panel, plot, place, layers)
        painter.setFont(bold)
        ends = [self._paint_line(painter, panel, plot, k, layers) for k in range(len(panel.lines))]
        self._paint_letters(painter, panel, ends, title.height())

    def _paint_axes(self, painter: QPainter, panel: Panel, plot: QRectF, place: QRectF, layers: int) -> None:
        palette = self.palette_
        metrics = QFontMetricsF(painter.font())
        labels = max(1, min(TICKS, int(plot.height() / (1.2 * metrics.height()))))
        every = max(1, math.ceil((panel.high - panel.low) / labels))
        for decade in range(panel.high, panel.low - 1, -every):
            y = _height(plot, panel, float(decade))
            painter.setPen(QPen(QColor(palette.line), 1.0))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(QColor(palette.muted))
            label = QRectF(
                place.left(), y - metrics.height(), plot.left() - place.left() - 4.0, 2 * metrics.height()
            )
            painter.drawText(
                label, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), limit(10.0**decade)
            )
        painter.setPen(QColor(palette.muted))
        room = max(1, int(plot.width() / (2.2 * metrics.horizontalAdvance("10"))))
        every = max(1, math.ceil(layers / room))
        for l in range(1, layers + 1, every):
            x = _across(plot, l, layers)
            label = QRectF(x - 20.0, plot.bottom() + 2.0, 40.0, metrics.height())
            painter.drawText(label, int(Qt.AlignmentFlag.AlignHCenter), str(l))
        foot = QRectF(plot.left(), plot.bottom() + metrics.height(), plot.width(), metrics.height())
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignHCenter), "layer l")

    def _paint_line(
        self, painter: QPainter, panel: Panel, plot: QRectF, k: int, layers: int
    ) -> QPointF | None:
        """The line of lane `k`, hollow where a number is exactly 0; returns where it ends."""
        palette = self.palette_
        line = panel.lines[k]
        unit = QFontMetricsF(self.font()).height() / 16.0
        pen = QPen(QColor(palette.ink), 1.6 * unit)
        if DASHES[k]:
            pen.setDashPattern(list(DASHES[k]))
        points = [
            QPointF(_across(plot, l, layers), _height(plot, panel, _decade(value)))
            for l, value in enumerate(line.values, start=1)
            if math.isfinite(value)
        ]
        zeros = [value == 0.0 for value in line.values if math.isfinite(value)]
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        for point, zero in zip(points, zeros, strict=True):
            painter.setPen(QPen(QColor(palette.ink), 1.2 * unit))
            painter.setBrush(QColor(palette.paper if zero else palette.ink))
            painter.drawEllipse(point, 2.2 * unit, 2.2 * unit)
        return points[-1] if points else None

    def _paint_letters(
        self, painter: QPainter, panel: Panel, ends: Sequence[QPointF | None], height: float
    ) -> None:
        """Each lane's letter at the end of its line, moved down where two would cover each other."""
        painter.setPen(QColor(self.palette_.ink))
        free = -math.inf
        known = [(end, line.letter) for end, line in zip(ends, panel.lines, strict=True) if end is not None]
        for end, letter in sorted(known, key=lambda each: each[0].y()):
            y = max(end.y(), free)
            free = y + 0.85 * height
            if y > end.y() + 1.0:  # a hair to the line it belongs to
                painter.setPen(QPen(QColor(self.palette_.edge), 1.0))
                painter.drawLine(end, QPointF(end.x() + 5.0, y))
                painter.setPen(QColor(self.palette_.ink))
            painter.drawText(
                QRectF(end.x() + 5.0, y - height / 2.0, height, height),
                int(Qt.AlignmentFlag.AlignVCenter),
                letter,
            )


def _panel(title: str, lines: tuple[Line, ...], before: tuple[Panel, ...]) -> Panel:
    """The panel of these lines; its axis holds the one `before` too."""
    decades = [_decade(value) for line in lines for value in line.values if math.isfinite(value)]
    low, high = min([LOWEST, *(p.low for p in before)]), max([HIGHEST, *(p.high for p in before)])
    low -= STEP * math.ceil(max(0.0, low - min(decades, default=0.0)) / STEP)
    high += STEP * math.ceil(max(0.0, max(decades, default=0.0) - high) / STEP)
    return Panel(title, lines, low, min(high, sys.float_info.max_10_exp))


def _decade(value: float) -> float:
    return max(float(FOOT), math.log10(value)) if value > 0.0 else float(FOOT)


def _across(plot: QRectF, l: int, layers: int) -> float:
    return plot.left() + (l - 0.5) / layers * plot.width()


def _height(plot: QRectF, panel: Panel, decade: float) -> float:
    return plot.bottom() - (decade - panel.low) / (panel.high - panel.low) * plot.height()
