"""How much of a screen a window may take: all that is free, less its own frame and title bar."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect, QSize
from PySide6.QtWidgets import QWidget

FRAME = QMargins(8, 40, 8, 8)
"""Pixels of a frame and its title bar on most desktops, as long as a window is not shown and has none."""


def frame_of(window: QWidget) -> QMargins:
    """The frame and title bar of `window`; before it is shown, those that it may get."""
    handle = window.windowHandle()
    if handle is None or not window.isVisible():
        return FRAME
    return handle.frameMargins()


def room(available: QRect, frame: QMargins) -> QRect:
    """Where the inside of a window may lie, so that all of it and its `frame` is in `available`."""
    return available.marginsRemoved(frame)


def fitted(size: QSize, within: QRect) -> QRect:
    """`size`, no larger than `within` and in the middle of it."""
    place = QRect(within.topLeft(), size.boundedTo(within.size()))
    place.moveCenter(within.center())
    return place


def moved_inside(place: QRect, within: QRect) -> QRect:
    """`place`, moved and if need be made smaller so that it lies in `within`."""
    size = place.size().boundedTo(within.size())
    left = min(max(place.left(), within.left()), within.right() - size.width() + 1)
    top = min(max(place.top(), within.top()), within.bottom() - size.height() + 1)
    return QRect(left, top, size.width(), size.height())
