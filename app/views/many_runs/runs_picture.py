"""The runs of a grid without controls: dots and bars where it has one row, else a map and its legend."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from app.look.layouts import filled
from app.look.theme import Palette, colours
from app.look.type_sizes import small_font
from app.views.many_runs.map_colours import quantity_colours, verdict_colours
from app.views.many_runs.map_dots import row_dots
from app.views.many_runs.map_legend import MapLegend, class_entries, place_legend
from app.views.many_runs.map_picture import MapPicture
from app.views.many_runs.map_scale import scale_for
from app.views.many_runs.map_words import quantity_words
from app.views.many_runs.run_histogram import RunHistogram
from app.views.many_runs.run_strip import RunStrip
from symgui.sweep.outcome_map import MISSING, QUANTITIES, OutcomeMap, RunQuantity
from symgui.sweep.swept_settings import SETTINGS


class RunsPicture(QWidget):
    """Shows an `OutcomeMap`.

    Attributes
    ----------
    strip : RunStrip
        ``runs-strip``.
    histogram : RunHistogram
        ``runs-histogram``.
    cells : MapPicture
        ``runs-cells``.
    legend : MapLegend
    """

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip, self.histogram = RunStrip("runs-strip"), RunHistogram("runs-histogram")
        self.cells, self.legend = MapPicture("runs-cells", with_cursor=False), MapLegend()
        self._found: OutcomeMap | None = None
        row = filled(QHBoxLayout(), (self.strip, 3), (self.histogram, 1), gap=0)
        self._columns = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.addLayout(row, 1)
        self._columns.addWidget(self.cells, 1)
        self._columns.addWidget(self.legend)
        self.show_outcomes(None, None)

    def show_outcomes(self, found: OutcomeMap | None, quantity: RunQuantity | None) -> None:
        """Draw what is known of a grid: a quantity, or without one the verdicts."""
        as_row = found is None or found.grid.rows == 1
        self.strip.setVisible(as_row)
        self.histogram.setVisible(as_row)
        self.cells.setVisible(not as_row)
        self.legend.setVisible(not as_row)
        if found is None or as_row:
            dots = row_dots(found, quantity or QUANTITIES["cost"])[0] if found is not None else None
            self.strip.show_dots(dots, None)
            self.histogram.show_dots(dots)
        else:
            self._show_cells(found, quantity)
        self._found = found

    def _show_cells(self, found: OutcomeMap, quantity: RunQuantity | None) -> None:
        if found is not self._found:
            across, up = (SETTINGS[axis.setting].label for axis in found.grid.axes)
            self.cells.show_grid(found.grid, (across, up))
        if quantity is None:
            self.cells.show_colours(verdict_colours(found, colours()))
            self.legend.show_entries("verdict, runs", class_entries(found))
            return
        means = found.means[quantity.name]
        scale = scale_for(quantity, means, found.grid.updates, cut=True)
        self.cells.show_colours(quantity_colours(found, means, scale, colours()))
        lacking = np.isnan(means) & (found.main != MISSING)
        none = [(colours().line, quantity.none)] if lacking.any() else []
        self.legend.show_entries(quantity_words(quantity), none, scale.ticks(room=5))

    def recolour(self, palette: Palette) -> None:
        """Take the colours, and the widget's font."""
        for part in (self.strip, self.histogram, self.cells):
            part.recolour(palette)
        self.legend.setFont(small_font(self))

    def set_stale(self, stale: bool) -> None:
        """Mute the picture of runs that are not those of the experiment that is shown."""
        self.setEnabled(not stale)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have it drawn anew, with the legend where there is more room."""
        super().resizeEvent(event)
        place_legend(self._columns, self.legend, self.size())
        self.resized.emit()
