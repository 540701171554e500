"""What the signal view draws: a line a run over the layers, the decades of its axis, its factor a layer."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass

from symgui.plain_text.numbers import number

HIGHEST, LOWEST = 1, -3
"""Decades of an axis at first: from 10 down to 0.001."""
STEP = 3
"""It grows by so many decades at a time, and never shrinks within a run."""
LEAST_LAYERS = 3
"""A factor a layer is said from so many layers on."""
APART = 10.0
"""From this ratio on two lines are worth telling apart."""


@dataclass(frozen=True, slots=True)
class SignalLine:
    """One run's numbers, a layer each.

    Attributes
    ----------
    letter : str
        Of its lane; empty for a single run.
    values : tuple of float
        Of layers 1, 2, …; may be 0 or not finite.
    note : str
        What is written at its end where the letter does not say it.
    """

    letter: str
    values: tuple[float, ...]
    note: str = ""

    @property
    def factor(self) -> float | None:
        """What a layer multiplies by: the geometric mean; None with few layers, with zeros or without end."""
        values = self.values
        if len(values) < LEAST_LAYERS or not all(math.isfinite(v) and v > 0.0 for v in values):
            return None
        return float(10.0 ** ((math.log10(values[-1]) - math.log10(values[0])) / (len(values) - 1)))


@dataclass(frozen=True, slots=True)
class Panel:
    """One of the two plots.

    Attributes
    ----------
    title : str
    lines : tuple of Line
    low, high : int
        Decades at the ends of its axis.
    zero : bool
        Below them it has a place for exact zeros.
    factors : bool
        The factor a layer is written.
    """

    title: str
    lines: tuple[SignalLine, ...]
    low: int
    high: int
    zero: bool = False
    factors: bool = False


def panel_of(
    title: str, lines: tuple[SignalLine, ...], before: Panel | None, *, factors: bool = False
) -> Panel:
    """The panel of these lines; its axis holds the one `before` too."""
    values = [value for line in lines for value in line.values if math.isfinite(value)]
    decades = [math.log10(value) for value in values if value > 0.0]
    low, high = (before.low, before.high) if before is not None else (LOWEST, HIGHEST)
    low -= STEP * math.ceil(max(0.0, low - min(decades, default=0.0)) / STEP)
    high += STEP * math.ceil(max(0.0, max(decades, default=0.0) - high) / STEP)
    zero = 0.0 in values or (before is not None and before.zero)
    return Panel(title, lines, low, min(high, sys.float_info.max_10_exp), zero, factors)


def apart(one: SignalLine, other: SignalLine) -> bool:
    """Whether two lines differ so much that both are worth drawing."""
    pairs = zip(one.values, other.values, strict=True)
    return any(a > APART * b or b > APART * a for a, b in pairs if math.isfinite(a) and math.isfinite(b))


def factor_text(line: SignalLine) -> str:
    """``"× 0.055"``; empty without a factor."""
    return f"× {number(line.factor, 2)}" if line.factor is not None else ""
