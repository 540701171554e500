"""Cells of the plane of σ_w and σ_b in the colour of what was measured, and what theory says as lines."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.look.indices import with_indices
from app.look.theme import Palette, colours
from app.look.type_sizes import pen_width, small_font
from app.views.base.plot import cosmetic_pen
from app.views.many_runs.map_axes import place
from app.views.many_runs.map_colours import channels, ramp
from app.views.many_runs.map_legend import MapLegend, place_legend
from app.views.many_runs.map_picture import MapPicture
from app.views.many_runs.map_scale import QuantityScale
from symgui.arrays import FloatArray
from symgui.plain_text.numbers import general, number
from symgui.sweep import RunGrid
from symgui.sweep.depth_plane import CriticalLine, DepthCell, DepthQuantity

LABELS = ("σ_w, of the weights", "σ_b, of the biases")
OVER = "#FFFFFF"
"""Colour of lines over the cells, whose colours are those of viridis in every theme."""
SCALES = {
    "length": QuantityScale(0.0, 12.0, cut=True),
    "gradient": QuantityScale(0.25, 4.0, logarithmic=True, cut=True),
    "correlation": QuantityScale(0.0, 1.0),
}
TICKS = {
    "length": (0.0, 3.0, 6.0, 9.0, 12.0),
    "gradient": (0.25, 0.5, 1.0, 2.0, 4.0),
    "correlation": (0.0, 0.25, 0.5, 0.75, 1.0),
}
LEVELS = {"length": (1.0, 3.0, 6.0, 9.0), "gradient": (0.5, 1.5, 2.0, 3.0), "correlation": (3.0, 10.0)}
"""Of the lines of theory: of q*, of χ₁, and of the depth scale ξ."""


class PlanePicture(QWidget):
    """A map, a legend, and labelled lines.

    Attributes
    ----------
    cells : MapPicture
        ``plane-cells``; its ``line`` is χ₁ = 1.
    lines : list of pg.PlotCurveItem
        Of theory, one a level.
    legend : MapLegend
    """

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells, self.legend = MapPicture("plane-cells", with_cursor=False), MapLegend()
        self.lines: list[pg.PlotCurveItem] = []
        self._names: list[pg.TextItem] = []
        self._grid: RunGrid | None = None
        self._quantity: DepthQuantity | None = None
        self._shown: tuple[DepthCell, ...] = ()
        for _ in range(max(map(len, LEVELS.values()))):
            line, name = pg.PlotCurveItem(antialias=True, connect="finite"), pg.TextItem(anchor=(0.5, 0.5))
            line.setZValue(1)
            name.setZValue(2)
            self.lines.append(line)
            self._names.append(name)
            self.cells.add(line)
            self.cells.add(name)
        self._columns = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.addWidget(self.cells, 1)
        self._columns.addWidget(self.legend)
        self.clear()

    def clear(self) -> None:
        """Show nothing but the axes."""
        self._shown = ()
        self.cells.image.clear()
        self.cells.line.setData([], [])
        for line, name in zip(self.lines, self._names, strict=True):
            line.setData([], [])
            name.setVisible(False)

    def show_plane(self, grid: RunGrid, quantity: DepthQuantity) -> None:
        """Begin an empty plane."""
        self._grid, self._quantity = grid, quantity
        self.cells.show_grid(grid, (with_indices(LABELS[0]), with_indices(LABELS[1])))
        self.redraw()

    def show_line(self, line: CriticalLine) -> None:
        """Draw χ₁ = 1."""
        if self._grid is None or not line.weights:
            return
        first, second = self._grid.axes
        x = [place(first, value) for value in line.weights]
        y = [place(second, value) for value in line.biases]
        self.cells.line.setData(x, y)

    def show_cells(self, cells: Sequence[DepthCell], *, whole: bool) -> None:
        """Colour what has been measured; the lines are drawn when all cells are there."""
        self._shown = tuple(cells)
        grid, quantity = self._grid, self._quantity
        if grid is None or quantity is None:
            return
        measured = self._matrix([cell.measured for cell in cells])
        table, at = ramp(), SCALES[quantity.name].position(measured)
        picture = table[np.rint(255 * np.nan_to_num(at)).astype(np.int64)]
        picture[np.isnan(measured)] = channels(colours().field)
        self.cells.show_colours(picture)
        if whole:
            self._draw_lines(quantity)

    def redraw(self) -> None:
        """The legend, and all that was shown, in the colours and the size of now."""
        quantity = self._quantity
        if quantity is None:
            return
        scale = SCALES[quantity.name]
        ticks = [
            (float(scale.position(np.array([value]))[0]), general(value, 3)) for value in TICKS[quantity.name]
        ]
        self.legend.show_entries(quantity.label, [], ticks)
        self.cells.line.setPen(cosmetic_pen(OVER, pen_width(self, 2.0), Qt.PenStyle.DashLine))
        if self._shown and self._grid is not None:
            self.show_cells(self._shown, whole=len(self._shown) == self._grid.rows * self._grid.columns)

    def figures(self, cells: Sequence[DepthCell]) -> list[tuple[str, str]]:
        """Whose lines are drawn, and the median over all cells of |measured − theory|."""
        quantity = self._quantity
        if quantity is None or not cells:
            return []
        apart = [abs(cell.measured - cell.predicted) for cell in cells]
        known = [each for each in apart if math.isfinite(each)]
        if not known:
            return []
        return [
            ("lines", f"{quantity.line}, theory"),
            ("dashed", "χ₁ = 1"),
            ("|measured − theory|, median", number(float(np.median(known)), 2)),
        ]

    def recolour(self, palette: Palette) -> None:
        """Take the colours, and the widget's font."""
        self.cells.recolour(palette)
        font = small_font(self)
        self.legend.setFont(font)
        for line in self.lines:
            line.setPen(cosmetic_pen(OVER, pen_width(self)))
        for name in self._names:
            name.setFont(font)
            name.setColor(QColor(OVER))
            name.fill = pg.mkBrush(QColor(0, 0, 0, 120))
        self.redraw()

    def set_stale(self, stale: bool) -> None:
        """Mute a plane of another experiment."""
        self.setEnabled(not stale)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have it drawn anew, with the legend where there is more room."""
        super().resizeEvent(event)
        place_legend(self._columns, self.legend, self.size())
        self.resized.emit()

    def _matrix(self, values: Sequence[float]) -> FloatArray:
        """A value of each cell, by row and column; NaN where nothing is known."""
        assert self._grid is not None
        matrix = np.full((self._grid.rows, self._grid.columns), np.nan)
        for cell, value in zip(self._shown, values, strict=True):
            matrix[cell.cell.row, cell.cell.column] = value
        return matrix

    def _draw_lines(self, quantity: DepthQuantity) -> None:
        field = self._matrix([_smooth(cell, quantity) for cell in self._shown])
        levels = LEVELS[quantity.name]
        for k, (line, name) in enumerate(zip(self.lines, self._names, strict=True)):
            pieces = self._pieces(field, quantity, levels[k]) if k < len(levels) else []
            name.setVisible(bool(pieces))
            if not pieces:
                line.setData([], [])
                continue
            gap = np.array([[np.nan, np.nan]])
            points = np.concatenate([part for piece in pieces for part in (piece, gap)])
            line.setData(points[:, 0], points[:, 1])
            longest = max(pieces, key=len)
            name.setText(f"{quantity.line} = {general(levels[k], 3)}")
            # each at another height: lines may lie close to each other
            name.setPos(*longest[len(longest) * (k + 1) // (len(levels) + 1)])

    def _pieces(self, field: FloatArray, quantity: DepthQuantity, level: float) -> list[FloatArray]:
        if quantity.name != "correlation":
            return isolines(field, level)
        return [*isolines(field, 1.0 / level), *isolines(field, -1.0 / level)]


def _smooth(cell: DepthCell, quantity: DepthQuantity) -> float:
    """What lines are drawn of, such that it changes evenly from cell to cell.

    ξ has no end on the line χ₁ = 1, on both sides of which it is finite. So it is 1/ξ where two inputs become
    one (c* = 1) and −1/ξ where they stay apart: that goes through 0 on the line.
    """
    if quantity.name != "correlation":
        return cell.line
    return 1.0 / cell.line if cell.predicted == 1.0 else -1.0 / cell.line


def isolines(field: FloatArray, level: float) -> list[FloatArray]:
    """Lines on which a field over cells has a value, linear between the middles of cells.

    Parameters
    ----------
    field : ndarray, shape (rows, columns)
        NaN and infinities are taken for values that no line goes around.
    level : float

    Returns
    -------
    list of ndarray, shape (n, 2)
        x and y in cells: the middle of the first cell is at 0.5.
    """
    usable = np.nan_to_num(field, nan=0.0, posinf=float(np.finfo(np.float64).max), neginf=0.0).T
    pieces = pg.functions.isocurve(usable, level, connected=True, extendToEdge=False)
    return [np.array(piece, dtype=np.float64).reshape(-1, 2) for piece in pieces if len(piece) > 1]
