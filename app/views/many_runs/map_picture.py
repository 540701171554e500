"""The picture of a grid: a cell a rectangle, its axes with the real values, a cursor that keys move."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QGraphicsRectItem, QWidget

from app.look.theme import Palette, colours
from app.look.type_sizes import scaled, small_font
from app.views.base.plot import Plot, cosmetic_pen
from app.views.many_runs.map_axes import axis_ticks, value_text
from app.views.many_runs.map_colours import Colours
from symgui.sweep import Cell, GridAxis, RunGrid

STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (1, 0), Qt.Key.Key_Down: (-1, 0)}
"""Rows and columns by which a key moves the cursor; the rows count from below."""
FAR = 10
"""Cells that an arrow moves it by with Shift."""
TICK_ROOM = (64, 30)
"""Pixels that a number takes along each axis."""
NAME_GAP = 12
"""Pixels between two names."""


class MapPicture(Plot):
    """The cells, in colours that are given to it.

    Parameters
    ----------
    name : str
        The object name.
    with_cursor : bool
        Whether a person chooses cells in it.

    Attributes
    ----------
    cell : Cell or None
        Where the cursor is.
    image : pg.ImageItem
        ``image.image`` has the colours, shape (rows, columns, 3).
    line : pg.PlotCurveItem
        Drawn over the cells.

    Signals
    -------
    chosen(Cell)
        The cursor was moved there, by mouse or keyboard.
    hovered(Cell or None)
    openWanted()
        Enter, or a double click: the run at the cursor.
    """

    chosen = Signal(object)
    hovered = Signal(object)
    openWanted = Signal()

    _grid: RunGrid | None = None

    def __init__(
        self, name: str = "map-picture", parent: QWidget | None = None, *, with_cursor: bool = True
    ) -> None:
        super().__init__(parent, ("left", "bottom"))
        self.setObjectName(name)
        self.setAccessibleName("map of the runs")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.cell: Cell | None = None
        self.image = pg.ImageItem(axisOrder="row-major")
        self.line = pg.PlotCurveItem(antialias=True)
        self._around, self._cursor = QGraphicsRectItem(), QGraphicsRectItem()
        for z, item in enumerate((self.image, self.line, self._around, self._cursor)):
            item.setZValue(z)
            self.add(item)
        self._around.setVisible(with_cursor)
        self._cursor.setVisible(with_cursor)
        if not with_cursor:
            self.unsetCursor()
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.set_margins(4, 8, 12, 4)
        self.pointed.connect(self._hover)
        self.left.connect(lambda: self.hovered.emit(None))
        self.recolour(colours())

    def recolour(self, palette: Palette) -> None:
        """Take the colours of the theme; the cells keep theirs until they are shown anew."""
        self.dress(palette)
        for axis in self.axes.values():
            axis.setPen(cosmetic_pen(palette.edge))
            axis.setLabel(
                axis.labelText, **{"color": palette.ink, "font-size": f"{small_font(self).pixelSize()}px"}
            )
            axis.setStyle(tickLength=-4, autoReduceTextSpace=False)
        self.line.setPen(cosmetic_pen(palette.ink, 2.0, Qt.PenStyle.DashLine))
        self._around.setPen(cosmetic_pen(palette.paper, 4.0))
        self._cursor.setPen(cosmetic_pen(palette.ink, 2.0))
        self.viewport().update()

    def show_grid(self, grid: RunGrid, labels: tuple[str, str]) -> None:
        """Show an empty grid; the cursor is at its first cell."""
        self._grid = grid
        self.set_range((0.0, float(grid.columns)), (0.0, float(grid.rows)))
        for side, label in zip(("bottom", "left"), labels, strict=True):
            self.axes[side].setLabel(label)
        self.image.clear()
        self.line.setData([], [])
        self.recolour(colours())
        self._set_ticks()
        self.move_to(Cell(0, 0))

    def show_colours(self, cells: Colours) -> None:
        """Colour the cells."""
        rows, columns = cells.shape[:2]
        self.image.setImage(cells, autoLevels=False, levels=(0, 255))
        self.image.setRect(QRectF(0.0, 0.0, columns, rows))

    def move_to(self, cell: Cell) -> None:
        """Put the cursor on a cell."""
        self.cell = cell
        rect = QRectF(cell.column, cell.row, 1.0, 1.0)
        self._around.setRect(rect)
        self._cursor.setRect(rect)
        self.chosen.emit(cell)

    def _set_ticks(self) -> None:
        if self._grid is None:
            return
        none = GridAxis(setting="seed", values=(0,))
        axes = (*self._grid.axes, none, none)[:2]
        lengths = (self.width() - scaled(self, 70), self.height() - scaled(self, 50))
        rooms = scaled(self, TICK_ROOM[0]) + self._beyond_numbers(axes[0]), scaled(self, TICK_ROOM[1])
        for side, axis, length, room in zip(("bottom", "left"), axes, lengths, rooms, strict=True):
            ticks = axis_ticks(axis, max(2, length // room)) if axis is not none else []
            self.axes[side].setTicks([ticks])

    def _beyond_numbers(self, axis: GridAxis) -> int:
        """Pixels that the longest name along an axis takes beyond the room of a number."""
        metrics = QFontMetrics(small_font(self))
        names = [value_text(axis.setting, value) for value in axis.points if isinstance(value, str)]
        widest = max(map(metrics.horizontalAdvance, names), default=0)
        return max(0, widest + scaled(self, NAME_GAP - TICK_ROOM[0]))

    def _at(self, x: float, y: float) -> Cell | None:
        grid = self._grid
        if grid is None or not (0 <= x < grid.columns and 0 <= y < grid.rows):
            return None
        return Cell(int(y), int(x))

    def _hover(self, x: float, y: float) -> None:
        self.hovered.emit(self._at(x, y))

    # ---- pointer and keys ------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Move the cursor there."""
        at = self.view_box.mapSceneToView(self.mapToScene(event.position().toPoint()))
        cell = self._at(at.x(), at.y())
        if event.button() == Qt.MouseButton.LeftButton and cell is not None:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.move_to(cell)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do nothing: a press is enough."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the run at the cursor."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.openWanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the cursor, with Shift ten cells; Home and End along the row; Enter opens."""
        key, grid, cell = Qt.Key(event.key()), self._grid, self.cell
        if grid is None or cell is None:
            event.ignore()
        elif key in STEPS:
            by = FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            down, right = STEPS[key]
            row = min(max(cell.row + by * down, 0), grid.rows - 1)
            self.move_to(Cell(row, min(max(cell.column + by * right, 0), grid.columns - 1)))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.move_to(Cell(cell.row, 0 if key == Qt.Key.Key_Home else grid.columns - 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.openWanted.emit()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys are the map's."""
        super().focusInEvent(event)
        self._cursor.setPen(cosmetic_pen(colours().ink, 3.0))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that they are not."""
        super().focusOutEvent(event)
        self._cursor.setPen(cosmetic_pen(QColor(colours().ink).name(), 2.0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write as many labels as there is room for."""
        super().resizeEvent(event)
        self._set_ticks()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(520, 520)
