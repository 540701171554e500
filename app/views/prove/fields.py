"""A number a person types, taken on Enter or on leaving; a choice some items of which may be out of reach."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.format import MINUS, THIN_SPACE

SHORTEST = 7
"""Letters of a choice that can always be read."""
LEAST_WIDTH = 60


class NumberField(QLineEdit):
    """A line that holds a number.

    Parameters
    ----------
    name : str
        Object name.
    label : str
        What the number is, for messages and screen readers.
    value : float
    low, high : float
        The least and the largest it may be.
    whole : bool
        Whether it is an integer.

    Attributes
    ----------
    value : float
        The number taken last.
    """

    refused = Signal(str)
    """What was typed is not taken, and why; the former number stands again."""

    def __init__(
        self,
        name: str,
        label: str,
        value: float,
        *,
        low: float = -math.inf,
        high: float = math.inf,
        whole: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.label, self.value, self._low, self._high, self._whole = label, value, low, high, whole
        self.setMinimumWidth(LEAST_WIDTH)
        self.setText(typed(value))
        self.editingFinished.connect(self.take)

    @Slot()
    def take(self) -> bool:
        """Take what is typed; False if it is refused."""
        value = parsed(self.text())
        wanted = "a whole number" if self._whole else "a number"
        bounds = f" from {typed(self._low)} to {typed(self._high)}" if math.isfinite(self._high) else ""
        if value is None or not self._low <= value <= self._high or (self._whole and value != int(value)):
            received = f"“{self.text().strip()}”" if self.text().strip() else "nothing"
            self.setText(typed(self.value))
            self.refused.emit(f"{self.label} must be {wanted}{bounds}, not {received}.")
            return False
        self.value = value
        self.setText(typed(value))
        return True


class Choice(QComboBox):
    """A list that drops down; the wheel is left to what scrolls around it."""

    def __init__(self, name: str, label: str, items: Sequence[str], tip: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
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


def typed(x: float) -> str:
    """`x` as a person would type it: ``"0.001"``, ``"1e-5"``, ``"2000"``."""
    if math.isfinite(x) and x == int(x) and abs(x) < 1e12:
        return str(int(x))
    mantissa, _, exponent = f"{x:.15g}".partition("e")
    return f"{mantissa}e{int(exponent)}" if exponent else mantissa


def parsed(text: str) -> float | None:
    """The finite number a text stands for, or None; a typeset minus and spaces between digits are allowed."""
    plain = text.strip().replace(MINUS, "-").replace(THIN_SPACE, "").replace(" ", "").replace("_", "x")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
