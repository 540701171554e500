"""The curve of a run: what is recorded of it, and where."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.training.frame import Curve

DENSE = 100
"""Every iteration up to this one is on the curve; beyond, 180 a decade."""


def is_recorded(iteration: int) -> bool:
    """Whether an iteration belongs on the curve: all up to 100, then multiples of 5·10^(k−2) from 10^k on.

    It depends on nothing but the iteration, so the same run has the same curve wherever it is run.
    """
    if iteration <= DENSE:
        return True
    return iteration % (_power_of_ten(iteration) // 20) == 0


def next_recorded(iteration: int) -> int:
    """The first iteration after this one that belongs on the curve."""
    if iteration < DENSE:
        return iteration + 1
    stride = _power_of_ten(iteration) // 20
    return (iteration // stride + 1) * stride


def is_measured(iteration: int) -> bool:
    """Whether symmetry is measured there for the curve: all up to 32, then 45 a decade."""
    return iteration <= 32 or iteration % (_power_of_ten(iteration) // 5) == 0


def _power_of_ten(iteration: int) -> int:
    """The largest one up to `iteration`."""
    return int(10 ** (len(str(iteration)) - 1))


class Series:
    """Rows of numbers by iteration, in arrays that only ever grow at their end."""

    def __init__(self, width: int) -> None:
        self._length = 0
        self._iterations = np.empty(256, dtype=np.int64)
        self._rows = np.empty((256, width))

    def append(self, iteration: int, *values: float) -> None:
        """Add a row."""
        if self._length == self._iterations.size:
            self._iterations = np.concatenate([self._iterations, np.empty_like(self._iterations)])
            self._rows = np.concatenate([self._rows, np.empty_like(self._rows)])
        self._iterations[self._length] = iteration
        self._rows[self._length] = values
        self._length += 1

    def forget_after(self, iteration: int) -> None:
        """Drop all rows later than `iteration`; arrays given out before keep theirs."""
        keep = int(np.searchsorted(self.iterations, iteration, side="right"))
        self._iterations, self._rows = self._iterations.copy(), self._rows.copy()
        self._length = keep

    @property
    def iterations(self) -> NDArray[np.int64]:
        """Iterations so far, shape (k,); what is returned never changes."""
        return self._iterations[: self._length]

    @property
    def rows(self) -> FloatArray:
        """Values so far, shape (k, width); what is returned never changes."""
        return self._rows[: self._length]


class CurveRecorder:
    """The curve of a run.

    Parameters
    ----------
    hidden : int
        Number of hidden layers.
    """

    def __init__(self, hidden: int) -> None:
        self._hidden = hidden
        self._costs = Series(3)
        self._symmetry = Series(2 * hidden)

    def append(self, iteration: int, cost: float, train_accuracy: float, test_accuracy: float) -> None:
        """Add a point."""
        self._costs.append(iteration, cost, train_accuracy, test_accuracy)

    def append_symmetry(self, iteration: int, effective_units: list[int], row_spread: list[float]) -> None:
        """Add a measurement of every hidden layer."""
        self._symmetry.append(iteration, *effective_units, *row_spread)

    def forget_after(self, iteration: int) -> None:
        """Drop all that is later than `iteration`."""
        self._costs.forget_after(iteration)
        self._symmetry.forget_after(iteration)

    def curve(self) -> Curve:
        """The curve so far; what is returned never changes."""
        rows, symmetry = self._costs.rows, self._symmetry.rows
        return Curve(
            iterations=self._costs.iterations,
            cost=rows[:, 0],
            train_accuracy=rows[:, 1],
            test_accuracy=rows[:, 2],
            measured=self._symmetry.iterations,
            effective_units=symmetry[:, : self._hidden].astype(np.int64),
            row_spread=symmetry[:, self._hidden :],
        )
