"""Small experiments on an experiment: how long a nudge takes to show, what rounding breaks, what if.

Each is a generator: it yields as it goes, so that a caller can show progress and stop it at any point.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.random import RandomState

from symgui.experiment import ArithmeticName, BiasInit, Experiment, WeightInit
from symgui.nn.network import Network
from symgui.symmetry.spread import row_spread
from symgui.training.trainer import Trainer

VISIBLE = 0.1
"""Symmetry is visibly broken when two units' rows differ by this share of the layer's largest weight."""


def relative_spread(network: Network, layer: int) -> float:
    """Largest difference between two units' incoming rows or biases, over the layer's largest |w| or |b|."""
    W, b = network.W[layer], network.b[layer]
    largest = max(float(np.abs(W).max()), float(np.abs(b).max()))
    return row_spread(W, b) / largest if largest > 0.0 else 0.0


def nudged(experiment: Experiment, epsilon: float, seed: int = 0) -> Experiment:
    """The experiment with ε · randn added to W[1] of its start, all parameters written out.

    Parameters
    ----------
    experiment : Experiment
    epsilon : float
    seed : int
        Of the noise.
    """
    network = Trainer(experiment).network
    W = {layer: matrix.copy() for layer, matrix in network.W.items()}
    W[1] += epsilon * RandomState(seed).randn(*W[1].shape)
    initialization = msgspec.structs.replace(
        experiment.initialization,
        weights=WeightInit(
            scheme="explicit", values=tuple(tuple(map(tuple, w.tolist())) for w in W.values())
        ),
        biases=BiasInit(scheme="explicit", values=tuple(tuple(b[:, 0].tolist()) for b in network.b.values())),
        layers={},
    )
    return msgspec.structs.replace(experiment, initialization=initialization, changes=())


@dataclass(frozen=True, slots=True)
class BreakTime:
    """How long a nudge took to show.

    Attributes
    ----------
    epsilon : float
    iteration : int or None
        First iteration at which the symmetry of layer 1 was visibly broken; None if not within the limit.
    spread : float
        Relative spread of layer 1 at the end.
    """

    epsilon: float
    iteration: int | None
    spread: float


def break_times(experiment: Experiment, epsilons: Sequence[float], limit: int) -> Iterator[BreakTime]:
    """For each ε, the iterations until noise of that size on W[1] is visible.

    Parameters
    ----------
    experiment : Experiment
        A symmetric start.
    epsilons : sequence of float
    limit : int
        Iterations after which to give up.
    """
    for epsilon in epsilons:
        trainer = Trainer(nudged(experiment, epsilon))
        while (spread := relative_spread(trainer.network, 1)) < VISIBLE and trainer.iteration < limit:
            if not trainer.advance(1):
                break
        broken = trainer.iteration if spread >= VISIBLE else None
        yield BreakTime(epsilon, broken, spread)


@dataclass(frozen=True, slots=True)
class Drift:
    """What one arithmetic did to a symmetric start.

    Attributes
    ----------
    arithmetic : str
    iteration : int
        Updates done so far.
    first : int or None
        First iteration at which two units that began as twins differed in any bit.
    spread : float
        Row spread of layer 1 now.
    """

    arithmetic: str
    iteration: int
    first: int | None
    spread: float


def drift(
    experiment: Experiment, arithmetic: ArithmeticName, iterations: int, every: int = 100
) -> Iterator[Drift]:
    """Train under an arithmetic and watch the twins of layer 1 drift apart, or not.

    Yields
    ------
    Drift
        Every `every` iterations and at the end. The step at which rounding first shows depends on the
        processor.
    """
    trainer = Trainer(msgspec.structs.replace(experiment, arithmetic=arithmetic))
    W, b = trainer.network.W[1], trainer.network.b[1]
    start = row_spread(W, b)
    first: int | None = None
    while trainer.iteration < iterations:
        to_next = min(every - trainer.iteration % every, iterations - trainer.iteration)
        if not trainer.advance(1 if first is None else to_next):
            break
        if first is None and row_spread(W, b) != start:
            first = trainer.iteration
        if trainer.iteration % every == 0 or trainer.iteration == iterations:
            yield Drift(arithmetic, trainer.iteration, first, row_spread(W, b))


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
) -> Iterator[WhatIf]:
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
        How far to follow them.
    """
    true = Trainer(experiment)
    true.advance(iteration)
    other = Trainer(experiment)
    other.restore(true.snapshot())
    other.set_parameters(values)
    for _ in range(iterations + 1):
        yield WhatIf(true.iteration, true.cost(), other.cost())
        if not (true.advance(1) and other.advance(1)):
            return
