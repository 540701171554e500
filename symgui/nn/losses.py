"""The output's activation and its loss, a pair: sigmoid for two classes, softmax above.

Both losses are cross-entropy computed from the logits z, never from the rounded probability: a notebook
that takes log(1 − sigmoid(z)) prints inf or NaN as soon as the sigmoid has rounded to 1, where the cost
is a plain finite number. For both pairs the derivative is dZ = A − Y.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.activations import InPlace, exp_minus_abs, sigmoid


class OutputLoss(msgspec.Struct, frozen=True):
    """An output activation with its cross-entropy.

    Attributes
    ----------
    name : str
        ``"sigmoid"`` or ``"softmax"``.
    function : callable
        In place: ``f(z, out, scratch)``.
    losses : callable
        ``f(z, y, out, scratch)`` writes the loss of every example to ``out[0]``.
    """

    name: str
    formula: str
    function: InPlace
    losses: Callable[[FloatArray, FloatArray, FloatArray, FloatArray], object]

    def cost(self, Z: FloatArray, Y: FloatArray, out: FloatArray, scratch: FloatArray) -> float:
        """J = 1/m Σ loss⁽ⁱ⁾.

        Parameters
        ----------
        Z, Y : ndarray, shape (n_L, m)
            Logits, and 0/1 labels.
        out, scratch : ndarray, shape (n_L, m)
            Overwritten.
        """
        self.losses(Z, Y, out, scratch)
        return float(out[0].sum() / Z.shape[1])


def binary_cross_entropy(Z: FloatArray, Y: FloatArray, out: FloatArray, scratch: FloatArray) -> None:
    """−y log σ(z) − (1 − y) log(1 − σ(z)) = (max(z, 0) − z y) + log(1 + exp(−|z|)).

    In this order: a well classified example's first term is an exact 0, and its small loss keeps its digits.
    """
    np.multiply(Z, Y, out=scratch)
    np.maximum(Z, 0.0, out=out)
    np.subtract(out, scratch, out=out)
    exp_minus_abs(Z, scratch)
    np.log1p(scratch, out=scratch)
    np.add(out, scratch, out=out)


def softmax(Z: FloatArray, out: FloatArray, scratch: FloatArray) -> None:  # noqa: ARG001
    """exp(z_j) / Σ exp(z_k), down each column, the largest logit taken off first."""
    np.subtract(Z, Z.max(axis=-2, keepdims=True), out=out)
    np.exp(out, out=out)
    np.divide(out, out.sum(axis=-2, keepdims=True), out=out)


def categorical_cross_entropy(Z: FloatArray, Y: FloatArray, out: FloatArray, scratch: FloatArray) -> None:
    """Log Σ exp(z_k) − z_y = log(1 + Σ exp(z_k − z_top)) + (z_top − z_y), the sum over all but the top."""
    top = Z.argmax(axis=0), np.arange(Z.shape[1])
    np.subtract(Z, Z[top], out=scratch)
    np.exp(scratch, out=out)
    out[top] = 0.0
    rest = np.log1p(out.sum(axis=0))
    np.multiply(scratch, Y, out=scratch)
    np.subtract(rest, scratch.sum(axis=0), out=out[0])


SIGMOID_CROSS_ENTROPY = OutputLoss("sigmoid", "1/(1 + e⁻ᶻ)", sigmoid, binary_cross_entropy)
SOFTMAX_CROSS_ENTROPY = OutputLoss("softmax", "eᶻ / Σ eᶻ", softmax, categorical_cross_entropy)


def output_loss(classes: int) -> OutputLoss:
    """The pair for a number of classes: one sigmoid for two, a softmax above."""
    return SIGMOID_CROSS_ENTROPY if classes == 2 else SOFTMAX_CROSS_ENTROPY
