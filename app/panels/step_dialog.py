"""Asks what a step is to be called and to say, and which lesson it is added to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.look.layouts import filled
from app.look.named_widgets import wrapped_label
from app.look.plain_buttons import take_or_cancel
from app.views.base.check_box import CheckBox

WIDTH = 460
TEXT_HEIGHT = 84


class StepDialog(QDialog):
    """A small form; it stays open, and says why, when the step cannot be added.

    Attributes
    ----------
    title : QLineEdit
        ``step-title``.
    words : QPlainTextEdit
        ``step-text``.
    claims : CheckBox
        ``step-claims``.
    lesson : QComboBox
        ``step-lesson``; its data is a `Path`, or None for a new file.
    problem : QLabel
        ``step-problem``.

    Signals
    -------
    wanted
        A person has pressed Add.
    """

    wanted = Signal()

    def __init__(self, title: str, lessons: Sequence[tuple[str, Path]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("step-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)  # each time is a new one
        self.setWindowTitle("Add this state as a step")
        self.setMinimumWidth(WIDTH)
        self.title = QLineEdit(title)
        self.title.setObjectName("step-title")
        self.title.selectAll()
        self.words = QPlainTextEdit(tabChangesFocus=True)
        self.words.setObjectName("step-text")
        self.words.setFixedHeight(TEXT_HEIGHT)
        self.words.setPlaceholderText("What the class reads, in a line or two.\nA formula: $$dW[1] = 0$$")
        self.claims = CheckBox("claim the verdict and the cost that are shown now")
        self.claims.setObjectName("step-claims")
        self.claims.setToolTip("They are checked on the run whenever the step has been run")
        self.lesson = QComboBox()
        self.lesson.setObjectName("step-lesson")
        for name, path in lessons:
            self.lesson.addItem(f"{name} ({path.name})", path)
        self.lesson.addItem("a new lesson file …", None)
        self.lesson.setCurrentIndex(max(0, len(lessons) - 1))
        self.problem = wrapped_label("step-problem")
        self.problem.hide()
        form = QFormLayout()
        form.addRow("title", self.title)
        form.addRow("text", self.words)
        form.addRow("", self.claims)
        form.addRow("added to", self.lesson)
        buttons, _ = take_or_cancel(self, "step-add", "Add", self.wanted.emit)
        filled(QVBoxLayout(self), form, self.problem, buttons)

    def say(self, sentence: str) -> None:
        """Say why the step cannot be added, or that it takes long."""
        self.problem.setText(sentence)
        self.problem.show()
