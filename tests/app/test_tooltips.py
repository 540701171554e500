"""Tooltips use the glossary's words."""

from __future__ import annotations

import re

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from windows import shown_window

OTHER_WORDS = re.compile(r"\b(points|cells|log time|swallow\w*|parts)\b")
"""Examples, entries or groups, by decades; and no pictures where a plain word will do."""


def test_no_tooltip_has_another_word_for_what_the_glossary_names(qtbot: QtBot) -> None:
    with shown_window(qtbot) as window:
        tips = {action.toolTip() for action in window.findChildren(QAction)}
        tips |= {widget.toolTip() for widget in window.findChildren(QWidget)}
        assert len(tips) > 50
        assert [tip for tip in tips if OTHER_WORDS.search(tip)] == []
