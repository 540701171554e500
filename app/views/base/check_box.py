"""A check box that paints its own mark: a style sheet that paints the box removes Qt's."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
)

from app.look.theme import colours

STROKE = 0.16
"""Of the box, the width of the mark."""
MARK = ((0.24, 0.54), (0.43, 0.73), (0.77, 0.30))
"""Its corners, as shares of the box."""


class CheckBox(QCheckBox):
    """Paints a check mark over the box that a style sheet has filled."""

    mark: str | None = None
    """The mark's colour, as ``#rrggbb``; None for the theme's paper, on a box that is filled with ink."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box and its words, and the mark."""
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        painter = QPainter(self)
        paint_mark(painter, QRectF(box), self.mark or colours().paper)
        painter.end()


class CheckedItems(QStyledItemDelegate):
    """Paints the same mark in the boxes of a table whose style sheet fills them."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The cell, and the mark if it is checked."""
        super().paint(painter, option, index)
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        if own.checkState == Qt.CheckState.Checked:
            table = own.widget
            style = QApplication.style() if table is None else table.style()
            box = style.subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, own, table)
            painter.save()
            paint_mark(painter, QRectF(box), colours().paper)
            painter.restore()


def paint_mark(painter: QPainter, box: QRectF, colour: str) -> None:
    """Paint a check mark in a box."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(colour), STROKE * box.height(), Qt.PenStyle.SolidLine)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline([QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in MARK])
