"""How long a nudge takes to show: the time until twins are visibly different, by the size of the nudge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import RandomState

from symgui.arrays import FloatArray
from symgui.experiment import Experiment, parameter_name, parse_parameter
from symgui.nn.draws import randn
from symgui.training.changes import at_the_start
from symgui.training.studies.progress import Progress, ProgressTimer
from symgui.training.studies.start import VISIBLE, StartingTwins
from symgui.training.trainer import Trainer


@dataclass(frozen=True, slots=True)
class BreakTime:
    """How long a nudge took to show.

    Attributes
    ----------
    epsilon : float
    iteration : int or None
        First iteration at which the units that began as twins were visibly different; None if they never
        were.
    updates : int
        Updates done: fewer than the limit, without an `iteration`, if the run diverged.
    spread : float
        Relative spread of the twins at the end.
    """

    epsilon: float
    iteration: int | None
    updates: int
    spread: float


def nudge(
    W: Mapping[int, FloatArray],
    b: Mapping[int, FloatArray],
    epsilon: float,
    parameter: str | None = None,
    seed: int = 0,
) -> dict[str, float]:
    """New values for some parameters: ε added to one, or ε · randn to all of W[1].

    Parameters
    ----------
    W, b : mapping of int to ndarray, shapes (n_l, n_{l−1}) and (n_l, 1)
        Parameters as they are, by layer from 1.
    epsilon : float
    parameter : str, optional
        The one parameter, as in the experiment file: ``"W1[0,1]"``.
    seed : int
        Of the noise.

    Returns
    -------
    dict
        ``{"W1[0,1]": 0.501}``; rounding may have swallowed ε.

    Raises
    ------
    ValueError
        If there is no such parameter.
    """
    if parameter is not None:
        letter, layer, row, column = parse_parameter(parameter)
        matrix = (W if letter == "W" else b).get(layer)
        if matrix is None or row >= matrix.shape[0] or column >= matrix.shape[1]:
            raise ValueError(f"the network has no {parameter}")
        return {parameter: float(matrix[row, column]) + epsilon}
    values = W[1] + epsilon * randn(RandomState(seed), *W[1].shape)
    return {parameter_name("W", 1, j, k): float(value) for (j, k), value in np.ndenumerate(values)}


def break_times(
    experiment: Experiment, epsilons: Sequence[float], limit: int, parameter: str | None = None
) -> Iterator[BreakTime | Progress]:
    """The iterations, for each ε, until the experiment's start, nudged so far, has visibly different units.

    Parameters
    ----------
    experiment : Experiment
        Its later changes are left out.
    epsilons : sequence of float
    limit : int
        Iterations after which to give up.
    parameter : str, optional
        What is nudged; by default all of W[1].

    Raises
    ------
    ValueError
        If the start has no twins, or the network no such parameter.
    """
    trainer = Trainer(at_the_start(experiment))
    network = trainer.network
    twins = StartingTwins(network)
    if not twins:
        raise ValueError("the start has no twins: there is no symmetry to break")
    start, due = trainer.snapshot(), ProgressTimer()
    for epsilon in epsilons:
        trainer.restore(start)
        trainer.set_parameters(nudge(network.W, network.b, epsilon, parameter))
        while (spread := twins.relative_spread()) < VISIBLE and trainer.iteration < limit:
            trainer.advance()
            if due():
                yield Progress(trainer.iteration, limit)
            if trainer.divergence is not None:
                break
        broken = trainer.iteration if spread >= VISIBLE else None
        yield BreakTime(epsilon, broken, trainer.iteration, spread)
