"""The cost curve: true numbers on axes that keep still."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from view_runs import experiment, frame_of, small_normal

from app.look.theme import COLOURS, DARK, LIGHT
from app.views.base.cost_curve import with_current
from app.views.cost.cost_view import CostView
from symgui.figures.scales import CostScale, cost_scale, iteration_scale, thinned
from symgui.plain_text.numbers import short_count
from symgui.training.frame import Frame
from symgui.training.run import RecordedRun


@pytest.fixture
def view(qtbot: QtBot) -> CostView:
    view = CostView()
    qtbot.addWidget(view)
    view.resize(316, 280)
    view.show()
    return view


@pytest.fixture(scope="module")
def frozen() -> Frame:
    return frame_of(experiment(), 1_240)


@pytest.fixture(scope="module")
def learning() -> list[Frame]:
    """Frames of one run that learns, from its start."""
    run = RecordedRun(experiment(weights=small_normal()))
    frames = [run.frame()]
    for updates in (1, 9, 90, 163, 1_000):
        run.advance(updates)
        frames.append(run.frame())
    return frames


def texts(view: CostView) -> list[str]:
    return [
        label.text()
        for label in (
            view.plot.reference_label,
            view.plot.value_label,
            view.plot.run_before_label,
            view.plot.notice,
        )
        if label.isVisible()
    ]


def test_at_iteration_0_there_is_a_dot_and_its_value(view: CostView, learning: list[Frame]) -> None:
    view.show_frame(learning[0])
    assert view.plot.here == (0, learning[0].cost)
    assert view.plot.dot.isVisible()
    assert texts(view) == ["ln 2 = 0.6931", "0.6930"]
    assert [text for _, text in view.plot.ticks[0]] == ["0", "1", "10", "100", "1k", "10k"]


def test_the_curve_is_the_recorded_one_on_a_logarithmic_axis(view: CostView, learning: list[Frame]) -> None:
    frame = learning[3]
    view.show_frame(frame)
    x, y = view.plot.curve.getData()
    assert np.allclose(x, np.log10(1 + frame.curve.iterations))
    assert np.array_equal(y, frame.curve.cost)
    for place, text in view.plot.ticks[0][1:]:
        assert 10**place - 1 == pytest.approx(float(text.replace("k", "e3")))


def test_the_iteration_shown_is_on_the_curve_even_between_recorded_ones(
    view: CostView, learning: list[Frame]
) -> None:
    frame = learning[-1]
    assert frame.iteration == 1_263
    assert frame.curve.iterations[-1] < frame.iteration
    view.show_frame(frame)
    x, y = view.plot.curve.getData()
    assert x[-1] == pytest.approx(math.log10(1 + frame.iteration))
    assert y[-1] == frame.cost


def test_a_linear_axis_at_choice(view: CostView, learning: list[Frame], qtbot: QtBot) -> None:
    view.show_frame(learning[3])
    with qtbot.waitSignal(view.logarithmicChanged) as caught:
        view.log_button.click()
    assert caught.args == [False]
    assert np.array_equal(view.plot.curve.getData()[0], learning[3].curve.iterations)
    assert view.plot.ticks[0][0] == (0.0, "0")
    assert view.plot.ticks[0][-1] == (10_000.0, "10k")
    view.set_logarithmic(True)
    assert view.plot.iterations.logarithmic


def test_guessing_is_named_by_the_classes_of_the_data(view: CostView) -> None:
    for data, name, cost in (
        ({}, "ln 2 = 0.6931", math.log(2)),
        ({"balance": 0.6}, "guessing = 0.6730", -(0.6 * math.log(0.6) + 0.4 * math.log(0.4))),
        ({"kind": "blobs", "classes": 3, "samples": 30}, "ln 3 = 1.099", math.log(3)),
    ):
        view.show_frame(frame_of(experiment(data=data, weights=small_normal())))
        assert view.plot.reference.getData()[1] == pytest.approx([cost, cost])
        assert name in texts(view)


def test_a_run_that_stands_still_goes_on_for_ever(view: CostView, frozen: Frame) -> None:
    assert frozen.standstill
    view.show_frame(frozen)
    x, y = view.plot.for_ever.getData()
    assert x == pytest.approx([math.log10(1 + 1_240), math.log10(1 + 10_000)])
    assert y.tolist() == [frozen.cost, frozen.cost]
    assert texts(view) == ["ln 2 = 0.6931, for ever"]


def test_where_it_is_narrow_the_name_of_the_line_is_shorter_and_the_dot_is_whole(
    view: CostView, frozen: Frame, learning: list[Frame]
) -> None:
    view.plot.recolour(LIGHT)
    view.show_frame(frozen)
    label, box = view.plot.reference_label, view.plot.view_box
    words = ("x" * 999, "for ever")
    assert view.plot.fitting(label, words) == "for ever"
    assert view.plot.fitting(label, ("ln 2", "for ever")) == "ln 2"
    view.show_frame(learning[-1])
    end = view.plot.pixel(view.plot.iterations.end, learning[-1].cost)
    assert end.x() + view.plot.dot.rect().width() / 2 <= box.width() + 1


def test_a_run_that_moves_does_not(view: CostView, frozen: Frame, learning: list[Frame]) -> None:
    view.show_frame(frozen)
    view.show_frame(learning[2])
    assert len(view.plot.for_ever.getData()[0]) == 0
    assert not any("for ever" in text for text in texts(view))


def test_the_axes_keep_still_and_only_widen_within_a_run(view: CostView, learning: list[Frame]) -> None:
    ranges = []
    for frame in learning:
        view.show_frame(frame)
        ranges.append((view.plot.costs.low, view.plot.costs.high))
        assert view.plot.iterations.end == 10_000
    assert len(set(ranges)) < len(ranges)
    for (low, high), (next_low, next_high) in pairwise(ranges):
        assert next_low <= low
        assert next_high >= high
    (left, right), (bottom, top) = view.plot.view_box.viewRange()
    assert left < 0 < view.plot.iterations.length < right
    assert bottom < view.plot.costs.low < view.plot.costs.high < top


def test_cost_ticks_are_true(view: CostView, frozen: Frame) -> None:
    view.show_frame(frozen)
    assert [text for _, text in view.plot.ticks[1]] == ["0.600", "0.675", "0.750"]
    assert all(float(text) == pytest.approx(place) for place, text in view.plot.ticks[1])


def test_the_run_before_stays(view: CostView, frozen: Frame, learning: list[Frame]) -> None:
    view.show_frame(learning[3])
    view.set_run_before(frozen.curve)
    assert view.plot.run_before.getData()[1][-1] == frozen.cost
    assert np.array_equal(view.plot.curve.getData()[1], learning[3].curve.cost)
    view.set_run_before(None)
    assert len(view.plot.run_before.getData()[0]) == 0
    assert "run before" not in texts(view)


def test_a_run_before_is_named_or_not_drawn(view: CostView, frozen: Frame, learning: list[Frame]) -> None:
    named = 0
    for size in ((220, 130), (276, 220), (440, 400), (60, 40)):
        view.resize(*size)
        QApplication.processEvents()
        for before in (frozen.curve, *(frame.curve for frame in learning)):
            view.set_run_before(before)
            for frame in (frozen, *learning):
                view.show_frame(frame)
                view.refresh()
                assert view.plot.run_before.isVisible() == ("run before" in texts(view))
                named += view.plot.run_before.isVisible()
    assert named


def test_a_name_of_the_run_before_stands_along_it_where_its_end_has_no_room(
    view: CostView, frozen: Frame
) -> None:
    """The same run again: its end is where the numbers of this one stand."""
    for size in ((276, 220), (440, 400)):
        view.resize(*size)
        QApplication.processEvents()
        view.set_run_before(frozen.curve)
        view.show_frame(frozen)
        assert "run before" in texts(view)


def test_the_penalty_stands_beside_the_cost(view: CostView) -> None:
    frame = frame_of(experiment(weights=small_normal(1.0), l2=10.0), 3)
    view.show_frame(frame)
    weights = sum(float((layer.W**2).sum()) for layer in frame.network.layers)
    assert texts(view)[1] == f"{frame.cost:.4f} + {10.0 / (2 * 400) * weights:.3g} penalty"


def test_a_large_start_gets_a_logarithmic_cost(view: CostView) -> None:
    spec = experiment(
        hidden=((10, "relu"), (5, "relu")),
        weights=small_normal(10.0),
        data={"kind": "circles", "samples": 300},
    )
    frame = frame_of(spec)
    assert frame.cost > 20
    view.show_frame(frame)
    assert view.plot.costs.logarithmic
    assert view.plot.pixel(*view.plot.here) == view.plot.dot.pos()
    assert [text for _, text in view.plot.ticks[1]] == ["0.1", "1", "10", "100", "1000"]


def test_a_diverged_run_leaves_a_gap_and_a_word(view: CostView) -> None:
    spec = experiment(hidden=((4, "linear"), (4, "linear")), weights=small_normal(1.0), learning_rate=1e3)
    frame = frame_of(spec, 500)
    assert frame.divergence is not None
    view.show_frame(frame)
    assert f"{frame.divergence.quantity}[{frame.divergence.layer}] reached" in " ".join(texts(view))
    assert not view.grab().isNull()


def test_a_gap_in_the_middle_is_not_bridged(view: CostView, learning: list[Frame]) -> None:
    frame = learning[3]
    cost = frame.curve.cost.copy()
    cost[20:25] = [math.nan, math.inf, -math.inf, math.nan, math.nan]
    view.show_frame(replace(frame, curve=replace(frame.curve, cost=cost)))
    assert np.flatnonzero(np.isnan(view.plot.curve.getData()[1])).tolist() == [20, 21, 22, 23, 24]
    assert view.plot.curve.opts["connect"] == "finite"
    assert not view.grab().isNull()


def test_without_a_frame_it_is_empty_and_says_so(view: CostView, learning: list[Frame]) -> None:
    view.show_frame(learning[3])
    view.show_frame(None)
    assert len(view.plot.curve.getData()[0]) == 0
    assert not view.plot.dot.isVisible()
    assert texts(view) == ["No run yet"]
    view.show_frame(learning[3])
    assert len(view.plot.curve.getData()[0]) == learning[3].curve.cost.size


def test_labels_stay_inside_and_apart(view: CostView, frozen: Frame, learning: list[Frame]) -> None:
    for size in ((276, 220), (316, 280), (440, 400)):
        view.resize(*size)
        QApplication.processEvents()
        for palette in (LIGHT, DARK):
            COLOURS.use(palette)
            for run_before in (None, frozen.curve):
                view.set_run_before(run_before)
                for frame in [frozen, *learning]:
                    view.show_frame(frame)
                    boxes = [
                        label.mapRectToParent(label.boundingRect())
                        for label in (
                            view.plot.reference_label,
                            view.plot.value_label,
                            view.plot.run_before_label,
                        )
                        if label.isVisible()
                    ]
                    inside = view.plot.view_box.rect()
                    assert all(inside.contains(box) for box in boxes)
                    assert not any(a.intersects(b) for a in boxes for b in boxes if a is not b)


def test_the_name_of_guessing_stands_where_no_curve_passes(view: CostView, learning: list[Frame]) -> None:
    """A curve that falls steeply at the end passes through that end of the line."""
    for size in ((316, 280), (440, 400), (700, 300)):
        view.resize(*size)
        QApplication.processEvents()
        for frame in learning[1:]:
            view.show_frame(frame)
            label, plot = view.plot.reference_label, view.plot
            box = label.mapRectToParent(label.boundingRect())
            places = [plot.pixel(float(t), float(cost)) for t, cost in zip(*with_current(frame), strict=True)]
            for one, other in pairwise(places):
                for share in np.linspace(0.0, 1.0, 50):
                    assert not box.contains(one + share * (other - one)), (size, frame.iteration)


def test_hidden_it_waits(qtbot: QtBot, learning: list[Frame]) -> None:
    view = CostView()
    qtbot.addWidget(view)
    view.show_frame(learning[3])
    assert view.plot.here is None
    view.show()
    assert view.plot.here == (learning[3].iteration, learning[3].cost)


@pytest.mark.parametrize(
    ("low", "high", "room", "written"),
    [
        (0.0, 0.75, 3, "0.000 0.375 0.750"),
        (0.0, 0.75, 9, "0.00 0.15 0.30 0.45 0.60 0.75"),
        (0.6, 1.5, 9, "0.60 0.90 1.20 1.50"),
        (0.6, 0.75, 9, "0.60 0.63 0.66 0.69 0.72 0.75"),
        (0.0, 4.0, 9, "0.00 1.00 2.00 3.00 4.00"),
        (0.0, 4.0, 4, "0.00 2.00 4.00"),
        (0.0, 10.0, 9, "0 2 4 6 8 10"),
    ],
)
def test_a_high_plot_has_more_costs_beside_it(low: float, high: float, room: int, written: str) -> None:
    assert " ".join(text for _, text in CostScale(low, high).ticks(room)) == written


costs = st.floats(1e-6, 1e6)


@given(costs, costs, st.floats(0.1, 3.0))
def test_a_cost_scale_holds_what_it_must(one: float, other: float, guessing: float) -> None:
    low, high = sorted((one, other))
    scale = cost_scale(low, high, guessing)
    assert scale.low <= min(low, guessing)
    assert max(high, guessing) <= scale.high
    for room in (3, 7):
        ticks = scale.ticks(room)
        places = [place for place, _ in ticks]
        assert 2 <= len(places) <= 7
        assert places == sorted(places)
        assert scale.ends[0] <= places[0]
        assert places[-1] <= scale.ends[1]
        if not scale.logarithmic:
            assert len(places) <= room
            assert all(float(text) == pytest.approx(place, rel=5e-3) for place, text in ticks)


def test_a_cost_of_nothing_has_a_scale() -> None:
    assert cost_scale(0.0, 0.0, 0.0).ends == (0.0, 1.0)


@given(st.integers(1, 10**9), st.integers(0, 10**9), st.booleans())
def test_an_iteration_scale_goes_both_ways(planned: int, latest: int, logarithmic: bool) -> None:
    scale = iteration_scale(planned, latest, logarithmic)
    assert scale.end >= max(planned, latest)
    assert scale.share(0) == 0
    assert scale.share(scale.end) == 1
    assert scale.iteration(scale.share(latest)) == pytest.approx(latest, abs=1e-6 * latest)
    assert [scale.iteration(-1), scale.iteration(2)] == [0, scale.end]
    places = [place for place, _ in scale.ticks(7)]
    assert len(places) <= 9
    assert places == sorted(set(places))
    assert places[-1] <= scale.length * (1 + 1e-12)


def test_round_counts_are_short() -> None:
    assert [short_count(n) for n in (0, 500, 1_000, 2_500, 10**5, 10**6, 10**9)] == [
        "0", "500", "1k", "2.5k", "100k", "1M", "1G",
    ]  # fmt: skip


values = st.floats(-1e3, 1e3) | st.just(math.nan)


@given(st.lists(values, min_size=2, max_size=400), st.integers(1, 40), st.randoms(use_true_random=False))
def test_thinning_loses_no_end_no_extreme_and_no_gap(ys: list[float], columns: int, random: object) -> None:
    y = np.array(ys)
    x = np.cumsum([0.0, *(random.choice([0.1, 1.0, 7.0]) for _ in ys[1:])])
    thin_x, thin_y = thinned(x, y, columns)
    assert len(thin_x) <= 5 * columns
    assert (thin_x[0], thin_x[-1]) == (x[0], x[-1])
    assert set(zip(thin_x, np.nan_to_num(thin_y, nan=9e9), strict=True)) <= set(
        zip(x, np.nan_to_num(y, nan=9e9), strict=True)
    )
    column = np.minimum((x - x[0]) * (columns / (x[-1] - x[0])), columns - 1).astype(int)
    thin_column = np.minimum((thin_x - x[0]) * (columns / (x[-1] - x[0])), columns - 1).astype(int)
    for k in np.unique(column):
        whole, kept = y[column == k], thin_y[thin_column == k]
        assert np.isnan(whole).any() == np.isnan(kept).any()
        if not np.isnan(whole).all():
            assert (np.nanmin(whole), np.nanmax(whole)) == (np.nanmin(kept), np.nanmax(kept))


def test_a_long_curve_is_drawn_with_what_the_screen_can_show(view: CostView, learning: list[Frame]) -> None:
    t = np.arange(50_000)
    cost = 0.5 + 0.1 * np.sin(t)
    cost[31_234] = 1.4
    curve = replace(learning[0].curve, iterations=t, cost=cost)
    view.show_frame(replace(learning[0], curve=curve, iteration=49_999, cost=float(cost[-1])))
    drawn = view.plot.curve.getData()[1]
    assert len(drawn) <= 2_000
    assert drawn.max() == 1.4
    assert (drawn[0], drawn[-1]) == (cost[0], cost[-1])
