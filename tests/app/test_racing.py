"""A race in the place of the run: the workspace with its thread."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from desk import Desk, replayed, weights
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot
from view_runs import experiment, small_normal

from symgui.experiment import ExperimentError, WeightInit
from symgui.training import loop
from symgui.training.frame import Frame
from symgui.training.lanes import Lane, lanes_from, lanes_of
from symgui.training.presets import PRESETS
from symgui.training.race import RaceFrame
from symgui.training.run import RecordedRun
from symgui.training.states import Outcome, State

OPEN = experiment(weights=small_normal(), iterations=100_000_000)
"""The flower from small random weights; a run that does not end by itself."""
WILD = experiment(hidden=[(4, "linear")] * 4, weights=WeightInit("he"), learning_rate=1e9)
"""Linear layers at a rate that no start survives."""
START = PRESETS["start"].lanes(OPEN)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(qtbot, OPEN)
    yield desk
    desk.workspace.close()


def alone(lane: Lane, iteration: int) -> Frame:
    """The frame of a lane's experiment in a run of its own."""
    run = RecordedRun(lane.experiment)
    run.advance(iteration)
    return run.frame()


def assert_as_alone(race: RaceFrame) -> None:
    for lane, frame in zip(race.lanes, race.frames, strict=True):
        solo = alone(lane, frame.iteration)
        assert weights(frame) == weights(solo), lane.text
        assert frame.cost == solo.cost
        assert frame.verdict.name == solo.verdict.name


def names(desk: Desk) -> list[str]:
    commands = ("run", "pause", "step", "back", "reset")
    return [name for name in commands if desk.workspace.can(name)]


# ---- running -------------------------------------------------------------------------------------


def test_a_race_begins_at_iteration_0_and_keeps_the_open_run(desk: Desk) -> None:
    desk.step(25)
    race = desk.race(START)
    workspace = desk.workspace
    assert desk.lanes == [START]
    assert (race.lanes, race.iteration, workspace.iteration) == (START, 0, 0)
    assert (workspace.state, names(desk)) == (State.READY, ["run", "step", "reset"])
    assert workspace.experiment == OPEN
    assert desk.frame.iteration == 25
    assert_as_alone(race)


def test_steps_back_and_seek(desk: Desk) -> None:
    desk.race(START)
    desk.workspace.step(40)
    desk.rest(Outcome.COMPLETED, 40)
    assert_as_alone(desk.race_frame)
    desk.workspace.back()
    desk.rest(iteration=39)
    assert_as_alone(desk.race_frame)
    desk.workspace.seek(7)
    desk.rest(iteration=7)
    assert desk.race_frame.furthest == 40
    assert_as_alone(desk.race_frame)
    desk.workspace.step(5)
    desk.rest(Outcome.COMPLETED, 12)
    assert_as_alone(desk.race_frame)


def test_run_pause_and_run_on(desk: Desk) -> None:
    desk.race(START)
    desk.workspace.toggle_run()
    desk.running(beyond=50)
    assert names(desk) == ["pause", "step", "back", "reset"]
    desk.workspace.toggle_run()
    desk.rest(Outcome.STOPPED)
    race = desk.race_frame
    assert {frame.iteration for frame in race.frames} == {race.iteration}
    assert_as_alone(race)
    desk.workspace.run()
    desk.running(beyond=race.iteration)
    assert {frame.run for frame in desk.race_frames} == {race.run}


def test_run_to_an_iteration(desk: Desk) -> None:
    desk.workspace.run_to(30)
    desk.rest(Outcome.COMPLETED, 30)
    desk.race(START)
    desk.workspace.run_to(60)
    desk.rest(Outcome.COMPLETED, 60)
    assert_as_alone(desk.race_frame)


def test_finish_runs_to_the_longest_plan(desk: Desk) -> None:
    short = OPEN.with_(training={"iterations": 100})
    desk.race(lanes_of(short, [{}, {"training": {"iterations": 300}}]))
    desk.workspace.finish()
    desk.rest(Outcome.COMPLETED, 300)


def test_start_over_races_anew(desk: Desk) -> None:
    desk.race(START)
    desk.workspace.step(30)
    desk.rest(Outcome.COMPLETED, 30)
    before = desk.race_frame.run
    desk.workspace.document.start_over()
    desk.wait(lambda: desk.race_frame.run != before)
    assert (desk.race_frame.iteration, desk.race_frame.furthest) == (0, 0)
    assert desk.workspace.lanes == START
    assert desk.workspace.state is State.READY


def test_it_stops_where_no_lane_moves_any_more(desk: Desk) -> None:
    desk.race(lanes_of(experiment(), [{}, {"initialization": {"weights": WeightInit(), "seed": 9}}]))
    desk.workspace.run()
    desk.rest(Outcome.FROZEN)
    assert desk.race_frame.standstill


def test_a_lane_that_diverges_stops_and_the_others_go_on(desk: Desk) -> None:
    desk.race(lanes_from([OPEN, WILD]))
    desk.workspace.step(100)
    desk.rest(Outcome.COMPLETED, 100)
    calm, broken = desk.race_frame.frames
    assert calm.divergence is None
    assert calm.iteration == 100
    assert broken.divergence is not None
    assert broken.iteration == broken.divergence.iteration < 100
    assert desk.workspace.can("run")
    desk.workspace.racing.open_lane("B")
    desk.wait(lambda: desk.workspace.frame is not None and desk.workspace.frame.divergence is not None)
    assert desk.workspace.iteration == broken.iteration


def test_all_lanes_diverged_is_the_end(desk: Desk) -> None:
    desk.race(lanes_of(WILD, [{}, {"initialization": {"seed": 5}}]))
    desk.workspace.run()
    desk.rest(Outcome.DIVERGED)
    assert not desk.workspace.can("run")
    assert desk.workspace.can("back")
    desk.workspace.seek(0)
    desk.rest(iteration=0)
    assert desk.workspace.can("run")


# ---- leaving -------------------------------------------------------------------------------------


def test_leaving_brings_the_run_back_as_it_stood(desk: Desk) -> None:
    desk.step(50)
    desk.workspace.document.set_learning_rate(0.3)
    desk.wait(lambda: desk.frame.learning_rate == 0.3)
    desk.step(20)
    desk.workspace.seek(40)
    before = desk.rest(iteration=40)
    desk.race(START)
    desk.workspace.step(10)
    desk.rest(Outcome.COMPLETED, 10)
    frames = len(desk.frames)
    desk.workspace.racing.leave()
    desk.wait(lambda: len(desk.frames) > frames)
    after = desk.frame
    assert (after.run, after.iteration, after.furthest) == (before.run, 40, 70)
    assert weights(after) == weights(before)
    assert (desk.workspace.lanes, desk.workspace.race_frame) == ((), None)
    assert desk.lanes == [START, ()]
    assert desk.workspace.document.undo_stack.count() == 1
    assert weights(desk.step(10)) == replayed(desk.frame)


def test_leaving_before_the_open_run_was_there(desk: Desk) -> None:
    """A run that was overtaken on its way is run again."""
    desk.step(20_000)
    desk.workspace.document.change(OPEN.with_(initialization={"seed": 8}), "seed")
    desk.workspace.document.undo_stack.undo()
    desk.workspace.racing.begin(START)
    desk.workspace.racing.leave()
    desk.wait(lambda: desk.workspace.iteration == 20_000)
    assert desk.workspace.experiment == OPEN
    assert weights(desk.frame) == replayed(desk.frame)


def test_another_race_keeps_the_same_run(desk: Desk) -> None:
    desk.step(15)
    desk.race(START)
    desk.race(PRESETS["scale"].lanes(OPEN))
    desk.wait(lambda: len(desk.race_frame.frames) == 3)
    desk.workspace.racing.leave()
    desk.wait(lambda: desk.workspace.state is State.PAUSED)
    assert desk.workspace.iteration == 15


def test_a_running_run_rests_while_there_is_a_race(desk: Desk) -> None:
    desk.workspace.run()
    desk.running(beyond=100)
    desk.race(START)
    desk.wait(lambda: desk.workspace.state is State.READY)
    desk.workspace.racing.leave()
    desk.wait(lambda: desk.workspace.state is State.PAUSED)
    assert desk.frame.iteration >= 100
    assert weights(desk.frame) == replayed(desk.frame)


def test_work_set_aside_in_the_middle_of_a_race_comes_back_with_it(desk: Desk) -> None:
    """A race in what is borrowed is left with it; the person's own goes to where it stood."""
    desk.step(21)
    desk.race(START)
    desk.workspace.step(9)
    desk.rest(Outcome.COMPLETED, 9)
    before = [weights(frame) for frame in desk.race_frame.frames]
    desk.workspace.own.set_aside()
    assert desk.workspace.own.borrows
    desk.fresh(lambda: desk.workspace.own.borrow(experiment()))
    assert desk.workspace.lanes == ()
    desk.race(PRESETS["scale"].lanes(OPEN))
    desk.workspace.own.bring_back()
    assert not desk.workspace.own.borrows
    desk.wait(lambda: desk.workspace.iteration == 9)
    assert (desk.workspace.experiment, desk.workspace.lanes) == (OPEN, START)
    assert [weights(frame) for frame in desk.race_frame.frames] == before
    desk.workspace.racing.leave()
    desk.wait(lambda: desk.workspace.iteration == 21)
    assert weights(desk.step(4)) == replayed(desk.frame)


# ---- opening a lane ------------------------------------------------------------------------------


def test_open_a_lane_and_take_it_back(desk: Desk) -> None:
    desk.step(33)
    desk.race(START)
    desk.workspace.step(120)
    desk.rest(Outcome.COMPLETED, 120)
    lane = START[3]
    opened = desk.fresh(lambda: desk.workspace.racing.open_lane("D"))
    assert (opened.iteration, opened.experiment) == (120, lane.experiment.with_(title="Lane D: weights He"))
    assert weights(opened) == weights(alone(lane, 120))
    assert desk.workspace.lanes == ()
    assert desk.workspace.document.undo_stack.undoText() == "open lane D"
    assert (desk.workspace.document.path, desk.workspace.document.modified) == (None, True)
    raced = desk.race_frame
    desk.workspace.document.undo_stack.undo()
    desk.wait(lambda: desk.race_frame is not raced)
    assert (desk.race_frame.run, desk.race_frame.iteration) == (raced.run, 120)
    back = desk.fresh(desk.workspace.racing.leave)
    desk.rest(iteration=33)
    assert (desk.frame.iteration, back.experiment) == (33, OPEN)
    desk.workspace.racing.return_to(desk.workspace.racing.left_race)
    again = desk.fresh(desk.workspace.document.undo_stack.redo)
    assert weights(again) == weights(opened)


def test_there_is_no_such_lane(desk: Desk) -> None:
    with pytest.raises(ValueError, match="lane: expected one of none, got 'A'"):
        desk.workspace.racing.open_lane("A")
    desk.race(START)
    with pytest.raises(ValueError, match="lane: expected one of A, B, C, D, got 'F'"):
        desk.workspace.racing.open_lane("F")
    assert desk.workspace.lanes == START


# ---- what changes the open experiment ------------------------------------------------------------


def test_a_changed_setting_leaves_the_race(desk: Desk) -> None:
    desk.step(10)
    desk.race(START)
    changed = OPEN.with_(initialization={"seed": 77})
    frame = desk.fresh(lambda: desk.workspace.document.change(changed, "seed"))
    assert desk.lanes[-1] == ()
    assert frame.experiment == changed
    back = desk.fresh(desk.workspace.document.undo_stack.undo)
    assert (back.experiment, back.iteration) == (OPEN, 10)


def test_undo_leaves_the_race(desk: Desk) -> None:
    changed = OPEN.with_(initialization={"seed": 77})
    desk.fresh(lambda: desk.workspace.document.change(changed, "seed"))
    desk.race(START)
    frame = desk.fresh(desk.workspace.document.undo_stack.undo)
    assert frame.experiment == OPEN
    assert desk.workspace.lanes == ()


def test_an_edit_leaves_the_race_and_is_made_where_the_run_stands(desk: Desk) -> None:
    desk.step(10)
    desk.race(START)
    with pytest.raises(ExperimentError):
        desk.workspace.document.edit({"W9[0,0]": 1.0})
    assert desk.workspace.lanes == START
    desk.workspace.document.edit({"W1[0,0]": 0.5})
    desk.wait(lambda: desk.frame.network.layers[0].W[0, 0] == 0.5)
    assert desk.frame.iteration == 10
    assert desk.workspace.lanes == ()
    desk.race(START)
    desk.workspace.document.set_learning_rate(0.01)
    desk.wait(lambda: desk.frame.learning_rate == 0.01)
    assert desk.workspace.lanes == ()


def test_what_is_no_race_changes_nothing(desk: Desk) -> None:
    other = OPEN.with_(data={"seed": 5})
    mixed = (Lane("A", "one", OPEN), Lane("B", "other", other))
    with pytest.raises(ValueError, match="lane B: lanes race on the same data"):
        desk.workspace.racing.begin(mixed)
    with pytest.raises(ValueError, match="2 to 6 lanes, got 1"):
        desk.workspace.racing.begin(START[:1])
    assert desk.workspace.lanes == ()
    assert desk.step(5).iteration == 5


# ---- failure and the end -------------------------------------------------------------------------


def test_after_a_failure_in_a_race_the_run_is_still_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.step(12)

    def broken(*_: object) -> None:
        raise RuntimeError("out of order")

    with monkeypatch.context() as patch:
        patch.setattr(loop, "Race", broken)
        desk.workspace.racing.begin(START)
        desk.wait(lambda: desk.failures)
    assert "out of order" in desk.failures[0]
    assert desk.workspace.state is State.FAILED
    desk.workspace.racing.leave()
    desk.wait(lambda: desk.workspace.state is State.PAUSED)
    assert desk.workspace.iteration == 12
    assert weights(desk.step(3)) == replayed(desk.frame)


def test_closed_in_the_middle_of_a_race(qtbot: QtBot) -> None:
    desk = Desk(qtbot, OPEN)
    desk.race(PRESETS["seeds"].lanes(OPEN))
    desk.workspace.run()
    desk.running(beyond=20)
    desk.workspace.close()
    told = len(desk.race_frames)
    assert not desk.workspace.pump.training_thread.isRunning()
    assert not desk.workspace.pump.timer.isActive()
    QCoreApplication.processEvents()
    assert len(desk.race_frames) == told
