"""The page Phase portrait in the real window: the start is dragged, moved by keys, typed; twins stay so."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from windows import action, at_rest, choice, choose, find, number, pixel_of, shown_window

from app.main_window import MainWindow
from app.panels.symmetry_pages.portrait_form import fitting_reach
from app.panels.symmetry_pages.portrait_page import PortraitPage
from symgui.experiment import Experiment


def experiment(units: int = 2) -> Experiment:
    return Experiment().with_(
        data={"kind": "flower", "samples": 100},
        network={"hidden": [{"units": units, "activation": "tanh"}]},
        initialization={"weights": {"scheme": "normal", "scale": 1.0}, "seed": 2},
        training={"learning_rate": 0.1},
    )


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    with shown_window(qtbot, experiment()) as window:
        window.workspace.step(5)
        qtbot.waitUntil(lambda: window.workspace.iteration == 5)
        at_rest(qtbot, window)
        yield window


def opened(qtbot: QtBot, window: MainWindow) -> PortraitPage:
    action(window, "action-symmetries").trigger()
    dialog = window.symmetries.dialog
    assert dialog is not None
    dialog.tabs.setCurrentIndex(dialog.pages.index(dialog.portrait))
    computed(qtbot, dialog.portrait)
    return dialog.portrait


def computed(qtbot: QtBot, page: PortraitPage) -> None:
    qtbot.waitUntil(lambda: not page.busy, timeout=20_000)


def way(page: PortraitPage) -> tuple[np.ndarray, np.ndarray]:
    return page.plot.way.getData()


def test_it_begins_where_the_network_is(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(qtbot, window)
    frame = window.workspace.current_frame
    assert frame is not None
    W = frame.network.layers[0].W
    assert page.form.start == (W[0, 0], W[1, 0])
    x, y = way(page)
    assert (x[0], y[0]) == (W[0, 0], W[1, 0])
    assert len(x) == 501
    assert "After 500 updates by gradient descent, α = 0.1" in find(page, QLabel, "portrait-way").text()
    assert "no line of twins in this plane" in find(page, QLabel, "portrait-line").text()
    assert len(page.plot.arrows.getData()[0]) == 6 * 17 * 17
    x, y = page.plot.nullcline_x.getData()
    there = ~np.isnan(x)
    assert page.plane is not None
    plane, step = page.plane.plane(), page.plane.grid[1] - page.plane.grid[0]
    for a, b in zip(x[there][::7], y[there][::7], strict=True):
        beside = plane.gradient(a - step, b)[0], plane.gradient(a + step, b)[0]
        assert min(beside) < 0.0 < max(beside), "there the derivative by the first changes its sign"


def test_keys_and_mouse_move_the_start_and_twins_stay_twins(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(qtbot, window)
    page.form.equal.setChecked(True)
    computed(qtbot, page)
    plot = page.plot
    near = pixel_of(plot, -1.5, -1.5) + QPoint(2, -1)
    qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=near)
    computed(qtbot, page)
    start = page.form.start
    assert start[0] == start[1], "near the line of twins the start is put on it"
    x, y = way(page)
    assert (x[0], y[0]) == start
    assert np.array_equal(x, y)
    assert "are twins after every update, bit for bit" in find(page, QLabel, "portrait-way").text()
    assert "is the stable manifold of the saddle" in find(page, QLabel, "portrait-rest").text()
    manifold = plot.manifold.getData()[0]
    assert manifold[0] < x[-1] < manifold[1]
    plot.setFocus()
    before = page.form.start
    qtbot.keyClick(plot, Qt.Key.Key_Up)
    computed(qtbot, page)
    assert page.form.start[0] == before[0]
    assert before[1] < page.form.start[1] <= before[1] + page.plot.reach / 50
    x, y = way(page)
    assert not np.array_equal(x, y)
    assert abs(x[-1] - y[-1]) > abs(x[0] - y[0]), "beside the line the way leads off"
    assert page.way_text.text() in plot.accessibleDescription()
    qtbot.keyClick(plot, Qt.Key.Key_Home)
    computed(qtbot, page)
    assert page.plane is not None
    assert page.form.start == page.plane.values


def test_keys_bring_a_start_far_beyond_the_axes_back_to_their_end(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(qtbot, window)
    plot, reach = page.plot, page.plot.reach
    for far, key, x in (
        (-sys.float_info.max, Qt.Key.Key_Left, -reach),
        (sys.float_info.max, Qt.Key.Key_Right, reach),
        (-sys.float_info.max, Qt.Key.Key_Right, -reach + reach / 50),
    ):
        plot.start = (far, 0.0)
        qtbot.keyClick(plot, key)
        assert page.form.start == (pytest.approx(x, rel=0.01), 0.0)


@pytest.mark.parametrize("last", [np.nan, -np.inf, 1e308])
def test_a_way_that_diverges_is_drawn_as_far_as_it_can_be(
    qtbot: QtBot, window: MainWindow, last: float
) -> None:
    page = opened(qtbot, window)
    page.plot.show_way(np.array([0.5, 0.25, last]), np.array([0.5, 1.0, 2.0]))
    page.plot.grab()  # pyqtgraph warns of numbers that it cannot draw
    assert [list(each) for each in way(page)] == [[0.5, 0.25], [0.5, 1.0]]
    assert len(page.plot.ends.data) == 0
    page.plot.show_way(np.array([0.5, 0.25]), np.array([0.5, 1.0]))
    assert [(end["x"], end["y"]) for end in page.plot.ends.data] == [(0.25, 1.0)]


def test_while_a_start_is_dragged_only_the_last_one_counts(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(qtbot, window)
    plot = page.plot
    qtbot.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=pixel_of(plot, 0.0, 1.0))
    for k in range(12):
        qtbot.mouseMove(plot.viewport(), pixel_of(plot, 0.2 * k, 1.0))
    page.form.start_x.setValue(2.25)
    qtbot.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.busy and way(page)[0][0] == 2.25)
    assert len(page.rows) == 49
    assert page.found is not None


def test_after_another_study_has_taken_its_place_the_start_still_moves(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = opened(qtbot, window)
    page.form.start_x.setValue(0.25)
    window.workspace.studies.begin("another", iter(()))
    assert not page.busy
    page.form.start_x.setValue(0.75)
    qtbot.waitUntil(lambda: not page.busy and way(page)[0][0] == 0.75)


def test_other_weights_axes_and_updates(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(qtbot, window)
    choose(page, "portrait-first", "W2[0,0]")
    choose(page, "portrait-second", "W2[0,1]")
    computed(qtbot, page)
    frame = window.workspace.current_frame
    assert frame is not None
    assert page.form.start == tuple(frame.network.layers[1].W[0])
    number(page, "portrait-updates").setValue(7)
    computed(qtbot, page)
    assert len(way(page)[0]) == 8
    number(page, "portrait-reach").setValue(10)
    computed(qtbot, page)
    assert page.plot.view_box.viewRange() == [[-10.0, 10.0], [-10.0, 10.0]]
    choose(page, "portrait-first", "W2[0,1]")
    assert find(page, QLabel, "portrait-problem").text() == "Choose two different weights."
    choose(page, "portrait-second", "b1[1]")
    computed(qtbot, page)
    assert find(page, QLabel, "portrait-problem").text() == ""
    assert "not the same weight of two units" in find(page, QLabel, "portrait-line").text()


def test_what_stands_in_the_way_is_one_sentence(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(qtbot, window)
    window.workspace.run()
    qtbot.waitUntil(lambda: bool(find(page, QLabel, "portrait-problem").text()))
    assert "The network runs" in find(page, QLabel, "portrait-problem").text()
    window.workspace.pause()
    at_rest(qtbot, window)
    window.workspace.document.change(experiment(200), "more units")
    said = "The network has 801 parameters: two of them are chosen in a network of 600 at most."
    qtbot.waitUntil(lambda: find(page, QLabel, "portrait-problem").text() == said)
    window.workspace.document.change(experiment(1), "one unit")
    qtbot.waitUntil(lambda: page.plane is not None and page.found is not None)
    assert choice(page, "portrait-second").currentData() == "W2[0,0]"


@pytest.mark.parametrize(("largest", "reach"), [(0.0, 3.0), (1.9, 3.0), (2.1, 5.0), (70.0, 200.0)])
def test_the_axes_reach_beyond_the_weights(largest: float, reach: float) -> None:
    assert fitting_reach(largest) == reach
