"""Pinned moments: kept, named, gone back to, and compared with the engine's digits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lesson_cases import LESSON
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot
from view_runs import experiment, small_normal
from windows import find, run_to, settle, shown_window, tab_view

from app.main_window import MainWindow
from app.panels.message_bar import MessageBar
from app.views.moments.comparison_words import unit_row
from app.views.moments.moments_view import DETAILS, MomentsView
from symgui.plain_text.numbers import number, percent
from symgui.training.moments import compare, pin
from symgui.training.run import RecordedRun

LEARNING = experiment(weights=small_normal())


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    with shown_window(qtbot, LEARNING) as window:
        yield window


def moments_view(window: MainWindow) -> MomentsView:
    window.tabs.show_page(tab_view(window, "moments"))
    return find(window, MomentsView, "moments-view")


def names(window: MainWindow) -> list[str]:
    return [moment.name for moment in window.pins.moments]


def flags(window: MainWindow) -> list[tuple[int, str]]:
    return [(flag.iteration, flag.name) for flag in window.timeline.flags]


def test_pins_are_flags_on_the_timeline(qtbot: QtBot, window: MainWindow) -> None:
    window.pins.pin()
    run_to(qtbot, window, 100)
    window.pins.pin()
    assert names(window) == ["iteration 0", "iteration 100"]
    assert flags(window) == [(0, "iteration 0"), (100, "iteration 100")]
    window.pins.pin()
    assert names(window) == ["iteration 0", "iteration 100"]
    assert "pinned already" in find(window, MessageBar, "message").text()


def test_names_are_a_person_s_own_and_never_the_same(qtbot: QtBot, window: MainWindow) -> None:
    window.pins.pin()
    run_to(qtbot, window, 10)
    window.pins.pin()
    view = moments_view(window)
    view.list.item(0, 0).setText("before")
    assert names(window) == ["before", "iteration 10"]
    view.list.item(1, 0).setText("before")
    assert names(window) == ["before", "before (2)"]
    view.list.item(1, 0).setText("   ")
    assert names(window) == ["before", "before (2)"]
    assert view.list.item(1, 0).text() == "before (2)"
    assert [name for _, name in flags(window)] == ["before", "before (2)"]


def test_two_are_compared_with_the_engine_s_digits(qtbot: QtBot, window: MainWindow) -> None:
    window.pins.pin()
    run_to(qtbot, window, 1000)
    window.pins.pin()
    view = moments_view(window)
    run = RecordedRun(LEARNING)
    before = pin("iteration 0", run.frame())
    run.advance(1000)
    expected = compare(before, pin("iteration 1000", run.frame()))
    assert view.comparison is not None
    assert (view.comparison.before.iteration, view.comparison.after.iteration) == (0, 1000)
    table = find(window, QTableWidget, "moments-units")

    def rows() -> list[tuple[str, ...]]:
        return [
            tuple(table.item(row, column).text() for column in range(table.columnCount()))
            for row in range(table.rowCount())
        ]

    said = find(window, QLabel, "moments-verdict")
    window.resize(1280, 800)  # fewer digits where there is little room, but the table's end stays in sight
    qtbot.waitUntil(lambda: said.text() == "Different function\n0 of 5 as before")
    details = [[unit_row(unit, digits, most) for unit in expected.units] for digits, most, _ in DETAILS]
    assert rows() in details[2:]
    assert table.horizontalHeader().length() <= table.viewport().width()
    window.resize(1920, 1080)
    qtbot.waitUntil(lambda: said.text().startswith("Different function; of 5 units none as before."))
    assert rows() == details[0]
    assert len(rows()) == 5
    assert f"{number(expected.before.cost)} → {number(expected.after.cost)}" in said.text()
    assert f"{percent(expected.before.train_accuracy)} → " in said.text()


def test_a_moment_and_the_same_again_are_the_same_function(qtbot: QtBot, window: MainWindow) -> None:
    """Zeros stay what they are: all units are one function, before and after."""
    window.workspace.document.open(experiment())
    settle(qtbot, window)
    window.pins.pin()
    run_to(qtbot, window, 5)
    window.pins.pin()
    view = moments_view(window)
    assert (
        find(window, QLabel, "moments-verdict").toolTip().startswith("Same function; of 5 units 5 as before.")
    )
    assert view.units.item(0, 5).text() == "2, 3, 4 → 2, 3, 4"


def test_going_there_in_the_open_run(qtbot: QtBot, window: MainWindow) -> None:
    run_to(qtbot, window, 30)
    window.pins.pin()
    run_to(qtbot, window, 90)
    view = moments_view(window)
    view.list.selectRow(0)
    find(window, QPushButton, "moments-go").click()
    qtbot.waitUntil(lambda: window.workspace.iteration == 30)
    assert window.timeline.furthest == 90
    window.workspace.document.start_over()
    qtbot.waitUntil(lambda: window.timeline.furthest == 0)
    assert flags(window) == [(30, "iteration 30")]
    window.pins.go_to(0)
    qtbot.waitUntil(lambda: window.workspace.iteration == 30)
    assert window.workspace.document.undo_stack.count() == 0


def test_a_pin_of_another_run_opens_it_and_can_be_undone(qtbot: QtBot, window: MainWindow) -> None:
    run_to(qtbot, window, 30)
    window.pins.pin()
    there = window.workspace.frame
    assert there is not None
    other = LEARNING.with_(initialization={"seed": 9})
    window.workspace.document.change(other, "seed")
    settle(qtbot, window)
    view = moments_view(window)
    assert flags(window) == []
    assert view.list.item(0, 2).text() == "other"
    window.pins.pin()
    assert find(window, QLabel, "moments-verdict").text().startswith("Different function")
    window.pins.go_to(0)
    settle(qtbot, window)
    frame = window.workspace.frame
    assert frame is not None
    assert (frame.experiment, frame.iteration) == (there.experiment, 30)
    assert frame.network.layers[0].W.tobytes() == there.network.layers[0].W.tobytes()
    window.undo_stacks.stack.undo()
    settle(qtbot, window)
    assert window.workspace.experiment == other


def test_a_change_before_a_pin_leads_past_it(qtbot: QtBot, window: MainWindow) -> None:
    run_to(qtbot, window, 20)
    window.pins.pin()
    run_to(qtbot, window, 40)
    window.pins.pin()
    window.workspace.seek(30)
    qtbot.waitUntil(lambda: window.workspace.iteration == 30)
    window.workspace.document.edit({"W1[0,0]": 0.5})
    qtbot.waitUntil(lambda: window.timeline.furthest == 30)
    qtbot.waitUntil(lambda: flags(window) == [(20, "iteration 20")])


def test_what_cannot_be_compared_is_said(qtbot: QtBot, window: MainWindow) -> None:
    window.pins.pin()
    window.workspace.document.change(LEARNING.with_(data={"seed": 7}), "seed")
    settle(qtbot, window)
    window.pins.pin()
    view = moments_view(window)
    assert find(window, QLabel, "moments-verdict").text() == (
        "'iteration 0' and 'iteration 0 (2)' are functions on different data."
    )
    assert view.comparison is None
    assert not view.units.isVisible()


def test_removing_and_choosing(qtbot: QtBot, window: MainWindow) -> None:
    for iteration in (0, 10, 20):
        if iteration:
            run_to(qtbot, window, iteration)
        window.pins.pin()
    view = moments_view(window)
    assert view.comparison is not None
    assert view.comparison.before.iteration == 10
    find(window, QComboBox, "moments-before").setCurrentIndex(0)
    assert view.comparison.before.iteration == 0
    view.list.selectRow(1)
    find(window, QPushButton, "moments-remove").click()
    assert names(window) == ["iteration 0", "iteration 20"]
    assert flags(window) == [(0, "iteration 0"), (20, "iteration 20")]
    view.list.selectRow(1)
    find(window, QPushButton, "moments-remove").click()
    assert view.comparison is None
    assert not view.before.isVisible()


def test_a_lessons_pins_go_with_it_and_ones_own_come_back(qtbot: QtBot, window: MainWindow) -> None:
    run_to(qtbot, window, 30)
    window.pins.pin()
    own = window.pins.moments
    window.lessons.begin(LESSON, 2)
    settle(qtbot, window)
    assert window.pins.moments == ()
    window.pins.pin()
    assert [moment.iteration for moment in window.pins.moments] == [0]
    window.lessons.leave()
    settle(qtbot, window)
    assert window.pins.moments is own
