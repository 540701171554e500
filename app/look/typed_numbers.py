"""Numbers as a person types them, in the language of his machine."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtGui import QGuiApplication

from symgui.plain_text import parse_number


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
