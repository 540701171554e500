"""Where one or two views go: side by side or one below the other, as their shapes have it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect

SHAPES = {
    "network": 1.3, "weights": 3.0, "activations": 3.0, "gradients": 3.0, "score": 1.0,
    "boundary": 0.85, "cost": 1.4, "why": 2.2, "induction": 2.0, "symmetry": 2.6, "signal": 2.0,
    "values": 2.4, "phases": 2.2, "collapse": 2.6, "nudge": 2.6, "race": 1.8, "checklist": 1.6,
}  # fmt: skip
"""Width over height with which a view shows most."""
FIRST = 0.6
"""The first view's share of the room, …"""
READ = ("why", "induction", "checklist")
TO_READ = 0.56
"""… or, if the other is one of `READ`, so much less than all: what has to be read comes before pictures."""


def places(views: Sequence[str], room: QRect, gap: int) -> list[QRect]:
    """A rectangle for each of one or two `views`, by name, in `room`.

    The first one is the larger, unless the other has to be read. Two stand side by side or one below the
    other: whichever lets them fill more of their places.
    """
    if len(views) < 2:
        return [room][: len(views)]
    first = 1.0 - TO_READ if views[1] in READ and views[0] not in READ else FIRST
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
        shape = SHAPES[view]
        width = min(rect.width(), shape * rect.height())
        product *= width * width / shape
    return product
