"""The marks of a timeline, in ink: what kind of event it is tells the shape, never a hue."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

_CIRCLE = tuple((math.cos(k * math.pi / 6), math.sin(k * math.pi / 6)) for k in range(13))

SHAPES: dict[str, tuple[bool, tuple[tuple[tuple[float, float], ...], ...]]] = {
    "symmetry": (True, (((0, -1), (1, 0), (0, 1), (-1, 0), (0, -1)),)),
    "accuracy": (True, (((0, -1), (1, 0.8), (-1, 0.8), (0, -1)),)),
    "dead": (False, (_CIRCLE, ((-0.7, -0.7), (0.7, 0.7)))),
    "saturated": (False, (((-1, 0.8), (-0.4, 0.8), (0.4, -0.8), (1, -0.8)),)),
    "diverged": (False, (((-0.8, -0.8), (0.8, 0.8)), ((0.8, -0.8), (-0.8, 0.8)))),
    "edited": (False, (((-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8), (-0.8, -0.8)),)),
    "forked": (False, (((0, 1), (0, 0), (-0.9, -1)), ((0, 0), (0.9, -1)))),
}
"""For each kind of event whether it is filled, and its lines; from −1 to 1, y downwards."""

RANKS = ("edited", "saturated", "dead", "accuracy", "symmetry", "forked", "diverged")
"""Where there is room for one mark only, that of the kind that comes last here is painted."""


def rank(kind: str) -> int:
    """How much a kind of event matters beside others."""
    return RANKS.index(kind) if kind in RANKS else -1


def paint_mark(painter: QPainter, kind: str, centre: QPointF, radius: float, ink: str) -> None:
    """The mark of a kind of event; nothing for a kind that has none."""
    filled, lines = SHAPES.get(kind, (False, ()))
    painter.setPen(QPen(QColor(ink), max(1.2, 0.35 * radius)))
    painter.setBrush(QColor(ink) if filled else Qt.BrushStyle.NoBrush)
    for line in lines:
        points = QPolygonF([centre + QPointF(radius * x, radius * y) for x, y in line])
        if filled:
            painter.drawPolygon(points)
        else:
            painter.drawPolyline(points)


def paint_flag(painter: QPainter, foot: QPointF, height: float, ink: str) -> None:
    """A pinned moment: a flag that hangs from `foot` downwards."""
    colour = QColor(ink)
    painter.setPen(QPen(colour, 1.2))
    end = foot + QPointF(0, height)
    painter.drawLine(foot, end)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    wide = 0.75 * height
    painter.drawPolygon(QPolygonF([end, end - QPointF(0, 0.6 * height), end + QPointF(wide, -0.3 * height)]))
