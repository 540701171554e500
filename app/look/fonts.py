"""The program's own font, which is used on a machine that has none."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics, QGuiApplication

from app.look.font_file import font_file

NO_FONT = "No font is installed on this machine: the window uses its own, and some signs may be missing."


def ensure_font() -> str:
    """Make sure that text can be drawn.

    Returns
    -------
    str
        What to tell the person; empty if the machine has fonts.
    """
    if can_write():
        return ""
    number = QFontDatabase.addApplicationFont(str(font_file()))
    families = QFontDatabase.applicationFontFamilies(number)
    if families:
        QGuiApplication.setFont(QFont(families[0]))
    return NO_FONT


def can_write() -> bool:
    """Whether the font in use has letters; a list of families may hold names without any font behind them."""
    return QFontMetrics(QGuiApplication.font()).inFontUcs4(ord("W"))
