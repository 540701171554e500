"""A button as wide as its column, and as high as its text is when it is broken to that width."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

LEAST_WIDTH, USUAL_WIDTH = 120, 220
"""Pixels below which it is never asked to be, and which it asks for."""


class WrappedButton(QAbstractButton):
    """The size of such a button; a subclass says how high it is, and paints it."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def em(self) -> int:
        """Pixels of height of a line of its type."""
        return self.fontMetrics().height()

    def room(self, width: int, left: float, right: float) -> QRect:
        """Where its text may stand, as high as it likes, between so many pixels at the left and right."""
        return QRect(round(left), 0, max(40, width - round(left) - round(right)), 10_000)

    def sizeHint(self) -> QSize:
        """As high as the present width needs."""
        return QSize(USUAL_WIDTH, self.heightForWidth(self.width() if self.width() > 100 else USUAL_WIDTH))

    def minimumSizeHint(self) -> QSize:
        """Narrow, and as high as it is."""
        return QSize(LEAST_WIDTH, self.heightForWidth(max(self.width(), LEAST_WIDTH)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks the text elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
