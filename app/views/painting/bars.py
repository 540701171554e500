"""A histogram of one layer: ink bars, and a hollow one for the exact zeros."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from app.views.painting.canvas import Canvas, Drawing
from symgui.figures.shares import highest_share, top_share
from symgui.training.frame import Histogram

ZERO_WIDTH = 7.0
ZERO_SHARE = 0.18
"""Of a log axis, kept for the exact zero at its foot."""


class Bars(Drawing):
    """The bars of one column.

    Attributes
    ----------
    histogram : Histogram or None
    top : float
        Share of all values at which the axis ends.
    rects : list of QRectF
        The bars that are not empty, from the left.
    zero : QRectF or None
        The hollow bar of the exact zeros, if there are any.
    """

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas, z=1.0)
        self.histogram: Histogram | None = None
        self.top = 0.0
        self.rects: list[QRectF] = []
        self.zero: QRectF | None = None
        self._drawn: tuple[float, ...] = ()

    def place(self, bounds: QRectF) -> None:
        """Draw inside `bounds`, the axis at its bottom."""
        self.set_bounds(bounds)
        self._drawn = ()

    def zero_x(self, histogram: Histogram) -> float:
        """Where 0 lies on the axis, at its nearest end if it is outside."""
        bounds = self.boundingRect()
        share = -histogram.low / (histogram.high - histogram.low)
        return bounds.left() + min(max(share, 0.0), 1.0) * bounds.width()

    def display(self, histogram: Histogram, top: float | None = None) -> None:
        """Repaint if a bar changes by a pixel.

        The axis ends at `top`, a share of all values; None: where the highest of these bars has room.
        """
        self.histogram = histogram
        total = max(histogram.total, 1)
        counts = histogram.counts
        self.top = top_share(highest_share(histogram)) if top is None else top
        full = self.boundingRect().height() - 2.0
        pixels = np.rint(full * counts / (total * self.top)).astype(np.int64)
        pixels[(counts > 0) & (pixels == 0)] = 1
        zero = min(round(full * histogram.zeros / (total * self.top)), round(full)) if histogram.zeros else 0
        zero = max(zero, 2) if histogram.zeros else 0
        drawn = (*pixels.tolist(), zero, histogram.bad, histogram.low, histogram.high)
        if drawn != self._drawn:
            self._drawn = drawn
            self._lay(pixels.tolist(), zero, histogram)
            self.update()

    def _lay(self, pixels: list[int], zero: int, histogram: Histogram) -> None:
        bounds = self.boundingRect()
        base, width = bounds.bottom() - 1.0, bounds.width() / max(len(pixels), 1)
        edges = [round(bounds.left() + i * width) for i in range(len(pixels) + 1)]
        gap = 1 if width >= 4 else 0
        self.rects = [
            QRectF(edges[i], base - height, edges[i + 1] - edges[i] - gap, height)
            for i, height in enumerate(pixels)
            if height
        ]
        self.zero = None
        if zero:
            x = round(
                min(max(self.zero_x(histogram) - ZERO_WIDTH / 2, bounds.left()), bounds.right() - ZERO_WIDTH)
            )
            self.zero = QRectF(x + 0.5, base - zero + 0.5, ZERO_WIDTH - 1.0, zero - 0.5)

    def reach(self, area: QRectF) -> bool:
        """Whether a bar comes into `area`."""
        return not area.isEmpty() and any(rect.intersects(area) for rect in self.rects)

    def draw(self, painter: QPainter) -> None:
        """Axis, bars, the zeros' bar."""
        bounds = self.boundingRect()
        painter.setPen(QPen(QColor(self.palette.edge), 1.0))
        base = bounds.bottom() - 0.5
        painter.drawLine(QPointF(bounds.left(), base), QPointF(bounds.right(), base))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.palette.ink))
        painter.drawRects(self.rects)
        if self.zero is not None:
            painter.setPen(QPen(QColor(self.palette.edge), 1.0))
            painter.setBrush(QColor(self.palette.paper))
            painter.drawRect(self.zero)
        if self.histogram is not None and self.histogram.bad == self.histogram.total > 0:
            painter.fillRect(
                bounds.adjusted(0.0, 12.0, 0.0, 0.0),
                QBrush(QColor(self.palette.edge), Qt.BrushStyle.BDiagPattern),
            )


class Dots(Drawing):
    """One number a layer on a log axis shared by the row, joined where layers are neighbours.

    Attributes
    ----------
    values : dict of int to float
        By layer.
    low, high : float
        Ends of the axis, powers of ten, by the values alone; they seldom move: each rung of `LOWS` and
        `HIGHS` is some three times as far as the one before.
    """

    LOWS, HIGHS = (-6, -15, -45, -135, -330), (1, 5, 15, 45, 135, 330)
    LINES = 3
    """Decade lines below 1."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas, z=1.0)
        self.values: dict[int, float] = {}
        self._powers = (self.LOWS[0], self.HIGHS[0])
        self._places: dict[int, float] = {}
        self._shown: tuple[object, ...] = ()

    @property
    def low(self) -> float:
        """The lower end."""
        return float(10.0 ** self._powers[0])

    @property
    def high(self) -> float:
        """The upper end."""
        return float(10.0 ** self._powers[1])

    def display(self, values: dict[int, float], places: dict[int, float]) -> None:
        """Show `values` at the x of `places`; repaint if something differs."""
        powers = [int(np.floor(np.log10(x))) for x in values.values() if x > 0 and np.isfinite(x)]
        low = next(rung for rung in self.LOWS if rung <= min(powers, default=0))
        high = next(rung for rung in self.HIGHS if rung > max(powers, default=0))
        self._powers = (low, high)
        shown = (values, places, self._powers)
        if shown != self._shown:
            self._shown = shown
            self.values, self._places = values, places
            self.update()

    def height_of(self, value: float) -> float:
        """The y of `value`; a zero lies on the floor, what is not finite on the ceiling."""
        bounds, (low, high) = self.boundingRect().adjusted(0.0, 6.0, 0.0, -6.0), self._powers
        if value == 0:
            return bounds.bottom()
        if not np.isfinite(value):
            return bounds.top()
        share = (float(np.log10(value)) - low) / (high - low)
        # the lowest part belongs to the exact zero
        return bounds.bottom() - (ZERO_SHARE + (1 - ZERO_SHARE) * share) * bounds.height()

    def draw(self, painter: QPainter) -> None:
        """Decade lines, the joining line, filled dots, hollow zeros."""
        if not self._places:
            return
        bounds = self.boundingRect()
        painter.setPen(QPen(QColor(self.palette.line), 1.0))
        low, high = self._powers
        for power in range(low, high + 1, max(-low, high) // self.LINES or 1):
            y = round(self.height_of(10.0**power)) + 0.5
            painter.drawLine(QPointF(bounds.left(), y), QPointF(bounds.right(), y))
        points = {layer: QPointF(x, self.height_of(self.values[layer])) for layer, x in self._places.items()}
        painter.setPen(QPen(QColor(self.palette.muted), 1.0))
        for layer, point in points.items():
            if layer + 1 in points:
                painter.drawLine(point, points[layer + 1])
        for layer, point in points.items():
            value = self.values[layer]
            painter.setPen(QPen(QColor(self.palette.edge if value == 0 else self.palette.ink), 1.2))
            filled = value != 0 and np.isfinite(value)
            painter.setBrush(QColor(self.palette.ink if filled else self.palette.paper))
            painter.drawEllipse(point, 3.5, 3.5)
