"""The smaller network that equals a symmetric one: one unit for each cell, the same function and cost.

W'[J,K] = Σ_{k∈K} W[j,k] and b'[J] = b[j], for any unit j of cell J. An error that reaches one unit of the
small network is the sum of those of the cell's |J| units, so its steps are scaled:
ΔW'[J,K] = |K| · opt(dW'/|J| + (λ/m) W'/|K|), Δb'[J] = opt(db'/|J|). Inputs and outputs are cells of one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symgui.arrays import FloatArray
from symgui.experiment import BiasInit, Experiment, InitializationSpec, LayerSpec, NetworkSpec, WeightInit
from symgui.nn.build import build_network
from symgui.nn.memory import allocate
from symgui.nn.network import Network, Pass
from symgui.nn.optimizers import OPTIMIZERS, Optimizer
from symgui.nn.state import NetworkState
from symgui.symmetry.partition import Symmetry


@dataclass(frozen=True, slots=True, eq=False)
class Collapsed:
    """One unit per cell.

    Attributes
    ----------
    W, b : tuple of ndarray
        W'[1] … W'[L], of shape (n'_l, n'_{l−1}), and b'[1] … b'[L], of shape (n'_l, 1).
    members : tuple of ndarray
        |J| of every unit, from the inputs (all 1) to the outputs (all 1); ``members[l]`` has shape (n'_l,).
    """

    W: tuple[FloatArray, ...]
    b: tuple[FloatArray, ...]
    members: tuple[FloatArray, ...]


def collapse(state: NetworkState, symmetry: Symmetry) -> Collapsed:
    """Merge every cell of `symmetry` into one unit; mirror images are flipped before they are added.

    A cell of units that are their own mirror images keeps a unit, but no weights to or from it: what they
    would add up to is 0.

    Parameters
    ----------
    state : NetworkState
    symmetry : Symmetry
        Of the same state.
    """
    inputs, outputs = state.X.shape[0], state.output.units
    summing = [np.eye(inputs)]  # shape (n_l, n'_l): adds up a cell, with the signs of its units
    first = [np.arange(inputs)]
    for layer in symmetry.layers:
        matrix, counts = np.zeros((layer.units, layer.effective_units)), layer.in_sums
        for number, cell in enumerate(layer.cells):
            for unit in cell:
                matrix[unit, number] = counts[unit]
        summing.append(matrix)
        first.append(np.array([cell[0] for cell in layer.cells]))
    summing.append(np.eye(outputs))
    first.append(np.arange(outputs))
    layers = state.layers
    return Collapsed(
        W=tuple(layer.W[first[l]] @ summing[l - 1] for l, layer in enumerate(layers, start=1)),
        b=tuple(layer.b[first[l]] for l, layer in enumerate(layers, start=1)),
        members=(
            np.ones(inputs),
            *(np.array([len(cell) for cell in layer.cells], dtype=np.float64) for layer in symmetry.layers),
            np.ones(outputs),
        ),
    )


def collapsed_experiment(experiment: Experiment, state: NetworkState, symmetry: Symmetry) -> Experiment:
    """`experiment` with one unit per cell, starting from the values of `state`.

    Trained by itself it takes other steps than the original (see `CollapsedRun`); at its start it answers
    the same to every input.
    """
    small = collapse(state, symmetry)
    hidden = tuple(
        LayerSpec(units=seen.effective_units, activation=spec.activation)
        for seen, spec in zip(symmetry.layers, experiment.network.hidden, strict=True)
    )
    return experiment.with_(
        title=f"{experiment.title or 'Network'}, one unit per group",
        network=NetworkSpec(hidden=hidden),
        initialization=InitializationSpec(
            seed=experiment.initialization.seed,
            weights=WeightInit(scheme="explicit", values=tuple(_rows(W) for W in small.W)),
            biases=BiasInit(scheme="explicit", values=tuple(tuple(b[:, 0].tolist()) for b in small.b)),
        ),
        changes=(),
    )


class CollapsedRun:
    """Trains the one-unit-per-cell network so that its cost stays that of the original, full batch.

    In exact arithmetic the costs agree for ever; in floating point to rounding (with Adam, to the rounding
    its small denominators magnify). Start it where the optimizer has no memory yet: at iteration 0, or
    anywhere with plain gradient descent.

    Parameters
    ----------
    experiment : Experiment
        Of the original network.
    state : NetworkState
        The original's, where the two part.
    symmetry : Symmetry
        Of that state.

    Attributes
    ----------
    experiment : Experiment
        Of the collapsed network.
    network : Network
    members : tuple of ndarray, shape (n'_l,)
        How many units each of its units stands for, by layer from the inputs.
    iteration : int
        Updates done here.
    learning_rate : float
        To be kept equal to the original's.
    """

    def __init__(self, experiment: Experiment, state: NetworkState, symmetry: Symmetry) -> None:
        self.experiment = collapsed_experiment(experiment, state, symmetry)
        inputs, outputs = state.X.shape[0], state.output.units
        self.network: Network = build_network(self.experiment, inputs, 2 if outputs == 1 else outputs)
        self.members = collapse(state, symmetry).members
        self.iteration = 0
        self.learning_rate = experiment.training.learning_rate
        network = self.network
        self._X, self._Y, self._l2 = state.X, state.Y, experiment.training.l2
        self._pass = Pass(network.sizes, state.m)
        self._optimizer: Optimizer = OPTIMIZERS[experiment.training.optimizer](network.parameters.size)
        weights = [network.W[l].shape for l in network.layers]
        biases = [network.b[l].shape for l in network.layers]
        self._step, views = allocate([*weights, *biases])  # laid out as the network's own parameters
        self._step_W = dict(zip(network.layers, views[: network.L], strict=True))
        self._step_b = dict(zip(network.layers, views[network.L :], strict=True))

    def __repr__(self) -> str:
        return f"<CollapsedRun of {self.network!r} at iteration {self.iteration}>"

    def advance(self, updates: int) -> None:
        """Do so many updates."""
        for _ in range(updates):
            self.step()

    def step(self) -> None:
        """One update over the full batch."""
        network = self.network
        with np.errstate(all="ignore"):
            network.forward(self._X, self._pass)
            network.backward(self._X, self._Y, self._pass)
            for l in network.layers:
                of_cell, below = self.members[l][:, None], self.members[l - 1]
                network.dW[l] /= of_cell
                network.db[l] /= of_cell
                if self._l2:
                    network.dW[l] += self._l2 / self._pass.m * (network.W[l] / below)
            self._step[:] = 0.0
            self._optimizer.update(self._step, network.gradients, self.learning_rate)
            for l in network.layers:
                network.W[l] += self.members[l - 1] * self._step_W[l]
                network.b[l] += self._step_b[l]
        self.iteration += 1

    def cost(self) -> float:
        """Mean cross-entropy over the training set, at the parameters as they are now."""
        with np.errstate(all="ignore"):
            self.network.forward(self._X, self._pass)
            return self.network.cost(self._Y, self._pass)


def _rows(W: FloatArray) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(row) for row in W.tolist())
