"""The histograms of activations: zeros apart, ends printed, dots where there is no room."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot
from score_runs import run_frame, shown_score
from view_runs import experiment, small_normal

from app.runtime.selection import Selection
from symgui.experiment import WeightInit
from symgui.figures.shares import TOPS, top_share
from symgui.training.run import RecordedRun


def test_all_zero_is_a_hollow_bar_that_says_so(qtbot: QtBot) -> None:
    score = shown_score(qtbot, run_frame(20))
    view = score.activations
    assert view.text("zeros", 1) == "all 0, exactly"
    assert view.text("zeros", 2) == ""
    assert view.bars[1].zero is not None
    assert view.bars[1].rects == []
    assert view.bars[2].zero is None
    assert view.text("remark", 1) == "4 twins A"


def test_bars_are_the_frames_counts(qtbot: QtBot) -> None:
    frame = run_frame(300, weights=small_normal(0.5))
    score = shown_score(qtbot, frame)
    for layer in (1, 2):
        bars, histogram = score.activations.bars[layer], frame.pictures[layer - 1].activations
        assert bars.histogram is histogram
        heights = [rect.height() for rect in bars.rects]
        counts = histogram.counts[histogram.counts > 0]
        assert len(heights) == len(counts)
        full = bars.boundingRect().height() - 2
        expected = full * counts / (histogram.total * bars.top)
        assert heights == pytest.approx(np.maximum(expected, 1), abs=0.51)
    assert [score.activations.text(kind, 1) for kind in ("low", "name", "high")] == ["−1", "A[1]", "1"]
    assert [score.activations.text(kind, 2) for kind in ("low", "name", "high")] == ["0", "A[2] = ŷ", "1"]


def test_relu_says_how_many_are_exactly_zero(qtbot: QtBot) -> None:
    frame = run_frame(hidden=((4, "relu"),), weights=WeightInit(scheme="he"))
    score = shown_score(qtbot, frame)
    A = frame.network.layers[0].A
    assert score.activations.text("zeros", 1) == f"{100 * (A == 0).mean():.1f}\u2009% exactly 0"


def test_narrow_columns_have_a_dot_each(qtbot: QtBot) -> None:
    frame = run_frame(hidden=((4, "tanh"),) * 12, weights=small_normal())
    score = shown_score(qtbot, frame)
    view = score.activations
    assert view.bars == {}
    layers = [column.layer for column in view.columns.visible if column.layer]
    assert view.dots.values == {
        layer: pytest.approx(frame.network.layers[layer - 1].A.std()) for layer in layers
    }
    heights = [view.dots.height_of(view.dots.values[layer]) for layer in layers[:-1]]
    assert heights == sorted(heights)
    assert view.text("name", 0) == "std of A[l]"
    assert view.dots.low <= min(value for value in view.dots.values.values() if value)


def test_a_dot_for_zero_lies_below_all_others(qtbot: QtBot) -> None:
    score = shown_score(qtbot, run_frame(hidden=((4, "tanh"),) * 12))
    dots = score.activations.dots
    assert dots.values[1] == 0
    assert dots.height_of(0.0) > dots.height_of(dots.low) > dots.height_of(dots.high)
    assert dots.height_of(float("nan")) <= dots.height_of(dots.high)


def test_the_axis_of_dots_moves_seldom_and_is_of_these_values_alone(qtbot: QtBot) -> None:
    score = shown_score(qtbot, run_frame(hidden=((4, "tanh"),) * 12))
    dots, ends = score.activations.dots, []
    for power in range(-2, -60, -1):
        dots.display({1: 10.0**power, 2: 1.0}, {1: 0.0, 2: 10.0})
        assert dots.low <= 10.0**power * (1 + 1e-12)
        ends.append((dots.low, dots.high))
    assert len(set(ends)) == 4
    dots.display({1: 1.0, 2: 1.0}, {1: 0.0, 2: 10.0})
    assert (dots.low, dots.high) == ends[0]


@given(st.floats(0, 1))
def test_the_axis_of_bars_is_the_first_of_few_that_has_room(share: float) -> None:
    top = top_share(share)
    assert top in TOPS
    assert share <= top
    assert share == 0.0 or all(step < share for step in TOPS if step < top)


def test_the_axis_of_bars_is_of_the_frame_alone(qtbot: QtBot) -> None:
    """On the way or at once, forward or back: the same iteration has the same axis."""
    run = RecordedRun(experiment(weights=small_normal()), 1)
    view = shown_score(qtbot, run.frame()).activations
    on_the_way, layers = {}, (1, 2)
    for t in range(0, 201, 20):
        run.advance(t - run.iteration)
        frame = run.frame()
        view.show_frame(frame)
        on_the_way[t] = frame, [view.bars[l].top for l in layers]
    assert len({tuple(tops) for _, tops in on_the_way.values()}) > 1
    for frame, tops in reversed(on_the_way.values()):
        view.show_frame(frame)
        assert [view.bars[l].top for l in layers] == tops
    at_once = shown_score(qtbot, on_the_way[100][0]).activations
    assert [at_once.bars[l].top for l in layers] == on_the_way[100][1]


def test_a_click_selects_the_layer(qtbot: QtBot) -> None:
    score = shown_score(qtbot, run_frame())
    column = score.columns.of(1)
    assert column is not None
    bars = score.activations.bars[1].boundingRect()
    assert score.activations.selection_at(bars.center()) == Selection(1)
    words = score.activations.describe(Selection(1))
    assert words == "A[1]: 1\u2009600 numbers, 1\u2009600 exactly 0; std of A[1] = 0"


def test_the_axis_of_the_dots_is_readable_at_any_height(qtbot: QtBot) -> None:
    frame = run_frame(hidden=((4, "tanh"),) * 12, weights=small_normal())
    score = shown_score(qtbot, frame, (560, 600))
    view = score.activations
    written = set()
    for height in range(220, 600, 20):
        score.resize(560, height)
        score.show_frame(frame)
        labels = {kind: view.texts[kind, 0] for kind in ("low", "high", "zero")}
        shown = {kind: label.rect.center().y() for kind, label in labels.items() if label.text}
        assert "zero" in shown
        heights = sorted(shown.values())
        assert all(lower - upper >= view.fonts.digit_height for upper, lower in pairwise(heights)), height
        written.add(len(shown))
    assert {2, 3} <= written
