"""What lies over the window watches the application while it is seen, and never longer."""

from __future__ import annotations

from left_behind import WatchedApplication
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from windows import action, shown_window

from app.panels.overlay import Popover
from app.runtime.selection import Selection


def watchers() -> int:
    application = QApplication.instance()
    assert isinstance(application, WatchedApplication)
    return len(application.filters)


def popover(qtbot: QtBot) -> tuple[QWidget, Popover]:
    window = QWidget()
    QVBoxLayout(window)
    qtbot.addWidget(window)
    window.resize(400, 300)
    return window, Popover(window)


def test_nothing_watches_for_what_cannot_be_seen(qtbot: QtBot) -> None:
    window, over = popover(qtbot)
    over.show_at(QPoint(20, 20))
    assert not over.isVisibleTo(window)  # nor will it appear with the window, later
    assert watchers() == 0


def test_it_watches_while_it_is_seen(qtbot: QtBot) -> None:
    window, over = popover(qtbot)
    window.show()
    over.show_at(QPoint(20, 20))
    assert watchers() == 1
    qtbot.mouseClick(window, Qt.MouseButton.LeftButton, pos=QPoint(390, 290))
    assert over.isHidden()
    assert watchers() == 0
    over.show_at(QPoint(20, 20))
    window.hide()
    assert watchers() == 0


def test_windows_come_and_go_with_popovers_open_behind_the_stage(qtbot: QtBot) -> None:
    """F2 while presenting asked for a value in a window that was hidden, and watched for ever after."""
    for _ in range(3):
        with shown_window(qtbot) as window:
            window.workspace.pointing.select(Selection(1, 0, 0))
            window.present()
            action(window, "action-edit").trigger()
            QApplication.processEvents()
            assert watchers() == 0
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
