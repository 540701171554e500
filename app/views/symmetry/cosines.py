"""The angles between units: their cosines as a heatmap, ±1 at the ends of the two hues."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.look.theme import LIGHT, colours
from app.views.painting.canvas import Canvas
from app.views.painting.canvas_fonts import Fonts
from app.views.painting.heatmap_drawing import Heatmap
from app.views.symmetry.part import Part
from symgui.arrays import FloatArray
from symgui.figures.colors import CellColors
from symgui.nn.state import LayerState
from symgui.plain_text.numbers import number
from symgui.symmetry.spread import cosine_matrix

SHORTEST_CELL = 15
DIGITS_FROM = 46
"""Pixels of width from which a cell is as wide as three digits of a cosine are, rather than square."""
MOST_UNITS = 128
"""Wider layers are shown by so many of their units, evenly chosen."""
NO_DIRECTION = "all rows are 0"
NO_ANGLE = "0/0"
"""The product of two rows over the product of their lengths, if a row is 0."""


class Cosines(Part):
    """The cosine matrix of a layer's units, by their incoming weights and bias.

    Attributes
    ----------
    values : ndarray, shape (n, n)
        NaN for a unit whose incoming weights are all 0.
    heatmap : Heatmap
        ``heatmap.levels`` is (−1, 1).
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("symmetry-cosines", "Cosines", (110, 90), parent)
        self.values: FloatArray = np.zeros((0, 0))
        self.canvas = Canvas(self)
        self.heatmap = Heatmap(self.canvas)
        self._colors = CellColors(LIGHT)
        self._fonts = Fonts(self.font())
        self._area = QRectF()
        self.setToolTip(
            "Cosine of the angle between two units' incoming weights (bias included):\n"
            "1: same direction, −1: opposite direction, 0: at right angles.\n"
            "Hatched, 0/0: a row of zeros has no direction."
        )

    def show_layer(self, layer: LayerState | None) -> None:
        """Show a layer; None empties it."""
        if layer is None:
            self.values = np.zeros((0, 0))
            self.caption = ""
        else:
            chosen = _chosen(layer.units)
            self.values = cosine_matrix(layer.W[chosen], layer.b[chosen])
            finite = bool(np.isfinite(layer.W).all() and np.isfinite(layer.b).all())
            self.heatmap.nan_text = NO_ANGLE if finite else number(math.nan)
            left_out = layer.units - len(chosen)
            self.caption = f"of layer {layer.number}" + (f", {left_out} left out" if left_out else "")
            if finite and np.isnan(self.values).all():
                self.caption = NO_DIRECTION
        self._fill()
        self.update()

    def recolour(self) -> None:
        """Take colours and type for the cells."""
        palette = colours()
        self._colors = CellColors(palette)
        self._fonts = Fonts(self.font())
        self.canvas.set_unit(self._fonts.unit)
        self.canvas.setBackground(palette.paper)
        self._area = QRectF()
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        top = round(self.title_height())
        self.canvas.setGeometry(0, top, self.width(), max(0, self.height() - top))
        self._fill()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """The canvas draws itself."""

    def _fill(self) -> None:
        n = len(self.values)
        unit = self.canvas.unit
        width, height = int(self.canvas.width() / unit) - 2, int(self.canvas.height() / unit) - 2
        if n == 0 or min(width, height) < 8:
            self.heatmap.hide()
            return
        cell, drawn = _cells(n, width, height)
        area = QRectF(1.0, 1.0, cell[0] * drawn, cell[1] * drawn)
        if area != self._area or self.heatmap.values.shape != self.values.shape:
            self._area = area
            self.heatmap.place(1.0, 1.0, cell, (drawn, drawn))
        self.heatmap.show(self.values, 1.0, self._colors, self._fonts)


def _cells(n: int, width: int, height: int) -> tuple[tuple[int, int], int]:
    """Size of a cell, and how many are drawn a side: wide ones that hold digits, else square ones."""
    each = width // n, height // n
    if each[0] >= DIGITS_FROM and each[1] >= SHORTEST_CELL:
        return (min(each[0], DIGITS_FROM + 4), min(each[1], DIGITS_FROM // 2 + 4)), n
    side = min(each)
    return ((side, side), n) if side >= 1 else ((1, 1), min(width, height))


def _chosen(units: int) -> NDArray[np.int64]:
    """Indices of all units, or of evenly chosen ones of a wide layer."""
    if units <= MOST_UNITS:
        return np.arange(units)
    return np.unique(np.linspace(0, units - 1, MOST_UNITS).round().astype(np.int64))
