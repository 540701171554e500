"""The number of an iteration to go to: a small field under the one that is shown."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.look.layouts import filled
from app.look.text_scale import follow_text
from app.panels.overlay import Popover
from app.views.base.bubble import hide_bubble
from app.views.base.number_field import NumberField
from symgui.plain_text.numbers import iteration

FIELD_WIDTH = 110


class GoToField(Popover):
    """A number and what is on record: Enter goes there, Escape or a press elsewhere leaves it.

    Attributes
    ----------
    field : NumberField
        ``go-to-iteration``.
    """

    chosen = Signal(int)
    """An iteration that is on record."""

    def __init__(self, window: QWidget, opener: QWidget) -> None:
        super().__init__(window, opener)
        self._furthest = 0
        self.field = _IterationField()
        follow_text(self.field, QWidget.setFixedWidth, FIELD_WIDTH)
        self.field.setToolTip("Enter goes there, Esc stays here")
        self.field.entered.connect(self._choose)
        self._range = QLabel()
        self._range.setProperty("role", "muted")
        filled(QHBoxLayout(self), QLabel("go to"), self.field, self._range, margins=(12, 10, 12, 10))

    def ask(self, here: int, furthest: int, corner: QPoint) -> None:
        """Ask for an iteration from 0 to `furthest`; `corner` is in the window."""
        self._furthest = furthest
        self.field.allow(furthest)
        self.field.show_value(here)
        self._range.setText(f"0 to {iteration(furthest)}")
        self.show_at(corner)
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self.field.selectAll()

    def dismiss(self) -> None:
        """Put it away, and what was said of a number with it."""
        if self.isVisible():  # not while it is being made
            self.field.show_value(self.field.value())
            hide_bubble(self)
        super().dismiss()

    def _choose(self) -> None:
        at = round(self.field.value())
        if 0 <= at <= self._furthest:
            self.dismiss()
            self.chosen.emit(at)
        else:
            self.field.refuse(f"Iteration {iteration(at)} is not on record: {self.field.possible}.")


class _IterationField(NumberField):
    """A number that says, whatever is typed, what is possible."""

    def __init__(self) -> None:
        super().__init__("go-to-iteration", "iteration to go to", whole=True, low=0)
        self.keeps_space = True
        self.possible = ""

    def allow(self, furthest: int) -> None:
        """Step up to `furthest`."""
        self.end_at(furthest)
        self.possible = f"type a whole number from 0 to {iteration(furthest)}; Run goes further"

    def fixup(self, text: str) -> str:
        """Called on Enter or leaving with what is no number."""
        self.refuse(f"“{text.strip()[:20]}” is no iteration: {self.possible}.")
        return text
