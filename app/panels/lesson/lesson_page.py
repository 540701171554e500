"""A lesson in the left column: where it stands, what the step says, asks and claims, and the way on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from app.look.icons import icon
from app.look.layouts import filled, scrolling
from app.look.named_widgets import push_button, tool_button, wrapped_label
from app.look.others_words import literal
from app.panels.lesson.claim_list import ClaimList
from app.panels.lesson.progress_dots import ProgressDots
from app.panels.lesson.question_box import QuestionBox
from app.panels.lesson.shown import Shown
from app.views.base.lesson_text import lesson_lines
from app.views.base.typeset_label import TypesetLabel

MARGIN = 12
GAP = 12
BUTTON = 32


class LessonPage(QWidget):
    """One lesson, at a step.

    Signals
    -------
    nextPressed, previousPressed, restartPressed
    jumped(int), chosen(int)
        To a step; a choice; both from 0.
    """

    nextPressed = Signal()
    previousPressed = Signal()
    restartPressed = Signal()
    jumped = Signal(int)
    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._made_for: tuple[object, ...] = ()
        self._make_words()
        self._make_buttons()
        filled(QVBoxLayout(self), self._head(), (self._scrolling(), 1), self._foot(), margins=0, gap=0)

    # ---- making ----------------------------------------------------------------------------------

    def _make_words(self) -> None:
        self.title = wrapped_label("lesson-title")
        self.progress = QLabel()
        self.progress.setObjectName("lesson-progress")
        self.progress.setProperty("role", "muted")
        self.dots = ProgressDots("lesson-dots")
        self.dots.jumped.connect(self.jumped)
        self.step_title = wrapped_label("lesson-step-title")
        self.text = TypesetLabel(scale=1.1)
        self.text.setObjectName("lesson-text")
        self.question = QuestionBox()
        self.question.chosen.connect(self.chosen)
        self.claims_title = QLabel("CLAIMS, CHECKED ON THIS RUN")
        self.claims_title.setProperty("role", "section")
        self.claims_title.setToolTip("Each is computed from the run on screen when it has come to its end")
        self.claims_wait = wrapped_label("lesson-claims-wait", "muted")
        self.claims = ClaimList()
        self.failure = wrapped_label("lesson-failure")
        self.notes_button = QToolButton(toolButtonStyle=Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.notes_button.setObjectName("lesson-notes-button")
        self.notes_button.setText("notes")
        self.notes_button.setProperty("role", "disclosure")
        self.notes_button.setCheckable(True)
        self.notes_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.notes_button.setToolTip("What the lecturer reads; never on the projector")
        self.notes_button.toggled.connect(self._show_notes)
        self.notes = wrapped_label("lesson-notes", "muted")
        self.notes.hide()
        self.message = wrapped_label("lesson-message")

    def _make_buttons(self) -> None:
        self.restart = tool_button("lesson-restart", "Begin the lesson again at its first step")
        self.restart.setProperty("role", "in-field")
        self.restart.setFixedSize(24, 24)
        self.restart.setIcon(icon("reset", size=14))
        self.restart.clicked.connect(lambda: self.restartPressed.emit())
        self.previous = _push("lesson-previous", "Previous", "The step before, as it was left (Page Up)")
        self.previous.clicked.connect(lambda: self.previousPressed.emit())
        self.next = _push(
            "lesson-next", "Next", "Run the step; while it runs, finish it; then the next one (Page Down)"
        )
        self.next.clicked.connect(lambda: self.nextPressed.emit())

    def _head(self) -> QVBoxLayout:
        where = filled(QHBoxLayout(), self.progress, self.dots, 1, self.restart, gap=8)
        return filled(QVBoxLayout(), self.title, where, margins=(MARGIN, 10, 8, 8), gap=4)

    def _scrolling(self) -> QScrollArea:
        inside = QWidget()
        inside.setObjectName("left-form")
        claims = filled(QVBoxLayout(), self.claims_title, self.claims_wait, self.claims, self.failure, gap=5)
        filled(
            QVBoxLayout(inside),
            self.step_title,
            self.text,
            self.question,
            claims,
            self.notes_button,
            self.notes,
            1,
            margins=(MARGIN, 4, MARGIN, 8),
            gap=GAP,
        )
        self._area = scrolling(inside, "left-scroll")
        return self._area

    def _foot(self) -> QVBoxLayout:
        buttons = filled(QHBoxLayout(), (self.previous, 2), (self.next, 3), gap=6)
        return filled(QVBoxLayout(), self.message, buttons, margins=(MARGIN, 6, MARGIN, 10), gap=6)

    # ---- showing ---------------------------------------------------------------------------------

    def show_state(self, shown: Shown) -> None:
        """Show a lesson as it stands."""
        step = shown.step
        self._show_words(shown)
        self.question.show_question(step.question)
        self.question.show_state(shown.committed, shown.right, shown.answers, shown.can_choose)
        self._show_claims(shown)
        self.message.setText(shown.message)
        self.message.setVisible(bool(shown.message))
        self.next.setText(shown.next_text)
        self.next.setEnabled(shown.can_go_on)
        self.previous.setEnabled(shown.can_go_back)

    def _show_words(self, shown: Shown) -> None:
        lesson, step = shown.lesson, shown.step
        number = f"{lesson.number}. " if lesson.number else ""
        self.title.setText(f"{number}{lesson.title}")
        self.title.setToolTip(literal(lesson.question))
        self.progress.setText(f"step {shown.index + 1} of {len(lesson.steps)}")
        titles = tuple(each.title for each in lesson.steps)
        self.dots.show_progress(shown.index, len(titles), titles)
        self.step_title.setText(step.title)
        self.text.set_lines(lesson_lines(step.text))
        self.text.updateGeometry()  # as high as before at this width, it may be another at the next one
        self.text.setVisible(bool(step.text.strip()))
        self.notes.setText(step.notes.strip())
        self.notes_button.setVisible(bool(step.notes.strip()))
        self._show_notes(self.notes_button.isChecked())
        made_for = (lesson.id, shown.index)
        if made_for != self._made_for:
            self._made_for = made_for
            self._area.verticalScrollBar().setValue(0)

    def _show_claims(self, shown: Shown) -> None:
        claims = shown.step.claims
        hidden = shown.claims_hidden
        self.claims_title.setVisible(bool(claims))
        several = f"{len(claims)} claims" if len(claims) > 1 else "1 claim"
        self.claims_wait.setText(f"{several}, shown when the step has run")
        self.claims_wait.setVisible(bool(claims) and hidden)
        self.claims.setVisible(bool(claims) and not hidden)
        self.claims.show_claims(claims, shown.results, shown.checking)
        self.failure.setText(f"The claims could not be checked: {shown.failure}")
        self.failure.setVisible(bool(shown.failure))

    def _show_notes(self, shown: bool) -> None:
        self.notes.setVisible(shown and bool(self.notes.text()))
        self.notes_button.setIcon(icon("down" if shown else "right", "muted", size=12))


def _push(name: str, text: str, tip: str) -> QPushButton:
    button = push_button(name, text, tip, by_tab=True)
    button.setProperty("role", "add")
    button.setAccessibleName(text.lower())
    button.setFixedHeight(BUTTON)
    return button
