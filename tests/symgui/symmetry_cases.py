"""Networks and experiments the symmetry tests share."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from symgui.arrays import FloatArray
from symgui.experiment import (
    BiasInit,
    DataSpec,
    Experiment,
    InitializationSpec,
    LayerSpec,
    NetworkSpec,
    TrainingSpec,
    WeightInit,
)
from symgui.training.run import RecordedRun
from symgui.training.trainer import Trainer


def matrix(*rows: Sequence[float]) -> FloatArray:
    return np.array(rows, dtype=np.float64)


def column(*entries: float) -> FloatArray:
    return np.array(entries, dtype=np.float64)[:, None]


def zeros(sizes: Sequence[int]) -> tuple[list[FloatArray], list[FloatArray]]:
    """W and b of a network of these sizes, all zero."""
    return (
        [np.zeros((n, k)) for k, n in itertools.pairwise(sizes)],
        [np.zeros((n, 1)) for n in sizes[1:]],
    )


def experiment(
    hidden: Sequence[int],
    activation: str = "tanh",
    *,
    data: DataSpec | None = None,
    weights: WeightInit | None = None,
    biases: BiasInit | None = None,
    seed: int = 2,
    **training: object,
) -> Experiment:
    return Experiment(
        data=data or DataSpec(kind="blobs", samples=40),
        network=NetworkSpec(tuple(LayerSpec(units=n, activation=activation) for n in hidden)),
        initialization=InitializationSpec(
            seed=seed, weights=weights or WeightInit(), biases=biases or BiasInit()
        ),
        training=TrainingSpec(**{"learning_rate": 0.1, **training}),
    )


def trainer(
    hidden: Sequence[int],
    activation: str = "tanh",
    *,
    W: Sequence[FloatArray] | None = None,
    b: Sequence[FloatArray] | None = None,
    **spec: object,
) -> Trainer:
    """A trainer of `experiment`, its parameters set to W[1] … and b[1] … where given."""
    made = Trainer(experiment(hidden, activation, **spec))
    for l, values in enumerate(W or (), start=1):
        made.network.W[l][:] = values
    for l, values in enumerate(b or (), start=1):
        made.network.b[l][:] = values
    return made


def run_of(*units: int, activation: str = "tanh", updates: int = 5, **fields: object) -> RecordedRun:
    """A short run of the moons from random weights, its hidden layers of so many units."""
    hidden = [{"units": n, "activation": activation} for n in units]
    spread = {"scheme": "normal", "scale": 0.5}
    fields = {"data": {"kind": "moons", "samples": 60}, **fields}
    run = RecordedRun(
        Experiment().with_(
            network={"hidden": hidden}, initialization={"weights": spread, "biases": spread}, **fields
        )
    )
    run.advance(updates)
    return run
