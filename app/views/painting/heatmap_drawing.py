"""One matrix as a heatmap: digits while they fit, then plain colour, then blocks pooled by signed maximum."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from app.views.painting.canvas import Canvas, Drawing
from app.views.painting.canvas_fonts import Fonts
from app.views.painting.image import IndexImage
from symgui.arrays import FloatArray
from symgui.figures.colors import (
    BAD,
    ZERO,
    CellColors,
    IndexArray,
    block_starts,
    cell_indices,
    signed_maximum,
)
from symgui.plain_text.numbers import MINUS, number, scientific

DIGITS_FROM = 34
"""Pixels of width from which a cell holds its number."""
LEAST_ROOM = 3.5
"""Digits' widths a cell needs besides: those of −.05."""
CELL_MARGIN = 6.0
"""Pixels beside the digits, both sides together."""
DIGIT_MARGIN, RIM_MARGIN = 2.0, 4.0
"""Pixels of height besides a digit's own: between two lines, and within the rim of a zero."""
LINES_FROM = 6
"""Pixels from which cells are parted by a line and zeros have a rim of their own."""
SMALLEST_CELL = 3
"""Pixels of a cell that still stands for one number; smaller ones stand for several."""
WIDEST_CELL, TALLEST_CELL = 54, 24
"""Pixels of width and height of the largest cells, for type of 13 pixels."""
WIDEST_BIAS, NARROWEST_BIAS = 46, 8
"""Most and least pixels of width of the column of b[l], for type of 13 pixels."""
SMALL = 1e-3
"""Magnitude below which a number without room is written as `NEARLY_ZERO`."""
NEARLY_ZERO = "≈0"
"""What a cell says that has no room for the digits of a smaller number."""


class Heatmap:
    """A matrix in colour on a canvas.

    Attributes
    ----------
    values : ndarray, shape (rows, columns)
        The matrix shown, unpooled.
    levels : tuple of float
        (−limit, +limit) of the colours; never automatic.
    image : IndexImage
        A pyqtgraph image item; its `image` holds colour indices, one a drawn cell, row 0 at the top.
    texts : list of (int, int, str)
        Row, column and text of every cell with digits.
    rect : QRectF
        Where it lies on the canvas.
    nan_text : str
        What is written where there is no number.
    """

    def __init__(self, canvas: Canvas) -> None:
        self.values: FloatArray = np.zeros((0, 0))
        self.levels = (-1.0, 1.0)
        self.image = IndexImage(canvas, z=1.0)
        self.rect = QRectF()
        self.texts: list[tuple[int, int, str]] = []
        self.nan_text = number(math.nan)
        self._ink = CellInk(canvas)
        self._shape = (1, 1)
        self._cell = (1, 1)
        self._indices: IndexArray | None = None
        self._colors: CellColors | None = None

    def place(self, left: float, top: float, cell: tuple[int, int], drawn: tuple[int, int]) -> None:
        """Draw `drawn` = (rows, columns) cells of `cell` = (width, height) pixels from (left, top) on."""
        self._cell, self._shape = cell, drawn
        self.rect = QRectF(left, top, drawn[1] * cell[0], drawn[0] * cell[1])
        self._indices = None
        self._ink.set_bounds(self.rect.adjusted(-1.0, -1.0, 1.0, 1.0))

    def show(self, values: FloatArray, limit: float, colors: CellColors, fonts: Fonts) -> None:
        """Colour the cells by `values` on a scale of ±limit; repaint only if a cell looks different."""
        self.values, self.levels = values, (-limit, limit)
        pooled = signed_maximum(values, *self._shape)
        indices = cell_indices(pooled, limit)
        reshaped = self._indices is None
        fresh = (
            self._indices is None or colors is not self._colors or not np.array_equal(indices, self._indices)
        )
        if fresh:
            self._indices, self._colors = indices, colors
            self.image.display(indices, colors.table)
            if reshaped:
                self.image.setRect(self.rect)
        texts = self._digits(pooled, indices, fonts)
        if fresh or texts != self.texts:
            self.texts = texts
            self._ink.display(indices, self._cell, texts, colors.dark, fonts)
        self._set_visible(True)

    def hide(self) -> None:
        """Take it away."""
        self._set_visible(False)

    def remove(self, canvas: Canvas) -> None:
        """Take its items off the canvas for good."""
        canvas.removeItem(self.image)
        canvas.scene().removeItem(self._ink)

    @property
    def pooled(self) -> bool:
        """Whether a drawn cell stands for more than one number."""
        return self._shape != self.values.shape

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        """Row and column of the number drawn at `point`: of a pooled block its largest in magnitude."""
        if not self.rect.contains(point) or self.values.size == 0:
            return None
        row = min(int((point.y() - self.rect.top()) // self._cell[1]), self._shape[0] - 1)
        column = min(int((point.x() - self.rect.left()) // self._cell[0]), self._shape[1] - 1)
        rows, columns = self._span(0, row), self._span(1, column)
        block = np.abs(self.values[rows[0] : rows[1], columns[0] : columns[1]])
        j, k = divmod(int(np.argmax(block)), block.shape[1])
        return rows[0] + j, columns[0] + k

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Where the number [row, column] is drawn."""
        top, height = self._drawn(0, row)
        left, width = self._drawn(1, column)
        return QRectF(left, top, width, height)

    def row_rect(self, row: int) -> QRectF:
        """Where a whole row is drawn."""
        top, height = self._drawn(0, row)
        return QRectF(self.rect.left(), top, self.rect.width(), height)

    def column_rect(self, column: int) -> QRectF:
        """Where a whole column is drawn."""
        left, width = self._drawn(1, column)
        return QRectF(left, self.rect.top(), width, self.rect.height())

    def _span(self, axis: int, drawn: int) -> tuple[int, int]:
        """First and past-the-last index of the numbers in a drawn cell."""
        length, count = self.values.shape[axis], self._shape[axis]
        starts = [*block_starts(length, count).tolist(), length]
        return starts[drawn], starts[drawn + 1]

    def _drawn(self, axis: int, index: int) -> tuple[float, float]:
        """Start and size in pixels of the drawn cell that holds `index`."""
        starts = block_starts(self.values.shape[axis], self._shape[axis])
        cell = int(np.searchsorted(starts, index, side="right")) - 1
        size = self._cell[1 - axis]
        origin = self.rect.top() if axis == 0 else self.rect.left()
        return origin + cell * size, float(size)

    def _digits(self, pooled: FloatArray, indices: IndexArray, fonts: Fonts) -> list[tuple[int, int, str]]:
        width, height = self._cell
        if height < fonts.digit_height + DIGIT_MARGIN:
            return []
        rimmed = height >= fonts.digit_height + RIM_MARGIN
        room = (width - CELL_MARGIN) / fonts.digit_width
        if width >= DIGITS_FROM and room >= LEAST_ROOM:
            return [
                (row, column, self.nan_text if math.isnan(value) else cell_text(value, room))
                for row, line in enumerate(pooled.tolist())
                for column, value in enumerate(line)
                if rimmed or value
            ]
        texts = []
        if rimmed and width >= 1.6 * fonts.digit_width:
            texts += [(row, column, "0") for row, column in np.argwhere(indices == ZERO).tolist()]
        if width >= 5.0 * fonts.digit_width:
            for row, column in np.argwhere(indices == BAD).tolist():
                bad = float(pooled[row, column])
                texts.append((row, column, self.nan_text if math.isnan(bad) else number(bad)))
        return texts

    def _set_visible(self, visible: bool) -> None:
        if self.image.isVisible() != visible:
            self.image.setVisible(visible)
            self._ink.setVisible(visible)


def digits_width(fonts: Fonts) -> int:
    """Units of the narrowest cell that holds a number in this type."""
    return max(DIGITS_FROM, math.ceil(CELL_MARGIN + LEAST_ROOM * fonts.digit_width))


def cell_text(value: float, room: float) -> str:
    """`value` as exactly as `room` digits' widths hold it: three significant digits or fewer; empty if none.

    Examples
    --------
    >>> [cell_text(-0.0523, room) for room in (9, 6, 5, 4)], cell_text(-2e-7, 4.0), cell_text(0.0, 4.0)
    (['−0.0523', '−0.052', '−.052', '−.05'], '≈0', '0')
    """
    return next((text for text in _forms(value) if len(text) - 0.5 * text.count(".") <= room), "")


def _forms(value: float) -> Iterator[str]:
    """Ways to write `value`, the most exact first; `NEARLY_ZERO` is no zero, which is hollow and says 0."""
    yield number(value, 3)
    sign = MINUS if value < 0 else ""
    for significant in (2, 1):
        text = number(value, significant)
        yield text
        if text.startswith(f"{sign}0."):
            yield sign + text.removeprefix(sign)[1:]
    if not math.isfinite(value):
        return
    yield scientific(value)
    if abs(value) < SMALL:
        yield NEARLY_ZERO


class CellInk(Drawing):
    """What lies over the colours: parting lines, rims of zeros, hatching, digits."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas, z=2.0)
        self._indices: IndexArray = np.zeros((0, 0), np.uint8)
        self._cell = (1, 1)
        self._texts: list[tuple[int, int, str]] = []
        self._dark: NDArray[np.bool_] = np.zeros(256, np.bool_)
        self._fonts: Fonts | None = None
        self._lines: tuple[object, list[QRectF]] = (None, [])  # what they part, and the lines

    def display(
        self,
        indices: IndexArray,
        cell: tuple[int, int],
        texts: list[tuple[int, int, str]],
        dark: NDArray[np.bool_],
        fonts: Fonts,
    ) -> None:
        """Repaint."""
        self._indices, self._cell, self._texts, self._dark, self._fonts = indices, cell, texts, dark, fonts
        self.update()

    def draw(self, painter: QPainter) -> None:
        """Lines first, digits last."""
        frame = self.boundingRect().adjusted(1.0, 1.0, -1.0, -1.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if min(self._cell) >= LINES_FROM:
            self._draw_lines(painter, frame)
        else:
            painter.setPen(QPen(QColor(self.palette.edge), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(frame.adjusted(-1.0, -1.0, 0.0, 0.0))
        self._draw_bad(painter, frame)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        if self._texts:
            self._draw_texts(painter, frame)

    def _draw_lines(self, painter: QPainter, frame: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.palette.paper))
        painter.drawRects(self._parting(frame))
        zeros = self._where(ZERO)
        if not zeros:
            return
        width, height = self._cell
        painter.setPen(QPen(QColor(self.palette.edge), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRects([
            QRectF(frame.left() + column * width, frame.top() + row * height, width - 2.0, height - 2.0)
            for row, column in zeros
        ])  # fmt: skip

    def _parting(self, frame: QRectF) -> list[QRectF]:
        """The lines between the cells."""
        key = frame, self._cell, self._indices.shape
        if key != self._lines[0]:
            width, height = self._cell
            rows, columns = self._indices.shape
            left, top = frame.left(), frame.top()
            # rectangles end where the cells do, also where a pixel of the window is 1½ of the screen's
            heights = (top + row * height - 1.0 for row in range(1, rows + 1))
            places = (left + column * width - 1.0 for column in range(1, columns + 1))
            lines = [QRectF(left, y, frame.width(), 1.0) for y in heights]
            lines += [QRectF(x, top, 1.0, frame.height()) for x in places]
            self._lines = key, lines
        return self._lines[1]

    def _where(self, index: int) -> list[tuple[int, int]]:
        """Row and column of the cells of one index; most matrices have none of it, which is seen at once."""
        if bytes((index,)) not in self._indices.tobytes():
            return []
        return [(row, column) for row, column in np.argwhere(self._indices == index).tolist()]

    def _draw_bad(self, painter: QPainter, frame: QRectF) -> None:
        for row, column in self._where(BAD):
            rect = self._rect(frame, row, column)
            painter.fillRect(rect, QColor(self.palette.paper))
            painter.fillRect(rect, QBrush(QColor(self.palette.edge), Qt.BrushStyle.BDiagPattern))

    def _draw_texts(self, painter: QPainter, frame: QRectF) -> None:
        black, white, muted = QColor("#000000"), QColor("#FFFFFF"), QColor(self.palette.muted)
        ink, paper = QColor(self.palette.ink), QColor(self.palette.paper)
        if self._fonts is not None:
            painter.setFont(self._fonts.small)
        indices, dark, centred = self._indices.tolist(), self._dark.tolist(), Qt.AlignmentFlag.AlignCenter
        for row, column, text in self._texts:
            index = indices[row][column]
            rect = self._rect(frame, row, column)
            if index == BAD:
                painter.fillRect(rect.adjusted(5.0, 3.0, -5.0, -3.0), paper)
                painter.setPen(ink)
            elif index == ZERO:
                painter.setPen(muted)
            else:
                painter.setPen(black if dark[index] else white)
            painter.drawText(rect, centred, text)

    def _rect(self, frame: QRectF, row: int, column: int) -> QRectF:
        width, height = self._cell
        return QRectF(frame.left() + column * width, frame.top() + row * height, width - 1.0, height - 1.0)


def fit_cells(room: int, count: int, largest: int) -> tuple[int, int]:
    """Pixels of a cell and number of drawn cells so that `count` numbers take at most `room` pixels."""
    size = min(largest, room // count)
    if size >= SMALLEST_CELL:
        return size, count
    return SMALLEST_CELL, max(1, min(count, room // SMALLEST_CELL))
