"""Numbers as the window writes them: short, of one width a digit, with a true minus sign."""

from __future__ import annotations

import math

MINUS = "\N{MINUS SIGN}"
THIN_SPACE = "\N{THIN SPACE}"

FIXED_POWERS = range(-3, 5)
"""Powers of ten of the numbers that are written out."""


def number(x: float, significant: int = 4) -> str:
    """`x` to `significant` digits; ``"0"`` only for an exact zero.

    Magnitudes from 0.001 up to 100,000 are written out, others with an exponent.

    Examples
    --------
    >>> number(0.69314718), number(-10.568, 3), number(0.000552, 3), number(0.0)
    ('0.6931', '−10.6', '5.52e−4', '0')
    """
    if math.isnan(x):
        return "nan"
    if math.isinf(x):
        return "inf" if x > 0 else MINUS + "inf"
    if x == 0:
        return "0"
    mantissa, _, exponent = f"{x:.{significant - 1}e}".partition("e")
    power = int(exponent)
    decimals = max(0, significant - 1 - power)
    text = f"{x:.{decimals}f}" if power in FIXED_POWERS else f"{mantissa}e{power}"
    return text.replace("-", MINUS)


def limit(x: float) -> str:
    """An end of an axis or of a colour scale, without trailing zeros: ``"0.5"``, ``"−20"``, ``"1e−5"``."""
    text = number(x, 3)
    mantissa, e, exponent = text.partition("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return mantissa + e + exponent


def iteration(n: int) -> str:
    """A count with a thin space between thousands: ``"10 000"``."""
    return f"{n:,}".replace(",", THIN_SPACE).replace("-", MINUS)


def percent(x: float | None) -> str:
    """A share of 1 as ``"90.8 %"``; a dash if there is none."""
    if x is None or math.isnan(x):
        return "–"
    return f"{100 * x:.1f}{THIN_SPACE}%"
