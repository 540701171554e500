"""What a screen reader is told: names, values, and a sentence for each view, all computed from the frame."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot
from score_runs import explicit, run_frame
from windows import action, at_rest, choose, find, settle, shown_window, tab_view

from app.main_window import MainWindow
from app.runtime.selection import Selection
from app.views.base.spoken import (
    activations_sentence,
    boundary_sentence,
    cost_sentence,
    gradients_sentence,
    network_sentence,
    symmetry_sentence,
    weights_sentence,
)
from symgui.experiment import WeightInit
from symgui.training.frame import Frame

READ = QAccessible.Text
VIEWS = (
    "network-view", "weights-view", "activations-view", "gradients-view", "boundary-view", "cost-view",
    "why-view", "timeline",
)  # fmt: skip
COMBOS = (
    "data-kind",
    "layer-1-activation",
    "weight-scheme",
    "bias-scheme",
    "pace",
    "step-size",
    "timeline-speed",
)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    with shown_window(qtbot) as window:
        window.resize(1440, 900)
        yield window


def heard(widget: QWidget, what: QAccessible.Text) -> str:
    """What a screen reader gets of `widget`."""
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    return str(interface.text(what))


def figures(text: str) -> list[float]:
    """The numbers in a text."""
    plain = text.replace("−", "-").replace("\N{THIN SPACE}", "")
    return [float(found) for found in re.findall(r"(?<![\w\[₀-₉])-?\d+(?:\.\d+)?(?:e-?\d+)?", plain)]


# -- the sentences are true ------------------------------------------------------------------------------


def test_the_weights_are_told_with_their_range_and_their_equal_rows() -> None:
    frame = run_frame(layers=explicit([[0.5, -0.25], [3, 4], [0.5, -0.25], [-0.0, 0]], [[0, 0, 0, 0]]))
    assert weights_sentence(frame) == (
        "W[1], 4 by 2: from −0.250 to 4.00, rows 1 and 3 are equal; b[1]: all 0; "
        "W[2], 1 by 4: all 0; b[2]: all 0."
    )
    assert "all rows are equal" in weights_sentence(run_frame())


def test_the_network_is_told_with_its_effective_units() -> None:
    assert network_sentence(run_frame()) == (
        "Input of 2 features; layer 1: 4 tanh units, 1 of 4 effective; output: 1 sigmoid unit."
    )
    assert network_sentence(run_frame(hidden=())) == "Input of 2 features; output: 1 sigmoid unit."
    assert symmetry_sentence(run_frame()) == (
        "Layer 1: 1 of 4 units effective, units 1, 2, 3 and 4 act as one."
    )
    assert symmetry_sentence(run_frame(hidden=())) == "There is no hidden layer."


@pytest.mark.parametrize("scheme", ["zeros", "he"])
def test_ranges_are_those_of_the_frame(scheme: str) -> None:
    frame = run_frame(20, hidden=((5, "relu"), (3, "tanh")), weights=WeightInit(scheme=scheme))
    for told, arrays in (
        (activations_sentence(frame), [layer.A for layer in frame.network.layers]),
        (gradients_sentence(frame), [a for layer in frame.network.layers for a in (layer.dW, layer.db)]),
    ):
        parts = told.rstrip(".").split("; ")
        assert len(parts) == len(arrays)
        for part, values in zip(parts, arrays, strict=True):
            said = figures(part.partition(": ")[2])
            low, high = float(values.min()), float(values.max())
            expected = [low] if low == high else [low, high]
            assert said[: len(expected)] == pytest.approx(expected, rel=5e-3), part
            assert ("all " in part) == (low == high)


def test_the_share_of_zeros_is_counted() -> None:
    frame = run_frame(hidden=((5, "relu"),), weights=WeightInit(scheme="he"))
    share = float(np.mean(frame.network.layers[0].A == 0))
    part = activations_sentence(frame).split("; ")[0]
    assert 0 < share < 1
    assert figures(part.partition("0, ")[2] or part)[-2] == pytest.approx(100 * share, abs=0.06)


def test_what_is_not_finite_is_counted() -> None:
    frame = run_frame(hidden=((3, "relu"),), weights=WeightInit(scheme="normal", scale=1e200))
    bad = frame.network.layers[-1].dW
    told = gradients_sentence(frame)
    count = int(np.sum(~np.isfinite(bad)))
    assert ("finite" in told) == any(
        not np.isfinite(array).all() for layer in frame.network.layers for array in (layer.dW, layer.db)
    )
    assert not count or str(count) in told or "none is finite" in told


def test_cost_and_boundary_are_those_of_the_frame() -> None:
    frame = run_frame(30, weights=WeightInit(scheme="normal", scale=1.0))
    now, at, before, start = figures(cost_sentence(frame))
    assert (now, at) == (pytest.approx(frame.cost, rel=1e-3), 30)
    assert (before, start) == (pytest.approx(float(frame.curve.cost[0]), rel=1e-3), 0)
    assert frame.plane is not None
    share, examples, low, high = figures(boundary_sentence(frame))
    assert share == pytest.approx(100 * frame.train_accuracy, abs=0.06)
    assert examples == frame.network.X.shape[1]
    assert (low, high) == (
        pytest.approx(float(frame.plane.probability.min()), rel=5e-3),
        pytest.approx(float(frame.plane.probability.max()), rel=5e-3),
    )


# -- they are heard --------------------------------------------------------------------------------------


def current(window: MainWindow) -> Frame:
    frame = window.workspace.frame
    assert frame is not None
    return frame


def test_every_view_says_what_it_shows(qtbot: QtBot, window: MainWindow) -> None:
    window.score.set_gradients_shown(True)
    choose(window, "weight-scheme", "normal")
    settle(qtbot, window)
    window.workspace.step(25)
    at_rest(qtbot, window)
    qtbot.waitUntil(lambda: "iteration 25" in heard(window.cost, READ.Description))
    frame = current(window)
    for name in VIEWS:
        view = find(window, QWidget, name)
        assert heard(view, READ.Name), name
        assert heard(view, READ.Description), name
    assert heard(find(window, QWidget, "network-view"), READ.Description) == network_sentence(frame)
    assert heard(window.score.activations, READ.Description) == activations_sentence(frame)
    assert heard(window.score.gradients, READ.Description) == gradients_sentence(frame)
    assert heard(window.boundary, READ.Description) == boundary_sentence(frame)
    assert heard(window.timeline, READ.Description).startswith("25 of 10\N{THIN SPACE}000")
    assert heard(window.why, READ.Description).startswith("Why does W[1]₁,₁ move?")


def test_the_arrows_tell_the_weight_they_come_to(qtbot: QtBot, window: MainWindow) -> None:
    canvas = window.score.weights.canvas
    window.workspace.pointing.select(Selection(1, 2, 1))
    qtbot.waitUntil(
        lambda: heard(canvas, READ.Description).startswith("W[1]₃,₂ = 0, dW = 0; W[1], 4 by 2: all 0")
    )
    assert heard(canvas, READ.Name) == "Weights and biases"
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: heard(canvas, READ.Description).startswith("W[1]₂,₂"))


def test_a_page_that_is_looked_at_says_what_it_shows(qtbot: QtBot, window: MainWindow) -> None:
    for tab in ("symmetry", "values", "phases", "prove", "moments"):
        page, name = tab_view(window, tab), f"{tab}-view"
        window.tabs.show_page(page)
        qtbot.waitUntil(lambda page=page: page.isVisible())
        window.workspace.step()
        at_rest(qtbot, window)
        view = find(window, QWidget, name)
        qtbot.waitUntil(lambda view=view: bool(heard(view, READ.Description)))
        assert heard(view, READ.Name), name
    assert heard(find(window, QWidget, "symmetry-view"), READ.Description) == symmetry_sentence(
        current(window)
    )
    assert heard(find(window, QWidget, "values-view"), READ.Description) == weights_sentence(current(window))


def test_a_race_says_what_every_lane_has_reached(qtbot: QtBot, window: MainWindow) -> None:
    action(window, "action-compare").trigger()
    qtbot.waitUntil(lambda: window.workspace.race_frame is not None)
    window.workspace.step(10)
    qtbot.waitUntil(lambda: window.workspace.iteration == 10)
    view = find(window, QWidget, "race-view")
    qtbot.waitUntil(lambda: heard(view, READ.Description).startswith("Iteration 10: A, "))
    race = window.workspace.race_frame
    assert race is not None
    told = heard(view, READ.Description).split("; ")
    assert len(told) == len(race.lanes)
    for part, lane, frame in zip(told, race.lanes, race.frames, strict=True):
        assert f"{lane.letter}, {lane.text}: " in part
        cost, share = figures(part.rpartition(": ")[2])
        assert cost == pytest.approx(frame.cost, rel=1e-3)
        assert share == pytest.approx(100 * frame.train_accuracy, abs=0.06)


def test_readouts_and_verdict_tell_name_and_value(qtbot: QtBot, window: MainWindow) -> None:
    choose(window, "weight-scheme", "normal")
    settle(qtbot, window)
    window.workspace.step(1234)
    qtbot.waitUntil(lambda: window.workspace.iteration == 1234)
    at_rest(qtbot, window)
    qtbot.waitUntil(lambda: window.toolbar.iteration.value.text() == "1234")
    frame, bar = current(window), window.toolbar
    assert heard(bar.iteration.value, READ.Name) == "iteration 1\N{THIN SPACE}234"
    assert heard(bar.cost.value, READ.Name) == f"cost {bar.cost.value.text()}"
    assert figures(heard(bar.cost.value, READ.Name)) == [pytest.approx(frame.cost, rel=1e-3)]
    assert figures(heard(bar.train.value, READ.Name)) == [pytest.approx(100 * frame.train_accuracy, abs=0.06)]
    assert heard(bar.effective.value, READ.Name) == "effective units 4 of 4"
    qtbot.waitUntil(lambda: heard(bar.verdict, READ.Name) == f"verdict: {bar.verdict.text()}")
    qtbot.waitUntil(lambda: heard(bar.verdict, READ.Description) == current(window).verdict.evidence)


def test_combos_tell_label_and_value(window: MainWindow) -> None:
    for name in COMBOS:
        combo = find(window, QComboBox, name)
        assert heard(combo, READ.Value) == combo.currentText() != "", name
        label = combo.accessibleName()
        assert label, name
        assert label in heard(combo, READ.Description), name


@pytest.mark.parametrize("page", range(6))
def test_every_stop_of_the_tab_key_has_a_name(qtbot: QtBot, window: MainWindow, page: int) -> None:
    window.tabs.bar.setCurrentIndex(page)
    qtbot.waitUntil(lambda: window.tabs.stack.currentWidget().isVisible())
    window.activateWindow()
    window.toolbar.run.setFocus(Qt.FocusReason.TabFocusReason)
    seen: list[QWidget] = []
    while True:
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused in seen:
            break
        seen.append(focused)
        assert heard(focused, READ.Name), f"{type(focused).__name__} {focused.objectName()}"
        window.focusNextChild()
    assert window.score.weights.canvas in seen
    assert window.timeline in seen
    assert len(seen) > 20
