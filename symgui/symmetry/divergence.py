"""Divergence: the one definition, for the run's record, its timeline and the verdict.

A run has diverged at the first iteration t whose state, over the whole training set, holds a parameter or a
gradient that is not finite, or a pre-activation z with |z| > `TOO_LARGE`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import msgspec
import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.state import NetworkState
from symgui.plain_text.numbers import number

TOO_LARGE = 1e100
"""A |z| beyond this has diverged: the next product may overflow."""
LARGEST = float(np.finfo(np.float64).max)
NO_OVERFLOW = 1e290
"""What a bound of a gradient must stay below, so that no sum on the way to it overflows."""
STEEPEST = max(g.max_slope for g in ACTIVATIONS.values())
"""No hidden activation has a steeper slope."""


class Divergence(msgspec.Struct, frozen=True):
    """The first number of a run that is not finite or too large, and where it stands.

    Attributes
    ----------
    iteration : int
        Updates done: the first iteration whose state is diverged. It is the run's last.
    layer : int
    quantity : str
        ``"W"``, ``"b"``, ``"dW"``, ``"db"`` or ``"Z"``.
    value : float
        The first bad value.
    """

    iteration: int
    layer: int
    quantity: str
    value: float

    @property
    def what(self) -> str:
        """``"W[1] reached inf"``."""
        return f"{self.quantity}[{self.layer}] reached {number(self.value)}"

    def __str__(self) -> str:
        return f"{self.what} at iteration {self.iteration}"


def first_bad(iteration: int, layers: int, of: Callable[[str, int], FloatArray]) -> Divergence | None:
    """The first value that makes a state a diverged one, in the order in which values are made.

    Parameters
    ----------
    iteration : int
        Of the state.
    layers : int
        L.
    of : callable
        ``of("dW", 2)`` gives dW[2]; Z is that of the whole training set.
    """
    if _all_small(layers, of):
        return None
    forward, back = range(1, layers + 1), range(layers, 0, -1)
    order = [(q, l) for l in forward for q in ("W", "b")]
    order += [("Z", l) for l in forward]
    order += [(q, l) for l in back for q in ("dW", "db")]
    for quantity, l in order:
        matrix, most = of(quantity, l), TOO_LARGE if quantity == "Z" else LARGEST
        if float(matrix.max()) <= most and float(matrix.min()) >= -most:  # NaN compares false
            continue
        return Divergence(iteration, l, quantity, float(matrix[~(np.abs(matrix) <= most)][0]))
    return None


def _all_small(layers: int, of: Callable[[str, int], FloatArray]) -> bool:
    """Whether nothing can be bad: NaN, inf and too large a |z| survive a sum of squares."""
    with np.errstate(all="ignore"):
        return all(
            float(np.vdot(of(quantity, l), of(quantity, l))) < TOO_LARGE
            for l in range(1, layers + 1)
            for quantity in ("W", "b", "Z", "dW", "db")
        )


def divergence_of(state: NetworkState) -> Divergence | None:
    """Why a state is a diverged one; None if it is not."""
    return first_bad(state.iteration, len(state.layers), lambda q, l: getattr(state.layers[l - 1], q))


def surely_finite(sizes: Sequence[int], X: FloatArray, decay: float) -> float:
    """Sum of the squares of all parameters up to which no state of a network has diverged.

    Proved by norms: with S the root of that sum, ‖z[l]‖ ≤ S ‖a[l−1]‖ + S, and every hidden g has
    |g(z)| ≤ |z| + 1, so ‖a[l]‖ ≤ ‖z[l]‖ + √n_l; on the way back ‖δ[L]‖ ≤ 2 and every slope is at most
    `STEEPEST`. A network of teaching size stays far below it, so that an update need not look at anything
    else.

    Parameters
    ----------
    sizes : sequence of int
        n_0, n_1, …, n_L.
    X : ndarray, shape (n_0, m)
    decay : float
        λ/m: how much of a weight the L2 term adds to its gradient.
    """
    longest = float(np.linalg.norm(X, axis=0).max())
    for power in range(100, -100, -1):
        size = 10.0**power
        try:
            a = largest = longest
            delta = 2.0
            for n in sizes[1:]:
                z = size * (a + 1.0)
                a, largest, delta = z + math.sqrt(n), max(largest, z), delta * max(1.0, STEEPEST * size)
            if largest <= TOO_LARGE and delta * a * X.shape[1] + decay * size <= NO_OVERFLOW:
                return size**2
        except OverflowError:
            continue
    return 0.0
