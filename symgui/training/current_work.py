"""What the training loop works on, and the status that others see of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from symgui.experiment import Experiment
from symgui.training.frame_maker import takes_long
from symgui.training.news import Status
from symgui.training.pace import RunningTo
from symgui.training.race import Race
from symgui.training.run import RecordedRun
from symgui.training.states import TRANSITIONS, LoopEvent, Outcome, State


class CurrentWork:
    """A run or a race, the iteration it runs to, and the loop's status.

    Attributes
    ----------
    run : RecordedRun or Race or None
    goal : RunningTo or None
        None at rest.
    status : Status
        Replaced as a whole: any thread may read it.
    notify : callable
        Called when the status has changed.
    """

    def __init__(self, notify: Callable[[], None]) -> None:
        self.notify = notify
        self.run: RecordedRun | Race | None = None
        self.goal: RunningTo | None = None
        self.status = Status(State.READY, Outcome.NONE, -1, 0, 0)

    def drop(self) -> None:
        """Have nothing to work on."""
        self.run = self.goal = None

    def publish(self, state: State | None = None, outcome: Outcome | None = None) -> None:
        """Set the status to what is so now; state and outcome stay if they are left out."""
        before, run, goal = self.status, self.run, self.goal
        self.status = Status(
            state=before.state if state is None else state,
            outcome=before.outcome if outcome is None else outcome,
            run=run.id if run else -1,
            iteration=run.iteration if run else 0,
            goal=goal.iteration if goal else (run.iteration if run else 0),
        )

    def enter(self, event: LoopEvent, outcome: Outcome) -> None:
        """Go to the state that follows from an event, and tell of it."""
        before = self.status
        self.publish(TRANSITIONS[before.state, event], outcome)
        if self.status != before:
            self.notify()

    def announce(self, run_id: int, experiments: Sequence[Experiment]) -> None:
        """Say that something else is there now, if a person would wait for it: its frame comes later."""
        if takes_long(experiments):
            state = TRANSITIONS[self.status.state, LoopEvent.LOAD]
            self.status = Status(state, Outcome.NONE, run_id, 0, 0)
            self.notify()

    def fail(self, text: str, *, fault: bool = False) -> None:
        """Tell of a failure, after which only a new run can be worked on."""
        self.drop()
        state = TRANSITIONS[self.status.state, LoopEvent.FAIL]
        self.status = Status(state, Outcome.NONE, self.status.run, self.status.iteration, 0, text, fault)
        self.notify()
