"""How numbers are written for people, on screen, in files and in sentences: all of it is here.

Negative numbers and exponents have a true minus sign, and `number` writes ``"0"`` for an exact zero alone.
What people have written is read by `symgui.plain_text.number_text`.
"""

from __future__ import annotations

import math

MINUS = "\N{MINUS SIGN}"
THIN_SPACE = "\N{THIN SPACE}"
FIXED_POWERS = range(-3, 5)
"""Powers of ten of the numbers that `number` writes out."""
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def signed(text: str) -> str:
    """A number's text with true minus signs for hyphens."""
    return text.replace("-", MINUS)


def how_many(count: int, noun: str) -> str:
    """``"1 run"``, ``"0 runs"``, ``"1 680 runs"``."""
    return f"{iteration(count)} {noun}{'' if count == 1 else 's'}"


# ---- to so many digits -----------------------------------------------------------------------------------


def number(x: float, significant: int = 4) -> str:
    """`x` to `significant` digits, trailing zeros too; ``"0"`` only for an exact zero.

    Magnitudes from 0.001 up to 100,000 are written out, others with an exponent.

    Examples
    --------
    >>> number(0.69314718), number(-10.568, 3), number(0.000552, 3), number(0.0)
    ('0.6931', '−10.6', '5.52e−4', '0')
    """
    if x == 0:
        return "0"
    if not math.isfinite(x):
        return signed(str(float(x)))
    exponent = int(f"{x:.{significant - 1}e}".partition("e")[2])
    if exponent in FIXED_POWERS:
        return fixed(x, max(0, significant - 1 - exponent))
    return scientific(x, significant)


def general(x: float, significant: int = 6) -> str:
    """`x` to `significant` digits, without trailing zeros: ``"−0.5"``, ``"1e9"``, ``"1e−5"``."""
    mantissa, _, exponent = f"{x:.{significant}g}".partition("e")
    return signed(f"{mantissa}e{int(exponent)}" if exponent else mantissa)


def rounded(x: float) -> str:
    """`x` rounded to 4 digits, and as it is typed: ``"12350"`` for 12345."""
    return signed(typed(float(f"{x:.4g}"))) if math.isfinite(x) else str(x)


def scientific(x: float, significant: int = 1) -> str:
    """`x` with an exponent: ``"5e−2"``."""
    mantissa, _, power = f"{x:.{significant - 1}e}".partition("e")
    return signed(f"{mantissa}e{int(power)}")


def fixed(x: float, decimals: int) -> str:
    """`x` with so many digits after the point: ``"−0.50"``."""
    return signed(f"{x:.{decimals}f}")


def limit(x: float) -> str:
    """An end of an axis or of a colour scale, without trailing zeros: ``"0.5"``, ``"−20"``, ``"1e−5"``."""
    mantissa, e, exponent = number(x, 3).partition("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return mantissa + e + exponent


# ---- to all digits ---------------------------------------------------------------------------------------


def typed(x: float) -> str:
    """`x` as a person would type it: ``0.01``, ``1e-5``, ``400``; it reads back as the very same number.

    Examples
    --------
    >>> typed(1e-05), typed(1.2), typed(400.0)
    ('1e-5', '1.2', '400')
    """
    if math.isfinite(x) and x == int(x) and abs(x) < 1e12:
        return str(int(x))
    mantissa, _, exponent = repr(float(x)).partition("e")
    return f"{mantissa}e{int(exponent)}" if exponent else mantissa.removesuffix(".0")


def decimal(x: float) -> str:
    """`x` to 15 digits: as it stood in a file, if it had no more."""
    return f"{x:.15g}"


# ---- counts and shares -----------------------------------------------------------------------------------


def iteration(n: int) -> str:
    """A count with a thin space between thousands: ``"10 000"``."""
    return signed(f"{n:,}".replace(",", THIN_SPACE))


def short_count(n: int) -> str:
    """A round count as ticks write it: ``"500"``, ``"10k"``, ``"2M"``."""
    for factor, letter in ((10**9, "G"), (10**6, "M"), (10**3, "k")):
        if n >= factor:
            return f"{n / factor:g}{letter}"
    return str(n)


def percent(x: float | None) -> str:
    """A share of 1 as ``"90.8 %"``, always with one decimal; a dash if there is none."""
    if x is None or math.isnan(x):
        return "–"
    return f"{100 * x:.1f}{THIN_SPACE}%"


def percentage(x: float) -> str:
    """A share of 1 in a sentence: ``"87.5 %"``, ``"5 %"``."""
    return f"{100.0 * x:.4g} %"


def whole_percent(x: float) -> str:
    """A share of 1 to the nearest per cent: ``"98 %"``."""
    return f"{100 * x:.0f} %"


# ---- above and below the line ----------------------------------------------------------------------------


def decade(power: int) -> str:
    """10^`power` as an axis writes it: ``"0.01"``, ``"1"``, ``"10"``, else ``"10⁻⁵"``."""
    if -2 <= power <= 1:
        return f"{10.0**power:g}"
    return "10" + str(power).translate(_SUPERSCRIPTS)


def subscript(n: int) -> str:
    """A whole number in subscript digits."""
    return str(n).translate(_SUBSCRIPTS)


def superscript(n: int) -> str:
    """`n` in superscript digits: ``"⁴"``."""
    return str(n).translate(_SUPERSCRIPTS)
