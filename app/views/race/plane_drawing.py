"""The plane of the inputs as one small drawing: regions, the line between them, the examples."""

from __future__ import annotations

import math
from collections.abc import Hashable
from functools import lru_cache

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from pyqtgraph.graphicsItems.ScatterPlotItem import drawSymbol
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QImage, QPainter, QPainterPath, QPen, QPixmap

from app.look.theme import Palette
from app.views.base.confusion import confusion, paint_counts
from app.views.base.markers import markers
from app.views.base.plot import CORNER
from app.views.painting.canvas import Canvas, Drawing
from symgui.arrays import FloatArray
from symgui.figures.classes import region_colours
from symgui.figures.colors import ColorTable, IndexArray
from symgui.figures.plane import TINTS, borders, image_values
from symgui.training.frame import Frame, Plane

USUAL_SIDE = 300.0
"""Pixels of the plane that the markers' sizes are meant for."""
SMALLEST_MARKS, LARGEST_MARKS = 0.6, 2.0
STRIP = 80
"""Rows of the screen's pixels that are scaled at once: from 96 on Qt shares them out among threads and waits
for them, longer than it takes, as training has the other processors."""
NO_NUMBER = 255
"""Index of what is not a number: there the plane is hatched."""


class Overlay:
    """What lies over every lane's regions: the examples, test ones hollow, and the card around round corners.

    One transparent picture, painted once and shared by all lanes.
    """

    def __init__(self) -> None:
        self._key: Hashable = None
        self._picture = QPixmap()

    def of(self, frame: Frame, palette: Palette, side: int, ratio: float) -> QPixmap:
        """The picture for a plane of `side` pixels."""
        points, plane = frame.drawn_points, frame.drawn_plane
        key = (id(points[0]), palette, side, ratio)
        if key != self._key and plane is not None:
            self._key = key
            self._points = points  # kept, so that its id stays its own
            self._picture = _paint_overlay(frame, plane, palette, side, ratio)
        return self._picture


def _paint_overlay(frame: Frame, plane: Plane, palette: Palette, side: int, ratio: float) -> QPixmap:
    data = frame.data
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    scale = min(LARGEST_MARKS, max(SMALLEST_MARKS, side / USUAL_SIDE))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    trained, tested = frame.drawn_points
    kinds = [(trained, data.labels, False)]
    if data.has_test:
        kinds.insert(0, (tested, data.labels_test, True))
    for X, labels, hollow in kinds:
        styles = markers(data.classes, data.m, palette, hollow=hollow)
        x, y = _to_pixels(X[0], X[1], plane, side)
        for px, py, k in zip(x.tolist(), y.tolist(), labels.tolist(), strict=True):
            painter.save()
            painter.translate(px, py)
            drawSymbol(painter, styles[k].symbol, styles[k].size * scale, styles[k].pen, styles[k].brush)
            painter.restore()
    # covered corners: to clip by them takes longer than all the rest
    square = QRectF(0.0, 0.0, side, side)
    corners = QPainterPath()
    corners.addRect(square.adjusted(-1, -1, 1, 1))
    corners.addRoundedRect(square, CORNER, CORNER)
    painter.fillPath(corners, QColor(palette.paper))
    painter.end()
    return picture


def _to_pixels(x1: FloatArray, x2: FloatArray, plane: Plane, side: float) -> tuple[FloatArray, FloatArray]:
    left, right = plane.x1[[0, -1]].tolist()
    bottom, top = plane.x2[[0, -1]].tolist()
    return (x1 - left) / (right - left) * side, (top - x2) / (top - bottom) * side


class PlaneDrawing(Drawing):
    """One lane's decision boundary; a table of counts where the inputs are no plane.

    Attributes
    ----------
    values : ndarray, shape (height, width), or None
        ŷ over the plane for two classes, else the winning class; row 0 at the lowest x2.
    line : tuple of two ndarray, shape (n,)
        x1 and x2 of the line between the answers, parts separated by NaN.
    counts : ndarray of int, shape (classes, classes), or None
        By true and predicted class, if there is no plane.
    not_a_number : bool
        Whether ŷ is somewhere not a number: there it is hatched.
    """

    def __init__(self, canvas: Canvas, overlay: Overlay) -> None:
        super().__init__(canvas, z=1.0)
        self.values: FloatArray | NDArray[np.uint8] | None = None
        self.line: tuple[FloatArray, FloatArray] = (np.empty(0), np.empty(0))
        self.counts: NDArray[np.int64] | None = None
        self.not_a_number = False
        self.font = QFont()
        self._canvas = canvas
        self._overlay = overlay
        self._frame: Frame | None = None
        self._image = QImage()
        self._colours: ColorTable = np.zeros((1, 1), np.uint32)
        self._coloured_in = self.palette
        self._path = QPainterPath()
        self._path_of: Hashable = None

    def display(self, frame: Frame) -> None:
        """Show the answers of `frame`; repaint if one changed."""
        before, self._frame = self._frame, frame
        same_data = before is not None and before.drawn_points[0] is frame.drawn_points[0]
        same_data = same_data and self._coloured_in is self.palette
        plane = frame.drawn_plane
        if plane is None:
            counts = confusion(_by_class(frame.network.output.A), frame.data.labels)
            if self.counts is None or not np.array_equal(counts, self.counts) or not same_data:
                self.values, self.counts = None, counts
                self.update()
            return
        self.counts = None
        values = image_values(plane, frame.data.classes)
        hatched = not bool(np.isfinite(plane.probability).all())
        if same_data and self.values is not None and np.array_equal(self.values, values, equal_nan=hatched):
            return
        self.values, self.not_a_number = values, hatched
        self.line = (np.empty(0), np.empty(0))
        if not self.not_a_number:
            self.line = borders(plane, frame.data.classes)
        self._path_of = None
        self._colour(values, frame.data.classes)
        self.update()

    def _colour(self, values: FloatArray | NDArray[np.uint8], classes: int) -> None:
        """Make the image; QImage keeps a view of the array."""
        self._coloured_in = self.palette
        self._colours = _table(classes, self.palette)[_indices(values, classes)[::-1]]
        height, width = self._colours.shape
        form = QImage.Format.Format_ARGB32 if self.not_a_number else QImage.Format.Format_RGB32
        self._image = QImage(self._colours.data, width, height, 4 * width, form)

    def draw(self, painter: QPainter) -> None:
        """Regions, line, examples, inside round corners."""
        frame, square = self._frame, self.boundingRect()
        if frame is None or square.isEmpty():
            return
        plane = frame.drawn_plane
        if plane is None:
            self._draw_counts(painter, square)
            return
        painter.save()
        painter.setClipRect(square)
        if self.not_a_number:
            painter.fillRect(square, QColor(self.palette.neutral))
            painter.fillRect(square, QBrush(QColor(self.palette.edge), Qt.BrushStyle.BDiagPattern))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, frame.data.classes == 2)
        self._draw_image(painter, square, plane)
        painter.setPen(QPen(QColor(self.palette.ink), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._line_path(plane, square))
        side, ratio = round(square.width()), self._canvas.devicePixelRatioF()
        painter.drawPixmap(square.topLeft(), self._overlay.of(frame, self.palette, side, ratio))
        painter.restore()

    def _draw_image(self, painter: QPainter, square: QRectF, plane: Plane) -> None:
        """The regions, strip by strip, all alike in the end."""
        around, height = _around(square, plane), max(1, int(STRIP / self._canvas.devicePixelRatioF()))
        for top in range(0, math.ceil(square.height()), height):
            strip = QRectF(square.left(), square.top() + top, square.width(), height)
            painter.setClipRect(strip & square)
            painter.drawImage(around, self._image)
        painter.setClipRect(square)

    def _draw_counts(self, painter: QPainter, square: QRectF) -> None:
        if self.counts is not None and self._frame is not None:
            painter.save()
            painter.translate(square.topLeft())
            names = self._frame.data.class_names
            paint_counts(painter, self.counts, square.width(), self.palette, self.font, names)
            painter.restore()

    def _line_path(self, plane: Plane, square: QRectF) -> QPainterPath:
        key = (square.x(), square.y(), square.width())
        if key != self._path_of:
            self._path_of = key
            x, y = _to_pixels(*self.line, plane, square.width())
            self._path = pg.arrayToQPath(x + square.left(), y + square.top(), connect="finite")
        return self._path


def _by_class(A: FloatArray) -> FloatArray:
    """Probabilities of every class: a single output is that of class 1."""
    return np.vstack([1.0 - A, A]) if A.shape[0] == 1 else A


def _around(square: QRectF, plane: Plane) -> QRectF:
    """Where the image goes so that the centres of its outer pixels lie on the square's edges."""
    columns, rows = plane.x1.size - 1, plane.x2.size - 1
    dx, dy = square.width() / columns / 2, square.height() / rows / 2
    return QRectF(QPointF(square.left() - dx, square.top() - dy), square.bottomRight() + QPointF(dx, dy))


def _indices(values: FloatArray | NDArray[np.uint8], classes: int) -> IndexArray:
    if classes > 2:
        return values.astype(np.uint8)
    bad = np.isnan(values)
    share = np.where(bad, 0.5, values) if bad.any() else values
    indices = np.rint(share * (TINTS - 1)).astype(np.uint8)
    # exactly ½ is exactly neutral, nothing else is
    middle = np.nonzero(indices == TINTS // 2)
    indices[middle] += np.sign(share[middle] - 0.5).astype(np.int8).view(np.uint8)
    if bad.any():
        indices[bad] = NO_NUMBER
    return indices


@lru_cache(maxsize=8)
def _table(classes: int, palette: Palette) -> ColorTable:
    table = np.zeros(256, np.uint32)  # transparent
    colours = region_colours(classes, palette, TINTS)
    table[: len(colours)] = [QColor(colour).rgb() for colour in colours]
    return table
