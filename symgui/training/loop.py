"""The training loop: one thread works, others post commands and pull frames.

Only the thread that is inside `TrainingLoop.work` touches the network. Commands are values, put into a queue.
Frames are pulled: at most one is in flight, a newer one takes its place, and one is always made when the loop
comes to rest.
"""

from __future__ import annotations

import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import assert_never

import msgspec
from msgspec.structs import replace

from symgui.data.tables.examples import DataFileError
from symgui.experiment import Experiment
from symgui.nn.interruption import Interrupted, stopping
from symgui.training.frame import Frame
from symgui.training.lanes import Lane
from symgui.training.loop_commands import (
    Advance,
    AnyCommand,
    BeginRace,
    BeginStudy,
    BringBack,
    ChangeTraining,
    EditParameters,
    EndStudy,
    GoBack,
    LeaveRace,
    LoadRun,
    Pause,
    ReturnToRace,
    RunTo,
    Seek,
    SetAside,
    SetPace,
    ShowSection,
)
from symgui.training.news import Changed, Status
from symgui.training.outbox import Outbox
from symgui.training.pace import Clock
from symgui.training.race import Race, RaceFrame
from symgui.training.run import Run
from symgui.training.section import InputSection
from symgui.training.states import TRANSITIONS, LoopEvent, Outcome, State
from symgui.training.workload import products_of

SLICE = 0.02
"""Seconds of training between two looks at the clock, where nobody wants anything."""
STUDY_SLICE = 0.03
"""Seconds of a study between two reports."""
PATIENCE = 0.1
"""Seconds of one point of a study after which it is given up, with the study, for what a person wants."""
SLOW = 2e8
"""Multiplications of a frame, about a tenth of a second, above which the loop first says that it rests."""


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


class TrainingLoop:
    """Runs experiments, one alone or several in a race, in whichever thread calls `work`.

    While there is a race, the run that was there before is kept as it stands; and the race that was left
    last is kept until another one is left.

    Parameters
    ----------
    notify : callable
        Called without arguments, in the working thread, when the status has changed or the loop has come
        to rest with a new frame. It must return at once.

    Attributes
    ----------
    outbox : Outbox
        Where frames, findings and changes are taken from.
    """

    def __init__(self, notify: Callable[[], None] = lambda: None) -> None:
        self._notify = notify
        self.outbox = Outbox()
        self._commands: deque[AnyCommand] = deque()
        self._posted = self._carried_out = 0
        self._wake = threading.Condition()
        self._attention = False
        self._closing = False
        self._in_slice: Run | Race | None = None
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
        self._pace = "log"
        self._section: InputSection | None = None
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

    def post(self, command: AnyCommand) -> None:
        """Have a command carried out, after those that were posted before; returns at once."""
        with self._wake:
            self._commands.append(command)
            self._posted += 1
            self._attention = True
            self._stop_training()
            self._wake.notify_all()

    def wait_for_commands(self, seconds: float) -> bool:
        """Wait until all that was posted so far has been carried out, so many seconds at most.

        Returns
        -------
        bool
            Whether it has.
        """
        with self._wake:
            posted = self._posted
            return self._wake.wait_for(lambda: self._carried_out >= posted, seconds)

    def close(self) -> None:
        """Make `work` return."""
        with self._wake:
            self._closing = self._attention = True
            self._stop_training()
            self._wake.notify_all()

    def request_frame(self) -> None:
        """Ask for a frame of a running network; it is made after the updates that are under way."""
        self._frame_wanted = True
        with self._wake:
            self._stop_training()

    def _stop_training(self) -> None:
        """Have the slice that is under way, if one is, end now; with `_wake` held."""
        if self._in_slice is not None:
            self._in_slice.stop()

    # ---- the working thread ----------------------------------------------------------------------

    def work(self) -> None:
        """Carry out commands and train, until `close`."""
        while not self._closing:
            try:
                with stopping(lambda: self._closing):
                    self._turn()
            except Interrupted:
                continue  # the end
            except DataFileError as error:
                self._fail(str(error))
            except Exception:
                self._fail(traceback.format_exc())

    def _turn(self) -> None:
        command = self._next_command()
        if command is not None:
            try:
                self._carry_out(command)
            finally:
                with self._wake:
                    self._carried_out += 1
                    self._wake.notify_all()
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

    def _next_command(self) -> AnyCommand | None:
        with self._wake:
            command = self._commands.popleft() if self._commands else None
            self._attention = bool(self._commands)
            return command

    def _carry_out(self, command: AnyCommand) -> None:
        match command:
            case LoadRun():
                self._load(command)
            case BeginRace():
                self._load_race(command.lanes, command.race, command.iteration)
            case ReturnToRace():
                self._return_to_race(command)
            case LeaveRace():
                self._leave_race(command)
            case SetAside():
                self._set_aside()
            case BringBack():
                self._bring_back(command)
            case RunTo():
                self._start(command.goal, command.stop_when_frozen, "max" if command.at_once else self._pace)
            case Advance():
                self._step(command.updates)
            case Pause():
                self._rest(Outcome.STOPPED)
            case Seek():
                self._seek(command.iteration)
            case GoBack():
                self._back()
            case SetPace():
                self._set_pace(command.pace)
            case ShowSection():
                self._show_section(command.section)
            case ChangeTraining():
                self._change_training(command)
            case EditParameters():
                self._edit(command)
            case BeginStudy():
                self._begin_study(command)
            case EndStudy():
                self._study = None
            case _:
                assert_never(command)

    def _overtaken(self, *events: LoopEvent) -> bool:
        """Whether a long way to another place is no longer worth going: another one waits, or the end."""
        if not self._attention:
            return False
        with self._wake:
            return self._closing or any(command.event in events for command in self._commands)

    def _wanted_elsewhere(self) -> bool:
        """Whether a long update or frame is given up, for a command or the end."""
        return self._closing or bool(self._commands)

    def _frame_is_due(self, run: Run | Race) -> bool:
        """Whether a frame is wanted of an iteration that none was made of yet."""
        return self._frame_wanted and run.iteration != self._framed

    def _train(self, run: Run | Race, goal: _Goal) -> None:
        """One slice."""
        now = time.perf_counter()
        wait = goal.clock.wait(run.iteration, now)
        if wait > 0 and run.iteration < goal.iteration:
            self._idle(min(wait, 0.02))
        else:
            end = now + SLICE
            due = min(goal.iteration, int(min(goal.clock.due(now), goal.iteration)))

            def enough() -> bool:
                return self._attention or self._frame_is_due(run) or time.perf_counter() > end

            try:
                with self._slice(run), stopping(self._wanted_elsewhere):
                    run.advance(due - run.iteration, enough)
            except Interrupted:
                return
        self._publish_status()
        if run.divergence is not None:
            self._rest(Outcome.DIVERGED)
        elif run.iteration >= goal.iteration:
            self._rest(Outcome.COMPLETED)
        elif self._frame_is_due(run):
            with suppress(Interrupted), stopping(self._wanted_elsewhere):  # then it is still wanted
                frame = self._make_frame(run)
                if goal.stop_when_frozen and frame.standstill and run.iteration > goal.started_at:
                    self._rest(Outcome.FROZEN)

    @contextmanager
    def _slice(self, run: Run | Race) -> Iterator[None]:
        """Inside, others may stop `run`; nothing else is ever stopped by them."""
        self._in_slice = run
        try:
            yield
        finally:
            with self._wake:
                self._in_slice = None

    def _idle(self, seconds: float) -> None:
        with self._wake:
            if not self._commands and not self._closing:
                self._wake.wait(seconds)

    def _make_frame(self, run: Run | Race) -> Frame | RaceFrame:
        began = time.thread_time()
        if isinstance(run, Run):
            run.show_section(self._section)
        frame = run.frame()
        self._frame_wanted = self._frame_owed = False
        self._frame_time += 0.2 * (time.thread_time() - began - self._frame_time)
        self._framed = run.iteration
        self.outbox.put_frame(frame)
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

    def _load(self, wanted: LoadRun) -> None:
        goal, experiment = self._goal, wanted.experiment
        go_on = wanted.go_on and goal is not None and not goal.step
        self._keep_race()
        self._beside = None
        self._announce(wanted.run, (experiment,))
        self._begin(lambda: Run(experiment, wanted.run), wanted.iteration)
        if go_on and self._run is not None:
            self._start(experiment.training.iterations, True, self._pace)

    def _load_race(self, lanes: tuple[Lane, ...], race_id: int, iteration: int) -> None:
        if isinstance(self._run, Run):
            self._beside = self._keep()
        self._announce(race_id, [lane.experiment for lane in lanes])
        self._begin(lambda: Race(lanes, race_id), iteration)

    def _return_to_race(self, wanted: ReturnToRace) -> None:
        kept = self._left
        if kept is None or kept.run.id != wanted.race:
            self._load_race(wanted.lanes, wanted.race, wanted.iteration)
            return
        if isinstance(self._run, Run):
            self._beside = self._keep()
        self._goal = self._left = None
        self._keep_race()
        race = kept.run
        if isinstance(race, Race) and not race.together:  # it was left on its way to another iteration
            race.seek(min(wanted.iteration, race.furthest))
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

    def _leave_race(self, wanted: LeaveRace) -> None:
        self._keep_race()
        kept, self._beside = self._beside, None
        self._show_kept(kept, wanted)

    def _set_aside(self) -> None:
        self._keep_race()
        run = self._keep() if isinstance(self._run, Run) else self._beside
        self._aside = _Aside(run, self._left)
        self._goal = self._run = self._study = self._left = self._beside = None

    def _bring_back(self, wanted: BringBack) -> None:
        kept, self._aside = self._aside, _Aside(None, None)
        self._study = self._beside = None
        self._left = kept.race
        self._run = None  # what was borrowed is not kept
        self._show_kept(kept.run, wanted)

    def _keep(self) -> _Kept | None:
        return _Kept(self._run, self._status.outcome) if self._run is not None else None

    def _keep_race(self) -> None:
        """A race that something else takes the place of is kept as it stands."""
        if isinstance(self._run, Race):
            self._left = self._keep()
            self._run = None

    def _show_kept(self, kept: _Kept | None, wanted: LeaveRace | BringBack) -> None:
        """Show a run that was kept, or if it is not there the one that its experiment gives anew."""
        if kept is None or kept.run.id != wanted.run:
            self._load(LoadRun(wanted.experiment, wanted.run, wanted.iteration))
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

    def _show_section(self, section: InputSection | None) -> None:
        self._section = section
        if isinstance(self._run, Run):
            self._show(self._run, self._notify)

    def _change_training(self, wanted: ChangeTraining) -> None:
        run = self._run
        if not isinstance(run, Run):
            return
        if wanted.learning_rate is not None:
            rate = wanted.learning_rate
            self._note_change(run, wanted.text, lambda: run.set_learning_rate(rate, wanted.title))
        if wanted.l2 is not None:
            l2 = wanted.l2
            self._note_change(run, wanted.text, lambda: run.set_l2(l2, wanted.title))

    def _edit(self, wanted: EditParameters) -> None:
        run = self._run
        if isinstance(run, Run):
            self._rest(Outcome.STOPPED)
            self._note_change(run, wanted.text, lambda: run.edit(wanted.values, wanted.title))

    def _note_change(self, run: Run, text: str, change: Callable[[], None]) -> None:
        """Make a change and tell of it; a standstill that was found before proves nothing any more."""
        before = run.experiment
        change()
        self.outbox.put_change(Changed(run.id, run.iteration, text, before, run.experiment))
        outcome = Outcome.NONE if self._status.outcome is Outcome.FROZEN else None
        self._show(run, lambda: self._publish_status(outcome=outcome))
        self._notify()

    def _enter(self, event: LoopEvent, outcome: Outcome) -> None:
        before = self._status
        self._publish_status(TRANSITIONS[before.state, event], outcome)
        if self._status != before:
            self._notify()

    def _begin_study(self, wanted: BeginStudy) -> None:
        if wanted.pause:
            self._rest(Outcome.STOPPED)
        points = wanted.points
        self._study = wanted.name, points(self._run) if callable(points) else points
        self.outbox.drop_findings()

    def _pursue(self, name: str, points: Iterator[object]) -> None:
        """A slice of a study; what was found is left in the outbox."""
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
        self.outbox.put_findings(name, found, done=self._study is None, failure=failure)
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
