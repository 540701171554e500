"""A homework from beginning to end, by keyboard: data in, two starts, race, figure, code and line out."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from person import Person, at_the_window, parameters
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.panels.export_dialog import ExportDialog
from symgui.training.race_file import RaceFile, load
from symgui.training.states import State

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def write_table(path: Path) -> None:
    """Forty points, the class by a line: as a spreadsheet saves them."""
    points = np.random.RandomState(5).randn(40, 2).round(2)
    rows = [f"{a},{b},{'yes' if a + b > 0 else 'no'}" for a, b in points]
    path.write_text("\n".join(["height,weight,ill", *rows]) + "\n", "utf-8")


@contextmanager
def answering(path: Path | None = None) -> Iterator[None]:
    """Whoever is asked meanwhile types a file's name and Enter, or agrees with what is there."""
    answered = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog) and not answered and isinstance(dialog, QFileDialog) == bool(path):
            answered.append(dialog)
            if path is not None:
                name = dialog.findChild(QLineEdit, "fileNameEdit")
                name.setText(str(path))
                QTest.keyClick(name, Qt.Key.Key_Return)
            else:
                QTest.keyClick(dialog, Qt.Key.Key_Return)

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(5)
    try:
        yield
    finally:
        timer.stop()
    assert answered, f"nobody asked about {path}"


def key_on(person: Person, name: str) -> None:
    """Go to a button with the keyboard, and press it."""
    button = person.part(QWidget, name)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)


def back_in_the_window(person: Person) -> None:
    """A dialog has closed; the keys are the window's again."""
    person.window.activateWindow()
    person.wait(person.window.isActiveWindow)
    person.leave_fields()


def stands(person: Person, iteration: int) -> None:
    person.wait(lambda: person.workspace.state is not State.RUNNING and person.iteration == iteration)


def exported(person: Person, name: str, path: Path) -> None:
    """Ctrl+E, the first letters of what is wanted, Enter, a name, Escape."""
    person.key(Qt.Key.Key_E, CONTROL)
    dialog = person.part(ExportDialog, "export")
    person.qtbot.keyClicks(dialog.what, name)
    assert dialog.item.label == name
    with answering(path):
        QTest.keyClick(dialog.what, Qt.Key.Key_Return)
    assert dialog.findChild(QLabel, "export-said").text() == f"Saved: {path.name}"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    back_in_the_window(person)


def test_a_homework_from_table_to_friend(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    table, race_file = tmp_path / "mine.csv", tmp_path / "race.symgui.json"
    write_table(table)
    with at_the_window(qtbot) as person:
        # a table of one's own
        with answering(table):
            person.key(Qt.Key.Key_I, CONTROL)
        dialog = person.window.importing.dialog
        assert dialog is not None
        person.wait(lambda: dialog.take.isEnabled())
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        person.wait(lambda: person.settled and person.frame.data.m == 32)
        assert tuple(person.frame.data.features) == ("height", "weight")

        # two starts
        back_in_the_window(person)
        person.key(Qt.Key.Key_K, CONTROL)
        person.wait(lambda: person.workspace.race_frame is not None)
        for letter in ("D", "B"):
            key_on(person, f"lane-{letter}-remove")
        person.wait(lambda: len(person.workspace.lanes) == 2 and person.workspace.race_frame is not None)
        person.leave_fields()
        person.key(Qt.Key.Key_Return, CONTROL)
        end = person.workspace.experiment.training.iterations
        stands(person, end)
        race = person.workspace.race_frame
        assert race is not None
        zeros, small = race.frames
        assert zeros.symmetry.effective_units == (1,)
        assert small.train_accuracy > 0.95

        # the race is saved, and exported as a figure
        with answering(race_file):
            person.key(Qt.Key.Key_S, CONTROL)
        back_in_the_window(person)
        saved = load(race_file)
        assert isinstance(saved, RaceFile)
        assert [lane.experiment for lane in saved.race] == [
            lane.experiment for lane in person.workspace.lanes
        ]
        exported(person, "Race", tmp_path / "race.svg")
        words = "".join(ET.parse(tmp_path / "race.svg").getroot().itertext())
        assert all(lane.text in words for lane in race.lanes)

        # the better lane alone, as a program that comes to the same cost
        key_on(person, "lane-B")
        person.wait(lambda: not person.workspace.lanes and person.settled and person.iteration == end)
        exported(person, "NumPy script", tmp_path / "mine.py")
        done = subprocess.run(
            [sys.executable, "mine.py", "500"], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        person.key(Qt.Key.Key_G, CONTROL)
        field = QApplication.focusWidget()
        assert field is not None
        qtbot.keyClicks(field, "500")
        QTest.keyClick(field, Qt.Key.Key_Return)
        stands(person, 500)
        person.wait(lambda: person.frame.iteration == 500)
        cost = float(done.stdout.partition("cost after 500 updates:")[2].split()[0])
        assert cost == pytest.approx(person.frame.cost, rel=1e-9)

        # the line, for a friend
        person.key(Qt.Key.Key_E, CONTROL)
        dialog = person.part(ExportDialog, "export")
        qtbot.keyClicks(dialog.what, "One line")
        copy = dialog.findChild(QPushButton, "export-copy")
        copy.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(copy, Qt.Key.Key_Space)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        back_in_the_window(person)
        assert QGuiApplication.clipboard().text().startswith("symgui1:")
        mine, title = parameters(person.frame), person.workspace.experiment

    with at_the_window(qtbot) as friend:
        with answering():
            friend.key(Qt.Key.Key_O, CONTROL | SHIFT)
        back_in_the_window(friend)
        friend.wait(lambda: friend.settled and friend.workspace.experiment == title)
        friend.leave_fields()
        friend.choose("step-size", 100)
        for k in range(1, 6):
            friend.leave_fields()
            friend.key(Qt.Key.Key_Right)
            stands(friend, 100 * k)
        friend.wait(lambda: friend.frame.iteration == 500)
        assert parameters(friend.frame) == mine, "the same digits"
