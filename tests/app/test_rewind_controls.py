"""The record in the window: played back, gone through event by event; and what is said of a fork."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot
from view_runs import experiment, small_normal
from windows import action, at_rest, choice, find, run_to, shown_window

from app.main_window import MainWindow
from symgui.training.frame import Frame
from symgui.training.presets import PRESETS
from symgui.training.run import RecordedRun
from symgui.training.states import State

LEARNING = experiment(weights=small_normal())


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    with shown_window(qtbot, LEARNING) as window:
        yield window


def go(qtbot: QtBot, window: MainWindow, iteration: int) -> None:
    window.workspace.seek(iteration)
    qtbot.waitUntil(lambda: window.timeline.iteration == iteration)


def stopped(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.rewind.playing)


def weights(frame: Frame) -> bytes:
    return b"".join(layer.W.tobytes() + layer.b.tobytes() for layer in frame.network.layers)


def test_playing_shows_recorded_iterations_only(qtbot: QtBot, window: MainWindow) -> None:
    run_to(qtbot, window, 300)
    go(qtbot, window, 5)
    frames: list[Frame] = []
    states: list[State] = []
    window.workspace.frameReady.connect(frames.append)
    window.workspace.stateChanged.connect(states.append)
    window.rewind.set_speed(4.0)
    action(window, "action-play-back").trigger()
    assert window.rewind.playing
    assert action(window, "action-play-back").text() == "Stop playing back"
    stopped(qtbot, window)
    iterations = [frame.iteration for frame in frames]
    assert iterations == sorted(set(iterations))
    assert 5 < iterations[0] <= iterations[-1] == 300
    assert len(iterations) > 5
    assert State.RUNNING not in states
    assert {frame.furthest for frame in frames} == {300}
    run = RecordedRun(LEARNING)
    for frame in frames[:: len(frames) // 4]:
        run.advance(frame.iteration - run.iteration)
        assert weights(frame) == weights(run.frame())
    assert action(window, "action-play-back").text() == "Play back"


def test_from_its_end_it_plays_from_the_other_end(qtbot: QtBot, window: MainWindow) -> None:
    run_to(qtbot, window, 60)
    window.rewind.set_speed(4.0)
    frames: list[Frame] = []
    window.workspace.frameReady.connect(frames.append)
    window.rewind.toggle()
    stopped(qtbot, window)
    assert frames[0].iteration == 0
    assert frames[-1].iteration == 60


def test_backwards(qtbot: QtBot, window: MainWindow) -> None:
    run_to(qtbot, window, 80)
    speeds = choice(window, "timeline-speed")
    speeds.setCurrentIndex(speeds.findData(-4.0))
    frames: list[Frame] = []
    window.workspace.frameReady.connect(frames.append)
    qtbot.mouseClick(find(window, QToolButton, "timeline-play"), Qt.MouseButton.LeftButton)
    stopped(qtbot, window)
    iterations = [frame.iteration for frame in frames]
    assert iterations == sorted(iterations, reverse=True)
    assert iterations[-1] == 0
    assert window.timeline.furthest == 80


def test_whoever_moves_the_knob_stops_it(qtbot: QtBot, window: MainWindow) -> None:
    run_to(qtbot, window, 5000)
    window.rewind.set_speed(0.25)
    window.rewind.toggle()
    qtbot.waitUntil(lambda: window.timeline.iteration == 0)
    window.workspace.seek(40)
    stopped(qtbot, window)
    assert window.timeline.iteration == 40
    window.rewind.toggle()
    window.rewind.toggle()
    assert not window.rewind.playing
    window.rewind.toggle()
    action(window, "action-step").trigger()
    stopped(qtbot, window)
    at_rest(qtbot, window)
    qtbot.waitUntil(lambda: window.workspace.state is State.PAUSED)


def test_nothing_can_be_played_before_anything_is_recorded(qtbot: QtBot, window: MainWindow) -> None:
    play = action(window, "action-play-back")
    assert not play.isEnabled()
    assert not action(window, "action-next-event").isEnabled()
    assert not action(window, "action-previous-event").isEnabled()
    run_to(qtbot, window, 3)
    assert play.isEnabled()


def test_from_event_to_event(qtbot: QtBot, window: MainWindow) -> None:
    run_to(qtbot, window, 40)
    window.workspace.document.set_learning_rate(0.5)
    qtbot.waitUntil(lambda: len(window.timeline.events) > 0)
    run_to(qtbot, window, 90)
    window.workspace.document.edit({"W1[0,0]": 0.5})
    qtbot.waitUntil(lambda: len(window.timeline.events) > 1)
    run_to(qtbot, window, 120)
    places = []
    for name, there in (
        ("action-previous-event", 90),
        ("action-previous-event", 40),
        ("action-previous-event", 0),
        ("action-next-event", 40),
        ("action-next-event", 90),
        ("action-next-event", 120),
    ):
        action(window, name).trigger()
        qtbot.waitUntil(lambda there=there: window.timeline.iteration == there)
        places.append(window.workspace.iteration)
    assert places == [90, 40, 0, 40, 90, 120]
    assert not action(window, "action-next-event").isEnabled()


def test_the_list_of_events_goes_there(qtbot: QtBot, window: MainWindow) -> None:
    run_to(qtbot, window, 40)
    window.workspace.document.set_learning_rate(0.5)
    qtbot.waitUntil(lambda: len(window.timeline.events) > 0)
    window.pins.pin()
    run_to(qtbot, window, 70)
    menu = window.rewind_bar.menu
    menu.aboutToShow.emit()
    assert [entry.text() for entry in menu.actions()] == ["40   α → 0.5", "40   pinned: iteration 40"]
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: window.timeline.iteration == 40)


def test_running_on_from_the_past_is_the_same_way_again(qtbot: QtBot, window: MainWindow) -> None:
    run_to(qtbot, window, 200)
    there = window.workspace.frame
    assert there is not None
    go(qtbot, window, 50)
    assert "been to 200" in window.timeline.sentence()
    assert "does the same again from here, bit for bit" in window.timeline.tip()
    run_to(qtbot, window, 200)
    again = window.workspace.frame
    assert again is not None
    assert weights(again) == weights(there)
    assert [event.kind for event in window.timeline.events if event.kind == "forked"] == []


def test_a_change_in_the_past_forks_and_is_said(qtbot: QtBot, window: MainWindow) -> None:
    run_to(qtbot, window, 200)
    go(qtbot, window, 50)
    window.workspace.document.edit({"W1[0,0]": 0.5})
    qtbot.waitUntil(lambda: window.timeline.furthest == 50)
    assert window.timeline.sentence().endswith("forked: the way to 200 is gone")
    assert [(event.iteration, event.kind) for event in window.timeline.events] == [
        (50, "edited"),
        (50, "forked"),
    ]
    assert [kind for _, kind in window.timeline.marks()] == ["forked"]


def test_a_race_is_played_back_too(qtbot: QtBot, window: MainWindow) -> None:
    window.compare.enter(PRESETS["start"].lanes(LEARNING))
    qtbot.waitUntil(lambda: window.workspace.race_frame is not None)
    run_to(qtbot, window, 60)
    window.rewind.set_speed(4.0)
    places: list[int] = []
    window.workspace.raceFrameReady.connect(lambda race: places.append(race.iteration))
    window.rewind.toggle()
    stopped(qtbot, window)
    assert places == sorted(places)
    assert (places[0], places[-1]) == (0, 60)
    race = window.workspace.race_frame
    assert race is not None
    assert race.furthest == 60


def test_closing_while_it_plays(qtbot: QtBot) -> None:
    with shown_window(qtbot, LEARNING) as window:
        run_to(qtbot, window, 500)
        window.rewind.toggle()
        window.close()
        assert not window.rewind.playing
