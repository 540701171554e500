"""The sheet of the inputs: what standardizing takes out, of the data that are open."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QTableWidget, QToolButton
from pytestqt.qtbot import QtBot
from windows import action, find, settle, shown_window

from symgui.data import load_data
from symgui.experiment import DataSpec, opening_experiment


def test_the_sheet_has_mean_and_deviation_of_the_training_examples(qtbot: QtBot) -> None:
    with shown_window(qtbot) as window:
        find(window, QToolButton, "data-statistics").click()
        sheet = window.inputs.sheet
        assert sheet is not None
        head, table = find(sheet, QLabel, "inputs-head"), find(sheet, QTableWidget, "inputs-table")
        assert head.text() == (
            "flower, 400 training examples. The network is given them as they are: "
            "nothing is shifted or scaled."
        )
        header = table.horizontalHeader()
        assert header.viewport().height() == header.height()  # no letter of a head is cut off
        X = load_data(opening_experiment().data).X
        find(sheet, QPushButton, "inputs-copy").click()
        lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
        assert lines[0] == ["feature", "mean", "std"]
        np.testing.assert_allclose(
            [list(map(float, line[1:])) for line in lines[1:]], np.c_[X.mean(1), X.std(1)]
        )
        rows = tuple((float(k), 7.0, float(k % 2)) for k in range(4))
        spec = {"features": ("a", "b"), "classes": ("0", "1"), "rows": rows, "name": "mine.csv"}
        data = {"kind": "file", "table": spec, "standardize": True, "samples": 4}
        window.workspace.document.open(opening_experiment().with_(data=data))
        settle(qtbot, window)
        assert head.text().startswith("mine.csv, 4 training examples. The network is given them standardized")
        shown = [[table.item(row, k).text() for k in range(3)] for row in range(2)]
        assert shown == [["a", "1.500", "1.118"], ["b", "7.000", "0"]]
        action(window, "action-undo").trigger()
        settle(qtbot, window)
        assert head.text().startswith("flower")


def test_what_is_taken_out_is_what_is_shown() -> None:
    spec = DataSpec(kind="blobs", samples=50, test_samples=10)
    raw, given = (
        load_data(spec),
        load_data(DataSpec(kind="blobs", samples=50, test_samples=10, standardize=True)),
    )
    assert np.array_equal(raw.means, given.means)
    scaled = (raw.X_test - raw.means[:, None]) / raw.deviations[:, None]
    assert np.array_equal(given.X_test, scaled)
