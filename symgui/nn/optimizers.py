"""Update rules. Each works on all parameters at once, as one flat vector, in place.

Of several networks at once it works on an array with a row for each.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from typing import ClassVar, TypeAlias

import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.memory import aligned_zeros
from symgui.nn.state import OptimizerState

Rate: TypeAlias = float | FloatArray
"""A learning rate; of several networks at once a column of them, shape (lanes, 1)."""


class Optimizer(ABC):
    """An update rule with its memory; the class says of itself what forms and explanations write of it.

    Parameters
    ----------
    *shape : int
        Of the parameters it will move: their number, or (networks, parameters of each).

    Attributes
    ----------
    label : str
        Its name for people.
    tip : str
        What it does, in a line.
    rule : str
        One update of layer l, memory first, with ``{l}`` for the layer's number.
    step : str
        What becomes of W, ``"W − α dW"``.
    remembers : str
        The names of its memory in `rule`; empty without one.
    keeps_small_gradients_small : bool
        Whether a gradient of nothing but rounding makes a step of nothing but rounding.
    most_decay : float
        The largest αλ/m at which the L2 term alone still makes weights smaller.
    in_numpy : tuple of two str
        For an exported script: what it is, and Python's text of ``update_parameters``, after that of
        ``initialize_memory`` if it has a memory.
    in_torch : str
        What makes it in a PyTorch script.
    memory : tuple of ndarray
        As many arrays of `shape` as it has names in `remembers`.
    updates : int
        Done so far.
    """

    label: ClassVar[str]
    tip: ClassVar[str]
    rule: ClassVar[str]
    step: ClassVar[str]
    remembers: ClassVar[tuple[str, ...]] = ()
    keeps_small_gradients_small: ClassVar[bool] = True
    most_decay: ClassVar[float]
    in_numpy: ClassVar[tuple[str, str]]
    in_torch: ClassVar[str]

    def __init__(self, *shape: int) -> None:
        self.memory: tuple[FloatArray, ...] = tuple(aligned_zeros(*shape) for _ in self.remembers)
        self.updates = 0
        self._step = aligned_zeros(*shape)

    @abstractmethod
    def update(self, parameters: FloatArray, gradients: FloatArray, learning_rate: Rate) -> None:
        """Move `parameters` by one step against `gradients`, both of the shape the rule was made for."""

    def past(self) -> FloatArray | None:
        """What, where it is not 0, moves a parameter whose gradient is 0; None if nothing does."""
        return self.memory[0] if self.memory else None


class GradientDescent(Optimizer):
    """W ← W − α dW."""

    label = "gradient descent"
    tip = "W ← W − α dW"
    rule = "W[{l}] ← W[{l}] − α dW[{l}],  b[{l}] ← b[{l}] − α db[{l}]"
    step = "W − α dW"
    most_decay = 2.0  # it multiplies a weight by 1 − αλ/m at each update
    in_numpy = ("Gradient descent.", '''
    def update_parameters(parameters, grads, learning_rate):
        """One step against the gradients."""
        return {name: parameters[name] - learning_rate * grads["d" + name] for name in parameters}
''')  # fmt: skip
    in_torch = "torch.optim.SGD(network.parameters(), lr=learning_rate)"

    def update(self, parameters: FloatArray, gradients: FloatArray, learning_rate: Rate) -> None:
        self.updates += 1
        np.multiply(gradients, learning_rate, out=self._step)
        np.subtract(parameters, self._step, out=parameters)


class Momentum(Optimizer):
    """v ← 0.9 v + dW, W ← W − α v (Polyak 1964)."""

    beta = 0.9

    label = "momentum"
    tip = f"v ← {beta:g} v + dW, W ← W − α v"
    rule = f"v ← {beta:g} v + dW[{{l}}],  W[{{l}}] ← W[{{l}}] − α v,  b[{{l}}] alike"
    step = "W − α v"
    remembers = ("v",)
    most_decay = 2.0 * (1.0 + beta)  # it solves w ← (1 + β − αλ/m) w − β w₋
    in_numpy = ("Gradient descent with momentum; v remembers past gradients.", '''
    def initialize_memory(parameters):
        """v = 0 for every parameter."""
        return {name: np.zeros_like(parameters[name]) for name in parameters}


    def update_parameters(parameters, grads, v, learning_rate):
        """v = 0.9 v + dW, and one step against v."""
        for name in parameters:
            v[name] = 0.9 * v[name] + grads["d" + name]
        return {name: parameters[name] - learning_rate * v[name] for name in parameters}, v
''')  # fmt: skip
    in_torch = "torch.optim.SGD(network.parameters(), lr=learning_rate, momentum=0.9)"

    def update(self, parameters: FloatArray, gradients: FloatArray, learning_rate: Rate) -> None:
        self.updates += 1
        (v,) = self.memory
        np.multiply(v, self.beta, out=v)
        np.add(v, gradients, out=v)
        np.multiply(v, learning_rate, out=self._step)
        np.subtract(parameters, self._step, out=parameters)


def whole_power(x: float, n: int) -> float:
    """x^n by squaring: what ``**`` gives in the last bit depends on the system's library."""
    power = 1.0
    while n > 0:
        if n & 1:
            power *= x
        x *= x
        n >>= 1
    return power


class Adam(Optimizer):
    """Kingma & Ba 2015, algorithm 1, with β₁ = 0.9, β₂ = 0.999, ε = 1e-8."""

    beta1, beta2, epsilon = 0.9, 0.999, 1e-8

    label = "Adam"
    tip = f"Steps scaled by running means of dW and dW² ({beta1:g}, {beta2:g}, {epsilon:g})"
    rule = (
        f"v ← {beta1:g} v + {1 - beta1:g} dW[{{l}}],  s ← {beta2:g} s + {1 - beta2:g} dW[{{l}}]²,  "
        f"W[{{l}}] ← W[{{l}}] − α v̂ / (√ŝ + {epsilon:g}),  b[{{l}}] alike,  "
        f"v̂ = v / (1 − {beta1:g}ᵗ),  ŝ = s / (1 − {beta2:g}ᵗ)"
    )
    step = "W − α v̂ / (√ŝ + ε)"
    remembers = ("v", "s")
    keeps_small_gradients_small = False  # each is divided by its own size
    most_decay = math.inf  # so is the L2 term
    in_numpy = ("Adam: v and s are running means of the gradients and of their squares.", '''
    def initialize_memory(parameters):
        """v = s = 0 for every parameter, and no update made."""
        zeros = {name: np.zeros_like(parameters[name]) for name in parameters}
        return {"v": dict(zeros), "s": dict(zeros), "t": 0}


    def update_parameters(parameters, grads, memory, learning_rate):
        """Kingma and Ba's step, with 0.9, 0.999 and 1e-8."""
        v, s, t = memory["v"], memory["s"], memory["t"] + 1
        for name in parameters:
            v[name] = 0.9 * v[name] + (1 - 0.9) * grads["d" + name]
            s[name] = 0.999 * s[name] + (1 - 0.999) * grads["d" + name] ** 2
        parameters = {
            name: parameters[name]
            - learning_rate * (v[name] / (1 - 0.9**t)) / (np.sqrt(s[name] / (1 - 0.999**t)) + 1e-8)
            for name in parameters
        }
        return parameters, {"v": v, "s": s, "t": t}
''')  # fmt: skip
    in_torch = "torch.optim.Adam(network.parameters(), lr=learning_rate, betas=(0.9, 0.999), eps=1e-8)"

    def __init__(self, *shape: int) -> None:
        super().__init__(*shape)
        self._root = aligned_zeros(*shape)

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
        np.divide(v, 1.0 - whole_power(self.beta2, self.updates), out=root)
        np.sqrt(root, out=root)
        np.add(root, self.epsilon, out=root)
        np.divide(m, 1.0 - whole_power(self.beta1, self.updates), out=step)
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
    value, gradient : ndarray of one shape
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


OPTIMIZERS: dict[str, type[Optimizer]] = {
    "gd": GradientDescent,
    "momentum": Momentum,
    "adam": Adam,
}
"""Update rules by their name in the experiment file."""
