"""States of a run to go back to."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush

import numpy as np

from symgui.training.snapshot import Snapshot

MEMORY = 64 * 2**20
"""Bytes that the kept states of a run may take."""
ROOM = 0.75
"""Share of the memory that is in use after thinning."""


class Keyframes:
    """States of a run to go back to, in bounded memory.

    The first and the newest are always kept (two that are larger than the limit, too). When memory is used
    up, the states between are thinned evenly in log time, seen from both ends and from `focus`: a run's
    beginning is where most happens, its end and the focus are where a person steps back from. So the way
    from a kept state to any iteration is a share of its distance from the nearest of the three, the smaller
    the more states there is room for.

    Attributes
    ----------
    focus : int
        Where the person has gone back to; the newest state when that is added.
    nbytes : int
        Memory in use.
    """

    def __init__(self, limit_bytes: int = MEMORY) -> None:
        self.focus = 0
        self._limit = limit_bytes
        self._times: list[int] = []
        self._kept: dict[int, Snapshot] = {}
        self.nbytes = 0

    def __len__(self) -> int:
        return len(self._times)

    def __contains__(self, iteration: int) -> bool:
        return iteration in self._kept

    def add(self, snapshot: Snapshot) -> None:
        """Keep a state; it replaces one of the same iteration."""
        at = snapshot.iteration
        if at in self._kept:
            self.nbytes -= self._kept[at].nbytes
        else:
            insort(self._times, at)
        self._kept[at] = snapshot
        self.nbytes += snapshot.nbytes
        if at == self._times[-1]:
            self.focus = at
        if self.nbytes > self._limit and len(self) > 2:
            self._thin()

    def take_over(self, other: Keyframes) -> None:
        """Keep the states that another keeps of the same run; they are not copied."""
        self._times, self._kept, self.nbytes = list(other._times), dict(other._kept), other.nbytes
        self.focus = other.focus

    def before(self, iteration: int) -> Snapshot:
        """The latest kept state at or before `iteration`."""
        return self._kept[self._times[bisect_right(self._times, iteration) - 1]]

    def forget_after(self, iteration: int) -> None:
        """Drop all states later than `iteration`."""
        for at in self._times[bisect_right(self._times, iteration) :]:
            self.nbytes -= self._kept.pop(at).nbytes
        self._times = [at for at in self._times if at <= iteration]

    def _thin(self) -> None:
        """Drop one state after the other whose neighbours are closest, until there is room for some more."""
        times = self._times
        place = log_place(times, {times[0], times[-1], self.focus})
        before, after = list(range(-1, len(times) - 1)), list(range(1, len(times) + 1))
        gaps = [(place[i + 1] - place[i - 1], i) for i in range(1, len(times) - 1)]
        heapify(gaps)
        while self.nbytes > ROOM * self._limit and gaps:
            gap, i = heappop(gaps)
            b, a = before[i], after[i]
            if gap != place[a] - place[b]:
                continue  # a neighbour has gone since; its new gap is further down
            self.nbytes -= self._kept.pop(times[i]).nbytes
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
    place: list[float] = sum((np.copysign(np.log1p(np.abs(d)), d) for d in away), np.zeros(len(t))).tolist()
    return place
