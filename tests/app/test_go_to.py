"""Going to an iteration: by its number, from the cost curve, with the pointer and the keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from windows import action, find, shown_window

from app.main_window import MainWindow
from app.views.base.bubble import Bubble
from app.views.base.readable_axes import ReadableAxes
from symgui.experiment import WeightInit, opening_experiment

LEARNS = opening_experiment().with_(
    initialization={"weights": WeightInit(scheme="normal", scale=0.5)}, data={"samples": 40}
)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    with shown_window(qtbot, LEARNS) as window:
        window.workspace.run_to(300, at_once=True)
        qtbot.waitUntil(lambda: window.workspace.iteration == 300)
        qtbot.waitUntil(lambda: window.timeline.furthest == 300)
        yield window


def at(qtbot: QtBot, window: MainWindow, iteration: int) -> None:
    qtbot.waitUntil(lambda: window.workspace.iteration == iteration)


def said(window: MainWindow) -> str:
    bubble = window.findChild(Bubble)
    return bubble.text() if bubble is not None and bubble.isVisible() else ""


def place(plot: ReadableAxes, iteration: int) -> QPoint:
    """Where an iteration lies on the axis, at the height of its foot."""
    return plot.mapFromScene(plot.view_box.mapToScene(plot.pixel(iteration, plot.costs.low)))


def test_a_number_typed_is_gone_to(qtbot: QtBot, window: MainWindow) -> None:
    window.timeline.setFocus()
    action(window, "action-go-to").trigger()
    field = window.go_to.asking.field
    assert field.hasFocus()
    assert field.objectName() == "go-to-iteration"
    QTest.keyClicks(field, "123")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    at(qtbot, window, 123)
    assert not window.go_to.asking.isVisible()
    assert window.timeline.hasFocus(), "the focus is back where it was"
    frame = window.workspace.frame
    assert frame is not None
    assert frame.furthest == 300, "the record is kept"


def test_a_click_on_the_number_asks_and_one_more_leaves_it(qtbot: QtBot, window: MainWindow) -> None:
    readout = find(window, QLabel, "iteration")
    qtbot.mouseClick(readout, Qt.MouseButton.LeftButton)
    assert window.go_to.asking.isVisible()
    qtbot.mouseClick(readout, Qt.MouseButton.LeftButton)
    assert not window.go_to.asking.isVisible()
    assert window.workspace.iteration == 300


@pytest.mark.parametrize("text", ["301", "-1", "many", "1.5", "1e9"])
def test_what_is_not_on_record_is_told_what_is(qtbot: QtBot, window: MainWindow, text: str) -> None:
    action(window, "action-go-to").trigger()
    field = window.go_to.asking.field
    QTest.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "type a whole number from 0 to 300" in said(window)
    assert window.go_to.asking.isVisible()
    assert window.workspace.iteration == 300
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not window.go_to.asking.isVisible()
    assert said(window) == ""


def test_before_anything_is_recorded_there_is_nowhere_to_go(qtbot: QtBot) -> None:
    with shown_window(qtbot, LEARNS) as window:
        assert not action(window, "action-go-to").isEnabled()


def test_the_cost_curve_reads_the_nearest_recorded_point_and_a_click_goes_there(
    qtbot: QtBot, window: MainWindow
) -> None:
    plot, frame = window.cost.plot, window.workspace.frame
    assert frame is not None
    t, cost = frame.curve.iterations, frame.curve.cost
    wanted = 37
    QTest.mouseMove(plot.viewport(), place(plot, wanted))
    reading = plot.reading
    assert reading is not None
    k = int(np.flatnonzero(t == reading.iteration)[0])
    assert reading.cost == cost[k]
    away = np.abs(plot.iterations.position(t) - plot.iterations.position(wanted))
    assert away[k] <= away.min() + 0.01, "within the pixel that was pointed at"
    assert plot.reading_label.isVisible()
    assert plot.reading_label.text() == reading.text
    qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=place(plot, wanted))
    at(qtbot, window, reading.iteration)


def test_the_cost_curve_by_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    plot, frame = window.cost.plot, window.workspace.frame
    assert frame is not None
    t = frame.curve.iterations.tolist()
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    assert plot.reading is not None
    assert plot.reading.iteration == 300
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert plot.reading.iteration == t[-3]
    qtbot.keyClick(plot, Qt.Key.Key_Home)
    assert plot.reading.iteration == 0
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert plot.reading.iteration == t[1]
    assert plot.accessibleDescription() == plot.reading.text
    qtbot.keyClick(plot, Qt.Key.Key_Return)
    at(qtbot, window, t[1])
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    assert plot.reading is None


def test_a_race_is_read_lane_by_lane(qtbot: QtBot, window: MainWindow) -> None:
    window.compare.toggle()
    qtbot.waitUntil(lambda: window.workspace.race_frame is not None)
    window.workspace.run_to(60, at_once=True)
    qtbot.waitUntil(lambda: window.workspace.iteration == 60)
    view = window.compare.view
    assert view is not None
    plot = view.cost
    qtbot.waitUntil(lambda: len(plot.curves) == len(window.workspace.lanes) and plot.view_box.width() > 50)
    race = window.workspace.race_frame
    assert race is not None
    for lane, frame in zip(race.lanes, race.frames, strict=True):
        plot.read_at(float(plot.iterations.position(20)), float(plot.costs.position(frame.curve.cost[20])))
        reading = plot.reading
        assert reading is not None
        k = [each.letter for each in race.lanes].index(reading.line)
        assert reading.cost == race.frames[k].curve.cost[20]
        assert reading.cost == pytest.approx(frame.curve.cost[20]), lane.letter
    qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=place(plot, 20))
    qtbot.waitUntil(lambda: window.workspace.iteration == 20)
