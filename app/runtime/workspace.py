"""What the person has open: its run goes on, and is shown, here; its parts do all else."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.runtime.checkpoint import Checkpoint
from app.runtime.documents import Document
from app.runtime.frame_pump import FramePump
from app.runtime.open_document import OpenDocument
from app.runtime.open_run import OpenRun
from app.runtime.open_work import OpenWork
from app.runtime.own_work import OwnWork
from app.runtime.pointing import Pointing
from app.runtime.racing import Racing
from app.runtime.section_choice import SectionChoice
from app.runtime.speed import Speed
from app.runtime.study_runner import StudyRunner
from symgui.experiment import Experiment
from symgui.training.frame import Frame
from symgui.training.lanes import Lane
from symgui.training.loop_commands import Advance, GoBack, LoadRun, Pause, RunTo, Seek
from symgui.training.news import Changed
from symgui.training.race import RaceFrame
from symgui.training.states import LoopCommand, Outcome, State, can
from symgui.training.withholding import race_without, without


class Workspace(QObject):
    """The open experiment and its run, on the window's thread; owns the thread that trains.

    In its place there may be a race; the run is kept as it stands until the race is left. Whatever changes
    the open experiment, or opens another, leaves the race, which is kept as it stands until another is left.

    Run and race are a document each, with a file of its own: saving writes what is shown.

    Everything a person does arrives here as a call; everything a view shows leaves as a signal. Frames are
    pulled, about thirty a second while the network runs, and one when it comes to rest.

    Attributes
    ----------
    document : OpenDocument
        Opens, changes and saves; has what can be undone.
    racing : Racing
        Puts a race in the place of the run, and leaves it.
    own : OwnWork
        The person's own work, also while a lesson is shown in its place.
    speed : Speed
        The pace, and the updates of one step.
    section : SectionChoice
        The plane through more than two inputs that is shown.
    pointing : Pointing
        What is selected, and what is under the mouse.
    studies : StudyRunner
        What is computed while the network rests.
    pump : FramePump
        Brings the frames.

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
    runWanted
        A person has asked it to run, perhaps before it is there.
    """

    stateChanged = Signal(object)
    frameReady = Signal(object)
    raceFrameReady = Signal(object)
    lanesChanged = Signal(object)
    experimentChanged = Signal(object)
    failed = Signal(str, bool)
    runWanted = Signal()

    def __init__(
        self,
        experiment: Experiment,
        parent: QObject | None = None,
        document: Document[Experiment] | None = None,
    ) -> None:
        """Open `experiment`, which was made of `document`; left out, it is as it was opened, in no file."""
        super().__init__(parent)
        self._run = OpenRun(experiment)
        self._withheld: frozenset[str] = frozenset()
        self.pump = FramePump(self._run, self)
        self._loop = self.pump.loop
        self._work = OpenWork(
            self._run, Document(None, experiment) if document is None else document, self._loop, self
        )
        self.document = OpenDocument(self, self._work, self._loop)
        self.racing = Racing(self, self._work, self._loop)
        self.own = OwnWork(self, self._work, self._loop)
        self.speed = Speed(self._loop, self)
        self.section = SectionChoice(self._loop, self)
        self.pointing = Pointing(self)
        self.studies = StudyRunner(self.pump, self)
        self._work.experimentChanged.connect(self.experimentChanged)
        self._work.lanesChanged.connect(self.lanesChanged)
        self.pump.framed.connect(self._take)
        self.pump.changed.connect(self._record)
        self.pump.stateChanged.connect(self.stateChanged)
        self.pump.failed.connect(self.failed)
        self._loop.post(LoadRun(experiment, self._run.id))

    # ---- what there is ---------------------------------------------------------------------------

    @property
    def state(self) -> State:
        """What the training loop is doing."""
        return self.pump.state

    @property
    def outcome(self) -> Outcome:
        """Why it came to rest."""
        return self.pump.outcome

    @property
    def experiment(self) -> Experiment:
        """The open experiment, with the changes recorded so far."""
        return self._run.experiment

    @property
    def frame(self) -> Frame | None:
        """The latest frame of a run, also of the one before."""
        return self._run.frame

    @property
    def current_frame(self) -> Frame | None:
        """The latest frame, if it belongs to the run that was asked for last."""
        return self._run.current_frame

    @property
    def awaited(self) -> bool:
        """Whether what was opened last is still being made: no frame of it is there yet."""
        return (self.race_frame if self.lanes else self.current_frame) is None

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """The lanes of the race; none without one."""
        return self._run.lanes

    @property
    def race_frame(self) -> RaceFrame | None:
        """The latest frame of the race."""
        return self._run.race_frame

    @property
    def shown(self) -> Frame | RaceFrame | None:
        """The latest frame of the race, without one that of a run, as it is handed out to views."""
        if self.race_frame is not None:
            return race_without(self.race_frame, self._withheld)
        return without(self.frame, self._withheld) if self.frame is not None else None

    @property
    def iteration(self) -> int:
        """Updates done in what is shown: the run, or the race."""
        return self._run.iteration

    @property
    def bound_for(self) -> int:
        """The iteration of the first frame of what is shown."""
        return self._run.race_iteration if self.lanes else self._run.here.iteration

    def can(self, command: str) -> bool:
        """Whether ``"run"``, ``"pause"``, ``"step"``, ``"back"`` or ``"reset"`` makes sense now."""
        return can(self.state, LoopCommand(command), self.iteration, self._run.diverged)

    # ---- running ---------------------------------------------------------------------------------

    @Slot()
    def run(self) -> None:
        """Run to the next multiple of the experiment's iterations, at the pace that is set."""
        self._loop.post(RunTo(self._run.goal, self.outcome is not Outcome.FROZEN))
        self.runWanted.emit()

    def run_to(self, iteration: int, *, at_once: bool = False, stop_when_frozen: bool = False) -> None:
        """Run to `iteration` at the pace that is set, or as fast as it goes."""
        self._loop.post(RunTo(iteration, stop_when_frozen, at_once))

    @Slot()
    def pause(self) -> None:
        """Come to rest."""
        self._loop.post(Pause())

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
            self._loop.post(Advance(self.speed.step_size if updates is None else updates))

    @Slot()
    def finish(self) -> None:
        """Run to the end at once."""
        self._loop.post(RunTo(self._run.goal, stop_when_frozen=False, at_once=True))

    @Slot()
    def back(self) -> None:
        """Show the iteration before this one; running on from there does the same again, bit for bit."""
        if self.can("back"):
            self._loop.post(GoBack())

    def seek(self, iteration: int) -> None:
        """Show an iteration where the run, or the race, has been."""
        self._loop.post(Seek(iteration))

    # ---- frames ----------------------------------------------------------------------------------

    def close(self) -> None:
        """Stop the thread; frames of a run that goes on are dropped."""
        self.pump.close()
        self.document.undo.close()

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
        if self.frame is not None:  # of the run before, too: views show it until another comes
            self.frameReady.emit(without(self.frame, names))
        if self.race_frame is not None:
            self.raceFrameReady.emit(self.shown)

    @Slot(object)
    def _take(self, frame: Frame | RaceFrame) -> None:
        if isinstance(frame, RaceFrame):
            self._run.race_frame = frame
            self.raceFrameReady.emit(self.shown)
            return
        before = self.experiment
        self._run.frame = frame
        self.frameReady.emit(without(frame, self._withheld))
        if frame.experiment != before:
            self.experimentChanged.emit(frame.experiment)

    @Slot(object)
    def _record(self, made: Changed) -> None:
        if made.run == self._run.id:
            before, after = Checkpoint(made.before, made.iteration), Checkpoint(made.after, made.iteration)
            self.document.push(made.text, before, after)
