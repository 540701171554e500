"""What a lesson is made of, once it has been read from its file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from symgui.experiment import Experiment
from symgui.lessons.claim import Claim
from symgui.sweep.grid_plan import GridPlan
from symgui.training.lanes import Lane

DEFAULT_VIEWS = ("network", "boundary")
PARTS = ("core", "second", "appendix", "own")
"""Which lecture a lesson belongs to; ``own`` is a lecturer's own."""


@dataclass(frozen=True, slots=True)
class Goal:
    """How far a step runs.

    Attributes
    ----------
    iteration : int
        At the latest it stops here; 0 runs nothing.
    event : str
        A kind of `symgui.training.frame.Event`, or ``"frozen"``: it stops where that is seen first. Empty: it
        does not stop early (but for a divergence).
    """

    iteration: int = 0
    event: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question: right if what it says holds in the run.

    Attributes
    ----------
    text : str
    holds : tuple of Claim
        All of them must pass for the choice to be right; nothing is right because a file says so.
    """

    text: str
    holds: tuple[Claim, ...]


LETTERS = "ABCDEF"
"""What the choices of a question are called, in their order; a question has no more."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the class must commit to before the step runs."""

    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One picture of a lesson.

    Attributes
    ----------
    title : str
    text : str
        What the class reads, short: at most `TEXT_LENGTH` characters, and as many of formulas. An empty line
        separates paragraphs; its marks are those of `symgui.lessons.text`: what stands between ``$$`` is a
        formula, as the course writes it (``$$dW[1] = 1/m · dZ[1] Xᵀ$$``).
    notes : str
        What the lecturer reads: more words, never on the projector.
    experiment : Experiment
        Whole; its `training.iterations` is the goal's iteration if that is not 0.
    lanes : tuple of Lane
        If not empty, the step is a race of these; `experiment` is what they start from.
    goal : Goal
    start : int
        The iteration that is shown when the step begins; the run up to there is made at once.
    pace : str
        A name of `symgui.training.pace.PACES`.
    views : tuple of str
        One or two of `symgui.view_names.VIEWS`, the first one larger.
    select : str
        The weight or bias (``"W1[0,0]"``) that is selected, and explained by Why; or nothing.
    highlight : tuple of str
        What to point at: ``"W1"``, ``"b2"``, ``"W1[0,1]"``, ``"A1"``, ``"dW1"``, ``"unit 1.2"``, ``"cost"``,
        ``"verdict"``, ``"effective-units"``, ``"accuracy"``, ``"boundary"``, ``"timeline"``. Units are
        counted from 1, as on screen (``"unit 1.2"`` is the second one of layer 1); the rows and columns of
        ``W1[0,1]`` from 0, as in files.
    question : Question or None
    grid : GridPlan or None
        The runs that the views ``runs`` and ``plane`` show.
    second : int or str or None
        The network beside this one, to which the view ``path`` goes: another seed, or ``"shuffled"``.
    claims : tuple of Claim
        Checked when the step has run.
    line : int
        Where it begins in the file, from 1.
    """

    title: str
    text: str
    experiment: Experiment
    notes: str = ""
    lanes: tuple[Lane, ...] = ()
    goal: Goal = Goal()
    start: int = 0
    pace: str = "log"
    views: tuple[str, ...] = DEFAULT_VIEWS
    select: str = ""
    highlight: tuple[str, ...] = ()
    question: Question | None = None
    claims: tuple[Claim, ...] = ()
    line: int = 1
    grid: GridPlan | None = None
    second: int | str | None = None


TEXT_LENGTH = 90
OF_A_RACE = ("race", "signal")
"""Those that show all lanes of a race; the others show one run."""
OF_A_GRID = ("runs", "plane")
"""Those that show the runs of a step's grid."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson as its file has it.

    Attributes
    ----------
    id : str
        ``"hidden-layer"``: for the command line.
    title : str
    question : str
        What it answers, in one line.
    part : str
        One of `PARTS`.
    number : int
        Its place among the shipped lessons, from 1; 0 for a lecturer's own.
    steps : tuple of Step
        At least one.
    path : Path or None
    """

    id: str
    title: str
    question: str
    steps: tuple[Step, ...]
    part: str = "own"
    number: int = 0
    path: Path | None = None
