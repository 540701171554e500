"""Choices that lie open: the segments of a bar, the tiles of the data sets."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QWidget

from app.look.paints_later import PaintsLater
from app.look.style_sheet import FIELD_RADIUS
from app.look.theme import Palette, colours
from app.panels.choice_field import ChoiceField
from symgui.experiment.parts import DataKind

PICTURE_DELAY_MS = 15
"""Milliseconds between painting two pictures of data sets; in between the window handles its events."""

QWIDGETSIZE_MAX = 16_777_215  # Qt's "no limit", which PySide6 does not export

TilePainter: TypeAlias = Callable[[DataKind, Palette, int, float], QPixmap]
"""``paint(kind, palette, size, scale)``: the picture of a data set."""


class PaintedChoice(ChoiceField):
    """A choice whose items all lie open, in rows of equal cells: no list drops down.

    A subclass says how many columns there are and paints a cell.
    """

    columns = 4
    gap = 0
    follows_text = False

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(name, label, parent)
        self.hovered_cell = -1
        self.setMouseTracking(True)

    def cell(self, index: int) -> QRect:
        """Where item `index` lies."""
        columns = min(self.columns, max(1, self.count()))
        rows = max(1, math.ceil(self.count() / columns))
        row, column = divmod(index, columns)
        width = (self.width() - self.gap * (columns - 1)) / columns
        height = (self.height() - self.gap * (rows - 1)) / rows
        left, top = round(column * (width + self.gap)), round(row * (height + self.gap))
        return QRect(left, top, round(width), round(height))

    def index_at(self, position: QPoint) -> int:
        """The item under `position`, or −1."""
        return next((k for k in range(self.count()) if self.cell(k).contains(position)), -1)

    def showPopup(self) -> None:
        """Do nothing: all items are in sight already."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the cell that was pressed."""
        index = self.index_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index >= 0:
            self.setCurrentIndex(index)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do nothing: the press has chosen already."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Remember the cell under the pointer, and show its own tooltip."""
        index = self.index_at(event.position().toPoint())
        if index != self.hovered_cell:
            self.hovered_cell = index
            tip = self.itemData(index, Qt.ItemDataRole.ToolTipRole) if index >= 0 else ""
            self.setToolTip(str(tip or ""))
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Take the mark from what was under the pointer."""
        super().leaveEvent(event)
        self.hovered_cell = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows move as the cells lie."""
        by = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self.columns,
            Qt.Key.Key_Down: self.columns,
        }.get(Qt.Key(event.key()))
        if by is None:
            event.ignore()
            return
        target = self.currentIndex() + by
        if 0 <= target < self.count():
            self.setCurrentIndex(target)


class SegmentBar(PaintedChoice):
    """The items side by side in one frame, the chosen one filled: ``[1 | 10 | 100 | 1k]``."""

    HEIGHT = 32
    PADDING = 15

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(name, label, parent)
        self.setFixedHeight(self.HEIGHT)

    def sizeHint(self) -> QSize:
        """The size at which all cells are as wide as the widest text."""
        self.columns = max(1, self.count())
        return QSize(self.columns * self._cell_width(), self.HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def _cell_width(self) -> int:
        texts = [self.itemText(k) for k in range(self.count())]
        return max((self.fontMetrics().horizontalAdvance(text) for text in texts), default=0) + self.PADDING

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame, the chosen cell filled, texts."""
        p = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        path.addRoundedRect(frame, FIELD_RADIUS, FIELD_RADIUS)
        painter.fillPath(path, QColor(p.field))
        painter.setClipPath(path)
        for index in range(self.count()):
            chosen = index == self.currentIndex()
            if chosen or index == self.hovered_cell:
                painter.fillRect(self.cell(index), QColor(p.neutral))
            painter.setPen(QColor(p.ink if chosen else p.muted))
            font = self.font()
            font.setBold(chosen)
            painter.setFont(font)
            painter.drawText(self.cell(index), Qt.AlignmentFlag.AlignCenter, self.itemText(index))
        painter.setClipping(False)
        painter.setPen(QPen(QColor(p.ink if self.hasFocus() else p.line), 1))
        painter.drawPath(path)
        painter.end()


class TileGrid(PaintedChoice, PaintsLater):
    """The data sets as small pictures.

    Parameters
    ----------
    paint_tile : callable
        ``paint_tile(kind, palette, size, scale)`` gives the picture of a data set.
    """

    columns = 5
    gap = 5

    def __init__(self, name: str, label: str, paint_tile: TilePainter, parent: QWidget | None = None) -> None:
        super().__init__(name, label, parent)
        self._paint_tile = paint_tile
        self._pictures: dict[tuple[DataKind, str], QPixmap] = {}  # by palette too
        # The pictures come one by one when nothing else is to be done: the window does not wait for them.
        self._idle = QTimer(self)
        self._idle.timeout.connect(self._paint_next)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop painting pictures."""
        super().hideEvent(event)
        self._idle.stop()

    def sizeHint(self) -> QSize:
        """The size at which the tiles are square."""
        width = max(self.width(), 200)
        rows = max(1, math.ceil(self.count() / self.columns))
        side = (width - self.gap * (self.columns - 1)) / self.columns
        return QSize(200, round(rows * side + (rows - 1) * self.gap))

    def minimumSizeHint(self) -> QSize:
        """The height of the tiles."""
        return QSize(100, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Every tile in a frame, the chosen one in a strong one; missing pictures follow."""
        if not self._idle.isActive() and self._missing() is not None:
            self._idle.start(PICTURE_DELAY_MS)
        p = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in range(self.count()):
            chosen = index == self.currentIndex()
            strong = chosen or index == self.hovered_cell
            width = 2.0 if chosen else 1.0
            frame = QRectF(self.cell(index)).adjusted(width / 2, width / 2, -width / 2, -width / 2)
            path = QPainterPath()
            path.addRoundedRect(frame, 6, 6)
            painter.fillPath(path, QColor(p.field))
            picture = self._pictures.get((self.itemData(index), p.name))
            if picture is not None:
                painter.drawPixmap(self.cell(index).topLeft() + QPoint(4, 4), picture)
            painter.setPen(QPen(QColor(p.ink if strong else p.line), width))
            painter.drawPath(path)
            if chosen and self.hasFocus():
                painter.setPen(QPen(QColor(p.paper), 1, Qt.PenStyle.DotLine))
                painter.drawRoundedRect(frame, 6, 6)
        painter.end()

    def paint_now(self) -> None:
        """Paint all pictures that are missing."""
        while self._missing() is not None:
            self._paint_next()

    def _missing(self) -> int | None:
        """The first tile without a picture, or with one of another size."""
        scale = self.devicePixelRatioF()
        fitting = (round(self._side * scale), scale)
        for index in range(self.count()):
            picture = self._pictures.get((self.itemData(index), colours().name))
            if picture is None or (picture.width(), picture.devicePixelRatio()) != fitting:
                return index
        return None

    @property
    def _side(self) -> int:
        """The side of a picture, in logical pixels."""
        return self.cell(0).width() - 8

    def _paint_next(self) -> None:
        """Paint one picture that is missing; then the next one, when there is time."""
        index = self._missing()
        if index is None:
            self._idle.stop()
            return
        kind, p = self.itemData(index), colours()
        self._pictures[kind, p.name] = self._paint_tile(kind, p, self._side, self.devicePixelRatioF())
        self.update(self.cell(index))
