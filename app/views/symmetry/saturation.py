"""Where a layer's z lie on its activation: their histogram under g(z) and g'(z)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.look.theme import colours
from app.look.type_sizes import pen_width
from app.views.symmetry.part import Part
from symgui.arrays import FloatArray
from symgui.nn.activations import ACTIVATIONS, Activation
from symgui.nn.state import LayerState
from symgui.plain_text.numbers import limit, whole_percent
from symgui.symmetry.signal import SATURATED_SLOPE
from symgui.training.picture import step_up

BINS = 40
POINTS = 121
SMALLEST_LIMIT = 5.0
NO_CURVE = "a softmax has no curve of its own"


class Saturation(Part):
    """The histogram of z[l] as bars, g and g' as curves, each to the height of the picture.

    Attributes
    ----------
    counts : ndarray of int, shape (BINS,)
        Values of z that are not exactly 0, in equal bins from −limit to limit.
    zeros : int
        Values that are exactly 0; they have a hollow bar of their own.
    limit : float
        The ± end of the axis; it only grows while run and layer are the same.
    share : float
        Share of slopes below 5 % of the largest.
    why_empty : str
        What stands in place of the picture of a layer that has none.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("symmetry-saturation", "z on g", (120, 90), parent)
        self.counts: NDArray[np.int64] = np.zeros(BINS, dtype=np.int64)
        self.zeros, self.share, self.limit = 0, 0.0, SMALLEST_LIMIT
        self._activation: Activation | None = None
        self.why_empty = ""
        self._of: tuple[int, int] = (-1, -1)
        self.setToolTip(
            "Bars: how often each z occurs. Solid line: g(z); dashed: its slope g'(z).\n"
            "Where bars lie under a slope near 0 hardly any gradient passes back, under a slope of 0 none.\n"
            f"Flat: slopes below {whole_percent(SATURATED_SLOPE)} of the largest."
        )

    def show_layer(self, layer: LayerState | None, run: int) -> None:
        """Show a layer of a run; None empties it."""
        if layer is None or layer.activation not in ACTIVATIONS:
            self._activation = None
            self.title = "z on g"
            self.caption, self.why_empty = "", NO_CURVE if layer is not None else ""
            self.update()
            return
        self._activation = activation = ACTIVATIONS[layer.activation]
        Z = layer.Z
        finite = Z[np.isfinite(Z)]
        if (run, layer.number) != self._of:
            self._of, self.limit = (run, layer.number), SMALLEST_LIMIT
        self.limit = max(self.limit, step_up(float(np.abs(finite).max(initial=0.0))))
        self.zeros = int(np.count_nonzero(finite == 0.0))
        self.counts = _counts(finite[finite != 0.0], self.limit)
        slope = np.abs(activation.derivative(finite))
        self.share = float(np.mean(slope < SATURATED_SLOPE * activation.max_slope)) if slope.size else 0.0
        self.title = f"z[{layer.number}] on {activation.label}"
        self.caption = f"{whole_percent(self.share)} flat"
        self.update()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Bars, curves, axis."""
        activation = self._activation
        if activation is None:
            painter.setFont(self.small())
            painter.setPen(QColor(colours().muted))
            painter.drawText(area, int(Qt.TextFlag.TextWordWrap), self.why_empty)
            return
        metrics = QFontMetricsF(self.small())
        plot = area.adjusted(1.0, 2.0, -1.0, -metrics.height() - 2.0)
        self._draw_bars(painter, plot)
        z = np.linspace(-self.limit, self.limit, POINTS)
        ink = QColor(colours().ink)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink, pen_width(self, 1.5)))
        painter.drawPolyline(_polyline(activation(z), plot))
        painter.setPen(QPen(ink, pen_width(self, 1.2), Qt.PenStyle.DashLine))
        painter.drawPolyline(_polyline(activation.derivative(z), plot))
        self._draw_axis(painter, area, plot)

    def _draw_bars(self, painter: QPainter, plot: QRectF) -> None:
        tallest = max(int(self.counts.max()), self.zeros, 1)
        width = plot.width() / BINS
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours().edge))
        for i in np.flatnonzero(self.counts).tolist():
            height = max(1.0, plot.height() * float(self.counts[i]) / tallest)
            painter.drawRect(
                QRectF(plot.left() + i * width, plot.bottom() - height, max(1.0, width - 1.0), height)
            )
        if self.zeros:
            height = max(2.0, plot.height() * self.zeros / tallest)
            painter.setPen(QPen(QColor(colours().edge), 1.0))
            painter.setBrush(QColor(colours().paper))
            painter.drawRect(QRectF(plot.center().x() - 3.0, plot.bottom() - height, 6.0, height))

    def _draw_axis(self, painter: QPainter, area: QRectF, plot: QRectF) -> None:
        painter.setPen(QPen(QColor(colours().edge), 1.0))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        painter.setFont(self.small())
        painter.setPen(QColor(colours().muted))
        row = QRectF(area.left(), plot.bottom() + 2.0, area.width(), area.bottom() - plot.bottom() - 2.0)
        for text, where in (
            (limit(-self.limit), Qt.AlignmentFlag.AlignLeft),
            ("z", Qt.AlignmentFlag.AlignHCenter),
            (limit(self.limit), Qt.AlignmentFlag.AlignRight),
        ):
            painter.drawText(row, int(where | Qt.AlignmentFlag.AlignTop), text)


def _counts(values: FloatArray, end: float) -> NDArray[np.int64]:
    places = np.clip((values / end + 1.0) * (BINS / 2.0), 0.0, BINS - 1.0)  # near 1e308 a sum overflows
    return np.bincount(places.astype(np.int64), minlength=BINS).astype(np.int64)


def _polyline(values: FloatArray, plot: QRectF) -> QPolygonF:
    """A curve over the whole width, its range from the lowest (or 0) to the highest as high as the plot."""
    low, high = min(0.0, float(values.min())), float(values.max())
    y = plot.bottom() - (values - low) / (high - low) * (plot.height() - 2.0)
    x = np.linspace(plot.left(), plot.right(), values.size)
    return QPolygonF([QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)])
