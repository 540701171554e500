"""One update of a network with one hidden layer, written as the course writes it: read this first.

2 inputs, n_1 tanh units, one sigmoid output, cross-entropy, gradient descent. A column per example: X has
shape (2, m), Y (1, m), W1 (n_1, 2), b1 (n_1, 1), W2 (1, n_1), b2 (1, 1). `symgui.nn.network` does the same
for any number of layers, in memory that is used again, and sums so that equal units get equal bits.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from symgui.arrays import FloatArray


class Parameters(NamedTuple):
    """W[1], b[1], W[2], b[2]."""

    W1: FloatArray
    b1: FloatArray
    W2: FloatArray
    b2: FloatArray


def sigmoid(Z: FloatArray) -> FloatArray:
    """1 / (1 + e⁻ᶻ)."""
    result: FloatArray = 1.0 / (1.0 + np.exp(-Z))
    return result


def cost(p: Parameters, X: FloatArray, Y: FloatArray) -> float:
    """Mean cross-entropy: −1/m Σ (y log ŷ + (1 − y) log(1 − ŷ))."""
    A2 = sigmoid(p.W2 @ np.tanh(p.W1 @ X + p.b1) + p.b2)
    return float(-np.mean(Y * np.log(A2) + (1.0 - Y) * np.log(1.0 - A2)))


def update(p: Parameters, X: FloatArray, Y: FloatArray, learning_rate: float) -> Parameters:
    """The parameters after one step of gradient descent on all m examples."""
    m = X.shape[1]
    # forward
    A1 = np.tanh(p.W1 @ X + p.b1)
    A2 = sigmoid(p.W2 @ A1 + p.b2)
    # backward
    dZ2 = A2 - Y
    dW2 = dZ2 @ A1.T / m
    db2 = dZ2.sum(axis=1, keepdims=True) / m
    dZ1 = p.W2.T @ dZ2 * (1.0 - A1**2)  # tanh' = 1 − tanh²
    dW1 = dZ1 @ X.T / m
    db1 = dZ1.sum(axis=1, keepdims=True) / m
    # update
    return Parameters(
        p.W1 - learning_rate * dW1,
        p.b1 - learning_rate * db1,
        p.W2 - learning_rate * dW2,
        p.b2 - learning_rate * db2,
    )
