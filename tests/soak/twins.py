"""Twins after a million updates: ``python tests/soak/twins.py --updates 1000000``.

Ten networks of odd shapes whose layers start with equal units, in full batches and in small ones, by each
optimizer. Exit status 1 if a unit differs from the first one of its layer in a single bit, or if a run has
not moved: then it proves nothing.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from symgui.experiment import BiasInit, DataSpec, Experiment, LayerSpec, WeightInit
from symgui.experiment.parts import ActivationName, OptimizerName
from symgui.nn.kernel import computes
from symgui.training.trainer import Trainer

RATES: dict[OptimizerName, float] = {"gd": 0.3, "momentum": 0.03, "adam": 0.003}


class Case(NamedTuple):
    """A network, and how it trains."""

    units: tuple[int, ...]
    activation: ActivationName
    optimizer: OptimizerName
    samples: int
    batch: int | None


CASES = (
    Case((2,), "tanh", "gd", 5, None),
    Case((3,), "relu", "gd", 61, 7),
    Case((5, 3), "sigmoid", "adam", 13, None),
    Case((7,), "swish", "momentum", 33, 9),
    Case((9, 2), "elu", "gd", 17, None),
    Case((13, 17), "tanh", "adam", 11, 3),
    Case((1, 6), "softplus", "gd", 9, 2),
    Case((3, 3, 3), "leaky_relu", "momentum", 21, None),
    Case((33,), "sigmoid", "gd", 7, None),
    Case((11, 4, 5), "tanh", "gd", 15, 4),
)


def trainer_of(case: Case) -> Trainer:
    """Of a network of equal units."""
    spec = Experiment(data=DataSpec(kind="xor", samples=case.samples, seed=2)).with_(
        network={"hidden": tuple(LayerSpec(n, case.activation) for n in case.units)},
        initialization={
            "weights": WeightInit(scheme="constant", value=0.1),
            "biases": BiasInit(scheme="constant", value=0.1),
        },
        training={
            "optimizer": case.optimizer,
            "learning_rate": RATES[case.optimizer],
            "batch_size": case.batch,
        },
    )
    return Trainer(spec)


def deviation(trainer: Trainer) -> float:
    """The largest difference of a parameter of a unit from the first unit's, in all hidden layers."""
    network = trainer.network
    arrays = [
        array for l in range(1, network.L) for array in (network.W[l], network.b[l], network.W[l + 1].T)
    ]
    return max(float(np.abs(array - array[:1]).max()) for array in arrays)


def main() -> int:
    """Train each; print a line of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--updates", type=int, default=10**6)
    updates = parser.parse_args().updates
    print(computes())
    failed = False
    for case in CASES:
        trainer, began = trainer_of(case), time.monotonic()
        before = trainer.network.parameters.copy()
        made = trainer.advance(updates)
        found, moved = deviation(trainer), float(np.abs(trainer.network.parameters - before).max())
        failed |= found != 0.0 or made != updates or not moved > 0.0
        shape, how = "-".join(map(str, trainer.network.sizes)), f"batches of {case.batch or 'all'}"
        print(
            f"{shape} {case.activation}, {case.optimizer}, {how}: deviation {found:g} after {made} updates, "
            f"moved by {moved:.3g} ({time.monotonic() - began:.0f} s)",
            flush=True,
        )
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
