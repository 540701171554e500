"""What is open: the run and its document, the race and its, and the race that was left last."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from app.runtime.checkpoint import Checkpoint
from app.runtime.documents import Document
from app.runtime.known_files import KnownFiles
from app.runtime.open_run import OpenRun
from app.runtime.saved_work import OpenRace, SavedWork, ShownWork
from symgui.experiment import Experiment
from symgui.training.frame import Curve
from symgui.training.loop import TrainingLoop
from symgui.training.loop_commands import LoadRun
from symgui.training.race_file import RaceFile


class OpenWork(QObject):
    """What is open, for the parts of the workspace, which share it.

    Parameters
    ----------
    run : OpenRun
    document : Document
        Of the run's experiment.
    loop : TrainingLoop

    Attributes
    ----------
    run : OpenRun
        The run, and the race that may stand in its place.
    files : KnownFiles
        What files were last seen to hold.
    document : Document
        What the open experiment was when it was opened or saved last.
    race_document : Document or None
        The same of the race; None without one.
    left_race : OpenRace or None
        The race that was left last.
    run_before : Curve or None
        The curve of the run before this one.
    saved : SavedWork or None
        A person's work, while something else is shown in its place.

    Signals
    -------
    experimentChanged(Experiment)
    lanesChanged(tuple of Lane)
    replaced(ShownWork)
        Something else takes the place of this, which is saved nowhere; only undo knows it from then on.
    """

    experimentChanged = Signal(object)
    lanesChanged = Signal(object)
    replaced = Signal(object)

    def __init__(
        self, run: OpenRun, document: Document[Experiment], loop: TrainingLoop, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.run, self._loop = run, loop
        self.files = KnownFiles()
        self._document = self.files.note(document)
        self._race_document: Document[RaceFile] | None = None
        self._left_race: OpenRace | None = None
        self.run_before: Curve | None = None
        self.saved: SavedWork | None = None

    @property
    def document(self) -> Document[Experiment]:
        """The document, without its file if something else has been saved there."""
        self._document = self.files.still(self._document)
        return self._document

    @document.setter
    def document(self, document: Document[Experiment]) -> None:
        self._document = document

    @property
    def race_document(self) -> Document[RaceFile] | None:
        """The same of the race."""
        if self._race_document is not None:
            self._race_document = self.files.still(self._race_document)
        return self._race_document

    @race_document.setter
    def race_document(self, document: Document[RaceFile] | None) -> None:
        self._race_document = document

    @property
    def left_race(self) -> OpenRace | None:
        """The race that was left last, and the same of it."""
        self._left_race = self.files.still_race(self._left_race)
        return self._left_race

    @left_race.setter
    def left_race(self, race: OpenRace | None) -> None:
        self._left_race = race

    @property
    def race(self) -> OpenRace | None:
        """The race, and where it stands; None without one."""
        document, run = self.race_document, self.run
        if document is None:
            return None
        return OpenRace(run.lanes, run.race_id, run.race_iteration, document, run.place.experiment)

    @property
    def sight(self) -> ShownWork:
        """All that is open, and where it stands."""
        return ShownWork(self.document, self.run.here, self.race)

    def keep_run_before(self) -> None:
        """The run's curve is to be seen behind that of the next one."""
        frame = self.run.frame
        if frame is not None and frame.curve.iterations.size > 1:
            self.run_before = frame.curve

    def replace(self, sight: ShownWork) -> None:
        """Tell of work that something else takes the place of, if it is a person's own and not saved."""
        if sight.unsaved and self.saved is None:
            self.replaced.emit(sight)

    def load(self, place: Checkpoint, *, go_on: bool = False) -> None:
        """Begin another run, sent to a place; with `go_on` it runs on if the one before did."""
        left = self.race
        self.run.begin(place)
        self.end_race(left)
        self._loop.post(LoadRun(place.experiment, self.run.id, place.iteration, go_on))
        self.experimentChanged.emit(place.experiment)

    def end_race(self, left: OpenRace | None) -> None:
        """Note that the race is over: it is `left` and can be returned to, or forgotten."""
        if self.race is not None:
            self.leave(left)
            self.race_document = None
            self.run.end_race()
            self.lanesChanged.emit(())

    def leave(self, race: OpenRace | None) -> None:
        """A race is left; only undo knows of the one that was left before."""
        before, self.left_race = self.left_race, race
        self.pass_over(before)

    def pass_over(self, left: OpenRace | None) -> None:
        """Note that another race is shown than the one that was left."""
        if left is not None and left.unsaved:
            self.replace(ShownWork(self.document, self.run.here, left))

    def renumbered(self, race: OpenRace | None) -> OpenRace | None:
        """A race of another day, under an id of today."""
        return None if race is None else replace(race, id=self.run.reserve())
