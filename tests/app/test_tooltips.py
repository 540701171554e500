"""Tooltips use the glossary's words."""

from __future__ import annotations

import re

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from windows import shown_window

from app.views.many_runs.plane_page import PlanePage

OTHER_WORDS = re.compile(r"\b(points|cells|log time|swallow\w*|parts)\b")
"""Examples, entries or groups, by decades; and no pictures where a plain word will do."""


def test_an_index_in_a_tooltip_stands_below(qtbot: QtBot) -> None:
    page = PlanePage()
    qtbot.addWidget(page)
    tips = [part.toolTip() for part in page.findChildren(QWidget)]
    assert any("<sub>w</sub>" in tip for tip in tips)
    assert not any("σ_" in tip for tip in tips)


def test_no_tooltip_has_another_word_for_what_the_glossary_names(qtbot: QtBot) -> None:
    with shown_window(qtbot) as window:
        tips = {action.toolTip() for action in window.findChildren(QAction)}
        tips |= {widget.toolTip() for widget in window.findChildren(QWidget)}
        assert len(tips) > 50
        assert [tip for tip in tips if OTHER_WORDS.search(tip)] == []
