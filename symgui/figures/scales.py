"""Axes whose ranges are round numbers and change only in steps; curves thinned to what a screen can show."""

from __future__ import annotations

import math

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from symgui.arrays import FloatArray
from symgui.plain_text.numbers import fixed, limit, short_count

Tick = tuple[float, str]
"""Where on the axis (in its own units, after a logarithm), and what is written there."""

SHORTEST_AXIS = 10
CLOSEST = 0.5
"""How near the ticks 0 and 1 may come, as a share of the room of a label."""
ROUND = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 7.5, 10.0)
"""Upper ends of a linear cost axis, times a power of ten: 0.8, 0.4 and ½ of each are short numbers too."""
LOWER_ENDS = (0.8, 0.4, 0.0)
"""Lower ends, as shares of the upper one: the first that lies below every value is taken."""
SPIKE = 20.0
"""A cost of more than this many times the cost of guessing needs a logarithmic axis."""
SMALLEST_DECADE = -12
MOST_PARTS = 6
"""Of a linear cost axis."""


class IterationScale(msgspec.Struct, frozen=True):
    """The axis of iterations, which the cost curve and the timeline share.

    Attributes
    ----------
    end : int
        Last iteration of the axis, at least 1.
    logarithmic : bool
        Spaced by log₁₀(1 + t), so that iteration 0 has a place; otherwise by t.
    """

    end: int
    logarithmic: bool = True

    def position(self, iteration: ArrayLike) -> FloatArray:
        """Where iterations lie on the axis."""
        t = np.asarray(iteration, dtype=np.float64)
        return np.log10(1.0 + t) if self.logarithmic else t

    @property
    def length(self) -> float:
        """The position of `end`."""
        return math.log10(1.0 + self.end) if self.logarithmic else float(self.end)

    def share(self, iteration: int) -> float:
        """How far along the axis `iteration` lies, from 0 to 1."""
        at = math.log10(1.0 + iteration) if self.logarithmic else float(iteration)
        return min(1.0, at / self.length)

    def iteration(self, share: float) -> int:
        """The iteration at a share of the axis, rounded; the ends hold beyond 0 and 1."""
        share = min(1.0, max(0.0, share))
        at = share * self.length
        return min(self.end, round(10.0**at - 1.0 if self.logarithmic else at))

    def ticks(self, room: int) -> list[Tick]:
        """Labelled places, `room` or fewer besides 0: powers of ten, or multiples of a round number."""
        if not self.logarithmic:
            step = round_step(self.end / max(1, room))
            return [(float(t), short_count(t)) for t in range(0, self.end + 1, step)]
        decades = range(int(math.log10(self.end)) + 1)
        every = max(1, math.ceil(len(decades) / max(1, room)))
        powers = [10**k for k in decades if k % every == 0]
        if powers[0] == 1 and math.log10(2.0) / self.length < CLOSEST / max(1, room):
            powers = powers[1:]  # no room between 0 and 1
        return [(0.0, "0"), *((math.log10(1.0 + t), short_count(t)) for t in powers)]


def iteration_scale(planned: int, latest: int, logarithmic: bool) -> IterationScale:
    """The axis of a run: as long as planned; once passed, to the next 1, 2 or 5 × a power of ten."""
    end = planned if latest <= planned else round_step(latest)
    return IterationScale(max(end, SHORTEST_AXIS), logarithmic)


def round_step(at_least: float) -> int:
    """The smallest 1, 2 or 5 × a power of ten that is `at_least`, and at least 1."""
    if at_least <= 1:
        return 1
    power = 10 ** math.floor(math.log10(at_least))
    return next(int(f * power) for f in (1, 2, 5, 10) if f * power >= at_least)


class CostScale(msgspec.Struct, frozen=True):
    """The axis of the cost.

    Attributes
    ----------
    low, high : float
        Its ends, as costs.
    logarithmic : bool
        Spaced by log₁₀ of the cost; lower costs than `low` are drawn at `low`.
    """

    low: float
    high: float
    logarithmic: bool = False

    def position(self, cost: ArrayLike) -> FloatArray:
        """Where costs lie on the axis, NaN where they are not finite."""
        values = np.asarray(cost, dtype=np.float64)
        values = np.where(np.isfinite(values), values, np.nan)
        return np.log10(np.maximum(values, self.low)) if self.logarithmic else values

    @property
    def ends(self) -> tuple[float, float]:
        """Positions of `low` and `high`."""
        if self.logarithmic:
            return math.log10(self.low), math.log10(self.high)
        return self.low, self.high

    def ticks(self, room: int = 3) -> list[Tick]:
        """Labelled places: powers of ten (at most about five), or the ends and the middle.

        Where there is room for more places, there are more, as short to write as can be.
        """
        if self.logarithmic:
            first, last = (round(x) for x in self.ends)
            every = max(1, math.ceil((last - first) / 4))
            return [(float(k), limit(10.0**k)) for k in range(first, last + 1, every)]
        parted = [self._places(parts) for parts in range(max(2, min(room - 1, MOST_PARTS)), 1, -1)]
        if any("e" in text for _, text in parted[-1]):
            return parted[-1]
        places = min(parted, key=_digits)
        digits = max(2 if self.high < 10 else 0, _digits(places))
        return [(x, fixed(x, digits)) for x, _ in places]

    def _places(self, parts: int) -> list[Tick]:
        """The ends of so many equal parts of a linear axis."""
        step = (self.high - self.low) / parts
        places = [float(f"{self.low + k * step:.12g}") for k in range(parts + 1)]
        return [(x, limit(x)) for x in places]


def _digits(places: list[Tick]) -> int:
    """Most digits after a point."""
    return max(len(text.partition(".")[2]) for _, text in places)


def cost_scale(lowest: float, highest: float, guessing: float) -> CostScale:
    """The axis for costs between two finite values.

    Its ends are functions of the extremes only and lie on a ladder of round numbers, so it stands still while
    a run stays between two rungs. A start far above the cost of guessing (an initialization too large) gets a
    logarithmic axis: on a linear one all that follows would be a line at the bottom.

    Parameters
    ----------
    lowest, highest : float
        Smallest and largest cost to be seen; 0 ≤ `lowest` ≤ `highest`.
    guessing : float
        Entropy of the class frequencies, in nats.
    """
    lowest, highest = min(lowest, guessing), max(highest, guessing)
    if guessing > 0 and highest > SPIKE * guessing:
        low = max(SMALLEST_DECADE, math.floor(math.log10(lowest))) if lowest > 0 else SMALLEST_DECADE
        return CostScale(10.0**low, 10.0 ** math.ceil(math.log10(highest)), logarithmic=True)
    if highest <= 0:
        return CostScale(0.0, 1.0)
    power = math.floor(math.log10(highest))
    high = next(rung for factor in ROUND if (rung := times_ten(factor, power)) >= highest)
    low_end = next(rung for share in LOWER_ENDS if (rung := round(share * high, 12)) <= lowest)
    return CostScale(low_end, high)


def times_ten(factor: float, power: int) -> float:
    """`factor` × 10^`power`, correctly rounded (0.75, not 0.7500000000000001)."""
    return float(f"{factor}e{power}")


def thinned(x: FloatArray, y: FloatArray, columns: int) -> tuple[FloatArray, FloatArray]:
    """A curve with at most five points for each pixel column: first, lowest, highest, last, and a gap.

    Drawn at `columns` pixels' width the result looks like the whole curve: no spike and no end is lost.

    Parameters
    ----------
    x : ndarray, shape (n,)
        Ascending.
    y : ndarray, shape (n,)
        NaN where there is a gap; every column with a gap keeps one NaN.
    columns : int

    Returns
    -------
    x, y : ndarray, shape (at most 5 · columns,)
    """
    n = len(x)
    if n <= 4 * columns or x[-1] <= x[0]:
        return x, y
    column = np.minimum((x - x[0]) * (columns / (x[-1] - x[0])), columns - 1).astype(np.int64)
    first = np.flatnonzero(np.diff(column, prepend=-1))
    lengths = np.diff(first, append=n)
    keep = np.zeros(n, dtype=np.bool_)
    keep[first] = keep[first + lengths - 1] = True
    for extreme in (np.fmin, np.fmax):
        keep[_first_of_each(column, y == np.repeat(extreme.reduceat(y, first), lengths))] = True
    keep[_first_of_each(column, np.isnan(y))] = True
    return x[keep], y[keep]


def _first_of_each(column: NDArray[np.int64], chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Index of the first chosen point of every column that has one."""
    at: NDArray[np.int64] = np.flatnonzero(chosen)
    first: NDArray[np.int64] = at[np.diff(column[at], prepend=-1) != 0]
    return first
