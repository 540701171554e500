"""The training loop: one thread works, others post commands and pull frames.

Only the thread that is inside `TrainingLoop.work` touches the network. Commands are posted to a queue and
return at once. Frames are pulled: at most one is in flight, a newer one takes its place, and one is always
made when the loop comes to rest.
"""

from __future__ import annotations

import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TypeAlias

import msgspec
from msgspec.structs import replace

from symgui.experiment import Experiment
from symgui.nn.interruption import Interrupted, stopping
from symgui.training.frame import Frame
from symgui.training.lanes import Lane
from symgui.training.news import Changed, Findings, Status
from symgui.training.pace import Clock
from symgui.training.race import Race, RaceFrame
from symgui.training.run import Run
from symgui.training.states import TRANSITIONS, LoopEvent, Outcome, State
from symgui.training.workload import products_of

Study: TypeAlias = Iterator[object] | Callable[[Run | Race | None], Iterator[object]]
"""What it finds, one after the other; or what makes that of the run or race that is there."""
SLICE = 0.004
"""Seconds of training between two looks at the clock."""
STUDY_SLICE = 0.03
"""Seconds of a study between two reports."""
PATIENCE = 0.1
"""Seconds of one point of a study after which it is given up, with the study, for what a person wants."""
SLOW = 2e8
"""Multiplications of a frame, about a tenth of a second, above which the loop first says that it rests."""
HOLD = 0.05
"""Longest that the loop waits for a window that paints, in seconds."""


class _Goal(msgspec.Struct, frozen=True):
    """How far to go, how fast, whether to stop where nothing moves any more, whether it is but a step."""

    iteration: int
    clock: Clock
    started_at: int
    stop_when_frozen: bool
    step: bool = False


class _Kept(msgspec.Struct, frozen=True):
    """A run or race that is not shown for a while, and why it rests."""

    run: Run | Race
    outcome: Outcome


class _Aside(msgspec.Struct, frozen=True):
    """A run, and the race that stood in its place last."""

    run: _Kept | None
    race: _Kept | None


class _Command(msgspec.Struct, frozen=True):
    """Something to do, and the event it ends in if it moves to another place."""

    do: Callable[[], None]
    event: LoopEvent | None = None


class TrainingLoop:
    """Runs experiments, one alone or several in a race, in whichever thread calls `work`.

    While there is a race, the run that was there before is kept as it stands; and the race that was left
    last is kept until another one is left.

    Parameters
    ----------
    notify : callable
        Called without arguments, in the working thread, when the status has changed or the loop has come
        to rest with a new frame. It must return at once.
    """

    def __init__(self, notify: Callable[[], None] = lambda: None) -> None:
        self._notify = notify
        self._commands: deque[_Command] = deque()
        self._wake = threading.Condition()
        self._attention = False
        self._clear_to_train = threading.Event()
        self._clear_to_train.set()
        self._closing = False
        self._frame: Frame | RaceFrame | None = None
        self._framed = -1
        self._frame_wanted = False
        self._frame_owed = False
        self._frame_time = 0.0
        self._run: Run | Race | None = None
        self._beside: _Kept | None = None  # the run that a race stands in the place of
        self._left: _Kept | None = None  # the race that was left last
        self._aside = _Aside(None, None)
        self._goal: _Goal | None = None
        self._study: tuple[str, Iterator[object]] | None = None
        self._findings: Findings | None = None
        self._changes: deque[Changed] = deque()
        self._pace = "log"
        self._status = Status(State.READY, Outcome.NONE, -1, 0, 0)

    # ---- from any thread -------------------------------------------------------------------------

    @property
    def frame_time(self) -> float:
        """Seconds of work that a frame takes, a running mean."""
        return self._frame_time

    @property
    def status(self) -> Status:
        """What the loop is doing."""
        return self._status

    def load(self, experiment: Experiment, run: int, *, iteration: int = 0, go_on: bool = False) -> None:
        """Begin a new run of `experiment`, with the id `run`, and go to `iteration` first.

        With `go_on` it runs on if the one before was running when its turn came.
        """
        self._post(lambda: self._load(experiment, run, iteration, go_on), LoopEvent.LOAD)

    def set_aside(self) -> None:
        """Come to rest and keep the run and the race that was left, with their records, for `bring_back`.

        The next run comes by `load`.
        """
        self._post(self._set_aside)

    def bring_back(self, experiment: Experiment, run: int, iteration: int) -> None:
        """Take up the run that was set aside, as it was; if there is none, `experiment` at `iteration`."""
        self._post(lambda: self._bring_back(experiment, run, iteration), LoopEvent.LOAD)

    def race(self, lanes: Sequence[Lane], race: int, *, iteration: int = 0) -> None:
        """Begin a race with the id `race`, and go to `iteration` first; the run that is there is kept."""
        self._post(lambda: self._load_race(tuple(lanes), race, iteration), LoopEvent.LOAD)

    def return_to_race(self, lanes: Sequence[Lane], race: int, *, iteration: int = 0) -> None:
        """Take up the race with the id `race` that was left, as it stood; if it is not there, as `race`."""
        self._post(lambda: self._return_to_race(tuple(lanes), race, iteration), LoopEvent.LOAD)

    def leave_race(self, experiment: Experiment, run: int, *, iteration: int = 0) -> None:
        """Go back to the run that was kept, as it stood; if it is not there, as `load`."""
        self._post(lambda: self._leave_race(experiment, run, iteration), LoopEvent.LOAD)

    def start(self, goal: int, *, stop_when_frozen: bool = True) -> None:
        """Run up to the iteration `goal`, at the pace that is set."""
        self._post(lambda: self._start(goal, stop_when_frozen, self._pace))

    def step(self, updates: int) -> None:
        """Do so many updates more, as fast as it goes, and come to rest; steps add up."""
        self._post(lambda: self._step(updates))

    def finish(self, goal: int, *, stop_when_frozen: bool = False) -> None:
        """Run up to `goal` as fast as it goes."""
        self._post(lambda: self._start(goal, stop_when_frozen, "max"))

    def pause(self) -> None:
        """Come to rest."""
        self._post(lambda: self._rest(Outcome.STOPPED), LoopEvent.STOP)

    def seek(self, iteration: int) -> None:
        """Come to rest at an iteration where the run has been."""
        self._post(lambda: self._seek(iteration), LoopEvent.SEEK)

    def back(self) -> None:
        """Come to rest one iteration before the one it is at then."""
        self._post(self._back)

    def set_pace(self, pace: str) -> None:
        """Change the pace, also while running."""
        self._post(lambda: self._set_pace(pace))

    def set_learning_rate(
        self, learning_rate: float, text: str = "learning rate", title: str | None = None
    ) -> None:
        """Change the learning rate from here on, also while running; nothing in a race.

        The experiment is called `title` from then on; left out, as before.
        """
        self._post_change(text, lambda run: run.set_learning_rate(learning_rate, title))

    def set_l2(self, l2: float, text: str = "L2", title: str | None = None) -> None:
        """The same of λ, of the L2 term."""
        self._post_change(text, lambda run: run.set_l2(l2, title))

    def edit(self, values: Mapping[str, float], text: str = "edit", title: str | None = None) -> None:
        """Come to rest and set weights or biases; nothing in a race. `title` as for the learning rate."""
        self._post(lambda: self._edit(dict(values), text, title))

    def take_changes(self) -> list[Changed]:
        """The changes that were made to runs since the last call, oldest first."""
        with self._wake:
            changes = list(self._changes)
            self._changes.clear()
        return changes

    def study(self, name: str, points: Study, *, pause: bool = False) -> None:
        """Work through `points` whenever the network rests; a study that is under way is dropped.

        A function is given the run or race that is there, which it must not change, and makes the points.
        With `pause` it comes to rest for that, but not before it is where it has been sent.
        """
        self._post(lambda: self._begin_study(name, points, pause))

    def stop_study(self) -> None:
        """Drop the study that is under way."""
        self._post(self._end_study)

    def take_findings(self) -> Findings | None:
        """What the study has found since the last call, or None if nothing new."""
        with self._wake:
            findings, self._findings = self._findings, None
        return findings

    def close(self) -> None:
        """Make `work` return."""
        with self._wake:
            self._closing = self._attention = True
            self._clear_to_train.set()
            self._wake.notify_all()

    def request_frame(self) -> None:
        """Ask for a frame of a running network; it is made within a slice."""
        self._frame_wanted = True

    def take_frame(self) -> Frame | RaceFrame | None:
        """The newest frame that has not been taken yet; a race's is a `RaceFrame`."""
        with self._wake:
            frame, self._frame = self._frame, None
        return frame

    def wait_for_frame(self, seconds: float) -> bool:
        """Wait until there is a frame to take, so many seconds at most; returns whether there is one."""
        with self._wake:
            return self._wake.wait_for(lambda: self._frame is not None, seconds)

    def hold(self) -> None:
        """Step aside, while a window paints, until `release`; for a twentieth of a second at most."""
        self._clear_to_train.clear()
        self._attention = True

    def release(self) -> None:
        """Train on."""
        self._clear_to_train.set()

    # ---- the working thread ----------------------------------------------------------------------

    def work(self) -> None:
        """Carry out commands and train, until `close`."""
        while not self._closing:
            try:
                with stopping(lambda: self._closing):
                    self._turn()
            except Interrupted:
                continue  # the end
            except Exception:
                self._fail(traceback.format_exc())

    def _turn(self) -> None:
        command = self._next_command()
        if command is not None:
            command.do()
        elif self._frame_owed and self._run is not None:
            self._pay_frame(self._run)
        elif self._goal is not None and self._run is not None:
            self._train(self._run, self._goal)
        elif self._study is not None:
            self._pursue(*self._study)
        else:
            with self._wake:
                if not self._commands and not self._closing:
                    self._wake.wait()

    def _next_command(self) -> _Command | None:
        with self._wake:
            command = self._commands.popleft() if self._commands else None
            self._attention = bool(self._commands)
            return command

    def _post(self, do: Callable[[], None], event: LoopEvent | None = None) -> None:
        with self._wake:
            self._commands.append(_Command(do, event))
            self._attention = True
            self._wake.notify_all()

    def _overtaken(self, *events: LoopEvent) -> bool:
        """Whether a long way to another place is no longer worth going: another one waits, or the end."""
        if not self._attention:
            return False
        with self._wake:
            return self._closing or any(command.event in events for command in self._commands)

    def _wanted_elsewhere(self) -> bool:
        """Whether a long update or frame is given up for a command or the end; steps aside for painting."""
        self._step_aside()
        return self._closing or bool(self._commands)

    def _step_aside(self) -> None:
        """Let the window paint."""
        if not self._clear_to_train.is_set():
            self._clear_to_train.wait(HOLD)
            self._clear_to_train.set()
            self._attention = bool(self._commands)

    def _train(self, run: Run | Race, goal: _Goal) -> None:
        """One slice."""
        self._step_aside()
        now = time.perf_counter()
        wait = goal.clock.wait(run.iteration, now)
        if wait > 0 and run.iteration < goal.iteration:
            self._idle(min(wait, 0.02))
        else:
            end = now + SLICE
            due = min(goal.iteration, int(min(goal.clock.due(now), goal.iteration)))
            try:
                with stopping(self._wanted_elsewhere):
                    run.advance(due - run.iteration, lambda: self._attention or time.perf_counter() > end)
            except Interrupted:
                return
        self._publish_status()
        if run.divergence is not None:
            self._rest(Outcome.DIVERGED)
        elif run.iteration >= goal.iteration:
            self._rest(Outcome.COMPLETED)
        elif self._frame_wanted and run.iteration != self._framed:
            with suppress(Interrupted), stopping(self._wanted_elsewhere):  # then it is still wanted
                frame = self._make_frame(run)
                if goal.stop_when_frozen and frame.standstill and run.iteration > goal.started_at:
                    self._rest(Outcome.FROZEN)

    def _idle(self, seconds: float) -> None:
        with self._wake:
            if not self._commands and not self._closing:
                self._wake.wait(seconds)

    def _make_frame(self, run: Run | Race) -> Frame | RaceFrame:
        began = time.thread_time()
        frame = run.frame()
        self._frame_wanted = self._frame_owed = False
        self._frame_time += 0.2 * (time.thread_time() - began - self._frame_time)
        self._framed = run.iteration
        with self._wake:
            self._frame = frame
            self._wake.notify_all()
        return frame

    def _show(self, run: Run | Race, said: Callable[[], None]) -> None:
        """Make a frame, and then say what is so: who sees it at rest finds its last frame.

        Where a frame takes long, it is the other way round: that the loop rests is said at once, and the
        frame follows as soon as nobody wants anything else.
        """
        if run.frame_work < SLOW:
            self._make_frame(run)
        else:
            self._frame_owed = True
        said()

    def _pay_frame(self, run: Run | Race) -> None:
        """The frame that was put off; it is again if somebody wants something else."""
        with suppress(Interrupted), stopping(self._wanted_elsewhere):
            self._make_frame(run)
            self._notify()

    def _load(self, experiment: Experiment, run_id: int, iteration: int, go_on: bool) -> None:
        goal = self._goal
        go_on = go_on and goal is not None and not goal.step
        self._keep_race()
        self._beside = None
        self._announce(run_id, (experiment,))
        self._begin(lambda: Run(experiment, run_id), iteration)
        if go_on and self._run is not None:
            self._start(experiment.training.iterations, True, self._pace)

    def _load_race(self, lanes: tuple[Lane, ...], race_id: int, iteration: int) -> None:
        if isinstance(self._run, Run):
            self._beside = self._keep()
        self._announce(race_id, [lane.experiment for lane in lanes])
        self._begin(lambda: Race(lanes, race_id), iteration)

    def _return_to_race(self, lanes: tuple[Lane, ...], race_id: int, iteration: int) -> None:
        kept = self._left
        if kept is None or kept.run.id != race_id:
            self._load_race(lanes, race_id, iteration)
            return
        if isinstance(self._run, Run):
            self._beside = self._keep()
        self._goal = self._left = None
        self._keep_race()
        race = kept.run
        if isinstance(race, Race) and not race.together:  # it was left on its way to another iteration
            race.seek(min(iteration, race.furthest))
        self._arrive(race, kept.outcome)

    def _announce(self, run_id: int, experiments: Sequence[Experiment]) -> None:
        """Say that something else is there now, if a person would wait for it: its frame comes later."""
        if sum(map(products_of, experiments)) > SLOW:
            state = TRANSITIONS[self._status.state, LoopEvent.LOAD]
            self._status = Status(state, Outcome.NONE, run_id, 0, 0)
            self._notify()

    def _begin(self, make: Callable[[], Run | Race], iteration: int) -> None:
        """Something new, at an iteration; nothing is there if something newer is waiting."""
        self._goal = self._run = None
        try:
            with stopping(lambda: self._overtaken(LoopEvent.LOAD)):
                run = make()
        except Interrupted:
            return
        if iteration:
            with suppress(Interrupted), stopping(lambda: self._overtaken(LoopEvent.LOAD, LoopEvent.STOP)):
                run.advance(iteration, lambda: self._overtaken(LoopEvent.LOAD, LoopEvent.STOP))
            if self._overtaken(LoopEvent.LOAD):
                return
        self._arrive(run, Outcome.NONE)

    def _leave_race(self, experiment: Experiment, run_id: int, iteration: int) -> None:
        self._keep_race()
        kept, self._beside = self._beside, None
        self._take_up(kept, experiment, run_id, iteration)

    def _set_aside(self) -> None:
        self._keep_race()
        run = self._keep() if isinstance(self._run, Run) else self._beside
        self._aside = _Aside(run, self._left)
        self._goal = self._run = self._study = self._left = self._beside = None

    def _bring_back(self, experiment: Experiment, run_id: int, iteration: int) -> None:
        kept, self._aside = self._aside, _Aside(None, None)
        self._study = self._beside = None
        self._left = kept.race
        self._run = None  # what was borrowed is not kept
        self._take_up(kept.run, experiment, run_id, iteration)

    def _keep(self) -> _Kept | None:
        return _Kept(self._run, self._status.outcome) if self._run is not None else None

    def _keep_race(self) -> None:
        """A race that something else takes the place of is kept as it stands."""
        if isinstance(self._run, Race):
            self._left = self._keep()
            self._run = None

    def _take_up(self, kept: _Kept | None, experiment: Experiment, run_id: int, iteration: int) -> None:
        """Show a run that was kept, or if it is not there the one that `experiment` gives anew."""
        if kept is None or kept.run.id != run_id:
            self._load(experiment, run_id, iteration, go_on=False)
        else:
            self._goal = None
            self._arrive(kept.run, kept.outcome)

    def _arrive(self, run: Run | Race, outcome: Outcome) -> None:
        """At rest with something else than before."""
        self._run = run

        def said() -> None:
            self._enter(LoopEvent.LOAD, outcome)
            if run.iteration:
                self._enter(LoopEvent.SEEK, outcome)

        self._show(run, said)

    def _start(self, goal: int, stop_when_frozen: bool, pace: str, step: bool = False) -> None:
        run = self._run
        if run is None or run.divergence is not None:
            return
        clock = Clock(pace, run.iteration, time.perf_counter())
        self._goal = _Goal(goal, clock, run.iteration, stop_when_frozen, step)
        self._enter(LoopEvent.START, Outcome.NONE)

    def _step(self, updates: int) -> None:
        run, goal = self._run, self._goal
        if run is not None:
            start = goal.iteration if goal is not None and goal.step else run.iteration
            self._start(start + updates, False, "max", step=True)

    def _rest(self, outcome: Outcome) -> None:
        run = self._run
        if run is None or self._goal is None:
            return
        self._goal = None
        self._show(run, lambda: self._enter(LoopEvent.STOP, outcome))

    def _seek(self, iteration: int) -> None:
        run = self._run
        if run is None:
            return
        self._goal = None
        iteration = max(0, min(iteration, run.furthest))
        # on its way a race's lanes stand at different iterations, which is nothing to stop at
        stop = () if isinstance(run, Race) else (LoopEvent.STOP,)
        elsewhere = partial(self._overtaken, LoopEvent.SEEK, LoopEvent.LOAD, *stop)
        with suppress(Interrupted), stopping(elsewhere):
            run.seek(iteration, elsewhere)
        if self._overtaken(LoopEvent.SEEK, LoopEvent.LOAD):
            return
        self._show(run, lambda: self._enter(LoopEvent.SEEK, Outcome.NONE))
        self._notify()

    def _back(self) -> None:
        if self._run is not None and self._run.iteration > 0:
            self._seek(self._run.iteration - 1)

    def _set_pace(self, pace: str) -> None:
        self._pace = pace
        run, goal = self._run, self._goal
        if run is not None and goal is not None and not goal.step:
            clock = Clock(pace, run.iteration, time.perf_counter())
            self._goal = replace(goal, clock=clock)

    def _post_change(self, text: str, change: Callable[[Run], None]) -> None:
        def make() -> None:
            run = self._run
            if isinstance(run, Run):
                self._note_change(run, text, lambda: change(run))

        self._post(make)

    def _edit(self, values: dict[str, float], text: str, title: str | None) -> None:
        run = self._run
        if isinstance(run, Run):
            self._rest(Outcome.STOPPED)
            self._note_change(run, text, lambda: run.edit(values, title))

    def _note_change(self, run: Run, text: str, change: Callable[[], None]) -> None:
        """Make a change and tell of it; a standstill that was found before proves nothing any more."""
        before = run.experiment
        change()
        with self._wake:
            self._changes.append(Changed(run.id, run.iteration, text, before, run.experiment))
        outcome = Outcome.NONE if self._status.outcome is Outcome.FROZEN else None
        self._show(run, lambda: self._publish_status(outcome=outcome))
        self._notify()

    def _enter(self, event: LoopEvent, outcome: Outcome) -> None:
        before = self._status
        self._publish_status(TRANSITIONS[before.state, event], outcome)
        if self._status != before:
            self._notify()

    def _begin_study(self, name: str, points: Study, pause: bool) -> None:
        if pause:
            self._rest(Outcome.STOPPED)
        self._study = name, points(self._run) if callable(points) else points
        self._findings = None

    def _end_study(self) -> None:
        self._study = None

    def _pursue(self, name: str, points: Iterator[object]) -> None:
        """A slice of a study; what was found is left where `take_findings` takes it."""
        found: list[object] = []
        end = time.perf_counter() + STUDY_SLICE
        failure = ""
        try:
            while not self._attention and time.perf_counter() < end:
                began = time.perf_counter()
                with stopping(partial(self._gives_up, began)):
                    found.append(next(points))
        except StopIteration:
            self._study = None
        except Interrupted:
            self._study = None
            failure = "given up, as one step of it takes too long to wait for"
        except Exception as error:
            self._study = None
            failure = f"{type(error).__name__}: {error}"
        with self._wake:
            waiting = self._findings
            before = waiting.points if waiting is not None and waiting.name == name else ()
            self._findings = Findings(name, (*before, *found), self._study is None, failure)
        self._notify()

    def _gives_up(self, began: float) -> bool:
        """Whether a point of a study takes too long for what a person wants meanwhile."""
        return self._wanted_elsewhere() and (self._closing or time.perf_counter() > began + PATIENCE)

    def _publish_status(self, state: State | None = None, outcome: Outcome | None = None) -> None:
        before, run, goal = self._status, self._run, self._goal
        self._status = Status(
            state=before.state if state is None else state,
            outcome=before.outcome if outcome is None else outcome,
            run=run.id if run else -1,
            iteration=run.iteration if run else 0,
            goal=goal.iteration if goal else (run.iteration if run else 0),
        )

    def _fail(self, text: str) -> None:
        """From here only a new run leads on."""
        self._goal = self._run = None
        before = self._status
        self._status = Status(
            TRANSITIONS[before.state, LoopEvent.FAIL], Outcome.NONE, before.run, before.iteration, 0, text
        )
        self._notify()
