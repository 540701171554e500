"""A step's run made again without a window, to be looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from symgui.experiment import Experiment
from symgui.lessons.run_view import RunView
from symgui.symmetry.divergence import Divergence
from symgui.training.lanes import LETTERS, lanes_from
from symgui.training.race import Race
from symgui.training.run import RecordedRun
from symgui.training.studies.progress import Progress, ProgressTimer


class Replay:
    """One run, or a race of several, going forward.

    Parameters
    ----------
    experiments : sequence of Experiment
        One, or those of a race's lanes.
    ran : RecordedRun or Race, optional
        What has been run. If it is just this, without a recorded change, the replay goes by the states that
        it has kept, bit for bit, instead of computing all of it once more; otherwise it is of no use.

    Attributes
    ----------
    runs : mapping of str to RecordedRun
        By lane; a single one has the letter ``""``.
    """

    def __init__(self, experiments: Sequence[Experiment], ran: RecordedRun | Race | None = None) -> None:
        self._going: RecordedRun | Race
        self.runs: Mapping[str, RecordedRun]
        if len(experiments) == 1:
            self._going = RecordedRun(experiments[0])
            self.runs = {"": self._going}
        else:
            self._going = Race(lanes_from(experiments))
            self.runs = dict(zip(LETTERS, self._going.runs, strict=False))
        for own, theirs in zip(self.runs.values(), _runs_of(ran, experiments), strict=False):
            own.take_over(theirs)
        self._starts = {letter: run.trainer.snapshot() for letter, run in self.runs.items()}
        self._due = ProgressTimer()

    @property
    def iteration(self) -> int:
        """Updates done."""
        return self._going.iteration

    @property
    def divergence(self) -> Divergence | None:
        """The iteration at which it (or the last lane) diverged."""
        return self._going.divergence

    def due(self) -> bool:
        """Whether it is time to tell how far it is."""
        return self._due()

    def go(self, iteration: int, goal: int) -> Iterator[Progress]:
        """Go on up to an iteration, or until all have diverged; `goal` is the last of all."""
        known = min(iteration, self._going.furthest)
        while not self._is_at(known):
            self._going.seek(known, self._due)
            if not self._is_at(known):
                yield Progress(self.iteration, goal)
        while self.iteration < iteration and self.divergence is None:
            self._going.advance(iteration - self.iteration, self._due)
            if self.iteration < iteration:
                yield Progress(self.iteration, goal)

    def _is_at(self, iteration: int) -> bool:
        """Whether every run is there, or where it ended before."""
        return all(run.iteration >= min(iteration, run.furthest) for run in self.runs.values())

    def looks(self) -> dict[str, RunView]:
        """The iteration where it stands, by lane."""
        looks: dict[str, RunView] = {}
        others = looks if len(self.runs) > 1 else None
        for letter, run in self.runs.items():
            looks[letter] = RunView(run, self._starts[letter], others)
        return looks

    def stands_still(self) -> bool:
        """Whether every later state is this one, bit for bit."""
        return all(run.divergence is not None or run.stands_still() for run in self.runs.values())

    def has_seen(self, event: str, since: int) -> bool:
        """Whether an event of this kind has happened at `since` or later, in any lane.

        ``"frozen"`` is that all stand still.
        """
        if event == "frozen":
            return self.iteration >= since and self.stands_still()
        events = (seen for run in self.runs.values() for seen in run.events)
        return any(seen.kind == event and since <= seen.iteration <= self.iteration for seen in events)


def _runs_of(ran: RecordedRun | Race | None, experiments: Sequence[Experiment]) -> Sequence[RecordedRun]:
    """The runs of `ran`, if they are of `experiments` and nothing was changed on the way; else none."""
    runs = ran.runs if isinstance(ran, Race) else () if ran is None else (ran,)
    alike = [run.experiment for run in runs] == list(experiments)
    return runs if alike and not any(experiment.changes for experiment in experiments) else ()
