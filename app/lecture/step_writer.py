"""Adds what is on screen to a lesson file, as its last step."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.panels.step_dialog import StepDialog
from app.runtime.file_writer import FileWriter
from app.runtime.workspace import Workspace
from symgui.lessons import Lesson, LessonError, add_step, claims_of, save_lesson, step_text
from symgui.lessons.shipped import SUFFIX

FILTER = f"Lessons (*{SUFFIX})"


class StepWriter(QObject):
    """Asks for a title and a file, and writes; the window is painted while a disk takes long.

    Signals
    -------
    written(Path)
        The lesson file that has a step more.
    """

    written = Signal(object)

    def __init__(self, window: QWidget, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window, self._workspace = window, workspace
        self._files = FileWriter(self)
        self._folder = Path.home()
        self._dialog: StepDialog | None = None

    def ask(self, lessons: list[Lesson]) -> None:
        """Ask, and add the step when it is wanted."""
        named = [(lesson.title, lesson.path) for lesson in lessons if lesson.path is not None]
        if named:
            self._folder = named[-1][1].parent
        dialog = self._dialog = StepDialog(self._workspace.experiment.title or "A step", named, self._window)
        dialog.wanted.connect(self._add)
        dialog.finished.connect(self._forget)
        dialog.open()

    @Slot()
    def _add(self) -> None:
        dialog = self._dialog
        assert dialog is not None
        path: Path | None = dialog.lesson.currentData()
        title, words = dialog.title.text().strip(), dialog.words.toPlainText()
        is_new = path is None
        if path is None:
            name, _ = QFileDialog.getSaveFileName(dialog, "A new lesson", str(self._folder), FILTER)
            if not name:
                return
            path = Path(name if name.endswith(SUFFIX) else name + SUFFIX)
        try:
            self.write(path, title, words, with_claims=dialog.claims.isChecked(), is_new=is_new)
        except LessonError as error:
            dialog.say(str(error))
        else:
            dialog.accept()

    def write(
        self,
        path: str | os.PathLike[str],
        title: str,
        words: str = "",
        *,
        with_claims: bool = False,
        is_new: bool = False,
    ) -> None:
        """Add what is on screen as a step.

        Parameters
        ----------
        path : str or Path
            The lesson file.
        title, words : str
        with_claims : bool
            Whether the step claims the verdict and the cost that are shown.
        is_new : bool
            Whether the file is made, or replaced, with this step alone.

        Raises
        ------
        LessonError
            If it would make no lesson, or cannot be written; the file is as it was.
        """
        workspace = self._workspace
        race = workspace.race_frame if workspace.lanes else None
        frame = workspace.current_frame
        step = step_text(
            workspace.experiment,
            title,
            words,
            iteration=workspace.iteration,
            claims=claims_of(frame) if with_claims and frame is not None and race is None else (),
            lanes=[each.experiment for each in race.frames] if race is not None else (),
        )
        write = partial(save_lesson, path, title, [step]) if is_new else partial(add_step, path, step)
        self._files.do(write, self._say_it_takes_long)
        self.written.emit(Path(path))

    def _say_it_takes_long(self) -> None:
        if self._dialog is not None:
            self._dialog.say("The lesson's file is being written.")

    @Slot()
    def _forget(self) -> None:
        """The dialog deletes itself when it is closed."""
        self._dialog = None
