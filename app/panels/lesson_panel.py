"""The lessons in the left column: the list, or the one that is open; the settings are one press away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QTabBar, QToolButton, QVBoxLayout, QWidget

from app.look.icons import icon
from app.look.layouts import filled
from app.look.text_scale import follow_text
from app.panels.cards import STRIP
from app.panels.left_panel import WIDTH, no_narrower
from app.panels.lesson.lesson_list import LessonList
from app.panels.lesson.lesson_page import LessonPage
from app.panels.lesson.shown import Shown
from symgui.lessons.lesson import Lesson


class LessonPanel(QFrame):
    """Two tabs over the left column: the lessons, or the settings that the column holds otherwise.

    Attributes
    ----------
    is_open : bool
        Whether it is there at all.
    tabs : QTabBar
        ``left-tabs``: Lessons, Settings.

    Signals
    -------
    lessonChosen(Lesson), fileWanted
        From the list.
    nextPressed, previousPressed, restartPressed, leavePressed, jumped(int), chosen(int)
        From the open lesson; the cross leaves it, or closes the list.
    turned
        It was opened or closed, or the other tab was chosen.
    """

    lessonChosen = Signal(object)
    fileWanted = Signal()
    nextPressed = Signal()
    previousPressed = Signal()
    restartPressed = Signal()
    leavePressed = Signal()
    jumped = Signal(int)
    chosen = Signal(int)
    turned = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lesson-panel")
        follow_text(self, no_narrower, WIDTH)
        self.list = LessonList()
        self.page = LessonPage()
        self.list.lessonChosen.connect(self.lessonChosen)
        self.list.fileWanted.connect(self.fileWanted)
        self.page.nextPressed.connect(self.nextPressed)
        self.page.previousPressed.connect(self.previousPressed)
        self.page.restartPressed.connect(self.restartPressed)
        self.page.jumped.connect(self.jumped)
        self.page.chosen.connect(self.chosen)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.page)
        self.is_open = False
        filled(QVBoxLayout(self), self._strip(), (self._stack, 1), margins=(0, 0, 1, 0), gap=0)
        self.hide()

    def _strip(self) -> QWidget:
        self.tabs = QTabBar(drawBase=False, expanding=False)
        self.tabs.setObjectName("left-tabs")
        self.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tabs.setTabToolTip(self.tabs.addTab("Lessons"), "The lesson, or all of them")
        self.tabs.setTabToolTip(self.tabs.addTab("Settings"), "Everything that determines the run on screen")
        self.tabs.currentChanged.connect(lambda _: self._turn())
        self.leave = QToolButton()
        self.leave.setObjectName("lesson-leave")
        self.leave.setIcon(icon("close"))
        self.leave.setProperty("role", "in-field")
        self.leave.setFixedSize(24, 24)
        self.leave.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.leave.clicked.connect(lambda: self.leavePressed.emit())
        line = QFrame()
        line.setObjectName("tab-line")
        row = filled(QHBoxLayout(), self.tabs, 1, self.leave, margins=(4, 0, 8, 0))
        strip = QWidget()
        strip.setFixedHeight(STRIP)
        filled(QVBoxLayout(strip), (row, 1), line, margins=0, gap=0)
        return strip

    @property
    def shows_settings(self) -> bool:
        """Whether the settings are below the tabs, in place of the lessons."""
        return self.tabs.currentIndex() == 1

    @property
    def shows_list(self) -> bool:
        """Whether the list of lessons is in sight."""
        return self.is_open and not self.shows_settings and self._stack.currentWidget() is self.list

    def set_open(self, is_open: bool) -> None:
        """Come to the front of the left column, or give it back."""
        if is_open:
            self.tabs.setCurrentIndex(0)
        if is_open != self.is_open:
            self.is_open = is_open
            self._turn()

    def _turn(self) -> None:
        self._stack.setVisible(not self.shows_settings)
        self.turned.emit()

    def show_lessons(self, lessons: Sequence[Lesson], open_one: Lesson | None = None) -> None:
        """Let a person choose among `lessons`; the one that is open is marked."""
        self.list.show_lessons(lessons)
        self.list.mark(open_one)
        self._stack.setCurrentWidget(self.list)
        leave = "Leave the lesson and show your own experiment again, as you left it"
        self._name_cross(leave if open_one is not None else "Close the list of lessons")

    def show_state(self, shown: Shown) -> None:
        """Show the open lesson as it stands."""
        self.page.show_state(shown)
        self._stack.setCurrentWidget(self.page)
        self._name_cross("Leave the lesson and show your own experiment again, as you left it")

    def _name_cross(self, tip: str) -> None:
        self.leave.setToolTip(tip)
        self.leave.setAccessibleName(tip)
