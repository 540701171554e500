"""How large type has to be to be read from the last row: by the height of the screen."""

from __future__ import annotations

import math

from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QWidget

from app.look.style_sheet import sized
from app.look.type_sizes import NARROWEST

CAPITALS = 0.03
"""Height of a capital, as a share of the screen's height."""
CLAIMS = 0.025
"""The same for claims and figures, at least."""
TICKS = 0.02
"""The same for ticks and notes: nothing on the stage is smaller."""
_PROBE = 1000


def type_pixels(font: QFont, width: int, height: int, share: float = CAPITALS) -> int:
    """The smallest size in pixels in which capitals of `font` reach their share of the screen's height.

    Parameters
    ----------
    font : QFont
        Its size does not matter.
    width, height : int
        Of the screen.
    share : float
        `CAPITALS`, `CLAIMS` or `TICKS`.
    """
    probe = QFont(font)
    probe.setPixelSize(_PROBE)
    capital = QFontMetricsF(probe).capHeight() / _PROBE
    return max(1, math.ceil(share * min(height, width / NARROWEST) / capital))


def set_type(view: QWidget, pixels: int) -> None:
    """Give a view and all in it type of so many pixels.

    What lies below a style sheet is not handed down its parent's type, so each is told; the view then
    gives its ticks and notes their own.
    """
    if view.font().pixelSize() == pixels:
        return
    for part in view.findChildren(QWidget):
        part.setFont(sized(part.font(), pixels, bold=part.font().bold()))
    view.setFont(sized(view.font(), pixels))
