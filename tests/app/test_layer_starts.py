"""A start of a layer's own, in the window: chosen, seen at a glance, undone, told in the file."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot
from windows import action, choice, choose, find, number, settle, shown_window

from app.main_window import MainWindow
from symgui.experiment import BiasInit, LayerInit, LayerSpec, WeightInit, opening_experiment

THREE = opening_experiment().with_hidden([LayerSpec(units=3, activation="tanh")] * 3)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    with shown_window(qtbot, THREE) as window:
        find(window, QToolButton, "start-layers").setChecked(True)
        yield window


def summary(window: MainWindow, layer: int) -> str:
    return find(window, QLabel, f"layer-{layer}-differs").text()


def test_a_row_a_layer_the_output_s_too(window: MainWindow) -> None:
    heads = [find(window, QToolButton, f"layer-{l}-start").text() for l in (1, 2, 3, 4)]
    assert heads == ["layer 1", "layer 2", "layer 3", "output"]
    assert not choice(window, "layer-2-weight-scheme").isVisible()
    find(window, QToolButton, "layer-2-start").setChecked(True)
    assert choice(window, "layer-2-weight-scheme").isVisible()
    assert choice(window, "layer-2-weight-scheme").currentText() == "as above"
    assert not number(window, "layer-2-weight-value").isEnabled()


def test_a_layer_s_own_start_is_the_run_s_and_is_undone(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "layer-2-weight-scheme", "constant")
    settle(qtbot, window)
    number(window, "layer-2-weight-value").setValue(0.25)
    settle(qtbot, window)
    own = window.workspace.experiment.initialization.layers
    assert own == {"2": LayerInit(weights=WeightInit(scheme="constant", value=0.25))}
    frame = window.workspace.frame
    assert frame is not None
    assert np.unique(frame.network.layers[1].W).tolist() == [0.25]
    assert not frame.network.layers[0].W.any()
    assert summary(window, 2) == "W constant 0.25"
    assert find(window, QToolButton, "layer-2-start").font().bold()
    assert summary(window, 1) == "as above"
    assert find(window, QLabel, "layer-overrides").text() == "Layer starts otherwise: 2"
    assert action(window, "action-undo").text() == "Undo layer 2 weight value 0.25"
    for _ in range(2):
        action(window, "action-undo").trigger()
        settle(qtbot, window)
    assert window.workspace.experiment == THREE
    assert summary(window, 2) == "as above"


def test_as_above_takes_the_own_start_away(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "layer-4-bias-scheme", "normal")
    settle(qtbot, window)
    choose(window, "layer-4-weight-scheme", "he")
    settle(qtbot, window)
    assert summary(window, 4).startswith("W He")
    assert find(window, QLabel, "layer-overrides").text() == "Layer starts otherwise: output"
    choose(window, "layer-4-weight-scheme", "")
    settle(qtbot, window)
    assert set(window.workspace.experiment.initialization.layers) == {"4"}
    choose(window, "layer-4-bias-scheme", "")
    settle(qtbot, window)
    assert window.workspace.experiment == THREE


def test_an_own_start_like_all_others_is_no_difference(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "layer-1-weight-scheme", "zeros")
    settle(qtbot, window)
    assert set(window.workspace.experiment.initialization.layers) == {"1"}
    assert summary(window, 1) == "as above"
    assert not find(window, QLabel, "layer-overrides").isVisible()
    choose(window, "weight-scheme", "he")
    settle(qtbot, window)
    assert summary(window, 1) == "W zeros"


def test_a_library_s_default_is_taken_for_w_and_b(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "layer-2-weight-scheme", "torch_default")
    settle(qtbot, window)
    own = window.workspace.experiment.initialization.layers["2"]
    assert own.biases == BiasInit(scheme="torch_default")
    choose(window, "layer-2-weight-scheme", "")
    settle(qtbot, window)
    assert window.workspace.experiment == THREE


def test_rows_follow_the_layers(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "layer-3-weight-scheme", "constant")
    settle(qtbot, window)
    find(window, QToolButton, "layer-1-remove").click()
    settle(qtbot, window)
    assert window.findChild(QToolButton, "layer-4-start") is None
    assert summary(window, 2).startswith("W constant"), "it moved down with its layer"
    assert find(window, QToolButton, "layer-3-start").text() == "output"


def test_values_that_are_none_are_refused(window: MainWindow) -> None:
    choose(window, "layer-1-weight-scheme", "normal")
    number(window, "layer-1-weight-value").setValue(-1.0)
    own = window.workspace.experiment.initialization.layers["1"].weights
    assert own is not None
    assert own.scheme == "normal"
    assert own.scale != -1.0


def test_a_file_s_own_values_stay_as_they_are(qtbot: QtBot) -> None:
    layers = {"4": LayerInit(weights=WeightInit(scheme="explicit", values=((0.1, 0.2, 0.3),)),
                             biases=BiasInit(scheme="constant", value=1.0))}  # fmt: skip
    with shown_window(qtbot, THREE.with_(initialization={"layers": layers})) as window:
        find(window, QToolButton, "start-layers").setChecked(True)
        assert choice(window, "layer-4-weight-scheme").currentData() == "explicit"
        choose(window, "layer-1-weight-scheme", "he")
        settle(qtbot, window)
        assert window.workspace.experiment.initialization.layers["4"].weights == layers["4"].weights
