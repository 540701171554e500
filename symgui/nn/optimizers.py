"""Update rules. Each works on all parameters at once, as one flat vector, in place.

Of several networks at once it works on an array with a row for each.
"""

from __future__ import annotations

from typing import Protocol, TypeAlias

import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.memory import aligned_zeros
from symgui.nn.state import OptimizerState

Rate: TypeAlias = float | FloatArray
"""A learning rate; of several networks at once a column of them, shape (lanes, 1)."""


class Optimizer(Protocol):
    """An update rule with its memory."""

    memory: tuple[FloatArray, ...]
    updates: int

    def update(self, parameters: FloatArray, gradients: FloatArray, learning_rate: Rate) -> None:
        """Move `parameters` by one step against `gradients`, both of the shape the rule was made for."""


class GradientDescent:
    """W ← W − α dW."""

    def __init__(self, *shape: int) -> None:
        self.memory: tuple[FloatArray, ...] = ()
        self.updates = 0
        self._step = aligned_zeros(*shape)

    def update(self, parameters: FloatArray, gradients: FloatArray, learning_rate: Rate) -> None:
        self.updates += 1
        np.multiply(gradients, learning_rate, out=self._step)
        np.subtract(parameters, self._step, out=parameters)


class Momentum:
    """v ← 0.9 v + dW, W ← W − α v (Polyak 1964)."""

    beta = 0.9

    def __init__(self, *shape: int) -> None:
        self.memory: tuple[FloatArray, ...] = (aligned_zeros(*shape),)
        self.updates = 0
        self._step = aligned_zeros(*shape)

    def update(self, parameters: FloatArray, gradients: FloatArray, learning_rate: Rate) -> None:
        self.updates += 1
        (v,) = self.memory
        np.multiply(v, self.beta, out=v)
        np.add(v, gradients, out=v)
        np.multiply(v, learning_rate, out=self._step)
        np.subtract(parameters, self._step, out=parameters)


class Adam:
    """Kingma & Ba 2015, algorithm 1, with β₁ = 0.9, β₂ = 0.999, ε = 1e-8."""

    beta1, beta2, epsilon = 0.9, 0.999, 1e-8

    def __init__(self, *shape: int) -> None:
        self.memory: tuple[FloatArray, ...] = (aligned_zeros(*shape), aligned_zeros(*shape))
        self.updates = 0
        self._step, self._root = aligned_zeros(*shape), aligned_zeros(*shape)

    def update(self, parameters: FloatArray, gradients: FloatArray, learning_rate: Rate) -> None:
        self.updates += 1
        (m, v), step, root = self.memory, self._step, self._root
        np.multiply(m, self.beta1, out=m)
        np.multiply(gradients, 1.0 - self.beta1, out=step)
        np.add(m, step, out=m)
        np.multiply(v, self.beta2, out=v)
        np.multiply(gradients, gradients, out=step)
        np.multiply(step, 1.0 - self.beta2, out=step)
        np.add(v, step, out=v)
        np.divide(v, 1.0 - self.beta2**self.updates, out=root)
        np.sqrt(root, out=root)
        np.add(root, self.epsilon, out=root)
        np.divide(m, 1.0 - self.beta1**self.updates, out=step)
        np.multiply(step, learning_rate, out=step)
        np.divide(step, root, out=step)
        np.subtract(parameters, step, out=parameters)


def updated(
    rule: OptimizerState, name: str, value: FloatArray, gradient: FloatArray, learning_rate: float
) -> FloatArray:
    """A parameter after one more update, in new memory; bit for bit what the rule itself makes of it.

    Parameters
    ----------
    rule : OptimizerState
    name : str
        ``"W[1]"``, ``"b[2]"``.
    value, gradient : ndarray
        The parameter, and the gradient the update uses.
    learning_rate : float
    """
    optimizer = OPTIMIZERS[rule.name](*value.shape)
    optimizer.updates = rule.updates
    for array, kept in zip(optimizer.memory, rule.memory.get(name, ()), strict=False):
        array[:] = kept
    value = value.copy()
    optimizer.update(value, gradient, learning_rate)
    return value


OPTIMIZERS: dict[str, type[GradientDescent] | type[Momentum] | type[Adam]] = {
    "gd": GradientDescent,
    "momentum": Momentum,
    "adam": Adam,
}
"""Update rules by their name in the experiment file."""
