"""Files of experiments and races: opened, and named in the window's title."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QFileDialog, QInputDialog, QPushButton, QWidget

from app.controllers.saving import FILTER, Saving
from app.panels.message_bar import MessageBar
from app.runtime.attempt import NO_MEMORY
from app.runtime.file_writer import FileWriter
from app.runtime.presence import Presence
from app.runtime.workspace import Workspace
from symgui.experiment import Experiment, ExperimentError, opening_experiment
from symgui.experiment.line import LONGEST, is_line
from symgui.experiment.text_files import MAX_FILE_BYTES
from symgui.files import fingerprint
from symgui.training.race_file import load_line

if TYPE_CHECKING:  # only where something is remembered
    from app.runtime.settings import Settings

LINE_WIDTH = 560
"""Pixels of the field for a line of text."""


class Files(QObject):
    """Opens experiments and races, and names what is open; what cannot be done is said.

    Parameters
    ----------
    workspace : Workspace
    saving : Saving
    writer : FileWriter
    message : MessageBar
        Where it is said.
    settings : Settings or None
        Where the files that were used lately are remembered.
    window : QWidget
        Has the name of the file in its title.

    Signals
    -------
    recentChanged(tuple of Path)
        A file was opened, or saved to: those that were used lately, the latest first.
    """

    recentChanged = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        saving: Saving,
        writer: FileWriter,
        message: MessageBar,
        settings: Settings | None,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._workspace, self._saving, self._message, self._window = workspace, saving, message, window
        self._settings = settings
        self._presence = Presence(writer, self)
        self._presence.met.connect(self._say_met)
        saving.saved.connect(self._note_used)
        saving.wanted.connect(self.open)
        workspace.document.pathChanged.connect(self._show_title)
        workspace.document.pathChanged.connect(self._show_presence)
        workspace.experimentChanged.connect(self._show_title)
        workspace.lanesChanged.connect(self._show_title)
        self._show_title()
        if workspace.document.path is not None:
            saving.note(workspace.document.path, fingerprint(workspace.document.path, MAX_FILE_BYTES))
            self._show_presence()

    def open_opening_case(self) -> None:
        """Open the course's own case."""
        self._attempt(lambda: self._workspace.document.open(opening_experiment()))

    def ask_open(self) -> None:
        """Ask for a file and open it."""
        path, _ = QFileDialog.getOpenFileName(
            self._window, "Open an experiment or a race", str(self._folder()), FILTER
        )
        if path:
            self.open(Path(path))

    @Slot(object)
    def open(self, path: Path) -> bool:
        """Open `path`; if it cannot be, say why and keep what is open. Returns whether it was opened."""
        if self._saving.is_writing(path):
            self._message.say(f"{path.name} is being written. Open it when that is done.")
            return False
        there = fingerprint(path, MAX_FILE_BYTES)
        opened = self._attempt(lambda: self._workspace.document.open(path))
        if opened:
            self._saving.note(path, there)
            self._note_used(path)
        return opened

    @Slot(object)
    def open_example(self, path: Path) -> bool:
        """Open a shipped file as something new: saving asks for a name, and the example stays as it is."""
        return self._attempt(lambda: self._workspace.document.open(Experiment.load(path)))

    def ask_open_line(self) -> None:
        """Ask for a line of text, the one on the clipboard if there is one, and open what it holds."""
        copied = QGuiApplication.clipboard().text()[: 2 * LONGEST].strip()
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle("Open a line")
        dialog.setLabelText("An experiment or a race as one line of text, which begins with symgui1:")
        dialog.setTextValue(copied if is_line(copied) else "")
        dialog.setOkButtonText("Open")
        dialog.resize(LINE_WIDTH, dialog.sizeHint().height())
        for button in dialog.findChildren(QPushButton):
            button.setIcon(QIcon())  # as in every other dialog: a desktop's icons are black, in the dark too
        agreed = dialog.exec() == QInputDialog.DialogCode.Accepted
        line = dialog.textValue()
        dialog.deleteLater()
        if agreed and line.strip():
            self.open_line(line)

    def open_line(self, line: str) -> bool:
        """Open what a line of text holds; it is in no file. Returns whether it was opened."""
        return self._attempt(lambda: self._workspace.document.open(load_line(line)))

    def close(self) -> None:
        """The window goes: it has no file open any more."""
        self._presence.close()

    @property
    def recent(self) -> tuple[Path, ...]:
        """The files that were used lately, the latest first; none where nothing is remembered."""
        return () if self._settings is None else self._settings.recent

    @Slot(object)
    def _note_used(self, path: Path) -> None:
        if self._settings is not None:
            self._settings.add_recent(path)
            self.recentChanged.emit(self.recent)

    @property
    def _file(self) -> Path | None:
        """The file of the race that is shown, else of the person's own run."""
        workspace = self._workspace
        return workspace.document.path if workspace.lanes else workspace.own.path

    @Slot()
    def _show_presence(self) -> None:
        self._presence.show(self._file)

    @Slot()
    def _say_met(self) -> None:
        path = self._file
        if path is not None:
            self._message.say(
                f"{path.name} is open in another window, too: "
                "each asks before it writes over what the other saved."
            )

    @Slot()
    def _show_title(self) -> None:
        path, title = self._workspace.document.path, self._workspace.document.content.title
        if self._workspace.lanes:
            title = f"Race: {title}" if title else "Race"
        name = path.name if path is not None else title
        self._window.setWindowTitle(f"{name}[*] – SymGUI" if name else "SymGUI[*]")
        self._window.setWindowModified(self._workspace.document.modified)

    def _attempt(self, act: Callable[[], None]) -> bool:
        try:
            act()
        except (ExperimentError, OSError) as error:
            self._message.say(str(error))
            return False
        except MemoryError:
            self._message.say(NO_MEMORY)
            return False
        self._message.hide()
        return True

    def _folder(self) -> Path:
        path = self._workspace.document.path
        return path.parent if path is not None else Path.home()
