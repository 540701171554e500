"""Where one or two views go: side by side or one below the other, as their shapes have it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect

from app.views.catalogue import VIEWS

FIRST = 0.6
"""Shares of the room that the first of two views may have."""
TO_READ = 0.56
"""… or, if only the other has to be read, so much less than all: that comes before pictures."""


def places(views: Sequence[str], room: QRect, gap: int) -> list[QRect]:
    """A rectangle for each of one or two `views`, by name, in `room`.

    The first one is the larger, unless the other has to be read. Two stand side by side or one below the
    other: whichever lets them fill more of their places.
    """
    if len(views) < 2:
        return [room][: len(views)]
    first = 1.0 - TO_READ if VIEWS[views[1]].read and not VIEWS[views[0]].read else FIRST
    both = _beside(room, gap, first), _below(room, gap, first)
    return max(both, key=lambda rects: _filled(views, rects))


def _beside(room: QRect, gap: int, share: float) -> list[QRect]:
    first = round(share * (room.width() - gap))
    left = QRect(room.x(), room.y(), first, room.height())
    return [left, QRect(left.right() + 1 + gap, room.y(), room.width() - gap - first, room.height())]


def _below(room: QRect, gap: int, share: float) -> list[QRect]:
    first = round(share * (room.height() - gap))
    top = QRect(room.x(), room.y(), room.width(), first)
    return [top, QRect(room.x(), top.bottom() + 1 + gap, room.width(), room.height() - gap - first)]


def _filled(views: Sequence[str], rects: Sequence[QRect]) -> float:
    """The geometric mean, but for its root, of the areas that the views' shapes fill."""
    product = 1.0
    for view, rect in zip(views, rects, strict=True):
        shape = VIEWS[view].shape
        width = min(rect.width(), shape * rect.height())
        product *= width * width / shape
    return product
