"""The lesson that is open: which step is shown, how far it has come, and what its run says to its claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal, Slot

from app.lecture.flow import TRANSITIONS, Move, Next, Phase, next_of
from app.lecture.places import selection_of
from app.runtime.workspace import Workspace
from symgui.experiment import Experiment
from symgui.lessons.claim import Checked, Claim
from symgui.lessons.lesson import Lesson, Step
from symgui.training.frame import Frame
from symgui.training.loop import Findings
from symgui.training.states import State
from symgui.training.studies import Progress

Ran: TypeAlias = Experiment | Sequence[Experiment] | None
"""What is on screen: a run's experiment, those of a race's lanes."""
Check: TypeAlias = Callable[[Step, Ran], Iterator[Checked | Progress]]

WANTED = "Choose an answer, or press again to run without one."
ENDED = "That was the last step of this lesson."
FROZEN = "frozen"
"""The goal that is no event of a run: nothing moves any more."""
TELLING = frozenset({"verdict", "why"})
"""What says outright how a run will fare, by the names that lessons have for it."""


@dataclass(frozen=True, slots=True)
class _Left:
    """A step that had been run, as it was left."""

    experiment: Experiment
    iteration: int
    committed: int | None
    results: tuple[Checked | None, ...]
    answers: tuple[tuple[Checked, ...] | None, ...]


class Lecture(QObject):
    """Goes through a lesson on a workspace; what the person had open there is set aside until it is left.

    Parameters
    ----------
    workspace : Workspace
    check : callable
        `symgui.lessons.check`: the claims of a step, checked one by one.
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
    results : tuple of (Checked or None)
        What the run says to each claim of the step; None as long as it has not been decided.
    answers : tuple of (tuple of Checked, or None)
        The same for each choice of the question.
    message : str
        What is to be said to the person just now, or nothing.
    failure : str
        Why the claims could not be checked, if they could not.

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
        self._workspace, self._check = workspace, check
        self.lesson: Lesson | None = None
        self.index = 0
        self.phase = Phase.READY
        self.committed: int | None = None
        self.results: tuple[Checked | None, ...] = ()
        self.answers: tuple[tuple[Checked, ...] | None, ...] = ()
        self.message = self.failure = ""
        self._warned = self._played = False
        self._sought = -1
        self._checked: Experiment | None = None  # what `results` are about
        self._asked: tuple[Claim, ...] = ()  # what the study under way decides, and …
        self._found: list[Checked | None] = []  # … what it has found of each
        self._left: dict[int, _Left] = {}
        self._studies = 0
        self._instead = ""  # the study that has interrupted it
        workspace.frameReady.connect(self._look)
        workspace.raceFrameReady.connect(self._look)
        workspace.stateChanged.connect(self._look)
        workspace.experimentChanged.connect(self._follow)
        workspace.studyAdvanced.connect(self._note)
        workspace.studyChanged.connect(self._notice)
        workspace.broughtBack.connect(self._close)

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
    def warned(self) -> bool:
        """Whether it has been said that an answer is wanted."""
        return self._warned

    @property
    def revealed(self) -> bool:
        """Whether the answer may be seen."""
        return self.phase is Phase.DONE

    @property
    def withheld(self) -> frozenset[str]:
        """What would answer the open question: ``"verdict"`` and ``"why"``, or nothing.

        Nothing is withheld once the step runs, or somebody has run or changed anything himself; nor what the
        step itself shows or points at.
        """
        step = self.step
        if step is None or not self._asks or self._played:
            return frozenset()
        shown = {"why" if name == "induction" else name for name in (*step.views, *step.highlight)}
        return TELLING - shown

    @property
    def _asks(self) -> bool:
        return self.phase in (Phase.ASKED, Phase.COMMITTED)

    @property
    def decided(self) -> bool:
        """Whether the step has run, and all is known of its claims and answers that will ever be."""
        open_ = None in (*self.results, *self.answers)
        return self.active and self.phase is Phase.DONE and (not open_ or bool(self.failure))

    def right(self, choice: int) -> bool | None:
        """Whether a choice holds in the run; None while that is not decided, or not to be seen yet."""
        answer = self.answers[choice] if self.revealed and choice < len(self.answers) else None
        return None if answer is None else all(checked.passed for checked in answer)

    # ---- going -----------------------------------------------------------------------------------

    def open(self, lesson: Lesson, index: int = 0) -> None:
        """Begin `lesson` at a step; the person's own work is set aside first."""
        self._workspace.set_aside()
        self.lesson = lesson
        self._left.clear()
        self.go(index)

    def replace(self, lesson: Lesson) -> None:
        """Another version of the open lesson: the step stays as it is unless it has become another."""
        before = self.step
        if before is None:
            return
        self.lesson = lesson
        self._left.clear()
        index = min(self.index, len(lesson.steps) - 1)
        if index == self.index and _same(before, lesson.steps[index]):
            self.changed.emit()
        else:
            self.go(index)

    @Slot()
    def next(self) -> None:
        """What one key does: finish the run, ask for an answer, run the step, or show the next one."""
        if self.lesson is None:
            return
        act = next_of(self.phase, warned=self._warned, last=self.is_last)
        if act is Next.WARN:
            self._warned = True
            self._say(WANTED)
        elif act is Next.RUN:
            self.run_step()
        elif act is Next.FINISH and self._in_place:
            self._run(at_once=True)
        elif act is Next.FINISH:
            self.run_step()
        elif act is Next.ADVANCE:
            self._keep()
            self.go(self.index + 1)
        else:
            self._end()

    def _end(self) -> None:
        """Nothing is lost by one press too many: the next lesson is named before it begins."""
        following = self.following
        if following is None:
            self._say(ENDED)
        elif self._warned:
            self.open(following)
        else:
            self._warned = True
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
        if self.phase is Phase.DONE or not self._in_place:
            committed = self.committed if self.phase is not Phase.DONE else None
            self.go(self.index)
            self.committed = committed
        self._move(Move.RUN)
        self.message, self._warned = "", False
        if _limit(step) > step.start:
            self._run(at_once=False)
            self.changed.emit()
        else:
            self._arrive()

    @Slot()
    def leave(self) -> None:
        """Close the lesson: the person's own work is as it was."""
        if self.lesson is not None:
            self._workspace.bring_back()

    @Slot()
    def _close(self) -> None:
        """The person's own work is open again: because the lesson was left, or something else was opened."""
        self.lesson, self.index = None, 0
        self._reset()
        self._left.clear()
        self._workspace.stop_study()
        self.stepShown.emit()
        self.changed.emit()

    # ---- a step ----------------------------------------------------------------------------------

    def _show(self, left: _Left | None) -> None:
        step, workspace = self.step, self._workspace
        assert step is not None
        self._reset()
        workspace.stop_study()
        workspace.hover(None)
        experiment, iteration = (left.experiment, left.iteration) if left else (step.experiment, step.start)
        self.results = left.results if left else (None,) * len(step.claims)
        choices = len(step.question.choices) if step.question is not None else 0
        self.answers = left.answers if left else (None,) * choices
        self.committed = left.committed if left else None
        if left:
            self.phase, self._checked = Phase.DONE, left.experiment
        else:
            self.phase = Phase.ASKED if step.question is not None else Phase.READY
        workspace.set_pace(step.pace)
        if step.lanes:
            workspace.borrow(experiment)
            workspace.race(step.lanes, iteration)
        else:
            workspace.borrow(experiment, iteration)
        workspace.select(selection_of(step.select, experiment))
        if left is None and step.question is None and _limit(step) <= step.start:
            self._move(Move.RUN)
            self._arrive(experiment)
        elif None in (*self.results, *self.answers) and left:
            self._ask_the_run(experiment)
        self.stepShown.emit()
        self.changed.emit()

    def _reset(self) -> None:
        self.phase, self.committed = Phase.READY, None
        self.results, self.answers = (), ()
        self.message = self.failure = ""
        self._warned, self._sought, self._checked = False, -1, None
        self._played = False
        self._forget_study()

    def _keep(self) -> None:
        if self._checked is not None:
            self._left[self.index] = _Left(
                self._checked, self._workspace.iteration, self.committed, self.results, self.answers
            )

    def _run(self, at_once: bool) -> None:
        step = self.step
        if step is not None:
            frozen = step.goal.event == FROZEN
            self._workspace.run_to(_limit(step), at_once=at_once, stop_when_frozen=frozen)

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
    def _look(self) -> None:
        """See whether the run has come to the step's end."""
        step, frames = self.step, self._frames
        if step is None or not frames:
            return
        if self._asks and not self._played and self._left_the_start(step):
            self._played = True
            self.changed.emit()
        if self.phase is not Phase.RUNNING or not self._in_place:
            return
        end, iteration = end_of(step, frames), self._workspace.iteration
        rests = self._workspace.state is not State.RUNNING
        if iteration > end and self._sought != end:
            self._sought = end
            self._workspace.seek(end)
        elif rests and (iteration == end or all(frame.divergence is not None for frame in frames)):
            self._arrive()

    def _left_the_start(self, step: Step) -> bool:
        """Whether what is shown is no longer what the step begins with: somebody has run or changed it."""
        workspace = self._workspace
        if not self._in_place or (not step.lanes and workspace.experiment != step.experiment):
            return True
        on_the_way = workspace.state is State.RUNNING and workspace.iteration < step.start
        return workspace.iteration != step.start and not on_the_way

    @property
    def _in_place(self) -> bool:
        """Whether the step's own race, or its run alone, is there: somebody may have begun another race."""
        return self.step is not None and tuple(self._workspace.lanes) == tuple(self.step.lanes)

    @property
    def _frames(self) -> tuple[Frame, ...]:
        """The frame of the run that is shown, or those of a race's lanes; none before the first has come."""
        workspace = self._workspace
        if workspace.lanes:
            return workspace.race_frame.frames if workspace.race_frame is not None else ()
        return (workspace.current_frame,) if workspace.current_frame is not None else ()

    def _arrive(self, experiment: Experiment | None = None) -> None:
        self._move(Move.ARRIVE)
        self._ask_the_run(self._workspace.experiment if experiment is None else experiment)
        self.changed.emit()

    def _ask_the_run(self, experiment: Experiment) -> None:
        """Check all claims and answers on the training thread, while the network rests."""
        step = self.step
        assert step is not None
        self._checked = experiment
        self._forget_study()
        race = self._workspace.race_frame if self._workspace.lanes else None
        ran: Ran = [frame.experiment for frame in race.frames] if race is not None else experiment
        if step.lanes and self._workspace.lanes and race is None:
            ran = None  # just begun: as the step says
        self._asked = _all_claims(step)  # together: the run is made again once
        self._found = [None] * len(self._asked)
        points = self._check(replace(step, claims=self._asked), ran)
        self._workspace.study(self._study, points)

    def _forget_study(self) -> None:
        """What a study that is under way may still find is of no use any more."""
        self._studies += 1
        self._asked, self._instead = (), ""

    @property
    def _study(self) -> str:
        return f"lesson {self._studies}"

    @Slot(object)
    def _note(self, findings: Findings) -> None:
        step, found = self.step, self._found
        if findings.name != self._study:
            if findings.done and findings.name == self._instead:
                self._ask_again()
            return
        if step is None:
            return
        for point in findings.points:
            if isinstance(point, Checked):
                found[_open_place(self._asked, found, point.claim)] = point
        self.results = tuple(found[: len(step.claims)])
        self.answers = _answers(step, found[len(step.claims) :])
        self.failure = findings.failure
        self.changed.emit()

    @Slot(str)
    def _notice(self, study: str) -> None:
        """There is one study at a time: claims that another one interrupts are checked after it."""
        undecided = bool(self._asked) and None in self._found and not self.failure
        if study == self._study or not undecided:
            return
        self._instead = study
        if not study:
            self._ask_again()

    def _ask_again(self) -> None:
        if self._checked is not None:
            self._ask_the_run(self._checked)

    @Slot(object)
    def _follow(self, experiment: Experiment) -> None:
        """What was checked is said of another experiment: it counts no more."""
        if self._checked is None or experiment == self._checked or self.step is None:
            return
        self._checked = None
        self._forget_study()
        self._sought = -1
        self.results, self.answers = (None,) * len(self.results), (None,) * len(self.answers)
        self._move(Move.CHANGE)
        self.changed.emit()


def end_of(step: Step, frames: Sequence[Frame]) -> int:
    """The iteration at which a step's run ends, as far as its frames know: its event, or its limit.

    Parameters
    ----------
    step : Step
    frames : sequence of Frame
        Of the run; of a race, one a lane: the first lane's event ends it, a standstill only all lanes'.
    """
    limit = _limit(step)
    if step.goal.event == FROZEN:
        return min(limit, frames[0].iteration) if all(frame.standstill for frame in frames) else limit
    seen = [event.iteration for frame in frames for event in frame.events if event.kind == step.goal.event]
    return min([limit, *(iteration for iteration in seen if iteration >= step.start)])


def _limit(step: Step) -> int:
    """How far a step runs at most."""
    planned = step.experiment.training.iterations
    return step.goal.iteration or (planned if step.goal.event else 0)


def _same(one: Step, other: Step) -> bool:
    """Whether two versions of a step set up, run and check the same."""
    return _shown(one) == _shown(other)


def _shown(step: Step) -> tuple[object, ...]:
    question = step.question
    choices = question.choices if question is not None else ()
    return (
        step.experiment, step.lanes, step.goal, step.start, step.pace, step.views, step.select,
        step.highlight, _anywhere(step.claims), tuple(_anywhere(choice.holds) for choice in choices),
    )  # fmt: skip


def _anywhere(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Claims without the lines where they stand, which move with the text above them."""
    return tuple(replace(claim, line=1) for claim in claims)


def _all_claims(step: Step) -> tuple[Claim, ...]:
    """Those of the step, then what its choices hold."""
    choices = step.question.choices if step.question is not None else ()
    return (*step.claims, *(claim for choice in choices for claim in choice.holds))


def _answers(step: Step, found: Sequence[Checked | None]) -> tuple[tuple[Checked, ...] | None, ...]:
    """For each choice what was found of all it holds; None while some of it is open."""
    answers: list[tuple[Checked, ...] | None] = []
    rest = iter(found)
    for choice in step.question.choices if step.question is not None else ():
        held = list(islice(rest, len(choice.holds)))
        decided = tuple(checked for checked in held if checked is not None)
        answers.append(decided if len(decided) == len(held) else None)
    return tuple(answers)


def _open_place(asked: Sequence[object], found: Sequence[object], which: object) -> int:
    """Where the finding about `which` belongs: equal ones are decided in their order."""
    places = [i for i, one in enumerate(asked) if one == which]
    return next((i for i in places if found[i] is None), places[0])
