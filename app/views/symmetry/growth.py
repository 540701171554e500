"""When symmetry breaks: effective units and row spread of a layer over the iterations."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.look.theme import colours
from app.look.type_sizes import pen_width, scale_of
from app.views.symmetry.part import Part
from symgui.arrays import FloatArray
from symgui.figures.scales import IterationScale, iteration_scale
from symgui.plain_text.numbers import decade, iteration, number
from symgui.training.frame import Frame

UPPER = 0.4
"""Part of the height for the steps of the effective units; the decades of the spread need more."""
SMALLEST_DECADE = -17
"""Spreads below are drawn at the foot of the axis, like an exact 0."""


class Growth(Part):
    """Two curves over one logarithmic iteration axis: effective units as steps, row spread in decades.

    Attributes
    ----------
    iterations : ndarray of int, shape (n,)
        Those at which the run was measured, and the one it is at.
    units : ndarray of int, shape (n,)
        Effective units of the layer at these iterations.
    spread : ndarray, shape (n,)
        Its row spread.
    now : int
        Where in these the run is.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("symmetry-growth", "Over time", (120, 90), parent)
        self.iterations: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self.units: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self.spread: FloatArray = np.zeros(0)
        self._scale = IterationScale(10)
        self._all_units, self.now = 1, 0
        self.setToolTip(
            "Above: how many of the layer's units count. Below: how far the rows of W[l] are apart\n"
            "(largest difference of two units' incoming weights, in decades). Flat at the foot: exactly 0."
        )

    def show_layer(self, frame: Frame | None, layer: int) -> None:
        """Show hidden layer `layer` of the run so far; None empties it."""
        if frame is None or not 1 <= layer <= len(frame.symmetry.layers):
            self.iterations = np.zeros(0, dtype=np.int64)
            self.caption = ""
        else:
            curve, seen = frame.curve, frame.symmetry.layers[layer - 1]
            # the frame's own measure stands at its iteration, whether or not the curve has a point there
            before = curve.measured < frame.iteration
            after = curve.measured > frame.iteration
            units, spread = curve.effective_units[:, layer - 1], curve.row_spread[:, layer - 1]
            self.iterations = np.r_[curve.measured[before], frame.iteration, curve.measured[after]]
            self.units = np.r_[units[before], seen.effective_units, units[after]]
            self.spread = np.r_[spread[before], seen.row_spread, spread[after]]
            self.now = int(np.count_nonzero(before))
            self._all_units = seen.units
            latest = int(self.iterations[-1])
            self._scale = iteration_scale(frame.experiment.training.iterations, latest, logarithmic=True)
            self.caption = f"layer {layer}"
        self.update()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """The two curves, each with its name and where it is now."""
        if not self.iterations.size:
            return
        gap = QFontMetricsF(self.small()).height()
        height = UPPER * (area.height() - gap)
        share = self._scale.position(self.iterations) / self._scale.length
        upper = QRectF(area.left(), area.top(), area.width(), height)
        lower = upper.adjusted(0.0, height, 0.0, area.height() - gap - height)
        painter.setFont(self.small())
        units = self.units / self._all_units
        self._draw_curve(
            painter,
            upper,
            share,
            units,
            f"effective units {self.units[self.now]} of {self._all_units}",
            steps=True,
        )
        self._draw_curve(
            painter,
            lower,
            share,
            _decades(self.spread),
            f"row spread {number(self.spread[self.now], 3)}",
            "{} – {}".format(*(decade(power) for power in ends)) if (ends := _ends(self.spread)) else "",
        )
        painter.setPen(QColor(colours().muted))
        foot = QRectF(area.left(), lower.bottom() + 1.0, area.width(), gap)
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignLeft), "0")
        end = iteration(self._scale.end)
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignRight), end)
        metrics = QFontMetricsF(self.small())
        if metrics.horizontalAdvance("iteration") + 2 * metrics.horizontalAdvance(f"{end}  ") <= foot.width():
            painter.drawText(foot, int(Qt.AlignmentFlag.AlignHCenter), "iteration")

    def _draw_curve(
        self,
        painter: QPainter,
        place: QRectF,
        x: FloatArray,
        y: FloatArray,
        name: str,
        ends: str = "",
        steps: bool = False,
    ) -> None:
        """`x` and `y` are shares of the width and height; NaN leaves a gap. `ends`: what the height spans."""
        label = QFontMetricsF(self.small()).height()
        plot = place.adjusted(3.0, label + 4.0, -3.0, -3.0)
        painter.setPen(QColor(colours().muted))
        painter.drawText(QRectF(place.left(), place.top(), place.width(), label), name)
        metrics = QFontMetricsF(self.small())
        if metrics.horizontalAdvance(name + ends) + 2 * label < place.width():
            corner = QRectF(place.left(), place.top(), place.width(), label)
            painter.drawText(corner, int(Qt.AlignmentFlag.AlignRight), ends)
        painter.setPen(QPen(QColor(colours().line), 1.0))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        good = np.isfinite(y)
        if not good.any():
            return
        here = self._point(plot, float(x[self.now]), float(y[self.now])) if good[self.now] else None
        x, y = x[good], y[good]
        if steps:
            x, y = np.repeat(x, 2)[1:], np.repeat(y, 2)[:-1]
        painter.setPen(QPen(QColor(colours().ink), pen_width(self, 1.3)))
        points = [self._point(plot, a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]
        painter.drawPolyline(QPolygonF(points))
        if here is not None:
            painter.setBrush(QColor(colours().ink))
            radius = 2.5 * scale_of(self)
            painter.drawEllipse(here, radius, radius)
            painter.setBrush(Qt.BrushStyle.NoBrush)

    @staticmethod
    def _point(plot: QRectF, x: float, y: float) -> QPointF:
        return QPointF(plot.left() + x * plot.width(), plot.bottom() - y * (plot.height() - 1.0))


def _ends(spread: FloatArray) -> tuple[int, int] | None:
    """The decades that the height spans; None where all spreads are 0 or unknown."""
    seen = spread[np.isfinite(spread) & (spread > 0.0)]
    if not seen.size:
        return None
    decades = np.maximum(np.log10(seen), SMALLEST_DECADE)
    low, high = math.floor(float(decades.min())) - 1, math.ceil(float(decades.max()))
    return (min(low, SMALLEST_DECADE) if (spread == 0.0).any() else low), high


def _decades(spread: FloatArray) -> FloatArray:
    """Height of each spread between its smallest and largest decade; exact zeros at the foot."""
    ends = _ends(spread)
    if ends is None:
        return np.where(np.isfinite(spread), 0.0, np.nan)
    low, high = ends
    with np.errstate(divide="ignore", invalid="ignore"):
        decades = np.maximum(np.log10(spread), SMALLEST_DECADE)
    return np.where(spread == 0.0, 0.0, (decades - low) / max(1, high - low))
