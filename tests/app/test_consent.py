"""What would take long is asked about first; meanwhile everything is as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from windows import choice, number, shown_window

from app.controllers.consent import GO_ON, LEAVE
from app.main_window import MainWindow
from symgui.experiment import Experiment, LayerSpec, opening_experiment
from symgui.training import workload


@pytest.fixture
def window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """On a computer so slow that five units are too many."""
    spec = opening_experiment()
    limit = workload.workload([spec]).products
    monkeypatch.setattr(workload, "SURELY_QUICK", 0.0)
    monkeypatch.setattr(workload, "measured_speed", lambda _: limit / workload.MOST_SECONDS)
    with shown_window(qtbot, spec) as window:
        yield window


def units(window: MainWindow) -> int:
    return window.workspace.experiment.network.hidden[0].units


def answer(window: MainWindow, text: str) -> None:
    buttons = window.message.findChildren(QPushButton)
    button = next(each for each in buttons if each.text() == text)
    button.click()


def test_a_large_network_waits_for_a_word(qtbot: QtBot, window: MainWindow) -> None:
    before = window.workspace.current_frame
    assert before is not None
    number(window, "layer-1-units").setValue(400)
    qtbot.waitUntil(lambda: window.message.choices == [LEAVE, GO_ON])
    assert "One update takes about 1" in window.message.text()
    assert "multiplications at" in window.message.text()
    assert (units(window), number(window, "layer-1-units").value()) == (4, 4.0)
    assert window.workspace.current_frame is before, "nothing was begun"
    answer(window, GO_ON)
    qtbot.waitUntil(lambda: units(window) == 400)
    number(window, "layer-1-units").setValue(4)
    assert units(window) == 4
    number(window, "layer-1-units").setValue(400)  # it was agreed to
    assert units(window) == 400


def test_it_may_be_left_as_it_was(qtbot: QtBot, window: MainWindow) -> None:
    number(window, "layer-1-units").setValue(400)
    qtbot.waitUntil(lambda: window.message.choices == [LEAVE, GO_ON])
    answer(window, LEAVE)
    assert window.message.text() == ""
    assert units(window) == 4
    choice(window, "layer-1-activation").setCurrentIndex(0)  # other changes are made at once
    assert window.message.text() == ""


def test_a_file_is_asked_about_as_well(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    spec = opening_experiment().with_(network={"hidden": (LayerSpec(300, "relu"),)})
    path = tmp_path / "large.symgui.json"
    spec.save(path)
    window.files.open(path)
    qtbot.waitUntil(lambda: window.message.choices == [LEAVE, GO_ON])
    assert units(window) == 4
    answer(window, GO_ON)
    assert units(window) == 300
    assert window.workspace.document.path == path


@pytest.mark.parametrize("act", ["open", "save"])
def test_without_memory_a_file_is_neither_opened_nor_lost(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    def exhausted(*_: object) -> None:
        raise MemoryError

    path = tmp_path / "mine.symgui.json"
    assert window.save_file(path)
    before = path.read_bytes()
    if act == "open":
        monkeypatch.setattr("app.runtime.open_document.load", exhausted)
        assert not window.files.open(path)
    else:
        monkeypatch.setattr(Experiment, "dumps", exhausted)
        assert not window.save_file(path)
    assert window.message.text() == "There was not enough memory for this. What you have open is still here."
    assert path.read_bytes() == before


def test_without_memory_a_lesson_is_not_read(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exhausted(*_: object) -> None:
        raise MemoryError

    path = tmp_path / "mine.lesson.md"
    path.write_text("nothing", encoding="utf-8")
    monkeypatch.setattr("app.lecture.lesson_library.load_lesson", exhausted)
    assert not window.lessons.open_file(path)
    assert window.message.text() == "There was not enough memory for this. What you have open is still here."
