"""Numbers as the window writes them: short, of one width a digit, with a true minus sign."""

from __future__ import annotations

import math

from symgui.symmetry.wording import MINUS, number

__all__ = ["MINUS", "THIN_SPACE", "decade", "iteration", "limit", "number", "percent"]

THIN_SPACE = "\N{THIN SPACE}"
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def limit(x: float) -> str:
    """An end of an axis or of a colour scale, without trailing zeros: ``"0.5"``, ``"−20"``, ``"1e−5"``."""
    text = number(x, 3)
    mantissa, e, exponent = text.partition("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return mantissa + e + exponent


def decade(power: int) -> str:
    """10^`power` as an axis writes it: ``"0.01"``, ``"1"``, ``"10"``, else ``"10⁻⁵"``."""
    if -2 <= power <= 1:
        return f"{10.0**power:g}"
    return "10" + str(power).translate(SUPERSCRIPTS)


def iteration(n: int) -> str:
    """A count with a thin space between thousands: ``"10 000"``."""
    return f"{n:,}".replace(",", THIN_SPACE).replace("-", MINUS)


def percent(x: float | None) -> str:
    """A share of 1 as ``"90.8 %"``; a dash if there is none."""
    if x is None or math.isnan(x):
        return "–"
    return f"{100 * x:.1f}{THIN_SPACE}%"
