"""What is open: a run, perhaps a race in its place, and how far each of them is."""

from __future__ import annotations

from app.runtime.checkpoint import Checkpoint
from symgui.experiment import Experiment
from symgui.training.frame import Frame
from symgui.training.lanes import Lane
from symgui.training.race import RaceFrame


class OpenRun:
    """The open run as far as its frames have told, and the race that may stand in its place.

    Every run and race has an id of its own; frames of what was there before are stale.

    Attributes
    ----------
    id : int
        The run's.
    shown : int
        The id of what is shown, the run's or the race's.
    place : Checkpoint
        Where the run was sent, or last stood before a race.
    frame : Frame or None
        The latest of any run, also of one that was left.
    race_id : int
        The race's, while there is one.
    lanes : tuple of Lane
        Of the race; empty without one.
    race_sent : int
        The iteration that the race was sent to when it was shown.
    race_frame : RaceFrame or None
        The race's latest.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.id = self.shown = self._newest = 0
        self.place = Checkpoint(experiment, 0)
        self.frame: Frame | None = None
        self.lanes: tuple[Lane, ...] = ()
        self.race_id = -1
        self.race_sent = 0
        self.race_frame: RaceFrame | None = None

    # ---- the run ---------------------------------------------------------------------------------

    @property
    def current_frame(self) -> Frame | None:
        """The latest frame, if it is the run's."""
        return self.frame if self.frame is not None and self.frame.run == self.id else None

    @property
    def experiment(self) -> Experiment:
        """The experiment with the changes recorded so far."""
        return self.here.experiment

    @property
    def here(self) -> Checkpoint:
        """Where the run stands, or will when it is there."""
        frame = self.current_frame
        return Checkpoint(frame.experiment, frame.iteration) if frame is not None else self.place

    @property
    def learning_rate(self) -> float:
        """The one in force, which may have been changed on the way."""
        frame = self.current_frame
        return frame.learning_rate if frame is not None else self.experiment.training.learning_rate

    @property
    def l2(self) -> float:
        """λ of the L2 term, the one in force."""
        frame = self.current_frame
        return frame.network.l2 if frame is not None else self.experiment.training.l2

    @property
    def run_iteration(self) -> int:
        """Updates done in the run."""
        frame = self.current_frame
        return frame.iteration if frame is not None else 0

    @property
    def run_diverged(self) -> bool:
        """Whether the run stands at the iteration at which it diverged."""
        frame = self.current_frame
        return frame is not None and frame.divergence is not None

    @property
    def race_iteration(self) -> int:
        """Where the race stands, or will when it is there."""
        return self.race_frame.iteration if self.race_frame is not None else self.race_sent

    # ---- the run, or the race in its place -------------------------------------------------------

    @property
    def iteration(self) -> int:
        """Updates done in what is shown."""
        if self.lanes:
            return self.race_frame.iteration if self.race_frame is not None else 0
        return self.run_iteration

    @property
    def diverged(self) -> bool:
        """Whether what is shown, of a race every lane, stands where it diverged."""
        if self.lanes:
            race = self.race_frame
            return race is not None and all(frame.divergence is not None for frame in race.frames)
        return self.run_diverged

    @property
    def goal(self) -> int:
        """The next multiple of the planned iterations; of the lane that plans the most."""
        racing = [lane.experiment for lane in self.lanes]
        planned = max(1, *(each.training.iterations for each in racing or [self.experiment]))
        return (self.iteration // planned + 1) * planned

    # ---- what happens to it ----------------------------------------------------------------------

    def begin(self, place: Checkpoint) -> None:
        """Begin another run, which is sent to a place."""
        self.id = self._new_id()
        self.place = place

    def begin_race(self, lanes: tuple[Lane, ...], iteration: int, race: int | None = None) -> None:
        """A race, in the place of the run or of another race; one that was left has its id already."""
        if not self.lanes:
            self.place = self.here
        if race is None:
            race = self._new_id()
        self.shown = self.race_id = race
        self.race_sent = iteration
        self.lanes, self.race_frame = lanes, None

    def end_race(self) -> None:
        """Forget the race, which is over."""
        self.lanes, self.race_frame = (), None

    def show_kept(self, run: int, place: Checkpoint) -> None:
        """Show a run that was kept, under the id it has."""
        self.id = self.shown = run
        self.place = place

    def reserve(self) -> int:
        """An id for something that is shown later."""
        self._newest += 1
        return self._newest

    def _new_id(self) -> int:
        self.shown = self.reserve()
        return self.shown
