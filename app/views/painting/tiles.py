"""A layer's units on the diagram: pictures of what they compute, their rims, biases, letters and brackets."""

from __future__ import annotations

import math
from functools import lru_cache, reduce
from itertools import groupby, pairwise

import msgspec
import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen

from app.look.theme import Palette
from app.views.painting.brackets import Bracket
from app.views.painting.canvas import Canvas, Drawing
from app.views.painting.canvas_fonts import Fonts
from app.views.painting.columns import Column
from app.views.painting.image import IndexImage
from symgui.figures.colors import TILE_BAD, ColorTable, IndexArray

MIN_GAP = 8.0
"""Between two tiles: room for the bias."""
LARGEST_TILE = 84.0


class Tile:
    """The picture of one unit, touched only when a pixel changed."""

    def __init__(self, canvas: Canvas) -> None:
        self.image = IndexImage(canvas, z=2.0)
        self.rect = QRectF()

    @property
    def indices(self) -> IndexArray:
        """The colour indices shown, row 0 at the top."""
        return np.asarray(self.image.image, np.uint8)

    @property
    def bad(self) -> bool:
        """Whether it shows what is not a number."""
        return bytes((TILE_BAD,)) in self.indices.tobytes()

    def show(self, indices: IndexArray, table: ColorTable, rect: QRectF) -> None:
        """Show colour `indices` (row 0 at the top) in `rect`."""
        if not self.image.same(indices, table):
            reshaped = self.image.image is None or self.image.image.shape != indices.shape
            self.image.display(indices, table)
            if reshaped:
                self.rect = QRectF()
        if rect != self.rect:
            self.rect = rect
            self.image.setRect(rect)
        if not self.image.isVisible():
            self.image.setVisible(True)

    def hide(self) -> None:
        """Take it away."""
        self.image.setVisible(False)


class UnitInk(msgspec.Struct, frozen=True):
    """What is drawn around one tile.

    Attributes
    ----------
    rect : tuple of float
        x, y, width, height of the tile.
    letter : str
        Of its group, empty if it is alone.
    exact : bool
        Its group are twins to the bit: a thick ring; else a dashed one.
    bias : float or None
        −1 … 1, the share of the colour scale; NaN if not finite; None for an input.
    bad : bool
        It computes what is no number: hatched.
    """

    rect: tuple[float, float, float, float]
    letter: str = ""
    exact: bool = True
    bias: float | None = None
    bad: bool = False


TOUCHING = 4.0
"""By so much two may lie over each other without touching the letters."""


class LayerInk(Drawing):
    """All line work of one layer's column, repainted when any of it changed."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas, z=3.0)
        self.fonts: Fonts | None = None
        self.units: tuple[UnitInk, ...] = ()
        self.brackets: tuple[Bracket, ...] = ()

    def display(
        self, units: tuple[UnitInk, ...], brackets: tuple[Bracket, ...], fonts: Fonts | None, bounds: QRectF
    ) -> None:
        """Repaint if something differs; without fonts no letters are written."""
        self.set_bounds(bounds)
        if (units, brackets, fonts) != (self.units, self.brackets, self.fonts):
            self.units, self.brackets, self.fonts = units, brackets, fonts
            self.update()

    def draw(self, painter: QPainter) -> None:
        """Rims, biases, letters, brackets."""
        for unit in self.units:
            paint_rim(painter, unit, self.palette)
            if unit.bias is not None:
                self._paint_bias(painter, unit.rect, unit.bias)
        for badge, letter in self._badges():
            self._paint_letter(painter, badge, letter)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.palette.ink), 1.6))
        for bracket in self.brackets:
            if bracket.label is not None:
                painter.fillRect(bracket.label, QColor(self.palette.paper))
            painter.drawPath(bracket.path())

    def _paint_bias(self, painter: QPainter, tile: tuple[float, float, float, float], bias: float) -> None:
        """A bar from the middle of a track below the tile, to the right if b > 0; a hollow dot for 0."""
        left, top, width, height = tile
        middle, y = left + width / 2, top + height + 4.5
        painter.fillRect(QRectF(left, y - 0.5, width, 1.0), QColor(self.palette.line))
        if bias == 0 or math.isnan(bias):
            painter.setPen(QPen(QColor(self.palette.edge), 1.0))
            painter.setBrush(QColor(self.palette.ink if math.isnan(bias) else self.palette.paper))
            painter.drawEllipse(QPointF(middle, y), 2.0, 2.0)
            return
        length = max(3.0, abs(bias) * width / 2)
        color = QColor(self.palette.positive if bias > 0 else self.palette.negative)
        painter.fillRect(QRectF(middle if bias > 0 else middle - length, y - 1.5, length, 3.0), color)
        painter.fillRect(QRectF(middle - 0.5, y - 2.5, 1.0, 5.0), QColor(self.palette.edge))

    def _badges(self) -> list[tuple[QRectF, str]]:
        """The letters and where they stand; where they would cover each other, one for neighbours alike."""
        fonts = self.fonts
        if fonts is None:
            return []
        runs = [
            [(badge_rect(QRectF(*unit.rect), letter, fonts), letter) for unit in units]
            for letter, units in groupby(self.units, key=lambda unit: unit.letter)
            if letter
        ]
        badges = [badge for run in runs for badge in run]
        crowded = any(above.bottom() - below.top() > TOUCHING for (above, _), (below, _) in pairwise(badges))
        if not crowded:
            return badges
        return [(reduce(QRectF.united, (rect for rect, _ in run)), run[0][1]) for run in runs]

    def _paint_letter(self, painter: QPainter, badge: QRectF, letter: str) -> None:
        if self.fonts is None:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.palette.ink))
        painter.drawRoundedRect(badge, 3.0, 3.0)
        painter.setFont(self.fonts.strong)
        painter.setPen(QColor(self.palette.paper))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, letter)


def paint_rim(painter: QPainter, unit: UnitInk, palette: Palette) -> None:
    """The rim of a tile with round corners: strong for one of a group, hatched for what is not a number."""
    rounded, corners = _outlines(*unit.rect)
    painter.fillPath(corners, QColor(palette.paper))
    if unit.bad:
        painter.fillPath(rounded, QBrush(QColor(palette.edge), Qt.BrushStyle.BDiagPattern))
    if unit.letter:
        pen = QPen(QColor(palette.ink), 3.0 if unit.exact and unit.rect[2] >= 24 else 2.0)
        if not unit.exact:
            pen.setDashPattern([2.0, 1.5])
    else:
        pen = QPen(QColor(palette.edge), 1.0)
    painter.strokePath(rounded, pen)


@lru_cache(maxsize=256)
def _outlines(x: float, y: float, width: float, height: float) -> tuple[QPainterPath, QPainterPath]:
    """A tile's outline with round corners, and that within a square one: between the two the corners lie."""
    rect, radius = QRectF(x, y, width, height), min(8.0, 0.18 * width)
    rounded = QPainterPath()
    rounded.addRoundedRect(rect, radius, radius)
    corners = QPainterPath(rounded)
    corners.addRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5))
    return rounded, corners


def badge_rect(tile: QRectF, letter: str, fonts: Fonts) -> QRectF:
    """Where the letter of a group stands: left of its unit's tile."""
    height = fonts.small_height + 2.0
    width = max(height, fonts.width(letter, strong=True) + 6.0)
    return QRectF(tile.left() - 1.0 - width, tile.center().y() - height / 2, width, height)


def tile_rects(column: Column, count: int, top: float, bottom: float) -> list[QRectF]:
    """Places of `count` tiles of a column, one above the other around the middle of the room they have."""
    pitch = (bottom - top) / max(count, 1)
    gap = max(MIN_GAP, 0.16 * pitch)
    largest = min(LARGEST_TILE, 0.42 * column.width, 0.22 * (bottom - top))
    size = math.floor(max(8.0, min(largest, pitch - gap)))
    pitch = min(pitch, size + max(MIN_GAP + 2.0, 0.22 * size))
    first = (top + bottom - count * pitch + pitch - size) / 2
    left = round(column.center - size / 2)
    return [QRectF(left, round(first + i * pitch), size, size) for i in range(count)]
