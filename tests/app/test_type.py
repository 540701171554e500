"""Type and lengths: one size in a window, whatever the desktop's, and all of it larger on a large screen."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.look.style_sheet import sized
from app.look.type_sizes import length_scale, pen_width, scale_of, scaled, small_font, small_size
from app.views.base.lesson_text import lesson_lines, one_line
from app.views.base.math_line import plain


@pytest.mark.parametrize(("size", "small"), [(12, 11), (13, 11), (15, 13), (32, 22), (45, 30), (89, 60)])
def test_ticks_beside_a_type(size: int, small: int) -> None:
    assert small_size(size) == small


@pytest.mark.parametrize("size", [10, 12, 13, 15, 17])
def test_lengths_are_those_of_a_window_whatever_its_type(size: int) -> None:
    assert length_scale(size) == 1.0


def test_lengths_follow_the_ticks_beside_large_type(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.setFont(sized(widget.font(), 32))
    assert scale_of(widget) == 2.0
    assert scaled(widget, 7) == 14
    assert small_font(widget).pixelSize() == 22
    assert pen_width(widget, 1.0) == 3


def test_a_line_in_a_window_keeps_its_width(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.setFont(sized(widget.font(), 13))
    assert pen_width(widget, 1.3) == 1.3


def test_a_lessons_words() -> None:
    first, second = lesson_lines("A factor of dW[1] is zero:\n$$W[2] = 0$$, a wall.\n\nWhy?")
    assert plain(first) == "A factor of dW[1] is zero: W[2] = 0, a wall."
    assert [type(node).__name__ for node in first[:4]] == ["Text", "Text", "Text", "Symbol"]
    assert plain(second) == "Why?"


def test_an_article_is_no_activation() -> None:
    assert [type(node).__name__ for node in one_line("a $$a$$")] == ["Text", "Symbol"]
