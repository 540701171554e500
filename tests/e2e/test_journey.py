"""A whole session in the real window: build, step, run, pause, edit, start over, close while running."""

from __future__ import annotations

import pytest
from person import Person, at_the_window, parameters, replayed
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.runtime.selection import Selection
from symgui.training.states import Outcome, State


def journey(person: Person, pictures: str) -> None:
    workspace = person.workspace

    # it opens on the course's own case
    assert (person.iteration, person.read("cost"), person.read("train-accuracy")) == (0, "0.6931", "50.0 %")
    assert person.frame.verdict.name == "frozen"
    person.picture(f"{pictures}-1-opened")

    # build: circles, two hidden layers, He
    person.choose("data-kind", "circles")
    person.type_into("data-samples", "300")
    person.press("layer-add")
    person.type_into("layer-1-units", "10")
    person.type_into("layer-2-units", "5")
    for layer in (1, 2):
        person.choose(f"layer-{layer}-activation", "relu")
    person.choose("weight-scheme", "he")
    person.type_into("init-seed", "3")
    person.type_into("learning-rate", "0.01")
    endless = workspace.experiment.with_(training={"iterations": 10**9})
    workspace.document.change(endless, "iterations")
    person.rests()
    spec = workspace.experiment
    assert spec.sizes == (2, 10, 5, 1)
    assert person.read("cost") == "0.8831", "as the course prints it, to four digits"
    start = parameters(person.frame)

    # step
    person.press("step-button")
    person.wait(lambda: person.iteration == 1)
    person.choose("step-size", 10)
    person.press("step-button")
    person.wait(lambda: person.iteration == 11)
    person.rests(Outcome.COMPLETED)
    person.leave_fields()
    person.key(Qt.Key.Key_Left)
    person.wait(lambda: person.iteration == 10)
    person.rests()
    assert parameters(person.frame) == parameters(replayed(person.frame))

    # run, change the learning rate while it runs, pause
    person.choose("pace", "max")
    person.leave_fields()
    person.key(Qt.Key.Key_Space)
    person.running(beyond=200)
    run = person.frame.run
    person.type_into("learning-rate", "0.02")
    person.wait(lambda: person.frame.learning_rate == 0.02)
    person.running(beyond=person.iteration + 200)
    person.key(Qt.Key.Key_Space)
    frame = person.rests(Outcome.STOPPED)
    assert frame.run == run, "the learning rate begins no new run"
    assert [change.learning_rate for change in frame.experiment.changes] == [0.02]
    headless = replayed(frame)
    assert parameters(frame) == parameters(headless), "the same bits as without a window"
    assert (frame.cost, frame.train_accuracy) == (headless.cost, headless.train_accuracy)
    person.picture(f"{pictures}-2-paused")

    # change a setting while it runs: it starts anew, and runs on
    person.key(Qt.Key.Key_Space)
    person.running(beyond=frame.iteration)
    person.choose("weight-scheme", "xavier")
    person.wait(lambda: person.frame.run > run)
    person.running(beyond=100)
    assert person.frame.experiment.initialization.weights.scheme == "xavier"

    # edit a weight while it runs: it pauses
    workspace.pointing.select(Selection(layer=1, row=2, column=1))
    person.leave_fields()
    person.command("action-edit")
    person.wait(lambda: workspace.state is State.PAUSED)
    person.type_into("cell-editor", "0.75")
    person.wait(lambda: person.frame.network.layers[0].W[2, 1] == 0.75)
    edited_at = person.rests().iteration
    person.picture(f"{pictures}-3-edited")

    # undo brings the run back, twice: the edit, then the setting
    person.command("action-undo")
    person.wait(lambda: person.frame.network.layers[0].W[2, 1] != 0.75)
    assert person.rests().iteration <= edited_at
    person.command("action-undo")
    person.wait(lambda: person.frame.experiment.initialization.weights.scheme == "he")
    assert parameters(person.rests()) == parameters(replayed(person.frame))

    # start over: the very same weights
    person.press("reset-button")
    person.wait(lambda: person.iteration == 0)
    assert parameters(person.rests()) == start

    # close while it runs
    person.press("run-button")
    person.running(beyond=50)
    person.close()
    assert not person.window.isVisible()


def test_the_journey(qtbot: QtBot) -> None:
    with at_the_window(qtbot) as person:
        journey(person, "journey")


@pytest.mark.screen
def test_the_journey_on_a_screen(qtbot: QtBot) -> None:
    assert QApplication.platformName() != "offscreen"
    with at_the_window(qtbot) as person:
        journey(person, "journey-screen")


def test_the_first_minute(qtbot: QtBot) -> None:
    """Run learns nothing from zeros and says so; from small random weights it reaches nine in ten."""
    with at_the_window(qtbot) as person:
        person.choose("pace", "max")
        person.press("run-button")
        frame = person.rests(Outcome.FROZEN)
        assert frame.standstill
        assert person.read("train-accuracy") == "50.0 %"
        assert person.read("effective-units") == "1 of 4"
        person.choose("weight-scheme", "normal")
        person.type_into("weight-value", "0.01")
        person.rests()
        person.press("run-button")
        frame = person.rests(Outcome.COMPLETED)
        assert person.iteration == 10_000
        assert frame.train_accuracy >= 0.9
        assert person.read("effective-units") == "4 of 4"
