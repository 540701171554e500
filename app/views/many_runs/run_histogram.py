"""How many runs came to how much: bars beside the dots of a strip."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtWidgets import QWidget

from app.look.theme import Palette, colours
from app.look.type_sizes import scale_of, small_font
from app.views.base.plot import Plot, cosmetic_pen
from app.views.many_runs.map_scale import ABOVE
from app.views.many_runs.run_strip import BOTTOM, TOP, RunDots

BINS = 44


class RunHistogram(Plot):
    """How many runs lie how high, beside a strip whose upright axis it shares."""

    def __init__(self, name: str = "map-histogram", parent: QWidget | None = None) -> None:
        super().__init__(parent, ("bottom",))
        self.setObjectName(name)
        self.setAccessibleName("histogram of the runs")
        self.bars = pg.BarGraphItem(x0=0, y=[], height=0.02, width=[])
        self.add(self.bars)
        self.counts: list[int] = []
        self.recolour(colours())

    def recolour(self, palette: Palette) -> None:
        """Take the colours of the theme."""
        metrics = QFontMetricsF(self.dress(palette))
        self.set_margins(6 * scale_of(self), 4, 14, 2)
        axis = self.axes["bottom"]
        axis.setHeight(2 * metrics.height() + 6)
        axis.setPen(cosmetic_pen(palette.line))
        axis.setStyle(tickLength=-3)
        size = f"{small_font(self).pixelSize()}px"
        axis.setLabel("runs", **{"color": palette.muted, "font-size": size})
        self.bars.setOpts(brush=QColor(palette.muted), pen=None)

    def show_dots(self, dots: RunDots | None) -> None:
        """Count the runs of each height; those without a number have a bar of their own above."""
        if dots is None or not len(dots.x):
            self.bars.setOpts(x0=0, y=[], width=[], height=0.02)
            self.counts = []
            self.axes["bottom"].setVisible(False)
            return
        self.axes["bottom"].setVisible(True)
        heights = np.nan_to_num(dots.scale.position(dots.values), nan=ABOVE)
        step = 1.0 / BINS
        counts, edges = np.histogram(heights, bins=np.arange(-step / 2, TOP, step))
        self.counts = counts.tolist()
        self.bars.setOpts(x0=0, y=(edges[:-1] + edges[1:]) / 2, width=counts, height=step * 0.9)
        most = max(1, int(counts.max()))
        self.set_range((0.0, most * 1.05), (BOTTOM, TOP))
        self.axes["bottom"].setTicks([[(0.0, "0"), (float(most), str(most))]])

    def sizeHint(self) -> QSize:
        """A third of what the strip takes."""
        return QSize(160, 190)
