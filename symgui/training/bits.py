"""The bits of every machine: experiments over all settings, and a digest of what each must come to.

The kernel computes with operations whose rounding IEEE 754 fixes, in one order, so that its digits are the
same wherever it runs. A digest stands for all parameters and costs of a run: any other bit makes another.
"""

from __future__ import annotations

import hashlib
import json

import numpy as np

from symgui.experiment import DataSpec, Experiment, LayerSpec, WeightInit
from symgui.experiment.parts import ActivationName, OptimizerName, WeightScheme
from symgui.resources import resource_folder
from symgui.training.trainer import Trainer

UPDATES = 2000
COSTS = 20
"""Costs that go into a digest, evenly over the updates."""

_ACTIVATIONS: tuple[ActivationName, ...] = (
    "tanh",
    "relu",
    "sigmoid",
    "leaky_relu",
    "elu",
    "softplus",
    "swish",
    "linear",
)
_OPTIMIZERS: tuple[tuple[OptimizerName, float], ...] = (("gd", 0.3), ("momentum", 0.03), ("adam", 0.01))
_DATA = (
    DataSpec(kind="flower", samples=203),
    DataSpec(kind="circles", samples=100, noise=0.1, seed=4),
    DataSpec(kind="spiral", samples=90, classes=3, seed=5),
    DataSpec(kind="moons", samples=64, noise=0.2, standardize=True),
    DataSpec(kind="blobs", samples=77, classes=5, seed=2),
    DataSpec(kind="xor", samples=50, noise=0.1, seed=7),
    DataSpec(kind="linear", samples=33, balance=0.3),
)
_WEIGHTS: tuple[WeightScheme, ...] = (
    "xavier",
    "he",
    "normal",
    "uniform",
    "orthogonal",
    "glorot_uniform",
    "constant",
    "lecun_uniform",
)
_HIDDEN = ((4,), (8, 8, 8), (10, 5), (7, 3), (1,), (20, 17), (3, 3, 3, 3), (33,))
_BATCHES = (None, 32, None, 16, 7)
_L2 = (0.0, 0.1, 0.0)


def experiments() -> dict[str, Experiment]:
    """Forty experiments by name; every setting comes up in several."""
    found = {"logistic": Experiment(data=_DATA[1]).with_(network={"hidden": ()})}
    for i in range(39):
        activation, (optimizer, rate) = _ACTIVATIONS[i % 8], _OPTIMIZERS[i % 3]
        data, units, weights = _DATA[i % 7], _HIDDEN[i * 3 % 8], _WEIGHTS[(i + i // 8) % 8]
        batch, l2 = _BATCHES[i % 5], _L2[i // 2 % 3]
        start = WeightInit(scheme=weights, scale=0.5 if weights == "normal" else None)
        shape = "-".join(map(str, units))
        name = f"{i + 1:02} {data.kind} {shape} {activation} {weights} {optimizer}"
        found[name] = Experiment(data=data).with_(
            network={"hidden": tuple(LayerSpec(units=n, activation=activation) for n in units)},
            initialization={"seed": i, "weights": start},
            training={"optimizer": optimizer, "learning_rate": rate, "batch_size": batch, "l2": l2},
        )  # fmt: skip
    return found


def digest(experiment: Experiment, updates: int = UPDATES) -> str:
    """SHA-256 of all parameters after `updates`, and of costs on the way; NaN has one form."""
    trainer = Trainer(experiment)
    numbers = [np.array([trainer.cost()])]
    for _ in range(COSTS):
        trainer.advance(updates // COSTS)
        numbers.append(np.array([trainer.cost(), trainer.penalty]))
    network = trainer.network
    numbers += [matrix[l].ravel() for l in network.layers for matrix in (network.W, network.b)]
    flat = np.concatenate(numbers)
    flat[np.isnan(flat)] = np.nan
    return hashlib.sha256(flat.astype("<f8").tobytes()).hexdigest()


def published() -> dict[str, str]:
    """Digests by experiment, as every machine with a kernel must find them."""
    text = (resource_folder() / "bits.json").read_text(encoding="utf-8")
    found: dict[str, str] = json.loads(text)
    return found
