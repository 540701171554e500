"""Iterations of a run at which its cost is looked at, until it is below a bound."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from symgui.arrays import FloatArray


class CostLooks(NamedTuple):
    """Where the cost is looked at, and what it is there.

    Attributes
    ----------
    iterations : ndarray of int64, shape (n,)
        Ascending.
    costs : ndarray, shape (n,)
        NaN where it is not known: not yet, or after the first one below the bound.
    bound : float
    """

    iterations: NDArray[np.int64]
    costs: FloatArray
    bound: float

    @classmethod
    def at(cls, iterations: NDArray[np.int64], bound: float) -> CostLooks:
        """The looks of a run that has not begun."""
        return cls(iterations, np.full(len(iterations), np.nan), bound)

    def first_below(self) -> int | None:
        """The first of the iterations at which the cost is known and below the bound."""
        below = np.flatnonzero(self.costs < self.bound)
        return int(self.iterations[below[0]]) if below.size else None
