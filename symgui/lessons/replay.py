"""A step's run made again without a window, to be looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from symgui.experiment import Experiment
from symgui.lessons.look import Look
from symgui.training.frame import Divergence
from symgui.training.lanes import LETTERS, lanes_from
from symgui.training.race import Race
from symgui.training.run import Run
from symgui.training.studies.progress import Beat, Progress


class Replay:
    """One run, or a race of several, going forward.

    Parameters
    ----------
    experiments : sequence of Experiment
        One, or those of a race's lanes.

    Attributes
    ----------
    runs : mapping of str to Run
        By lane; a single one has the letter ``""``.
    """

    def __init__(self, experiments: Sequence[Experiment]) -> None:
        self._going: Run | Race
        self.runs: Mapping[str, Run]
        if len(experiments) == 1:
            self._going = Run(experiments[0])
            self.runs = {"": self._going}
        else:
            self._going = Race(lanes_from(experiments))
            self.runs = dict(zip(LETTERS, self._going.runs, strict=False))
        self._starts = {letter: run.trainer.snapshot() for letter, run in self.runs.items()}
        self._beat = Beat()

    @property
    def iteration(self) -> int:
        """Updates done."""
        return self._going.iteration

    @property
    def divergence(self) -> Divergence | None:
        """Where it (or the last lane) left the finite numbers."""
        return self._going.divergence

    def beat(self) -> bool:
        """Whether it is time to let go."""
        return self._beat()

    def go(self, iteration: int, goal: int) -> Iterator[Progress]:
        """Go on up to an iteration, or until all have diverged; `goal` is the last of all."""
        while self.iteration < iteration and self.divergence is None:
            self._going.advance(iteration - self.iteration, self._beat)
            if self.iteration < iteration:
                yield Progress(self.iteration, goal)

    def looks(self) -> dict[str, Look]:
        """The iteration where it stands, by lane."""
        looks: dict[str, Look] = {}
        others = looks if len(self.runs) > 1 else None
        for letter, run in self.runs.items():
            looks[letter] = Look(run, self._starts[letter], others)
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
        return any(seen.kind == event and seen.iteration >= since for seen in events)
