"""A choice in a view, some items of which may be out of reach."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox

SHORTEST = 7
"""Letters of a choice that can always be read."""


class ViewChoice(QComboBox):
    """A list that drops down; the wheel is left to what scrolls around it."""

    def __init__(self, name: str, label: str, items: Sequence[str], tip: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setAccessibleDescription(f"{label}: {tip}")  # on Linux a combo box is called by its value
        self.setToolTip(tip)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(SHORTEST)
        self.addItems(items)

    def rename(self, index: int, text: str) -> None:
        """Call an item something else."""
        if text != self.itemText(index):
            self.setItemText(index, text)

    def allow(self, index: int, allowed: bool) -> None:
        """Whether an item can be chosen."""
        model = self.model()
        assert isinstance(model, QStandardItemModel)
        if model.item(index).isEnabled() != allowed:
            model.item(index).setEnabled(allowed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, and an arrow that says there is more."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Text), 1.4))
        right, middle = self.width() - 9.0, self.height() / 2
        painter.drawPolyline(
            [QPointF(right - 7, middle - 2), QPointF(right - 3.5, middle + 2), QPointF(right, middle - 2)]
        )

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Choosing needs a click or a key."""
        event.ignore()
