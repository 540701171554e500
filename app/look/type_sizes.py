"""How large a view's type is, and with it everything else that it draws."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import QWidget

SMALLEST_SIZE = 11
"""Ticks and notes are never smaller, in pixels: their size beside the normal type of 13 pixels."""
SMALL_SHARE = 0.85
"""Of the type, for ticks and notes …"""
LARGE_FROM = 18
"""… but beside type as large as this, in pixels, which is read from afar, …"""
LARGE_SHARE = 0.675
"""… two thirds are enough."""
BOLDER = 1.4
"""Lines grow more than lengths: what is written large is looked at from afar."""
NARROWEST = 4 / 3
"""A screen that is narrower than so many times its height gets the type of one that is not."""


def pixel_size(font: QFont) -> int:
    """Pixels of `font`, however its size was given."""
    given = font.pixelSize()
    return given if given > 0 else QFontInfo(font).pixelSize()


def small_size(size: int) -> int:
    """Pixels of ticks and notes beside type of `size` pixels."""
    share = SMALL_SHARE if size < LARGE_FROM else LARGE_SHARE
    return max(SMALLEST_SIZE, round(share * size))


def small_font(widget: QWidget) -> QFont:
    """The widget's font, smaller, for ticks and notes beside a curve."""
    font = QFont(widget.font())
    font.setPixelSize(small_size(pixel_size(font)))
    return font


def length_scale(size: int) -> float:
    """What to multiply lengths with beside type of `size` pixels: 1 in a window, whatever the desktop's type.

    Beside large type they follow the small one, which is what crowds a view.
    """
    return 1.0 if size < LARGE_FROM else small_size(size) / SMALLEST_SIZE


def scale_of(widget: QWidget) -> float:
    """`length_scale` beside the type of `widget`."""
    return length_scale(pixel_size(widget.font()))


def pen_width(widget: QWidget, width: float = 1.0) -> float:
    """How wide to draw a line that is `width` pixels wide in a window."""
    scale = scale_of(widget)
    return width if scale == 1.0 else round(BOLDER * scale * width)


def scaled(widget: QWidget, pixels: float) -> int:
    """`pixels` in a window, in whole pixels beside the type of `widget`."""
    return round(pixels * scale_of(widget))
