"""A round dot on a plot."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsEllipseItem, QStyleOptionGraphicsItem, QWidget

DOT = 8


class Dot(QGraphicsEllipseItem):
    """A round dot of a fixed size in pixels."""

    def __init__(self, parent: pg.ViewBox) -> None:
        super().__init__(-DOT / 2, -DOT / 2, DOT, DOT, parent)

    def resize(self, diameter: float) -> None:
        """Be so many pixels wide."""
        self.setRect(-diameter / 2, -diameter / 2, diameter, diameter)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """The dot, with smooth edges."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        super().paint(painter, option, widget)
