"""How examples of a class look: two classes differ by hue and shape, more by shape and ink, many by digit."""

from __future__ import annotations

from functools import cache

import msgspec
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainterPath, QPen, QTransform

from app.look.theme import Palette
from app.views.base.plot import cosmetic_pen
from symgui.figures.classes import class_colours

SIZES = ((500, 7), (2_000, 5))
"""Diameter of a marker in pixels, by how many examples there are at most."""
SMALLEST_SIZE = 4
MANY = 150
"""More examples than this, of more than two classes, get smaller markers."""
RIM = 0.8
HOLLOW_RIM = 1.3
SHAPES = (("t1", "▲", 1), ("o", "●", 0), ("s", "■", 0), ("d", "◆", 2))
"""Of the first four classes: pyqtgraph's symbol, a sign for texts, pixels added to look as large."""
DIGIT_SIZES = ((120, 9), (240, 8))
SMALLEST_DIGIT = 6
"""Heights of a digit in pixels, likewise."""


class Marker(msgspec.Struct, frozen=True):
    """What pyqtgraph needs to draw an example: a named symbol or a path of height 1, and its two colours."""

    symbol: str | QPainterPath
    size: int
    pen: QPen
    brush: QBrush


def markers(
    classes: int, count: int, palette: Palette, hollow: bool, scale: float = 1.0
) -> tuple[Marker, ...]:
    """The marker of every class.

    Parameters
    ----------
    classes : int
    count : int
        How many examples there are: the more, the smaller.
    palette : Palette
    hollow : bool
        For test examples: the same shapes, smaller, only their outline coloured.
    scale : float
        How many times as large as beside the normal type.
    """
    if classes > len(SHAPES):
        ink = QBrush(QColor(palette.muted if hollow else palette.ink))
        none = QPen(Qt.PenStyle.NoPen)
        size = next((size for most, size in DIGIT_SIZES if count <= most), SMALLEST_DIGIT) - 2 * hollow
        return tuple(Marker(digit(k), round(scale * size), none, ink) for k in range(classes))
    base = next((size for most, size in SIZES if count <= most), SMALLEST_SIZE) - hollow
    if classes > 2 and count > MANY:
        base = max(SMALLEST_SIZE, base - 2)  # the matrix leaves them a smaller plane
    result = []
    for k, colour in enumerate(class_colours(classes, palette)):
        symbol, _, larger = SHAPES[k]
        rim = palette.paper if colour != palette.paper else palette.ink
        if hollow:
            rim, colour = (colour if classes == 2 else palette.ink), palette.paper
        pen = cosmetic_pen(rim, scale * (HOLLOW_RIM if hollow else RIM))
        result.append(Marker(symbol, round(scale * (base + larger)), pen, QBrush(QColor(colour))))
    return tuple(result)


@cache
def digit(number: int) -> QPainterPath:
    """The digit as a bold outline of height 1 around the origin."""
    font = QFont()
    font.setPixelSize(100)
    font.setBold(True)
    path = QPainterPath()
    path.addText(0, 0, font, str(number))
    box: QRectF = path.boundingRect()
    scale = 1 / max(1.0, box.height())
    centre = box.center()
    return QTransform().scale(scale, scale).translate(-centre.x(), -centre.y()).map(path)
