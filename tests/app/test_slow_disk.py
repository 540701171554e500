"""A disk that takes long: the window goes on, nothing is called saved too early, and closing waits for it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from windows import number, settle, shown_window

from app.controllers import saving
from app.main_window import MainWindow
from app.panels.export_dialog import Look
from app.panels.step_dialog import StepDialog
from app.runtime.settings import Settings
from symgui.experiment import Experiment, opening_experiment
from symgui.training.race_file import load


class Disk:
    """Every `fsync` waits until the disk is let go on; `writes` of them have begun."""

    def __init__(self) -> None:
        self._fsync, self._goes_on = os.fsync, threading.Event()
        self.writes = 0
        self.error: OSError | None = None
        self._goes_on.set()

    def fsync(self, descriptor: int) -> None:
        self.writes += 1
        self._goes_on.wait()
        if self.error is not None:
            raise self.error
        self._fsync(descriptor)

    def stop(self) -> None:
        self._goes_on.clear()

    def go_on(self) -> None:
        self._goes_on.set()


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    disk = Disk()
    monkeypatch.setattr(os, "fsync", disk.fsync)
    yield disk
    disk.go_on()


@pytest.fixture
def window(qtbot: QtBot, disk: Disk, tmp_path: Path) -> Iterator[MainWindow]:
    with shown_window(qtbot, settings=Settings(tmp_path / "settings")) as window:
        settle(qtbot, window)
        yield window
        disk.go_on()


@pytest.fixture
def file(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> Path:
    """A file that is open and has been changed."""
    file = tmp_path / "mine.symgui.json"
    opening_experiment().with_(title="Mine").save(file)
    assert window.open_file(file)
    change(qtbot, window, 7)
    return file


def change(qtbot: QtBot, window: MainWindow, seed: int) -> None:
    number(window, "init-seed").setValue(seed)
    settle(qtbot, window)


def press(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, name)
    assert action is not None
    action.trigger()


def begin_to_save(qtbot: QtBot, window: MainWindow, disk: Disk) -> None:
    """Save onto a disk that stands still; whatever is kept by itself is kept before."""
    assert window.keeper is not None
    window.keeper.write()
    disk.stop()
    writes = disk.writes
    press(window, "action-save")
    qtbot.waitUntil(lambda: disk.writes == writes + 1)


@contextmanager
def painted_meanwhile(window: MainWindow, disk: Disk, file: Path, said: Callable[[], bool]) -> Iterator[None]:
    """The disk stands still until the window, which says so, has been painted; no file is there before."""
    there: list[bool] = []

    def look() -> None:
        if said():
            window.score.repaint()
            there.append(file.exists())
            disk.go_on()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(0)
    disk.stop()
    yield
    timer.stop()
    assert there
    assert not any(there)


def seed_in(file: Path) -> int:
    return Experiment.load(file).initialization.seed


def test_the_window_goes_on_while_a_file_is_written(
    qtbot: QtBot, window: MainWindow, file: Path, disk: Disk
) -> None:
    """It is not called saved before it is; what is done meanwhile is not in the file."""
    begin_to_save(qtbot, window, disk)
    qtbot.waitUntil(lambda: window.message.text() == saving.SLOW.format(file.name))
    assert window.isWindowModified()
    window.workspace.step(3)
    qtbot.waitUntil(lambda: window.workspace.iteration == 3)
    change(qtbot, window, 8)
    disk.go_on()
    qtbot.waitUntil(lambda: not window.saving.is_writing(file))
    assert window.message.text() == ""
    assert seed_in(file) == 7
    assert window.isWindowModified(), "what was changed meanwhile is not saved"
    assert window.workspace.document.path == file
    press(window, "action-save")
    qtbot.waitUntil(lambda: not window.isWindowModified())
    assert seed_in(file) == 8


def test_saved_is_what_was_there_when_it_was_asked_for(
    qtbot: QtBot, window: MainWindow, file: Path, disk: Disk
) -> None:
    """Of several that wait for one file the last is written, without a question."""
    begin_to_save(qtbot, window, disk)
    writes = disk.writes
    for seed in (8, 9):
        change(qtbot, window, seed)
        press(window, "action-save")
    change(qtbot, window, 10)
    disk.go_on()
    qtbot.waitUntil(lambda: not window.saving.is_writing(file))
    assert seed_in(file) == 9
    assert window.message.choices == []
    assert window.isWindowModified()
    assert disk.writes - writes <= 2, "the second was not written"  # one may be what is kept by itself


def test_a_new_file_is_asked_for_once(
    qtbot: QtBot, window: MainWindow, disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Saving again while it is first written saves to it."""
    file, asked = tmp_path / "new.symgui.json", []
    monkeypatch.setattr(QFileDialog, "exec", lambda _: asked.append(1) or 1)
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda _: [str(file)])
    change(qtbot, window, 7)
    begin_to_save(qtbot, window, disk)
    change(qtbot, window, 8)
    press(window, "action-save")
    assert not file.exists()
    assert asked == [1]
    disk.go_on()
    qtbot.waitUntil(lambda: not window.isWindowModified())
    assert (seed_in(file), window.workspace.document.path) == (8, file)


def test_what_is_opened_meanwhile_is_not_the_file_that_is_written(
    qtbot: QtBot, window: MainWindow, file: Path, disk: Disk
) -> None:
    """Undo brings back what was saved, with its file."""
    begin_to_save(qtbot, window, disk)
    assert not window.open_file(file)
    assert window.message.text() == "mine.symgui.json is being written. Open it when that is done."
    press(window, "action-new")
    settle(qtbot, window)
    disk.go_on()
    qtbot.waitUntil(lambda: not window.saving.is_writing(file))
    assert window.workspace.document.path is None
    assert window.workspace.experiment == opening_experiment()
    press(window, "action-undo")
    settle(qtbot, window)
    assert (window.workspace.document.path, window.workspace.document.modified) == (file, False)
    assert seed_in(file) == 7


def test_a_race_that_is_left_meanwhile_comes_back_saved(
    qtbot: QtBot, window: MainWindow, disk: Disk, tmp_path: Path
) -> None:
    file = tmp_path / "race.symgui.json"
    window.compare.toggle()
    qtbot.waitUntil(lambda: window.workspace.race_frame is not None)
    assert window.keeper is not None
    window.keeper.write()
    disk.stop()
    window.saving.save_as(file)
    window.compare.leave()
    disk.go_on()
    qtbot.waitUntil(lambda: not window.saving.is_writing(file))
    window.compare.toggle()
    assert (window.workspace.document.path, window.workspace.document.modified) == (file, False)
    assert load(file) == window.workspace.document.content


def test_what_could_not_be_written_is_not_saved(
    qtbot: QtBot, window: MainWindow, file: Path, disk: Disk
) -> None:
    begin_to_save(qtbot, window, disk)
    disk.error = OSError(28, "No space left on device")
    disk.go_on()
    sentence = f"{file} cannot be written: no space left on device"
    qtbot.waitUntil(lambda: window.message.text() == sentence)
    assert window.isWindowModified()
    assert seed_in(file) == opening_experiment().initialization.seed
    disk.error = None


def test_closing_waits_for_what_is_being_saved(
    qtbot: QtBot, window: MainWindow, file: Path, disk: Disk, tmp_path: Path
) -> None:
    """The window is there meanwhile and says so; what is asked of it twice it does once."""
    begin_to_save(qtbot, window, disk)
    said: list[str] = []

    def look() -> None:
        said.append(window.message.text())
        assert window.isVisible()
        window.close()  # it is being closed
        if said[-1] == saving.CLOSING.format(file.name):
            disk.go_on()
            timer.stop()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(0)
    assert window.close()
    assert said[-1] == saving.CLOSING.format(file.name)
    assert seed_in(file) == 7
    session = Settings(tmp_path / "settings").sessions.take().session
    assert session is not None
    assert (session.closed, session.now.unsaved, session.now.run.path) == (True, False, str(file))


def test_a_window_stays_if_what_it_waited_for_cannot_be_saved(
    qtbot: QtBot, window: MainWindow, file: Path, disk: Disk
) -> None:
    """Once: it can be closed all the same, and what is open is kept for the next time."""
    begin_to_save(qtbot, window, disk)
    disk.error = OSError(5, "Input/output error")
    disk.go_on()
    assert not window.close()
    assert window.isVisible()
    assert window.message.text() == f"{file} cannot be written: input/output error"
    disk.error = None
    assert window.close()


def test_what_is_kept_by_itself_keeps_nobody_waiting(
    qtbot: QtBot, window: MainWindow, disk: Disk, tmp_path: Path
) -> None:
    assert window.keeper is not None
    window.keeper.write()
    disk.stop()
    writes = disk.writes
    change(qtbot, window, 7)
    qtbot.waitUntil(lambda: disk.writes == writes + 1)
    change(qtbot, window, 8)
    window.workspace.step(2)
    qtbot.waitUntil(lambda: window.workspace.iteration == 2)
    disk.go_on()
    window.keeper.write()
    kept = list((tmp_path / "settings" / "sessions").glob("*.json"))
    assert '"seed": 8' in kept[0].read_text()


def test_the_window_is_painted_while_an_export_is_written(
    qtbot: QtBot, window: MainWindow, disk: Disk, tmp_path: Path
) -> None:
    assert window.keeper is not None
    window.keeper.write()
    file = tmp_path / "score.svg"
    item = next(item for item in window.exports.items() if item.name == "score")
    with painted_meanwhile(
        window, disk, file, lambda: window.message.text() == "score.svg is being written."
    ):
        assert window.exports.save(item, file, Look()) == "Saved: score.svg"
    assert window.message.text() == ""
    assert file.read_text().startswith("<svg")


def test_the_window_is_painted_while_a_lesson_is_written(
    qtbot: QtBot, window: MainWindow, disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.keeper is not None
    window.keeper.write()
    file = tmp_path / "mine.lesson.md"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    press(window, "action-lesson-save-step")
    dialog = window.findChild(StepDialog)
    assert dialog is not None
    said = "The lesson's file is being written."
    with painted_meanwhile(window, disk, file, lambda: dialog.problem.text() == said):
        dialog.wanted.emit()
    assert file.read_text().startswith("+++")
    assert not dialog.isVisible()


@pytest.mark.parametrize("error", [RuntimeError("can't start new thread"), MemoryError()])
def test_without_a_thread_it_is_saved_at_once(
    qtbot: QtBot, window: MainWindow, file: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def start(thread: threading.Thread) -> None:
        raise error

    assert window.keeper is not None
    window.keeper.write()  # after it nothing waits for the disk, and no thread is there that could be used
    with monkeypatch.context() as fault:
        fault.setattr(threading.Thread, "start", start)
        press(window, "action-save")
        assert seed_in(file) == 7
        assert not window.isWindowModified()
