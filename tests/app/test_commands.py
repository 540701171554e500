from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QKeySequence
from pytestqt.qtbot import QtBot
from windows import action, all_done, at_rest, choice, choose, number, settle

from app.actions.commands import COMMANDS
from app.look.icons import NAMES, icon, pixmap
from app.look.theme import colours, faint
from app.main_window import MainWindow
from app.runtime.selection import Selection
from symgui.training.states import State

PUBLISHED = ("action-run", "action-step", "action-back", "action-reset", "action-open", "action-save")


def test_names_and_first_keys_are_unique() -> None:
    names = [command.name for command in COMMANDS]
    keys = [key.toString() for command in COMMANDS for key in command.shortcuts]
    assert len(set(names)) == len(names)
    assert len(set(keys)) == len(keys)


def test_every_command_teaches_and_does_something() -> None:
    for command in COMMANDS:
        assert command.tip.count(" ") >= 3, command.name
        assert (command.handler is None) != (command.switch is None), command.name
        assert not command.icon or command.icon in NAMES, command.name


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_actions_are_found_by_name(window: MainWindow, name: str) -> None:
    assert action(window, name).toolTip()


def test_icons_are_drawn_in_the_ink_asked_for(qapp: object) -> None:
    for name in NAMES:
        image = pixmap(name, "#ff0000", 32).toImage()
        pixels = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
        inked = [pixel for pixel in pixels if pixel.alpha() > 200]
        assert len(inked) > 15, name
        assert all(pixel.red() > 200 and pixel.green() < 60 for pixel in inked), name


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_an_icon_is_drawn_for_the_screen_it_is_on(qapp: object, scale: float) -> None:
    drawn = icon("save", "ink", "faint", size=16)
    inks = {QIcon.Mode.Normal: colours().ink, QIcon.Mode.Disabled: faint(colours())}
    assert len({*inks.values()}) == 2
    for mode, ink in inks.items():
        picture = drawn.pixmap(QSize(16, 16), scale, mode)
        assert picture.devicePixelRatio() == scale
        assert picture.toImage() == pixmap("save", ink, 16, scale).toImage()
    assert QIcon(drawn).pixmap(QSize(40, 40), 1.0).size() == QSize(16, 16)


def test_there_is_no_icon_of_another_name(qapp: object) -> None:
    with pytest.raises(KeyError, match="saev"):
        icon("saev")


def test_what_is_enabled_follows_from_the_run(qtbot: QtBot, window: MainWindow) -> None:
    assert action(window, "action-run").isEnabled()
    assert not action(window, "action-back").isEnabled()
    action(window, "action-step").trigger()
    qtbot.waitUntil(lambda: action(window, "action-back").isEnabled())
    action(window, "action-back").trigger()
    qtbot.waitUntil(lambda: window.workspace.iteration == 0)
    assert not action(window, "action-back").isEnabled()


def test_run_becomes_pause_and_back(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "weight-scheme", "normal")
    settle(qtbot, window)
    run = action(window, "action-run")
    assert run.text() == "Run"
    run.trigger()
    qtbot.waitUntil(lambda: window.workspace.state is State.RUNNING)
    assert run.text() == "Pause"
    assert run.isEnabled()
    run.trigger()
    at_rest(qtbot, window)
    assert run.text() == "Run"


def test_keys_step_back_and_start_over(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: window.workspace.iteration == 1)
    at_rest(qtbot, window)
    qtbot.keyClick(window, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: window.workspace.iteration == 2)
    at_rest(qtbot, window)
    qtbot.keyClick(window, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: window.workspace.iteration == 1)
    qtbot.keyClick(window, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: window.workspace.iteration == 0)


def test_space_runs_and_pauses(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "weight-scheme", "normal")
    settle(qtbot, window)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.workspace.state is State.RUNNING)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    at_rest(qtbot, window)


def test_space_belongs_to_what_is_being_typed(qtbot: QtBot, window: MainWindow) -> None:
    field = number(window, "data-samples")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "1 000")
    all_done(qtbot, window)
    assert field.text() == "1 000"
    assert window.workspace.state is State.READY


def test_space_runs_nothing_while_a_weight_is_edited(qtbot: QtBot, window: MainWindow) -> None:
    window.edits.ask(Selection(1, 0, 0))
    field = number(window, "cell-editor")
    qtbot.keyClick(field, Qt.Key.Key_Space)
    all_done(qtbot, window)
    assert field.isVisible()
    assert window.workspace.state is State.READY


@pytest.mark.parametrize("key", [Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Home])
def test_a_field_with_the_focus_keeps_its_keys(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    field = number(window, "learning-rate")
    field.setFocus()
    qtbot.keyClick(field, key)
    all_done(qtbot, window)
    assert window.workspace.state is State.READY
    assert window.workspace.iteration == 0


def test_a_choice_with_the_focus_moves_with_the_arrows(qtbot: QtBot, window: MainWindow) -> None:
    box = choice(window, "layer-1-activation")
    box.setFocus()
    before = box.currentIndex()
    qtbot.keyClick(box, Qt.Key.Key_Right)
    assert box.currentIndex() == before + 1
    settle(qtbot, window)
    assert window.workspace.iteration == 0
    assert window.workspace.experiment.network.hidden[0].activation == box.currentData()


def test_standard_keys() -> None:
    keys = {command.name: [key.toString() for key in command.shortcuts] for command in COMMANDS}
    assert keys["action-save-as"] == ["Ctrl+Shift+S"]
    assert "Ctrl+Shift+Z" in keys["action-redo"]
    assert QKeySequence("F2").toString() in keys["action-edit"]
