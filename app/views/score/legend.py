"""The one colour scale of all weights and biases."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from app.look.theme import colours
from app.views.painting.canvas import CENTER, LEFT, RIGHT, Canvas, CanvasText, Drawing
from app.views.painting.columns import Column
from app.views.painting.image import IndexImage
from app.views.score.row import PADDING, ScoreRow
from symgui.figures.colors import NEGATIVE_END, POSITIVE_END, ColorTable
from symgui.plain_text.numbers import limit as limit_text


class Legend:
    """The colour scale: a bar from −limit over a hollow zero to +limit, its ends printed."""

    WIDTH, HEIGHT, ZERO_WIDTH = 112.0, 8.0, 8.0
    """Pixels: of the bar, and the width of the hollow zero in its middle."""

    def __init__(self, canvas: Canvas) -> None:
        self._halves = [IndexImage(canvas, z=1.0) for _ in range(2)]
        middle = (NEGATIVE_END + POSITIVE_END) // 2
        self._ranges = (np.arange(NEGATIVE_END, middle + 1), np.arange(middle + 1, POSITIVE_END + 1))
        self._texts = [CanvasText(canvas) for _ in range(3)]
        self._zero = HollowZero(canvas)
        self._shown: tuple[object, ...] = ()
        self.printed = ("", "", "")

    def show(self, column: Column, limit: float, table: ColorTable, row: ScoreRow) -> None:
        """Draw it in the input's column."""
        shown = (column, limit, table.tobytes(), colours().name, row.fonts)
        if shown == self._shown:
            return
        self._shown = shown
        width = min(self.WIDTH, column.width - PADDING - 8.0)
        left = column.left + PADDING
        top = round(14.0 + row.fonts.small_height)
        half = (width - self.ZERO_WIDTH) / 2
        for item, indices, x in zip(
            self._halves, self._ranges, (left, left + half + self.ZERO_WIDTH), strict=True
        ):
            item.display(indices[None].astype(np.uint8), table)
            item.setRect(QRectF(x, top, half, self.HEIGHT))
            item.setVisible(True)
        self._zero.set_bounds(QRectF(left + half, top, self.ZERO_WIDTH, self.HEIGHT))
        self._zero.setVisible(True)
        end = limit_text(limit)
        self.printed = (f"−{end}", "0", f"+{end}")
        if row.fonts.width("".join(self.printed)) + 12.0 > width:
            self.printed = (f"−{end}", "", f"+{end}")
        if row.fonts.width("".join(self.printed)) > width:
            self.printed = ("", f"±{end}", "")
        y = top + self.HEIGHT + 4.0
        places = ((left, LEFT), (left + width / 2, CENTER), (left + width, RIGHT))
        for text, words, (x, anchor) in zip(self._texts, self.printed, places, strict=True):
            text.show(words, x, y, row.fonts.small, colours().muted, anchor)

    def hide(self) -> None:
        """Take it away."""
        self._shown = ()
        self.printed = ("", "", "")
        for half in self._halves:
            half.setVisible(False)
        self._zero.setVisible(False)
        for text in self._texts:
            text.hide()


class HollowZero(Drawing):
    """The middle of the legend: an exact zero, as in a cell."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas, z=3.0)

    def draw(self, painter: QPainter) -> None:
        """A rim."""
        painter.setPen(QPen(QColor(self.palette.edge), 1.0))
        painter.drawRect(self.boundingRect().adjusted(1.5, 0.5, -1.5, -0.5))
