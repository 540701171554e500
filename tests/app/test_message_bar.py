"""The message bar: whole, at the lower edge of what it lies over."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.panels.message_bar import MARGIN, MessageBar

QUESTION = (
    "What shall become of the changes that are not saved? They are in no file yet, and a pin has them not."
)


@pytest.mark.parametrize("size", [(944, 357), (1024, 505), (1280, 705), (400, 300)])
@pytest.mark.parametrize("before", ["", "A rate must be a number."])
def test_what_it_asks_is_whole_at_the_lower_edge(qtbot: QtBot, size: tuple[int, int], before: str) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(*size)
    bar = MessageBar(host)
    host.show()
    if before:
        bar.say(before)
        QApplication.processEvents()
    bar.ask(QUESTION, [("Save", lambda: None), ("Discard", lambda: None)])
    QApplication.processEvents()
    assert bar.geometry().bottom() == host.height() - MARGIN - 1
    assert bar.height() >= bar.minimumSizeHint().height()
    for button in bar.findChildren(QPushButton):
        assert button.height() >= button.minimumSizeHint().height()
        assert bar.rect().contains(button.geometry())
    host.resize(size[0], size[1] + 40)
    assert bar.geometry().bottom() == host.height() - MARGIN - 1


def test_what_it_says_is_as_wide_as_its_words_in_the_corner_without_buttons(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(1280, 705)
    bar = MessageBar(host)
    host.show()
    bar.say("the line is cut off: its end is missing")
    QApplication.processEvents()
    assert bar.text() == "The line is cut off: its end is missing"
    assert bar.geometry().right() == host.width() - MARGIN - 1
    assert bar.geometry().left() > host.width() / 2
    words = bar.findChild(QLabel, "message-text")
    line = words.fontMetrics().horizontalAdvance(words.text())
    assert line <= words.width() <= line + 10
    bar.take_back("the line is cut off: its end is missing")
    assert bar.text() == ""
