"""Brackets beside a layer's units: from the first to the last of a group, in lanes that do not cross."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

TICK = 5.0
LANE = 8.0
"""Pixels between two lanes."""


class Bracket(msgspec.Struct, frozen=True):
    """A vertical line with its ends bent towards the units.

    Attributes
    ----------
    x, top, bottom : float
    ticks : tuple of float
        Heights of the members, if others lie between them.
    toward : float
        −1 if the units are on its left, +1 if on its right.
    label : QRectF or None
        Where words stand beside it; kept free of edges.
    """

    x: float
    top: float
    bottom: float
    ticks: tuple[float, ...] = ()
    toward: float = -1.0
    label: QRectF | None = None

    def path(self) -> QPainterPath:
        """The line that is painted."""
        inner = self.x + self.toward * TICK
        path = QPainterPath(QPointF(inner, self.top))
        path.lineTo(self.x, self.top)
        path.lineTo(self.x, self.bottom)
        path.lineTo(inner, self.bottom)
        for y in self.ticks:
            path.moveTo(inner, y)
            path.lineTo(self.x, y)
        return path


def lanes(spans: Iterable[tuple[float, float]]) -> list[int]:
    """For each (top, bottom) the first lane in which nothing before it is in the way."""
    ends: list[float] = []
    chosen = []
    for top, bottom in spans:
        lane = next((i for i, end in enumerate(ends) if end < top), len(ends))
        ends[lane : lane + 1] = [bottom]
        chosen.append(lane)
    return chosen


def contiguous(members: Iterable[int], order: Iterable[int]) -> bool:
    """Whether the `members` among `order` follow each other there without another between them."""
    flags = [unit in set(members) for unit in order]
    first = flags.index(True)
    return all(flags[first : first + sum(flags)])
