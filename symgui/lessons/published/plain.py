"""The textbook's formulas once more, a line each, in plain NumPy: a second program beside the engine.

It shares nothing with `symgui.nn` and `symgui.training`: matrix products by ``@``, slopes from a, new arrays
at every step. It is slow, and equal units may drift apart by rounding; its numbers are those of the formulas.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.random import RandomState
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


@dataclass
class PlainNet:
    """Tanh layers, and an output of one sigmoid or several softmax units.

    Attributes
    ----------
    W, b : list of ndarray
        Of layer 1, 2, …: W of shape (n_l, n_{l−1}), b of shape (n_l, 1).
    memory : dict
        What the update rule remembers, by the place of a parameter.
    updates : int
        Updates done.
    """

    W: list[Matrix]
    b: list[Matrix]
    memory: dict[int, Matrix] = field(default_factory=dict)
    updates: int = 0

    def activations(self, X: Matrix) -> list[Matrix]:
        """A[0] = X, A[1], …, A[L]."""
        A = [X]
        for W, b in zip(self.W[:-1], self.b[:-1], strict=True):
            A.append(np.tanh(W @ A[-1] + b))
        Z = self.W[-1] @ A[-1] + self.b[-1]
        A.append(1 / (1 + np.exp(-Z)) if len(Z) == 1 else np.exp(Z) / np.exp(Z).sum(axis=0))
        return A

    def cost(self, X: Matrix, Y: Matrix) -> float:
        """Mean cross-entropy, −1/m Σ log of the probability of the right class."""
        P = self.activations(X)[-1]
        right = P * Y + (1 - P) * (1 - Y) if len(P) == 1 else (P * Y).sum(axis=0)
        return float(-np.log(right).mean())

    def penalty(self, l2: float, m: int) -> float:
        """λ/(2m) Σ W²."""
        return l2 / (2 * m) * sum(float((W**2).sum()) for W in self.W)

    def gradients(self, X: Matrix, Y: Matrix, l2: float) -> list[Matrix]:
        """dW[1] … dW[L], then db[1] … db[L]; λ/m W is part of dW only; m is the number of columns of X."""
        m, A = X.shape[1], self.activations(X)
        dW: list[Matrix] = []
        db: list[Matrix] = []
        dZ = A[-1] - Y
        for l in reversed(range(len(self.W))):
            dW.insert(0, dZ @ A[l].T / m + l2 / m * self.W[l])
            db.insert(0, dZ.sum(axis=1, keepdims=True) / m)
            dZ = self.W[l].T @ dZ * (1 - A[l] ** 2)
        return dW + db

    def update(self, rule: str, gradients: list[Matrix], rate: float) -> None:
        """One update of every parameter by ``"gd"``, ``"momentum"`` or ``"adam"``."""
        self.updates += 1
        parameters = self.W + self.b
        moved = [p - rate * self._step(rule, k, gradients[k]) for k, p in enumerate(parameters)]
        self.W, self.b = moved[: len(self.W)], moved[len(self.W) :]

    def _step(self, rule: str, k: int, g: Matrix) -> Matrix:
        """What α multiplies: g, Polyak's v ← 0.9 v + g, or Adam's corrected m / (√v + ε)."""
        if rule == "gd":
            return g
        old = self.memory.get(k, np.zeros((2, *g.shape)))
        if rule == "momentum":
            velocity: Matrix = 0.9 * old[0] + g
            self.memory[k] = np.stack([velocity, old[1]])
            return velocity
        self.memory[k] = np.stack([0.9 * old[0] + 0.1 * g, 0.999 * old[1] + 0.001 * g**2])
        m, v = self.memory[k]
        step: Matrix = m / (1 - 0.9**self.updates) / (np.sqrt(v / (1 - 0.999**self.updates)) + 1e-8)
        return step


def plain_batches(m: int, size: int | None, seed: int) -> Iterator[NDArray[np.int64]]:
    """The examples of each update: a permutation an epoch, cut into pieces, the last one short."""
    stream = RandomState(seed)
    while size is None:
        yield np.arange(m)
    while True:
        order = stream.permutation(m)
        for start in range(0, m, size):
            yield order[start : start + size]


def plain_standardized(X: Matrix, by: Matrix) -> Matrix:
    """(x − mean) / deviation of every row, both of the rows of `by`; the deviation divides by m."""
    rows = [
        [(x - statistics.fmean(of)) / statistics.pstdev(of) for x in row]
        for row, of in zip(X.tolist(), by.tolist(), strict=True)
    ]
    return np.array(rows, dtype=np.float64)
