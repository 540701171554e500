"""A plane to draw points on, by the mouse and from the keyboard."""

from __future__ import annotations

import math

from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.theme import colours
from app.look.type_sizes import small_font
from app.views.base.markers import markers
from symgui.data.drawn_points import DrawnPoints, Point
from symgui.plain_text.numbers import number

SMALLEST = 2.0
"""Half of what is shown of each input, at least."""
AIR = 1.15
"""It reaches so much farther than the farthest point."""
REACH = 9.0
"""Pixels from a point within which it is meant."""
APART = 12.0
"""Pixels between two points of a drag."""
STEPS, FINE = 40, 5
"""Steps of the cursor across the plane, and how many times smaller they are with Shift."""
ROOM = 22
"""Pixels for the numbers at the axes."""
GRID = 8
"""Lines of the grid in each direction."""
DIGITS = 4
"""After the point, of a place that was drawn."""
ARROWS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Down: (0, -1), Qt.Key.Key_Up: (0, 1),
}  # fmt: skip


class DrawCanvas(QWidget):
    """Shows the points, and a cursor while it has the focus.

    A click or drag adds points of the class `label`, or erases with `erasing` or the right button. The arrows
    move the cursor, with Shift in small steps; a digit chooses the class, Space sets a point, Backspace and
    Delete erase.

    Parameters
    ----------
    drawn : DrawnPoints

    Attributes
    ----------
    label : int
        The class that is drawn.
    erasing : bool
    cursor_at : tuple of float
        Where the cursor is, in the inputs.

    Signals
    -------
    changed
        Points were added or erased.
    labelChosen(int)
        A digit was pressed.
    """

    changed = Signal()
    labelChosen = Signal(int)

    def __init__(self, drawn: DrawnPoints, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("draw-canvas")
        self.setAccessibleName("Plane to draw on")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(260, 260)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.label, self.erasing = 0, False
        self._last: QPointF | None = None  # where the stroke has set its last point
        self.show_drawn(drawn)

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(460, 460)

    def show_drawn(self, drawn: DrawnPoints) -> None:
        """Draw on these points; the plane holds all of them."""
        self._drawn = drawn
        centre, halves = [], []
        for values in zip(*((p.x1, p.x2) for p in drawn.points), strict=True) if drawn.points else ():
            centre.append((min(values) + max(values)) / 2)
            halves.append((max(values) - min(values)) / 2 * AIR)
        self._centre = (centre[0], centre[1]) if centre else (0.0, 0.0)
        self._halves = (halves[0] or SMALLEST, halves[1] or SMALLEST) if halves else (SMALLEST, SMALLEST)
        self.cursor_at = self._centre
        self._say()
        self.update()

    # ---- places ----------------------------------------------------------------------------------

    @property
    def square(self) -> QRectF:
        """The plane, in pixels."""
        return QRectF(2 * ROOM, 4, max(1.0, self.width() - 2 * ROOM - 4), max(1.0, self.height() - ROOM - 4))

    def pixel(self, x1: float, x2: float) -> QPointF:
        """Where a place of the plane is on the widget."""
        area = self.square
        share1 = 0.5 + (x1 - self._centre[0]) / (2 * self._halves[0])
        share2 = 0.5 + (x2 - self._centre[1]) / (2 * self._halves[1])
        return QPointF(area.left() + share1 * area.width(), area.bottom() - share2 * area.height())

    def _place(self, pixel: QPointF) -> tuple[float, float]:
        area = self.square
        share1 = (pixel.x() - area.left()) / area.width()
        share2 = (area.bottom() - pixel.y()) / area.height()
        return self._inside(*(
            c + (2 * min(max(share, 0.0), 1.0) - 1) * half
            for share, c, half in zip((share1, share2), self._centre, self._halves, strict=True)
        ))  # fmt: skip

    def _inside(self, x1: float, x2: float) -> tuple[float, float]:
        """Inside the plane, in as many digits as can be told apart in it."""
        places = []
        for x, c, half in zip((x1, x2), self._centre, self._halves, strict=True):
            digits = DIGITS - math.ceil(math.log10(half))
            places.append(round(min(max(x, c - half), c + half), digits))
        return places[0], places[1]

    def near(self, pixel: QPointF) -> Point | None:
        """The point next to a place, if it is meant."""
        best, least = None, REACH
        for point in self._drawn.points:
            away = self.pixel(point.x1, point.x2) - pixel
            distance = math.hypot(away.x(), away.y())
            if distance <= least:
                best, least = point, distance
        return best

    # ---- what a person does ------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke: it is undone at once."""
        if not self.square.contains(event.position()):
            return
        self._drawn.begin_stroke()
        self._last = None
        self._act(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the stroke."""
        if event.buttons() and self.square.contains(event.position()):
            self._act(event)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """End the stroke."""
        self._drawn.end_stroke()
        self.changed.emit()

    def _act(self, event: QMouseEvent) -> None:
        at = event.position()
        self.cursor_at = self._place(at)
        if self.erasing or event.buttons() & Qt.MouseButton.RightButton:
            self._erase(at)
            return
        last = self._last
        if last is None or math.hypot(at.x() - last.x(), at.y() - last.y()) >= APART:
            self._last = at
            self._add(*self.cursor_at)

    def _add(self, x1: float, x2: float) -> None:
        if self._drawn.add(x1, x2, self.label):
            self._tell()

    def _erase(self, pixel: QPointF) -> None:
        point = self.near(pixel)
        if point is not None:
            self._drawn.erase(point)
            self._tell()

    def _tell(self) -> None:
        self._say()
        self.update()
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, choose, set and erase."""
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if not plain:
            super().keyPressEvent(event)
        elif key in ARROWS:
            fine = FINE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            steps = (2 * half / STEPS / fine for half in self._halves)
            self.cursor_at = self._inside(
                *(x + way * step for x, way, step in zip(self.cursor_at, ARROWS[key], steps, strict=True))
            )
            self._say()
            self.update()
        elif key == Qt.Key.Key_Space:
            self._add(*self.cursor_at)
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._erase(self.pixel(*self.cursor_at))
        elif event.text().isdigit() and int(event.text()) < len(self._drawn.classes):
            self.labelChosen.emit(int(event.text()))
        else:
            super().keyPressEvent(event)

    def _say(self) -> None:
        """Tell screen readers where the cursor is."""
        x1, x2 = self.cursor_at
        point = self.near(self.pixel(x1, x2))
        there = "no point" if point is None else f"a point of class {self._drawn.classes[point.label]}"
        first, second = self._drawn.features
        self.setAccessibleDescription(f"{first} {number(x1, 3)}, {second} {number(x2, 3)}: {there}")

    # ---- painting --------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The plane, its grid, the points, the cursor."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area, palette = self.square, colours()
        painter.fillRect(area, QColor(palette.field))
        painter.setPen(QPen(QColor(palette.line), 1.0))
        for k in range(GRID + 1):
            x, y = area.left() + k * area.width() / GRID, area.top() + k * area.height() / GRID
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        self._paint_numbers(painter, area)
        self._paint_points(painter)
        if self.hasFocus():
            at = self.pixel(*self.cursor_at)
            painter.setPen(QPen(QColor(palette.ink), 1.4))
            for dx, dy in ((9, 0), (0, 9)):
                painter.drawLine(at - QPointF(dx, dy), at + QPointF(dx, dy))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area)
        painter.end()

    def _paint_numbers(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(QColor(colours().muted))
        painter.setFont(small_font(self))
        first, second = self._drawn.features
        (c1, c2), (half1, half2) = self._centre, self._halves
        below, beside = area.bottom() + 2, area.left() - 4
        flags = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight
        for share, flag in zip((0.0, 0.5, 1.0), flags, strict=True):
            text = number(c1 + (2 * share - 1) * half1, 3) if share != 0.5 else first[:24]
            across = QRectF(area.left(), below, area.width(), ROOM)
            painter.drawText(across, flag | Qt.AlignmentFlag.AlignTop, text)
            text = number(c2 + (2 * share - 1) * half2, 3) if share != 0.5 else second[:5]
            y = area.bottom() - share * area.height() - ROOM / 2
            y = min(max(y, area.top()), area.bottom() - ROOM)
            up = QRectF(0, y, beside, ROOM)
            painter.drawText(up, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_points(self, painter: QPainter) -> None:
        styles = markers(len(self._drawn.classes), len(self._drawn.points), colours(), hollow=False)
        for point in self._drawn.points:
            style = styles[point.label]
            shape: QPainterPath = Symbols[style.symbol] if isinstance(style.symbol, str) else style.symbol
            painter.save()
            painter.translate(self.pixel(point.x1, point.x2))
            painter.scale(style.size + 2, style.size + 2)
            painter.setPen(style.pen)
            painter.setBrush(style.brush)
            painter.drawPath(shape)
            painter.restore()
