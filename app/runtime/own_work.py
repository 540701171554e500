"""A person's own work, also while something else is shown in its place, as a lesson does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.runtime.checkpoint import Checkpoint
from app.runtime.documents import Document
from app.runtime.open_work import OpenWork
from app.runtime.saved_work import OpenRace, SavedWork, ShownWork
from symgui.training.loop import TrainingLoop
from symgui.training.loop_commands import BringBack, SetAside

if TYPE_CHECKING:
    from app.runtime.workspace import Workspace
    from symgui.experiment import Experiment


class OwnWork(QObject):
    """Keeps a person's work as it is while something else is borrowed, and brings it back.

    Signals
    -------
    wasSetAside
        The person's own work is kept from now on, for something else.
    broughtBack
        What was set aside is open again.
    """

    wasSetAside = Signal()
    broughtBack = Signal()

    def __init__(self, workspace: Workspace, work: OpenWork, loop: TrainingLoop) -> None:
        super().__init__(workspace)
        self._workspace, self._work, self._loop = workspace, work, loop

    @property
    def path(self) -> Path | None:
        """The file of the person's experiment."""
        return self.sight.document.path

    @property
    def borrows(self) -> bool:
        """Whether it is set aside for what is open."""
        return self._work.saved is not None

    @property
    def sight(self) -> ShownWork:
        """What the person works on, shown or set aside."""
        saved, files = self._work.saved, self._work.files
        if saved is None:
            return self._work.sight
        return ShownWork(files.still(saved.document), saved.place, files.still_race(saved.race))

    @property
    def left_race(self) -> OpenRace | None:
        """The race that the person left last; None without one, and while it is shown."""
        work = self._work
        left = work.left_race if work.saved is None else work.files.still_race(work.saved.left_race)
        return left if self.sight.race is None else None

    def set_aside(self) -> None:
        """Keep all of the person's work as it is, its run, race and undo too, until `bring_back`.

        Meanwhile `borrow` shows other experiments. Does nothing if something is set aside already.
        """
        workspace, work = self._workspace, self._work
        if work.saved is not None:
            return
        race = work.race
        workspace.racing.leave()
        work.saved = SavedWork(
            work.run.here, work.run.id, work.document, work.run_before, workspace.pointing.selection,
            workspace.speed.pace, workspace.speed.step_size, race, work.left_race,
        )  # fmt: skip
        work.left_race = None
        self._loop.post(SetAside())
        workspace.document.undo.set_aside()
        self.wasSetAside.emit()

    def borrow(self, experiment: Experiment, iteration: int = 0) -> None:
        """Show an experiment at an iteration while the person's own work is set aside."""
        workspace, work = self._workspace, self._work
        workspace.document.undo.stack.clear()
        work.run_before = None
        work.document = Document(None, experiment)
        work.load(Checkpoint(experiment, iteration))
        workspace.document.pathChanged.emit()

    def bring_back(self, *, race: bool = True) -> None:
        """Show what was set aside, as it was, with the race if `race` says so."""
        workspace, work = self._workspace, self._work
        saved, work.saved = work.saved, None
        if saved is None:
            return
        workspace.document.undo.bring_back()
        work.run_before, work.document = saved.run_before, saved.document
        work.end_race(None)
        work.left_race = saved.left_race
        work.run.show_kept(saved.run, saved.place)
        workspace.speed.set_step_size(saved.step_size)
        workspace.speed.set_pace(saved.pace)
        self._loop.post(BringBack(saved.place.experiment, saved.run, saved.place.iteration))
        work.experimentChanged.emit(saved.place.experiment)
        workspace.pointing.select(saved.selection)
        workspace.document.pathChanged.emit()
        self.broughtBack.emit()
        if race and saved.race is not None:
            workspace.racing.return_to(saved.race)

    def go_where(self, sight: ShownWork, left: OpenRace | None) -> None:
        """Go where the open experiment stood on another day, to its race, or have that to come back to.

        Nothing is undone by that. A run alone is seen on its way, and can be paused.
        """
        workspace, work = self._workspace, self._work
        work.left_race = work.renumbered(left)
        if sight.race is None:
            if sight.place.iteration:
                workspace.run_to(sight.place.iteration, at_once=True)
            return
        if sight.place.iteration:
            work.load(sight.place)
        workspace.racing.return_to(work.renumbered(sight.race) or sight.race)
