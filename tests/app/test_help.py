"""F1 opens the page about what has the focus; the tour, its keys, and that it never begins by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from clipping import clipped, place_in
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QPushButton, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot
from windows import action, choose, find, shown_window

from app.actions.commands import COMMANDS
from app.actions.help_pages import PAGES, page_of
from app.main_window import MainWindow
from app.runtime.settings import Settings


def page(window: MainWindow) -> str:
    action(window, "action-help").trigger()
    chosen = find(window, QListWidget, "help-pages").currentItem()
    assert chosen is not None
    assert chosen.text() in find(window, QTextBrowser, "help-text").toPlainText()
    return chosen.text()


def test_the_page_is_about_what_has_the_focus(window: MainWindow) -> None:
    window.resize(1440, 900)
    places: dict[str, QWidget] = {
        "Data": find(window, QWidget, "data-samples"),
        "Network": find(window, QWidget, "layer-1-units"),
        "Start": find(window, QWidget, "weight-scheme"),
        "Training": find(window, QWidget, "learning-rate"),
        "Run and step": find(window, QWidget, "pace"),
        "Weights": find(window, QWidget, "weights-view"),
        "Cost": window.cost.plot,
        "Timeline": window.timeline,
    }
    for title, part in places.items():
        part.setFocus()
        assert page(window) == title
    window.setFocus()
    assert page(window) == "The window"


def test_in_a_race_it_is_about_the_race(qtbot: QtBot, window: MainWindow) -> None:
    window.compare.toggle()
    qtbot.waitUntil(lambda: window.workspace.race_frame is not None)
    window.setFocus()
    assert page(window) == "Race"


def test_every_page_has_parts_of_the_window_and_commands_that_are_there(
    qtbot: QtBot, window: MainWindow
) -> None:
    choose(window, "weight-scheme", "he")
    window.drawing.begin()
    assert page(window) == "Decision boundary"
    window.drawing.leave()
    window.compare.toggle()
    qtbot.waitUntil(lambda: window.compare.view is not None)
    window.compare.page.show_signal(True)
    window.lessons.toggle()
    action(window, "action-results").trigger()
    action(window, "action-map").trigger()
    for view in window.tab_views.values():
        view.show()  # what lies under a tab is made when it is first shown
    window.slow_stepping.next()
    names = {part.objectName() for part in [window, *window.findChildren(QWidget)]}
    late = {"prove-view", "moments-view", "values-view", "symmetry-view"}
    for each in PAGES:
        missing = [part for part in each.parts if part not in names | late]
        assert not missing, each.title
        assert set(each.commands) <= {command.name for command in COMMANDS}, each.title
        assert page_of([each.parts[0]]) is each


def test_the_tour_goes_by_key_from_station_to_station(qtbot: QtBot, window: MainWindow) -> None:
    window.timeline.setFocus()
    action(window, "action-tour").trigger()
    bubble = window.tour.bubble
    assert bubble is not None
    words = []
    while window.tour.index >= 0:
        words.append(bubble.words.text())
        assert window.rect().contains(place_in(window, bubble))
        assert clipped(bubble) == []
        qtbot.keyClick(bubble, Qt.Key.Key_Right)
    assert len(set(words)) == 7
    assert all(len(each.split()) <= 30 for each in words), "a few words"
    assert not bubble.isVisible()
    assert window.timeline.hasFocus()
    assert window.workspace.iteration == 0, "its keys are not the run's"


@pytest.mark.parametrize("size", [(800, 440), (1280, 800)])
def test_every_bubble_is_whole(qtbot: QtBot, window: MainWindow, size: tuple[int, int]) -> None:
    window.resize(*size)
    action(window, "action-tour").trigger()
    bubble = window.tour.bubble
    assert bubble is not None
    while window.tour.index >= 0:
        assert window.rect().contains(place_in(window, bubble)), bubble.words.text()
        qtbot.mouseClick(find(window, QPushButton, "tour-next"), Qt.MouseButton.LeftButton)


def test_back_skip_and_again(qtbot: QtBot, window: MainWindow) -> None:
    action(window, "action-tour").trigger()
    bubble = window.tour.bubble
    assert bubble is not None
    qtbot.keyClick(bubble, Qt.Key.Key_Return)
    qtbot.keyClick(bubble, Qt.Key.Key_Left)
    assert window.tour.index == 0
    assert not find(window, QPushButton, "tour-back").isEnabled()
    qtbot.keyClick(bubble, Qt.Key.Key_Escape)
    assert (window.tour.index, bubble.isVisible()) == (-1, False)
    action(window, "action-tour").trigger()
    assert bubble.isVisible()
    window.resize(900, 600)
    assert window.rect().contains(place_in(window, bubble))
    window.hide()
    assert window.tour.index == -1


def test_it_never_begins_by_itself_in_a_window_that_was_made(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    assert settings.first_start
    with shown_window(qtbot, settings=settings) as window:
        assert window.tour.bubble is None
    assert not Settings(tmp_path).first_start, "a window has been there"
    other = Settings(tmp_path / "other")
    other.forget_first_start()
    assert not other.first_start
