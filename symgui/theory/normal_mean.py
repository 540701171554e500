"""Means over standard normal numbers, by a sum over an even grid.

The trapezoidal rule on the whole line is exact to rounding for functions as smooth as tanh (Trefethen and
Weideman, SIAM Review 56, 2014), and needs nothing but sums, so that every machine gets the same bits; the
nodes of a Gauss-Hermite rule come from an eigenvalue solver, whose last digits differ.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.maths import exp

STEP = 0.0625
"""Between two points of the grid; a power of 2, so that every point is exact."""
END = 9.0
"""The last point; beyond it lies 1e-19 of the normal distribution."""
COARSE = 0.09375
"""The step in each direction of two numbers: 3/32, enough for tanh up to a length of 16."""


@cache
def grid(step: float) -> tuple[FloatArray, FloatArray]:
    """Points z from −`END` to `END`, and the weights h exp(−z²/2)/√(2π) of the rule."""
    count = round(END / step)
    z = step * np.arange(-count, count + 1, dtype=np.float64)
    weights = step * exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)
    return z, weights


def normal_points() -> FloatArray:
    """The values of a standard normal number at which a function is to be given to `normal_mean`, 1-D."""
    return grid(STEP)[0]


def normal_mean(values: FloatArray) -> float:
    """E[f(z)] for a standard normal z, of f at `normal_points`; the sum is exact, then rounded once."""
    return math.fsum((values * grid(STEP)[1]).tolist())


def pair_points() -> tuple[FloatArray, FloatArray]:
    """The values of two independent standard normal numbers for `pair_mean`: a column and a row."""
    z = grid(COARSE)[0]
    return z[:, None], z[None, :]


def pair_mean(values: FloatArray) -> float:
    """E[f(z₁, z₂)] for two independent standard normal numbers, of f at `pair_points`, 2-D."""
    weights = grid(COARSE)[1]
    return math.fsum((values * (weights[:, None] * weights[None, :])).ravel().tolist())
