"""Points drawn in the real window, by mouse and keyboard: taken, changed, taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QSpinBox
from pytestqt.qtbot import QtBot
from windows import action, choice, find, settle, shown_window

from app.main_window import MainWindow
from app.panels.importing.draw_canvas import DrawCanvas
from app.panels.importing.draw_dialog import DrawDialog
from app.panels.message_bar import MessageBar
from symgui.data import load_data
from symgui.experiment import opening_experiment


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    with shown_window(qtbot) as window:
        yield window


def opened(qtbot: QtBot, window: MainWindow) -> tuple[DrawDialog, DrawCanvas]:
    action(window, "action-draw").trigger()
    dialog = window.importing.dialog
    assert isinstance(dialog, DrawDialog)
    with qtbot.waitExposed(dialog):
        pass
    return dialog, dialog.canvas


def pixel(canvas: DrawCanvas, x1: float, x2: float) -> QPoint:
    return canvas.pixel(x1, x2).toPoint()


def summary(dialog: DrawDialog) -> str:
    return find(dialog, QLabel, "draw-summary").text()


def test_xor_is_drawn_from_the_keyboard_alone(qtbot: QtBot, window: MainWindow) -> None:
    dialog, canvas = opened(qtbot, window)
    assert canvas.hasFocus()
    assert summary(dialog) == "No points yet."
    assert not dialog.take.isEnabled()
    right, up = (Qt.Key.Key_Right,) * 10, (Qt.Key.Key_Up,) * 10
    left, down = (Qt.Key.Key_Left,) * 10, (Qt.Key.Key_Down,) * 10
    for keys in ("1", right, " ", "0", up, " ", "1", left, " ", "0", down, " "):
        for key in keys:
            qtbot.keyClick(canvas, key)
    assert choice(dialog, "draw-class").currentData() == 0
    assert summary(dialog) == "4 points: 2 of class 0, 2 of class 1. 4 for training."
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    settle(qtbot, window)
    data = window.workspace.experiment.data
    assert data.table is not None
    assert data.table.name == "drawn"
    assert data.table.rows == ((1.0, 0.0, 1.0), (1.0, 1.0, 0.0), (0.0, 1.0, 1.0), (0.0, 0.0, 0.0))
    action(window, "action-undo").trigger()
    settle(qtbot, window)
    assert window.workspace.experiment == opening_experiment()


def test_the_mouse_draws_and_erases_in_strokes(qtbot: QtBot, window: MainWindow) -> None:
    dialog, canvas = opened(qtbot, window)
    find(dialog, QSpinBox, "draw-classes").setValue(3)
    choice(dialog, "draw-class").setCurrentIndex(2)
    start, end = pixel(canvas, -1.0, -1.0), pixel(canvas, 1.0, -1.0)
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    for k in range(1, 41):
        qtbot.mouseMove(canvas, start + (end - start) * k / 40)
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)
    if len(dialog.drawn.points) == 1:  # a platform whose moved mouse presses no button
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=end)
    drawn = dialog.drawn.points
    assert len(drawn) > 1
    assert {point.label for point in drawn} == {2}
    qtbot.mouseClick(canvas, Qt.MouseButton.RightButton, pos=start)
    assert len(dialog.drawn.points) == len(drawn) - 1
    dialog.undo.click()
    assert dialog.drawn.points == drawn
    dialog.clear.click()
    assert summary(dialog) == "No points yet."
    qtbot.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert dialog.drawn.points == drawn
    dialog.erase.click()
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=pixel(canvas, drawn[0].x1, drawn[0].x2))
    assert drawn[0] not in dialog.drawn.points
    assert find(dialog, QSpinBox, "draw-classes").minimum() == 3, "points are of class 2"


def test_the_points_of_a_small_table_are_changed(qtbot: QtBot, window: MainWindow) -> None:
    table = {"features": ("length", "width"), "classes": ("blue", "red"), "name": "mine.csv",
             "rows": ((1.0, 20.0, 0.0), (2.0, 40.0, 1.0), (3.0, 30.0, 1.0))}  # fmt: skip
    data = {"kind": "file", "samples": 2, "test_samples": 1, "seed": 4, "table": table, "standardize": True}
    window.workspace.document.open(opening_experiment().with_(data=data))
    settle(qtbot, window)
    dialog, canvas = opened(qtbot, window)
    assert summary(dialog) == "3 points: 1 of blue, 2 of red. 2 for training."
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    assert canvas.accessibleDescription() == "length 2.00, width 30.0: a point of class blue"
    qtbot.mouseClick(canvas, Qt.MouseButton.RightButton, pos=pixel(canvas, 1.0, 20.0))
    dialog.take.click()
    settle(qtbot, window)
    now = window.workspace.experiment.data
    assert now.table is not None
    assert now.table.rows == ((2.0, 40.0, 1.0), (3.0, 30.0, 1.0), (2.0, 30.0, 0.0))
    assert (now.table.features, now.table.classes) == (("length", "width"), ("blue", "red"))
    assert (now.samples, now.test_samples, now.seed, now.standardize) == (2, 1, 4, True)
    assert load_data(now).m == 2


def test_escape_keeps_the_drawing_for_the_next_time(qtbot: QtBot, window: MainWindow) -> None:
    dialog, canvas = opened(qtbot, window)
    for key in (" ", Qt.Key.Key_Right, " "):
        qtbot.keyClick(canvas, key)
    drawn = dialog.drawn.points
    assert len(drawn) == 2
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.importing.dialog is None)
    assert "kept" in find(window, MessageBar, "message").text()
    assert window.workspace.experiment == opening_experiment()
    again, canvas = opened(qtbot, window)
    assert again.drawn.points == drawn
    again.undo.click()
    assert again.drawn.points == drawn[:1]
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    settle(qtbot, window)
    window.workspace.document.undo_stack.undo()
    settle(qtbot, window)
    fresh, _ = opened(qtbot, window)
    assert fresh.drawn.points == ()
