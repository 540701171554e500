"""What the run says to the claims of a step and to the answers of its question."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.runtime.workspace import Workspace
from symgui.experiment import Experiment
from symgui.lessons.claim import Checked, Claim
from symgui.lessons.lesson import Step
from symgui.training.news import Findings
from symgui.training.race import Race
from symgui.training.run import RecordedRun
from symgui.training.studies import Progress

Ran: TypeAlias = Experiment | Sequence[Experiment] | None
"""What is on screen: a run's experiment, those of a race's lanes."""
Check: TypeAlias = Callable[[Step, Ran, RecordedRun | Race | None], Iterator[Checked | Progress]]
Results: TypeAlias = tuple[Checked | None, ...]
Answers: TypeAlias = tuple[tuple[Checked, ...] | None, ...]


class Checks(QObject):
    """Checks all claims and answers of a step on the training thread, while the network rests.

    There is one study at a time: what another one interrupts is checked after it.

    Parameters
    ----------
    workspace : Workspace
    check : callable
        `symgui.lessons.checking`: the claims of a step, checked one by one.

    Attributes
    ----------
    step : Step or None
        The step they are about; another version of it may take its place.
    experiment : Experiment or None
        What was checked, or is; None before anything was.
    results : tuple of (Checked or None)
        A claim each; None as long as it has not been decided.
    answers : tuple of (tuple of Checked, or None)
        A choice of the question each.
    failure : str
        Why they could not be checked, if they could not.
    """

    changed = Signal()
    """More has been found."""

    def __init__(self, workspace: Workspace, check: Check, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._check = workspace, check
        self.step: Step | None = None
        self.experiment: Experiment | None = None
        self.results: Results = ()
        self.answers: Answers = ()
        self.failure = ""
        self._asked: tuple[Claim, ...] = ()  # what the study under way decides, and …
        self._found: list[Checked | None] = []  # … what it has found of each
        self._studies = 0
        self._instead = ""  # the study that has interrupted it
        workspace.studies.advanced.connect(self._note)
        workspace.studies.changed.connect(self._notice)

    @property
    def open(self) -> bool:
        """Whether something is still to be decided."""
        return None in (*self.results, *self.answers)

    @property
    def waits(self) -> bool:
        """Whether another study is to end first."""
        return bool(self._instead) and self.open

    @property
    def progress(self) -> tuple[int, int]:
        """How many claims, those of the answers too, have been decided, and how many there are."""
        decided = sum(found is not None for found in self._found) if self._asked else 0
        return decided, len(self._asked)

    def clear(self) -> None:
        """Check nothing any more."""
        self.step, self.results, self.answers, self.failure = None, (), (), ""
        self._forget()

    def begin(self, step: Step) -> None:
        """Begin a step, of which nothing has been checked yet."""
        self.clear()
        self.step = step
        choices = len(step.question.choices) if step.question is not None else 0
        self.results, self.answers = (None,) * len(step.claims), (None,) * choices

    def restore(self, step: Step, experiment: Experiment, results: Results, answers: Answers) -> None:
        """What was found before of a step's run."""
        self.begin(step)
        self.experiment, self.results, self.answers = experiment, results, answers

    def drop(self) -> None:
        """What was found is said of another experiment: it counts no more."""
        self._forget()
        self.results, self.answers = (None,) * len(self.results), (None,) * len(self.answers)

    def ask(self, experiment: Experiment) -> None:
        """Check everything, on the experiment that has run."""
        step = self.step
        assert step is not None
        self._forget()
        self.experiment = experiment
        race = self._workspace.race_frame if self._workspace.lanes else None
        ran: Ran = [frame.experiment for frame in race.frames] if race is not None else experiment
        if step.lanes and self._workspace.lanes and race is None:
            ran = None  # just begun: as the step says
        self._asked = _all_claims(step)  # together: the run is made again once
        self._found = [None] * len(self._asked)
        whole = replace(step, claims=self._asked)
        self._workspace.studies.begin(self._study, lambda there: self._check(whole, ran, there))

    def _forget(self) -> None:
        """What a study that is under way may still find is of no use any more."""
        self._studies += 1
        self.experiment, self._asked, self._instead = None, (), ""

    @property
    def _study(self) -> str:
        return f"lesson {self._studies}"

    @Slot(object)
    def _note(self, findings: Findings) -> None:
        step, found = self.step, self._found
        if findings.name != self._study:
            if findings.done and findings.name == self._instead:
                QTimer.singleShot(0, self, self._ask_again)  # when its own view has heard of it, too
            return
        if step is None:
            return
        for point in findings.points:
            if isinstance(point, Checked):
                found[_open_place(self._asked, found, point.claim)] = point
        self.results = tuple(found[: len(step.claims)])
        self.answers = _answers(step, found[len(step.claims) :])
        if not self._instead:  # given up for another study it is no failure: it is asked again after that
            self.failure = findings.failure
        self.changed.emit()

    @Slot(str)
    def _notice(self, study: str) -> None:
        undecided = bool(self._asked) and None in self._found and not self.failure
        if study == self._study or not undecided:
            return
        self._instead = study
        if study:
            self.changed.emit()
        else:
            self._ask_again()

    @Slot()
    def _ask_again(self) -> None:
        if self.experiment is not None and self.open and not self.failure:
            self.ask(self.experiment)


def _all_claims(step: Step) -> tuple[Claim, ...]:
    """The claims of the step, then those of its choices."""
    choices = step.question.choices if step.question is not None else ()
    return (*step.claims, *(claim for choice in choices for claim in choice.holds))


def _answers(step: Step, found: Sequence[Checked | None]) -> Answers:
    """For each choice whether all its claims hold; None while one of them is open."""
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
