"""The fields above the table of numbers: which layer, parameters or gradients, copy and paste."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QMenu, QToolButton, QWidget

from app.look.layouts import filled
from app.look.named_widgets import push_button
from app.look.type_sizes import scaled
from app.views.base.choice import ViewChoice

HEIGHT = 26
"""Pixels of fields and buttons, for the usual type."""


class ValueBar(QHBoxLayout):
    """Choices and buttons in a row.

    Attributes
    ----------
    layer : QComboBox
        ``values-layer``; its index is l − 1.
    parameters, gradients : QPushButton
        ``values-parameters``, ``values-gradients``: one of them is checked.
    copy : QToolButton
        ``values-copy``, with a menu.
    paste : QPushButton
        ``values-paste``.
    changed : Signal()
        Another layer, or gradients in the place of parameters.
    """

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__()
        self.layer = ViewChoice("values-layer", "Layer", (), "The layer whose numbers are shown")
        self.layer.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.layer.setMinimumContentsLength(14)
        self.parameters = push_button(
            "values-parameters", "W, b", "Weights and biases", checkable=True, by_tab=True
        )
        self.gradients = push_button(
            "values-gradients", "dW, db", "Their gradients, the L2 term included", checkable=True, by_tab=True
        )
        self.parameters.setChecked(True)
        self.copy = QToolButton(popupMode=QToolButton.ToolButtonPopupMode.InstantPopup)
        self.copy.setObjectName("values-copy")
        self.copy.setText("Copy")
        self.copy.setToolTip("Copy the matrices of this layer, every digit of them")
        self.copy.setMenu(QMenu(parent))
        self.copy.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.paste = push_button(
            "values-paste",
            "Paste",
            "Paste a matrix (from a spreadsheet, CSV, NumPy or MATLAB) over W, over W and b,\n"
            "or from the current cell on",
            by_tab=True,
        )
        self._fields = (self.layer, self.parameters, self.gradients, self.copy, self.paste)
        self._lay_out()
        group = QButtonGroup(parent)
        group.addButton(self.parameters)
        group.addButton(self.gradients)
        group.buttonToggled.connect(self.changed)
        self.layer.currentIndexChanged.connect(self.changed)

    def _lay_out(self) -> None:
        self.setSpacing(8)
        self.addWidget(self.layer)
        kinds = filled(QHBoxLayout(), self.parameters, self.gradients, gap=0)
        self.addLayout(kinds)
        self.addStretch(1)
        self.addWidget(self.copy)
        self.addWidget(self.paste)

    def add_copy(self, text: str) -> QAction:
        """A new entry of the menu of the button Copy."""
        return self.copy.menu().addAction(text)

    def fit(self) -> None:
        """Give the fields the height that the type needs."""
        for field in self._fields:
            field.setFixedHeight(scaled(field, HEIGHT))

    def hide(self) -> None:
        """Take all of it out of sight, as before an audience."""
        for field in self._fields:
            field.hide()

    def name_layers(self, names: Sequence[str]) -> None:
        """Offer these layers; the place that was chosen stays, or the last is; `changed` is not emitted."""
        kept = max(0, self.layer.currentIndex())
        self.layer.blockSignals(True)
        self.layer.clear()
        self.layer.addItems(list(names))
        self.layer.setCurrentIndex(min(kept, len(names) - 1))
        self.layer.blockSignals(False)
