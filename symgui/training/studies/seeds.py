"""One experiment from many seeds: how good each of them gets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from symgui.data import load_data
from symgui.experiment import Experiment
from symgui.training.changes import at_the_start
from symgui.training.studies.progress import Beat, Progress
from symgui.training.trainer import Trainer


@dataclass(frozen=True, slots=True)
class SeedOutcome:
    """What a seed came to.

    Attributes
    ----------
    seed : int
        Of the initialization.
    iteration : int
        Updates done: fewer than asked for if the run diverged.
    cost, accuracy : float
        Over the training set; the accuracy is a share of 1.
    """

    seed: int
    iteration: int
    cost: float
    accuracy: float


def from_seeds(experiment: Experiment, seeds: int, iteration: int) -> Iterator[SeedOutcome | Progress]:
    """Train from the seeds 0, 1, …, `seeds` − 1, and see how good each is at an iteration.

    Parameters
    ----------
    experiment : Experiment
        Its own seed and its later changes are left out.
    seeds : int
    iteration : int
    """
    start, data, beat = at_the_start(experiment), load_data(experiment.data), Beat()
    for seed in range(seeds):
        trainer = Trainer(start.with_(initialization={"seed": seed}), data)
        while trainer.iteration < iteration and trainer.divergence is None:
            trainer.advance(min(trainer.at_once, iteration - trainer.iteration))
            if beat():
                yield Progress(trainer.iteration, iteration)
        cost = trainer.cost()
        yield SeedOutcome(seed, trainer.iteration, cost, trainer.train_accuracy())
