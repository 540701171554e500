"""What is kept of a run: its cost curve, and states to go back to."""

from __future__ import annotations

import math

import numpy as np

from symgui.training.frame import Curve
from symgui.training.trainer import Snapshot

DENSE = 200
"""Every iteration up to this one is on the curve; beyond, 900 a decade."""


def is_recorded(iteration: int) -> bool:
    """Whether an iteration belongs on the curve: all up to 200, then multiples of 10^(k−2) from 10^k on.

    It depends on nothing but the iteration, so the same run has the same curve wherever it is run.
    """
    if iteration <= DENSE:
        return True
    return iteration % 10 ** (len(str(iteration)) - 3) == 0


class CurveRecorder:
    """The points of the cost curve, in arrays that only ever grow at their end."""

    def __init__(self) -> None:
        self._length = 0
        self._iterations = np.empty(1024, dtype=np.int64)
        self._values = np.empty((3, 1024))

    @property
    def last(self) -> int:
        """The last iteration on the curve, −1 if there is none."""
        return int(self._iterations[self._length - 1]) if self._length else -1

    def append(self, iteration: int, cost: float, train_accuracy: float, test_accuracy: float) -> None:
        """Add a point."""
        if self._length == self._iterations.size:
            self._iterations = np.concatenate([self._iterations, np.empty_like(self._iterations)])
            self._values = np.concatenate([self._values, np.empty_like(self._values)], axis=1)
        self._iterations[self._length] = iteration
        self._values[:, self._length] = cost, train_accuracy, test_accuracy
        self._length += 1

    def forget_after(self, iteration: int) -> None:
        """Drop all points later than `iteration`. Curves given out before keep theirs."""
        keep = int(np.searchsorted(self._iterations[: self._length], iteration, side="right"))
        self._iterations, self._values = self._iterations.copy(), self._values.copy()
        self._length = keep

    def curve(self) -> Curve:
        """The points so far; what is returned never changes."""
        n = self._length
        cost, train, test = self._values[:, :n]
        return Curve(self._iterations[:n], cost, train, test)


class Keyframes:
    """States of a run to go back to, in bounded memory, thinned evenly in log time.

    The first and the newest are always kept.
    """

    def __init__(self, limit_bytes: int = 64 * 2**20) -> None:
        self._limit = limit_bytes
        self._kept: dict[int, Snapshot] = {}
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def nbytes(self) -> int:
        """Memory in use."""
        return self._bytes

    def add(self, snapshot: Snapshot) -> None:
        """Keep a state; it replaces one of the same iteration."""
        self._drop(snapshot.iteration)
        self._kept[snapshot.iteration] = snapshot
        self._bytes += snapshot.nbytes
        while self._bytes > self._limit and len(self._kept) > 2:
            self._drop(self._most_crowded())

    def before(self, iteration: int) -> Snapshot:
        """The latest kept state at or before `iteration`."""
        return self._kept[max(at for at in self._kept if at <= iteration)]

    def forget_after(self, iteration: int) -> None:
        """Drop all states later than `iteration`."""
        for at in [at for at in self._kept if at > iteration]:
            self._drop(at)

    def _drop(self, iteration: int) -> None:
        dropped = self._kept.pop(iteration, None)
        if dropped is not None:
            self._bytes -= dropped.nbytes

    def _most_crowded(self) -> int:
        """The state whose removal leaves the smallest gap in log time; never the first or the newest."""
        times = sorted(self._kept)
        gaps = {
            middle: math.log1p(after) - math.log1p(before)
            for before, middle, after in zip(times, times[1:], times[2:], strict=False)
        }
        return min(gaps, key=gaps.__getitem__)
