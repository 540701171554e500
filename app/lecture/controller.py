"""Lessons in the window: the panel, the keys, the files, and what is shown for each step."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget

from app.lecture.flow import Next, StepPhase, next_of
from app.lecture.guide import Guide
from app.lecture.lecture import Lecture
from app.lecture.lesson_library import Library
from app.lecture.step_writer import StepWriter
from app.lecture.targets import LessonTargets
from app.panels.body import Body
from app.panels.lesson.shown import Shown
from app.panels.lesson_panel import LessonPanel
from app.runtime.attempt import NO_MEMORY
from app.runtime.settings import Settings
from app.runtime.workspace import Workspace
from symgui.lessons import Lesson, LessonError, check
from symgui.lessons.lesson import LETTERS
from symgui.lessons.shipped import SUFFIX, shipped_files

FILTER = f"Lessons (*{SUFFIX});;All files (*)"
NEXT_TEXTS = {
    Next.WARN: "Next",
    Next.RUN: "Run",
    Next.FINISH: "Finish",
    Next.ADVANCE: "Next",
    Next.END: "The end",
}
MOST_STEPS_BY_KEY = 9
_WHILE_OPEN = ("action-lesson-next", "action-lesson-previous", "action-lesson-restart", "action-lesson-leave")


class LessonController(QObject):
    """Connects the lecture with the panel, the keys, the files and the views.

    Parameters
    ----------
    workspace : Workspace
    body : Body
        In whose left column the lessons are.
    targets : LessonTargets
    actions : dict of str to QAction
    settings : Settings or None

    Attributes
    ----------
    lecture : Lecture
    library : Library
    panel : LessonPanel
    guide : Guide
    writer : StepWriter

    Signals
    -------
    opened(bool)
        A lesson is open, or none is any more.
    said(str)
        A sentence for the message bar; empty if nothing is wrong any more.
    """

    opened = Signal(bool)
    said = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        body: Body,
        targets: LessonTargets,
        actions: dict[str, QAction],
        settings: Settings | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._window, self._workspace, self._settings = parent, workspace, settings
        self._actions = actions
        self.library = Library(settings.lesson_files if settings is not None else (), self)
        self.lecture = Lecture(workspace, check, self.library.after, self)
        self.guide = Guide(targets, workspace, self)
        self.panel = LessonPanel()
        self._body, self._beside = body, targets.beside
        body.take_lessons(self.panel)
        self.writer = StepWriter(parent, workspace, self)
        self._keys = [self._key(k) for k in range(len(LETTERS))]
        self._jumps = [self._jump(k) for k in range(MOST_STEPS_BY_KEY)]
        self._connect()
        self._show()

    def _connect(self) -> None:
        lecture, panel, library = self.lecture, self.panel, self.library
        lecture.changed.connect(self._show)
        lecture.stepShown.connect(self._show_step)
        panel.lessonChosen.connect(self._choose)
        panel.fileWanted.connect(self.ask_open)
        panel.nextPressed.connect(lecture.next)
        panel.previousPressed.connect(lecture.previous)
        panel.restartPressed.connect(lecture.restart)
        panel.jumped.connect(lecture.go)
        panel.chosen.connect(lecture.choose)
        panel.leavePressed.connect(self.leave)
        self._workspace.lanesChanged.connect(self._seat)
        self._workspace.frameReady.connect(self._begin_studies)
        panel.turned.connect(self._seat)
        library.changed.connect(self._show_library)
        library.reloaded.connect(self._take_version)
        library.failed.connect(self.said)
        self.writer.written.connect(self._take_file)
        self.guide.extra.lessonChosen.connect(self._begin_numbered)

    def _key(self, choice: int) -> QShortcut:
        """The letter and the number of a choice commit to it, while there is something to choose."""
        shortcut = QShortcut(self._window)
        shortcut.setKeys([QKeySequence(LETTERS[choice]), QKeySequence(str(choice + 1))])
        shortcut.activated.connect(partial(self.lecture.choose, choice))
        shortcut.setEnabled(False)
        return shortcut

    def _jump(self, step: int) -> QShortcut:
        """Ctrl and a number go to that step of the open lesson."""
        shortcut = QShortcut(QKeySequence(f"Ctrl+{step + 1}"), self._window)
        shortcut.activated.connect(partial(self.lecture.go, step))
        return shortcut

    # ---- what a person does ----------------------------------------------------------------------

    def toggle(self) -> None:
        """Show the lessons; from an open one all of them, and back; or give the left column back."""
        panel = self.panel
        if not panel.is_open or panel.shows_settings:
            panel.set_open(True)
            panel.tabs.setCurrentIndex(0)
            self._show()
        elif not self.lecture.active:
            panel.set_open(False)
        elif panel.shows_list:
            self._show()
        else:
            self.show_list()

    def show_list(self) -> None:
        """Let a person choose a lesson."""
        self.panel.show_lessons(self.library.lessons, self.lecture.lesson)
        if self.library.problem:
            self.said.emit(self.library.problem)

    @Slot(object)
    def _choose(self, lesson: Lesson) -> None:
        """From the list: the one that is open stands where it stood."""
        if lesson == self.lecture.lesson:
            self._show()
        else:
            self.begin(lesson)

    @Slot(object)
    def begin(self, lesson: Lesson, index: int = 0) -> None:
        """Begin a lesson at a step."""
        self.said.emit("")
        self.panel.set_open(True)
        self.lecture.open(lesson, index)

    @Slot(int)
    def _begin_numbered(self, number: int) -> None:
        for lesson in self.library.lessons:
            if lesson.number == number:
                self.begin(lesson)

    def start(self, lesson: Lesson, index: int = 0) -> None:
        """Begin a lesson that may be in a file of the lecturer's own, which is watched then."""
        if lesson.path is not None and lesson.path not in shipped_files():
            lesson = self.library.open(lesson.path) or lesson
        self.begin(lesson, index)

    @Slot()
    def leave(self) -> None:
        """Leave the lesson, or close the list."""
        self.lecture.leave()
        self.panel.set_open(False)

    def ask_open(self) -> None:
        """Ask for a lesson file and begin it."""
        path, _ = QFileDialog.getOpenFileName(self._window, "Open a lesson", str(self._folder()), FILTER)
        if path:
            self.open_file(Path(path))

    def ask_open_folder(self) -> None:
        """Ask for a folder of lessons and list them."""
        path = QFileDialog.getExistingDirectory(self._window, "Open a folder of lessons", str(self._folder()))
        if path:
            self.open_file(Path(path))

    def open_file(self, path: str | os.PathLike[str]) -> bool:
        """Begin the lesson in a file, or list those of a folder; if there is none, say why and keep all."""
        path = Path(path)
        try:
            lesson = self.library.open(path)
        except LessonError as error:
            self.said.emit(str(error))
            return False
        except MemoryError:
            self.said.emit(NO_MEMORY)
            return False
        if path.is_dir():
            self.panel.set_open(True)
            self.show_list()
        elif lesson is not None:
            self.begin(lesson)
        return True

    def save_step(self) -> None:
        """Add what is on screen to a lesson of the lecturer's own, as its last step."""
        self.writer.ask(self.library.own)

    # ---- what is shown ---------------------------------------------------------------------------

    def close(self) -> None:
        """Watch no more files."""
        self.library.close()

    @Slot()
    def _show(self) -> None:
        lecture = self.lecture
        for name in _WHILE_OPEN:
            self._actions[name].setEnabled(lecture.active)
        for shortcut in self._keys:
            shortcut.setEnabled(lecture.active and lecture.asks)
        if lecture.lesson is not None:
            self.panel.show_state(shown(lecture))
            self._begin_studies()
        elif self.panel.is_open:
            self.show_list()

    @Slot()
    def _begin_studies(self) -> None:
        """Begin the studies that the step shows, once its claims are decided: studies run one at a time.

        One whose runs the claims are about goes before them.
        """
        lecture = self.lecture
        if lecture.revealed and self._workspace.current_frame is not None:
            self.guide.begin_studies(early=not lecture.decided)

    @Slot()
    def _seat(self) -> None:
        """Put the lesson panel beside the race, or back into the left column without one."""
        racing, panel, beside = bool(self._workspace.lanes), self.panel, self._beside
        if racing and panel.is_open and panel.parentWidget() is not beside:
            self._body.take_lessons(None)
            panel.tabs.setCurrentIndex(0)
            panel.tabs.setTabVisible(1, False)
            column = beside.layout()
            assert column is not None
            column.addWidget(panel)
            panel.show()
        elif not racing and panel.parentWidget() is beside:
            panel.tabs.setTabVisible(1, True)
            self._body.take_lessons(panel)
        beside.setVisible(panel.parentWidget() is beside and panel.is_open)

    @Slot()
    def _show_step(self) -> None:
        self.guide.show_step(self.lecture.step)
        self.opened.emit(self.lecture.active)
        if not self.lecture.active:
            self.panel.set_open(False)

    @Slot()
    def _show_library(self) -> None:
        if self._settings is not None:
            self._settings.lesson_files = self.library.files
        if self.panel.shows_list:
            self.show_list()

    @Slot(object)
    def _take_file(self, path: Path) -> None:
        """A file that has been written here is one of the lecturer's own."""
        try:
            lesson = self.library.open(path)
        except LessonError as error:
            self.said.emit(str(error))
        else:
            if lesson is not None:
                self._take_version(lesson)

    @Slot(object)
    def _take_version(self, lesson: Lesson) -> None:
        self.said.emit("")
        if self.lecture.lesson is not None and self.lecture.lesson.path == lesson.path:
            self.lecture.replace(lesson)

    def _folder(self) -> Path:
        files = self.library.files
        return files[-1].parent if files else Path.home()


def shown(lecture: Lecture) -> Shown:
    """What there is to show of the open lesson."""
    lesson, step, phase = lecture.lesson, lecture.step, lecture.phase
    assert lesson is not None
    assert step is not None
    act = next_of(phase, warned=lecture.warned, last=lecture.is_last)
    text = NEXT_TEXTS[act]
    ends = act is Next.END and lecture.following is None
    if act is Next.END and not ends:
        text = "Next lesson"
    if act is Next.RUN and phase is StepPhase.ASKED:
        text = "Run without"
    choices = len(step.question.choices) if step.question is not None else 0
    return Shown(
        lesson=lesson,
        index=lecture.index,
        committed=lecture.committed,
        right=tuple(lecture.right(k) for k in range(choices)),
        answers=tuple(map(lecture.answer_text, range(choices))),
        results=lecture.checks.results,
        checking=phase is StepPhase.DONE and not lecture.checks.failure,
        claims_hidden=step.question is not None and phase is not StepPhase.DONE,
        can_choose=lecture.asks,
        can_go_on=not ends,
        can_go_back=lecture.index > 0 or phase not in (StepPhase.READY, StepPhase.ASKED),
        next_text=text,
        message=lecture.message or lecture.waiting,
        failure=lecture.checks.failure,
    )
