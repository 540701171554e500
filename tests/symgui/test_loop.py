"""The training loop on a plain thread: every command in every state, frames, failures, the end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from numpy.random import RandomState
from symmetry_cases import experiment

from symgui.data.dataset import Dataset
from symgui.experiment import Change, DataSpec, Experiment, WeightInit, opening_experiment
from symgui.nn.interruption import Interrupted, look
from symgui.training import trainer as trainer_module
from symgui.training.frame import Frame
from symgui.training.loop import TrainingLoop
from symgui.training.loop_commands import (
    Advance,
    BeginStudy,
    ChangeTraining,
    EditParameters,
    EndStudy,
    GoBack,
    LoadRun,
    Pause,
    RunTo,
    Seek,
    SetPace,
)
from symgui.training.news import Status
from symgui.training.race import Race
from symgui.training.run import RecordedRun
from symgui.training.states import Outcome, State
from symgui.training.trainer import Trainer

PATIENCE = 30.0
"""Seconds after which something that should have happened will not."""
FOR_EVER = 10**9


class Worker:
    """A loop at work in a thread of its own, and every status it has told of."""

    def __init__(self) -> None:
        self.told: list[Status] = []
        self._news = threading.Condition()
        self.loop = TrainingLoop(notify=self._notify)
        self.thread = threading.Thread(target=self.loop.work, name="test-training")
        self.thread.start()

    def _notify(self) -> None:
        with self._news:
            self.told.append(self.loop.status)
            self._news.notify_all()

    def wait(self, condition: Callable[[], object]) -> Status:
        """Wait until it is so; the status then."""
        end = time.monotonic() + PATIENCE
        while not condition():
            with self._news:
                self._news.wait(0.005)
            assert time.monotonic() < end, f"it never happened; the status is {self.loop.status}"
        return self.loop.status

    def rest(self, outcome: Outcome | None = None) -> Status:
        """Wait until the loop rests with an outcome."""
        return self.wait(
            lambda: self.loop.status.state is State.PAUSED and outcome in (None, self.loop.status.outcome)
        )

    def frame(self) -> Frame:
        """The frame that is there."""
        frame = self.loop.outbox.take_frame()
        assert frame is not None
        return frame

    def next_frame(self) -> Frame:
        """Ask for a frame and wait for it."""
        frames: list[Frame | None] = []
        self.loop.request_frame()
        self.wait(lambda: frames.append(self.loop.outbox.take_frame()) or frames[-1] is not None)
        frame = frames[-1]
        assert frame is not None
        return frame

    def open(self, spec: Experiment, run: int = 0, **how: object) -> Frame:
        """Load and wait; the first frame."""
        self.loop.post(LoadRun(spec, run, **how))
        self.wait(lambda: self.loop.status.run == run)
        return self.frame()

    def running(self, beyond: int = 0) -> None:
        """Wait until it has trained beyond an iteration."""
        self.wait(lambda: self.loop.status.state is State.RUNNING and self.loop.status.iteration > beyond)

    def settled(self) -> None:
        """Wait until every command posted so far has been carried out."""
        assert self.loop.wait_for_commands(PATIENCE)


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.loop.close()
    worker.thread.join(PATIENCE)
    assert not worker.thread.is_alive()


def moons(**training: object) -> Experiment:
    data = DataSpec(kind="moons", samples=30, test_samples=8)
    return experiment((4,), data=data, weights=WeightInit("he"), **training)


def weights(frame: Frame) -> bytes:
    return b"".join(layer.W.tobytes() + layer.b.tobytes() for layer in frame.network.layers)


def expected(spec: Experiment, iteration: int) -> bytes:
    """The parameters of a run that no loop had a hand in."""
    trainer = Trainer(spec)
    trainer.advance(iteration)
    return b"".join(trainer.network.W[l].tobytes() + trainer.network.b[l].tobytes() for l in (1, 2))


# ---- loading -------------------------------------------------------------------------------------


def test_before_anything_is_loaded(worker: Worker) -> None:
    """Every command is harmless."""
    loop = worker.loop
    loop.request_frame()
    loop.post(Pause())
    loop.post(EndStudy())
    loop.post(RunTo(10))
    loop.post(Advance(1))
    loop.post(Seek(3))
    loop.post(RunTo(10, stop_when_frozen=False, at_once=True))
    loop.post(EditParameters({"W1[0,0]": 1.0}))
    loop.post(ChangeTraining("rate", 0.5))
    loop.post(SetPace("max"))
    worker.settled()
    assert loop.status == Status(State.READY, Outcome.NONE, -1, 0, 0)
    assert loop.outbox.take_frame() is None


def test_loading_shows_iteration_0(worker: Worker) -> None:
    frame = worker.open(moons(), run=3)
    assert (frame.run, frame.iteration) == (3, 0)
    assert weights(frame) == expected(moons(), 0)
    assert worker.loop.status == Status(State.READY, Outcome.NONE, 3, 0, 0)
    assert worker.loop.outbox.take_frame() is None, "a frame is taken once"


def test_the_examples_of_the_run_before_are_used_again(worker: Worker) -> None:
    """They are one object then, so that no view draws them anew; of other data they are others."""
    before = worker.open(moons(), 1)
    assert worker.open(moons(learning_rate=0.5), 2).data is before.data
    other = moons().with_(data=DataSpec(kind="moons", samples=30, test_samples=8, seed=7))
    assert worker.open(other, 3).data.X.tobytes() == RecordedRun(other).trainer.data.X.tobytes()


def test_loading_at_an_iteration(worker: Worker) -> None:
    frame = worker.open(moons(), iteration=77)
    assert frame.iteration == 77
    assert weights(frame) == expected(moons(), 77)
    worker.rest()


def test_loading_and_running_on(worker: Worker) -> None:
    worker.open(moons(), run=1)
    worker.loop.post(SetPace("max"))
    worker.loop.post(RunTo(FOR_EVER))
    worker.loop.post(LoadRun(moons(iterations=120), 2, go_on=True))
    worker.wait(lambda: worker.loop.status.run == 2)
    status = worker.rest(Outcome.COMPLETED)
    assert (status.run, status.iteration) == (2, 120)


@pytest.mark.parametrize("before", ["rest", "a step", "pause"])
def test_only_what_runs_goes_on(worker: Worker, before: str) -> None:
    worker.open(moons(), run=1)
    worker.loop.post(SetPace("max"))
    if before == "a step":
        worker.loop.post(Advance(FOR_EVER))
    elif before == "pause":
        worker.loop.post(RunTo(FOR_EVER))
        worker.loop.post(Pause())
    worker.loop.post(LoadRun(moons(), 2, go_on=True))
    worker.wait(lambda: worker.loop.status.run == 2)
    worker.settled()
    assert worker.loop.status == Status(State.READY, Outcome.NONE, 2, 0, 0)


def test_back_counts_from_where_the_run_is(worker: Worker) -> None:
    worker.open(moons())
    worker.loop.post(Advance(4))
    worker.loop.post(Advance(6))
    worker.rest(Outcome.COMPLETED)
    assert worker.loop.status.iteration == 10, "steps add up"
    for _ in range(3):
        worker.loop.post(GoBack())
    worker.wait(lambda: worker.loop.status.iteration == 7)
    assert weights(worker.frame()) == expected(moons(), 7)


def test_a_change_tells_what_was_before_and_after(worker: Worker) -> None:
    worker.open(moons(), run=4)
    worker.loop.post(Advance(5))
    worker.rest(Outcome.COMPLETED)
    worker.loop.post(EditParameters({"W1[0,0]": 2.0}, "edit W1[0,0]"))
    worker.loop.post(ChangeTraining("rate", 0.25))
    worker.settled()
    edit, rate = worker.loop.outbox.take_changes()
    assert (edit.run, edit.iteration, edit.text) == (4, 5, "edit W1[0,0]")
    assert edit.before.changes == ()
    assert edit.after.changes == (Change(at=5, set={"W1[0,0]": 2.0}),)
    assert rate.before == edit.after
    assert rate.after.changes == (Change(at=5, learning_rate=0.25, set={"W1[0,0]": 2.0}),)
    assert worker.loop.outbox.take_changes() == []


def test_a_change_of_what_stands_still_is_looked_at_anew(worker: Worker) -> None:
    worker.open(opening_experiment())
    worker.loop.post(SetPace("max"))
    worker.loop.request_frame()
    worker.loop.post(RunTo(FOR_EVER))
    worker.rest(Outcome.FROZEN)
    worker.loop.post(EditParameters({"b2[0]": 0.0}))
    worker.settled()
    assert worker.loop.status.outcome is Outcome.NONE


def test_loading_while_running(worker: Worker) -> None:
    worker.open(moons(), run=1)
    worker.loop.post(SetPace("max"))
    worker.loop.post(RunTo(FOR_EVER))
    worker.running()
    worker.loop.post(LoadRun(moons(learning_rate=0.01), 2))
    worker.wait(lambda: worker.loop.status.run == 2)
    frame = worker.frame()
    assert (frame.run, frame.iteration, frame.learning_rate) == (2, 0, 0.01)
    assert worker.loop.status.state is State.READY
    assert worker.loop.status.outcome is Outcome.NONE


def test_a_command_that_waits_does_not_cut_a_loading_short(worker: Worker) -> None:
    """As when a person presses a key while undo brings a long run back."""
    worker.loop.post(LoadRun(moons(), 1, iteration=3000))
    worker.loop.post(SetPace("1"))
    worker.loop.post(Advance(2))
    worker.wait(lambda: worker.loop.status.run == 1)
    worker.rest(Outcome.COMPLETED)
    frame = worker.frame()
    assert frame.iteration == 3002
    assert weights(frame) == expected(moons(), 3002)


def test_a_loading_that_is_overtaken_by_another_is_dropped(worker: Worker) -> None:
    worker.loop.post(LoadRun(moons(), 1, iteration=FOR_EVER))
    worker.loop.post(LoadRun(moons(), 2, iteration=5))
    worker.wait(lambda: worker.loop.status.run == 2)
    assert worker.frame().iteration == 5
    assert 1 not in [told.run for told in worker.told]


# ---- running -------------------------------------------------------------------------------------


def test_running_to_the_goal(worker: Worker) -> None:
    worker.open(moons())
    worker.loop.post(SetPace("max"))
    worker.loop.post(RunTo(1234))
    status = worker.rest(Outcome.COMPLETED)
    assert (status.iteration, status.goal) == (1234, 1234)
    frame = worker.frame()
    assert frame.iteration == 1234
    assert weights(frame) == expected(moons(), 1234)
    worker.loop.post(RunTo(1300))
    assert worker.wait(lambda: worker.loop.status.iteration == 1300)
    worker.rest(Outcome.COMPLETED)
    assert weights(worker.frame()) == expected(moons(), 1300)


@pytest.mark.parametrize("pace", ["log", "1", "10", "100", "max"])
def test_pausing_at_any_pace(worker: Worker, pace: str) -> None:
    worker.open(moons())
    worker.loop.post(SetPace(pace))
    worker.loop.post(RunTo(FOR_EVER))
    worker.wait(lambda: worker.loop.status.state is State.RUNNING)
    worker.loop.post(Pause())
    status = worker.rest(Outcome.STOPPED)
    frame = worker.frame()
    assert frame.iteration == status.iteration
    assert weights(frame) == expected(moons(), status.iteration)
    worker.loop.post(Pause())
    worker.settled()
    assert worker.loop.status == status, "pausing twice is pausing"
    assert worker.loop.outbox.take_frame() is None


@pytest.mark.parametrize("updates", [1, 10, 1000])
def test_steps(worker: Worker, updates: int) -> None:
    """At full speed, whatever the pace."""
    worker.open(moons())
    worker.loop.post(SetPace("1"))
    for done in (updates, 2 * updates):
        worker.loop.post(Advance(updates))
        worker.wait(lambda done=done: worker.loop.status.iteration == done)
        worker.rest(Outcome.COMPLETED)
        assert worker.frame().iteration == done


def test_a_step_while_running_comes_to_rest(worker: Worker) -> None:
    worker.open(moons())
    worker.loop.post(SetPace("max"))
    worker.loop.post(RunTo(FOR_EVER))
    worker.running(beyond=10)
    worker.loop.post(Advance(1))
    status = worker.rest(Outcome.COMPLETED)
    assert weights(worker.frame()) == expected(moons(), status.iteration)


def test_finishing_at_once(worker: Worker) -> None:
    worker.open(moons())
    worker.loop.post(SetPace("1"))
    worker.loop.post(RunTo(2000))
    worker.loop.post(RunTo(2000, stop_when_frozen=False, at_once=True))
    assert worker.rest(Outcome.COMPLETED).iteration == 2000


def test_changing_pace_while_running(worker: Worker) -> None:
    worker.open(moons())
    worker.loop.post(SetPace("1"))
    worker.loop.post(RunTo(5000))
    worker.wait(lambda: worker.loop.status.state is State.RUNNING)
    worker.loop.post(SetPace("max"))
    assert worker.rest(Outcome.COMPLETED).iteration == 5000


@pytest.mark.parametrize("seen", [5, 100])
def test_a_slow_run_does_its_updates_one_by_one(worker: Worker, seen: int) -> None:
    """At 100 a second no iteration is done before it is due: five take at least a twentieth of a second."""
    worker.open(moons())
    worker.loop.post(SetPace("100"))
    begun = time.perf_counter()
    worker.loop.post(RunTo(seen))
    worker.rest(Outcome.COMPLETED)
    assert time.perf_counter() - begun >= seen / 100


# ---- going back, changing ------------------------------------------------------------------------


@pytest.mark.parametrize("iteration", [0, 1, 399, 400])
def test_going_to_where_it_has_been(worker: Worker, iteration: int) -> None:
    worker.open(moons())
    worker.loop.post(Advance(400))
    worker.rest(Outcome.COMPLETED)
    worker.frame()
    worker.loop.post(Seek(iteration))
    worker.settled()
    frame = worker.frame()
    assert frame.iteration == worker.loop.status.iteration == iteration
    assert weights(frame) == expected(moons(), iteration)
    assert worker.loop.status.state is State.PAUSED


@pytest.mark.parametrize(("asked", "given"), [(-5, 0), (10**6, 50)])
def test_going_farther_than_there_is(worker: Worker, asked: int, given: int) -> None:
    worker.open(moons())
    worker.loop.post(Advance(50))
    worker.rest(Outcome.COMPLETED)
    worker.loop.post(Seek(asked))
    worker.settled()
    assert worker.frame().iteration == given


def test_going_back_while_running(worker: Worker) -> None:
    worker.open(moons())
    worker.loop.post(SetPace("max"))
    worker.loop.post(RunTo(FOR_EVER))
    worker.running(beyond=100)
    worker.loop.post(Seek(50))
    worker.rest()
    frame = worker.frame()
    assert frame.iteration == 50
    assert weights(frame) == expected(moons(), 50)


def test_going_back_many_times_ends_at_the_last(worker: Worker) -> None:
    """As a hand that drags along the timeline."""
    worker.open(moons())
    worker.loop.post(Advance(2000))
    worker.rest(Outcome.COMPLETED)
    for iteration in range(1999, 1000, -7):
        worker.loop.post(Seek(iteration))
    worker.loop.post(Seek(1234))
    worker.settled()
    frame = worker.frame()
    assert frame.iteration == 1234
    assert weights(frame) == expected(moons(), 1234)


def test_a_learning_rate_while_running_is_recorded_where_it_happened(worker: Worker) -> None:
    worker.open(moons())
    worker.loop.post(SetPace("max"))
    worker.loop.post(RunTo(FOR_EVER))
    worker.running(beyond=200)
    worker.loop.post(ChangeTraining("rate", 0.25))
    worker.settled()
    worker.running(beyond=worker.loop.status.iteration + 100)
    worker.loop.post(Pause())
    worker.rest(Outcome.STOPPED)
    frame = worker.frame()
    (change,) = frame.experiment.changes
    assert (change.learning_rate, frame.learning_rate) == (0.25, 0.25)
    assert 200 < change.at < frame.iteration
    assert weights(frame) == expected(frame.experiment, frame.iteration)


def test_an_edit_while_running_comes_to_rest(worker: Worker) -> None:
    worker.open(moons())
    worker.loop.post(SetPace("max"))
    worker.loop.post(RunTo(FOR_EVER))
    worker.running(beyond=50)
    worker.loop.post(EditParameters({"W1[0,1]": 0.5}))
    status = worker.rest(Outcome.STOPPED)
    worker.settled()
    frame = worker.frame()
    assert frame.network.layers[0].W[0, 1] == 0.5
    assert frame.experiment.changes == (Change(at=status.iteration, set={"W1[0,1]": 0.5}),)
    worker.loop.post(Advance(10))
    worker.wait(lambda: worker.loop.status.iteration == status.iteration + 10)
    worker.rest(Outcome.COMPLETED)
    assert weights(worker.frame()) == expected(frame.experiment, status.iteration + 10)


# ---- how a run ends by itself --------------------------------------------------------------------


def test_a_frozen_run_pauses_by_itself(worker: Worker) -> None:
    worker.open(experiment((4,)))
    worker.loop.post(SetPace("max"))
    worker.loop.post(RunTo(FOR_EVER))
    worker.running()
    worker.loop.request_frame()
    worker.rest(Outcome.FROZEN)
    frame = worker.frame()
    assert frame.standstill
    assert frame.verdict.name == "frozen"
    goal = frame.iteration + 500
    worker.loop.post(RunTo(goal, stop_when_frozen=False))
    worker.wait(lambda: worker.loop.status.state is State.RUNNING or worker.loop.status.iteration == goal)
    worker.loop.request_frame()
    assert worker.rest(Outcome.COMPLETED).iteration == goal, "told to run on, it does"


def test_divergence_is_an_outcome(worker: Worker) -> None:
    spec = experiment((4,), "linear", weights=WeightInit("he"), learning_rate=1e6, l2=1e6)
    worker.open(spec)
    worker.loop.post(SetPace("max"))
    worker.loop.post(RunTo(FOR_EVER))
    status = worker.rest(Outcome.DIVERGED)
    frame = worker.frame()
    assert frame.iteration == status.iteration
    assert frame.divergence is not None
    assert frame.verdict.name == "diverged"
    assert status.failure == ""
    for command in (lambda: worker.loop.post(RunTo(FOR_EVER)), lambda: worker.loop.post(Advance(1))):
        command()
        worker.settled()
        assert worker.loop.status == status, "there is no way on from here"
    worker.loop.post(Seek(1))
    worker.settled()
    assert worker.frame().divergence is None, "but a way back"


# ---- frames --------------------------------------------------------------------------------------


def test_frames_are_made_when_they_are_asked_for(worker: Worker) -> None:
    worker.open(moons())
    worker.loop.post(SetPace("max"))
    worker.loop.post(RunTo(FOR_EVER))
    worker.running(beyond=50)
    assert worker.loop.outbox.take_frame() is None
    for _ in range(5):
        before = worker.loop.status.iteration
        frame = worker.next_frame()
        assert frame.iteration >= before
        assert weights(frame) == expected(moons(), frame.iteration)


def test_one_frame_is_in_flight_the_newest(worker: Worker) -> None:
    worker.open(moons())
    worker.loop.post(Advance(10))
    worker.rest(Outcome.COMPLETED)
    worker.loop.post(Seek(8))
    worker.loop.post(Seek(7))
    worker.settled()
    assert worker.frame().iteration == 7
    assert worker.loop.outbox.take_frame() is None


def test_nothing_new_is_not_drawn_again(worker: Worker) -> None:
    """A run that waits for its next update gives no frame of what was shown already."""
    worker.open(moons())
    worker.loop.post(SetPace("1"))
    worker.loop.post(RunTo(10))
    worker.wait(lambda: worker.loop.status.state is State.RUNNING)
    for _ in range(3):
        worker.loop.request_frame()
        worker.settled()
    if worker.loop.status.iteration == 0:
        assert worker.loop.outbox.take_frame() is None
    worker.loop.post(Pause())
    worker.rest(Outcome.STOPPED)
    assert worker.frame().iteration == worker.loop.status.iteration


def test_who_sees_it_at_rest_finds_its_frame(worker: Worker) -> None:
    """However the status is watched: the frame is there before the state says so."""
    worker.open(moons())
    for updates in (1, 5, 30):
        goal = worker.loop.status.iteration + updates
        worker.loop.post(Advance(updates))
        resting = Status(State.PAUSED, Outcome.COMPLETED, 0, goal, goal)
        while worker.loop.status != resting:
            pass
        assert worker.frame().iteration == goal


def test_a_frame_ends_the_updates_that_are_under_way(worker: Worker) -> None:
    """However many the kernel was asked for at once: none is lost, none made twice."""
    worker.open(moons())
    worker.loop.post(SetPace("max"))
    worker.loop.post(RunTo(FOR_EVER, stop_when_frozen=False))
    alone = RecordedRun(moons())
    for _ in range(20):
        frame = worker.next_frame()
        alone.advance(frame.iteration - alone.iteration)
        assert weights(frame) == weights(alone.frame())


# ---- failure -------------------------------------------------------------------------------------


def fail(worker: Worker) -> Status:
    """Edit a weight that is not there, behind the back of all checks."""
    worker.loop.post(EditParameters({"W9[0,0]": 1.0}))
    return worker.wait(lambda: worker.loop.status.state is State.FAILED)


@pytest.mark.parametrize("when", ["ready", "running", "paused"])
def test_a_failure_is_told_with_its_traceback(worker: Worker, when: str) -> None:
    worker.open(moons())
    if when == "running":
        worker.loop.post(SetPace("max"))
        worker.loop.post(RunTo(FOR_EVER))
        worker.running()
    elif when == "paused":
        worker.loop.post(Advance(3))
        worker.rest(Outcome.COMPLETED)
    status = fail(worker)
    assert "Traceback" in status.failure
    assert "W9[0,0]" in status.failure


def test_after_a_failure_only_a_new_run_leads_on(worker: Worker) -> None:
    worker.open(moons())
    status = fail(worker)
    loop = worker.loop
    loop.post(RunTo(10))
    loop.post(RunTo(10, stop_when_frozen=False, at_once=True))
    loop.post(Advance(1))
    loop.post(Seek(0))
    loop.post(Pause())
    loop.post(EditParameters({"W1[0,0]": 1.0}))
    loop.post(ChangeTraining("rate", 0.5))
    loop.post(SetPace("max"))
    worker.settled()
    assert loop.status == status, "neither another state nor another failure"
    frame = worker.open(moons(), run=2)
    assert (frame.run, frame.iteration) == (2, 0)
    assert loop.status == Status(State.READY, Outcome.NONE, 2, 0, 0)
    loop.post(Advance(5))
    worker.rest(Outcome.COMPLETED)
    assert weights(worker.frame()) == expected(moons(), 5)


def test_an_experiment_that_cannot_even_begin(worker: Worker) -> None:
    worker.loop.post(LoadRun(None, 1))  # type: ignore[arg-type]
    status = worker.wait(lambda: worker.loop.status.state is State.FAILED)
    assert "AttributeError" in status.failure
    worker.open(moons(), run=2)
    assert worker.loop.status.state is State.READY


# ---- studies -------------------------------------------------------------------------------------


def test_a_study_goes_on_while_the_network_rests(worker: Worker) -> None:
    worker.open(moons())
    worker.loop.post(BeginStudy("count", iter(range(1000))))
    found: list[object] = []
    ended: list[bool] = []

    def take() -> bool:
        findings = worker.loop.outbox.take_findings()
        if findings is not None:
            assert findings.name == "count"
            assert findings.failure == ""
            found.extend(findings.points)
            ended.append(findings.done)
        return bool(ended and ended[-1])

    worker.wait(take)
    assert found == list(range(1000))
    assert ended[:-1] == [False] * (len(ended) - 1)


def test_a_study_may_look_at_the_run_that_is_there(worker: Worker) -> None:
    def look(there: RecordedRun | Race | None) -> Iterator[object]:
        yield there is not None and there.iteration

    worker.open(moons())
    worker.loop.post(Advance(30))
    worker.wait(lambda: worker.loop.status.iteration == 30)
    worker.loop.post(BeginStudy("look", look))
    findings: list[object] = []
    worker.wait(
        lambda: (found := worker.loop.outbox.take_findings()) and (findings.append(found) or found.done)
    )
    assert findings[-1].points == (30,)
    assert findings[-1].failure == ""


def test_training_goes_before_a_study(worker: Worker) -> None:
    def endless() -> Iterator[int]:
        while True:
            yield 1

    worker.open(moons())
    worker.loop.post(BeginStudy("endless", endless()))
    worker.loop.post(Advance(100))
    worker.wait(lambda: worker.loop.status.iteration == 100)
    worker.rest(Outcome.COMPLETED)
    assert weights(worker.frame()) == expected(moons(), 100)
    worker.loop.post(EndStudy())
    worker.settled()


def test_a_study_that_fails_says_why_and_spoils_nothing(worker: Worker) -> None:
    def failing() -> Iterator[int]:
        yield 1
        raise ValueError("no such weight")

    worker.open(moons())
    worker.loop.post(BeginStudy("failing", failing()))
    findings: list[object] = []
    worker.wait(
        lambda: (found := worker.loop.outbox.take_findings()) and (findings.append(found) or found.done)
    )
    assert findings[-1].failure == "ValueError: no such weight"
    assert worker.loop.status.state is State.READY


def test_a_point_of_a_study_that_takes_long_is_given_up_for_what_a_person_wants(worker: Worker) -> None:
    begun = threading.Event()

    def endless() -> Iterator[int]:
        yield 1
        begun.set()
        while True:
            look()

    worker.open(moons())
    worker.loop.post(BeginStudy("endless", endless()))
    worker.wait(begun.is_set)
    worker.loop.post(Advance(3))
    assert worker.rest(Outcome.COMPLETED).iteration == 3
    found = worker.loop.outbox.take_findings()
    assert found is not None
    assert (found.points, found.done) == ((1,), True)
    assert found.failure == "given up, as one step of it takes too long to wait for"


def test_the_end_waits_for_no_point_of_a_study(worker: Worker) -> None:
    begun = threading.Event()

    def endless() -> Iterator[int]:
        begun.set()
        while True:
            look()
        yield 1

    worker.open(moons())
    worker.loop.post(BeginStudy("endless", endless()))
    worker.wait(begun.is_set)
    worker.loop.close()
    worker.thread.join(PATIENCE)
    assert not worker.thread.is_alive()


# ---- the end -------------------------------------------------------------------------------------


def nothing(worker: Worker) -> None:
    pass


def run_fast(worker: Worker) -> None:
    worker.loop.post(SetPace("max"))
    worker.loop.post(RunTo(FOR_EVER))
    worker.running()


def run_slowly(worker: Worker) -> None:
    worker.loop.post(SetPace("1"))
    worker.loop.post(RunTo(FOR_EVER))
    worker.wait(lambda: worker.loop.status.state is State.RUNNING)


def bring_a_long_run_back(worker: Worker) -> None:
    worker.loop.post(LoadRun(moons(), 1, iteration=FOR_EVER))


def many_commands(worker: Worker) -> None:
    for i in range(200):
        worker.loop.post(Advance(10_000))
        worker.loop.post(Seek(i))


@pytest.mark.parametrize(
    "busy",
    [nothing, run_fast, run_slowly, bring_a_long_run_back, many_commands],
    ids=lambda f: f.__name__,
)
def test_closing_whatever_it_does(worker: Worker, busy: Callable[[Worker], None]) -> None:
    worker.open(moons())
    busy(worker)
    worker.loop.close()
    worker.thread.join(PATIENCE)
    assert not worker.thread.is_alive()


def test_closing_twice_and_before_the_start() -> None:
    loop = TrainingLoop()
    loop.close()
    loop.close()
    loop.post(LoadRun(moons(), 1))
    loop.work()  # returns at once
    assert loop.status.run == -1


# ---- all together --------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_any_commands_in_any_order(worker: Worker, seed: int) -> None:
    """From three threads at once; what is left is a run like any other."""
    spec = moons(batch_size=8, optimizer="adam")
    worker.open(spec)
    worker.loop.post(SetPace("max"))

    def press_keys(number: int) -> None:
        rng = RandomState(100 * seed + number)
        keys: list[Callable[[], None]] = [
            lambda: worker.loop.post(RunTo(int(rng.randint(5000)))),
            lambda: worker.loop.post(Pause()),
            lambda: worker.loop.post(Advance(int(rng.randint(1, 50)))),
            lambda: worker.loop.post(Seek(int(rng.randint(300)))),
            lambda: worker.loop.post(EditParameters({f"W1[{rng.randint(4)},0]": float(rng.randn())})),
            lambda: worker.loop.post(ChangeTraining("rate", float(rng.uniform(0.001, 0.1)))),
            lambda: worker.loop.post(SetPace(str(rng.choice(["max", "log", "100"])))),
            worker.loop.request_frame,
        ]
        for _ in range(60):
            keys[rng.randint(len(keys))]()

    threads = [threading.Thread(target=press_keys, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    worker.loop.post(Pause())
    worker.loop.post(Seek(250))
    worker.settled()
    assert worker.loop.status.state is not State.FAILED, worker.loop.status.failure
    frame = worker.frame()
    assert frame.iteration == worker.loop.status.iteration
    replay = RecordedRun(Experiment.loads(frame.experiment.dumps()))
    replay.advance(frame.iteration)
    assert weights(replay.frame()) == weights(frame)


def test_where_a_frame_takes_long_the_rest_is_said_first(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It pauses at once; the frame follows, and is put off again for the next command."""
    making, go_on = threading.Event(), threading.Event()
    whole = RecordedRun.frame

    def frame(run: RecordedRun) -> Frame:
        making.set()
        while not go_on.wait(0.001):
            look()
        return whole(run)

    worker.open(moons())
    worker.loop.post(RunTo(FOR_EVER))
    worker.running(5)
    worker.loop.outbox.take_frame()
    monkeypatch.setattr(RecordedRun, "frame", frame)
    monkeypatch.setattr("symgui.training.frame_maker.SLOW", 0.0)
    worker.loop.post(Pause())
    stopped = worker.rest(Outcome.STOPPED)
    worker.wait(making.is_set)
    assert worker.loop.outbox.take_frame() is None
    making.clear()
    worker.loop.post(SetPace("max"))  # whatever comes meanwhile is done, and the frame begun anew
    worker.wait(making.is_set)
    go_on.set()
    frames: list[Frame | None] = []
    worker.wait(lambda: frames.append(worker.loop.outbox.take_frame()) or frames[-1] is not None)
    assert frames[-1] is not None
    assert frames[-1].iteration == stopped.iteration


def test_the_end_waits_for_no_update(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = threading.Event()

    def endless(trainer: Trainer, updates: int) -> None:
        begun.set()
        while True:
            look()

    monkeypatch.setattr(trainer_module, "WORTH_A_LOOK", 0.0)  # as if the network were large
    worker.open(moons())
    before = worker.loop.status.iteration
    monkeypatch.setattr(Trainer, "advance", endless)
    worker.loop.post(RunTo(FOR_EVER))
    worker.wait(begun.is_set)
    worker.loop.post(Pause())
    assert worker.rest(Outcome.STOPPED).iteration == before
    worker.loop.post(RunTo(FOR_EVER))
    worker.loop.close()
    worker.thread.join(PATIENCE)
    assert not worker.thread.is_alive()


@pytest.mark.parametrize("way", ["finish", "run", "step", "seek"])
def test_a_key_held_down_does_not_keep_a_long_update_from_being_made(
    worker: Worker, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """What goes on in any case, or is under way already, is not begun anew."""
    first, again = {
        "finish": (RunTo(FOR_EVER), RunTo(FOR_EVER, stop_when_frozen=False, at_once=True)),
        "run": (RunTo(FOR_EVER), RunTo(FOR_EVER)),
        "step": (Advance(9), Advance(1)),
        "seek": (Seek(2), Seek(2)),
    }[way]
    begun, go_on, outcomes = threading.Event(), threading.Event(), list[str]()
    whole = Trainer.advance

    def advance(trainer: Trainer, updates: int = 1) -> int:
        begun.set()
        try:
            while not go_on.is_set():
                look()
            look()  # by now all has been posted
        except Interrupted:
            outcomes.append("given up")
            raise
        outcomes.append("made")
        return whole(trainer, 1)

    monkeypatch.setattr(trainer_module, "WORTH_A_LOOK", 0.0)  # as if the network were large
    worker.open(moons())
    worker.loop.post(Advance(3))
    worker.rest(Outcome.COMPLETED)
    monkeypatch.setattr(Trainer, "advance", advance)
    worker.loop.post(first)
    worker.wait(begun.is_set)
    for _ in range(3):
        worker.loop.post(again)
    go_on.set()
    worker.settled()
    assert outcomes[0] == "made"
    assert "given up" not in outcomes


def test_what_takes_long_to_make_is_announced(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Starting over is answered at once, and overtaken by whatever is opened next."""
    worker.open(moons())
    worker.loop.post(RunTo(FOR_EVER))
    worker.running(5)
    made: list[int] = []
    whole = RecordedRun.__init__

    def make(run: RecordedRun, spec: Experiment, run_id: int = 0, data: Dataset | None = None) -> None:
        made.append(run_id)
        while run_id == 1:
            look()
        whole(run, spec, run_id, data)

    monkeypatch.setattr("symgui.training.frame_maker.SLOW", 0.0)
    monkeypatch.setattr(RecordedRun, "__init__", make)
    worker.loop.post(LoadRun(moons(), 1))
    worker.wait(lambda: worker.loop.status.run == 1)
    assert (worker.loop.status.state, worker.loop.status.iteration) == (State.READY, 0)
    worker.loop.post(LoadRun(moons(), 2))
    worker.wait(lambda: worker.loop.status.run == 2)
    frames: list[Frame | None] = []
    worker.wait(lambda: frames.append(worker.loop.outbox.take_frame()) or getattr(frames[-1], "run", -1) == 2)
    assert made == [1, 2]
