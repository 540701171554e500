"""What is not shown for a while and comes back as it was: a race that was left, or all of a person's work."""

from __future__ import annotations

import msgspec

from app.runtime.checkpoint import Checkpoint
from app.runtime.documents import Document, titled_race
from app.runtime.selection import Selection
from symgui.experiment import Experiment
from symgui.training.frame import Curve
from symgui.training.lanes import Lane
from symgui.training.race_file import RaceFile


class OpenRace(msgspec.Struct, frozen=True):
    """A race, and where it stands; what it has on record is kept by the training loop, under its id.

    Attributes
    ----------
    lanes : tuple of Lane
    id : int
    iteration : int
    document : Document
    beside : Experiment
        What was open as a single run.
    """

    lanes: tuple[Lane, ...]
    id: int
    iteration: int
    document: Document[RaceFile]
    beside: Experiment

    @property
    def file(self) -> RaceFile:
        """The race as its file would have it."""
        return titled_race(RaceFile.of(self.lanes), self.document)

    @property
    def unsaved(self) -> bool:
        """Whether it would be lost if it were forgotten."""
        return self.document.differs_from(self.file)


class ShownWork(msgspec.Struct, frozen=True):
    """What is open: an experiment and its run, perhaps with a race in its place."""

    document: Document[Experiment]
    place: Checkpoint
    race: OpenRace | None = None

    @property
    def unsaved(self) -> bool:
        """Whether anything of it would be lost if it were forgotten."""
        of_run = self.document.differs_from(self.place.experiment)
        return of_run or (self.race is not None and self.race.unsaved)


class SavedWork(msgspec.Struct, frozen=True):
    """A person's work, set aside while something else is shown; its run is kept by the training loop.

    Attributes
    ----------
    place : Checkpoint
        The experiment, and where its run stood.
    run : int
        The run's id.
    document : Document
    run_before : Curve or None
    selection : Selection or None
    pace : str
    step_size : int
    race : OpenRace or None
        The race that stood in the place of the run.
    left_race : OpenRace or None
        The race that was left last; `race` itself if there was one.
    """

    place: Checkpoint
    run: int
    document: Document[Experiment]
    run_before: Curve | None
    selection: Selection | None
    pace: str
    step_size: int
    race: OpenRace | None
    left_race: OpenRace | None
