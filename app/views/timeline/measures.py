"""What the timeline measures once for its size and its type."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QWidget

from app.look.type_sizes import scale_of, small_font

GAP = 12
"""Between the view's ends, the words and the bar."""
KNOB = 6.0
"""Radius of the knob that is dragged."""
BAR = 3.0
"""Thickness of the bar."""
TEXT_SHARE = 0.42
"""Of the width, at most, for the words at the right end."""
WORDS = 340
"""The most that they have."""


class Measures(NamedTuple):
    """The bar, the type of the words, and the pixels of what is a pixel in a window."""

    bar: QRectF
    font: QFont
    metrics: QFontMetricsF
    unit: float


def measured(widget: QWidget) -> Measures:
    """The measures for the size and the type that a widget has now."""
    font, unit = small_font(widget), scale_of(widget)
    metrics, knob, width = QFontMetricsF(font), KNOB * unit, widget.width()
    left = GAP + metrics.horizontalAdvance("iteration 0") + GAP + knob
    right = width - GAP - min(WORDS * unit, TEXT_SHARE * width) - GAP - knob
    bar = QRectF(left, (widget.height() - BAR) / 2, max(1.0, right - left), BAR)
    return Measures(bar, font, metrics, unit)
