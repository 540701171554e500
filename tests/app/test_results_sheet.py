"""The results sheet: of the run and its pins, of a race; copied; silent while a question is open."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTableWidget, QToolButton
from pytestqt.qtbot import QtBot
from windows import action, find, shown_window

from app.main_window import MainWindow
from app.panels.results_sheet import ResultsSheet
from symgui.experiment import WeightInit, opening_experiment
from symgui.training.results import COLUMNS, as_tsv, race_results

LEARNS = opening_experiment().with_(
    initialization={"weights": WeightInit(scheme="normal", scale=0.5)},
    data={"samples": 40, "test_samples": 10},
)


def opened(window: MainWindow) -> ResultsSheet:
    action(window, "action-results").trigger()
    sheet = window.results.sheet
    assert sheet is not None
    return sheet


def cells(sheet: ResultsSheet) -> list[list[str]]:
    table = find(sheet, QTableWidget, "results-table")
    items = [[table.item(k, c) for c in range(table.columnCount())] for k in range(table.rowCount())]
    return [[item.text() if item is not None else "" for item in row] for row in items]


def go(qtbot: QtBot, window: MainWindow, iteration: int) -> None:
    window.workspace.run_to(iteration, at_once=True)
    qtbot.waitUntil(lambda: window.workspace.iteration == iteration)


def test_the_run_as_it_stands_and_its_pins(qtbot: QtBot) -> None:
    with shown_window(qtbot, LEARNS) as window:
        go(qtbot, window, 50)
        sheet = opened(window)
        assert sheet.head.text() == "The run as it stands; no moment is pinned"
        action(window, "action-pin").trigger()
        go(qtbot, window, 200)
        assert sheet.head.text() == "The run as it stands, and 1 pinned moment"
        shown = cells(sheet)
        assert [row[:2] for row in shown] == [["as it stands", "200"], ["iteration 50", "50"]]
        frame = window.workspace.frame
        assert frame is not None
        assert shown[0][2] == f"{frame.cost:.4f}"
        assert shown[0][7] == window.toolbar.verdict.text().split(" · ")[0]
        assert sheet.table.horizontalHeaderItem(2).toolTip() == COLUMNS["cost"]


def test_the_lanes_of_a_race_from_its_bar(qtbot: QtBot) -> None:
    with shown_window(qtbot, LEARNS) as window:
        window.compare.toggle()
        qtbot.waitUntil(lambda: window.workspace.race_frame is not None)
        go(qtbot, window, 30)
        assert window.compare.view is not None
        qtbot.mouseClick(find(window, QToolButton, "race-results"), Qt.MouseButton.LeftButton)
        sheet = window.results.sheet
        assert sheet is not None
        race = window.workspace.race_frame
        assert race is not None
        assert sheet.rows == race_results(race)
        qtbot.keyClick(sheet.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert QGuiApplication.clipboard().text() == as_tsv(race_results(race))
        go(qtbot, window, 60)
        assert {row.iteration for row in sheet.rows} == {60}, "it follows"


def test_no_verdict_while_a_question_is_open(qtbot: QtBot) -> None:
    with shown_window(qtbot, LEARNS) as window:
        action(window, "action-pin").trigger()
        go(qtbot, window, 20)
        sheet = opened(window)
        rows = sheet.rows
        window.workspace.withhold(frozenset({"verdict"}))
        assert [row.cost for row in sheet.rows] == [row.cost for row in rows]
        assert {row.verdict for row in sheet.rows} == {"withheld"}
        text = as_tsv(sheet.rows)
        assert not any(row.evidence in text for row in rows)
        window.workspace.withhold(frozenset())
        assert sheet.rows == rows


def test_nothing_is_cut_and_no_column_is_empty(qtbot: QtBot) -> None:
    with shown_window(qtbot, LEARNS.with_(data={"test_samples": 0})) as window:
        window.compare.toggle()
        qtbot.waitUntil(lambda: window.workspace.race_frame is not None)
        sheet = opened(window)
        sheet.resize(800, 340)
        table = sheet.table
        qtbot.waitUntil(lambda: not table.horizontalScrollBar().isVisible())
        assert table.isColumnHidden(list(COLUMNS).index("test accuracy"))
        for row in range(table.rowCount()):
            for column in range(table.columnCount()):
                item = table.item(row, column)
                assert item is not None
                room = table.visualItemRect(item).adjusted(3, 0, -3, 0)
                if room.width() > 0:  # not the one that is hidden
                    flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
                    needed = table.fontMetrics().boundingRect(room, flags, item.text())
                    assert needed.width() <= room.width() + 1, item.text()
                    assert needed.height() <= room.height(), item.text()
    with shown_window(qtbot, LEARNS) as window:
        assert not opened(window).table.isColumnHidden(list(COLUMNS).index("test accuracy"))


def test_a_number_a_layer_leaves_the_evidence_its_room(qtbot: QtBot) -> None:
    with shown_window(qtbot, LEARNS) as window:
        window.compare.enter()
        window.compare.choose_preset("depth")
        qtbot.waitUntil(lambda: window.workspace.race_frame is not None and len(window.workspace.lanes) == 6)
        sheet = opened(window)
        sheet.resize(1120, 400)
        table = sheet.table
        qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() == 0)
        assert table.columnWidth(table.columnCount() - 1) > 250
