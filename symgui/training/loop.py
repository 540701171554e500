"""The training loop: one thread works, others post commands and pull frames.

Only the thread that is inside `TrainingLoop.work` touches the network. Commands are values, put into a queue.
Frames are pulled: at most one is in flight, a newer one takes its place, and one is always made when the loop
comes to rest.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import assert_never

from msgspec.structs import replace

from symgui.data.data_file_error import DataFileError
from symgui.data.dataset import Dataset
from symgui.experiment import Experiment
from symgui.nn.interruption import Interrupted, stopping
from symgui.plain_text.failure import NO_MEMORY
from symgui.training.command_queue import CommandQueue
from symgui.training.current_work import CurrentWork
from symgui.training.frame_maker import FrameMaker
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
from symgui.training.pace import Clock, RunningTo
from symgui.training.race import Race
from symgui.training.run import RecordedRun
from symgui.training.section import InputSection
from symgui.training.shelf import Kept, Shelf
from symgui.training.states import LoopEvent, Outcome
from symgui.training.study_worker import StudyWorker

SLICE = 0.02
"""Seconds of training between two looks at the clock, where nobody wants anything."""


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
        self._current = CurrentWork(notify)
        self.outbox = Outbox()
        self._queue = CommandQueue()
        self._frames = FrameMaker(self.outbox, self._queue)
        self._study = StudyWorker(self._queue, self.outbox)
        self._shelf = Shelf()
        self._pace = "log"

    # ---- from any thread -------------------------------------------------------------------------

    @property
    def frame_time(self) -> float:
        """Seconds of work that a frame takes, a running mean."""
        return self._frames.seconds

    @property
    def status(self) -> Status:
        """What the loop is doing."""
        return self._current.status

    def post(self, command: AnyCommand) -> None:
        """Have a command carried out, after those that were posted before; returns at once."""
        self._queue.post(command)

    def wait_for_commands(self, seconds: float) -> bool:
        """Wait until all that was posted so far has been carried out, so many seconds at most.

        Returns
        -------
        bool
            Whether it has.
        """
        return self._queue.wait_for_commands(seconds)

    def close(self) -> None:
        """Make `work` return."""
        self._queue.close()

    def request_frame(self) -> None:
        """Ask for a frame of a running network; it is made after the updates that are under way."""
        self._frames.wanted = True
        self._queue.stop_work()

    # ---- the working thread ----------------------------------------------------------------------

    def work(self) -> None:
        """Carry out commands and train, until `close`."""
        while not self._queue.closing:
            try:
                with stopping(lambda: self._queue.closing):
                    self._turn()
            except Interrupted:
                continue  # the end
            except DataFileError as error:
                self._current.fail(str(error))
            except MemoryError:
                self._current.fail(NO_MEMORY)
            except Exception:
                self._current.fail(traceback.format_exc(), fault=True)

    def _turn(self) -> None:
        command = self._queue.take()
        if command is not None:
            try:
                self._carry_out(command)
            finally:
                self._queue.note_carried_out()
        elif self._frames.owed and self._current.run is not None:
            if self._frames.pay(self._current.run):
                self._current.notify()
        elif self._current.goal is not None and self._current.run is not None:
            self._train(self._current.run, self._current.goal)
        elif self._study.busy:
            self._study.pursue()
            self._current.notify()
        else:
            self._queue.wait()

    def _carry_out(self, command: AnyCommand) -> None:
        match command:
            case LoadRun():
                self._load(command)
            case BeginRace():
                self._load_race(command.lanes, command.race, command.iteration)
            case ReturnToRace():
                self._return_to_race(command)
            case LeaveRace():
                self._keep_race()
                self._show_kept(self._shelf.take_run(), command)
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
                self._study.drop()
            case _:
                assert_never(command)

    def _train(self, run: RecordedRun | Race, goal: RunningTo) -> None:
        """Train for a few milliseconds."""
        queue = self._queue
        now = time.perf_counter()
        wait = goal.clock.wait(run.iteration, now)
        if wait > 0 and run.iteration < goal.iteration:
            queue.wait(min(wait, 0.02))
        else:
            end = now + SLICE
            due = min(goal.iteration, int(min(goal.clock.due(now), goal.iteration)))

            def enough() -> bool:
                return queue.attention or self._frames.due(run) or time.perf_counter() > end

            try:
                with queue.working_at(run), stopping(queue.wanted_off_course):
                    run.advance(due - run.iteration, enough)
            except Interrupted:
                return
        self._current.publish()
        if run.divergence is not None:
            self._rest(Outcome.DIVERGED)
        elif run.iteration >= goal.iteration:
            self._rest(Outcome.COMPLETED)
        else:
            frame = self._frames.make_wanted(run)
            moved = run.iteration > goal.started_at
            if frame is not None and frame.standstill and goal.stop_when_frozen and moved:
                self._rest(Outcome.FROZEN)

    def _load(self, wanted: LoadRun) -> None:
        goal, experiment = self._current.goal, wanted.experiment
        go_on = wanted.go_on and goal is not None and not goal.step
        data = self._data_there(experiment)
        self._keep_race()
        self._shelf.take_run()
        self._current.announce(wanted.run, (experiment,))
        self._begin(lambda: RecordedRun(experiment, wanted.run, data), wanted.iteration)
        if go_on and self._current.run is not None:
            self._start(experiment.training.iterations, True, self._pace)

    def _data_there(self, experiment: Experiment) -> Dataset | None:
        """The examples of the run that is there, if they are those of `experiment`: views draw them once.

        What lies in a file is read again, as it may have changed.
        """
        run, wanted = self._current.run, experiment.data
        if isinstance(run, RecordedRun) and wanted.table is None and run.experiment.data == wanted:
            return run.trainer.data
        return None

    def _load_race(self, lanes: tuple[Lane, ...], race_id: int, iteration: int) -> None:
        if isinstance(self._current.run, RecordedRun):
            self._shelf.keep(self._current)
        self._current.announce(race_id, [lane.experiment for lane in lanes])
        self._begin(lambda: Race(lanes, race_id), iteration)

    def _return_to_race(self, wanted: ReturnToRace) -> None:
        kept = self._shelf.take_race(wanted.race)
        if kept is None:
            self._load_race(wanted.lanes, wanted.race, wanted.iteration)
            return
        self._shelf.keep(self._current)
        self._current.goal = None
        race = kept.run
        if isinstance(race, Race) and not race.together:  # it was left on its way to another iteration
            race.seek(min(wanted.iteration, race.furthest))
        self._arrive(race, kept.outcome)

    def _begin(self, make: Callable[[], RecordedRun | Race], iteration: int) -> None:
        """Make a run or race and go to an iteration; nothing is there if something newer is waiting."""
        self._current.drop()
        try:
            with stopping(partial(self._queue.overtaken, LoopEvent.LOAD)):
                run = make()
        except Interrupted:
            return
        if iteration:
            elsewhere = partial(self._queue.overtaken, LoopEvent.LOAD, LoopEvent.STOP)
            with suppress(Interrupted), stopping(elsewhere):
                run.advance(iteration, elsewhere)
            if self._queue.overtaken(LoopEvent.LOAD):
                return
        self._arrive(run, Outcome.NONE)

    def _set_aside(self) -> None:
        self._shelf.keep(self._current)
        self._shelf.set_aside()
        self._study.drop()
        self._current.drop()

    def _bring_back(self, wanted: BringBack) -> None:
        self._study.drop()
        self._current.run = None  # what was borrowed is not kept
        self._show_kept(self._shelf.bring_back(), wanted)

    def _keep_race(self) -> None:
        """A race that something else takes the place of is kept as it stands."""
        if isinstance(self._current.run, Race):
            self._shelf.keep(self._current)
            self._current.run = None

    def _show_kept(self, kept: Kept | None, wanted: LeaveRace | BringBack) -> None:
        """Show a run that was kept, or if it is not there the one that its experiment gives anew."""
        if kept is None or kept.run.id != wanted.run:
            self._load(LoadRun(wanted.experiment, wanted.run, wanted.iteration))
        else:
            self._current.goal = None
            self._arrive(kept.run, kept.outcome)

    def _arrive(self, run: RecordedRun | Race, outcome: Outcome) -> None:
        """Rest with another run or race than before."""
        self._current.run = run

        def said() -> None:
            self._current.enter(LoopEvent.LOAD, outcome)
            if run.iteration:
                self._current.enter(LoopEvent.SEEK, outcome)

        self._frames.show(run, said)

    def _start(self, goal: int, stop_when_frozen: bool, pace: str, step: bool = False) -> None:
        run = self._current.run
        if run is None or run.divergence is not None:
            return
        clock = Clock(pace, run.iteration, time.perf_counter())
        self._current.goal = RunningTo(goal, clock, run.iteration, stop_when_frozen, step)
        self._current.enter(LoopEvent.START, Outcome.NONE)

    def _step(self, updates: int) -> None:
        run, goal = self._current.run, self._current.goal
        if run is not None:
            start = goal.iteration if goal is not None and goal.step else run.iteration
            self._start(start + updates, False, "max", step=True)

    def _rest(self, outcome: Outcome) -> None:
        run = self._current.run
        if run is None or self._current.goal is None:
            return
        self._current.goal = None
        self._frames.show(run, lambda: self._current.enter(LoopEvent.STOP, outcome))

    def _seek(self, iteration: int) -> None:
        run = self._current.run
        if run is None:
            return
        self._current.goal = None
        iteration = max(0, min(iteration, run.furthest))
        # on its way a race's lanes stand at different iterations, which is nothing to stop at
        stop = () if isinstance(run, Race) else (LoopEvent.STOP,)
        elsewhere = partial(self._queue.overtaken, LoopEvent.SEEK, LoopEvent.LOAD, *stop)
        with suppress(Interrupted), stopping(elsewhere):
            run.seek(iteration, elsewhere)
        if self._queue.overtaken(LoopEvent.SEEK, LoopEvent.LOAD):
            return
        self._frames.show(run, lambda: self._current.enter(LoopEvent.SEEK, Outcome.NONE))
        self._current.notify()

    def _back(self) -> None:
        if self._current.run is not None and self._current.run.iteration > 0:
            self._seek(self._current.run.iteration - 1)

    def _set_pace(self, pace: str) -> None:
        self._pace = pace
        run, goal = self._current.run, self._current.goal
        if run is not None and goal is not None and not goal.step:
            clock = Clock(pace, run.iteration, time.perf_counter())
            self._current.goal = replace(goal, clock=clock)

    def _show_section(self, section: InputSection | None) -> None:
        self._frames.section = section
        if self._current.run is not None:
            self._frames.show(self._current.run, self._current.notify)

    def _change_training(self, wanted: ChangeTraining) -> None:
        run, rate, l2, title = self._current.run, wanted.learning_rate, wanted.l2, wanted.title
        if isinstance(run, RecordedRun) and rate is not None:
            self._note_change(run, wanted.text, lambda: run.set_learning_rate(rate, title))
        if isinstance(run, RecordedRun) and l2 is not None:
            self._note_change(run, wanted.text, lambda: run.set_l2(l2, title))

    def _edit(self, wanted: EditParameters) -> None:
        run = self._current.run
        if isinstance(run, RecordedRun):
            self._rest(Outcome.STOPPED)
            self._note_change(run, wanted.text, lambda: run.edit(wanted.values, wanted.title))

    def _note_change(self, run: RecordedRun, text: str, change: Callable[[], None]) -> None:
        """Make a change and tell of it; a standstill that was found before proves nothing any more."""
        before = run.experiment
        change()
        self.outbox.put_change(Changed(run.id, run.iteration, text, before, run.experiment))
        outcome = Outcome.NONE if self._current.status.outcome is Outcome.FROZEN else None
        self._frames.show(run, lambda: self._current.publish(outcome=outcome))
        self._current.notify()

    def _begin_study(self, wanted: BeginStudy) -> None:
        if wanted.pause:
            self._rest(Outcome.STOPPED)
        points = wanted.points
        self._study.begin(wanted.name, points(self._current.run) if callable(points) else points)
