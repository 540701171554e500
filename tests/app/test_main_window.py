from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QThread, QTimer
from PySide6.QtGui import QAction, QOpenGLContext
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from windows import at_rest, choice, choose, find, number, settle, shown_window

from app.look.theme import DARK, LIGHT, colours
from app.main_window import MainWindow
from app.panels.rail import Rail
from app.runtime.selection import Selection
from app.views.base.number_field import NumberField
from symgui.experiment import (
    DataSpec,
    Experiment,
    InitializationSpec,
    LayerSpec,
    NetworkSpec,
    TrainingSpec,
    WeightInit,
    opening_experiment,
)
from symgui.training.states import Outcome, State

SURFACE = (
    "data-kind", "data-samples", "data-noise", "data-seed", "layer-count", "layer-1-units",
    "layer-1-activation", "weight-scheme", "weight-value", "bias-scheme", "bias-value", "init-seed",
    "learning-rate", "batch-size", "optimizer", "l2", "arithmetic", "iterations", "pace", "step-size",
    "iteration", "cost", "train-accuracy", "test-accuracy", "verdict", "effective-units", "message",
    "network-view", "boundary-view", "cost-view", "weights-view", "activations-view", "gradients-view",
    "why-view", "symmetry-view", "values-view", "timeline",
)  # fmt: skip
ACTIONS = (
    "action-run", "action-step", "action-back", "action-reset", "action-open", "action-save",
    "action-slow-step",
)  # fmt: skip


def text(window: QWidget, name: str) -> str:
    return find(window, QLabel, name).text()


def trigger(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, name)
    assert action is not None
    action.trigger()


def step(qtbot: QtBot, window: MainWindow, updates: int) -> None:
    before = window.workspace.iteration
    window.workspace.step(updates)
    qtbot.waitUntil(lambda: window.workspace.iteration == before + updates)
    at_rest(qtbot, window)


# -- what there is ----------------------------------------------------------------------------------------


def test_the_automation_surface(window: MainWindow) -> None:
    for name in SURFACE:
        find(window, QWidget, name)
    for name in ACTIONS:
        assert window.findChild(QAction, name) is not None, name


def test_it_opens_on_the_opening_case(window: MainWindow) -> None:
    assert window.workspace.experiment == opening_experiment()
    assert text(window, "iteration") == "0"
    assert text(window, "cost") == "0.6931"
    assert text(window, "train-accuracy").startswith("50.0")
    assert text(window, "effective-units") == "1 of 4"
    assert choice(window, "weight-scheme").currentData() == "zeros"
    assert choice(window, "data-kind").currentData() == "flower"
    assert number(window, "learning-rate").value() == 1.2
    assert number(window, "iterations").value() == 10_000


def test_run_on_zeros_learns_nothing_and_pauses_by_itself(qtbot: QtBot, window: MainWindow) -> None:
    trigger(window, "action-run")
    qtbot.waitUntil(lambda: window.workspace.outcome is Outcome.FROZEN)
    assert window.workspace.state is State.PAUSED
    assert text(window, "cost") == "0.6931"
    assert find(window, QWidget, "verdict").text().startswith("Frozen")  # type: ignore[attr-defined]


def test_a_run_that_pauses_by_itself_says_so_until_something_else_is_done(
    qtbot: QtBot, window: MainWindow
) -> None:
    """The iterations that it names are equal, bit for bit: the step after it proves it."""
    trigger(window, "action-run")
    qtbot.waitUntil(lambda: window.workspace.outcome is Outcome.FROZEN)
    at = window.workspace.iteration
    said = f"iteration {at + 1} equals iteration {at} bit for bit"
    qtbot.waitUntil(lambda: said in window.message.text())
    assert "Run goes on all the same" in window.message.text()
    assert window.message.isVisible()
    before = window.workspace.frame
    window.workspace.step(1)
    qtbot.waitUntil(lambda: window.workspace.iteration == at + 1)
    qtbot.waitUntil(lambda: window.message.text() == "")
    after = window.workspace.frame
    assert before is not None
    assert after is not None
    for one, other in zip(before.network.layers, after.network.layers, strict=True):
        assert one.W.tobytes() == other.W.tobytes()
        assert one.b.tobytes() == other.b.tobytes()


def test_run_goes_on_from_a_pause_by_itself(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "pace", "max")
    trigger(window, "action-run")
    qtbot.waitUntil(lambda: window.workspace.outcome is Outcome.FROZEN)
    qtbot.waitUntil(lambda: window.message.text() != "")
    trigger(window, "action-run")
    qtbot.waitUntil(lambda: window.workspace.outcome is Outcome.COMPLETED)
    assert window.workspace.iteration == 10_000
    assert window.message.text() == ""


def test_normal_weights_reach_ninety_percent(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "weight-scheme", "normal")
    settle(qtbot, window)
    choose(window, "pace", "max")
    trigger(window, "action-run")
    qtbot.waitUntil(lambda: window.workspace.outcome is Outcome.COMPLETED)
    assert text(window, "iteration") == "10000"
    assert float(text(window, "train-accuracy").split("\N{THIN SPACE}")[0].strip("% ")) >= 90
    assert text(window, "effective-units") == "4 of 4"


def test_the_numbers_are_the_frame_s(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "weight-scheme", "he")
    number(window, "test-samples").setValue(100)
    settle(qtbot, window)
    step(qtbot, window, 37)
    frame = window.workspace.frame
    assert frame is not None
    assert text(window, "iteration") == "37"
    assert float(text(window, "cost")) == pytest.approx(frame.cost, rel=1e-3)
    assert frame.test_accuracy is not None
    assert text(window, "test-accuracy").startswith(f"{100 * frame.test_accuracy:.1f}")
    assert find(window, QLabel, "test-accuracy").isVisibleTo(window)


def test_the_step_size_is_what_a_step_does(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "weight-scheme", "normal")
    choose(window, "step-size", 100)
    settle(qtbot, window)
    trigger(window, "action-step")
    qtbot.waitUntil(lambda: text(window, "iteration") == "100")


def test_the_step_size_of_own_work_is_shown_again_with_it(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "step-size", 10)
    window.workspace.own.set_aside()
    window.workspace.own.borrow(opening_experiment())
    settle(qtbot, window)
    choose(window, "step-size", 1000)
    window.workspace.own.bring_back()
    assert window.workspace.speed.step_size == choice(window, "step-size").currentData() == 10


def test_every_pace_is_offered(window: MainWindow) -> None:
    box = choice(window, "pace")
    assert {box.itemData(k) for k in range(box.count())} == {"log", "1", "10", "100", "max"}
    box.setCurrentIndex(box.findData("100"))
    assert window.workspace.speed.pace == "100"


# -- changing ---------------------------------------------------------------------------------------------


def test_a_setting_restarts_and_keeps_running(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "weight-scheme", "normal")
    settle(qtbot, window)
    trigger(window, "action-run")
    qtbot.waitUntil(lambda: window.workspace.iteration > 5)
    first = window.workspace.frame
    assert first is not None
    number(window, "layer-1-units").setValue(6)
    qtbot.waitUntil(lambda: window.workspace.frame is not None and window.workspace.frame.run > first.run)
    assert window.workspace.frame is not None
    assert len(window.workspace.frame.network.layers[0].W) == 6
    qtbot.waitUntil(lambda: window.workspace.state is State.RUNNING)
    window.workspace.pause()


def test_the_learning_rate_changes_without_a_restart(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "weight-scheme", "normal")
    settle(qtbot, window)
    step(qtbot, window, 20)
    number(window, "learning-rate").setValue(0.5)
    qtbot.waitUntil(
        lambda: window.workspace.frame is not None and window.workspace.frame.learning_rate == 0.5
    )
    assert window.workspace.iteration == 20
    assert number(window, "learning-rate").value() == 0.5
    assert window.workspace.experiment.training.learning_rate == 1.2
    assert window.workspace.experiment.changes[-1].learning_rate == 0.5


def test_l2_changes_without_a_restart(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "weight-scheme", "normal")
    settle(qtbot, window)
    step(qtbot, window, 20)
    number(window, "l2").setValue(0.5)
    qtbot.waitUntil(lambda: window.workspace.frame is not None and window.workspace.frame.network.l2 == 0.5)
    assert window.workspace.iteration == 20
    assert number(window, "l2").value() == 0.5
    assert window.workspace.experiment.training.l2 == 0.0
    assert window.workspace.experiment.changes[-1].l2 == 0.5
    assert [event.text for event in window.timeline.events][-1] == "λ → 0.5"
    window.workspace.seek(10)
    qtbot.waitUntil(lambda: number(window, "l2").value() == 0.0)


def test_undo_brings_the_setting_and_its_run_back(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "weight-scheme", "normal")
    settle(qtbot, window)
    step(qtbot, window, 30)
    assert window.workspace.frame is not None
    cost = window.workspace.frame.cost
    choose(window, "layer-1-activation", "relu")
    settle(qtbot, window)
    undo = window.findChild(QAction, "action-undo")
    assert undo is not None
    assert "ReLU" in undo.text()
    undo.trigger()
    qtbot.waitUntil(lambda: window.workspace.iteration == 30)
    assert choice(window, "layer-1-activation").currentData() == "tanh"
    assert window.workspace.frame.cost == cost
    trigger(window, "action-redo")
    settle(qtbot, window)
    assert choice(window, "layer-1-activation").currentData() == "relu"


def test_start_over_gives_the_very_same_weights(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "weight-scheme", "normal")
    settle(qtbot, window)
    assert window.workspace.frame is not None
    before = window.workspace.frame.network.layers[0].W.tobytes()
    step(qtbot, window, 10)
    assert window.workspace.frame.network.layers[0].W.tobytes() != before
    trigger(window, "action-reset")
    qtbot.waitUntil(lambda: window.workspace.iteration == 0)
    settle(qtbot, window)
    assert window.workspace.frame.network.layers[0].W.tobytes() == before


def test_editing_a_weight(qtbot: QtBot, window: MainWindow) -> None:
    window.workspace.pointing.select(Selection(1, 2, 1))
    trigger(window, "action-edit")
    field = find(window, NumberField, "cell-editor")
    assert field.isVisible()
    assert field.text() == "0"
    qtbot.keyClicks(field, "0.25")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert not field.isVisible()
    qtbot.waitUntil(lambda: window.workspace.frame is not None
                    and window.workspace.frame.network.layers[0].W[2, 1] == 0.25)  # fmt: skip
    trigger(window, "action-undo")
    settle(qtbot, window)
    assert window.workspace.frame is not None
    assert window.workspace.frame.network.layers[0].W[2, 1] == 0.0


def test_a_bias_can_be_edited_and_escape_leaves_it(qtbot: QtBot, window: MainWindow) -> None:
    window.edits.ask(Selection(1, 3, -1))
    field = find(window, NumberField, "cell-editor")
    qtbot.keyClicks(field, "7")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not field.isVisible()
    assert window.workspace.experiment.changes == ()
    window.edits.ask(Selection(1, 3, -1))
    qtbot.keyClicks(field, "abc")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.isVisible()
    assert window.workspace.experiment.changes == ()
    qtbot.keyClicks(field, "-0.5")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace.frame is not None
                    and window.workspace.frame.network.layers[0].b[3, 0] == -0.5)  # fmt: skip


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_after_editing_the_focus_is_back_where_it_was(qtbot: QtBot, window: MainWindow, end: Qt.Key) -> None:
    canvas = window.score.weights.canvas
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    window.workspace.pointing.select(Selection(1, 2, 1))
    qtbot.keyClick(canvas, Qt.Key.Key_F2)
    field = find(window, NumberField, "cell-editor")
    assert window.focusWidget() is field
    qtbot.keyClicks(field, "0.5")
    qtbot.keyClick(field, end)
    settle(qtbot, window)
    assert not field.isVisible()
    assert window.focusWidget() is canvas
    assert canvas.key_focus


def test_what_the_open_network_does_not_have_is_not_edited(qtbot: QtBot, window: MainWindow) -> None:
    deep = window.workspace.experiment.with_(network={"hidden": [{"units": 2, "activation": "tanh"}] * 3})
    window.workspace.pointing.select(Selection(3, 0, 0))
    window.workspace.document.open(deep)
    window.edits.ask_selected()
    assert not window.edits.editor.isVisible(), "its frame has not come"
    settle(qtbot, window)
    window.edits.ask(Selection(3, 5, 0))
    assert not window.edits.editor.isVisible()
    window.edits.ask(Selection(3, 1, 0))
    assert window.edits.editor.isVisible()


def test_editing_without_typing_changes_nothing(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "weight-scheme", "normal")
    settle(qtbot, window)
    window.edits.ask(Selection(1, 2, 1))
    field = find(window, NumberField, "cell-editor")
    assert window.workspace.frame is not None
    assert float(field.text()) == window.workspace.frame.network.layers[0].W[2, 1]
    count = window.workspace.document.undo_stack.count()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert not field.isVisible()
    assert window.workspace.experiment.changes == ()
    assert window.workspace.document.undo_stack.count() == count


def test_editing_pauses(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "weight-scheme", "normal")
    settle(qtbot, window)
    trigger(window, "action-run")
    qtbot.waitUntil(lambda: window.workspace.state is State.RUNNING)
    window.edits.ask(Selection(1, 0, 0))
    at_rest(qtbot, window)


def test_one_selection_for_every_view(window: MainWindow) -> None:
    chosen = Selection(1, 1, 0)
    window.score.selected.emit(chosen)
    assert window.workspace.pointing.selection == chosen
    assert {view.selection for view in window.views} == {chosen}
    window.boundary.hovered.emit(Selection(2))
    assert {view.hover for view in window.views} == {Selection(2)}


def test_a_deep_net_and_none(qtbot: QtBot, window: MainWindow) -> None:
    for count in (12, 0, 5):
        number(window, "layer-count").setValue(count)
        settle(qtbot, window)
        step(qtbot, window, 3)
        assert text(window, "iteration") == "3"


# -- files ------------------------------------------------------------------------------------------------


def test_saving_and_opening_gives_the_same_run(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    choose(window, "weight-scheme", "he")
    settle(qtbot, window)
    step(qtbot, window, 5)
    window.edits.ask(Selection(1, 0, 0))
    field = find(window, NumberField, "cell-editor")
    qtbot.keyClicks(field, "1.5")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle(qtbot, window)
    step(qtbot, window, 5)
    assert window.workspace.frame is not None
    cost = window.workspace.frame.cost
    file = tmp_path / "run.symgui.json"
    assert window.save_file(file)
    assert not window.isWindowModified()
    window.files.open_opening_case()
    settle(qtbot, window)
    assert window.open_file(file)
    settle(qtbot, window)
    step(qtbot, window, 10)
    assert window.workspace.frame.cost == cost
    assert "run.symgui.json" in window.windowTitle()


BAD = {
    "empty": "",
    "cut off": '{"format": "symgui/1", "data"',
    "unknown field": '{"format": "symgui/1", "colour": "red"}',
    "a word": '{"format": "symgui/1", "training": {"learning_rate": "fast"}}',
    "too many": '{"format": "symgui/1", "data": {"samples": 1000000000}}',
    "deep": "[" * 100_000,
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_one_sentence_and_nothing_changes(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, kind: str
) -> None:
    step(qtbot, window, 2)
    before = window.workspace.frame
    file = tmp_path / "bad.symgui.json"
    file.write_text(BAD[kind], encoding="utf-8")
    assert not window.open_file(file)
    said = window.message.text()
    assert "bad.symgui.json" in said
    assert "\n" not in said
    assert window.workspace.frame is before
    assert window.workspace.experiment == opening_experiment()
    qtbot.mouseClick(find(window, QToolButton, "message-dismiss"), Qt.MouseButton.LeftButton)
    assert window.message.text() == ""


def test_missing_and_unwritable_files(window: MainWindow, tmp_path: Path) -> None:
    assert not window.open_file(tmp_path / "nowhere.symgui.json")
    assert "nowhere.symgui.json" in window.message.text()
    assert not window.save_file(tmp_path / "no" / "such" / "folder.symgui.json")
    assert "folder.symgui.json" in window.message.text()


def test_an_example_is_never_saved_over(qtbot: QtBot, window: MainWindow) -> None:
    window.menu.examples.aboutToShow.emit()
    for action in window.menu.examples.actions():
        action.trigger()
        settle(qtbot, window)
        assert window.workspace.document.path is None, "saving asks for a name"
        assert action.text() in window.windowTitle()


def test_a_title_is_said_of_what_it_describes(qtbot: QtBot, window: MainWindow) -> None:
    assert "every weight zero" in window.windowTitle()
    choose(window, "weight-scheme", "he")
    settle(qtbot, window)
    assert "zero" not in window.windowTitle()
    assert window.isWindowModified()
    choose(window, "weight-scheme", "zeros")
    settle(qtbot, window)
    assert "every weight zero" in window.windowTitle()
    assert not window.isWindowModified()


def test_the_title_of_ones_own_file_says_when_it_holds_something_else(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    file = tmp_path / "mine.symgui.json"
    window.workspace.experiment.with_(title="My run").save(file)
    assert window.open_file(file)
    choose(window, "weight-scheme", "he")
    settle(qtbot, window)
    assert window.save_file(file)
    assert Experiment.load(file).title == "My run (changed)"
    choose(window, "weight-scheme", "zeros")
    settle(qtbot, window)
    assert window.workspace.experiment.title == "My run (changed)"
    for _ in range(2):
        window.undo_stacks.stack.undo()
    assert window.workspace.experiment.title == "My run"


def test_a_file_that_is_there_is_not_replaced_unasked(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    there = tmp_path / "there.symgui.json"
    there.write_text("mine", encoding="utf-8")

    def answer() -> None:
        dialog = window.findChild(QFileDialog)
        assert dialog is not None
        dialog.setDirectory(str(tmp_path))
        find(dialog, QLineEdit, "fileNameEdit").setText("there")
        find(dialog, QDialogButtonBox, "buttonBox").button(QDialogButtonBox.StandardButton.Save).click()

    QTimer.singleShot(0, answer)
    window.findChild(QAction, "action-save-as").trigger()
    assert window.message.text() == "there.symgui.json is there already."
    assert there.read_text(encoding="utf-8") == "mine"
    number = window.message.choices.index("Write over it") + 1
    find(window, QPushButton, f"message-choice-{number}").click()
    window.saving.wait()
    assert Experiment.load(there) == window.workspace.experiment


def test_the_examples_open(qtbot: QtBot, window: MainWindow) -> None:
    window.menu.examples.aboutToShow.emit()
    actions = window.menu.examples.actions()
    assert len(actions) >= 3
    for action in actions:
        action.trigger()
        settle(qtbot, window)
        assert window.message.text() == ""
        assert window.workspace.experiment.title == action.text()


# -- looks ------------------------------------------------------------------------------------------------


def test_the_theme_switches_everything(qtbot: QtBot, window: MainWindow) -> None:
    window.theme.choose("light")
    parts = [window.panel, window.toolbar, *(view for view in window.views if view.isVisible())]
    light = [part.grab().toImage() for part in parts]
    qtbot.mouseClick(window.toolbar.theme, Qt.MouseButton.LeftButton)
    assert colours() is DARK
    assert not [part for part, before in zip(parts, light, strict=True) if part.grab().toImage() == before]
    assert DARK.ground in window.styleSheet()
    corner = window.grab().toImage().pixelColor(window.width() // 2, 4)
    assert corner.name().upper() == DARK.paper.upper()
    window.theme.toggle()
    assert colours() is LIGHT


@pytest.mark.parametrize(
    ("size", "rail", "shared", "drawer", "folded"),
    [
        ((960, 470), True, True, True, True),
        ((1024, 530), True, True, True, False),
        ((1024, 680), True, True, True, False),
        ((1024, 768), True, False, True, False),
        ((1280, 800), False, False, True, False),
        ((1366, 768), False, False, True, False),
        ((1440, 900), False, False, False, False),
        ((1920, 1080), False, False, False, False),
    ],
)
def test_scarce_space(
    window: MainWindow, size: tuple[int, int], rail: bool, shared: bool, drawer: bool, folded: bool
) -> None:
    window.resize(*size)
    assert (window.width(), window.height()) == size
    assert find(window, Rail, "rail").isVisible() is rail
    assert window.panel.isVisible() is not rail
    assert window.side.shared is shared
    assert window.boundary.isVisible()
    assert window.cost.isVisible() is not shared
    assert window.tabs.is_drawer is drawer
    assert window.why.isVisible() is not folded
    for part in (window.toolbar.iteration, window.toolbar.cost, window.toolbar.train, window.toolbar.verdict):
        assert part.isVisible()
        assert part.geometry().right() <= window.width()


def test_the_drawer_opens_and_closes(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1280, 800)
    score = window.score.height()
    qtbot.mouseClick(window.tabs.bar, Qt.MouseButton.LeftButton, pos=window.tabs.bar.tabRect(0).center())
    assert not window.why.isVisible()
    assert window.score.height() > score
    qtbot.mouseClick(window.tabs.bar, Qt.MouseButton.LeftButton, pos=window.tabs.bar.tabRect(0).center())
    assert window.why.isVisible()
    assert window.score.height() == score
    qtbot.mouseClick(find(window, QToolButton, "drawer-handle"), Qt.MouseButton.LeftButton)
    assert not window.why.isVisible()
    qtbot.mouseClick(find(window, QToolButton, "drawer-handle"), Qt.MouseButton.LeftButton)
    assert window.why.isVisible()


def test_the_shared_pane_shows_one_view_at_a_time(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1280, 680)
    window.side.bar.setCurrentIndex(1)
    assert window.cost.isVisible()
    assert not window.boundary.isVisible()
    window.resize(1440, 900)
    assert window.cost.isVisible()
    assert window.boundary.isVisible()


def test_the_rail_opens_the_panel_over_the_score(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1024, 768)
    score = window.score.geometry()
    qtbot.mouseClick(find(window, QToolButton, "rail-start"), Qt.MouseButton.LeftButton)
    assert window.panel.isVisible()
    assert window.score.geometry() == score
    choose(window, "weight-scheme", "he")
    settle(qtbot, window)
    assert window.panel.isVisible()
    qtbot.mouseClick(window.score, Qt.MouseButton.LeftButton)
    assert not window.panel.isVisible()
    qtbot.mouseClick(find(window, QToolButton, "rail-data"), Qt.MouseButton.LeftButton)
    qtbot.keyClick(window.panel, Qt.Key.Key_Escape)
    assert not window.panel.isVisible()
    qtbot.mouseClick(find(window, QToolButton, "rail-data"), Qt.MouseButton.LeftButton)
    bar = window.panel.scroll_area.verticalScrollBar()
    qtbot.mouseClick(find(window, QToolButton, "rail-training"), Qt.MouseButton.LeftButton)
    assert window.panel.isVisible()
    assert bar.value() > 0  # the other group
    qtbot.mouseClick(find(window, QToolButton, "rail-data"), Qt.MouseButton.LeftButton)
    assert window.panel.isVisible()
    assert bar.value() == 0
    qtbot.mouseClick(find(window, QToolButton, "rail-data"), Qt.MouseButton.LeftButton)
    assert not window.panel.isVisible()
    qtbot.mouseClick(find(window, QToolButton, "rail-data"), Qt.MouseButton.LeftButton)
    window.resize(1440, 900)
    assert window.panel.isVisible()


def test_hidden_views_are_not_drawn(qtbot: QtBot, window: MainWindow) -> None:
    drawn: list[QObject] = []
    original = type(window.cost).draw_frame

    class Counting:
        def __get__(self, view: QObject, owner: type) -> object:
            return lambda frame: (drawn.append(view), original(view, frame))  # type: ignore[arg-type]

    type(window.cost).draw_frame = Counting()  # type: ignore[method-assign, assignment]
    try:
        window.resize(1280, 680)
        drawn.clear()
        step(qtbot, window, 1)
        assert not drawn
        window.side.bar.setCurrentIndex(1)
        assert drawn == [window.cost]
    finally:
        type(window.cost).draw_frame = original  # type: ignore[method-assign]


def test_every_control_teaches(window: MainWindow) -> None:
    kinds = (QToolButton, QComboBox, NumberField)
    parts = (window.toolbar, window.panel, window.body.rail, window.tabs)
    for part in parts:
        for kind in kinds:
            for control in part.findChildren(kind):
                if control.objectName().startswith(("qt_", "Scroll")) or not control.objectName():
                    continue  # Qt's own parts
                assert control.toolTip() or control.menu(), control.objectName()
                assert control.accessibleName() or control.text(), control.objectName()


def test_every_number_of_the_toolbar_has_its_tip(qtbot: QtBot) -> None:
    hidden = NetworkSpec(hidden=(LayerSpec(units=8), LayerSpec(units=4)))
    with shown_window(qtbot, opening_experiment().with_(network=hidden)) as window:
        for name in ("iteration", "cost", "train-accuracy", "test-accuracy", "effective-units"):
            label = find(window, QLabel, name)
            assert label.toolTip(), name
            assert label.toolTip() == label.parentWidget().toolTip()
        tip = find(window, QLabel, "effective-units").toolTip()
        assert f"all hidden layers together: {text(window, 'effective-units')}" in tip
        assert text(window, "effective-units").endswith("of 12")


# -- going wrong, and going ------------------------------------------------------------------------------


def test_divergence_is_an_outcome(qtbot: QtBot) -> None:
    experiment = Experiment(
        data=DataSpec(kind="circles"),
        network=NetworkSpec(hidden=(LayerSpec(units=4, activation="linear"),) * 3),
        initialization=InitializationSpec(weights=WeightInit(scheme="normal", scale=1.0)),
        training=TrainingSpec(learning_rate=1e6),
    )
    with shown_window(qtbot, experiment) as window:
        window.workspace.speed.set_pace("max")
        trigger(window, "action-run")
        qtbot.waitUntil(lambda: window.workspace.outcome is Outcome.DIVERGED)
        chip = find(window, QWidget, "verdict")
        qtbot.waitUntil(lambda: chip.text().startswith("Diverged"))  # type: ignore[attr-defined]
        assert "at iteration" in chip.text()  # type: ignore[attr-defined]
        assert not window.findChild(QAction, "action-run").isEnabled()  # type: ignore[union-attr]
        trigger(window, "action-reset")
        qtbot.waitUntil(lambda: window.findChild(QAction, "action-run").isEnabled())  # type: ignore[union-attr]


def test_a_failure_is_one_dialog_with_the_traceback(qtbot: QtBot, window: MainWindow) -> None:
    window.workspace.failed.emit("Traceback (most recent call last): ZeroDivisionError", True)
    window.workspace.failed.emit("Traceback again: KeyError", True)
    reports = [box for box in window.findChildren(QPlainTextEdit) if box.objectName() == "failure-report"]
    assert len(reports) == 1
    assert "KeyError" in reports[0].toPlainText()
    kept = Path(reports[0].toPlainText().rsplit("Kept in ", 1)[1])
    assert "KeyError" in kept.read_text(encoding="utf-8")
    kept.unlink()
    reports[0].window().close()


def test_a_failure_is_shown_even_if_it_can_be_kept_nowhere(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "no" / "such" / "folder"))
    (tmp_path / "no").write_text("a file, where a folder is wanted")
    window.workspace.failed.emit("Traceback (most recent call last): ZeroDivisionError", True)
    report = find(window, QPlainTextEdit, "failure-report")
    assert report.isVisible()
    assert "ZeroDivisionError" in report.toPlainText()
    assert "Kept in" not in report.toPlainText()
    report.window().close()


def test_a_closed_dialog_is_gone(qtbot: QtBot, window: MainWindow) -> None:
    for show, name in ((window.help.show_shortcuts, "shortcuts"), (window.help.show_about, "about")):
        show()
        find(window, QDialog, name).reject()
        qtbot.waitUntil(lambda name=name: window.findChild(QDialog, name) is None)  # type: ignore[misc]


def test_closing_while_it_runs_stops_the_thread(qtbot: QtBot) -> None:
    window = MainWindow(opening_experiment().with_(initialization={"weights": WeightInit(scheme="he")}))
    qtbot.addWidget(window)
    window.show()
    settle(qtbot, window)
    window.workspace.speed.set_pace("max")
    window.workspace.toggle_run()
    qtbot.waitUntil(lambda: window.workspace.state is State.RUNNING)
    threads = window.workspace.findChildren(QThread)
    assert any(thread.isRunning() for thread in threads)
    window.close()
    assert not any(thread.isRunning() for thread in threads)


def run_python(code: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).resolve().parents[2]
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        cwd=root,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        timeout=120,
        check=False,
    )


def test_a_machine_without_fonts_is_told(tmp_path: Path) -> None:
    config = tmp_path / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><dir>{tmp_path}/none</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>"
    )
    code = (
        "import sys; sys.modules['ziafont'] = None;"  # what is no dependency is not there
        "from PySide6.QtWidgets import QApplication; a = QApplication([]);"
        "from app import create_window; from app.look.fonts import can_write;"
        "assert not can_write(), 'this machine has a font';"
        "w = create_window(); w.show(); a.processEvents();"
        "assert can_write(), 'there are no letters'; print(a.font().family());"
        "print(w.message.text()); w.close()"
    )
    done = run_python(code, FONTCONFIG_FILE=str(config), FONTCONFIG_PATH=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "No font is installed" in done.stdout
    assert "DejaVu Sans" in done.stdout


def test_the_console_script_serves_both(tmp_path: Path) -> None:
    file = tmp_path / "run.symgui.json"
    opening_experiment().save(file)
    code = (
        "import sys; from app.__main__ import main;"
        f"code = main(['run', {str(file)!r}, '--iterations', '0', '--json']);"
        "assert not any(name.startswith('PySide6') for name in sys.modules), 'Qt was imported';"
        "sys.exit(code)"
    )
    done = run_python(code)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[0])["iteration"] == 0


def test_a_file_is_opened_and_the_next_time_restored(tmp_path: Path) -> None:
    file = tmp_path / "mine.symgui.json"
    opening_experiment().with_(title="Mine", training={"learning_rate": 0.25}).save(file)
    code = (
        "import sys; from PySide6.QtWidgets import QApplication\n"
        "def look(*_):\n"
        "    (window,) = [w for w in QApplication.topLevelWidgets() if w.objectName() == 'main-window']\n"
        "    while window.workspace.frame is None: QApplication.processEvents()\n"
        "    print(window.windowTitle(), 'run', window.workspace.frame.run)\n"
        "    print(window.workspace.experiment.training.learning_rate)\n"
        "    window.close()\n"
        "    return 0\n"
        "QApplication.exec = look\n"
        "from app.__main__ import main\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    home = {"XDG_CONFIG_HOME": str(tmp_path / "config"), "HOME": str(tmp_path)}
    first, second = run_python(code, str(file), **home), run_python(code, **home)
    for done in (first, second):
        assert done.returncode == 0, done.stderr
        assert "mine.symgui.json" in done.stdout
        assert "run 0" in done.stdout, "the file was opened after another run had begun"
        assert done.stdout.rstrip().endswith("0.25")


@pytest.mark.parametrize("arguments", [["--fast"], ["a", "b"], ["{missing}"]])
def test_wrong_arguments_are_one_complaint(tmp_path: Path, arguments: list[str]) -> None:
    given = [text.replace("{missing}", str(tmp_path / "missing.symgui.json")) for text in arguments]
    done = run_python(f"import sys; from app.__main__ import main; sys.exit(main({given!r}))")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "symgui" in done.stderr


def test_the_last_frame_is_shown_whole_even_if_it_comes_before_the_rest_is_known(
    qtbot: QtBot, window: MainWindow
) -> None:
    workspace = window.workspace
    workspace.run()
    qtbot.waitUntil(lambda: workspace.state is State.RUNNING)
    workspace.pause()
    while workspace.pump.loop.status.state is State.RUNNING:  # no event is handled meanwhile
        time.sleep(0.001)
    workspace.pump.tick()  # the timer is sooner than the news
    assert workspace.state is State.RUNNING
    qtbot.waitUntil(lambda: workspace.state is not State.RUNNING)
    assert window.score.frame is workspace.frame
    assert window.cost.frame is workspace.frame
    assert workspace.frame is not None
    assert text(window, "iteration") == str(workspace.frame.iteration)


@pytest.mark.parametrize("kind", [str, Path])
def test_files_are_named_by_text_or_path(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, kind: type[str | Path]
) -> None:
    file, lesson = tmp_path / "mine.symgui.json", tmp_path / "mine.lesson.md"
    assert window.save_file(kind(file))
    assert window.open_file(kind(file))
    assert window.workspace.document.path == file
    window.lessons.writer.write(kind(lesson), "A step", is_new=True)
    assert window.lessons.open_file(kind(lesson)), window.message.text()
    settle(qtbot, window)
    assert window.lessons.lecture.lesson is not None
    assert window.lessons.lecture.lesson.path == lesson


def test_the_window_draws_without_opengl(window: MainWindow) -> None:
    if QOpenGLContext().create():
        pytest.skip("there is OpenGL here")
    picture = window.grab().toImage()
    colours = {
        picture.pixel(x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7)
    }
    assert len(colours) > 50
