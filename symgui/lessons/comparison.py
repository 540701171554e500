"""Two values compared as a claim says, and written so that they can be told apart."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TypeAlias

from symgui.plain_text.numbers import MINUS, decimal, general, signed

Value: TypeAlias = float | str

FEWEST_DIGITS = 4
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

WORDS = {
    "equals": "",
    "not equal": "not ",
    "at least": "at least ",
    "at most": "at most ",
    "more than": "more than ",
    "less than": "less than ",
}
"""What stands before a figure that is expected."""
PER_CENT = " %"

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


def in_per_cent(share: float) -> float:
    """A share of 1 in per cent, without the last bits that the product adds: 7, not 7.000000000000001."""
    return float(decimal(100.0 * share))


def figures(expected: Value, found: Value, within: float = 0.0, *, share: bool = False) -> tuple[str, str]:
    """Two numbers as text, with as many digits as it takes to tell them apart.

    Parameters
    ----------
    expected, found : float or str
    within : float
        How far apart they may be to be called equal; figures that are no farther apart are written to the
        digits that this tolerance leaves.
    share : bool
        They are shares of 1, written in per cent.
    """
    if share and not isinstance(found, str) and not isinstance(expected, str):
        both = figures(in_per_cent(expected), in_per_cent(found), in_per_cent(within))
        return both[0] + PER_CENT, both[1] + PER_CENT
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
    """Significant digits of `value` down to the last one that a tolerance is written with, at most so many.

    Examples
    --------
    >>> significant(0.055, 0.011), significant(0.288083, 5e-7), significant(0.001, 0.01)
    (2, 7, 1)
    """
    if value <= within:
        return 1
    last = Decimal(repr(within)).as_tuple().exponent
    assert isinstance(last, int)
    return min(MOST_DIGITS, max(1, 1 + math.floor(math.log10(value)) - last))


def text(value: Value, digits: int = FEWEST_DIGITS) -> str:
    """A word as it is, a number to so many significant digits, a whole one in full, infinity as ∞."""
    if isinstance(value, str):
        return value
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    if math.isfinite(value) and value == int(value) and abs(value) < 1e15:
        return signed(str(int(value)))
    return general(value, digits)
