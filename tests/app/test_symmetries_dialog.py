"""The dialog Symmetries in the real window: measured before it is applied, applied, taken back."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSlider, QTabBar, QTableWidget
from pytestqt.qtbot import QtBot
from windows import action, at_rest, choice, choose, find, number, settle, shown_window

from app.main_window import MainWindow
from app.panels.symmetry_pages.surgery_page import counted_networks
from app.panels.symmetry_pages.symmetries_dialog import SymmetriesDialog
from app.runtime.selection import Selection
from symgui.experiment import Experiment
from symgui.plain_text.numbers import number as number_text
from symgui.symmetry.hessian import hessian
from symgui.symmetry.unit_operations import EqualNetworks
from symgui.training.frame import Frame
from symgui.training.lanes import lanes_from


def experiment(*units: int, activation: str = "tanh", **fields: object) -> Experiment:
    spread = {"scheme": "normal", "scale": 0.5}
    return Experiment().with_(
        data={"kind": "moons", "samples": 60},
        network={"hidden": [{"units": n, "activation": activation} for n in units]},
        initialization={"weights": spread, "biases": spread},
        **fields,
    )


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    with shown_window(qtbot, experiment(4)) as window:
        window.workspace.step(20)
        qtbot.waitUntil(lambda: window.workspace.iteration == 20)
        at_rest(qtbot, window)
        yield window


def opened(qtbot: QtBot, window: MainWindow) -> SymmetriesDialog:
    action(window, "action-symmetries").trigger()
    dialog = window.symmetries.dialog
    assert dialog is not None
    computed(qtbot, dialog)
    return dialog


def computed(qtbot: QtBot, dialog: SymmetriesDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.page.busy)


def text(dialog: SymmetriesDialog, name: str) -> str:
    return find(dialog, QLabel, name).text()


def operate(qtbot: QtBot, dialog: SymmetriesDialog, operation: str) -> None:
    choose(dialog, "surgery-operation", operation)
    computed(qtbot, dialog)


def frame_of(window: MainWindow) -> Frame:
    frame = window.workspace.current_frame
    assert frame is not None
    return frame


def test_it_begins_with_the_selected_unit_and_follows_the_selection(qtbot: QtBot, window: MainWindow) -> None:
    window.workspace.pointing.select(Selection(1, 2))
    dialog = opened(qtbot, window)
    assert choice(dialog, "surgery-unit").currentData() == 2
    window.workspace.pointing.select(Selection(1, 1, 0))
    assert choice(dialog, "surgery-unit").currentData() == 1
    assert choice(dialog, "surgery-other").currentData() == 2, "a unit is not swapped with itself"
    window.workspace.pointing.select(Selection(1, 9))
    assert choice(dialog, "surgery-unit").currentData() == 1, "there is no tenth unit"


def test_a_sign_is_changed_bit_for_bit_and_undone_in_one_press(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(qtbot, window)
    before, was = frame_of(window), window.workspace.experiment
    operate(qtbot, dialog, "flip")
    assert text(dialog, "surgery-change") == (
        "ŷ on all 60 training examples: no change, bit for bit (largest change 0)."
    )
    assert "(equal, bit for bit)" in text(dialog, "surgery-cost")
    assert text(dialog, "surgery-count") == (
        "4! · 2⁴ = 384 networks are this one: any order of the 4 units of layer 1, and any signs, as tanh is "
        "odd. All of them are different settings."
    )
    find(dialog, QPushButton, "surgery-apply").click()
    settle(qtbot, window)
    after = frame_of(window)
    assert after.iteration == 0
    assert np.array_equal(after.network.layers[0].W[0], -before.network.layers[0].W[0])
    assert np.array_equal(after.network.output.A, before.network.output.A)
    assert window.workspace.document.undo_stack.undoText() == "change the sign of unit 1 of layer 1"
    assert "Undo (Ctrl+Z in the window)" in text(dialog, "surgery-done")
    action(window, "action-undo").trigger()
    settle(qtbot, window)
    qtbot.waitUntil(lambda: window.workspace.iteration == 20)
    assert window.workspace.experiment == was
    assert np.array_equal(frame_of(window).network.layers[0].W, before.network.layers[0].W)


def test_a_split_is_a_line_walked_by_slider_and_field(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(qtbot, window)
    cost = frame_of(window).cost
    operate(qtbot, dialog, "split")
    plot = dialog.surgery.plot
    assert plot.isVisible()
    x, y = plot.solid.getData()
    assert (x[0], x[-1]) == (-1.0, 2.0)
    assert y == pytest.approx(np.full(len(y), cost), abs=1e-14)
    find(dialog, QSlider, "surgery-slider").setValue(-75)
    computed(qtbot, dialog)
    assert number(dialog, "surgery-share").value() == -0.75
    assert [list(each) for each in plot.points.getData()] == [[-0.75], [pytest.approx(cost, abs=1e-14)]]
    field = number(dialog, "surgery-share")
    field.setValue(1.25)
    computed(qtbot, dialog)
    assert find(dialog, QSlider, "surgery-slider").value() == 125
    assert "2-4-1 with 17 parameters before, 2-5-1 with 21 parameters after" in text(dialog, "surgery-sizes")
    find(dialog, QPushButton, "surgery-apply").click()
    settle(qtbot, window)
    assert window.workspace.experiment.sizes == (2, 5, 1)
    out = frame_of(window).network.layers[1].W[0]
    assert out[4] / out[0] == pytest.approx(-0.25 / 1.25)
    computed(qtbot, dialog)
    operate(qtbot, dialog, "merge")
    assert text(dialog, "surgery-problem") == ""
    find(dialog, QPushButton, "surgery-apply").click()
    settle(qtbot, window)
    assert window.workspace.experiment.sizes == (2, 4, 1)


def test_a_number_out_of_bounds_is_one_sentence(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(qtbot, window)
    operate(qtbot, dialog, "split")
    field = number(dialog, "surgery-share")
    field.lineEdit().setText("7")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    said = "The share α of the weights out that stays must be a number from -1 to 2, not “7”."
    assert text(dialog, "surgery-problem") == said
    assert field.value() == 0.5
    assert find(dialog, QPushButton, "surgery-apply").isEnabled()


def test_why_the_sign_of_a_relu_unit_stays(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(qtbot, window)
    window.workspace.document.change(experiment(3, activation="relu"), "relu")
    settle(qtbot, window)
    operate(qtbot, dialog, "flip")
    assert "ReLU is not odd: g(−1) is 0, and −g(1) is −1." in text(dialog, "surgery-problem")
    assert not find(dialog, QPushButton, "surgery-apply").isEnabled()
    assert text(dialog, "surgery-count").startswith("3! = 6 networks are this one: any order of the 3 units")


def test_while_it_runs_races_or_has_no_layer_it_says_so(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(qtbot, window)
    window.workspace.run_to(10**9)
    qtbot.waitUntil(lambda: "The network runs: pause it" in text(dialog, "surgery-problem"))
    window.workspace.pause()
    qtbot.waitUntil(lambda: text(dialog, "surgery-problem") == "")
    window.workspace.racing.begin(lanes_from([experiment(2), experiment(3)]))
    qtbot.waitUntil(lambda: "A race is shown" in text(dialog, "surgery-problem"))
    window.workspace.racing.leave()
    qtbot.waitUntil(lambda: text(dialog, "surgery-problem") == "")
    window.workspace.document.change(experiment(), "no layer")
    qtbot.waitUntil(lambda: "no hidden layer" in text(dialog, "surgery-problem"))
    assert not find(dialog, QPushButton, "surgery-apply").isEnabled()


def test_locked_settings_stay(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(qtbot, window)
    before = window.workspace.experiment
    window.lock.choose(True)
    window.lock.set_in_lesson(True)
    find(dialog, QPushButton, "surgery-apply").click()
    assert "locked" in text(dialog, "surgery-problem")
    assert window.workspace.experiment == before


def test_large_counts_and_equal_units_in_words() -> None:
    many = counted_networks(EqualNetworks(10**200, 10**200), 120, 2, "ReLU", odd=False)
    assert "about 1.00 · 10²⁰⁰ networks" in many
    few = counted_networks(EqualNetworks(8, 1), 2, 1, "tanh", odd=True)
    assert few.endswith("They are only one setting, as some units are equal, mirrored or 0.")
    some = counted_networks(EqualNetworks(8, 4), 2, 1, "ReLU", odd=False)
    assert some.endswith("They are only 4 different settings, as some units are equal or 0.")


# ---- two runs ------------------------------------------------------------------------------------


def turn(qtbot: QtBot, dialog: SymmetriesDialog, page: int) -> None:
    find(dialog, QTabBar, "symmetries-tabs").setCurrentIndex(page)
    computed(qtbot, dialog)


def rows(dialog: SymmetriesDialog) -> list[tuple[str, ...]]:
    table = find(dialog, QTableWidget, "two-runs-table")
    cells = [
        [table.item(row, column) for column in range(table.columnCount())] for row in range(table.rowCount())
    ]
    return [tuple(cell.text() for cell in row if cell is not None) for row in cells]


def test_a_network_and_itself_after_surgery_are_one_function(qtbot: QtBot, window: MainWindow) -> None:
    action(window, "action-pin").trigger()
    dialog = opened(qtbot, window)
    for operation in ("swap", "flip"):
        operate(qtbot, dialog, operation)
        find(dialog, QPushButton, "surgery-apply").click()
        settle(qtbot, window)
        qtbot.waitUntil(lambda: dialog.surgery.network is not None and not dialog.page.busy)
    turn(qtbot, dialog, 1)
    assert [choice(dialog, f"two-runs-{name}").currentText() for name in ("first", "second")] == [
        "as it stands",
        "iteration 20",
    ]
    assert rows(dialog) == [
        ("1", "1", "2", "−"),
        ("1", "2", "1", "+"),
        ("1", "3", "3", "+"),
        ("1", "4", "4", "+"),
    ]
    result = dialog.two_runs.result
    assert result is not None
    before, after = result.barriers
    assert after <= 1e-15 < before
    assert result.distance_matched == 0.0
    assert text(dialog, "two-runs-barriers").startswith("Barrier: 0.")
    for curve, costs in (
        (dialog.two_runs.plot.dashed, result.straight),
        (dialog.two_runs.plot.solid, result.matched),
    ):
        assert np.array_equal(curve.getData()[1], costs)
        assert len(costs) == 25


def test_two_lanes_are_matched_and_what_does_not_fit_is_said(qtbot: QtBot, window: MainWindow) -> None:
    action(window, "action-pin").trigger()
    dialog = opened(qtbot, window)
    turn(qtbot, dialog, 1)
    other = experiment(3).with_(initialization={"seed": 7})
    window.workspace.racing.begin(lanes_from([experiment(3), other]))
    qtbot.waitUntil(lambda: choice(dialog, "two-runs-first").count() == 3)
    computed(qtbot, dialog)
    assert choice(dialog, "two-runs-second").currentText().startswith("lane B")
    assert len(rows(dialog)) == 3
    choose(dialog, "two-runs-second", "iteration 20")
    said = text(dialog, "two-runs-problem")
    assert "is a network 2-3-1, “iteration 20” one 2-4-1: choose two of the same sizes." in said
    assert rows(dialog) == []
    choose(dialog, "two-runs-second", choice(dialog, "two-runs-first").currentData())
    assert text(dialog, "two-runs-problem") == "Choose two different ones."


def test_without_two_networks_it_says_where_they_come_from(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(qtbot, window)
    turn(qtbot, dialog, 1)
    assert "pin moments (Ctrl+P)" in text(dialog, "two-runs-problem")
    action(window, "action-pin").trigger()
    assert choice(dialog, "two-runs-second").count() == 2


# ---- flat directions -----------------------------------------------------------------------------


def test_eigenvalues_are_drawn_counted_and_explained(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(qtbot, window)
    zeros = {"weights": {"scheme": "zeros"}, "biases": {"scheme": "zeros"}}
    window.workspace.document.change(experiment(3).with_(initialization=zeros), "zeros")
    settle(qtbot, window)
    turn(qtbot, dialog, 2)
    qtbot.waitUntil(lambda: dialog.flat.result is not None)
    result = dialog.flat.result
    assert result is not None
    found, plot = result.curvature, dialog.flat.plot
    H = hessian(frame_of(window).network)
    assert np.allclose(found.eigenvalues, np.linalg.eigvalsh(H))
    drawn = [len(item.getData()[0]) for item in (plot.negative, plot.zeros, plot.positive)]
    assert drawn == [found.negative, found.zero, 13 - found.negative - found.zero]
    assert f"13 eigenvalues, from {number_text(float(found.eigenvalues[0]), 3)}" in text(
        dialog, "flat-counts"
    )
    assert f"Explained by a symmetry: {found.explained}; unexplained: {found.unexplained}." in text(
        dialog, "flat-zeros"
    )
    assert "nothing goes out of unit 1 of layer 1" in text(dialog, "flat-reasons")


def test_a_split_has_a_line_along_which_the_gradient_turns(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(qtbot, window)
    operate(qtbot, dialog, "split")
    find(dialog, QPushButton, "surgery-apply").click()
    settle(qtbot, window)
    turn(qtbot, dialog, 2)
    qtbot.waitUntil(lambda: dialog.flat.result is not None)
    assert text(dialog, "flat-turning") == (
        "Along 1 more direction the cost stays the same, and the gradient turns: they explain no λ = 0."
    )


def test_a_large_network_has_no_hessian_in_one_sentence(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(qtbot, window)
    turn(qtbot, dialog, 2)
    window.workspace.document.change(experiment(200), "200 units")
    qtbot.waitUntil(lambda: "801 parameters" in text(dialog, "flat-problem"))
    assert "600 at most" in text(dialog, "flat-problem")


def test_everything_is_reached_by_keyboard_and_has_a_name(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(qtbot, window)
    for page in range(3):
        turn(qtbot, dialog, page)
        reached, part = set(), dialog.nextInFocusChain()
        while part is not dialog:
            if part.isVisible() and part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.objectName():
                reached.add(part.objectName())
                named = getattr(part, "text", lambda: "")() or part.accessibleName()
                assert named, f"{part.objectName()} says nothing to a screen reader"
            part = part.nextInFocusChain()
        assert {"symmetries-tabs", "symmetries-close"} <= reached
        wanted = [
            {"surgery-layer", "surgery-unit", "surgery-operation", "surgery-other", "surgery-apply"},
            {"two-runs-first", "two-runs-second", "two-runs-table"},
            set(),
        ]
        assert wanted[page] <= reached
