"""The questions of the open lesson, to a file: the training thread computes the right answers first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app.panels.message_bar import MessageBar
from app.runtime.file_writer import FileWriter
from app.runtime.study_runner import StudyRunner
from symgui.experiment import ExperimentError
from symgui.export.kinds import QUESTIONS
from symgui.export.question_files import written
from symgui.export.questions import Asked, asked
from symgui.export.write_result import check_can_write, write_export
from symgui.lessons import Lesson, LessonError
from symgui.plain_text.failure import failure_sentence
from symgui.training.news import Findings
from symgui.training.studies import Progress

NAMES = {"moodle": "Moodle XML", "gift": "GIFT", "qti": "QTI 2.1 package"}


class QuestionExport(QObject):
    """Asks for a file, has the answers computed, and writes it; what cannot be is said.

    Parameters
    ----------
    studies : StudyRunner
    writer : FileWriter
    lesson : callable
        Gives the lesson that is open, if there is one.
    message : MessageBar
    window : QWidget
    """

    def __init__(
        self,
        studies: StudyRunner,
        writer: FileWriter,
        lesson: Callable[[], Lesson | None],
        message: MessageBar,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._studies, self._writer, self._lesson = studies, writer, lesson
        self._message, self._window = message, window
        self._of: Lesson | None = None
        self._path, self._study = Path(), ""
        self._begun = count(1)
        self._found: list[Asked] = []
        studies.advanced.connect(self._take)

    def ask(self) -> None:
        """Ask where to, and begin."""
        lesson = self._lesson()
        if lesson is None:
            self._message.say("Open the lesson first whose questions are to be exported (Ctrl+L).")
            return
        patterns = ";;".join(f"{NAMES[name]} (*{suffix})" for name, (_, suffix) in QUESTIONS.items())
        path, _ = QFileDialog.getSaveFileName(
            self._window, "Export the questions", str(Path.home() / f"{lesson.id}.xml"), patterns
        )
        if path:
            self.begin(lesson, Path(path))

    def begin(self, lesson: Lesson, path: Path) -> None:
        """Write the questions of a lesson; the end of the file's name says in which format."""
        try:
            _format(path)
            check_can_write(path)
        except ExperimentError as error:
            self._message.say(str(error))
            return
        self._of, self._path, self._found = lesson, path, []
        self._study = f"questions {next(self._begun)}"  # of the one before there may be news to come
        self._message.say("The right answers are being computed …")
        self._studies.begin(self._study, _with_refusals(lesson))

    @Slot(object)
    def _take(self, findings: Findings) -> None:
        if findings.name != self._study or self._of is None:
            return
        for found in findings.points:
            if isinstance(found, LessonError):
                self._end(str(found))
                return
            if isinstance(found, Asked):
                self._found.append(found)
        if findings.done:
            self._end(findings.failure or self._write(self._of))

    def _write(self, lesson: Lesson) -> str:
        """Write the file; what came of it, in a sentence."""
        if not self._found:
            return f"{lesson.title}: the lesson asks nothing."
        try:
            data = written(_format(self._path), lesson.title, self._found)
            writing = partial(self._message.say, f"{self._path.name} is being written.")
            self._writer.do(partial(write_export, self._path, data), writing)
        except Exception as error:  # whatever it is, the person must not wait for ever
            return failure_sentence(error)
        count = len(self._found)
        return f"Saved: {self._path.name}, {count} question{'s' * (count != 1)}"

    def _end(self, sentence: str) -> None:
        self._of = None
        self._message.say(sentence)


def _format(path: Path) -> str:
    """The format that a file's name asks for."""
    for name, (_, suffix) in QUESTIONS.items():
        if path.suffix.lower() == suffix:
            return name
    ends = " or ".join(suffix for _, suffix in QUESTIONS.values())
    raise ExperimentError(f"must end in {ends}", "", path.name)


def _with_refusals(lesson: Lesson) -> Iterator[Asked | Progress | LessonError]:
    """What cannot be asked as the last thing that is found."""
    try:
        yield from asked(lesson)
    except LessonError as error:
        yield error
