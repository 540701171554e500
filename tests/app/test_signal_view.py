"""Signal and gradient by layer: the numbers drawn are the frame's, and the axes stand still."""

from __future__ import annotations

import math

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot
from view_runs import experiment, frame_of

from app.look.theme import COLOURS, DARK
from app.views.signal.signal_lines import HIGHEST, LOWEST, SignalLine, factor_text, panel_of
from app.views.signal.signal_view import SignalView, spread_out
from symgui.experiment import WeightInit
from symgui.training.lanes import lanes_from
from symgui.training.race import Race

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
    assert forward.lines[0].values == pytest.approx(
        [layer.A.std() for layer in frame.network.hidden], rel=1e-12
    )
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


def test_a_race_stays_in_another_font_and_until_a_run_comes(view: SignalView) -> None:
    """What is drawn anew is what was shown last, not the run from before the race."""
    run = frame_of(experiment(hidden=DEEP), 3)
    view.show_frame(run)
    specs = [experiment(hidden=DEEP, weights=WeightInit(scheme="normal", scale=s)) for s in (0.01, 1.0)]
    view.show_race(Race(lanes_from(specs)).frame())
    font = view.font()
    font.setPixelSize(31)
    view.setFont(font)
    view.hide()
    view.show()
    assert [line.letter for line in view.panels[0].lines] == ["A", "B"]
    view.show_frame(run)
    assert {line.letter for line in view.panels[0].lines} == {""}


def test_an_axis_never_shrinks_within_a_run(view: SignalView) -> None:
    small = experiment(hidden=DEEP, weights=WeightInit(scheme="normal", scale=0.01))
    view.show_frame(frame_of(small, run_id=1))
    low = view.panels[0].low
    view.show_frame(frame_of(experiment(hidden=DEEP, weights=WeightInit(scheme="xavier")), run_id=1))
    assert view.panels[0].low == low < LOWEST
    view.show_frame(frame_of(experiment(hidden=DEEP, weights=WeightInit(scheme="xavier")), run_id=2))
    assert view.panels[0].low == LOWEST


def test_the_largest_numbers_there_are_have_an_axis() -> None:
    panel = panel_of("std of A[l]", (SignalLine("", (1.0, 1.7e308)),), None)
    assert math.isfinite(10.0**panel.high)


def test_exact_zeros_have_a_place_of_their_own_below_the_decades(view: SignalView) -> None:
    view.show_frame(frame_of(experiment(hidden=DEEP)))
    forward = view.panels[0]
    assert set(forward.lines[0].values) == {0.0}
    assert forward.zero
    assert forward.low == LOWEST  # a zero is not a small number


def test_a_number_however_small_is_drawn_at_its_own_decade(view: SignalView) -> None:
    small = experiment(hidden=DEEP, weights=WeightInit(scheme="normal", scale=1e-5))
    view.show_frame(frame_of(small))
    forward = view.panels[0]
    assert forward.low <= math.log10(min(forward.lines[0].values)) < -18
    assert not forward.zero


def test_the_factor_of_a_layer_is_the_geometric_mean() -> None:
    assert SignalLine("", (1.0, 0.5, 0.02, 0.001)).factor == pytest.approx(0.1)
    assert factor_text(SignalLine("", (1.0, 0.5, 0.02, 0.001))) == "× 0.10"
    assert SignalLine("", (1.0, 0.0, 0.1)).factor is None
    assert SignalLine("", (1.0, 0.1)).factor is None


def test_deep_sigmoids_spread_over_units_is_told_from_that_over_examples(view: SignalView) -> None:
    deep = experiment(hidden=[(10, "sigmoid")] * 8, weights=WeightInit(scheme="xavier"))
    frame = frame_of(deep)
    view.show_frame(frame)
    both, one = view.panels[0].lines
    assert both.note
    assert one.note
    assert one.values == pytest.approx(
        [layer.A.std(axis=1).max() for layer in frame.network.hidden], rel=1e-12
    )
    assert one.values[-1] < 1e-3 < both.values[-1]
    view.show_frame(frame_of(experiment(hidden=DEEP, weights=WeightInit(scheme="xavier")), run_id=2))
    assert len(view.panels[0].lines) == 1


def test_letters_keep_apart_and_above_the_bottom() -> None:
    places = spread_out([10.0, 12.0, 95.0, 96.0], 10.0, 100.0)
    assert places == [10.0, 20.0, 90.0, 100.0]


def test_it_draws_ink_in_both_themes_and_says_what_is_missing(view: SignalView) -> None:
    def colours() -> set[str]:
        image = view.grab().toImage()
        return {QColor(image.pixel(x, y)).name() for x in range(0, 600, 2) for y in range(0, 300, 2)}

    empty = colours()
    COLOURS.use(DARK)
    view.show_frame(frame_of(experiment(hidden=DEEP, weights=WeightInit(scheme="xavier"))))
    assert DARK.ink.lower() in colours()
    assert DARK.ink.lower() not in empty
