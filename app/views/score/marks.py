"""What is laid over or under the rows to point at something: selection, hover, twins, focus."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.views.painting.brackets import Bracket
from app.views.painting.canvas import Canvas, Drawing
from symgui.figures.colors import mix

FOCUS_PEN = 2.0
"""Pixels of the line around what the keys move in: it is seen from the back of a room too."""


class DiagramMarks(Drawing):
    """Light rings around hovered twins, an ink frame around the selected unit, a halo along an edge."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas, z=0.5)
        self.lit: list[QRectF] = []
        self.framed: QRectF | None = None
        self.paths: list[QPainterPath] = []

    def display(self, lit: list[QRectF], framed: QRectF | None, paths: list[QPainterPath]) -> None:
        """Repaint if something differs."""
        if (lit, framed, paths) == (self.lit, self.framed, self.paths):
            return
        self.lit, self.framed, self.paths = lit, framed, paths
        bounds = QRectF()
        for rect in (*lit, *([framed] if framed is not None else []), *(p.boundingRect() for p in paths)):
            bounds = bounds.united(rect)
        self.set_bounds(bounds.adjusted(-9.0, -9.0, 9.0, 9.0))
        self.update()

    def draw(self, painter: QPainter) -> None:
        """Below tiles and edges, so that nothing is covered."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        light = QColor(mix(self.palette.paper, self.palette.ink, 0.28))
        painter.setPen(QPen(light, 10.0))
        for path in self.paths:
            painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(light)
        for rect in self.lit:
            painter.drawRoundedRect(rect.adjusted(-6.0, -6.0, 6.0, 6.0), 11.0, 11.0)
        if self.framed is not None:
            painter.setPen(QPen(QColor(self.palette.ink), 1.5))
            painter.setBrush(QColor(self.palette.paper))
            painter.drawRoundedRect(self.framed.adjusted(-4.5, -4.5, 4.5, 4.5), 9.0, 9.0)


class RowBrackets(Drawing):
    """The brackets on the left of the heatmaps."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas, z=3.0)
        self.brackets: tuple[Bracket, ...] = ()

    def display(self, brackets: tuple[Bracket, ...]) -> None:
        """Repaint if something differs."""
        if brackets != self.brackets:
            self.brackets = brackets
            self.update()

    def draw(self, painter: QPainter) -> None:
        """Lines."""
        painter.setPen(QPen(QColor(self.palette.ink), 1.4))
        for bracket in self.brackets:
            painter.drawPath(bracket.path())


class CellMarks(Drawing):
    """The selected cell, the selected unit's row and column, the rows of hovered twins, the focus."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas, z=6.0)
        self.cell: QRectF | None = None
        self.thin: list[QRectF] = []
        self.lit: list[QRectF] = []
        self.focused = False

    def display(self, cell: QRectF | None, thin: list[QRectF], lit: list[QRectF], *, focused: bool) -> None:
        """Repaint if something differs."""
        if (cell, thin, lit, focused) != (self.cell, self.thin, self.lit, self.focused):
            self.cell, self.thin, self.lit, self.focused = cell, thin, lit, focused
            self.update()

    def draw(self, painter: QPainter) -> None:
        """Light rings below, ink frames above."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(mix(self.palette.paper, self.palette.ink, 0.45)), 2.5))
        for rect in self.lit:
            painter.drawRoundedRect(rect.adjusted(-2.0, -1.5, 1.0, 0.5), 2.0, 2.0)
        ink = QColor(self.palette.ink)
        painter.setPen(QPen(ink, 1.2))
        for rect in self.thin:
            painter.drawRect(rect.adjusted(-1.5, -1.5, 0.5, 0.5))
        if self.cell is not None:
            painter.setPen(QPen(QColor(self.palette.paper), 4.0))
            painter.drawRect(self.cell.adjusted(-1.0, -1.0, 0.0, 0.0))
            painter.setPen(QPen(ink, 2.0))
            painter.drawRect(self.cell.adjusted(-1.0, -1.0, 0.0, 0.0))
        if self.focused:
            painter.setPen(QPen(QColor(self.palette.ink), FOCUS_PEN))
            painter.drawRoundedRect(self.boundingRect().adjusted(4.0, 3.0, -4.0, -3.0), 5.0, 5.0)


class Lights(Drawing):
    """A light ground behind words."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas, z=0.5)

    def display(self, rect: QRectF) -> None:
        """Light `rect`; an empty one puts it out."""
        self.set_bounds(rect.adjusted(-6.0, 0.0, 6.0, 0.0) if not rect.isEmpty() else QRectF())

    def draw(self, painter: QPainter) -> None:
        """A rounded ground."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(mix(self.palette.paper, self.palette.ink, 0.2)))
        painter.drawRoundedRect(self.boundingRect(), 5.0, 5.0)
