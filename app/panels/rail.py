"""What is left of the left panel in a narrow window: four buttons that open it over the score."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.look.icons import icon
from app.look.layouts import filled
from app.look.named_widgets import tool_button
from app.look.text_scale import follow_text

WIDTH = 64

_BUTTONS = {
    "data": ("Data", "Which examples the network learns from"),
    "network": ("Network", "Layers, units and activations"),
    "start": ("Start", "Where the weights and biases start"),
    "training": ("Training", "Learning rate, batch, optimizer"),
}


class Rail(QFrame):
    """A button for every group of the left panel."""

    opened = Signal(str)
    """A person wants to see that group."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        follow_text(self, QWidget.setFixedWidth, WIDTH)
        column = filled(QVBoxLayout(self), margins=(3, 8, 4, 8), gap=4)
        for name, (text, tip) in _BUTTONS.items():
            button = tool_button(f"rail-{name}", tip, f"open {text.lower()} settings")
            button.setProperty("role", "rail")
            button.setText(text)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setIconSize(QSize(18, 18))
            button.setIcon(icon(name, size=18))
            follow_text(button, QWidget.setFixedSize, WIDTH - 7, 54)
            button.clicked.connect(lambda _=False, name=name: self.opened.emit(name))
            column.addWidget(button)
        column.addStretch(1)
