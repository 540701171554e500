"""A plane to draw points on, by the mouse and from the keyboard."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.theme import colours
from app.look.type_sizes import pen_width, scale_of, small_font
from app.panels.drawing.draw_picture import Answers, paint_marks, point_markers
from symgui.data.drawn_points import DrawnPoints, Point
from symgui.figures.classes import shortened
from symgui.plain_text.numbers import number

SMALLEST = 2.0
"""Half of what is shown of each input, at least."""
AIR = 1.15
"""It reaches so much farther than the farthest point."""
REACH = 9.0
"""Pixels from a point within which it is meant."""
APART = 12.0
"""Pixels between two points of a drag."""
STEPS = 40
"""Steps of the cursor across the plane."""
FINE = 5
"""So many times smaller they are with Shift."""
ROOM = 22
"""Pixels for the numbers at the axes."""
GRID = 8
"""Lines of the grid in each direction, where no network answers."""
WIDER = 1.25
"""Factor of what is shown by a turn of the wheel, and by − and +."""
WIDEST_SHAPE = 1.5
"""The plane is at most so many times as wide as it is high."""
DIGITS = 4
"""After the point, of a place that was drawn."""
ARROWS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Down: (0, -1), Qt.Key.Key_Up: (0, 1),
}  # fmt: skip


class DrawCanvas(QWidget):
    """Shows the points, and a cursor while it has the focus.

    A click or drag adds points of the class `label`, or erases with `erasing` or the right button. The arrows
    move the cursor, with Shift in small steps; a digit chooses the class, Space sets a point, Backspace and
    Delete erase; − and + and the wheel show more or less of the plane.

    Attributes
    ----------
    label : int
        The class that is drawn.
    erasing, test : bool
        Whether points are taken away; whether those that are set are test examples.
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

    own_keys = (
        *ARROWS, Qt.Key.Key_Space, Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Plus, Qt.Key.Key_Minus,
        *(Qt.Key(Qt.Key.Key_0 + digit) for digit in range(10)),
    )  # fmt: skip

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("draw-canvas")
        self.setAccessibleName("Plane to draw on")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.label, self.erasing, self.test = 0, False, False
        self._last: QPointF | None = None  # where the stroke has set its last point
        self._answers: Answers | None = None
        self._tints: QImage | None = None
        self._layer: QPixmap | None = None  # the points as they are painted
        self._drawn = DrawnPoints()
        self._centre, self._halves = (0.0, 0.0), (SMALLEST, SMALLEST)
        self.cursor_at = self._centre

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(460, 460)

    def show_drawn(self, drawn: DrawnPoints, answers: Answers | None) -> None:
        """Draw on these points: over what a network answers where that shows all, else over all of them."""
        self._drawn = drawn
        self.show_answers(answers)
        ends = _ends(drawn.points, AIR)
        if answers is not None:
            x1, x2 = answers.x1, answers.x2
            seen = (float(x1[0]), float(x1[-1])), (float(x2[0]), float(x2[-1]))
            inside = _ends(drawn.points, 1.0) or seen
            if all(s[0] <= e[0] and e[1] <= s[1] for s, e in zip(seen, inside, strict=True)):
                ends = seen
        ends = ends or ((-SMALLEST, SMALLEST), (-SMALLEST, SMALLEST))
        (a, b), (c, d) = ends
        self._centre = (a + b) / 2, (c + d) / 2
        self._halves = (b - a) / 2 or SMALLEST, (d - c) / 2 or SMALLEST
        self.cursor_at = self._centre
        self.show_points()

    def show_answers(self, answers: Answers | None) -> None:
        """Show what the network answers now behind the points."""
        self._answers, self._tints = answers, None
        self.update()

    def show_points(self) -> None:
        """The points are others, or other classes, or the colours are."""
        self._layer = self._tints = None
        self._say()
        self.update()

    def zoom(self, factor: float) -> None:
        """Show so many times as much of both inputs."""
        widest = 1e6 * SMALLEST
        self._halves = (
            min(max(self._halves[0] * factor, 1e-6), widest),
            min(max(self._halves[1] * factor, 1e-6), widest),
        )
        self.show_points()

    # ---- places ----------------------------------------------------------------------------------

    @property
    def square(self) -> QRectF:
        """The plane, in pixels."""
        width, height = max(1.0, self.width() - 2 * ROOM - 4), max(1.0, self.height() - ROOM - 4)
        return QRectF(2 * ROOM, 4, min(width, WIDEST_SHAPE * height), min(width, height))

    def height_for(self, width: int) -> int:
        """The height in which the plane is a square."""
        return width - 2 * ROOM - 4 + ROOM + 4

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
        if self._drawn.add(x1, x2, self.label, test=self.test):
            self._tell()

    def _erase(self, pixel: QPointF) -> None:
        point = self.near(pixel)
        if point is not None:
            self._drawn.erase(point)
            self._tell()

    def _tell(self) -> None:
        self.show_points()
        self.changed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Show more of the plane, or less."""
        if turn := event.angleDelta().y():
            self.zoom(WIDER if turn < 0 else 1 / WIDER)

    def event(self, event: QEvent) -> bool:
        """Have small steps of the cursor before the window has them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
            if shift and Qt.Key(event.key()) in (*ARROWS, Qt.Key.Key_Plus):
                event.accept()
                return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The points are elsewhere."""
        super().resizeEvent(event)
        self._layer = None

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
        elif event.text() in ("+", "-"):
            self.zoom(WIDER if event.text() == "-" else 1 / WIDER)
        elif event.text().isdigit() and int(event.text()) < len(self._drawn.classes):
            self.labelChosen.emit(int(event.text()))
        else:
            super().keyPressEvent(event)

    def _say(self) -> None:
        """Tell screen readers where the cursor is."""
        x1, x2 = self.cursor_at
        point = self.near(self.pixel(x1, x2))
        kind = "a test example" if point is not None and point.test else "a point"
        there = "no point" if point is None else f"{kind} of class {self._drawn.classes[point.label]}"
        first, second = self._drawn.features
        self.setAccessibleDescription(f"{first} {number(x1, 3)}, {second} {number(x2, 3)}: {there}")

    # ---- painting --------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """What the network answers, or a grid; the points, the cursor."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area, palette = self.square, colours()
        painter.fillRect(area, QColor(palette.field))
        self._paint_numbers(painter, area)
        painter.setClipRect(area)
        if self._answers is not None:
            self._paint_answers(painter, self._answers)
        else:
            self._paint_grid(painter, area)
        if self._layer is None:
            self._layer = self._painted_points()
        painter.drawPixmap(0, 0, self._layer)
        painter.setPen(QPen(QColor(palette.ink if self.hasFocus() else palette.line), 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area)
        if self.hasFocus():
            at = self.pixel(*self.cursor_at)
            for dx, dy in ((9, 0), (0, 9)):
                painter.drawLine(at - QPointF(dx, dy), at + QPointF(dx, dy))
        painter.end()

    def _paint_grid(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(QPen(QColor(colours().line), 1.0))
        for k in range(1, GRID):
            x, y = area.left() + k * area.width() / GRID, area.top() + k * area.height() / GRID
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))

    def _paint_answers(self, painter: QPainter, answers: Answers) -> None:
        if self._tints is None:
            self._tints = answers.image(colours())
        left, right, bottom, top = answers.area
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, answers.smooth)
        painter.drawImage(QRectF(self.pixel(left, top), self.pixel(right, bottom)), self._tints)
        painter.setPen(QPen(QColor(colours().ink), pen_width(self)))
        part = QPolygonF()
        for x, y in zip(*answers.line, strict=True):
            if np.isnan(x):
                painter.drawPolyline(part)
                part = QPolygonF()
            else:
                part.append(self.pixel(float(x), float(y)))
        painter.drawPolyline(part)

    def _paint_numbers(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(QColor(colours().muted))
        painter.setFont(small_font(self))
        first, second = self._drawn.features
        (c1, c2), (half1, half2) = self._centre, self._halves
        below, beside = area.bottom() + 2, area.left() - 4
        flags = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight
        for share, flag in zip((0.0, 0.5, 1.0), flags, strict=True):
            text = number(c1 + (2 * share - 1) * half1, 3) if share != 0.5 else shortened(first, 24)
            across = QRectF(area.left(), below, area.width(), ROOM)
            painter.drawText(across, flag | Qt.AlignmentFlag.AlignTop, text)
            text = number(c2 + (2 * share - 1) * half2, 3) if share != 0.5 else shortened(second, 6)
            y = area.bottom() - share * area.height() - ROOM / 2
            y = min(max(y, area.top()), area.bottom() - ROOM)
            up = QRectF(0, y, beside, ROOM)
            painter.drawText(up, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def _painted_points(self) -> QPixmap:
        ratio, drawn = self.devicePixelRatioF(), self._drawn
        layer = QPixmap(self.size() * ratio)
        layer.setDevicePixelRatio(ratio)
        layer.fill(Qt.GlobalColor.transparent)
        painter = QPainter(layer)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        styles = point_markers(len(drawn.classes), len(drawn.points), scale_of(self))
        paint_marks(painter, ((self.pixel(p.x1, p.x2), styles[p.test][p.label]) for p in drawn.points))
        painter.end()
        return layer


def _ends(points: tuple[Point, ...], air: float) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Least and largest of both inputs, `air` times as far from the middle; None without points."""
    if not points:
        return None
    ends = []
    for values in zip(*((p.x1, p.x2) for p in points), strict=True):
        middle, half = (min(values) + max(values)) / 2, (max(values) - min(values)) / 2 * air
        ends.append((middle - half, middle + half) if half else (middle - SMALLEST, middle + SMALLEST))
    return ends[0], ends[1]
