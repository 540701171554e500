"""How many examples of each class were taken for which: a table of counts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.theme import Palette, colours
from app.look.type_sizes import small_font
from symgui.arrays import FloatArray
from symgui.figures.colors import mix

LARGEST_CELL, SMALLEST_CELL = 34, 19
LABELS = 34
"""Room for the names of the rows, and of the columns."""
DIGITS_FROM = 13
"""Pixels of a cell from which the classes are numbered; below it there is only the ink."""
NAME_AIR = 4
"""Pixels around a name in the width of a cell."""
MOST_INK = 0.45
TIP = (
    "Rows: the true class. Columns: the class the network predicts.\n"
    "All on the diagonal is right; a network that guesses fills one column."
)


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
    names : tuple of str
        Of the classes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts: NDArray[np.int64] | None = None
        self.names: tuple[str, ...] = ()
        self.setObjectName("confusion-matrix")
        self.setAccessibleName("Confusion matrix")
        self.setToolTip(TIP)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_counts(self, counts: NDArray[np.int64], names: tuple[str, ...]) -> None:
        """Draw the counts, unless they are what is drawn already; `names` are those of the classes."""
        if self.counts is None or names != self.names or not np.array_equal(counts, self.counts):
            if names != self.names:
                named = [f"{k}: {name}" for k, name in enumerate(names) if name != str(k)]
                self.setToolTip("\n".join([TIP, *named]))
            self.counts, self.names = counts, names
            self.update()

    @staticmethod
    def size_for(classes: int, cell: int, scale: float = 1.0) -> QSize:
        """The size with cells of `cell` pixels, all of it `scale` times as large."""
        side = round(scale * (LABELS + classes * cell))
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The table, its corner naming the axes."""
        if self.counts is None:
            return
        painter = QPainter(self)
        side = min(self.width(), self.height())
        paint_counts(painter, self.counts, side, colours(), small_font(self), self.names)
        painter.end()


def paint_counts(
    painter: QPainter,
    counts: NDArray[np.int64],
    side: float,
    palette: Palette,
    font: QFont,
    names: Sequence[str],
) -> None:
    """Paint a table of counts from the origin on, `side` pixels high and wide, its labels included.

    The classes are called by their names, or, where one finds no room, all by their numbers.
    """
    painter.setFont(font)
    height = max(LABELS / 2, float(painter.fontMetrics().height()))
    classes = counts.shape[0]
    labels = 2 * height
    least = max(DIGITS_FROM, 1.4 * painter.fontMetrics().horizontalAdvance("0"))
    numbered = side - labels >= classes * least
    if not numbered:
        labels = height
    cell = (side - labels) / classes
    painter.setPen(QColor(palette.muted))
    centred, inner = Qt.AlignmentFlag.AlignCenter, side - labels
    painter.drawText(QRectF(labels, 0, inner, height), centred, "predicted")
    painter.save()
    painter.rotate(-90)
    painter.drawText(QRectF(-labels - inner, 0, inner, height), centred, "true")
    painter.restore()
    widest = max(map(painter.fontMetrics().horizontalAdvance, names), default=0)
    texts = names if widest + NAME_AIR <= cell else [str(k) for k in range(classes)]
    for k, text in enumerate(texts if numbered else ()):
        painter.drawText(QRectF(labels + k * cell, height, cell, height), centred, text)
        _draw_upwards(painter, QRectF(height, labels + k * cell, height, cell), text)
    _paint_cells(painter, counts, labels, cell, palette)


def _draw_upwards(painter: QPainter, place: QRectF, text: str) -> None:
    """A word along the left edge, read from below; a single sign stands upright."""
    if len(text) == 1:
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        return
    painter.save()
    painter.translate(place.left(), place.bottom())
    painter.rotate(-90)
    upright = QRectF(0, 0, place.height(), place.width())
    painter.drawText(upright, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def _paint_cells(
    painter: QPainter, counts: NDArray[np.int64], labels: float, cell: float, palette: Palette
) -> None:
    widest = painter.fontMetrics().horizontalAdvance(str(counts.max()))
    digits = max(widest + 1, DIGITS_FROM) <= cell
    dark, light = sorted((QColor(palette.ink), QColor(palette.paper)), key=QColor.lightnessF)
    for (j, k), count in np.ndenumerate(counts):
        place = QRectF(labels + k * cell, labels + j * cell, cell - 1, cell - 1)
        share = float(count / max(1, int(counts[j].sum())))
        fill = QColor(mix(palette.neutral, palette.ink, MOST_INK * share))
        painter.fillRect(place, fill)
        if count and digits:
            painter.setPen(dark if fill.lightnessF() > 0.5 else light)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(count))
        if j == k:
            painter.setPen(QColor(palette.edge))
            painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))
