"""What is open, saved to files: written in the background, and called saved when it is on the disk."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.panels.message_bar import MessageBar
from app.runtime.attempt import NO_MEMORY
from app.runtime.documents import ToSave
from app.runtime.file_writer import FileWriter, Result
from app.runtime.workspace import Workspace
from symgui.experiment import SUFFIX, ExperimentError
from symgui.experiment.text_files import MAX_FILE_BYTES
from symgui.files import fingerprint
from symgui.training.race_file import RaceFile

FILTER = f"Experiments and races (*{SUFFIX});;JSON (*.json);;All files (*)"
SLOW_MS = 500
"""Milliseconds of writing after which it is said."""
SLOW = "{} is being written, and the disk takes long. You can go on meanwhile."
CLOSING = "{} is being written. The window closes when that is done."


class Saving(QObject):
    """Saves what the workspace shows, experiment or race; what cannot be done is said.

    One file is written at a time. What is saved meanwhile waits; of what is saved to one file again and
    again only the last is written.

    Parameters
    ----------
    workspace : Workspace
    writer : FileWriter
    message : MessageBar
        Where it is said.
    window : QWidget

    Signals
    -------
    saved(Path)
        It is on the disk.
    wanted(Path)
        What somebody else has put there is to be opened.
    """

    saved = Signal(object)
    wanted = Signal(object)

    def __init__(
        self, workspace: Workspace, writer: FileWriter, message: MessageBar, window: QWidget
    ) -> None:
        super().__init__(window)
        self._workspace, self._writer, self._message, self._window = workspace, writer, message, window
        self._known: dict[str, str | None] = {}  # what was in the files that were opened and saved
        self._writing: ToSave | None = None
        self._waiting: dict[str, ToSave] = {}
        self._last: ToSave | None = None
        self._failed = False
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(self._say_slow)

    # ---- what a person does ----------------------------------------------------------------------

    def save(self) -> None:
        """Save to the file it came from, or ask for one."""
        path = self._path
        if path is None:
            self.ask_save_as()
        else:
            self.save_as(path)

    def ask_save_as(self) -> None:
        """Ask for a file and save to it."""
        what = "race" if self._workspace.lanes else "experiment"
        suggested = self._path or Path.home() / f"{what}{SUFFIX}"
        dialog = QFileDialog(self._window, f"Save the {what}", str(suggested.parent), FILTER)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # it would only say that the file is there; what is known of it is asked afterwards, once
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))  # part of the name that may be there already
        dialog.selectFile(suggested.name)
        if dialog.exec():
            self._save_by_name(Path(dialog.selectedFiles()[0]))
        dialog.deleteLater()

    def save_as(self, path: Path) -> None:
        """Save to `path`; if it cannot be, say why.

        A file that this window knows, and that somebody else has changed since, is asked about first.
        """
        self._save(self._workspace.document.to_save(path))

    def save_now(self, path: Path) -> bool:
        """The same, and wait for it; returns whether it is on the disk."""
        work = self._workspace.document.to_save(path)
        self._save(work)
        self.wait()
        return self._last is work

    def wait(self) -> None:
        """Wait until everything is written."""
        while self._writing is not None:
            self._writer.wait()

    # ---- what others must know -------------------------------------------------------------------

    def note(self, path: Path, there: str | None) -> None:
        """A file was read, and what was in it."""
        self._known[_name(path)] = there

    def is_writing(self, path: Path) -> bool:
        """Whether `path` is being written, or is to be."""
        return any(_name(work.path) == _name(path) for work in self._unwritten)

    def finish(self) -> bool:
        """Wait until everything is written, as the window closes; returns whether all of it could be."""
        self._failed = False
        if self._writing is not None:
            self._writer.finish(partial(self._message.say, CLOSING.format(self._writing.path.name)))
        return not self._failed

    # ---- writing ---------------------------------------------------------------------------------

    def _save_by_name(self, path: Path) -> None:
        """Save under a name that a person has given: another file that has it is asked about."""
        own = self._path
        is_own = own is not None and _name(own) == _name(path)
        if not is_own and not self._changed_by_others(path) and os.path.lexists(path):
            self._ask_over(path, "is there already")
        else:
            self.save_as(path)

    def _save(self, work: ToSave) -> None:
        """Save it in its turn."""
        if self._writing is not None:
            self._waiting.pop(_name(work.path), None)
            self._waiting[_name(work.path)] = work
        elif self._changed_by_others(work.path):
            self._ask_over(work.path, "has changed on disk since this window last read or wrote it")
        else:
            self._write(work)

    def _ask_over(self, path: Path, what: str) -> None:
        self._message.ask(
            f"{path.name} {what}.",
            (
                ("Save as …", self.ask_save_as),
                ("Open what is there", partial(self.wanted.emit, path)),
                ("Write over it", partial(self._write_over, path)),
            ),
        )

    def _write_over(self, path: Path) -> None:
        self.note(path, _fingerprint(path))
        self.save_as(path)

    def _write(self, work: ToSave) -> None:
        self._writing = work
        self._message.hide()
        self._slow.start()
        self._writer.put(partial(_written, work), self._tell)

    def _tell(self, result: Result) -> None:
        """Tell that the file is on the disk, or why it cannot be."""
        work, self._writing = self._writing, None
        assert work is not None
        self._slow.stop()
        self._message.take_back(SLOW.format(work.path.name))
        failed_before, self._failed = self._failed, True  # also where what went wrong is not foreseen here
        try:
            self.note(work.path, result())
        except (ExperimentError, OSError) as error:
            self._message.say(str(error))
        except MemoryError:
            self._message.say(NO_MEMORY)
        else:
            self._failed = failed_before
            self._last = work
            document = self._workspace.document.saved(work)
            for name, each in self._waiting.items():
                if each.document is work.document:
                    self._waiting[name] = replace(each, document=document)
            self.saved.emit(work.path)
            if isinstance(work.content, RaceFile):  # the run beside it was not
                lanes = len(work.content.lanes)
                self._message.say(f"The race of {lanes} lanes is saved in {work.path.name}.")
        finally:
            if self._waiting:
                self._save(self._waiting.pop(next(iter(self._waiting))))

    def _say_slow(self) -> None:
        if self._writing is not None:
            self._message.say(SLOW.format(self._writing.path.name))

    @property
    def _unwritten(self) -> list[ToSave]:
        """What is being written or waits, the latest first."""
        return [*reversed(self._waiting.values()), *([] if self._writing is None else [self._writing])]

    @property
    def _path(self) -> Path | None:
        """The file of what is shown, also while that is first written."""
        is_shown = self._workspace.document.is_shown
        first = (work.path for work in self._unwritten if is_shown(work))
        return next(first, self._workspace.document.path)

    def _changed_by_others(self, path: Path) -> bool:
        name, there = _name(path), _fingerprint(path)
        return name in self._known and there is not None and there != self._known[name]


def _written(work: ToSave) -> str | None:
    """Write it; returns what is in the file now."""
    work.content.save(work.path)
    return _fingerprint(work.path)


def _fingerprint(path: Path) -> str | None:
    return fingerprint(path, MAX_FILE_BYTES)


def _name(path: Path) -> str:
    return os.path.realpath(path)
