"""Weights of one's own in the real window: shown, asked about where nothing tells, taken, taken back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QLabel, QTableWidget
from pytestqt.qtbot import QtBot
from windows import action, choice, choose, find, settle

from app.main_window import MainWindow
from app.panels.weights_dialog import WeightsDialog
from symgui.experiment import DataSpec, opening_experiment
from symgui.experiment.table_spec import TableSpec

W1, W2 = np.array([[1.0, -2.0], [1.0, -2.0], [0.5, 3.0]]), np.array([[2.0, 2.0, -1.0]])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "net.npz"
    np.savez(path, **{"0.weight": W1, "0.bias": np.zeros(3), "2.weight": W2, "extra": np.zeros(5)})
    return path


def shown(window: MainWindow) -> WeightsDialog:
    dialog = window.weights.dialog
    assert dialog is not None
    return dialog


def text(window: MainWindow, name: str) -> str:
    return find(shown(window), QLabel, name).text()


def drop(window: MainWindow, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    held = Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QGuiApplication.sendEvent(window, QDragEnterEvent(QPoint(20, 20), *held))
    QGuiApplication.sendEvent(window, QDropEvent(QPointF(20, 20), *held))


def test_weights_are_dropped_shown_taken_and_taken_back(qtbot: QtBot, window: MainWindow, file: Path) -> None:
    drop(window, file)
    said = text(window, "weights-understood")
    assert said == "net.npz: a network 2 – 3 – 1, 13 parameters; each row is a unit (by the shapes)."
    assert "extra (5)" in text(window, "weights-left-out")
    assert text(window, "weights-data") == "It runs on the data that are open: flower."
    layers = find(shown(window), QTableWidget, "weights-layers")
    rows = [[layers.item(row, k).text() for k in range(layers.columnCount())] for row in range(2)]
    assert rows[0] == ["W[1]", "0.weight", "3 × 2: 2 → 3", "0.bias", "0.5", "3"]
    assert rows[1][3] == "none: b = 0"
    choose(shown(window), "weights-activation", "sigmoid")
    box = choice(shown(window), "weights-activation")
    box.activated.emit(box.currentIndex())
    shown(window).take.click()
    settle(qtbot, window)
    frame = window.workspace.current_frame
    assert frame is not None
    assert frame.network.layers[0].activation == "sigmoid"
    assert np.array_equal(frame.network.layers[0].W, W1)
    assert frame.verdict.name == "partly-symmetric"
    assert frame.symmetry.layers[0].effective_units == 2
    action(window, "action-undo").trigger()
    settle(qtbot, window)
    assert window.workspace.experiment == opening_experiment()


def test_what_the_file_does_not_tell_is_asked(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "square.npz"
    np.savez(path, W1=np.array([[0.0, 1.0], [2.0, 3.0]]), W2=np.eye(2) + 1, W3=np.ones((2, 2)))
    window.weights.show_file(path)
    assert "ends in 2 units" in text(window, "weights-problem")
    as_sigmoid = shown(window).as_sigmoid
    as_sigmoid.setChecked(True)
    assert not text(window, "weights-problem")
    assert shown(window).take.isEnabled()
    np.savez(path, W1=np.array([[0.0, 1.0], [2.0, 3.0]]))
    three = tmp_path / "order.npz"
    np.savez(three, **{"a.W": 1.0, "in.weight": W1[:2], "mid.weight": np.eye(2), "out.weight": W2[:, :2]})
    window.weights.show_file(three)
    orders = choice(shown(window), "weights-order")
    assert [orders.itemText(k) for k in range(orders.count())] == [
        "in.weight → mid.weight → out.weight", "mid.weight → in.weight → out.weight",
    ]  # fmt: skip
    orders.setCurrentIndex(1)
    orders.activated.emit(1)
    shown(window).take.click()
    settle(qtbot, window)
    frame = window.workspace.current_frame
    assert frame is not None
    assert np.array_equal(frame.network.layers[0].W, np.eye(2))


def test_rows_that_may_be_units_or_inputs_are_asked(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path, W = tmp_path / "square.npz", np.arange(9.0).reshape(3, 3)
    rows = tuple((0.0, 1.0, 2.0, float(k)) for k in range(3))
    table = TableSpec(features=("a", "b", "c"), classes=("x", "y", "z"), rows=rows)
    window.workspace.document.open(opening_experiment().with_(data=DataSpec(kind="file", table=table)))
    settle(qtbot, window)
    np.savez(path, W1=W)
    window.weights.show_file(path)
    assert "nothing in the file tells: choose below" in text(window, "weights-understood")
    choose(shown(window), "weights-orientation", "in-out")
    box = choice(shown(window), "weights-orientation")
    box.activated.emit(box.currentIndex())
    qtbot.keyClick(shown(window), Qt.Key.Key_Return)
    settle(qtbot, window)
    frame = window.workspace.current_frame
    assert frame is not None
    assert np.array_equal(frame.network.layers[0].W, W.T)


def test_what_cannot_be_is_said_and_another_file_takes_its_place(
    window: MainWindow, file: Path, tmp_path: Path
) -> None:
    window.weights.show_file(tmp_path / "gone.npz")
    assert text(window, "weights-problem") == "gone.npz cannot be read: no such file or directory"
    assert not shown(window).take.isEnabled()
    window.weights.show_file(file)
    assert shown(window).windowTitle() == "Open the weights in net.npz"
    QGuiApplication.processEvents()
    assert window.weights.dialog is not None, "the first one's end is not the second one's"


def test_weights_for_other_data_bring_them_along(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "digits.npz"
    np.savez(path, W1=np.ones((5, 64)) / 64, W2=np.ones((10, 5)))
    window.weights.show_file(path)
    assert text(window, "weights-data").startswith("The open data do not fit; it will run on digits")
    shown(window).take.click()
    settle(qtbot, window)
    assert window.workspace.experiment.sizes == (64, 5, 10)
    np.savez(path, W1=np.ones((5, 30)), W2=np.ones((1, 5)))
    window.weights.show_file(path)
    assert "takes 30 inputs, and the open data have 64" in text(window, "weights-problem")
