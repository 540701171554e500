"""The fields of a lesson file, as strict as those of an experiment file."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from msgspec import Meta

from symgui.experiment.spec import ExperimentError, Spec, must_be, shown
from symgui.lessons.lesson import LETTERS
from symgui.sweep.grid_plan import GridPlan
from symgui.training.pace import PACES
from symgui.training.presets import PRESETS

FORMAT: Final = "symgui-lesson/1"
LONGEST_RUN = 1_000_000
"""Iterations; a class does not wait for more."""
EVENTS = ("symmetry", "dead", "saturated", "accuracy", "diverged", "edited", "frozen")
"""What a step can run until."""

Iteration = Annotated[int, Meta(ge=0, le=LONGEST_RUN)]


class HeadFields(Spec, frozen=True):
    """What stands between the ``+++`` lines."""

    format: Literal["symgui-lesson/1"]
    id: Annotated[str, Meta(max_length=60)]
    title: Annotated[str, Meta(max_length=80)]
    question: Annotated[str, Meta(max_length=120)] = ""
    part: Literal["core", "second", "appendix", "own"] = "own"
    number: Annotated[int, Meta(ge=0, le=1000)] = 0


class ClaimFields(Spec, frozen=True):
    """A claim, or what one is compared with. Nothing given is None."""

    quantity: Annotated[str, Meta(max_length=80)]
    equals: Any = None
    not_equal: Any = None
    at_least: Any = None
    at_most: Any = None
    more_than: Any = None
    less_than: Any = None
    within: Annotated[float, Meta(ge=0.0)] | None = None
    times: float | None = None
    at: Iteration | None = None
    until: Iteration | None = None
    lane: Literal["A", "B", "C", "D", "E", "F"] | None = None
    says: Annotated[str, Meta(max_length=200)] | None = None
    layer: Any = None
    name: Annotated[str, Meta(max_length=40)] | None = None
    of: Annotated[str, Meta(max_length=40)] | None = None
    kind: Annotated[str, Meta(max_length=40)] | None = None
    other: Literal["A", "B", "C", "D", "E", "F"] | None = None
    epsilon: float | None = None
    seeds: int | None = None
    accuracy: float | None = None
    where: Any = None
    second: Any = None


class ChoiceFields(Spec, frozen=True):
    """One answer, and what must hold for it to be right."""

    text: Annotated[str, Meta(max_length=60)]
    holds: tuple[ClaimFields, ...]


class QuestionFields(Spec, frozen=True):
    """What the class must answer."""

    text: Annotated[str, Meta(max_length=90)]
    choices: Annotated[tuple[ChoiceFields, ...], Meta(max_length=len(LETTERS))]

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self.choices) < 2:
            raise ExperimentError(f"must be at least two, not {len(self.choices)}", "choices")


class StepFields(Spec, frozen=True):
    """A step's settings: an experiment or changes to the last one, how far, and what is shown."""

    experiment: Any = None
    data: Any = None
    network: Any = None
    initialization: Any = None
    training: Any = None
    arithmetic: Any = None
    changes: Any = None
    race: tuple[Any, ...] | None = None
    preset: Annotated[str, Meta(max_length=40)] | None = None
    run: Iteration = 0
    until: Annotated[str, Meta(max_length=40)] = ""
    start: Iteration = 0
    pace: Annotated[str, Meta(max_length=40)] = "log"
    views: Annotated[tuple[str, ...], Meta(max_length=2)] | None = None
    select: Annotated[str, Meta(max_length=40)] = ""
    highlight: Annotated[tuple[str, ...], Meta(max_length=12)] = ()
    grid: GridPlan | None = None
    second: Any = None
    question: QuestionFields | None = None
    claims: Annotated[tuple[ClaimFields, ...], Meta(max_length=40)] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        one_of(self.pace, tuple(PACES), "pace")
        if self.preset is not None:
            one_of(self.preset, tuple(PRESETS), "preset")
            if self.race is not None:
                raise ExperimentError(f"cannot stand beside race (received {shown(self.preset)})", "preset")
        if self.until:
            one_of(self.until, EVENTS, "until")
            if not self.run:
                raise ExperimentError(
                    f"needs run, the iteration to stop at if it is not seen (received {shown(self.until)})",
                    "until",
                )
        if self.run and self.start > self.run:
            raise must_be(f"at most run = {self.run}", self.start, "start")

    @property
    def last(self) -> int:
        """The last iteration that the step can show."""
        return max(self.run, self.start)


def one_of(value: str, known: tuple[str, ...], place: str) -> None:
    """Refuse what is not known.

    Raises
    ------
    ExperimentError
    """
    if value not in known:
        raise must_be("one of " + ", ".join(map(shown, known)), value, place)
