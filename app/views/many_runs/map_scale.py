"""How a quantity of the runs becomes a height in a strip, or a colour of a map."""

from __future__ import annotations

import math

import msgspec
import numpy as np

from symgui.arrays import FloatArray
from symgui.figures.scales import Tick
from symgui.plain_text.numbers import decade, general
from symgui.sweep.outcome_map import RunQuantity

ABOVE = 1.12
"""Where the runs that have no such number lie, above the scale that ends at 1."""
SPIKE = 20.0
"""A largest value of more than this many times the usual one needs a logarithmic scale."""
PEAK = 3.0
"""A largest value of more than this many times the usual one is cut off, where a scale may be cut."""
ROOM = 1.25
"""So many times the usual value is where it is cut."""
BESIDE = 0.85
"""Up to where a tick has room beside the one at the end."""
LADDER = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.5, 10.0)
LOWEST = 1e-12
LEAST_SPREAD = 1e-3
"""Of a few values, as a share of the largest, below which they are drawn as equal."""
PARTS = 4
"""Of the scale of a few values, about."""


class QuantityScale(msgspec.Struct, frozen=True):
    """A scale from 0 at `low` to 1 at `high`.

    Attributes
    ----------
    low, high : float
    logarithmic : bool
    cut : bool
        Whether there are values beyond `high`, which lie at 1.
    """

    low: float
    high: float
    logarithmic: bool = False
    cut: bool = False

    def position(self, values: FloatArray) -> FloatArray:
        """Where values lie, from 0 to 1; NaN where there is none."""
        low, high = self._on(np.array([self.low, self.high]))
        share = (self._on(values) - low) / (high - low)
        clipped: FloatArray = np.clip(share, 0.0, 1.0)
        return clipped

    def _on(self, values: FloatArray) -> FloatArray:
        if not self.logarithmic:
            return values
        logs: FloatArray = np.log(np.maximum(values, LOWEST))
        return logs

    def ticks(self, room: int = 5) -> list[Tick]:
        """Labelled places."""
        if self.logarithmic:
            first, last = math.ceil(math.log10(self.low) - 1e-9), math.floor(math.log10(self.high) + 1e-9)
            every = max(1, math.ceil((last - first + 1) / room))
            numbers = [(10.0**k, decade(k)) for k in range(first, last + 1, every)]
        else:
            step = step_for(self.low, self.high, room)
            first, last = round(self.low / step), math.floor(self.high / step + 1e-9)
            numbers = [
                (x, general(x))
                for k in range(first, last + 1)
                if (x := float(f"{k * step:.12g}")) >= self.low
            ]
        places = self.position(np.array([x for x, _ in numbers]))
        ticks = [(float(at), text) for at, (_, text) in zip(places, numbers, strict=True)]
        if not self.cut:
            return ticks
        return [*((at, text) for at, text in ticks if at < BESIDE), (1.0, f"≥ {general(self.high)}")]


def scale_for(quantity: RunQuantity, values: FloatArray, updates: int, *, cut: bool = False) -> QuantityScale:
    """The scale for these values; its ends are round, so that it stands still while more of them come.

    Parameters
    ----------
    quantity : RunQuantity
    values : ndarray of any shape
        NaN where there is none.
    updates : int
        Of each run: the longest escape.
    cut : bool
        Whether few values far above the others may lie beyond its end; else it becomes logarithmic.
    """
    known = values[~np.isnan(values)]
    if quantity.name == "accuracy":
        return QuantityScale(0.0, 1.0)
    if quantity.logarithmic:
        return QuantityScale(
            1.0, max(10.0, 10.0 ** math.ceil(math.log10(max(1, updates)) - 1e-9)), logarithmic=True
        )
    if not known.size or known.max() <= 0.0:
        return QuantityScale(0.0, 1.0)
    largest, usual = float(known.max()), float(np.percentile(known, 75))
    if quantity.name == "effective-units":
        return QuantityScale(0.0, largest)
    if cut and usual > 0.0 and largest > PEAK * usual:
        return QuantityScale(0.0, round_up(ROOM * usual), cut=True)
    if usual > 0.0 and largest > SPIKE * usual:
        lowest = max(LOWEST, float(known.min()))
        ends = (math.floor(math.log10(lowest)), math.ceil(math.log10(largest)))
        return QuantityScale(10.0 ** ends[0], 10.0 ** ends[1], logarithmic=True)
    return QuantityScale(0.0, round_up(largest))


def round_up(x: float) -> float:
    """The next of 1, 1.5, 2, 3, … times a power of ten."""
    power = math.floor(math.log10(x))
    return next(rung for factor in LADDER if (rung := float(f"{factor}e{power}")) >= x * (1 - 1e-12))


def step_for(low: float, high: float, parts: int) -> float:
    """The least of 1, 2, 5, … times a power of ten that parts an interval into so many parts or fewer."""
    least = (high - low) / parts
    power = math.floor(math.log10(least))
    return next(
        rung for factor in (1, 2, 5, 10) if (rung := float(f"{factor}e{power}")) >= least * (1 - 1e-9)
    )


def close_scale(quantity: RunQuantity, values: FloatArray, updates: int) -> QuantityScale:
    """The scale of a few values only, so that one can tell them apart; its ends are round."""
    scale = scale_for(quantity, values, updates)
    known = values[~np.isnan(values)]
    if scale.logarithmic or quantity.name in ("accuracy", "effective-units") or not known.size:
        return scale
    low, high = float(known.min()), float(known.max())
    if high - low < LEAST_SPREAD * high or high == 0.0:
        return scale
    step = step_for(low, high, PARTS)
    return QuantityScale(step * max(0.0, math.floor(low / step)), step * (math.floor(high / step) + 1))
