"""Two values compared as a claim says, and written so that they can be told apart."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TypeAlias

from symgui.symmetry.wording import MINUS

Value: TypeAlias = float | str

FEWEST_DIGITS = 6
MOST_DIGITS = 10
"""Of a figure that a tolerance lets differ."""
SYMBOLS = {
    "equals": "=",
    "not equal": "≠",
    "at least": "≥",
    "at most": "≤",
    "more than": ">",
    "less than": "<",
}

_ORDERS: Mapping[str, Callable[[float, float], bool]] = {
    "at least": lambda found, expected: found >= expected,
    "at most": lambda found, expected: found <= expected,
    "more than": lambda found, expected: found > expected,
    "less than": lambda found, expected: found < expected,
}


def holds(relation: str, found: Value, expected: Value, within: float = 0.0) -> bool:
    """Whether `found` stands to `expected` as the relation says; nothing holds of NaN."""
    if isinstance(found, str) or isinstance(expected, str):
        return (found == expected) == (relation == "equals")
    if math.isnan(found) or math.isnan(expected):
        return False
    if relation == "equals":
        return found == expected or abs(found - expected) <= within
    if relation == "not equal":
        return found != expected
    return _ORDERS[relation](found, expected)


def margin(relation: str, found: Value, expected: Value) -> float:
    """How far `found` is from breaking the relation: the smaller, the nearer."""
    if isinstance(found, str) or isinstance(expected, str):
        return 0.0
    apart = found - expected
    if relation == "equals":
        return -abs(apart)
    return (
        abs(apart) if relation == "not equal" else apart if relation in ("at least", "more than") else -apart
    )


def figures(expected: Value, found: Value, within: float = 0.0) -> tuple[str, str]:
    """Both as text, with as many digits as it takes to tell them apart.

    Parameters
    ----------
    expected, found : float or str
    within : float
        How far apart they may be to be called equal; figures that are no farther apart are written to the
        digits that this tolerance leaves.
    """
    if isinstance(found, str) or isinstance(expected, str):
        return text(expected), text(found)
    if within > 0.0 and abs(found - expected) <= within:
        digits = significant(max(abs(expected), abs(found)), within)
        return text(expected, digits), text(found, digits)
    for digits in range(FEWEST_DIGITS, 18):
        both = text(expected, digits), text(found, digits)
        if both[0] != both[1] or expected == found:
            return both
    return both


def significant(value: float, within: float) -> int:
    """Significant digits of `value` that a tolerance leaves, and no more than anyone would read."""
    if value <= within:
        return 1
    return min(MOST_DIGITS, max(1, 1 + math.floor(math.log10(value)) - math.floor(math.log10(within))))


def text(value: Value, digits: int = FEWEST_DIGITS) -> str:
    """A word as it is, a number to so many significant digits, a whole one in full."""
    if isinstance(value, str):
        return value
    if math.isfinite(value) and value == int(value) and abs(value) < 1e15:
        return str(int(value)).replace("-", MINUS)
    mantissa, _, power = f"{value:.{digits}g}".partition("e")
    return (f"{mantissa}e{int(power)}" if power else mantissa).replace("-", MINUS)
