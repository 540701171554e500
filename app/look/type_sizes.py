"""How large a view's type is, and with it everything else that it draws."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import QWidget

SMALLEST_SIZE = 11
"""Least size of ticks and notes in pixels: theirs beside the normal type of 13 pixels."""
SMALL_SHARE = 0.85
"""Size of ticks and notes, as a share of the normal type."""
LARGE_FROM = 18
"""Pixels of normal type from which a view is read from afar, before an audience."""
LARGE_SHARE = 0.675
"""Size of ticks and notes beside type of `LARGE_FROM` pixels or more, as a share of it."""
BOLDER = 1.4
"""Factor by which lines grow more than lengths do, beside large type."""
NARROWEST = 4 / 3
"""Width over height below which a screen counts as less high, so that its type is smaller."""


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
