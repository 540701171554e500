from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QTabBar, QWidget
from pytestqt.qtbot import QtBot
from windows import at_rest, choose, find, number, settle, shown_window, tab_view

from app.main_window import MainWindow
from app.runtime.selection import Selection
from symgui.training.states import State

PRESS = [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter]


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    with shown_window(qtbot) as window:
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        yield window


def focus(window: MainWindow, widget: QWidget) -> QWidget:
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    focused = window.focusWidget()
    assert focused is not None
    return focused


def untouched(window: MainWindow) -> bool:
    workspace = window.workspace
    first = workspace.current_frame
    return (
        workspace.state is not State.RUNNING and first is not None and (first.run, first.iteration) == (0, 0)
    )


@pytest.mark.parametrize("key", PRESS)
def test_the_focused_button_is_pressed(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    qtbot.keyClick(focus(window, find(window, QAbstractButton, "layer-add")), key)
    settle(qtbot, window)
    assert len(window.workspace.experiment.network.hidden) == 2
    assert window.workspace.state is not State.RUNNING


@pytest.mark.parametrize("key", PRESS)
@pytest.mark.parametrize("name", ["data-more", "training-more", "why-induction", "cost-log-axis"])
def test_what_can_be_checked_is_checked(qtbot: QtBot, window: MainWindow, name: str, key: Qt.Key) -> None:
    button = find(window, QAbstractButton, name)
    was = button.isChecked()
    qtbot.keyClick(focus(window, button), key)
    assert button.isChecked() is not was
    assert untouched(window)


@pytest.mark.parametrize("key", PRESS)
def test_the_verdict_opens_and_closes(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    chip = focus(window, find(window, QAbstractButton, "verdict"))
    qtbot.keyClick(chip, key)
    evidence = find(window, QLabel, "verdict-evidence")
    assert evidence.isVisible()
    qtbot.keyClick(chip, key)
    assert not evidence.isVisible()
    assert untouched(window)


def test_space_runs_where_no_button_has_the_focus(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "weight-scheme", "normal")
    settle(qtbot, window)
    canvas = focus(window, window.score.weights)
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.workspace.state is State.RUNNING)
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    at_rest(qtbot, window)


def test_space_runs_after_a_number_has_been_taken(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "weight-scheme", "normal")
    settle(qtbot, window)
    field = focus(window, number(window, "data-samples"))
    qtbot.keyClicks(field, "1 000")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.workspace.experiment.data.samples == 1_000
    assert window.workspace.state is State.READY
    qtbot.keyClick(field, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.workspace.state is State.RUNNING)
    qtbot.keyClick(field, Qt.Key.Key_Space)
    at_rest(qtbot, window)
    assert field.text() == "1000"


def test_a_number_that_was_taken_is_taken_back_from_its_field(qtbot: QtBot, window: MainWindow) -> None:
    field = focus(window, number(window, "data-samples"))
    qtbot.keyClicks(field, "50")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle(qtbot, window)
    for key, samples in ((Qt.KeyboardModifier.NoModifier, 400), (Qt.KeyboardModifier.ShiftModifier, 50)):
        qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | key)
        settle(qtbot, window)
        assert window.workspace.experiment.data.samples == samples
        assert field.text() == str(samples)


def test_arrows_step_where_nothing_else_takes_them(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(focus(window, find(window, QAbstractButton, "layer-add")), Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: window.workspace.iteration > 0)


def test_arrows_and_home_move_in_the_weights(qtbot: QtBot, window: MainWindow) -> None:
    window.workspace.pointing.select(Selection(1, 2, 0))
    canvas = focus(window, window.score.weights)
    for key, there in (
        (Qt.Key.Key_Right, Selection(1, 2, 1)),
        (Qt.Key.Key_Left, Selection(1, 2, 0)),
        (Qt.Key.Key_End, Selection(1, 2, -1)),
        (Qt.Key.Key_Home, Selection(1, 2, 0)),
    ):
        qtbot.keyClick(canvas, key)
        assert window.workspace.pointing.selection == there
    assert untouched(window)


def test_arrows_and_home_move_in_the_table(qtbot: QtBot, window: MainWindow) -> None:
    window.tabs.show_page(tab_view(window, "values"))
    table = tab_view(window, "values").made().table
    table.setCurrentIndex(tab_view(window, "values").made().numbers.index(1, 0))
    focus(window, table)
    places = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home):
        qtbot.keyClick(table, key)
        places.append(table.currentIndex().column())
    assert places == [1, 0, 1, 0]
    assert untouched(window)


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_f2_edits_in_the_table_and_the_focus_stays_there(
    qtbot: QtBot, window: MainWindow, end: Qt.Key
) -> None:
    window.tabs.show_page(tab_view(window, "values"))
    table = tab_view(window, "values").made().table
    table.setCurrentIndex(tab_view(window, "values").made().numbers.index(1, 0))
    qtbot.keyClick(focus(window, table), Qt.Key.Key_F2)
    assert table.is_editing
    editor = table.viewport().findChild(QLineEdit)
    qtbot.keyClicks(editor, "0.5")
    qtbot.keyClick(editor, end)
    qtbot.waitUntil(lambda: not table.is_editing)
    edited = end == Qt.Key.Key_Return
    numbers = tab_view(window, "values").made().numbers
    qtbot.waitUntil(lambda: numbers.values[1, 0] == (0.5 if edited else 0.0))
    assert window.workspace.document.undo_stack.count() == edited
    assert window.focusWidget() is table


def test_arrows_and_home_move_along_the_tabs(qtbot: QtBot, window: MainWindow) -> None:
    bar = find(window, QTabBar, "tabs")
    focus(window, bar)
    for key, index in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Left, 1),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, bar.count() - 1),
    ):
        qtbot.keyClick(bar, key)
        assert bar.currentIndex() == index
    assert untouched(window)


@pytest.mark.parametrize("key", PRESS)
def test_the_tab_opens_the_drawer(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    window.resize(1024, 480)
    assert window.tabs.is_drawer
    assert not window.tabs.is_open
    bar = find(window, QTabBar, "tabs")
    qtbot.keyClick(focus(window, bar), key)
    assert window.tabs.is_open
    qtbot.keyClick(bar, key)
    assert not window.tabs.is_open
    assert untouched(window)


def test_home_moves_along_the_run_in_the_timeline(qtbot: QtBot, window: MainWindow) -> None:
    window.workspace.step()
    qtbot.waitUntil(lambda: window.workspace.iteration > 0)
    settle(qtbot, window)
    before, furthest = window.workspace.current_frame, window.timeline.furthest
    qtbot.keyClick(focus(window, window.timeline), Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: window.workspace.iteration == 0)
    after = window.workspace.current_frame
    assert before is not None
    assert after is not None
    assert after.run == before.run
    assert window.timeline.furthest == furthest
