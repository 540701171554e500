"""Numbers as a person types them."""

from __future__ import annotations

import math

from app.look.numbers import MINUS, THIN_SPACE


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


def parsed(text: str) -> float | None:
    """The finite number `text` stands for, or None; a typeset minus and spaces between digits are allowed."""
    plain = text.strip().replace(MINUS, "-").replace(" ", "").replace(THIN_SPACE, "")
    try:
        value = float(plain.replace("_", "x"))  # float would read the underscores of Python's own numbers
    except ValueError:
        return None
    return value if math.isfinite(value) else None
