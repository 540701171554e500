"""The weights between two neighbouring layers as curves: hue for the sign, width for the size."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.views.painting.canvas import Canvas, Drawing
from symgui.arrays import FloatArray

STEP = 0.25
"""Pixels between two widths; a weight that changes its width by less repaints nothing."""
THINNEST, WIDEST = 0.75, 6.5
"""Pixels of a curve of the smallest and of the largest weight."""
LEAST_WIDEST = 2.0
"""The least that the widest shrinks to, where there is little room."""
BAD = 1_000
"""Stands for a weight that is not finite."""
REACH = 5.0
"""Pixels from a curve at which the pointer still means it."""
BEND = 0.45
"""Where a curve's control points lie, as a share of the gap."""
_SAMPLES = np.linspace(0.0, 1.0, 25)


def edge_codes(weights: FloatArray, limit: float, steps: int) -> NDArray[np.int64]:
    """Sign and width of each weight: 0 for an exact zero, ±1 … ±(steps + 1) at ±limit, BAD if not finite."""
    finite = np.isfinite(weights)
    share = np.minimum(np.abs(np.where(finite, weights, 0.0)), limit) / limit
    codes = np.sign(np.where(finite, weights, 0.0)) * (1 + np.rint(steps * share))
    return np.where(finite, codes, BAD).astype(np.int64)


class Edges(Drawing):
    """The drawn weights of one W[l], each from unit k below to unit j.

    Attributes
    ----------
    rows, columns : ndarray of int, shape (edges,)
        j and k of each drawn edge.
    codes : ndarray of int, shape (edges,)
        What is painted, see `edge_codes`.
    """

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas, z=1.0)
        self.rows: NDArray[np.int64] = np.zeros(0, np.int64)
        self.columns: NDArray[np.int64] = np.zeros(0, np.int64)
        self.codes: NDArray[np.int64] = np.zeros(0, np.int64)
        self._ends: FloatArray = np.zeros((0, 4))
        self._widest = WIDEST
        self._curves: list[QPainterPath] = []
        self._pens: dict[tuple[int, str], QPen] = {}  # by code and palette

    def place(
        self, rows: NDArray[np.int64], columns: NDArray[np.int64], ends: FloatArray, room: float
    ) -> None:
        """Set which weights are drawn and where.

        Parameters
        ----------
        rows, columns : ndarray of int, shape (edges,)
            j and k.
        ends : ndarray, shape (edges, 4)
            x₀, y₀, x₁, y₁.
        room : float
            Pixels a curve of the largest weight may be wide, so that dense layers stay apart.
        """
        widest = max(LEAST_WIDEST, min(WIDEST, room))
        if np.array_equal(self._ends, ends) and widest == self._widest:
            self.rows, self.columns = rows, columns
            return
        self._widest = widest
        self.rows, self.columns, self._ends = rows, columns, ends
        self.codes = np.zeros(0, np.int64)
        self._curves = [_curve(*end) for end in ends.tolist()]
        if len(ends):
            x0, x1 = float(ends[:, 0].min()), float(ends[:, 2].max())
            y0, y1 = float(ends[:, 1::2].min()), float(ends[:, 1::2].max())
            self.set_bounds(QRectF(x0, y0 - WIDEST, x1 - x0, y1 - y0 + 2 * WIDEST))

    def display(self, codes: NDArray[np.int64]) -> None:
        """Repaint if an edge changed its sign or its width step."""
        if not np.array_equal(codes, self.codes):
            self.codes = codes
            self.update()

    @property
    def steps(self) -> int:
        """Widths told apart, beside the thinnest."""
        return round((self._widest - THINNEST) / STEP)

    def curve(self, index: int) -> QPainterPath:
        """The path of one edge."""
        return self._curves[index]

    def find(self, row: int, column: int) -> int | None:
        """The index of the edge that draws W[j, k], None if it is left out."""
        hit = np.flatnonzero((self.rows == row) & (self.columns == column))
        return int(hit[0]) if len(hit) else None

    def clearest(self, index: int) -> QPointF:
        """The point of an edge that lies farthest from all others, in the middle of it if it is alone."""
        x, y = self._sampled()
        others = np.delete(y, index, axis=0)
        inner = slice(len(_SAMPLES) // 3, -len(_SAMPLES) // 3)  # near its ends a tile is near too
        apart = np.abs(others - y[index]).min(axis=0)[inner] if len(others) else np.zeros(0)
        best = int(np.argmax(apart)) + inner.start if len(others) else len(_SAMPLES) // 2
        return QPointF(float(x[index, best]), float(y[index, best]))

    def _sampled(self) -> tuple[FloatArray, FloatArray]:
        """x and y of points along every edge, edges × points; all edges have the same x."""
        x0, y0, x1, y1 = self._ends.T[:, :, None]
        t = _SAMPLES
        b0, b1, b2, b3 = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
        bend = BEND * (x1 - x0)
        return b0 * x0 + b1 * (x0 + bend) + b2 * (x1 - bend) + b3 * x1, (b0 + b1) * y0 + (b2 + b3) * y1

    def nearest(self, point: QPointF) -> int | None:
        """The index of the edge under `point`."""
        if not len(self._ends) or not self._bounds.contains(point):
            return None
        x, y = self._sampled()
        # Within a sample step a curve is nearly straight: its height at the pointer's x decides.
        heights = np.array([np.interp(point.x(), xs, ys) for xs, ys in zip(x, y, strict=True)])
        gaps = np.abs(heights - point.y())
        best = int(np.argmin(gaps))
        return best if gaps[best] <= REACH else None

    def draw(self, painter: QPainter) -> None:
        """Thick edges first, so that thin ones stay visible.

        Each curve by itself: one path of many wide curves that cross takes ten times as long.
        """
        codes = self.codes.tolist()
        last = None
        for index in sorted(range(len(codes)), key=lambda i: -abs(codes[i])):
            if codes[index] != last:
                last = codes[index]
                key = last, self.palette.name
                if key not in self._pens:
                    self._pens[key] = self._pen(last)
                painter.setPen(self._pens[key])
            painter.drawPath(self._curves[index])

    def _pen(self, code: int) -> QPen:
        if code == 0:
            pen = QPen(QColor(self.palette.edge), 0.6)
            pen.setDashPattern([4.0, 5.0])
        elif code == BAD:
            pen = QPen(QColor(self.palette.ink), 1.0, Qt.PenStyle.DotLine)
        else:
            color = self.palette.positive if code > 0 else self.palette.negative
            pen = QPen(QColor(color), THINNEST + STEP * (abs(code) - 1))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen


def _curve(x0: float, y0: float, x1: float, y1: float) -> QPainterPath:
    bend = BEND * (x1 - x0)
    path = QPainterPath(QPointF(x0, y0))
    path.cubicTo(x0 + bend, y0, x1 - bend, y1, x1, y1)
    return path
