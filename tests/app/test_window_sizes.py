"""The window on small screens: nothing is cut, and a click on a weight explains it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from clipping import clipped, place_in
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from windows import action, at_rest, find, settle, shown_window

from app.controllers.window_place import FIRST_SIZE, SMALLEST
from app.look.screen_room import FRAME, fitted, moved_inside, room
from app.main_window import MainWindow
from app.panels.body import Body
from app.runtime.selection import Selection
from symgui.experiment import Experiment, LayerSpec, WeightInit, opening_experiment

TASK_BAR = 48
SCREENS = {
    "1920 × 1080 at 200 %": (960, 540),
    "1024 × 600": (1024, 600),
    "1366 × 768 at 125 %": (1093, 614),
    "1920 × 1080 at 150 %": (1280, 720),
    "1366 × 768": (1366, 768),
    "1920 × 1080": (1920, 1080),
}
"""In logical pixels, from the lowest."""


def free(screen: str) -> QRect:
    """What the task bar leaves of a screen."""
    width, height = SCREENS[screen]
    return QRect(0, 0, width, height - TASK_BAR)


def inside(screen: str) -> QSize:
    """How large the window can be there, without its frame and title bar."""
    return room(free(screen), FRAME).size()


def network(*units: int, activation: str = "tanh") -> Experiment:
    layers = tuple(LayerSpec(units=n, activation=activation) for n in units)  # type: ignore[arg-type]
    weights = WeightInit(
        scheme="he" if activation == "relu" else "normal", scale=None if activation == "relu" else 0.5
    )
    return opening_experiment().with_(network={"hidden": layers}, initialization={"weights": weights})


STATES: dict[str, Callable[[], Experiment]] = {
    "opening": opening_experiment,
    "2-4-1": lambda: network(4),
    "2-8-8-8-1 ReLU": lambda: network(8, 8, 8, activation="relu"),
    "12 hidden layers": lambda: network(*[4] * 12),
}


@pytest.fixture(params=STATES)
def window(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[MainWindow]:
    with shown_window(qtbot, STATES[request.param]()) as window:
        window.workspace.step(20)
        at_rest(qtbot, window)
        yield window


@pytest.fixture
def opening(qtbot: QtBot) -> Iterator[MainWindow]:
    with shown_window(qtbot) as window:
        yield window


def fit(window: MainWindow, screen: str) -> None:
    window.resize(inside(screen))
    QApplication.processEvents()
    assert window.size() == inside(screen), "the window is not as small as its screen"


def check(window: MainWindow, where: str) -> None:
    assert clipped(window) == [], where
    for part in (window.timeline, window.rewind_bar, window.toolbar):
        assert window.rect().contains(place_in(window, part)), where
    assert window.timeline.height() >= window.timeline.minimumSizeHint().height(), where


# -- the window itself -----------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", SCREENS)
def test_the_first_window_fits_with_its_frame_and_title_bar(screen: str) -> None:
    place = fitted(QSize(*FIRST_SIZE), room(free(screen), FRAME))
    assert free(screen).contains(place.marginsAdded(FRAME))
    assert place.size() == QSize(*FIRST_SIZE).boundedTo(inside(screen))
    smallest = QSize(*SMALLEST)
    assert smallest == smallest.boundedTo(inside(screen))


def test_a_window_whose_frame_sticks_out_is_moved_or_made_smaller() -> None:
    within = QRect(10, 20, 900, 500)
    assert moved_inside(QRect(20, 30, 400, 300), within) == QRect(20, 30, 400, 300)
    assert moved_inside(QRect(700, 400, 400, 300), within) == QRect(510, 220, 400, 300)
    assert moved_inside(QRect(-50, -60, 2_000, 300), within) == QRect(10, 20, 900, 300)
    assert moved_inside(QRect(0, 0, 2_000, 2_000), within) == within


def test_the_smallest_size_follows_the_screen(opening: MainWindow) -> None:
    available = opening.screen().availableGeometry()
    least = opening.minimumSize()
    assert least == QSize(*SMALLEST).boundedTo(least)
    assert least.width() <= available.width()
    assert least.height() <= available.height()
    opening.resize(1, 1)
    assert opening.size() == least


# -- what is in it ---------------------------------------------------------------------------------------


def test_nothing_is_cut_on_any_screen(window: MainWindow) -> None:
    for screen in SCREENS:
        fit(window, screen)
        check(window, screen)
        window.tabs.set_open(True)
        QApplication.processEvents()
        check(window, f"{screen}, the tabs open")
        assert window.why.isVisible()


def test_no_tab_is_cut_on_any_screen(qtbot: QtBot, opening: MainWindow) -> None:
    for page in range(opening.tabs.bar.count()):
        opening.tabs.bar.setCurrentIndex(page)
        for screen in SCREENS:
            fit(opening, screen)
            opening.tabs.set_open(True)
            qtbot.waitUntil(lambda: opening.tabs.stack.currentWidget().isVisible())
            QApplication.processEvents()
            check(opening, f"{screen}, tab {page}")


def test_no_lesson_is_cut_on_any_screen(qtbot: QtBot, opening: MainWindow) -> None:
    action(opening, "action-lessons").trigger()
    for screen in SCREENS:
        fit(opening, screen)
        check(opening, f"{screen}, the list of lessons")
    opening.lessons.begin(opening.lessons.library.lessons[1])
    settle(qtbot, opening)
    for screen in SCREENS:
        fit(opening, screen)
        check(opening, f"{screen}, a lesson")


def test_no_race_is_cut_on_any_screen(qtbot: QtBot, opening: MainWindow) -> None:
    action(opening, "action-compare").trigger()
    qtbot.waitUntil(lambda: opening.workspace.race_frame is not None)
    for screen in SCREENS:
        fit(opening, screen)
        check(opening, screen)


# -- a click explains ------------------------------------------------------------------------------------


def click(window: MainWindow, at: Selection) -> None:
    """Click on a weight's cell, having scrolled to it as a person would."""
    weights = window.score.weights
    assert at.row is not None
    assert at.column is not None
    cell = weights.weights[at.layer].cell_rect(at.row, at.column)
    window.score.rows_window.show_place(weights.canvas, QRectF(cell))
    assert window.score.rows_window.in_sight(weights.canvas, cell)
    QTest.mouseClick(
        weights.canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(cell.center().toPoint())
    )


@pytest.mark.parametrize("screen", SCREENS)
def test_a_click_on_a_weight_shows_its_why(qtbot: QtBot, opening: MainWindow, screen: str) -> None:
    fit(opening, screen)
    click(opening, Selection(1, 2, 1))
    assert opening.workspace.pointing.selection == Selection(1, 2, 1)
    qtbot.waitUntil(opening.why.isVisible)
    QApplication.processEvents()
    why = opening.why
    assert "W[1]₃,₂" in why.title.text()
    assert opening.rect().contains(place_in(opening, why))
    assert why.title.height() >= why.title.heightForWidth(why.title.width())
    content = why.area.widget()
    assert content.height() >= why.first.heightForWidth(why.first.width()) > 0  # what is higher scrolls
    assert why.area.viewport().height() >= 60
    cell = opening.score.weights.weights[1].cell_rect(2, 1)
    assert opening.score.rows_window.in_sight(opening.score.weights.canvas, cell)


def test_a_click_moves_nothing_before_a_double_click_is_done(qtbot: QtBot, opening: MainWindow) -> None:
    """Also where the tabs were folded away: the second press meets the same weight, and edits it."""
    fit(opening, "1920 × 1080 at 200 %")
    assert not opening.tabs.is_open
    canvas = opening.score.weights.canvas
    cell = opening.score.weights.weights[1].cell_rect(1, 1)
    opening.score.rows_window.show_place(canvas, cell)
    before = opening.score.geometry(), canvas.mapTo(opening, QPoint(0, 0))
    at = QPointF(cell.center()).toPoint()
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert (opening.score.geometry(), canvas.mapTo(opening, QPoint(0, 0))) == before
    QTest.mouseDClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opening.edits.editor.isVisible()
    assert opening.workspace.pointing.selection == Selection(1, 1, 1)


def test_the_tabs_fold_only_where_there_is_too_little_room(opening: MainWindow) -> None:
    body = find(opening, Body, "body")
    for screen in SCREENS:
        fit(opening, screen)
        assert opening.tabs.is_open == (body.height() >= 430), screen
