"""A number a person types, taken on Enter or on leaving."""

from __future__ import annotations

import math

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from app.look.typed_numbers import parsed, typed
from symgui.plain_text import why_no_number

LEAST_WIDTH = 60


class BoundedNumberField(QLineEdit):
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
        if value is None:
            sentence = why_no_number(self.text(), wanted + bounds)
            self.setText(typed(self.value))
            self.refused.emit(f"{self.label} {sentence}.")
            return False
        if not self._low <= value <= self._high or (self._whole and value != int(value)):
            received = self.text().strip()
            self.setText(typed(self.value))
            self.refused.emit(f"{self.label} must be {wanted}{bounds}, not “{received}”.")
            return False
        self.value = value
        self.setText(typed(value))
        return True
