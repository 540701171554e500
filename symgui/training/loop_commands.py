"""What a training loop can be told to do: commands as values, posted from any thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar, TypeAlias

import msgspec

from symgui.experiment import Experiment
from symgui.training.lanes import Lane
from symgui.training.race import Race
from symgui.training.run import RecordedRun
from symgui.training.section import InputSection
from symgui.training.states import LoopEvent

Study: TypeAlias = Iterator[object] | Callable[[RecordedRun | Race | None], Iterator[object]]
"""What it finds, one after the other; or what makes that of the run or race that is there."""


class LoadRun(msgspec.Struct, frozen=True):
    """Begin a new run of an experiment.

    Attributes
    ----------
    experiment : Experiment
    run : int
        The run's id.
    iteration : int
        Where it goes first.
    go_on : bool
        Whether it runs on if the one before was running when its turn came.
    """

    experiment: Experiment
    run: int
    iteration: int = 0
    go_on: bool = False
    event: ClassVar[LoopEvent | None] = LoopEvent.LOAD


class SetAside(msgspec.Struct, frozen=True):
    """Come to rest and keep the run and the race that was left, with their records, for `BringBack`.

    The next run comes by `LoadRun`.
    """

    event: ClassVar[LoopEvent | None] = None


class BringBack(msgspec.Struct, frozen=True):
    """Show the run that was set aside, as it was; if there is none, `experiment` at `iteration`."""

    experiment: Experiment
    run: int
    iteration: int
    event: ClassVar[LoopEvent | None] = LoopEvent.LOAD


class BeginRace(msgspec.Struct, frozen=True):
    """Begin a race with the id `race`, and go to `iteration` first; the run that is there is kept."""

    lanes: tuple[Lane, ...]
    race: int
    iteration: int = 0
    event: ClassVar[LoopEvent | None] = LoopEvent.LOAD


class ReturnToRace(msgspec.Struct, frozen=True):
    """Show the race with the id `race` that was left, as it stood; if it is not there, as `BeginRace`."""

    lanes: tuple[Lane, ...]
    race: int
    iteration: int = 0
    event: ClassVar[LoopEvent | None] = LoopEvent.LOAD


class LeaveRace(msgspec.Struct, frozen=True):
    """Go back to the run that was kept, as it stood; if it is not there, as `LoadRun`."""

    experiment: Experiment
    run: int
    iteration: int = 0
    event: ClassVar[LoopEvent | None] = LoopEvent.LOAD


class RunTo(msgspec.Struct, frozen=True):
    """Run up to the iteration `goal`, at the pace that is set, or `at_once`: as fast as it goes."""

    goal: int
    stop_when_frozen: bool = True
    at_once: bool = False
    event: ClassVar[LoopEvent | None] = None


class Advance(msgspec.Struct, frozen=True):
    """Do so many updates more, as fast as it goes, and come to rest; they add up."""

    updates: int
    event: ClassVar[LoopEvent | None] = None


class Pause(msgspec.Struct, frozen=True):
    """Come to rest."""

    event: ClassVar[LoopEvent | None] = LoopEvent.STOP


class Seek(msgspec.Struct, frozen=True):
    """Come to rest at an iteration where the run has been."""

    iteration: int
    event: ClassVar[LoopEvent | None] = LoopEvent.SEEK


class GoBack(msgspec.Struct, frozen=True):
    """Come to rest one iteration before the one it is at then."""

    event: ClassVar[LoopEvent | None] = None


class SetPace(msgspec.Struct, frozen=True):
    """Change the pace, a key of `symgui.training.pace.PACES`, also while running."""

    pace: str
    event: ClassVar[LoopEvent | None] = None


class ShowSection(msgspec.Struct, frozen=True):
    """Let the frames of runs have a plane through more than two inputs, from here on; None: no more."""

    section: InputSection | None
    event: ClassVar[LoopEvent | None] = None


class ChangeTraining(msgspec.Struct, frozen=True):
    """Change the learning rate, or λ of the L2 term, from here on, also while running; nothing in a race.

    Attributes
    ----------
    text : str
        What was done, for people.
    learning_rate, l2 : float or None
        None: as before.
    title : str or None
        What the experiment is called from then on; None: as before.
    """

    text: str
    learning_rate: float | None = None
    l2: float | None = None
    title: str | None = None
    event: ClassVar[LoopEvent | None] = None


class EditParameters(msgspec.Struct, frozen=True):
    """Come to rest and set weights or biases (``{"W1[0,1]": 0.3}``); nothing in a race.

    `text` and `title` are as for `ChangeTraining`.
    """

    values: Mapping[str, float]
    text: str = "edit"
    title: str | None = None
    event: ClassVar[LoopEvent | None] = None


class BeginStudy(msgspec.Struct, frozen=True):
    """Work through `points` whenever the network rests; a study that is under way is dropped.

    A function is given the run or race that is there, which it must not change, and makes the points. With
    `pause` it comes to rest for that, but not before it is where it has been sent.
    """

    name: str
    points: Study
    pause: bool = False
    event: ClassVar[LoopEvent | None] = None


class EndStudy(msgspec.Struct, frozen=True):
    """Drop the study that is under way."""

    event: ClassVar[LoopEvent | None] = None


AnyCommand: TypeAlias = (
    LoadRun | SetAside | BringBack | BeginRace | ReturnToRace | LeaveRace
    | RunTo | Advance | Pause | Seek | GoBack | SetPace | ShowSection
    | ChangeTraining | EditParameters | BeginStudy | EndStudy
)  # fmt: skip
"""Anything that can be posted. Its `event` is what it ends in if it moves to another place."""

ONWARD = (RunTo, Advance, SetPace)
"""What a network that runs has done after the update it is at: it goes on in any case."""
IDEMPOTENT = (RunTo, Pause, Seek, SetPace, ShowSection)
"""What does nothing more where it is asked for twice."""
