"""A check box that paints its own mark: a style sheet that paints the box removes Qt's."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton

STROKE = 0.16
"""Of the box, the width of the mark."""
MARK = ((0.24, 0.54), (0.43, 0.73), (0.77, 0.30))
"""Its corners, as shares of the box."""


class CheckBox(QCheckBox):
    """Paints a check mark in `mark` over the box that a style sheet has filled."""

    mark = "#FFFFFF"
    """The colour, as ``#rrggbb``: that of the paper where the box is filled with ink."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box and its words, and the mark."""
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = QRectF(self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(self.mark), STROKE * box.height(), Qt.PenStyle.SolidLine)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        corners = [
            box.topLeft() + QRectF(0, 0, x * box.width(), y * box.height()).bottomRight() for x, y in MARK
        ]
        painter.drawPolyline(corners)
        painter.end()
