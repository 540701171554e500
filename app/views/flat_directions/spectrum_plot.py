"""The plot of a Hessian's eigenvalues: sorted, log of the magnitude, sign by colour."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from app.look.theme import Palette
from app.look.type_sizes import pen_width, scale_of
from app.views.base.plot import cosmetic_pen
from app.views.study.study_plot import Axis, StudyPlot
from symgui.arrays import FloatArray
from symgui.plain_text.numbers import decade

SIZE = 6
GAP = 2.0
"""Decades between the smallest magnitude that is drawn and the row of what counts as 0."""


class SpectrumPlot(StudyPlot):
    """Eigenvalues from the smallest, each a circle; what counts as 0 is hollow, in a row at the foot.

    Attributes
    ----------
    negative, positive, zeros : pg.ScatterPlotItem
        Positions from 1, and log₁₀ of the magnitude; of `zeros` the height of the row.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("flat-plot", "eigenvalues of the Hessian, by size", parent)
        self.negative, self.positive, self.zeros = (pg.ScatterPlotItem(size=SIZE) for _ in range(3))
        for item in (self.negative, self.positive, self.zeros):
            self.add(item)

    def show_spectrum(self, eigenvalues: FloatArray, bound: float) -> None:
        """Draw these, from the smallest; those within `bound` of 0 count as 0."""
        size = np.abs(eigenvalues)
        counts = size > bound
        order = np.arange(1.0, len(eigenvalues) + 1.0)
        heights = np.log10(size, out=np.zeros_like(size), where=counts)
        low, high = (
            (np.floor(heights[counts].min()), np.ceil(heights[counts].max())) if counts.any() else (0, 0)
        )
        row = low if counts.all() else low - GAP
        above, below = counts & (eigenvalues > 0.0), counts & (eigenvalues < 0.0)
        self.positive.setData(order[above], heights[above])
        self.negative.setData(order[below], heights[below])
        self.zeros.setData(order[~counts], np.full(np.count_nonzero(~counts), row))
        every = max(1, int(np.ceil((high - low) / 5)))
        ticks = tuple((float(p), decade(int(p))) for p in np.arange(low, high + 1, every))
        last = max(2, len(order))
        if not counts.all():
            ticks = ((float(row), "0"), *ticks)
        self.set_axes(
            Axis("eigenvalue", 1.0, float(last), ((1.0, "1"), (float(last), str(last)))),
            Axis("|λ|", float(row), float(max(high, low + 1)), ticks),
        )

    def clear_data(self) -> None:
        """Show nothing but the axes."""
        super().clear_data()
        for item in (self.negative, self.positive, self.zeros):
            item.setData([], [])

    def recolour(self, palette: Palette) -> None:
        """Take the colours."""
        super().recolour(palette)
        for item, colour in ((self.negative, palette.negative), (self.positive, palette.positive)):
            item.setSize(SIZE * scale_of(self))
            item.setPen(cosmetic_pen(palette.paper))
            item.setBrush(QColor(colour))
        self.zeros.setSize(SIZE * scale_of(self))
        self.zeros.setPen(cosmetic_pen(palette.ink, pen_width(self, 1.4)))
        self.zeros.setBrush(QColor(palette.paper))
