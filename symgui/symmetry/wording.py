"""How numbers, units and places are written in evidence and explanations."""

from __future__ import annotations

import math
from collections.abc import Sequence

MINUS = "\N{MINUS SIGN}"
FIXED_POWERS = range(-3, 5)
"""Powers of ten of the numbers that are written out."""
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def number(x: float, significant: int = 4) -> str:
    """`x` to `significant` digits with a true minus sign; ``"0"`` only for an exact zero.

    Magnitudes from 0.001 up to 100,000 are written out, others with an exponent.

    Examples
    --------
    >>> number(0.69314718), number(-10.568, 3), number(0.000552, 3), number(0.0)
    ('0.6931', '−10.6', '5.52e−4', '0')
    """
    if x == 0:
        return "0"
    if not math.isfinite(x):
        return str(float(x)).replace("-", MINUS)
    mantissa, _, power = f"{x:.{significant - 1}e}".partition("e")
    exponent = int(power)
    text = (
        f"{x:.{max(0, significant - 1 - exponent)}f}"
        if exponent in FIXED_POWERS
        else f"{mantissa}e{exponent}"
    )
    return text.replace("-", MINUS)


def percent(x: float) -> str:
    """A share of 1: ``"87.5 %"``."""
    return f"{100.0 * x:.4g} %"


def subscript(number: int) -> str:
    """`number` in subscript digits."""
    return str(number).translate(_SUBSCRIPTS)


def listed(items: Sequence[str]) -> str:
    """``"a"``, ``"a and b"``, ``"a, b and c"``."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def units(numbers: Sequence[int], most: int = 8) -> str:
    """Units (0-based) as people count them: ``"units 1, 2 and 4"``; many are shortened."""
    return f"unit{'s' if len(numbers) > 1 else ''} {counted([j + 1 for j in numbers], most)}"


def counted(numbers: Sequence[int], most: int = 8) -> str:
    """Numbers one after the other: ``"1, 2 and 4"``; of more than `most`, how many are left out."""
    names = [str(number) for number in numbers]
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"
    return listed(names)


def weight(layer: int, row: int, column: int) -> str:
    """The course's name of a parameter, counted from 1: ``W[1]₂,₁``; column −1 is the bias ``b[1]₂``."""
    if column < 0:
        return f"b[{layer}]{subscript(row + 1)}"
    return f"W[{layer}]{subscript(row + 1)},{subscript(column + 1)}"
