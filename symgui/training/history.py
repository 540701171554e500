"""What is kept of a run: its cost curve, and states to go back to."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush

import numpy as np
from numpy.typing import NDArray

from symgui.nn.state import FloatArray
from symgui.training.frame import Curve
from symgui.training.trainer import Snapshot

DENSE = 100
"""Every iteration up to this one is on the curve; beyond, 180 a decade."""
MEMORY = 64 * 2**20
"""Bytes that the kept states of a run may take."""
ROOM = 0.75
"""Share of the memory that is in use after thinning."""


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


class Keyframes:
    """States of a run to go back to, in bounded memory.

    The first and the newest are always kept (two that are larger than the limit, too). When memory is used
    up, the states between are thinned evenly in log time, seen from both ends and from `focus`: a run's
    beginning is where most happens, its end and the focus are where a person steps back from. So the way
    from a kept state to any iteration is a share of its distance from the nearest of the three, the smaller
    the more states there is room for.

    Parameters
    ----------
    limit_bytes : int

    Attributes
    ----------
    focus : int
        Where the person has gone back to; the newest state when that is added.
    """

    def __init__(self, limit_bytes: int = MEMORY) -> None:
        self.focus = 0
        self._limit = limit_bytes
        self._times: list[int] = []
        self._kept: dict[int, Snapshot] = {}
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._times)

    def __contains__(self, iteration: int) -> bool:
        return iteration in self._kept

    @property
    def nbytes(self) -> int:
        """Memory in use."""
        return self._bytes

    def add(self, snapshot: Snapshot) -> None:
        """Keep a state; it replaces one of the same iteration."""
        at = snapshot.iteration
        if at in self._kept:
            self._bytes -= self._kept[at].nbytes
        else:
            insort(self._times, at)
        self._kept[at] = snapshot
        self._bytes += snapshot.nbytes
        if at == self._times[-1]:
            self.focus = at
        if self._bytes > self._limit and len(self) > 2:
            self._thin()

    def before(self, iteration: int) -> Snapshot:
        """The latest kept state at or before `iteration`."""
        return self._kept[self._times[bisect_right(self._times, iteration) - 1]]

    def forget_after(self, iteration: int) -> None:
        """Drop all states later than `iteration`."""
        for at in self._times[bisect_right(self._times, iteration) :]:
            self._bytes -= self._kept.pop(at).nbytes
        self._times = [at for at in self._times if at <= iteration]

    def _thin(self) -> None:
        """Drop one state after the other whose neighbours are closest, until there is room for some more."""
        times = self._times
        place = log_place(times, {times[0], times[-1], self.focus})
        before, after = list(range(-1, len(times) - 1)), list(range(1, len(times) + 1))
        gaps = [(place[i + 1] - place[i - 1], i) for i in range(1, len(times) - 1)]
        heapify(gaps)
        while self._bytes > ROOM * self._limit and gaps:
            gap, i = heappop(gaps)
            b, a = before[i], after[i]
            if gap != place[a] - place[b]:
                continue  # a neighbour has gone since; its new gap is further down
            self._bytes -= self._kept.pop(times[i]).nbytes
            after[b], before[a] = a, b
            for j in (b, a):
                if 0 < j < len(times) - 1:
                    heappush(gaps, (place[after[j]] - place[before[j]], j))
        self._times = [at for at in times if at in self._kept]


def log_place(times: Sequence[int], origins: Iterable[int]) -> list[float]:
    """Where iterations lie on an axis that is logarithmic around each origin; the unit is their least gap.

    Parameters
    ----------
    times : sequence of int
        Sorted, two or more.
    origins : iterable of int
    """
    t = np.asarray(times, dtype=np.float64)
    unit = np.diff(t).min()
    away = [(t - origin) / unit for origin in origins]
    place: list[float] = sum(np.copysign(np.log1p(np.abs(d)), d) for d in away).tolist()
    return place
