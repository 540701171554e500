"""The page of a smaller net's minimum in the real window."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from windows import action, at_rest, choice, choose, find, number, settle, shown_window

from app.main_window import MainWindow
from app.panels.symmetry_pages.split_page import SplitPage
from app.panels.symmetry_pages.split_words import resting_sentences
from symgui.experiment import Experiment
from symgui.lessons.published.same_network import ONE_UNIT


def opened(qtbot: QtBot, window: MainWindow) -> SplitPage:
    at_rest(qtbot, window)
    action(window, "action-symmetries").trigger()
    dialog = window.symmetries.dialog
    assert dialog is not None
    dialog.tabs.setCurrentIndex(dialog.pages.index(dialog.split))
    return dialog.split


def said(page: SplitPage, name: str) -> str:
    return find(page, QLabel, f"split-{name}").text()


def test_minima_inside_and_saddles_outside_and_what_biases_change(qtbot: QtBot) -> None:
    with shown_window(qtbot, ONE_UNIT) as window:
        page = opened(qtbot, window)
        qtbot.waitUntil(lambda: page.curve is not None)
        assert "It is a minimum of this network." in said(page, "resting")
        assert "0 < λ < 1: 19 of 19; outside: 40 of 40" in said(page, "found")
        assert "of both signs: saddles for every λ but 0 and 1" in said(page, "theory")
        page.biases.setChecked(False)
        qtbot.waitUntil(lambda: page.curve is not None and not page.busy)
        assert "0 < λ < 1: 0 of 19; outside: 40 of 40" in said(page, "found")
        assert "all above 0: minima for 0 < λ < 1, saddles outside" in said(page, "theory")
        shares, costs = page.costs.solid.getData()
        assert np.ptp(costs) <= 1e-15
        shares, _ = page.lowest.points.getData()
        assert (shares >= 0.0).all()
        assert (shares <= 1.0).all()
        assert len(shares) == 21
        assert len(page.lowest.hollow.getData()[0]) == 40
        assert said(page, "found") in page.lowest.accessibleDescription()


def test_another_unit_is_split_from_the_same_minimum_and_what_is_none_is_said(qtbot: QtBot) -> None:
    two = Experiment().with_(
        data={"kind": "xor", "noise": 0.4},
        network={"hidden": [{"units": 2, "activation": "tanh"}]},
        initialization={"weights": {"scheme": "normal", "scale": 1.0}, "seed": 2},
    )
    with shown_window(qtbot, two) as window:
        window.workspace.step(30)
        qtbot.waitUntil(lambda: window.workspace.iteration == 30)
        page = opened(qtbot, window)
        qtbot.waitUntil(lambda: page.curve is not None)
        resting, before = page.resting, said(page, "theory")
        assert "T(2, 3) = 12 affine subspaces" in said(page, "subspaces")
        number(page, "split-enough").setValue(4)
        number(page, "split-units").setValue(5)
        assert "T(4, 5) = 360 affine subspaces" in said(page, "subspaces")
        assert "G(4, 5) = 240 of them" in said(page, "subspaces")
        number(page, "split-units").setValue(3)
        assert "3 units are fewer than the 4" in said(page, "subspaces")
        choose(page, "split-unit", 1)
        qtbot.waitUntil(lambda: page.curve is not None and not page.busy)
        assert page.resting is resting
        for steps, began in ((1, "1 step of Newton's method leads"), (2, "2 steps of Newton's method lead ")):
            assert began in resting_sentences(replace(resting, steps=steps))[0]
        assert said(page, "theory") != before
        window.workspace.document.change(two.with_(training={"l2": 0.5}), "L2")
        settle(qtbot, window)
        qtbot.waitUntil(lambda: "L2 term" in said(page, "problem"))
        assert said(page, "resting") == ""
        assert page.costs.solid.getData()[0] is None or not len(page.costs.solid.getData()[0])
        window.workspace.document.change(two.with_hidden([]), "no layer")
        qtbot.waitUntil(lambda: "no hidden layer" in said(page, "problem"))
        assert choice(page, "split-unit").count() == 0
