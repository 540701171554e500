"""An animation is made on the training thread while the dialog says how far it is; then it is written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from app.panels.export_dialog import ExportDialog
from app.runtime.file_writer import FileWriter
from app.runtime.study_runner import StudyRunner
from symgui.experiment import ExperimentError
from symgui.export.animation import Made, Making
from symgui.export.write_result import check_can_write, write_export
from symgui.plain_text.failure import failure_sentence
from symgui.plain_text.numbers import fixed
from symgui.training.news import Findings


class Animating(QObject):
    """Makes one animation at a time."""

    def __init__(self, studies: StudyRunner, writer: FileWriter, parent: QObject) -> None:
        super().__init__(parent)
        self._studies, self._writer = studies, writer
        self._dialog: ExportDialog | None = None
        self._path, self._study = Path(), ""
        self._begun = count(1)
        studies.advanced.connect(self._take)

    def begin(self, work: Iterator[Making | Made], path: Path, dialog: ExportDialog) -> None:
        """Make it, and write it to `path`; what cannot be is said in the dialog."""
        try:
            check_can_write(path)
        except ExperimentError as error:
            dialog.say(str(error))
            return
        self._dialog, self._path = dialog, path
        self._study = f"animation {next(self._begun)}"  # of the one before there may be news to come
        dialog.show_progress("beginning", 0, 0)
        self._studies.begin(self._study, _with_refusals(work))

    @Slot()
    def stop(self) -> None:
        """Give up what is being made; nothing is written."""
        if self._dialog is not None:
            self._studies.stop()
            self._end("Given up; nothing was written.")

    @Slot(object)
    def _take(self, findings: Findings) -> None:
        if findings.name != self._study or self._dialog is None:
            return
        for found in findings.points:
            if isinstance(found, ExperimentError):
                self._end(str(found))
                return
            if isinstance(found, Made):
                self._write(found)
                return
        if findings.done:
            self._end(findings.failure)
        elif findings.points and isinstance(latest := findings.points[-1], Making):
            self._dialog.show_progress(latest.doing, latest.done, latest.of)

    def _write(self, made: Made) -> None:
        self._study = ""  # what is still told of it is no news
        assert self._dialog is not None
        writing = partial(self._dialog.show_progress, "writing", 0, 0)
        try:
            self._writer.do(partial(write_export, self._path, made.data), writing)
        except Exception as error:  # whatever it is, the dialog must not wait for ever
            self._end(failure_sentence(error))
            return
        self._end(f"Saved: {self._path.name}, {made.frames} frames, {fixed(len(made.data) / 1e6, 1)} MB")

    def _end(self, sentence: str) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.end_progress()
            dialog.say(sentence)


def _with_refusals(work: Iterator[Making | Made]) -> Iterator[Making | Made | ExperimentError]:
    """What cannot be made as the last thing that is found."""
    try:
        yield from work
    except ExperimentError as error:
        yield error
