"""The dialog of deep random networks in the real window."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from windows import action, choose, find, number, shown_window

from app.main_window import MainWindow
from app.panels.deep_pages.deep_dialog import DeepDialog
from symgui.theory.born_dead import dead_by_theory
from symgui.theory.deep_layers import DeepNetwork, signal_by_drawing


def opened(qtbot: QtBot, window: MainWindow) -> DeepDialog:
    action(window, "action-deep-networks").trigger()
    dialog = window.deep_networks.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: len(dialog.signal.theory) > 2)
    return dialog


def text(dialog: DeepDialog, name: str) -> str:
    return find(dialog, QLabel, name).text()


def test_what_is_drawn_is_the_network_of_the_form(qtbot: QtBot) -> None:
    with shown_window(qtbot) as window:
        dialog = opened(qtbot, window)
        page = dialog.signal
        stop = find(dialog, QPushButton, "deep-start")
        if page.busy:
            stop.click()
        qtbot.waitUntil(lambda: not page.busy)
        assert stop.text() == "Draw"
        choose(dialog, "deep-activation", "relu")
        for name, value in (
            ("weights", 1.0), ("biases", 0.5), ("depth", 7), ("width", 20), ("correlation", 0.25),
            ("seeds", 2),
        ):  # fmt: skip
            number(dialog, f"deep-{name}").setValue(value)
        assert "0.00588 million numbers" in text(dialog, "deep-cost")
        assert "less than 1 MB, whatever the depth" in text(dialog, "deep-cost")
        stop.click()
        qtbot.waitUntil(lambda: not page.busy and len(page.drawn) == 2)
        network = DeepNetwork("relu", 1.0, 0.5, 7, 20, 0.25)
        assert page.drawn == {seed: list(signal_by_drawing(network, seed)) for seed in (0, 1)}
        x, y = page.correlations.points.getData()
        assert list(x) == [*range(1, 8)] * 2
        assert list(y) == [signal.correlation for signals in page.drawn.values() for signal in signals]
        assert text(dialog, "deep-found").startswith("Layer 7: q ")
        assert "(mean of 2 networks)" in page.lengths.accessibleDescription()


def test_a_number_out_of_bounds_is_one_sentence(qtbot: QtBot) -> None:
    with shown_window(qtbot) as window:
        dialog = opened(qtbot, window)
        field = number(dialog, "deep-width")
        field.lineEdit().setText("2000")
        qtbot.keyClick(field, Qt.Key.Key_Return)
        said = "The units of a layer must be a whole number from 1 to 1024, not “2000”."
        assert text(dialog, "deep-problem") == said
        sigma = number(dialog, "deep-weights")
        sigma.lineEdit().setText("200")
        qtbot.keyClick(sigma, Qt.Key.Key_Return)
        begin = "<i>σ</i><sub>w</sub> must be a number from 0 to 100, "
        assert text(dialog, "deep-problem").startswith(begin), "as the label of the field has it"


def test_the_surface_is_read_at_any_place(qtbot: QtBot) -> None:
    with shown_window(qtbot) as window:
        dialog = opened(qtbot, window)
        dialog.tabs.setCurrentIndex(1)
        qtbot.waitUntil(lambda: len(dialog.dead.rows) == 12)
        number(dialog, "dead-units").setValue(3)
        number(dialog, "dead-layers").setValue(10)
        row = dialog.dead.rows[3]
        assert row.theory[9] == dead_by_theory(3, 10)
        assert row.drawn[9] == pytest.approx(row.theory[9], abs=0.12)
        assert text(dialog, "dead-reading").startswith("10 layers of 3 units: ")
        assert "73.7 % by theory" in text(dialog, "dead-reading").replace("\u2009", " ").replace("\xa0", " ")
        dialog.dead.plot.pointed.emit(50.2, 7.9)
        assert "50 layers of 8 units" in dialog.dead.plot.accessibleDescription()
        number(dialog, "dead-layers").setProperty("value", 2925.0)  # as a screen reader sets it
        assert "100 layers of 8 units" in dialog.dead.plot.accessibleDescription()
        assert np.isfinite(dialog.dead.lines.getData()[0]).sum() > 100
        dialog.tabs.setCurrentIndex(0)
        dialog.tabs.setCurrentIndex(1)
        assert not dialog.dead.busy, "it is computed once"
