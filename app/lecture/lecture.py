"""The lesson that is open: which step is shown, and how far it has come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from app.lecture.checks import Answers, Check, Checks, Results
from app.lecture.flow import TRANSITIONS, Move, Next, StepPhase, next_of
from app.lecture.goal import end_of, limit_of
from app.lecture.step_run import StepRun
from app.lecture.versions import same_run
from app.runtime.workspace import Workspace
from symgui.experiment import Experiment
from symgui.lessons.comparison_line import comparisons
from symgui.lessons.lesson import Lesson, Step
from symgui.training.states import State
from symgui.training.withholding import TELLING

WANTED = "Choose an answer, or press again to run without one."
WAITING = "The claims are checked when what is being computed elsewhere is done."
CHECKING = "Waiting for the checks of this step: {done} of {all} are done."
"""Said while the next step waits for checks; both figures are counts of claims."""
ENDED = "That was the last step of this lesson."


@dataclass(frozen=True, slots=True)
class _Left:
    """A step that had been run, as it was left."""

    experiment: Experiment
    iteration: int
    committed: int | None
    results: Results
    answers: Answers


class Lecture(QObject):
    """Goes through a lesson on a workspace; what the person had open there is set aside until it is left.

    Parameters
    ----------
    workspace : Workspace
    check : callable
        `symgui.lessons.checking`: the claims of a step, checked one by one.
    after : callable
        The lesson that follows one, or None.

    Attributes
    ----------
    lesson : Lesson or None
        The one that is open.
    index : int
        Of the step that is shown, from 0.
    phase : Phase
        A string: ``"ready"``, ``"asked"``, ``"committed"``, ``"running"`` or ``"done"``.
    committed : int or None
        The choice that the class has committed to, from 0.
    checks : Checks
        What the run says to the claims and answers of the step.
    message : str
        What is to be said to the person just now, or nothing.
    warned : bool
        It has been said that an answer is wanted.

    Signals
    -------
    changed
        Any of these is another.
    stepShown
        A step is shown, from its beginning or as it had been left; or the lesson was left.
    """

    changed = Signal()
    stepShown = Signal()

    def __init__(
        self,
        workspace: Workspace,
        check: Check,
        after: Callable[[Lesson], Lesson | None] = lambda _: None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._after = after
        self._workspace, self.checks = workspace, Checks(workspace, check, self)
        self._run = StepRun(workspace)
        self.lesson: Lesson | None = None
        self.index = 0
        self.phase = StepPhase.READY
        self.committed: int | None = None
        self.message = ""
        self.warned = self._played = self._hurried = self._withholding = False
        self._sought = -1
        self._left: dict[int, _Left] = {}
        workspace.frameReady.connect(self._look)
        workspace.raceFrameReady.connect(self._look)
        workspace.stateChanged.connect(self._look)
        workspace.experimentChanged.connect(self._follow)
        self.checks.changed.connect(self.changed)
        self.changed.connect(self._withhold)
        workspace.own.broughtBack.connect(self._close)

    # ---- what there is ---------------------------------------------------------------------------

    @property
    def active(self) -> bool:
        """Whether a lesson is open."""
        return self.lesson is not None

    @property
    def step(self) -> Step | None:
        """The step that is shown."""
        return self.lesson.steps[self.index] if self.lesson is not None else None

    @property
    def is_last(self) -> bool:
        """Whether no step follows."""
        return self.lesson is not None and self.index == len(self.lesson.steps) - 1

    @property
    def following(self) -> Lesson | None:
        """The lesson that comes after the open one."""
        return self._after(self.lesson) if self.lesson is not None else None

    @property
    def revealed(self) -> bool:
        """Whether the answer may be seen."""
        return self.phase is StepPhase.DONE

    @property
    def withheld(self) -> frozenset[str]:
        """What would answer the open question: ``"verdict"`` and ``"why"``, or nothing.

        Nothing is withheld once the step runs, or somebody has run or changed anything himself; nor what the
        step itself shows or points at.
        """
        step = self.step
        if step is None or not self.asks or self._played:
            return frozenset()
        shown = {"why" if name == "induction" else name for name in (*step.views, *step.highlight)}
        return TELLING - shown

    @property
    def waiting(self) -> str:
        """What the way on waits for, in a sentence: another computation, the checks, or nothing."""
        if self.checks.waits:
            return WAITING
        if self._hurried and self.phase is StepPhase.DONE and not self.decided:
            done, all_of_them = self.checks.progress
            return CHECKING.format(done=done, all=all_of_them)
        return ""

    @property
    def asks(self) -> bool:
        """Whether the step's question waits for an answer, the first or another one."""
        return self.phase in (StepPhase.ASKED, StepPhase.COMMITTED)

    @property
    def decided(self) -> bool:
        """Whether the step has run, and all is known of its claims and answers that will ever be."""
        undecided = self.checks.open and not self.checks.failure
        return self.active and self.phase is StepPhase.DONE and not undecided

    def right(self, choice: int) -> bool | None:
        """Whether a choice holds in the run; None while that is not decided, or not to be seen yet."""
        answer = self.checks.answers[choice] if self.revealed and choice < len(self.checks.answers) else None
        return None if answer is None else all(checked.passed for checked in answer)

    def answer_text(self, choice: int) -> str:
        """What the run says to a choice, as on the stage: of a wrong one the first thing it gets wrong."""
        answer = self.checks.answers[choice] if self.revealed and choice < len(self.checks.answers) else None
        failed = [checked for checked in answer or () if not checked.passed]
        return comparisons(failed[:1] or answer or ())

    # ---- going -----------------------------------------------------------------------------------

    def open(self, lesson: Lesson, index: int = 0) -> None:
        """Begin `lesson` at a step, the last one if it has not so many; one's own work is set aside first."""
        self._workspace.own.set_aside()
        self.lesson = lesson
        self._left.clear()
        self.go(min(max(index, 0), len(lesson.steps) - 1))

    def replace(self, lesson: Lesson) -> None:
        """Put another version of the open lesson in its place; a step that is the same stays as it is."""
        before = self.step
        if before is None:
            return
        self.lesson = lesson
        self._left.clear()
        index = min(self.index, len(lesson.steps) - 1)
        if index == self.index and same_run(before, lesson.steps[index]):
            self.checks.step = lesson.steps[index]
            self.changed.emit()
        else:
            self.go(index)

    @Slot()
    def next(self) -> None:
        """What one key does: finish the run, ask for an answer, run the step, or show the next one."""
        step = self.step
        if step is None:
            return
        act = next_of(self.phase, warned=self.warned, last=self.is_last)
        if act is Next.WARN:
            self.warned = True
            self._say(WANTED)
        elif act is Next.RUN:
            self.run_step()
        elif act is Next.FINISH and self._run.is_there(step):
            self._run.go(step, at_once=True)
        elif act is Next.FINISH:
            self.run_step()
        elif not self.decided:
            self._hurried = True
            self.changed.emit()
        elif act is Next.ADVANCE:
            self._keep()
            self.go(self.index + 1)
        else:
            self._end()

    def _end(self) -> None:
        """Name the lesson that follows; at a second press begin it."""
        following = self.following
        if following is None:
            self._say(ENDED)
        elif self.warned:
            self.open(following)
        else:
            self.warned = True
            number = f"lesson {following.number}, " if following.number else ""
            self._say(f"{ENDED} The same key again begins {number}“{following.title}”.")

    @Slot()
    def previous(self) -> None:
        """The step before, as it was left; the first one begins anew."""
        if self.lesson is None:
            return
        left = self._left.get(self.index - 1)
        if left is None:
            self.go(max(0, self.index - 1))
        else:
            self.index -= 1
            self._show(left)

    def go(self, index: int) -> None:
        """The beginning of a step; nothing if there is no such step."""
        if self.lesson is not None and 0 <= index < len(self.lesson.steps):
            self.index = index
            self._show(None)

    @Slot()
    def restart(self) -> None:
        """The first step, as if nothing had been shown."""
        self._left.clear()
        self.go(0)

    def choose(self, choice: int) -> None:
        """Commit to an answer; until the step runs it can be another one."""
        step = self.step
        if step is None or step.question is None or not 0 <= choice < len(step.question.choices):
            return
        if self._move(Move.CHOOSE):
            self.committed, self.message = choice, ""
            self.changed.emit()

    @Slot()
    def run_step(self) -> None:
        """Run the step that is shown to its goal, at its pace."""
        step = self.step
        if step is None:
            return
        if self.phase is StepPhase.DONE or not self._run.is_there(step):
            committed = self.committed if self.phase is not StepPhase.DONE else None
            self.go(self.index)
            self.committed = committed
        self._move(Move.RUN)
        self.message, self.warned = "", False
        if limit_of(step) > step.start:
            self._run.go(step, at_once=False)
            self.changed.emit()
        else:
            self._arrive()

    @Slot()
    def leave(self) -> None:
        """Close the lesson: the person's own work is as it was."""
        if self.lesson is not None:
            self._workspace.own.bring_back()

    @Slot()
    def _close(self) -> None:
        """End the lesson: the person's own work is open again."""
        self.lesson, self.index = None, 0
        self._reset()
        self._left.clear()
        self._workspace.studies.stop()
        self.stepShown.emit()
        self.changed.emit()

    # ---- a step ----------------------------------------------------------------------------------

    def _show(self, left: _Left | None) -> None:
        step, workspace = self.step, self._workspace
        assert step is not None
        self._reset()
        workspace.studies.stop()
        workspace.pointing.hover(None)
        experiment, iteration = (left.experiment, left.iteration) if left else (step.experiment, step.start)
        if left:
            self.phase, self.committed = StepPhase.DONE, left.committed
            self.checks.restore(step, experiment, left.results, left.answers)
        else:
            self.phase = StepPhase.ASKED if step.question is not None else StepPhase.READY
            self.checks.begin(step)
        self._run.show(step, experiment, iteration)
        if left is None and step.question is None and limit_of(step) <= step.start:
            self._move(Move.RUN)
            self._arrive(experiment)
        elif left and self.checks.open:
            self.checks.ask(experiment)
        self.stepShown.emit()
        self.changed.emit()

    def _reset(self) -> None:
        self.phase, self.committed = StepPhase.READY, None
        self.message = ""
        self.warned, self._sought, self._played, self._hurried = False, -1, False, False
        self.checks.clear()

    def _keep(self) -> None:
        checked = self.checks.experiment
        if checked is not None:
            self._left[self.index] = _Left(
                checked, self._workspace.iteration, self.committed, self.checks.results, self.checks.answers
            )

    def _move(self, move: Move) -> bool:
        phase = TRANSITIONS.get((self.phase, move))
        if phase is None:
            return False
        self.phase = phase
        return True

    def _say(self, message: str) -> None:
        self.message = message
        self.changed.emit()

    # ---- what the run says -----------------------------------------------------------------------

    @Slot()
    def _withhold(self) -> None:
        """Hand out no frame that would answer the open question; one that is handed out anew is no news."""
        self._withholding = True
        self._workspace.withhold(self.withheld)
        self._withholding = False

    @Slot()
    def _look(self) -> None:
        """See whether the run has come to the step's end."""
        step, frames = self.step, self._run.frames
        if step is None or not frames or self._withholding:
            return
        if self.asks and not self._played and self._run.has_left_the_start(step):
            self._played = True
            self.changed.emit()
        if self.phase is not StepPhase.RUNNING or not self._run.is_there(step):
            return
        end, iteration = end_of(step, frames), self._workspace.iteration
        rests = self._workspace.state is not State.RUNNING
        if iteration > end and self._sought != end:
            self._sought = end
            self._workspace.seek(end)
        elif rests and (iteration == end or all(frame.divergence is not None for frame in frames)):
            self._arrive()

    def _arrive(self, experiment: Experiment | None = None) -> None:
        self._move(Move.ARRIVE)
        self.checks.ask(self._workspace.experiment if experiment is None else experiment)
        self.changed.emit()

    @Slot(object)
    def _follow(self, experiment: Experiment) -> None:
        """Drop what was checked when the experiment becomes another."""
        if self.checks.experiment in (None, experiment) or self.step is None:
            return
        self.checks.drop()
        self._sought = -1
        self._move(Move.CHANGE)
        self.changed.emit()
