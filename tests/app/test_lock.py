"""The lock: during a lesson nothing is changed by a slip, and it is said why; else it does nothing."""

from __future__ import annotations

from pathlib import Path

from lesson_cases import LESSON
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from windows import all_done, find, settle, shown_window, tab_view

from app.controllers.settings_lock import LOCKED
from app.main_window import MainWindow
from app.runtime.selection import Selection
from app.runtime.settings import Settings


def switch(window: MainWindow) -> QAction:
    found = window.findChild(QAction, "action-lock-settings")
    assert found is not None
    return found


def can_change(window: MainWindow) -> bool:
    enabled = {section.isEnabled() for section in window.panel.sections.values()}
    assert len(enabled) == 1
    return enabled.pop()


def test_it_is_in_force_only_while_a_lesson_is_open(qtbot: QtBot, window: MainWindow) -> None:
    switch(window).trigger()
    assert can_change(window)
    window.lessons.begin(LESSON)
    assert not can_change(window)
    window.lessons.panel.tabs.setCurrentIndex(1)
    assert find(window, QLabel, "lock-reason").isVisible()
    assert find(window, QLabel, "lock-reason").text() == LOCKED
    window.lessons.leave()
    settle(qtbot, window)
    assert can_change(window)
    assert not find(window, QLabel, "lock-reason").isVisible()


def test_without_it_everything_can_be_changed(window: MainWindow) -> None:
    window.lessons.begin(LESSON)
    assert can_change(window)


def test_no_weight_can_be_edited_and_it_is_said_why(qtbot: QtBot, window: MainWindow) -> None:
    switch(window).trigger()
    window.lessons.begin(LESSON)
    qtbot.waitUntil(lambda: window.workspace.current_frame is not None)
    before = window.workspace.experiment
    window.edits.ask(Selection(1, 0, 0))
    assert not window.edits.editor.isVisible()
    assert window.message.text() == LOCKED
    window.message.hide()
    window.tabs.show_page(tab_view(window, "values"))
    qtbot.waitUntil(lambda: tab_view(window, "values").view is not None)
    tab_view(window, "values").view.editCommitted.emit({"W1[0,0]": 0.5})
    assert window.message.text() == LOCKED
    all_done(qtbot, window)
    assert window.workspace.experiment == before


def test_the_button_beside_the_reason_unlocks(qtbot: QtBot, window: MainWindow) -> None:
    switch(window).trigger()
    window.lessons.begin(LESSON)
    window.lessons.panel.tabs.setCurrentIndex(1)
    window.edits.ask(Selection(1, 0, 0))
    qtbot.mouseClick(find(window, QPushButton, "unlock-settings"), Qt.MouseButton.LeftButton)
    assert can_change(window)
    assert not switch(window).isChecked()
    assert window.message.text() == ""


def test_it_is_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    with shown_window(qtbot, settings=Settings(tmp_path)) as window:
        assert not switch(window).isChecked()
        switch(window).trigger()
    with shown_window(qtbot, settings=Settings(tmp_path)) as window:
        assert switch(window).isChecked()
        window.lessons.begin(LESSON)
        assert not can_change(window)
        switch(window).trigger()
    assert not Settings(tmp_path).lock
