"""How large numbers are, and how far apart: no over- or underflow, and exactly 0 where they are equal."""

from __future__ import annotations

import math

import numpy as np

from symgui.arrays import FloatArray


def rms(values: FloatArray) -> float:
    """Root mean square; 0 only where all are 0."""
    peak = float(np.abs(values).max(initial=0.0))
    if not 0.0 < peak < math.inf:
        return peak
    return peak * math.sqrt(float(np.square(values / peak).mean()))


def deviation(values: FloatArray) -> float:
    """Standard deviation of all values; 0 only where they are equal, and always there.

    NumPy's is then the rounding of their mean: 1e-17 for a matrix of 0.1.
    """
    from_first = values - values.flat[0]
    peak = float(np.abs(from_first).max())
    return peak * float((from_first / peak).std()) if 0.0 < peak < math.inf else peak


def row_deviations(values: FloatArray) -> FloatArray:
    """Standard deviation of every row, as `deviation`; shape (rows,)."""
    from_first = values - values[:, :1]
    peak = float(np.abs(from_first).max())
    if not 0.0 < peak < math.inf:
        return np.full(len(values), peak)
    spreads: FloatArray = peak * (from_first / peak).std(axis=1)
    return spreads
