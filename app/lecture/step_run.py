"""The run or race of a lesson's step in the workspace, which a person may have replaced by another."""

from __future__ import annotations

from app.lecture.goal import FROZEN, limit_of
from app.lecture.places import selection_of
from app.runtime.workspace import Workspace
from symgui.experiment import Experiment
from symgui.lessons.lesson import Step
from symgui.training.frame import Frame
from symgui.training.states import State


class StepRun:
    """Shows and runs a step of a lesson in a workspace, and tells whether it is still what is there."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def show(self, step: Step, experiment: Experiment, iteration: int) -> None:
        """Go to an iteration of the step, as its experiment is there."""
        workspace = self._workspace
        workspace.speed.set_pace(step.pace)
        if step.lanes:
            workspace.own.borrow(experiment)
            workspace.racing.begin(step.lanes, iteration)
        else:
            workspace.own.borrow(experiment, iteration)
        workspace.pointing.select(selection_of(step.select, experiment))

    def go(self, step: Step, *, at_once: bool) -> None:
        """Run to the step's goal, at its pace or as fast as it goes."""
        frozen = step.goal.event == FROZEN
        self._workspace.run_to(limit_of(step), at_once=at_once, stop_when_frozen=frozen)

    def is_there(self, step: Step) -> bool:
        """Whether the step's own race, or its run alone, is there: somebody may have begun another race."""
        return tuple(self._workspace.lanes) == tuple(step.lanes)

    def has_left_the_start(self, step: Step) -> bool:
        """Whether what is shown is no longer what the step begins with: somebody has run or changed it."""
        workspace = self._workspace
        if not self.is_there(step) or (not step.lanes and workspace.experiment != step.experiment):
            return True
        on_the_way = workspace.state is State.RUNNING and workspace.iteration < step.start
        return workspace.iteration != step.start and not on_the_way

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The frame of the run that is shown, or those of a race's lanes; none before the first has come."""
        workspace = self._workspace
        if workspace.lanes:
            return workspace.race_frame.frames if workspace.race_frame is not None else ()
        return (workspace.current_frame,) if workspace.current_frame is not None else ()
