"""The run as it is, beside one in which some parameters were set otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from symgui.experiment import Experiment
from symgui.training.studies.progress import Progress, catch_up
from symgui.training.trainer import Trainer


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One iteration of the true run and of the one with other weights.

    Attributes
    ----------
    iteration : int
    cost, cost_if : float
    """

    iteration: int
    cost: float
    cost_if: float


def what_if(
    experiment: Experiment, iteration: int, values: Mapping[str, float], iterations: int = 200
) -> Iterator[WhatIf | Progress]:
    """From `iteration` on, the run as it is beside one whose parameters are set to `values` there.

    Parameters
    ----------
    experiment : Experiment
        With its recorded changes.
    iteration : int
        Where the two part.
    values : mapping
        As in the experiment file: ``{"W2[0,0]": 0.5}``.
    iterations : int
        How far to follow them; less far if one diverges.
    """
    true = Trainer(experiment)
    yield from catch_up(true, iteration)
    other = Trainer(experiment, true.data)
    other.restore(true.snapshot())
    other.set_parameters(values)
    for _ in range(iterations + 1):
        yield WhatIf(true.iteration, true.cost(), other.cost())
        if not (true.advance(1) and other.advance(1)):
            return
