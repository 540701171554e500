"""How large numbers are, and how far apart: no over- or underflow, and exactly 0 where they are equal."""

from __future__ import annotations

import math

import numpy as np

from symgui.arrays import FloatArray
from symgui.nn.interruption import look


def rms(values: FloatArray) -> float:
    """Root mean square; 0 only where all are 0."""
    look()
    peak = _peak(values)
    if not 0.0 < peak < math.inf:
        return peak
    shares = values / peak
    return peak * math.sqrt(float(np.square(shares, out=shares).mean()))


def deviation(values: FloatArray) -> float:
    """Standard deviation of all values; 0 only where they are equal, and always there.

    NumPy's is then the rounding of their mean: 1e-17 for a matrix of 0.1.
    """
    look()
    from_first = values - values.flat[0]
    peak = _peak(from_first)
    if not 0.0 < peak < math.inf:
        return peak
    look()
    return peak * float(_std(np.divide(from_first, peak, out=from_first)))


def row_deviations(values: FloatArray) -> FloatArray:
    """Standard deviation of every row, as `deviation`; shape (rows,)."""
    look()
    from_first = values - values[:, :1]
    peak = _peak(from_first)
    if not 0.0 < peak < math.inf:
        return np.full(len(values), peak)
    look()
    return peak * _std(np.divide(from_first, peak, out=from_first), axis=1)


def _std(values: FloatArray, axis: int | None = None) -> FloatArray:
    """What ``values.std(axis)`` gives, by the same operations, in half of its time: of few numbers.

    It overwrites them.
    """
    count = values.size if axis is None else values.shape[axis]
    values -= np.add.reduce(values, axis=axis, keepdims=True) / count
    np.multiply(values, values, out=values)
    spread: FloatArray = np.sqrt(np.add.reduce(values, axis=axis) / count)
    return spread


def _peak(values: FloatArray) -> float:
    """Largest |value|, without an array of them all; NaN if there is one, 0 if there is nothing."""
    return max(float(values.max(initial=0.0)), -float(values.min(initial=0.0)))
