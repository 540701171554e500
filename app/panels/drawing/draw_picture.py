"""What is painted where points are drawn: what the network answers, the points, a class as an icon."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPainterPath, QPixmap, qRgb

from app.look.theme import Palette, colours
from app.views.base.markers import Marker, markers
from symgui.arrays import FloatArray
from symgui.figures.classes import region_colours
from symgui.figures.plane import TINTS, borders, image_values
from symgui.training.frame import Frame, Plane

ICON = 14
"""Pixels of a class's icon."""
LARGER = 2
"""Pixels by which a point is larger here than in the boundary: it is to be hit."""


class Answers:
    """What the network of a frame answers over two inputs, in the units in which the data were given.

    Parameters
    ----------
    frame : Frame
        Of a network with two inputs.

    Attributes
    ----------
    x1, x2 : ndarray, shape (g,)
        The grid, before any standardizing.
    """

    def __init__(self, frame: Frame, plane: Plane) -> None:
        self._plane, self._classes = plane, frame.data.classes
        self.x1, self.x2 = (
            _as_given(frame, values, feature) for feature, values in enumerate((plane.x1, plane.x2))
        )
        self._finite = bool(np.isfinite(plane.probability).all())
        x, y = borders(plane, self._classes) if self._finite else (np.empty(0), np.empty(0))
        self.line = _as_given(frame, x, 0), _as_given(frame, y, 1)

    @classmethod
    def of(cls, frame: Frame | None) -> Answers | None:
        """Those of a frame; None where its inputs are no plane."""
        return None if frame is None or frame.plane is None else cls(frame, frame.plane)

    @property
    def area(self) -> tuple[float, float, float, float]:
        """Least and largest of the first input, then of the second: half a cell beyond the outer points."""
        half1, half2 = (self.x1[1] - self.x1[0]) / 2, (self.x2[1] - self.x2[0]) / 2
        ends = self.x1[0] - half1, self.x1[-1] + half1, self.x2[0] - half2, self.x2[-1] + half2
        return float(ends[0]), float(ends[1]), float(ends[2]), float(ends[3])

    @property
    def smooth(self) -> bool:
        """Whether tints blend into each other; classes do not."""
        return self._classes == 2

    def image(self, palette: Palette) -> QImage:
        """A pixel for each point of the grid; neutral where the answer is not a number."""
        values = image_values(self._plane, self._classes)
        if self._classes == 2:
            values = np.rint(np.nan_to_num(values, nan=0.5) * (TINTS - 1)).astype(np.uint8)
        pixels = np.ascontiguousarray(values[::-1], dtype=np.uint8)
        height, width = pixels.shape
        image = QImage(pixels.tobytes(), width, height, width, QImage.Format.Format_Indexed8)
        tints = [QColor(tint) for tint in region_colours(self._classes, palette, TINTS)]
        image.setColorTable([qRgb(tint.red(), tint.green(), tint.blue()) for tint in tints])
        return image.convertToFormat(QImage.Format.Format_RGB32)


def _as_given(frame: Frame, values: FloatArray, feature: int) -> FloatArray:
    """Values of a feature before they were standardized, if they were."""
    if not frame.experiment.data.standardize:
        return values
    deviation = float(frame.data.deviations[feature])
    given: FloatArray = values * (deviation or 1.0) + frame.data.means[feature]
    return given


def point_markers(classes: int, count: int, scale: float) -> tuple[tuple[Marker, ...], tuple[Marker, ...]]:
    """The markers of the training and of the test examples of every class."""
    palette = colours()
    return markers(classes, count, palette, False, scale), markers(classes, count, palette, True, scale)


def paint_marks(painter: QPainter, marks: Iterable[tuple[QPointF, Marker]]) -> None:
    """Paint markers at places."""
    for at, style in marks:
        shape: QPainterPath = Symbols[style.symbol] if isinstance(style.symbol, str) else style.symbol
        painter.save()
        painter.translate(at)
        painter.scale(style.size + LARGER, style.size + LARGER)
        painter.setPen(style.pen)
        painter.setBrush(style.brush)
        painter.drawPath(shape)
        painter.restore()


def class_icon(label: int, classes: int, scale: float, ratio: float) -> QIcon:
    """The marker of a class as an icon of `ICON` pixels, `scale` times as large."""
    side = ICON * scale
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = QRectF(0, 0, side, side).center()
    paint_marks(painter, [(middle, point_markers(classes, 1, scale)[0][label])])
    painter.end()
    return QIcon(picture)
