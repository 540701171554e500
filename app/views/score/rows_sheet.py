"""The sheet on which the rows of the score lie: where not all of them fit, it scrolls."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtWidgets import QScrollBar, QWidget

SCROLL_BAR = 10
INSET = 6
"""Between the card's rim and the rows, so that its round corners stay."""
RADIUS_ROOM = 6
"""What the scroll bar leaves besides to the round corners above and below it."""
WHEEL_STEP = 16
"""Pixels that the rows move in three of which a notch of the wheel turns."""
SIGHT_AIR = 4
"""Pixels around what is scrolled into sight."""


class RowsSheet(QWidget):
    """Through it the sheet is seen, all of it or a part.

    Attributes
    ----------
    sheet : QWidget
        The parent of the rows.
    bar : QScrollBar
        ``score-rows-scroll``, beside it.
    """

    scrolled = Signal()

    def __init__(self, card: QWidget) -> None:
        super().__init__(card)
        self.sheet = QWidget(self)
        bar = self.bar = QScrollBar(Qt.Orientation.Vertical, card)
        bar.setObjectName("score-rows-scroll")
        bar.setAccessibleName("Rows in sight")
        bar.setToolTip("Not all rows fit: scroll, or turn the wheel, to see the others.")
        bar.valueChanged.connect(self._scroll)
        bar.hide()

    def fit(self, width: int, height: int, wanted: int, bar_width: int) -> None:
        """Lie in a card.

        Parameters
        ----------
        width, height : int
            Pixels of the card's width, and of the height that rows have in it.
        wanted : int
            Height that the rows want.
        bar_width : int
        """
        beyond = max(0, wanted - height)
        aside = bar_width if beyond else 0
        self.setGeometry(1, INSET, width - 2 - aside, height)
        bar = self.bar
        bar.setGeometry(width - 2 - aside, INSET + RADIUS_ROOM, aside, height - 2 * RADIUS_ROOM)
        bar.setVisible(bool(beyond))
        bar.setPageStep(height)
        bar.setSingleStep(WHEEL_STEP)
        bar.setRange(0, beyond)
        self.sheet.resize(self.width(), height + beyond)
        self._scroll(bar.value())

    @Slot(int)
    def _scroll(self, offset: int) -> None:
        self.sheet.move(0, -offset)
        self.scrolled.emit()

    def show_place(self, part: QWidget, place: QRectF) -> None:
        """Scroll to `place` of a row or its canvas, if it is out of sight."""
        top = part.mapTo(self.sheet, place.topLeft().toPoint()).y()
        lowest = math.ceil(top + place.height()) - self.height() + SIGHT_AIR
        self.bar.setValue(min(max(self.bar.value(), lowest), top - SIGHT_AIR))

    def in_sight(self, part: QWidget, place: QRectF) -> bool:
        """Whether any of `place` of a row or its canvas is in sight, as far as the rows scroll."""
        corner = part.mapTo(self, place.topLeft().toPoint())
        return self.rect().intersects(QRectF(corner, place.size()).toAlignedRect())
