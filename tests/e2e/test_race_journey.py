"""Zeros against random, side by side, scrubbed back and forth, in the real window."""

from __future__ import annotations

import pytest
from person import Person, at_the_window, parameters, replayed
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from symgui.experiment import LayerSpec, WeightInit, opening_experiment
from symgui.training.lanes import lanes_of
from symgui.training.presets import PRESETS
from symgui.training.race import RaceFrame
from symgui.training.run import RecordedRun
from symgui.training.states import State

OPENING = opening_experiment()
RANDOM = {"initialization": {"weights": WeightInit(scheme="normal", scale=0.01)}}


def race_of(person: Person) -> RaceFrame:
    race = person.workspace.race_frame
    assert race is not None
    return race


def in_step(person: Person, iteration: int) -> RaceFrame:
    """Wait until it rests there; everything in the window shows that iteration of the same race."""
    person.wait(lambda: person.workspace.state is not State.RUNNING and person.iteration == iteration)
    race, view, timeline = race_of(person), person.window.compare.view, person.window.timeline
    assert view is not None
    assert view.frame is race
    assert [frame.iteration for frame in race.frames] == [iteration] * len(race.frames)
    assert (timeline.iteration, timeline.furthest) == (iteration, race.furthest)
    return race


def drag(person: Person, iteration: int) -> None:
    """Take the timeline's knob to an iteration."""
    timeline = person.window.timeline
    middle = timeline.height() // 2
    knob = QPoint(round(timeline.x_of(timeline.iteration)), middle)
    there = QPoint(round(timeline.x_of(iteration)), middle)
    person.qtbot.mousePress(timeline, Qt.MouseButton.LeftButton, pos=knob)
    person.qtbot.mouseMove(timeline, (knob + there) / 2)
    person.qtbot.mouseMove(timeline, there)
    person.qtbot.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=there)


def test_zeros_against_random_there_and_back(qtbot: QtBot) -> None:
    with at_the_window(qtbot, OPENING) as person:
        window = person.window
        person.command("action-step")
        person.wait(lambda: person.iteration == 1)
        person.rests()

        # enter, and make it zeros against random
        person.press("compare-button")
        person.wait(lambda: window.workspace.race_frame is not None)
        for letter in ("D", "B"):
            person.press(f"lane-{letter}-remove")
        assert [lane.text for lane in window.workspace.lanes] == ["weights zeros", "weights normal 0.01"]
        person.wait(lambda: len(race_of(person).frames) == 2)

        # run
        window.workspace.speed.set_pace("max")
        window.workspace.run_to(3000)
        race = in_step(person, 3000)
        zeros, random = race.frames
        assert zeros.verdict.name == "frozen"
        assert zeros.train_accuracy == 0.5
        assert random.train_accuracy > 0.85
        end = [parameters(frame) for frame in race.frames]
        for lane, frame in zip(race.lanes, race.frames, strict=True):
            alone = RecordedRun(lane.experiment)
            alone.advance(3000)
            assert parameters(frame) == parameters(alone.frame())
        person.picture("race-1-run")

        # scrub back to the start and forward again
        drag(person, 0)
        start = in_step(person, 0)
        assert start.furthest == 3000
        assert start.frames[1].train_accuracy < 0.7
        drag(person, 10_000)
        again = in_step(person, 3000)
        assert [parameters(frame) for frame in again.frames] == end

        # open the lane that learns, take it back
        person.press("lane-B")
        person.wait(lambda: not window.compare.active and person.settled and person.iteration == 3000)
        assert parameters(person.frame) == end[1]
        assert person.part(QWidget, "score").isVisible()
        assert {view.frame for view in window.views if view is not window.timeline} == {person.frame}
        person.command("action-undo")
        person.wait(lambda: window.workspace.race_frame is not None)
        back = in_step(person, 3000)
        assert back.run == again.run, "the race was kept, not run again"
        assert [parameters(frame) for frame in back.frames] == end

        # leave, come back, and leave
        person.command("action-compare")
        person.wait(lambda: person.settled and person.iteration == 1)
        assert person.workspace.experiment == OPENING
        person.command("action-compare")
        person.wait(lambda: window.workspace.race_frame is not None)
        assert in_step(person, 3000).run == again.run
        assert len(window.workspace.lanes) == 2
        person.key(Qt.Key.Key_Escape)
        person.wait(lambda: not window.compare.active and person.iteration == 1)
        assert parameters(person.frame) == parameters(replayed(person.frame))


@pytest.mark.parametrize("preset", ["start", "depth"])
def test_closing_in_the_middle_of_a_race_leaves_nothing(qtbot: QtBot, preset: str) -> None:
    with at_the_window(qtbot, OPENING) as person:
        person.window.compare.enter(PRESETS[preset].lanes(OPENING))
        person.wait(lambda: person.workspace.race_frame is not None)
        person.window.compare.edit_lane("A")
        person.workspace.run()
        person.wait(lambda: person.workspace.iteration > 2)


def test_a_lane_that_diverges_says_so_and_the_other_goes_on(qtbot: QtBot) -> None:
    calm = OPENING.with_(**RANDOM)
    wild = {
        "network": {"hidden": (LayerSpec(activation="linear"),) * 4},
        "initialization": {"weights": WeightInit(scheme="he")},
        "training": {"learning_rate": 1e9},
    }
    with at_the_window(qtbot, calm) as person:
        person.window.compare.enter(lanes_of(calm, [{}, wild]))
        person.wait(lambda: person.workspace.race_frame is not None)
        person.window.workspace.speed.set_pace("max")
        person.workspace.run_to(500)
        person.wait(lambda: person.workspace.state is not State.RUNNING and person.iteration == 500)
        alive, broken = race_of(person).frames
        assert (alive.iteration, alive.divergence) == (500, None)
        assert broken.divergence is not None
        assert broken.iteration < 500
        assert any(event.with_lane.startswith("B: diverged") for event in person.window.timeline.events)
