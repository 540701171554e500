"""A layer's units as one drawing: pictures side by side of what each computes, with their rims."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap

from app.look.theme import Palette
from app.views.painting.canvas import Canvas, Drawing
from app.views.painting.tiles import UnitInk, paint_rim
from symgui.arrays import FloatArray
from symgui.figures.colors import TILE_BAD, ColorTable, IndexArray, tile_indices

RIM = 3
"""Pixels around a tile that its rim may take."""


class RimPictures:
    """Rims, each kind painted once; tiles of one size have few kinds."""

    MOST = 64

    def __init__(self) -> None:
        self._pictures: dict[Hashable, QPixmap] = {}

    def of(self, unit: UnitInk, palette: Palette, ratio: float) -> QPixmap:
        """The rim of a tile, with `RIM` pixels around it."""
        _, _, width, height = unit.rect
        key = (width, height, bool(unit.letter), unit.exact, unit.bad, palette, ratio)
        if key not in self._pictures:
            if len(self._pictures) >= self.MOST:
                self._pictures.clear()
            self._pictures[key] = _paint(unit, palette, ratio)
        return self._pictures[key]


def _paint(unit: UnitInk, palette: Palette, ratio: float) -> QPixmap:
    left, top, width, height = unit.rect
    picture = QPixmap(round((width + 2 * RIM) * ratio), round((height + 2 * RIM) * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(RIM - left, RIM - top)
    paint_rim(painter, unit, palette)
    painter.end()
    return picture


class TilesDrawing(Drawing):
    """All tiles of a lane; painted again only if a pixel or a rim changed.

    Attributes
    ----------
    indices : ndarray of uint8, shape (units, rows, columns)
        Colours, row 0 at the top; no units if nothing is shown.
    places : list of QRectF
        One a unit.
    limit : float
        The ± limit of the colours.
    bad : ndarray of bool, shape (units,)
        Whose picture holds what is not a number.
    """

    def __init__(self, canvas: Canvas, rims: RimPictures) -> None:
        super().__init__(canvas, z=2.0)
        self.indices: IndexArray = np.zeros((0, 1, 1), np.uint8)
        self.places: list[QRectF] = []
        self.limit = 1.0
        self.bad = np.zeros(0, np.bool_)
        self._canvas = canvas
        self._rims = rims
        self._units: tuple[UnitInk, ...] = ()
        self._table: ColorTable | None = None
        self._image = QImage()

    def display(self, values: FloatArray, limit: float, table: ColorTable, places: list[QRectF]) -> None:
        """Show a picture for each of `values` (units × rows × columns, row 0 below) in `places`."""
        self.limit = limit
        indices = tile_indices(values[:, ::-1], limit)
        if table is self._table and places == self.places and np.array_equal(indices, self.indices):
            return
        self.indices, self.places, self._table = indices, places, table
        self.bad = (indices == TILE_BAD).any(axis=(1, 2))
        # one below the other in one image, which keeps a view of the array
        self._colours = table[indices]
        units, rows, columns = indices.shape
        self._image = QImage(
            self._colours.data, columns, units * rows, 4 * columns, QImage.Format.Format_RGB32
        )
        self.update()

    def ring(self, units: Sequence[UnitInk]) -> None:
        """Draw these rims around the tiles."""
        if tuple(units) != self._units:
            self._units = tuple(units)
            self.update()

    def draw(self, painter: QPainter) -> None:
        """Pictures, then rims."""
        _, rows, columns = self.indices.shape
        for i, place in enumerate(self.places):
            painter.drawImage(place, self._image, QRectF(0, i * rows, columns, rows))
        ratio = self._canvas.devicePixelRatioF()
        for unit in self._units:
            corner = QPointF(unit.rect[0] - RIM, unit.rect[1] - RIM)
            painter.drawPixmap(corner, self._rims.of(unit, self.palette, ratio))
