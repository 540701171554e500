"""What can be done with what is open as something to keep: open, change, save; and what can be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from app.runtime.checkpoint import Checkpoint
from app.runtime.documents import Document, ToSave, own_file, titled
from app.runtime.open_work import OpenWork
from app.runtime.saved_work import OpenRace, ShownWork
from app.runtime.undo_history import UndoHistory
from symgui.experiment import Experiment
from symgui.training.changes import at_the_start, carried_over, with_change
from symgui.training.frame import Curve
from symgui.training.loop import TrainingLoop
from symgui.training.loop_commands import ChangeTraining, EditParameters
from symgui.training.race_file import RaceFile, load
from symgui.training.states import State

if TYPE_CHECKING:
    from app.runtime.workspace import Workspace


class EarlierWork(msgspec.Struct, frozen=True):
    """What was open when the program ended.

    Attributes
    ----------
    sight : ShownWork
    left : OpenRace or None
        The race that had been left last.
    name : str
        What people know it by.
    """

    sight: ShownWork
    left: OpenRace | None
    name: str


Openable: TypeAlias = Path | Experiment | RaceFile | EarlierWork
"""What a person can open; a path is that of an experiment's file, or of a race's."""


class OpenDocument(QObject):
    """The document that is open: an experiment or a race, its file, its changes.

    Attributes
    ----------
    agrees : callable
        Is asked before a person's change or file is begun: whether these experiments may be begun at once;
        if not, it begins them later with what it is given.
    undo : UndoHistory
        What has been changed, opened and left, with the runs.

    Signals
    -------
    pathChanged
        The file's name or whether it has unsaved changes.
    replaced(ShownWork)
        Something else takes the place of this, which is saved nowhere; only undo knows it from then on.
    """

    pathChanged = Signal()
    replaced = Signal(object)

    def __init__(self, workspace: Workspace, work: OpenWork, loop: TrainingLoop) -> None:
        super().__init__(workspace)
        self._workspace, self._work, self._loop = workspace, work, loop
        self.agrees: Callable[[Sequence[Experiment], Callable[[], object]], bool] = lambda _, __: True
        self.undo = UndoHistory(self)
        work.replaced.connect(self.replaced)

    @property
    def content(self) -> Experiment | RaceFile:
        """What is shown, as its file would have it: the experiment, or the race."""
        race = self._work.race
        return self._work.run.experiment if race is None else race.file

    @property
    def path(self) -> Path | None:
        """The file of what is shown: the run's, or the race's."""
        return self._shown.path

    @property
    def modified(self) -> bool:
        """Whether what is shown differs from its file, or from what was opened, or is in no file at all."""
        work, race = self._work, self._work.race
        return work.document.differs_from(work.run.experiment) if race is None else race.unsaved

    @property
    def run_before(self) -> Curve | None:
        """The curve of the run before the last change of a setting."""
        return self._work.run_before

    @property
    def undo_stack(self) -> QUndoStack:
        """What can be undone now."""
        return self.undo.stack

    # ---- changing --------------------------------------------------------------------------------

    @Slot(object, str)
    def change(self, experiment: Experiment, text: str) -> None:
        """Change settings: a new run from iteration 0, at once; it runs on if it ran. Can be undone.

        The learning rate and L2 in force stay in force, and so do edits made at iteration 0, unless the
        network or its initialization is another.
        """
        work = self._work
        if not self.agrees((experiment,), partial(self.change, experiment, text)):
            work.experimentChanged.emit(work.run.experiment)  # nothing has changed
            return
        self._workspace.racing.leave()
        here = work.run.here
        experiment = carried_over(experiment, here.experiment, work.run.learning_rate, work.run.l2)
        if experiment != here.experiment:
            experiment = titled(experiment, here.experiment, work.document)
        if experiment == here.experiment:
            return
        work.keep_run_before()
        after = Checkpoint(experiment, 0)
        work.load(after, go_on=True)
        self.push(text, here, after)

    @Slot(float)
    def set_learning_rate(self, learning_rate: float) -> None:
        """Change the learning rate, also while running: no new run. Can be undone.

        At iteration 0, and after a divergence that no rate could undo, it is a setting: the run starts anew.

        Raises
        ------
        symgui.experiment.ExperimentError
            If it is no learning rate; nothing is changed.
        """
        self._change_now("learning rate", learning_rate=learning_rate)

    @Slot(float)
    def set_l2(self, l2: float) -> None:
        """Change λ of the L2 term, also while running: no new run, as for the learning rate.

        Raises
        ------
        symgui.experiment.ExperimentError
            If it is none; nothing is changed.
        """
        self._change_now("L2", l2=l2)

    def _change_now(self, text: str, *, learning_rate: float | None = None, l2: float | None = None) -> None:
        """Change one of them where the run stands; where a new run begins anyway, as a setting."""
        run = self._work.run
        untouched = run.run_iteration == 0 and (bool(run.lanes) or self._workspace.state is State.READY)
        if run.run_diverged or untouched:
            setting = {"l2": l2} if learning_rate is None else {"learning_rate": learning_rate}
            self.change(run.experiment.with_(training=setting), text)
            return
        # Or raises: a person is told here. The thread makes the change where the run then stands.
        with_change(run.experiment, run.run_iteration, learning_rate, l2=l2)
        self._workspace.racing.leave()
        self._loop.post(ChangeTraining(text, learning_rate, l2, self._work.document.changed_title))

    def edit(self, values: Mapping[str, float]) -> None:
        """Set weights or biases (``{"W1[0,1]": 0.3}``) where the run stands; pauses it. Can be undone.

        Raises
        ------
        symgui.experiment.ExperimentError
            If there is no such parameter, or the value is none; nothing is changed.
        """
        run = self._work.run
        with_change(run.experiment, run.run_iteration, values=values)  # or raises
        self._workspace.racing.leave()
        names = list(values)
        more = f" and {len(names) - 2} more" if len(names) > 2 else ""
        text = f"edit {', '.join(names[:2])}{more}"
        self._loop.post(EditParameters(dict(values), text, self._work.document.changed_title))

    @Slot()
    def start_over(self) -> None:
        """Iteration 0 with the same seed; edits made at iteration 0 stay, later ones go."""
        work = self._work
        if work.race is not None:
            self._workspace.racing.begin(work.run.lanes, document=work.race_document)
            return
        here = work.run.here
        first = at_the_start(here.experiment)
        if first != here.experiment:  # edits go
            first = titled(first, here.experiment, work.document)
        start = Checkpoint(first, 0)
        work.keep_run_before()
        work.load(start)
        if first != here.experiment:
            self.push("start over", here, start)

    def push(self, text: str, before: Checkpoint, after: Checkpoint) -> None:
        """Note a change of the run, which is done, as something that can be undone."""
        self.undo.push(text, partial(self._go, before), partial(self._go, after))

    # ---- opening ---------------------------------------------------------------------------------

    def open(self, what: Openable, path: Path | None = None) -> None:
        """Open something in the place of what a person works on. Can be undone: it comes back.

        Parameters
        ----------
        what : Path, Experiment, RaceFile or EarlierWork
        path : Path or None
            The file that an experiment or a race was read from. One that comes with the program is opened as
            something new: saving asks for a name.

        Raises
        ------
        symgui.experiment.ExperimentError
            If a file cannot be read, in one sentence; what was open stays open.
        """
        if isinstance(what, Path):
            self.open(load(what), what)
        elif isinstance(what, EarlierWork):
            self._open_earlier(what)
        elif self.agrees(_experiments(what), partial(self.open, what, path)):
            text = f"open {path.name if path is not None else what.title}".rstrip()
            before = self._bring_sight_back()
            files = self._work.files
            if isinstance(what, RaceFile):
                self._workspace.racing.leave()
                self._workspace.racing.begin(what.race, document=files.note(Document(own_file(path), what)))
                self._push_sights(text, before, replace(before, race=self._work.race))
            else:
                document = files.note(Document(own_file(path), what))
                self._show(before, ShownWork(document, Checkpoint(what, 0)), text)

    def visit(self, experiment: Experiment, iteration: int, text: str) -> None:
        """Open another experiment at an iteration, in the place of the one that is open. Can be undone.

        It is new, in no file, unless it is just what the open file holds.
        """
        work = self._work
        known = work.document.kept and experiment == work.document.opened
        document = work.document if known else Document(None, experiment, kept=False)
        self._show(work.sight, ShownWork(document, Checkpoint(experiment, iteration)), text)

    def open_run(self, experiment: Experiment, iteration: int, text: str) -> None:
        """Open an experiment at an iteration, as something new, in no file. Can be undone in one step.

        What was open comes back by undo, with its race; a lesson is left.
        """
        if self.agrees((experiment,), partial(self.open_run, experiment, iteration, text)):
            before = self._bring_sight_back()
            document = self._work.files.note(Document(None, experiment, kept=False))
            self._show(before, ShownWork(document, Checkpoint(experiment, iteration)), text)

    # ---- saving ----------------------------------------------------------------------------------

    def to_save(self, path: Path) -> ToSave:
        """What is shown, to be written to `path`: the experiment with its recorded changes, or the race."""
        return ToSave(path, self.content, self._shown)

    def is_shown(self, work: ToSave) -> bool:
        """Whether `work` is of the document that is shown."""
        return work.document is self._shown

    def saved(self, work: ToSave) -> Document[Experiment] | Document[RaceFile]:
        """Take note that its file holds `work`; returns the document as it is now."""
        files, is_shown, content = self._work.files, self.is_shown(work), work.content
        document: Document[Experiment] | Document[RaceFile]
        if isinstance(content, RaceFile):
            document = of_race = files.note(Document(work.path, content))
            if is_shown:
                self._work.race_document = of_race
        else:
            document = of_run = files.note(Document(work.path, content))
            if is_shown:
                self._work.document = of_run
        if not is_shown:
            files.replace(work.document, document)
        self.pathChanged.emit()
        return document

    @property
    def _shown(self) -> Document[Experiment] | Document[RaceFile]:
        """The document of the race, or of the run without one."""
        return self._work.race_document or self._work.document

    def _open_earlier(self, earlier: EarlierWork) -> None:
        work = self._work
        before = self._bring_sight_back()
        work.replace(before)
        if earlier.left is not None:
            work.left_race = work.renumbered(earlier.left)
        sight = replace(earlier.sight, race=work.renumbered(earlier.sight.race))
        work.document = sight.document  # `before` has been told of
        self._restore(sight)
        self._push_sights(f"open {earlier.name}".rstrip(), before, sight)

    def _bring_sight_back(self) -> ShownWork:
        """What a person works on, shown again if it was set aside."""
        own, work = self._workspace.own, self._work
        race = own.sight.race
        own.bring_back(race=False)
        return ShownWork(work.document, work.run.here, race)

    def _show(self, before: ShownWork, after: ShownWork, text: str) -> None:
        work = self._work
        if after.document is not before.document:
            work.replace(before)
        work.document = after.document
        self._go(after.place)
        self.pathChanged.emit()
        if after != before:
            self._push_sights(text, before, after)

    def _push_sights(self, text: str, before: ShownWork, after: ShownWork) -> None:
        self.undo.push(text, partial(self._restore, before), partial(self._restore, after))

    def _restore(self, sight: ShownWork) -> None:
        """What was open, where it stood."""
        work = self._work
        if sight.document is not work.document:
            work.replace(work.sight)
        work.document = sight.document
        if work.race is None or sight.place != work.run.here:
            self._go(sight.place)
        elif sight.race is None:
            self._workspace.racing.leave()
        if sight.race is not None:
            self._workspace.racing.return_to(sight.race)
        self.pathChanged.emit()

    def _go(self, place: Checkpoint) -> None:
        """Bring a former place back; the curve of the run that is left says nothing about it."""
        self._work.run_before = None
        self._work.load(place)


def _experiments(what: Experiment | RaceFile) -> list[Experiment]:
    return [what] if isinstance(what, Experiment) else [lane.experiment for lane in what.race]
