"""What a pasted text may mean, where it may mean several things: a button for each, before it is taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from app.look.layouts import filled, take_out
from app.look.named_widgets import wrapped_label
from app.views.base.answer_keys import AnswerKeys
from symgui.arrays import FloatArray
from symgui.plain_text import Reading
from symgui.plain_text.numbers import MINUS, typed

MOST = 4
"""Ways that are offered; a text that has more is better written otherwise."""
SHOWN_LENGTH = 44


class PasteChoice(AnswerKeys):
    """Asks which of several matrices was meant; hidden while nothing is asked.

    Buttons ``paste-reading-1``, … and ``paste-cancel``; Enter takes the one that has the focus, Escape none.
    """

    chosen = Signal(object)
    """The `Reading` that is meant."""
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("paste-choice")
        self.setAccessibleName("What the pasted text means")
        self.question = wrapped_label("paste-question")
        self.cancel_button = _button("Cancel", "paste-cancel", self.cancel)
        self.buttons: list[QPushButton] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        foot = filled(QHBoxLayout(), self.cancel_button, 1)
        filled(QVBoxLayout(self), self.question, self._list, foot, 1, margins=0, gap=6)
        self.hide()

    def ask(self, readings: Sequence[Reading]) -> None:
        """Ask which one is meant; the likeliest comes first and has the focus."""
        take_out(self._list, *self.buttons)
        several = f"This text can be read in {len(readings)} ways. Which one is meant?"
        only = "One way to read this text fits here. Is it meant?"
        self.question.setText(several if len(readings) > 1 else only)
        self.buttons = [self._offer(k, reading) for k, reading in enumerate(readings[:MOST], start=1)]
        self.show()
        self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def cancel(self) -> None:
        """Take none."""
        if not self.isHidden():
            self.hide()
            self.cancelled.emit()

    def give_none(self) -> None:
        """Escape leaves everything as it is."""
        self.cancel()

    def _offer(self, number: int, reading: Reading) -> QPushButton:
        def take() -> None:
            self.hide()
            self.chosen.emit(reading)

        button = _button(words(reading), f"paste-reading-{number}", take)
        self._list.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return button


def words(reading: Reading) -> str:
    """``4 × 1 with decimal commas:  0.5 / 0.25 / −0.5 / −0.75``."""
    rows, columns = reading.matrix.shape
    return f"{rows} × {columns} {reading.how}".rstrip() + f":  {_preview(reading.matrix)}"


def _preview(matrix: FloatArray) -> str:
    """The first numbers, rows between strokes."""
    text = " / ".join("  ".join(map(typed, row)) for row in matrix[:8, :8].tolist())
    whole = len(text) <= SHOWN_LENGTH and matrix.shape <= (8, 8) and matrix.shape[1] <= 8
    return (text if whole else text[:SHOWN_LENGTH] + " …").replace("-", MINUS)


def _button(text: str, name: str, act: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.clicked.connect(act)
    return button
