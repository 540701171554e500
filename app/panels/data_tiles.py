"""The pictures on the tiles of data sets, painted from their points."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from app.look.theme import Palette
from symgui.arrays import FloatArray
from symgui.data import load_data
from symgui.data.digits import SIDE, images
from symgui.experiment import DataSpec
from symgui.experiment.parts import DataKind

MOST_POINTS = 110
"""More would make a blot of a tile."""
MARGIN = 0.09
"""Of the tile's side, left free all around."""
FEW_MARGIN = 0.22
"""The same where the points are few."""
OUTLIERS = 2.0
"""Percent on each side that may lie outside the tile: normal points have far stragglers."""
DISC, TRIANGLE = 0.028, 0.034
"""Radii of the markers of class 1 and 0, as shares of the tile's side."""
FEW = 10
"""At most so many points are few."""
LARGER = 2.6
"""So many times larger are the markers of few points."""


def data_picture(kind: DataKind, palette: Palette, size: int, device_pixel_ratio: float = 1.0) -> QPixmap:
    """A data set with its defaults, as it looks in the plane.

    Parameters
    ----------
    kind : str
        As in the experiment file: ``"flower"``, ``"circles"``, …
    palette : Palette
    size : int
        Side in logical pixels.
    device_pixel_ratio : float
        Physical pixels per logical one.
    """
    picture = QPixmap(round(size * device_pixel_ratio), round(size * device_pixel_ratio))
    picture.setDevicePixelRatio(device_pixel_ratio)
    picture.fill(Qt.GlobalColor.transparent)
    if kind in ("digits", "file"):
        painter = QPainter(picture)
        (_paint_digit if kind == "digits" else _paint_table)(painter, palette, size)
        painter.end()
        return picture
    places, labels = tile_points(kind)
    larger = LARGER if labels.size <= FEW else 1.0
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for (x, y), label in zip(places * size, labels, strict=True):
        painter.setBrush(QColor(palette.positive if label else palette.negative))
        if label:
            painter.drawEllipse(QPointF(x, y), larger * DISC * size, larger * DISC * size)
        else:
            painter.drawPolygon(triangle(x, y, larger * TRIANGLE * size))
    painter.end()
    return picture


def _paint_digit(painter: QPainter, palette: Palette, size: int) -> None:
    """A three, as the network sees it."""
    pixels, found = images()
    image = pixels[np.flatnonzero(found == 3)[0]].reshape(SIDE, SIDE)
    left, side = MARGIN * size, (1 - 2 * MARGIN) * size / SIDE
    colour = QColor(palette.ink)
    for (row, column), value in np.ndenumerate(image):
        colour.setAlphaF(float(value))
        painter.fillRect(QRectF(left + column * side, left + row * side, side, side), colour)


def _paint_table(painter: QPainter, palette: Palette, size: int) -> None:
    """Rows and columns, the first row filled."""
    left, side = 0.16 * size, 0.68 * size
    painter.setPen(QPen(QColor(palette.edge), 1.0))
    painter.fillRect(QRectF(left, left, side, side / 4), QColor(palette.neutral))
    for k in range(5):
        at = left + side * k / 4
        painter.drawLine(QPointF(left, at), QPointF(left + side, at))
        if k % 2 == 0:
            painter.drawLine(QPointF(at, left), QPointF(at, left + side))


@cache
def tile_points(kind: DataKind) -> tuple[FloatArray, NDArray[np.int64]]:
    """Points of a data set in a unit square, y downwards, and their classes.

    Returns
    -------
    places : ndarray, shape (m, 2)
    labels : ndarray of int, shape (m,)
    """
    data = load_data(DataSpec(kind=kind, samples=MOST_POINTS))  # a truth table keeps its four points
    few = data.m <= FEW
    ranked = np.sort(data.X, axis=1)
    left_out = 0 if few else round(OUTLIERS / 100 * (data.m - 1))  # np.percentile would import numpy.ma
    low, high = ranked[:, left_out], ranked[:, data.m - 1 - left_out]
    scale = (1 - 2 * (FEW_MARGIN if few else MARGIN)) / (high - low).max()
    places = 0.5 + (data.X.T - (low + high) / 2) * scale * np.array([1.0, -1.0])
    inside = (np.abs(places - 0.5) < 0.5 - DISC).all(axis=1)
    return places[inside], data.labels[inside]


def triangle(x: float, y: float, radius: float) -> QPolygonF:
    """A triangle that stands on its base, around a centre."""
    return QPolygonF(
        [
            QPointF(x, y - 1.15 * radius),
            QPointF(x + radius, y + 0.75 * radius),
            QPointF(x - radius, y + 0.75 * radius),
        ]
    )
