"""The lessons to choose from, by number; a line above says which of them make up a lecture."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.look.layouts import filled, scrolling
from app.look.others_words import literal
from app.panels.lesson.list_button import ListButton
from symgui.lessons.lesson import Lesson

SHIPPED, OWN = "LESSONS", "YOUR OWN"
LECTURES = {"core": "Core lecture", "second": "Second lecture", "appendix": "Appendix"}
EMPTY = "No lesson has been opened yet. A lesson is a text file: open one, or a folder of them."
MARGIN = 12


class LessonList(QWidget):
    """A button for each lesson: those that come with the program by number, then a lecturer's own.

    Signals
    -------
    lessonChosen(Lesson)
    fileWanted
        A person wants to open a lesson file.
    """

    lessonChosen = Signal(object)
    fileWanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lessons: tuple[Lesson, ...] = ()
        self.buttons: dict[str, ListButton] = {}
        self._inside = QWidget()
        self._inside.setObjectName("left-form")
        self._rows = filled(QVBoxLayout(self._inside), margins=(MARGIN, 10, MARGIN, 8), gap=3)
        area = scrolling(self._inside, "left-scroll")
        self.open_button = QPushButton("Open a lesson file …")
        self.open_button.setObjectName("lesson-open-file")
        self.open_button.setProperty("role", "add")
        self.open_button.setFixedHeight(28)
        self.open_button.setToolTip(
            "Open a lesson of your own: one text file. It is read again when it is saved"
        )
        self.open_button.clicked.connect(lambda: self.fileWanted.emit())
        foot = filled(QVBoxLayout(), self.open_button, margins=(MARGIN, 6, MARGIN, 10))
        filled(QVBoxLayout(self), (area, 1), foot, margins=0, gap=0)

    def show_lessons(self, lessons: Sequence[Lesson]) -> None:
        """List the shipped ones of `lessons` by number, then the others in their order."""
        if tuple(lessons) == self.lessons and self._rows.count():
            return
        self.lessons = tuple(lessons)
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = {}
        shipped = sorted(
            (lesson for lesson in lessons if lesson.part in LECTURES), key=lambda lesson: lesson.number
        )
        if shipped:
            self._add_section(SHIPPED, lectures_in_words(shipped), shipped)
        own = [lesson for lesson in lessons if lesson.part not in LECTURES]
        self._add_section(OWN, "" if own else EMPTY, own)
        self._rows.addStretch(1)

    def mark(self, lesson: Lesson | None) -> None:
        """Mark the one that is open, or none."""
        for name, button in self.buttons.items():
            button.set_current(lesson is not None and name == lesson.id)

    def _add_section(self, name: str, words: str, lessons: Sequence[Lesson]) -> None:
        title = QLabel(name)
        title.setProperty("role", "section")
        title.setContentsMargins(0, 10 if self._rows.count() else 0, 0, 2)
        self._rows.addWidget(title)
        if words:
            said = QLabel(words, wordWrap=True)
            said.setProperty("role", "muted")
            self._rows.addWidget(said)
        for lesson in lessons:
            button = ListButton(str(lesson.number) if lesson.number else "·", lesson.title)
            button.setObjectName(f"lesson-{lesson.id}")
            button.setToolTip(literal(lesson.question))
            button.clicked.connect(lambda _=False, lesson=lesson: self.lessonChosen.emit(lesson))
            self._rows.addWidget(button)
            self.buttons[lesson.id] = button


def lectures_in_words(lessons: Sequence[Lesson]) -> str:
    """Which lessons make up each lecture, a line each: ``"Core lecture: 2, 4 to 7"``."""
    lines = []
    for part, name in LECTURES.items():
        numbers = sorted(lesson.number for lesson in lessons if lesson.part == part)
        if numbers:
            lines.append(f"{name}: {ranges_in_words(numbers)}")
    return "\n".join(lines)


def ranges_in_words(numbers: Sequence[int]) -> str:
    """Ascending numbers, three or more in a row as a range: ``"2, 4 to 7"``."""
    rows: list[list[int]] = []
    for number in numbers:
        if rows and number == rows[-1][-1] + 1:
            rows[-1].append(number)
        else:
            rows.append([number])
    found = [[f"{row[0]} to {row[-1]}"] if len(row) > 2 else map(str, row) for row in rows]
    return ", ".join(text for texts in found for text in texts)
