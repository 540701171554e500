"""Opening and saving: what somebody else has changed on disk, and a second window on the same file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot
from windows import action, find, number, settle, shown_window

from app.main_window import MainWindow
from app.runtime.presence import Presence
from app.runtime.session import sight_of
from app.runtime.settings import Settings
from symgui.experiment import Experiment, opening_experiment

THEIRS = opening_experiment().with_(title="Theirs", training={"learning_rate": 0.3})


@pytest.fixture
def file(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> Path:
    """A file that the window has open and has changed, and that somebody else has changed on disk."""
    file = tmp_path / "mine.symgui.json"
    opening_experiment().with_(title="Mine").save(file)
    assert window.open_file(file)
    number(window, "init-seed").setValue(7)
    settle(qtbot, window)
    THEIRS.save(file)
    return file


def save(window: MainWindow) -> None:
    action(window, "action-save").trigger()
    window.saving.wait()


def answer(qtbot: QtBot, window: MainWindow, text: str) -> None:
    number = window.message.choices.index(text) + 1
    qtbot.mouseClick(find(window, QPushButton, f"message-choice-{number}"), Qt.MouseButton.LeftButton)
    window.saving.wait()


def test_what_has_changed_on_disk_is_not_written_over_unasked(
    qtbot: QtBot, window: MainWindow, file: Path
) -> None:
    for act in (lambda: save(window), lambda: window.save_file(file), lambda: window.save_file(str(file))):
        act()
        assert window.message.text() == (
            "mine.symgui.json has changed on disk since this window last read or wrote it."
        )
        assert window.message.choices == ["Save as …", "Open what is there", "Write over it"]
        assert Experiment.load(file) == THEIRS
        assert window.isWindowModified()


def test_it_is_written_over_if_that_is_meant(qtbot: QtBot, window: MainWindow, file: Path) -> None:
    save(window)
    answer(qtbot, window, "Write over it")
    assert Experiment.load(file) == window.workspace.experiment
    assert window.message.text() == ""
    assert not window.isWindowModified()
    number(window, "init-seed").setValue(8)
    settle(qtbot, window)
    save(window)  # what this window wrote is no surprise to it
    assert Experiment.load(file).initialization.seed == 8


def test_what_is_there_can_be_opened_and_ones_own_comes_back(
    qtbot: QtBot, window: MainWindow, file: Path
) -> None:
    mine = window.workspace.experiment
    save(window)
    answer(qtbot, window, "Open what is there")
    settle(qtbot, window)
    assert window.workspace.experiment == THEIRS
    action(window, "action-undo").trigger()
    settle(qtbot, window)
    assert window.workspace.experiment == mine
    assert Experiment.load(file) == THEIRS


def test_the_keyboard_answers(
    qtbot: QtBot, window: MainWindow, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(QFileDialog, "exec", lambda dialog: asked.append(dialog.windowTitle()))
    window.activateWindow()
    number(window, "init-seed").setFocus()
    save(window)
    first = find(window, QPushButton, "message-choice-1")
    assert window.focusWidget() is first
    qtbot.keyClick(first, Qt.Key.Key_Return)  # Enter means what loses nothing
    assert asked == ["Save the experiment"]
    assert window.focusWidget() is number(window, "init-seed")
    save(window)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert window.message.text() == ""
    assert Experiment.load(file) == THEIRS


def test_save_as_onto_it_asks_once(
    window: MainWindow, file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dialog leaves the question to the window, which knows what has happened."""

    def choose(dialog: QFileDialog) -> int:
        assert dialog.testOption(QFileDialog.Option.DontConfirmOverwrite)
        return 1

    monkeypatch.setattr(QFileDialog, "exec", choose)
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda _: [str(file)])
    action(window, "action-save-as").trigger()
    window.saving.wait()
    assert "has changed on disk" in window.message.text()
    assert Experiment.load(file) == THEIRS
    answer(qtbot, window, "Write over it")
    assert Experiment.load(file) == window.workspace.experiment
    assert window.message.text() == ""
    action(window, "action-save-as").trigger()  # onto its own file, as it left it
    assert window.message.text() == ""


def test_other_ways_to_the_same_file_are_that_file(window: MainWindow, file: Path) -> None:
    link = file.with_name("link.symgui.json")
    link.symlink_to(file)
    for other in (link, file.parent / "." / "mine.symgui.json", Path(os.path.relpath(file))):
        assert not window.save_file(other)
    assert Experiment.load(file) == THEIRS


def test_a_file_that_is_gone_is_written_again(window: MainWindow, file: Path) -> None:
    file.unlink()
    save(window)
    assert window.message.text() == ""
    assert Experiment.load(file) == window.workspace.experiment


@pytest.mark.parametrize("there", [b"", b"{", b" " * (17 * 2**20)])
def test_also_what_cannot_be_read_is_somebody_elses(window: MainWindow, file: Path, there: bytes) -> None:
    file.write_bytes(there)
    save(window)
    assert window.message.choices
    assert file.read_bytes() == there


def test_a_file_that_only_looks_newer_is_the_same(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "mine.symgui.json"
    opening_experiment().save(file)
    assert window.open_file(file)
    file.write_bytes(file.read_bytes())
    os.utime(file, (1, 1))
    save(window)
    assert window.message.text() == ""


def test_the_file_of_yesterday_is_known_today(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "mine.symgui.json"
    settings = Settings(tmp_path / "settings")
    opening_experiment().save(file)
    with shown_window(qtbot, settings=settings) as yesterday:
        assert yesterday.open_file(file)
    session = settings.sessions.take().session
    assert session is not None
    sight, _ = sight_of(session.now)
    window = MainWindow(sight.place.experiment, settings, document=sight.document)
    try:
        THEIRS.save(file)
        save(window)
        assert window.message.choices
        assert Experiment.load(file) == THEIRS
    finally:
        window.close()
        window.deleteLater()


# --- two windows ---------------------------------------------------------------------------------------


MET = "mine.symgui.json is open in another window, too: each asks before it writes over what the other saved."


def test_two_windows_on_one_file_notice_each_other(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "mine.symgui.json"
    opening_experiment().save(file)
    assert window.open_file(file)
    assert window.message.text() == ""
    with shown_window(qtbot) as other:
        assert other.message.text() == ""
        assert other.open_file(file)
        qtbot.waitUntil(lambda: other.message.text() == MET)
        qtbot.waitUntil(lambda: window.message.text() == MET)
        number(other, "init-seed").setValue(9)
        settle(qtbot, other)
        save(other)
        assert Experiment.load(file).initialization.seed == 9
        save(window)
        assert window.message.choices, "what the other has saved is not written over"
    assert Experiment.load(file).initialization.seed == 9


def test_a_window_that_is_closed_or_has_another_file_is_met_no_more(qtbot: QtBot, tmp_path: Path) -> None:
    folder, file = tmp_path / "locks", tmp_path / "a"
    one, two = Presence(folder=folder), Presence(folder=folder)
    one.show(file)
    two.show(tmp_path / "b")
    assert (one.alone, two.alone) == (True, True)
    with qtbot.waitSignal(one.met):
        two.show(file)
    assert not two.alone
    two.show(tmp_path / "b")
    qtbot.waitUntil(lambda: one.alone)
    for presence in (one, two):
        presence.close()
    assert list(folder.iterdir()) == []


ANOTHER = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.runtime.presence import Presence
application = QCoreApplication([])
presence = Presence(folder=Path(sys.argv[1]))
presence.show(Path(sys.argv[2]))
print(presence.alone, flush=True)
sys.stdin.readline()
"""


def test_another_process_is_met_and_one_that_was_killed_is_not(qtbot: QtBot, tmp_path: Path) -> None:
    folder, file = tmp_path / "locks", tmp_path / "a"
    mine = Presence(folder=folder)
    mine.show(file)
    with subprocess.Popen(
        [sys.executable, "-c", ANOTHER, str(folder), str(file)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "False\n"
        qtbot.waitUntil(lambda: not mine.alone)
        other.kill()
    mine.close()
    mine.show(file)
    assert mine.alone
    mine.close()


def test_where_nothing_can_be_kept_nobody_is_met(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    presence = Presence(folder=tmp_path / "taken")
    presence.show(tmp_path / "a")
    assert presence.alone
    presence.close()
