"""Signal and gradient by layer: the numbers drawn are the frame's, and the axes stand still."""

from __future__ import annotations

import math

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot
from view_runs import experiment, frame_of

from app.theme import DARK
from app.views.signal_view import FOOT, HIGHEST, LOWEST, Line, SignalView, _panel
from symgui.experiment import WeightInit
from symgui.training.race import Race, lanes_from

DEEP = [(10, "tanh")] * 8


@pytest.fixture
def view(qtbot: QtBot) -> SignalView:
    view = SignalView()
    qtbot.addWidget(view)
    view.resize(600, 300)
    view.show()
    return view


def test_a_run_is_drawn_with_its_own_numbers(view: SignalView) -> None:
    frame = frame_of(experiment(hidden=DEEP, weights=WeightInit(scheme="xavier")), 3)
    view.show_frame(frame)
    forward, back = view.panels
    assert [line.letter for line in forward.lines] == [""]
    assert forward.lines[0].values == tuple(layer.A.std() for layer in frame.network.hidden)
    assert back.lines[0].values == pytest.approx(
        [math.sqrt((layer.dW**2).mean()) for layer in frame.network.layers], rel=1e-12
    )
    assert (forward.low, forward.high) == (LOWEST, HIGHEST)


def test_a_race_shows_every_lane_and_its_axis_holds_them_all(view: SignalView) -> None:
    specs = [experiment(hidden=DEEP, weights=WeightInit(scheme="normal", scale=s)) for s in (0.01, 1.0)]
    frame = Race(lanes_from(specs)).frame()
    view.show_race(frame)
    forward = view.panels[0]
    assert [line.letter for line in forward.lines] == ["A", "B"]
    smallest = min(min(line.values) for line in forward.lines)
    assert forward.low <= math.log10(smallest) < LOWEST
    assert (LOWEST - forward.low) % 3 == 0


def test_an_axis_never_shrinks_within_a_run(view: SignalView) -> None:
    small = experiment(hidden=DEEP, weights=WeightInit(scheme="normal", scale=0.01))
    view.show_frame(frame_of(small, run_id=1))
    low = view.panels[0].low
    view.show_frame(frame_of(experiment(hidden=DEEP, weights=WeightInit(scheme="xavier")), run_id=1))
    assert view.panels[0].low == low < LOWEST
    view.show_frame(frame_of(experiment(hidden=DEEP, weights=WeightInit(scheme="xavier")), run_id=2))
    assert view.panels[0].low == LOWEST


def test_the_largest_numbers_there_are_have_an_axis() -> None:
    panel = _panel("std of A[l]", (Line("", (1.0, 1.7e308)),), ())
    assert math.isfinite(10.0**panel.high)


def test_exact_zeros_stand_at_the_foot(view: SignalView) -> None:
    view.show_frame(frame_of(experiment(hidden=DEEP)))
    assert set(view.panels[0].lines[0].values) == {0.0}
    assert view.panels[0].low <= FOOT


def test_it_draws_ink_in_both_themes_and_says_what_is_missing(view: SignalView) -> None:
    def colours() -> set[str]:
        image = view.grab().toImage()
        return {QColor(image.pixel(x, y)).name() for x in range(0, 600, 2) for y in range(0, 300, 2)}

    empty = colours()
    view.apply_palette(DARK)
    view.show_frame(frame_of(experiment(hidden=DEEP, weights=WeightInit(scheme="xavier"))))
    assert DARK.ink.lower() in colours()
    assert DARK.ink.lower() not in empty
