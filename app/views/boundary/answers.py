"""ŷ by class, for inputs that are not a plane: how the two classes' answers are spread between 0 and 1."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QWidget

from app.look.theme import Palette
from app.look.type_sizes import pen_width, small_font
from app.views.base.plot import Plot, cosmetic_pen
from symgui.arrays import FloatArray

BINS = 20
AXIS_AIR = 10
"""Pixels above and below the axis's words."""


class AnswersPlot(Plot):
    """Two histograms of ŷ, class 1 above the axis and class 0 below, and the line ŷ = ½ between the answers.

    Attributes
    ----------
    bars : tuple of two pg.BarGraphItem
        Of class 0 (heights below zero) and class 1; ``opts["height"]`` holds the counts.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, ("bottom",))
        axis = self.axes["bottom"]
        axis.setTicks([[(0.0, "0"), (0.5, "ŷ = ½"), (1.0, "1")]])
        edges = np.arange(BINS) / BINS
        self.bars = tuple(
            pg.BarGraphItem(x0=edges, width=1 / BINS, height=np.zeros(BINS), pen=None) for _ in range(2)
        )
        self.half = pg.InfiniteLine(0.5, movable=False)
        for item in (*self.bars, self.half):
            self.add(item)

    def recolour(self, palette: Palette) -> None:
        """Take the colours."""
        self.setBackground(palette.paper)
        axis = self.axes["bottom"]
        axis.setPen(cosmetic_pen(palette.line))
        axis.setTextPen(QColor(palette.muted))
        axis.setTickFont(small_font(self))
        axis.setHeight(QFontMetrics(small_font(self)).height() + AXIS_AIR)  # the hat of ŷ and its tail
        self.half.setPen(cosmetic_pen(palette.ink, pen_width(self), style=Qt.PenStyle.DashLine))
        for bars, colour in zip(self.bars, (palette.negative, palette.positive), strict=True):
            bars.setOpts(brush=QColor(colour))

    def show_answers(self, answers: FloatArray, labels: NDArray[np.int64]) -> None:
        """Count the answers.

        Parameters
        ----------
        answers : ndarray, shape (m,)
            ŷ; what is not a number is left out.
        labels : ndarray, shape (m,)
            0 or 1.
        """
        sizes = np.bincount(labels, minlength=2)
        self.set_range((0.0, 1.0), (-float(max(1, sizes[0])), float(max(1, sizes[1]))))
        for label, (bars, sign) in enumerate(zip(self.bars, (-1, 1), strict=True)):
            mine = answers[(labels == label) & np.isfinite(answers)]
            bars.setOpts(height=sign * np.histogram(mine, BINS, (0.0, 1.0))[0])
