"""A small field where a weight or bias is, for another value of it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.look.layouts import filled
from app.panels.overlay import Popover
from app.views.base.number_field import NumberField

FIELD_WIDTH = 150


class CellEditor(Popover):
    """A label and a number over the window: Enter applies, Escape or a press elsewhere cancels."""

    applied = Signal(str, float)
    """The parameter's name in the experiment file, and its new value, if it is another."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._name = ""
        self._value = 0.0
        self._label = QLabel()
        self.field = NumberField("cell-editor", "weight", step=None)
        self.field.keeps_space = True
        self.field.setFixedWidth(FIELD_WIDTH)
        self.field.setToolTip("Enter applies the value, Esc leaves it as it was")
        self.field.entered.connect(self._apply)
        filled(QHBoxLayout(self), self._label, self.field, margins=(12, 10, 12, 10))

    def edit(self, name: str, label: str, value: float, corner: QPoint) -> None:
        """Ask for another value of the parameter `name`, now `value`; `corner` is in the window."""
        self._name = name
        self._value = value
        self._label.setText(label)
        self.field.label = label
        self.field.setAccessibleName(f"new value of {label}")
        self.field.show_value(value)
        self.show_at(corner)
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self.field.selectAll()

    def _apply(self) -> None:
        self.dismiss()
        value = self.field.value()
        if value != self._value:
            self.applied.emit(self._name, value)
