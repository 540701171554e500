"""Numbers as a person types them."""

from __future__ import annotations

import math

from PySide6.QtCore import QLocale
from PySide6.QtGui import QGuiApplication

from symgui.plain_text import parse_number


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
    """The finite number `text` stands for, or None if it is none, or could be two.

    ``0,5`` is one in every language. ``1,234`` could be 1.234 or 1234: it is 1.234 where the person's own
    language or keyboard writes decimals with a comma, and none elsewhere. A point is always a decimal point.
    """
    return parse_number(text, decimal_comma=_writes_decimal_comma())


def _writes_decimal_comma() -> bool:
    locales = [QLocale.system()]
    if QGuiApplication.instance() is not None:
        locales.append(QGuiApplication.inputMethod().locale())
    return any(locale.decimalPoint() == "," for locale in locales)
