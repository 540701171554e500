"""What the person has open: an experiment, its run or a race, its undo, and what is pointed at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from app.runtime.checkpoint import ChangeCommand, Checkpoint
from app.runtime.documents import LONGEST_TITLE, Document, own_file, titled
from app.runtime.frame_pump import FramePump
from app.runtime.open_run import OpenRun
from app.runtime.saved_work import OpenRace, SavedWork, Sight
from app.runtime.selection import Selection
from symgui.experiment import Experiment
from symgui.training.changes import at_the_start, carried_over, with_change
from symgui.training.frame import Curve, Frame
from symgui.training.lanes import Lane, lanes_from
from symgui.training.loop import Study
from symgui.training.news import Changed
from symgui.training.pace import PACES
from symgui.training.race import RaceFrame
from symgui.training.race_file import RaceFile, load, load_line
from symgui.training.states import LoopCommand, Outcome, State, can
from symgui.training.withholding import race_without, without


class Workspace(QObject):
    """The open experiment and its run, on the window's thread; owns the thread that trains.

    In its place there may be a race; the run is kept as it stands until the race is left. Whatever changes
    the open experiment, or opens another, leaves the race, which is kept as it stands until another is left.

    Run and race are a document each, with a file of its own: saving writes what is shown.

    A window that sets `agrees` is asked before a person's change or file is begun: it says whether the
    experiments may be begun at once; if not, what it is given with them begins them later.

    A window that sets `hold_while_painting` must call `painted` after it has painted a frame: until then
    the training thread steps aside, so that the two do not fight for the interpreter.

    Everything a person does arrives here as a call; everything a view shows leaves as a signal. Frames are
    pulled, about thirty a second while the network runs, and one when it comes to rest.

    Signals
    -------
    stateChanged(State)
    frameReady(Frame), raceFrameReady(RaceFrame)
        What views show: a new frame, or the last one with more or less withheld; see `withhold`.
    lanesChanged(tuple of Lane)
        A race has begun, or was left (no lanes).
    experimentChanged(Experiment)
        Another experiment is open, or a setting has changed.
    failed(str)
        The training thread raised; the traceback.
    selectionChanged(Selection or None), hoverChanged(Selection or None)
    studyAdvanced(Findings)
        A study has found something, or has ended.
    studyChanged(str)
        A study of this name was asked for, in the place of any other; without a name: none is any more.
    paceChanged(str)
    undoChanged
        There is something else to undo or redo.
    wasSetAside
        The person's own work is kept from now on, for something else.
    broughtBack
        What was set aside is open again.
    replaced(Sight)
        Something else takes the place of this, which is saved nowhere; only undo knows it from then on.
    pathChanged
        The file's name or whether it has unsaved changes.
    runWanted
        A person has asked it to run, perhaps before it is there.
    """

    stateChanged = Signal(object)
    frameReady = Signal(object)
    raceFrameReady = Signal(object)
    lanesChanged = Signal(object)
    experimentChanged = Signal(object)
    failed = Signal(str)
    selectionChanged = Signal(object)
    hoverChanged = Signal(object)
    pathChanged = Signal()
    studyAdvanced = Signal(object)
    studyChanged = Signal(str)
    paceChanged = Signal(str)
    undoChanged = Signal()
    wasSetAside = Signal()
    broughtBack = Signal()
    replaced = Signal(object)
    runWanted = Signal()

    def __init__(
        self,
        experiment: Experiment,
        parent: QObject | None = None,
        document: Document[Experiment] | None = None,
    ) -> None:
        """Open `experiment`, which was made of `document`; left out, it is as it was opened, in no file."""
        super().__init__(parent)
        self._open = OpenRun(experiment)
        self._document = Document(None, experiment) if document is None else document
        self._race_document: Document[RaceFile] | None = None
        self.left_race: OpenRace | None = None
        self.ghost: Curve | None = None
        self.selection: Selection | None = None
        self.hovered: Selection | None = None
        self.step_size = 1
        self.pace = "log"
        self.agrees: Callable[[Sequence[Experiment], Callable[[], object]], bool] = lambda _, __: True
        self.undo_stack = self._new_stack()
        self._saved_work: SavedWork | None = None
        self._withheld: frozenset[str] = frozenset()
        self._delivery = FramePump(self._open, self)
        self._delivery.framed.connect(self._take)
        self._delivery.changed.connect(self._record)
        self._delivery.stateChanged.connect(self.stateChanged)
        self._delivery.studyAdvanced.connect(self.studyAdvanced)
        self._delivery.failed.connect(self.failed)
        self._loop = self._delivery.loop
        self._loop.load(experiment, self._open.id)

    # ---- what there is ---------------------------------------------------------------------------

    @property
    def state(self) -> State:
        """What the training loop is doing."""
        return self._delivery.state

    @property
    def outcome(self) -> Outcome:
        """Why it came to rest."""
        return self._delivery.outcome

    @property
    def experiment(self) -> Experiment:
        """The open experiment, with the changes recorded so far."""
        return self._open.experiment

    @property
    def frame(self) -> Frame | None:
        """The latest frame of a run, also of the one before."""
        return self._open.frame

    @property
    def current_frame(self) -> Frame | None:
        """The latest frame, if it belongs to the run that was asked for last."""
        return self._open.current_frame

    @property
    def awaited(self) -> bool:
        """Whether what was opened last is still being made: no frame of it is there yet."""
        return (self.race_frame if self.lanes else self.current_frame) is None

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """The lanes of the race; none without one."""
        return self._open.lanes

    @property
    def race_frame(self) -> RaceFrame | None:
        """The latest frame of the race."""
        return self._open.race_frame

    @property
    def shown(self) -> Frame | RaceFrame | None:
        """The latest frame of the race, without one that of a run, as it is handed out to views."""
        if self.race_frame is not None:
            return race_without(self.race_frame, self._withheld)
        return without(self.frame, self._withheld) if self.frame is not None else None

    @property
    def iteration(self) -> int:
        """Updates done in what is shown: the run, or the race."""
        return self._open.iteration

    @property
    def document(self) -> Document[Experiment]:
        """What the open experiment was when it was opened or saved last."""
        return self._document

    @property
    def race_file(self) -> RaceFile | None:
        """The race as its file would have it; None without one."""
        race = self.open_race
        return None if race is None else race.file

    @property
    def open_race(self) -> OpenRace | None:
        """The race, and where it stands; None without one."""
        if self._race_document is None:
            return None
        race = self._open
        return OpenRace(
            self.lanes, race.race_id, race.race_iteration, self._race_document, race.place.experiment
        )

    @property
    def path(self) -> Path | None:
        """The file of what is shown: the run's, or the race's."""
        return self._document.path if self._race_document is None else self._race_document.path

    @property
    def title(self) -> str:
        """The title of what is shown."""
        race = self.race_file
        return self.experiment.title if race is None else race.title

    @property
    def modified(self) -> bool:
        """Whether what is shown differs from its file, or from what was opened, or is in no file at all."""
        race = self.open_race
        return self._document.differs_from(self.experiment) if race is None else race.unsaved

    def can(self, command: str) -> bool:
        """Whether ``"run"``, ``"pause"``, ``"step"``, ``"back"`` or ``"reset"`` makes sense now."""
        return can(self.state, LoopCommand(command), self.iteration, self._open.diverged)

    # ---- something else for a while --------------------------------------------------------------

    @property
    def own_experiment(self) -> Experiment:
        """What the person works on: what is open, or what was set aside for something else."""
        return self._saved_work.place.experiment if self._saved_work is not None else self.experiment

    @property
    def own_document(self) -> Document[Experiment]:
        """What `own_experiment` was when it was opened or saved last."""
        return self._saved_work.document if self._saved_work is not None else self._document

    @property
    def own_path(self) -> Path | None:
        """The file of `own_experiment`."""
        return self.own_document.path

    @property
    def own_race(self) -> OpenRace | None:
        """The person's race, shown or set aside; None without one."""
        return self._saved_work.race if self._saved_work is not None else self.open_race

    @property
    def own_left_race(self) -> OpenRace | None:
        """The race that the person left last; None without one, and while it is shown."""
        left = self._saved_work.left_race if self._saved_work is not None else self.left_race
        return left if self.own_race is None else None

    @property
    def own_sight(self) -> Sight:
        """What the person works on, shown or set aside."""
        if self._saved_work is not None:
            return Sight(self._saved_work.document, self._saved_work.place, self._saved_work.race)
        return self._sight

    @property
    def borrows(self) -> bool:
        """Whether a person's own work is set aside for what is open."""
        return self._saved_work is not None

    def set_aside(self) -> None:
        """Keep all of the person's work as it is, its run, race and undo too, until `bring_back`.

        Meanwhile `borrow` shows other experiments. Does nothing if something is set aside already.
        """
        if self._saved_work is not None:
            return
        race = self.open_race
        self.leave_race()
        self._saved_work = SavedWork(
            self._open.here, self._open.id, self._document, self.undo_stack, self.ghost,
            self.selection, self.pace, self.step_size, race, self.left_race,
        )  # fmt: skip
        self.left_race = None
        self._loop.set_aside()
        self.undo_stack = self._new_stack()
        self.undoChanged.emit()
        self.wasSetAside.emit()

    def borrow(self, experiment: Experiment, iteration: int = 0) -> None:
        """Show an experiment at an iteration while the person's own work is set aside."""
        self.undo_stack.clear()
        self.ghost = None
        self._document = Document(None, experiment)
        self._load(Checkpoint(experiment, iteration))
        self.pathChanged.emit()

    def bring_back(self, *, race: bool = True) -> None:
        """Take up what was set aside, as it was, with the race if `race` says so."""
        saved, self._saved_work = self._saved_work, None
        if saved is None:
            return
        self.undo_stack.clear()
        self.undo_stack.deleteLater()
        self.undo_stack, self.ghost = saved.undo_stack, saved.ghost
        self._document = saved.document
        self._end_race(None)
        self.left_race = saved.left_race
        self._open.take_up(saved.run, saved.place)
        self.step_size = saved.step_size
        self.set_pace(saved.pace)
        self._loop.bring_back(saved.place.experiment, saved.run, saved.place.iteration)
        self.experimentChanged.emit(saved.place.experiment)
        self.select(saved.selection)
        self.pathChanged.emit()
        self.undoChanged.emit()
        self.broughtBack.emit()
        if race and saved.race is not None:
            self.return_to_race(saved.race)

    def _new_stack(self) -> QUndoStack:
        stack = QUndoStack(self)
        stack.indexChanged.connect(self.undoChanged)
        return stack

    # ---- running ---------------------------------------------------------------------------------

    @Slot()
    def run(self) -> None:
        """Run to the next multiple of the experiment's iterations, at the pace that is set."""
        self._loop.set_pace(self.pace)
        self._loop.start(self._open.goal, stop_when_frozen=self.outcome is not Outcome.FROZEN)
        self.runWanted.emit()

    def run_to(self, iteration: int, *, at_once: bool = False, stop_when_frozen: bool = False) -> None:
        """Run to `iteration` at the pace that is set, or as fast as it goes."""
        if at_once:
            self._loop.finish(iteration, stop_when_frozen=stop_when_frozen)
        else:
            self._loop.set_pace(self.pace)
            self._loop.start(iteration, stop_when_frozen=stop_when_frozen)

    @Slot()
    def pause(self) -> None:
        """Come to rest."""
        self._loop.pause()

    @Slot()
    def toggle_run(self) -> None:
        """Run, or pause."""
        if self.state is State.RUNNING:
            self.pause()
        elif self.can("run"):
            self.run()

    def step(self, updates: int | None = None) -> None:
        """Do `updates` updates, or as many as the step size says."""
        if self.can("step"):
            self._loop.step(self.step_size if updates is None else updates)

    @Slot()
    def finish(self) -> None:
        """Run to the end at once."""
        self._loop.finish(self._open.goal)

    @Slot()
    def back(self) -> None:
        """Show the iteration before this one; running on from there does the same again, bit for bit."""
        if self.can("back"):
            self._loop.back()

    def seek(self, iteration: int) -> None:
        """Show an iteration where the run, or the race, has been."""
        self._loop.seek(iteration)

    @Slot()
    def start_over(self) -> None:
        """Iteration 0 with the same seed; edits made at iteration 0 stay, later ones go."""
        if self.lanes:
            self.race(self.lanes, document=self._race_document)
            return
        here = self._open.here
        first = at_the_start(here.experiment)
        if first != here.experiment:  # edits go
            first = titled(first, here.experiment, self._document)
        start = Checkpoint(first, 0)
        self._keep_ghost()
        self._load(start)
        if first != here.experiment:
            self._push("start over", here, start)

    def set_pace(self, pace: str) -> None:
        """Set the pace, a key of `symgui.training.pace.PACES`.

        Raises
        ------
        ValueError
            For any other name.
        """
        if pace not in PACES:
            raise ValueError(f"pace: expected one of {', '.join(PACES)}, got {pace!r}")
        self.pace = pace
        self._loop.set_pace(pace)
        self.paceChanged.emit(pace)

    # ---- racing ----------------------------------------------------------------------------------

    def race(
        self, lanes: Sequence[Lane], iteration: int = 0, document: Document[RaceFile] | None = None
    ) -> None:
        """Race several experiments from iteration 0, and go to `iteration` first.

        The open run is kept as it stands; `leave_race` brings it back. The race is made of `document`; left
        out, it is one that nobody has changed yet, in no file.

        Raises
        ------
        ValueError
            If there are fewer than 2 lanes or more than 6, or they are not on the same data; nothing changes.
        """
        lanes_from([lane.experiment for lane in lanes])  # or raises
        race = self.open_race
        if race is not None and race.unsaved and document is not race.document:
            self._replace(self._sight)
        if race is None:
            self._pass_over(self.left_race)
        self._race_document = Document(None, RaceFile.of(lanes)) if document is None else document
        self._open.begin_race(tuple(lanes), iteration)
        self._loop.race(self.lanes, self._open.shown, iteration=iteration)
        self.lanesChanged.emit(self.lanes)
        self.pathChanged.emit()

    def return_to_race(self, race: OpenRace) -> None:
        """Show a race that was left, where it stood; it is run again only if another was left since."""
        if self.lanes and self._open.race_id == race.id:
            return
        if self.left_race is not None and self.left_race.id == race.id:
            race, self.left_race = self.left_race, None
        if self.lanes:
            self._leave(self.open_race)
        self._pass_over(self.left_race)
        self._race_document = race.document
        self._open.begin_race(race.lanes, race.iteration, race.id)
        self._loop.return_to_race(race.lanes, race.id, iteration=race.iteration)
        self.lanesChanged.emit(self.lanes)
        self.pathChanged.emit()

    @Slot()
    def leave_race(self) -> None:
        """Back to the run that was open, at its iteration; nothing without a race."""
        if not self.lanes:
            return
        self._end_race(self.open_race)
        run, place = self._open.id, self._open.place
        self._open.take_up(run, place)
        self._loop.leave_race(place.experiment, run, iteration=place.iteration)
        self.pathChanged.emit()

    def open_lane(self, letter: str) -> None:
        """Leave the race for the experiment of one lane, alone, at the iteration shown.

        It is a new experiment in no file, called by its lane. Can be undone: the race comes back.

        Raises
        ------
        ValueError
            If there is no such lane.
        """
        letters = [lane.letter for lane in self.lanes]
        if letter not in letters:
            raise ValueError(f"lane: expected one of {', '.join(letters) or 'none'}, got {letter!r}")
        k = letters.index(letter)
        lane, race = self.lanes[k], self.race_frame
        at = race.frames[k].iteration if race is not None else 0
        title = f"Lane {letter}: {lane.text}"[:LONGEST_TITLE]
        experiment = lane.experiment.with_(title=title)
        document = Document(None, experiment, kept=False)
        self._show(self._sight, Sight(document, Checkpoint(experiment, at)), f"open lane {letter}")

    def go_where(self, sight: Sight, left: OpenRace | None) -> None:
        """Go where the open experiment stood on another day, to its race, or have that to come back to.

        Nothing is undone by that. A run alone is seen on its way, and can be paused.
        """
        self.left_race = self._with_id(left)
        if sight.race is None:
            if sight.place.iteration:
                self.run_to(sight.place.iteration, at_once=True)
            return
        if sight.place.iteration:
            self._load(sight.place)
        self.return_to_race(self._with_id(sight.race) or sight.race)

    def _with_id(self, race: OpenRace | None) -> OpenRace | None:
        """A race of another day, under an id of today."""
        return None if race is None else replace(race, id=self._open.reserve())

    def _leave(self, race: OpenRace | None) -> None:
        """A race is left; only undo knows of the one that was left before."""
        before, self.left_race = self.left_race, race
        self._pass_over(before)

    def _pass_over(self, left: OpenRace | None) -> None:
        """Another race is shown than the one that was left."""
        if left is not None and left.unsaved:
            self._replace(Sight(self._document, self._open.here, left))

    def _replace(self, sight: Sight) -> None:
        if sight.unsaved and not self.borrows:
            self.replaced.emit(sight)

    def _end_race(self, left: OpenRace | None) -> None:
        if self.lanes:
            self._leave(left)
            self._race_document = None
            self._open.end_race()
            self.lanesChanged.emit(self.lanes)

    # ---- changing --------------------------------------------------------------------------------

    def change(self, experiment: Experiment, text: str) -> None:
        """Change settings: a new run from iteration 0, at once; it runs on if it ran. Can be undone.

        The learning rate and L2 in force stay in force, and so do edits made at iteration 0, unless the
        network or its initialization is another.
        """
        if not self.agrees((experiment,), partial(self.change, experiment, text)):
            self.experimentChanged.emit(self.experiment)  # nothing has changed
            return
        self.leave_race()
        here = self._open.here
        experiment = carried_over(experiment, here.experiment, self._open.learning_rate, self._open.l2)
        if experiment != here.experiment:
            experiment = titled(experiment, here.experiment, self._document)
        if experiment == here.experiment:
            return
        after = Checkpoint(experiment, 0)
        self._keep_ghost()
        self._load(after, go_on=True)
        self._push(text, here, after)

    def set_learning_rate(self, learning_rate: float) -> None:
        """Change the learning rate, also while running: no new run. Can be undone.

        At iteration 0, and after a divergence that no rate could undo, it is a setting: the run starts anew.

        Raises
        ------
        symgui.experiment.ExperimentError
            If it is no learning rate; nothing is changed.
        """
        if self._begins_anew:
            self.change(self.experiment.with_(training={"learning_rate": learning_rate}), "learning rate")
        else:
            with_change(self.experiment, self._open.run_iteration, learning_rate=learning_rate)  # or raises
            self.leave_race()
            self._loop.set_learning_rate(learning_rate, title=self._document.changed_title)

    def set_l2(self, l2: float) -> None:
        """Change λ of the L2 term, also while running: no new run, as for the learning rate.

        Raises
        ------
        symgui.experiment.ExperimentError
            If it is none; nothing is changed.
        """
        if self._begins_anew:
            self.change(self.experiment.with_(training={"l2": l2}), "L2")
        else:
            with_change(self.experiment, self._open.run_iteration, l2=l2)  # or raises
            self.leave_race()
            self._loop.set_l2(l2, title=self._document.changed_title)

    @property
    def _begins_anew(self) -> bool:
        """Whether a learning rate or an L2 is a setting of a new run, not a change in this one."""
        untouched = self._open.run_iteration == 0 and (bool(self.lanes) or self.state is State.READY)
        return self._open.run_diverged or untouched

    def edit(self, values: Mapping[str, float]) -> None:
        """Set weights or biases (``{"W1[0,1]": 0.3}``) where the run stands; pauses it. Can be undone.

        Raises
        ------
        symgui.experiment.ExperimentError
            If there is no such parameter, or the value is none; nothing is changed.
        """
        with_change(self.experiment, self._open.run_iteration, values=values)  # or raises
        self.leave_race()
        names = list(values)
        more = f" and {len(names) - 2} more" if len(names) > 2 else ""
        text = f"edit {', '.join(names[:2])}{more}"
        self._loop.edit(values, text, self._document.changed_title)

    def open(self, path: Path) -> None:
        """Open the file of an experiment, or of a race, which takes the place of the open run.

        Raises
        ------
        symgui.experiment.ExperimentError
            In one sentence; what was open stays open.
        """
        found = load(path)
        if isinstance(found, RaceFile):
            self.show_race(found, path)
        else:
            self.show_experiment(found, path)

    def open_line(self, line: str) -> None:
        """Open the experiment, or the race, that a line of text holds.

        Raises
        ------
        symgui.experiment.ExperimentError
            In one sentence; what was open stays open.
        """
        found = load_line(line)
        if isinstance(found, RaceFile):
            self.show_race(found)
        else:
            self.show_experiment(found)

    def show_experiment(self, experiment: Experiment, path: Path | None = None) -> None:
        """Open an experiment, in the place of what a person works on. Can be undone: it comes back.

        A file that comes with the program is opened as something new: saving asks for a name.
        """
        if not self.agrees((experiment,), partial(self.show_experiment, experiment, path)):
            return
        before = self._bring_sight_back()
        document = Document(own_file(path), experiment)
        self._show(before, Sight(document, Checkpoint(experiment, 0)), _opening(path, experiment.title))

    def show_race(self, race: RaceFile, path: Path | None = None) -> None:
        """Open a race in the place of the run, or race, that a person works on. Can be undone."""
        if not self.agrees([lane.experiment for lane in race.race], partial(self.show_race, race, path)):
            return
        before = self._bring_sight_back()
        self.leave_race()
        self.race(race.race, document=Document(own_file(path), race))
        after = Sight(before.document, before.place, self.open_race)
        self._push_sights(_opening(path, race.title), before, after)

    def show_sight(self, sight: Sight, left: OpenRace | None, name: str) -> None:
        """Open what was open once. Can be undone."""
        before = self._bring_sight_back()
        self._replace(before)
        if left is not None:
            self.left_race = self._with_id(left)
        sight = replace(sight, race=self._with_id(sight.race))
        self._document = sight.document  # `before` has been told of
        self._restore(sight)
        self._push_sights(f"open {name}".rstrip(), before, sight)

    @property
    def _sight(self) -> Sight:
        return Sight(self._document, self._open.here, self.open_race)

    def _bring_sight_back(self) -> Sight:
        """What a person works on, shown again if it was set aside."""
        race = self.own_race
        self.bring_back(race=False)
        return Sight(self._document, self._open.here, race)

    def _show(self, before: Sight, after: Sight, text: str) -> None:
        if after.document is not before.document:
            self._replace(before)
        self._document = after.document
        self._go(after.place)
        self.pathChanged.emit()
        if after != before:
            self._push_sights(text, before, after)

    def _push_sights(self, text: str, before: Sight, after: Sight) -> None:
        back, again = partial(self._restore, before), partial(self._restore, after)
        self.undo_stack.push(ChangeCommand(text, back, again))

    def _restore(self, sight: Sight) -> None:
        """What was open, where it stood."""
        if sight.document is not self._document:
            self._replace(self._sight)
        self._document = sight.document
        if not self.lanes or sight.place != self._open.here:
            self._go(sight.place)
        elif sight.race is None:
            self.leave_race()
        if sight.race is not None:
            self.return_to_race(sight.race)
        self.pathChanged.emit()

    def save(self, path: Path | None = None) -> None:
        """Save what is shown: the experiment with its recorded changes, or the race.

        Raises
        ------
        ValueError
            If no path is given and there is none.
        symgui.experiment.ExperimentError
            If it cannot be written, or would be written over a file that comes with the program.
        """
        path = path or self.path
        if path is None:
            raise ValueError("a new experiment needs a file name")
        race = self.race_file
        if race is not None:
            race.save(path)
            self._race_document = Document(path, race)
        else:
            self.experiment.save(path)
            self._document = Document(path, self.experiment)
        self.pathChanged.emit()

    def visit(self, experiment: Experiment, iteration: int, text: str) -> None:
        """Open another experiment at an iteration, in the place of the one that is open. Can be undone.

        It is new, in no file, unless it is just what the open file holds.
        """
        known = self._document.kept and experiment == self._document.opened
        document = self._document if known else Document(None, experiment, kept=False)
        self._show(self._sight, Sight(document, Checkpoint(experiment, iteration)), text)

    # ---- studies ---------------------------------------------------------------------------------

    def study(self, name: str, points: Study) -> None:
        """Work through `points` on the training thread while the network rests; pauses it."""
        self._loop.study(name, points, pause=True)
        self.studyChanged.emit(name)

    def stop_study(self) -> None:
        """Drop the study that is under way."""
        self._loop.stop_study()
        self.studyChanged.emit("")

    # ---- pointing --------------------------------------------------------------------------------

    def select(self, selection: Selection | None) -> None:
        """Select a place in the network."""
        if selection != self.selection:
            self.selection = selection
            self.selectionChanged.emit(selection)

    def hover(self, hovered: Selection | None) -> None:
        """Point at a place in the network."""
        if hovered != self.hovered:
            self.hovered = hovered
            self.hoverChanged.emit(hovered)

    # ---- frames ----------------------------------------------------------------------------------

    @property
    def hold_while_painting(self) -> bool:
        """Whether training steps aside while the window paints, which then must call `painted`."""
        return self._delivery.hold_while_painting

    @hold_while_painting.setter
    def hold_while_painting(self, hold: bool) -> None:
        self._delivery.hold_while_painting = hold

    def wait_for_frame(self, seconds: float) -> None:
        """Wait for the next frame, so many seconds at most, and deliver it if it has come."""
        self._delivery.wait_for_frame(seconds)

    @Slot()
    def painted(self) -> None:
        """The window has painted the last frame: train on, and long enough before the next one."""
        self._delivery.timer.painted(race=bool(self.lanes))

    def close(self) -> None:
        """Stop the thread; frames of a run that goes on are dropped."""
        self._delivery.close()
        # commands and stack know each other: collected as one piece of garbage, they would be deleted twice
        self.undo_stack.clear()
        if self._saved_work is not None:
            self._saved_work.undo_stack.clear()

    def withhold(self, names: frozenset[str]) -> None:
        """Hand frames out without what would answer an open question, from the one that is shown on.

        Parameters
        ----------
        names : frozenset of str
            Of `symgui.training.withholding.TELLING`; empty to hand them out whole.
        """
        if names == self._withheld:
            return
        self._withheld = names
        if self.current_frame is not None:
            self.frameReady.emit(without(self.current_frame, names))
        if self.race_frame is not None:
            self.raceFrameReady.emit(self.shown)

    @Slot(object)
    def _take(self, frame: Frame | RaceFrame) -> None:
        if isinstance(frame, RaceFrame):
            self._open.race_frame = frame
            self.raceFrameReady.emit(self.shown)
            return
        before = self.experiment
        self._open.frame = frame
        self.frameReady.emit(without(frame, self._withheld))
        if frame.experiment != before:
            self.experimentChanged.emit(frame.experiment)

    @Slot(object)
    def _record(self, made: Changed) -> None:
        if made.run == self._open.id:
            self._push(
                made.text, Checkpoint(made.before, made.iteration), Checkpoint(made.after, made.iteration)
            )

    def _keep_ghost(self) -> None:
        if self.frame is not None and self.frame.curve.iterations.size > 1:
            self.ghost = self.frame.curve

    def _push(self, text: str, before: Checkpoint, after: Checkpoint) -> None:
        self.undo_stack.push(ChangeCommand(text, partial(self._go, before), partial(self._go, after)))

    def _go(self, place: Checkpoint) -> None:
        """Bring a former place back; the curve of the run that is left says nothing about it."""
        self.ghost = None
        self._load(place)

    def _load(self, place: Checkpoint, go_on: bool = False) -> None:
        left = self.open_race
        self._open.begin(place)
        self._end_race(left)
        self._loop.load(place.experiment, self._open.id, iteration=place.iteration, go_on=go_on)
        self.experimentChanged.emit(place.experiment)


def _opening(path: Path | None, title: str) -> str:
    """What opening is called in the menu."""
    return f"open {path.name if path is not None else title}".rstrip()
