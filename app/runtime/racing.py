"""A race in the place of the run: begun, left, returned to, or one lane of it opened alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.runtime.documents import LONGEST_TITLE, Document
from app.runtime.open_work import OpenWork
from app.runtime.saved_work import OpenRace
from symgui.training.lanes import Lane, lanes_from
from symgui.training.loop import TrainingLoop
from symgui.training.loop_commands import BeginRace, LeaveRace, ReturnToRace
from symgui.training.race_file import RaceFile

if TYPE_CHECKING:
    from app.runtime.workspace import Workspace


class Racing(QObject):
    """Puts a race in the place of the open run, which is kept as it stands until the race is left."""

    def __init__(self, workspace: Workspace, work: OpenWork, loop: TrainingLoop) -> None:
        super().__init__(workspace)
        self._workspace, self._work, self._loop = workspace, work, loop

    @property
    def race(self) -> OpenRace | None:
        """The race, and where it stands; None without one."""
        return self._work.race

    @property
    def left_race(self) -> OpenRace | None:
        """The race that was left last, to return to."""
        return self._work.left_race

    def begin(
        self, lanes: Sequence[Lane], iteration: int = 0, document: Document[RaceFile] | None = None
    ) -> None:
        """Race several experiments from iteration 0, and go to `iteration` first.

        The open run is kept as it stands; `leave` brings it back. The race is made of `document`; left
        out, it is one that nobody has changed yet, in no file.

        Raises
        ------
        ValueError
            If there are fewer than 2 lanes or more than 6, or they are not on the same data; nothing changes.
        """
        lanes_from([lane.experiment for lane in lanes])  # or raises
        work, run, race = self._work, self._work.run, self.race
        if race is None:
            work.pass_over(work.left_race)
        elif race.unsaved and document is not race.document:
            work.replace(work.sight)
        work.race_document = Document(None, RaceFile.of(lanes)) if document is None else document
        run.begin_race(tuple(lanes), iteration)
        self._loop.post(BeginRace(run.lanes, run.shown, iteration))
        self._tell()

    def return_to(self, race: OpenRace) -> None:
        """Show a race that was left, where it stood; it is run again only if another was left since."""
        work, run = self._work, self._work.run
        if run.lanes and run.race_id == race.id:
            return
        if work.left_race is not None and work.left_race.id == race.id:
            race, work.left_race = work.left_race, None
        if run.lanes:
            work.leave(work.race)
        work.pass_over(work.left_race)
        work.race_document = race.document
        run.begin_race(race.lanes, race.iteration, race.id)
        self._loop.post(ReturnToRace(race.lanes, race.id, race.iteration))
        self._tell()

    @Slot()
    def leave(self) -> None:
        """Leave the race for the run that was open, at its iteration; do nothing without a race."""
        work, run = self._work, self._work.run
        if not run.lanes:
            return
        work.end_race(work.race)
        run.show_kept(run.id, run.place)
        self._loop.post(LeaveRace(run.place.experiment, run.id, run.place.iteration))
        self._workspace.document.pathChanged.emit()

    def open_lane(self, letter: str) -> None:
        """Leave the race for the experiment of one lane, alone, at the iteration shown.

        It is a new experiment in no file, called by its lane. Can be undone: the race comes back.

        Raises
        ------
        ValueError
            If there is no such lane.
        """
        lanes, race = self._work.run.lanes, self._work.run.race_frame
        letters = [lane.letter for lane in lanes]
        if letter not in letters:
            raise ValueError(f"lane: expected one of {', '.join(letters) or 'none'}, got {letter!r}")
        k = letters.index(letter)
        at = race.frames[k].iteration if race is not None else 0
        title = f"Lane {letter}: {lanes[k].text}"[:LONGEST_TITLE]
        self._workspace.document.visit(lanes[k].experiment.with_(title=title), at, f"open lane {letter}")

    def _tell(self) -> None:
        self._work.lanesChanged.emit(self._work.run.lanes)
        self._workspace.document.pathChanged.emit()
