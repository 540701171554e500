"""What the result of a study is about, and whether that is still what is shown."""

from __future__ import annotations

from dataclasses import dataclass

from symgui.experiment import Experiment
from symgui.plain_text.numbers import iteration
from symgui.symmetry.twins import twins
from symgui.training.changes import at_the_start
from symgui.training.frame import Frame
from symgui.training.studies import StartingTwins, starting_network

MOST_WEIGHTS = 100_000
"""A network of no more weights is made within a few milliseconds."""


@dataclass(frozen=True, slots=True)
class Origin:
    """An experiment, at an iteration or, without one, from its start.

    Attributes
    ----------
    experiment : Experiment or None
        None for a case of the study's own, which never becomes stale.
    iteration : int or None
    name : str
        What it is called, of a case of its own.
    """

    experiment: Experiment | None
    iteration: int | None = None
    name: str = ""

    @classmethod
    def here(cls, frame: Frame) -> Origin:
        """The state that `frame` shows."""
        return cls(frame.experiment, frame.iteration)

    @classmethod
    def start(cls, frame: Frame) -> Origin:
        """The start of the run that `frame` shows."""
        return cls(frame.experiment)

    def stale(self, frame: Frame | None) -> bool:
        """Whether `frame` shows something else."""
        if self.experiment is None:
            return False
        if frame is None or not same_start(frame.experiment, self.experiment):
            return True
        if self.iteration is None:
            return False
        return frame.iteration != self.iteration or frame.experiment.changes != self.experiment.changes

    def of_another(self, frame: Frame | None) -> bool:
        """Whether `frame` is of a run that began otherwise."""
        return self.experiment is not None and (
            frame is None or not same_start(frame.experiment, self.experiment)
        )

    def text(self, frame: Frame | None) -> str:
        """Where the result comes from, and that the run has gone on if it has."""
        if self.experiment is None:
            return self.name
        other = self.of_another(frame)
        if self.iteration is None:
            return "from the start of an earlier experiment" if other else "from the start of this run"
        begin = f"from iteration {iteration(self.iteration)}"
        if other:
            return f"{begin} of an earlier experiment"
        if frame is None or not self.stale(frame):
            return begin
        if frame.iteration == self.iteration:
            return f"{begin}, before the last edit"
        return f"{begin}; now at {iteration(frame.iteration)}"


class TwinLookup:
    """Whether the run of a frame started with twins; computed anew only for another start.

    To make a large network anew would hold up the window: unless its start itself is shown, the answer is
    that it may have some, and the study will tell.
    """

    def __init__(self) -> None:
        self._experiment: Experiment | None = None
        self._found = False

    def __call__(self, frame: Frame) -> bool:
        experiment = frame.experiment
        if self._experiment is None or not same_start(self._experiment, experiment):
            layers = frame.network.layers
            if frame.iteration == 0:
                W, b = [layer.W for layer in layers], [layer.b for layer in layers]
                self._found = any(twins(W, b, l) for l in range(1, len(layers)))
            elif sum(layer.W.size for layer in layers) <= MOST_WEIGHTS:
                self._found = bool(StartingTwins(starting_network(experiment)))
            else:
                return True
        self._experiment = experiment
        return self._found


def same_start(one: Experiment, other: Experiment) -> bool:
    """Whether two experiments train alike until something is changed on the way."""
    if one is other:
        return True
    return (
        one.data == other.data
        and one.network == other.network
        and one.initialization == other.initialization
        and one.training == other.training
        and one.arithmetic == other.arithmetic
        and at_the_start(one).changes == at_the_start(other).changes
    )
