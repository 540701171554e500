"""How many examples of each class were taken for which: a table of counts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.style import mix
from app.theme import LIGHT, Palette
from app.views.plot import small_font
from symgui.nn.state import FloatArray

LARGEST_CELL, SMALLEST_CELL = 34, 19
LABELS = 34
"""Room for the names of the rows, and of the columns."""
DIGITS_FROM = 13
"""Pixels of a cell from which the classes are numbered; below it there is only the ink."""
MOST_INK = 0.45


def confusion(A: FloatArray, labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Counts by true class (row) and predicted class (column).

    Parameters
    ----------
    A : ndarray, shape (classes, m)
        Probabilities; the predicted class is the first with the largest.
    labels : ndarray, shape (m,)

    Returns
    -------
    ndarray, shape (classes, classes)
    """
    classes = A.shape[0]
    return np.bincount(labels * classes + A.argmax(axis=0), minlength=classes**2).reshape(classes, classes)


class ConfusionMatrix(QWidget):
    """Counts as digits, and as ink: the more of its row's examples, the darker the cell.

    Attributes
    ----------
    counts : ndarray of int, shape (classes, classes), or None
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts: NDArray[np.int64] | None = None
        self._palette = LIGHT
        self.setObjectName("confusion-matrix")
        self.setAccessibleName("Confusion matrix")
        self.setToolTip(
            "Rows: the true class. Columns: the class the network predicts.\n"
            "All on the diagonal is right; a network that guesses fills one column."
        )
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def recolour(self, palette: Palette) -> None:
        """Take the colours."""
        self._palette = palette
        self.update()

    def show_counts(self, counts: NDArray[np.int64]) -> None:
        """Draw the counts, unless they are what is drawn already."""
        if self.counts is None or not np.array_equal(counts, self.counts):
            self.counts = counts
            self.update()

    @staticmethod
    def size_for(classes: int, cell: int) -> QSize:
        """The size with cells of `cell` pixels."""
        return QSize(LABELS + classes * cell, LABELS + classes * cell)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The table, its corner naming the axes."""
        if self.counts is None:
            return
        painter = QPainter(self)
        painter.setFont(small_font(self))
        classes = self.counts.shape[0]
        side, labels = min(self.width(), self.height()), LABELS
        if side - LABELS < classes * DIGITS_FROM:
            labels = LABELS // 2
        cell = (side - labels) / classes
        painter.setPen(QColor(self._palette.muted))
        centred, side = Qt.AlignmentFlag.AlignCenter, side - labels
        painter.drawText(QRectF(labels, 0, side, LABELS / 2), centred, "predicted")
        painter.save()
        painter.rotate(-90)
        painter.drawText(QRectF(-labels - side, 0, side, LABELS / 2), centred, "true")
        painter.restore()
        for k in range(classes if labels == LABELS else 0):
            across = QRectF(LABELS + k * cell, LABELS / 2, cell, LABELS / 2)
            down = QRectF(LABELS / 2, LABELS + k * cell, LABELS / 2, cell)
            for place in (across, down):
                painter.drawText(place, centred, str(k))
        self._paint_cells(painter, self.counts, labels, cell)
        painter.end()

    def _paint_cells(self, painter: QPainter, counts: NDArray[np.int64], labels: int, cell: float) -> None:
        palette = self._palette
        widest = painter.fontMetrics().horizontalAdvance(str(counts.max()))
        digits = max(widest + 1, DIGITS_FROM) <= cell
        dark, light = sorted((QColor(palette.ink), QColor(palette.paper)), key=QColor.lightnessF)
        for (j, k), count in np.ndenumerate(counts):
            place = QRectF(labels + k * cell, labels + j * cell, cell - 1, cell - 1)
            share = count / max(1, counts[j].sum())
            fill = QColor(mix(palette.neutral, palette.ink, MOST_INK * share))
            painter.fillRect(place, fill)
            if count and digits:
                painter.setPen(dark if fill.lightnessF() > 0.5 else light)
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(count))
            if j == k:
                painter.setPen(QColor(palette.edge))
                painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))
