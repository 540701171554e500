"""Where a value of a grid's axis lies among the cells, and what is written beside them."""

from __future__ import annotations

import math

from symgui.figures.scales import Tick, round_step
from symgui.plain_text.numbers import decade, limit
from symgui.sweep import GridAxis
from symgui.sweep.swept_settings import SETTINGS, Value

FEW_DECADES = 2
"""An axis over so many decades or fewer has ticks at 2 and 5, too."""
PARTS = (1.0, 2.0, 5.0, 10.0)
SLACK = 1e-9


def value_text(setting: str, value: Value) -> str:
    """A value of a setting as people read it."""
    return SETTINGS[setting].label_of(value) if isinstance(value, str) else limit(float(value))


def is_even(axis: GridAxis) -> bool:
    """Whether its numbers lie evenly, so that the places between them mean something, too."""
    points = axis.points
    return axis.values is None and len(points) > 1 and not any(isinstance(value, int) for value in points)


def place(axis: GridAxis, value: float) -> float:
    """Where a value of an even axis lies; the middle of the first cell is at 0.5, of the next at 1.5."""
    low, high = float(axis.points[0]), float(axis.points[-1])
    share = (
        math.log(value / low) / math.log(high / low)
        if axis.spacing == "log"
        else (value - low) / (high - low)
    )
    return share * (len(axis.points) - 1) + 0.5


def axis_ticks(axis: GridAxis, room: int) -> list[Tick]:
    """Labelled places, about `room` of them or fewer: round numbers, or the values themselves."""
    if is_count(axis):
        return count_ticks(int(axis.points[0]), len(axis.points), room)
    if not is_even(axis) or len(axis.points) <= 2:
        every = max(1, math.ceil(len(axis.points) / max(1, room)))
        return [
            (k + 0.5, value_text(axis.setting, value))
            for k, value in enumerate(axis.points)
            if k % every == 0
        ]
    low, high = sorted((float(axis.points[0]), float(axis.points[-1])))
    numbers = _decades(low, high, room) if axis.spacing == "log" else _multiples(low, high, room)
    return [(place(axis, x), text) for x, text in numbers]


def is_count(axis: GridAxis) -> bool:
    """Whether its values are whole numbers, one after the other."""
    points = axis.points
    first = points[0]
    return isinstance(first, int) and points == tuple(range(first, first + len(points)))


def count_ticks(first: int, count: int, room: int) -> list[Tick]:
    """Round ones of so many whole numbers that follow each other."""
    every = round_step(count / max(1, room))
    return [(k + 0.5, str(first + k)) for k in range(-first % every, count, every)]


def _decades(low: float, high: float, room: int) -> list[Tick]:
    first = math.ceil(math.log10(low) - SLACK)
    last = math.floor(math.log10(high) + SLACK)
    if last - first < FEW_DECADES:
        numbers = [m * 10.0**k for k in range(first - 1, last + 1) for m in (1, 2, 5)]
        inside = [float(f"{x:.3g}") for x in numbers if low * (1 - SLACK) <= x <= high * (1 + SLACK)]
        return (
            [(x, limit(x)) for x in inside]
            if len(inside) <= room
            else [(low, limit(low)), (high, limit(high))]
        )
    every = max(1, math.ceil((last - first + 1) / max(1, room)))
    return [(10.0**k, decade(k)) for k in range(first, last + 1, every)]


def _multiples(low: float, high: float, room: int) -> list[Tick]:
    least = (high - low) / max(1, room)
    power = 10.0 ** math.floor(math.log10(least))
    step = next(part * power for part in PARTS if part * power >= least * (1 - SLACK))
    first, last = math.ceil(low / step - SLACK), math.floor(high / step + SLACK)
    numbers = [float(f"{k * step:.12g}") for k in range(first, last + 1)]
    return [(x, limit(x)) for x in numbers]
