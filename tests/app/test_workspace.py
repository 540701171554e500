"""The workspace with its thread: what a person does, and what the window is told."""

from __future__ import annotations

import gc
import math
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from desk import Desk, replayed, weights
from PySide6.QtCore import QCoreApplication, QThread, QTimer
from pytestqt.qtbot import QtBot
from view_runs import experiment, small_normal

from app.runtime.selection import Selection
from symgui.experiment import Change, Experiment, ExperimentError, LayerSpec, opening_experiment
from symgui.training import loop
from symgui.training.loop_commands import EditParameters, LoadRun
from symgui.training.run import RecordedRun
from symgui.training.states import Outcome, State

ROOT = Path(__file__).resolve().parents[2]

LEARNING = experiment(weights=small_normal(), iterations=100_000_000)
"""The flower from small random weights; a run that does not end by itself."""


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(qtbot, LEARNING)
    yield desk
    desk.workspace.close()


# ---- running -------------------------------------------------------------------------------------


def test_it_opens_at_iteration_0(desk: Desk) -> None:
    workspace = desk.workspace
    assert (workspace.state, workspace.outcome, workspace.iteration) == (State.READY, Outcome.NONE, 0)
    assert workspace.frame is desk.frame
    assert workspace.experiment == LEARNING
    assert not workspace.document.modified
    assert [name for name in ("run", "pause", "step", "back", "reset") if workspace.can(name)] == [
        "run", "step", "reset",
    ]  # fmt: skip


def test_run_and_pause(desk: Desk) -> None:
    desk.workspace.run()
    desk.running(beyond=100)
    assert desk.workspace.can("pause")
    assert not desk.workspace.can("run")
    desk.workspace.pause()
    frame = desk.rest(Outcome.STOPPED)
    assert desk.states == [State.RUNNING, State.PAUSED]
    assert frame.iteration == desk.workspace.iteration
    assert weights(frame) == replayed(frame)
    iterations = [frame.iteration for frame in desk.frames]
    assert iterations == sorted(iterations)


def test_space_bar(desk: Desk) -> None:
    desk.workspace.toggle_run()
    desk.running()
    desk.workspace.toggle_run()
    first = desk.rest(Outcome.STOPPED).iteration
    desk.workspace.toggle_run()
    desk.running(beyond=first)


def test_run_goes_to_the_planned_iterations_and_again_adds_as_many(qtbot: QtBot) -> None:
    desk = Desk(qtbot, experiment(weights=small_normal(), iterations=150))
    desk.workspace.run()
    assert desk.rest(Outcome.COMPLETED).iteration == 150
    desk.workspace.run()
    assert desk.rest(Outcome.COMPLETED, 300).iteration == 300
    desk.step(7)
    desk.workspace.finish()
    assert desk.rest(Outcome.COMPLETED, 450).iteration == 450
    desk.workspace.close()


def test_a_plan_of_no_iterations(qtbot: QtBot) -> None:
    desk = Desk(qtbot, experiment(weights=small_normal(), iterations=0))
    desk.workspace.run()
    assert desk.rest(Outcome.COMPLETED, 1).iteration == 1
    desk.workspace.close()


def test_steps_as_the_step_size_says(desk: Desk) -> None:
    for size in (1, 10, 100):
        desk.workspace.speed.step_size = size
        before = desk.workspace.iteration
        desk.workspace.step()
        desk.rest(Outcome.COMPLETED, before + size)
    assert weights(desk.frame) == replayed(desk.frame)


def test_back_and_on(desk: Desk) -> None:
    there = weights(desk.step(50))
    desk.workspace.back()
    assert desk.rest(iteration=49).iteration == 49
    assert weights(desk.frame) == replayed(desk.frame)
    assert weights(desk.step(1)) == there
    desk.workspace.seek(0)
    desk.rest(iteration=0)
    assert not desk.workspace.can("back")
    desk.workspace.back()
    assert desk.step(1).iteration == 1


def test_any_pace(desk: Desk) -> None:
    for pace in ("log", "1", "10", "100"):
        desk.workspace.speed.set_pace(pace)
        desk.workspace.run()
        desk.wait(lambda: desk.workspace.state is State.RUNNING)
        desk.workspace.pause()
        desk.rest(Outcome.STOPPED)
    with pytest.raises(ValueError, match="expected one of log, 1, 10, 100, max, got 'fast'"):
        desk.workspace.speed.set_pace("fast")
    assert desk.workspace.speed.pace == "100"


def test_a_pace_changes_while_it_runs(desk: Desk) -> None:
    desk.workspace.speed.set_pace("1")
    desk.workspace.run()
    desk.wait(lambda: desk.workspace.state is State.RUNNING)
    desk.workspace.speed.set_pace("max")
    desk.running(beyond=100)


def test_the_opening_case_freezes_and_says_so(qtbot: QtBot) -> None:
    desk = Desk(qtbot, opening_experiment())
    desk.workspace.run()
    frame = desk.rest(Outcome.FROZEN)
    assert frame.standstill
    assert frame.verdict.name == "frozen"
    desk.workspace.run()
    assert desk.rest(Outcome.COMPLETED).iteration == 10_000, "asked again, it goes on to the end"
    desk.workspace.close()


def test_divergence_is_no_failure(qtbot: QtBot) -> None:
    spec = experiment(hidden=((3, "linear"),), weights=small_normal(), learning_rate=1e6, l2=1e6)
    desk = Desk(qtbot, spec)
    desk.workspace.run()
    frame = desk.rest(Outcome.DIVERGED)
    assert frame.divergence is not None
    assert not desk.failures
    assert not desk.workspace.can("run")
    assert not desk.workspace.can("step")
    assert desk.workspace.can("back")
    desk.fresh(desk.workspace.document.start_over)
    assert desk.workspace.can("run")
    desk.workspace.close()


# ---- start over ----------------------------------------------------------------------------------


def test_start_over_gives_the_very_same_weights(desk: Desk) -> None:
    first = weights(desk.frame)
    desk.step(30)
    frame = desk.fresh(desk.workspace.document.start_over)
    assert (frame.iteration, weights(frame)) == (0, first)
    assert desk.workspace.state is State.READY
    assert desk.workspace.document.run_before is not None
    assert desk.workspace.document.run_before.iterations[-1] == 30


def test_start_over_while_running(desk: Desk) -> None:
    desk.workspace.run()
    desk.running(beyond=50)
    frame = desk.fresh(desk.workspace.document.start_over)
    assert frame.iteration == 0
    assert desk.rest().iteration == 0


def test_start_over_keeps_edits_of_iteration_0(desk: Desk) -> None:
    desk.workspace.document.edit({"W1[0,0]": 0.5})
    desk.wait(lambda: desk.frame.network.layers[0].W[0, 0] == 0.5)
    desk.step(10)
    desk.workspace.document.edit({"W1[1,1]": 7.0})
    desk.wait(lambda: desk.frame.network.layers[0].W[1, 1] == 7.0)
    frame = desk.fresh(desk.workspace.document.start_over)
    assert frame.network.layers[0].W[0, 0] == 0.5
    assert frame.network.layers[0].W[1, 1] != 7.0
    assert frame.experiment.changes == (Change(at=0, set={"W1[0,0]": 0.5}),)


# ---- changing settings ---------------------------------------------------------------------------


def slower(spec: Experiment) -> Experiment:
    return spec.with_(training={"learning_rate": 0.1})


def test_a_setting_restarts_at_once(desk: Desk) -> None:
    desk.step(20)
    changed = slower(LEARNING)
    frame = desk.fresh(lambda: desk.workspace.document.change(changed, "learning rate"))
    assert (frame.iteration, frame.experiment) == (0, changed)
    assert desk.workspace.state is State.READY
    assert desk.workspace.document.modified
    assert changed in desk.experiments
    assert desk.workspace.document.run_before is not None


def test_a_setting_while_running_keeps_it_running(desk: Desk) -> None:
    desk.workspace.run()
    desk.running(beyond=50)
    desk.fresh(lambda: desk.workspace.document.change(slower(LEARNING), "learning rate"))
    desk.running(beyond=50)
    desk.workspace.pause()
    frame = desk.rest(Outcome.STOPPED)
    assert frame.experiment == slower(LEARNING)
    assert weights(frame) == replayed(frame)
    runs = [frame.run for frame in desk.frames]
    assert runs == sorted(runs), "no frame of the former run came late"


def test_many_settings_in_a_row_end_at_the_last(desk: Desk) -> None:
    desk.workspace.run()
    for seed in range(25):
        desk.workspace.document.change(LEARNING.with_(initialization={"seed": seed}), "seed")
    desk.wait(lambda: desk.frame.experiment.initialization.seed == 24)
    assert desk.workspace.experiment.initialization.seed == 24
    desk.workspace.pause()
    frame = desk.rest()
    assert weights(frame) == replayed(frame)


def test_the_same_settings_are_no_change(desk: Desk) -> None:
    desk.step(5)
    desk.workspace.document.change(LEARNING, "nothing")
    assert desk.workspace.document.undo_stack.count() == 0
    assert desk.workspace.iteration == 5


# ---- learning rate and edits ---------------------------------------------------------------------


def test_learning_rate_while_running(desk: Desk) -> None:
    desk.workspace.run()
    desk.running(beyond=50)
    run = desk.frame.run
    desk.workspace.document.set_learning_rate(0.25)
    desk.wait(lambda: desk.frame.learning_rate == 0.25)
    desk.running(beyond=desk.workspace.iteration)
    desk.workspace.pause()
    frame = desk.rest(Outcome.STOPPED)
    assert frame.run == run, "no new run"
    (change,) = frame.experiment.changes
    assert change.learning_rate == 0.25
    assert change.at > 0
    assert desk.workspace.experiment == frame.experiment
    assert weights(frame) == replayed(frame)


def test_l2_while_running(desk: Desk) -> None:
    desk.workspace.run()
    desk.running(beyond=50)
    run = desk.frame.run
    desk.workspace.document.set_l2(3.0)
    desk.wait(lambda: desk.frame.network.l2 == 3.0)
    desk.running(beyond=desk.workspace.iteration)
    desk.workspace.pause()
    frame = desk.rest(Outcome.STOPPED)
    assert frame.run == run, "no new run"
    (change,) = frame.experiment.changes
    assert (change.l2, change.learning_rate) == (3.0, None)
    assert weights(frame) == replayed(frame)
    desk.workspace.seek(change.at)
    assert weights(desk.rest(iteration=change.at)) == replayed(desk.frame)
    mine = desk.frame.experiment.with_(title="Mine")
    kept = desk.fresh(lambda: desk.workspace.document.change(mine, "title"))
    assert kept.experiment.training.l2 == 3.0, "another setting keeps the one in force"


def test_l2_before_the_start_is_a_setting_and_is_undone_like_one(desk: Desk) -> None:
    frame = desk.fresh(lambda: desk.workspace.document.set_l2(0.5))
    assert frame.experiment == LEARNING.with_(training={"l2": 0.5})
    there = weights(desk.step(25))
    desk.workspace.document.set_l2(2.0)
    desk.wait(lambda: desk.frame.network.l2 == 2.0)
    desk.fresh(desk.workspace.document.undo_stack.undo)
    desk.rest(iteration=25)
    assert desk.frame.network.l2 == 0.5
    assert weights(desk.frame) == there


@pytest.mark.parametrize("l2", [-1.0, math.nan, math.inf])
def test_an_l2_that_is_none(desk: Desk, l2: float) -> None:
    desk.step(3)
    with pytest.raises(ExperimentError, match="l2"):
        desk.workspace.document.set_l2(l2)
    assert desk.step(1).network.l2 == 0.0
    assert desk.workspace.document.undo_stack.count() == 0


def test_what_was_open_comes_back_with_its_file(desk: Desk, tmp_path: Path) -> None:
    workspace, file = desk.workspace, tmp_path / "mine.symgui.json"
    save(desk, file)
    desk.fresh(lambda: workspace.document.change(LEARNING.with_(initialization={"seed": 7}), "seed"))
    mine = weights(desk.step(30))
    desk.fresh(lambda: workspace.document.open(LEARNING.with_hidden(())))
    assert (workspace.document.path, workspace.document.modified) == (None, False)
    desk.fresh(workspace.document.undo_stack.undo)
    desk.wait(lambda: desk.frame.iteration == 30)
    assert weights(desk.frame) == mine
    assert (workspace.document.path, workspace.document.modified) == (file, True)
    desk.fresh(workspace.document.undo_stack.undo)
    assert workspace.experiment == LEARNING
    assert not workspace.document.modified
    desk.fresh(workspace.document.undo_stack.redo)
    desk.fresh(workspace.document.undo_stack.redo)
    assert workspace.experiment == LEARNING.with_hidden(())
    assert workspace.document.path is None


def test_learning_rate_before_the_start_is_a_setting(desk: Desk) -> None:
    frame = desk.fresh(lambda: desk.workspace.document.set_learning_rate(0.25))
    assert frame.experiment == LEARNING.with_(training={"learning_rate": 0.25})
    assert frame.experiment.changes == ()


@pytest.mark.parametrize("rate", [-1.0, math.nan, 1e12])
def test_a_learning_rate_that_is_none(desk: Desk, rate: float) -> None:
    desk.step(3)
    with pytest.raises(ExperimentError, match="learning_rate"):
        desk.workspace.document.set_learning_rate(rate)
    assert desk.step(1).learning_rate == 1.2
    assert desk.workspace.document.undo_stack.count() == 0


def test_a_rate_after_a_divergence_starts_anew(desk: Desk) -> None:
    wild = LEARNING.with_(training={"learning_rate": 1e6}).with_hidden(
        [LayerSpec(units=4, activation="relu")]
    )
    desk.fresh(lambda: desk.workspace.document.change(wild, "wild"))
    desk.workspace.run()
    assert desk.rest(Outcome.DIVERGED).divergence is not None
    frame = desk.fresh(lambda: desk.workspace.document.set_learning_rate(0.1))
    assert (frame.iteration, frame.learning_rate, frame.experiment.changes) == (0, 0.1, ())
    desk.workspace.document.start_over()
    assert desk.fresh(desk.workspace.document.start_over).learning_rate == 0.1


def test_an_edit_while_running_pauses(desk: Desk) -> None:
    desk.workspace.run()
    desk.running(beyond=50)
    desk.workspace.document.edit({"W1[3,1]": 0.75})
    frame = desk.rest(Outcome.STOPPED)
    desk.wait(lambda: desk.frame.network.layers[0].W[3, 1] == 0.75)
    frame = desk.frame
    assert frame.experiment.changes == (Change(at=frame.iteration, set={"W1[3,1]": 0.75}),)
    assert weights(desk.step(20)) == replayed(desk.frame)


@pytest.mark.parametrize("values", [{"W1[4,0]": 1.0}, {"W7[0,0]": 1.0}, {"c": 1.0}, {"b1[0]": math.inf}])
def test_an_edit_of_what_is_not_there(desk: Desk, values: dict[str, float]) -> None:
    with pytest.raises(ExperimentError):
        desk.workspace.document.edit(values)
    assert desk.workspace.document.undo_stack.count() == 0
    desk.step(1)
    assert not desk.failures


# ---- undo ----------------------------------------------------------------------------------------


def test_undo_brings_the_run_back(desk: Desk) -> None:
    there = weights(desk.step(40))
    desk.fresh(lambda: desk.workspace.document.change(slower(LEARNING), "learning rate"))
    desk.step(15)
    stack = desk.workspace.document.undo_stack
    assert stack.undoText() == "learning rate"
    desk.fresh(stack.undo)
    desk.rest(iteration=40)
    assert desk.frame.experiment == LEARNING
    assert weights(desk.frame) == there
    frame = desk.fresh(stack.redo)
    assert (frame.iteration, frame.experiment) == (0, slower(LEARNING))


def test_undo_of_an_edit(desk: Desk) -> None:
    there = weights(desk.step(25))
    desk.workspace.document.edit({"b1[2]": 3.0})
    desk.wait(lambda: desk.frame.network.layers[0].b[2, 0] == 3.0)
    edited = weights(desk.frame)
    desk.step(10)
    desk.fresh(desk.workspace.document.undo_stack.undo)
    desk.rest(iteration=25)
    assert weights(desk.frame) == there
    assert desk.frame.experiment.changes == ()
    desk.fresh(desk.workspace.document.undo_stack.redo)
    desk.rest(iteration=25)
    assert weights(desk.frame) == edited


def test_undo_of_a_learning_rate(desk: Desk) -> None:
    there = weights(desk.step(25))
    desk.workspace.document.set_learning_rate(0.5)
    desk.wait(lambda: desk.frame.learning_rate == 0.5)
    desk.fresh(desk.workspace.document.undo_stack.undo)
    desk.rest(iteration=25)
    assert desk.frame.learning_rate == 1.2
    assert weights(desk.frame) == there


def test_running_and_stepping_are_not_undone(desk: Desk) -> None:
    desk.step(10)
    desk.workspace.back()
    desk.rest(iteration=9)
    desk.fresh(desk.workspace.document.start_over)
    assert desk.workspace.document.undo_stack.count() == 0


def test_undo_of_everything_in_a_hurry(desk: Desk) -> None:
    first = weights(desk.frame)
    specs = [LEARNING.with_(initialization={"seed": seed}) for seed in range(3, 9)]
    for spec in specs:
        desk.fresh(lambda spec=spec: desk.workspace.document.change(spec, "seed"))
        desk.step(5)
    stack = desk.workspace.document.undo_stack
    while stack.canUndo():
        stack.undo()
    desk.wait(lambda: desk.frame.experiment == LEARNING)
    assert weights(desk.frame) == first
    while stack.canRedo():
        stack.redo()
    desk.wait(lambda: desk.frame.experiment == specs[-1])


# ---- files ---------------------------------------------------------------------------------------


def save(desk: Desk, path: Path) -> None:
    work = desk.workspace.document.to_save(path)
    work.content.save(path)
    desk.workspace.document.saved(work)


def test_saving_what_was_done_and_opening_it_again(desk: Desk, tmp_path: Path) -> None:
    desk.step(12)
    desk.workspace.document.edit({"W2[0,1]": -0.5})
    desk.wait(lambda: desk.frame.network.layers[1].W[0, 1] == -0.5)
    there = weights(desk.step(8))
    path = tmp_path / "mine.symgui.json"
    assert desk.workspace.document.modified
    save(desk, path)
    assert desk.workspace.document.path == path
    assert not desk.workspace.document.modified
    desk.fresh(lambda: desk.workspace.document.open(opening_experiment()))
    assert desk.workspace.document.path is None
    frame = desk.fresh(lambda: desk.workspace.document.open(path))
    assert frame.iteration == 0
    assert desk.workspace.document.path == path
    assert weights(desk.step(20)) == there


def test_a_file_that_is_none_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.step(4)
    path = tmp_path / "broken.symgui.json"
    path.write_text('{"format": "symgui/1", "training": {"learning_rate": "fast"}}')
    with pytest.raises(ExperimentError, match=r"learning_rate.*fast"):
        desk.workspace.document.open(path)
    with pytest.raises(ExperimentError):
        desk.workspace.document.open(tmp_path / "missing.symgui.json")
    assert (desk.workspace.experiment, desk.workspace.iteration, desk.workspace.document.path) == (
        LEARNING,
        4,
        None,
    )


def test_opening_while_running(desk: Desk) -> None:
    desk.workspace.run()
    desk.running(beyond=10)
    frame = desk.fresh(lambda: desk.workspace.document.open(opening_experiment()))
    assert frame.experiment == opening_experiment()
    assert desk.rest().iteration == 0
    assert desk.workspace.document.run_before is None
    assert desk.workspace.document.undo_stack.undoText().startswith("open")


# ---- pointing ------------------------------------------------------------------------------------


def test_pointing_is_told_once(desk: Desk) -> None:
    told: list[object] = []
    desk.workspace.pointing.selectionChanged.connect(told.append)
    desk.workspace.pointing.hoverChanged.connect(told.append)
    weight = Selection(layer=1, row=0, column=1)
    for _ in range(2):
        desk.workspace.pointing.select(weight)
        desk.workspace.pointing.hover(weight)
    assert told == [weight, weight]
    desk.workspace.pointing.select(None)
    assert told[2:] == [None]


# ---- failure -------------------------------------------------------------------------------------


def break_training(desk: Desk) -> None:
    """Edit a weight that is not there, behind the back of all checks."""
    desk.workspace.pump.loop.post(EditParameters({"W9[0,0]": 1.0}))
    desk.wait(lambda: desk.workspace.state is State.FAILED)


def test_a_failure_is_told_once_and_a_new_run_leads_on(desk: Desk) -> None:
    desk.workspace.run()
    desk.running()
    break_training(desk)
    (report,) = desk.failures
    assert "Traceback" in report
    assert "W9[0,0]" in report
    assert [name for name in ("run", "pause", "step", "back", "reset") if desk.workspace.can(name)] == [
        "reset"
    ]
    desk.workspace.run()
    desk.workspace.back()
    desk.workspace.step()
    desk.fresh(desk.workspace.document.start_over)
    assert desk.workspace.state is State.READY
    assert desk.step(5).iteration == 5
    break_training(desk)
    assert len(desk.failures) == 2


def test_a_new_run_that_fails_like_the_last_is_told_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def __init__(self, *_: object) -> None:
            raise RuntimeError("out of order")

    monkeypatch.setattr(loop, "RecordedRun", Broken)
    for told in (1, 2):
        desk.workspace.document.start_over()
        desk.wait(lambda told=told: len(desk.failures) == told)
    assert "out of order" in desk.failures[1]


# ---- studies -------------------------------------------------------------------------------------


def test_a_study_pauses_the_run_and_reports(desk: Desk) -> None:
    points: list[object] = []
    ended: list[bool] = []
    desk.workspace.studies.advanced.connect(
        lambda found: (points.extend(found.points), ended.append(found.done))
    )
    desk.workspace.run()
    desk.running()
    desk.workspace.studies.begin("count", iter(range(50)))
    desk.wait(lambda: ended and ended[-1])
    assert points == list(range(50))
    assert desk.workspace.state is State.PAUSED


# ---- the end -------------------------------------------------------------------------------------


def idle(desk: Desk) -> None:
    pass


def running(desk: Desk) -> None:
    desk.workspace.run()
    desk.running()


def running_slowly(desk: Desk) -> None:
    desk.workspace.speed.set_pace("1")
    running_soon(desk)


def running_soon(desk: Desk) -> None:
    desk.workspace.run()
    desk.wait(lambda: desk.workspace.state is State.RUNNING)


def just_asked(desk: Desk) -> None:
    desk.workspace.run()
    desk.workspace.document.change(slower(LEARNING), "learning rate")


def undoing_a_long_run(desk: Desk) -> None:
    desk.workspace.pump.loop.post(LoadRun(LEARNING, 99, iteration=10**9))


def failed(desk: Desk) -> None:
    break_training(desk)


@pytest.mark.parametrize(
    "busy", [idle, running, running_slowly, just_asked, undoing_a_long_run, failed], ids=lambda f: f.__name__
)
def test_closing_whatever_it_does(qtbot: QtBot, busy: Callable[[Desk], None]) -> None:
    """Thread ended, timers stopped, garbage collection given back; nothing is told any more."""
    gc.enable()  # as in a program; between tests it is not
    before = set(threading.enumerate())
    desk = Desk(qtbot, LEARNING)
    busy(desk)
    desk.workspace.close()
    assert [
        thread.objectName() for thread in desk.workspace.findChildren(QThread) if thread.isRunning()
    ] == []
    assert [timer for timer in desk.workspace.findChildren(QTimer) if timer.isActive()] == []
    assert gc.isenabled()
    started = set(threading.enumerate()) - before
    assert [thread for thread in started if not thread.name.startswith("Dummy-")] == []
    told = len(desk.frames), len(desk.states)
    desk.workspace.run()
    desk.workspace.step()
    QCoreApplication.processEvents()
    assert (len(desk.frames), len(desk.states)) == told
    desk.workspace.close()


def test_a_program_that_ends_without_closing_ends_in_order() -> None:
    """An exception on the way out is reported, not buried under an abort."""
    code = (
        "from PySide6.QtCore import QCoreApplication\n"
        "from app.runtime.workspace import Workspace\n"
        "from symgui.experiment import opening_experiment\n"
        "application = QCoreApplication([])\n"
        "workspace = Workspace(opening_experiment())\n"
        "workspace.run()\n"
        "raise SystemExit(7)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, done.stderr) == (7, "")


def test_closed_workspaces_are_garbage_that_can_be_collected() -> None:
    """With commands to undo and to redo, in any generation; in a process that may crash."""
    code = (
        "import gc\n"
        "from PySide6.QtCore import QCoreApplication\n"
        "from app.runtime.workspace import Workspace\n"
        "from symgui.experiment import opening_experiment\n"
        "application, opening = QCoreApplication([]), opening_experiment()\n"
        "for i in range(24):\n"
        "    workspace = Workspace(opening)\n"
        "    for seed in range(6):\n"
        "        workspace.document.change(opening.with_(initialization={'seed': seed + 5}), 'seed')\n"
        "        if i % 2: gc.collect(seed % 3)\n"
        "    for k in range(i % 7): workspace.document.undo_stack.undo()\n"
        "    workspace.close()\n"
        "    del workspace\n"
        "    gc.collect(i % 3)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_frame_carries_what_the_engine_computed(desk: Desk) -> None:
    frame = desk.step(100)
    run = RecordedRun(LEARNING)
    run.advance(100)
    np.testing.assert_array_equal(frame.curve.cost, run.frame().curve.cost)
    assert frame.cost == run.frame().cost
