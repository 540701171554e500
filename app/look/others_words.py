"""Texts from lessons, files and pins, written so that Qt finds no markup and no key marks in them."""

from __future__ import annotations

from PySide6.QtGui import Qt


def literal(text: str) -> str:
    """`text` as a tool tip that shows it letter by letter: Qt takes for HTML what begins like it."""
    return Qt.convertFromPlainText(text) if Qt.mightBeRichText(text) else text


def without_keys(text: str) -> str:
    """`text` for a menu or a button, where ``&`` would mark a key."""
    return text.replace("&", "&&")
