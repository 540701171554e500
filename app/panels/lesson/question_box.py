"""A question with its choices: the class commits to one before the step runs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.look.layouts import filled, take_out
from app.panels.lesson.choice_button import ChoiceButton
from app.views.base.lesson_text import lesson_lines
from app.views.base.typeset_label import TypesetLabel
from symgui.lessons.lesson import Question

GAP = 6


class QuestionBox(QWidget):
    """The question, and a button for each choice.

    Signals
    -------
    chosen(int)
        A person commits to that choice, from 0.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None, scale: float = 1.05) -> None:
        super().__init__(parent)
        self.question: Question | None = None
        self.buttons: list[ChoiceButton] = []
        self.text = TypesetLabel(scale=scale)
        self.text.setObjectName("lesson-question")
        self._column = filled(QVBoxLayout(self), self.text, margins=0, gap=GAP)

    def show_question(self, question: Question | None) -> None:
        """Show another question, or none."""
        self.setVisible(question is not None)
        if question == self.question:
            return
        self.question = question
        take_out(self._column, *self.buttons)
        choices = question.choices if question is not None else ()
        self.text.set_lines(lesson_lines(question.text, bold=True) if question is not None else ())
        self.text.updateGeometry()  # as high as before at this width, it may be another at the next one
        self.buttons = [ChoiceButton(k, choice.text, self) for k, choice in enumerate(choices)]
        for k, button in enumerate(self.buttons):
            button.clicked.connect(lambda _=False, k=k: self.chosen.emit(k))
            self._column.addWidget(button)

    def show_state(
        self, committed: int | None, right: Sequence[bool | None], answers: Sequence[str], can_choose: bool
    ) -> None:
        """Show what the class has chosen and, where it is known, whether it holds and by which figures."""
        said = answers or [""] * len(right)
        for k, (button, verdict, answer) in enumerate(zip(self.buttons, right, said, strict=True)):
            button.show_state(k == committed, verdict, can_choose, answer)
