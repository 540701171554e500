"""What views draw besides the numbers: histograms, scales, tiles."""

from __future__ import annotations

import math

import numpy as np
import pytest
from symmetry_cases import experiment, trainer

from symgui.experiment import DataSpec, WeightInit
from symgui.training.picture import BINS, TILES, PictureBuilder, Scale, histogram, shown_units, step_up
from symgui.training.run import RecordedRun


@pytest.mark.parametrize(
    ("value", "limit"),
    [(0.0, 1.0), (1.0, 1.0), (1.1, 2.0), (2.0, 2.0), (3.0, 5.0), (7.0, 10.0), (0.03, 0.05), (1e-9, 1e-9)],
)
def test_limits_are_round(value: float, limit: float) -> None:
    assert step_up(value) == pytest.approx(limit)


@pytest.mark.parametrize("value", [5e-324, 1e-310, 2.3e-308, 1e-300, 1e300, 4e307, 1.7e308])
def test_limits_at_the_ends_of_the_numbers(value: float) -> None:
    limit = step_up(value)
    assert min(value, 5e307) <= limit
    assert math.isfinite(limit)
    assert math.isfinite(2 * limit)
    assert math.isfinite(BINS / (2 * limit))


@pytest.mark.parametrize("value", [math.nan, math.inf, -1.0])
def test_no_limit_without_a_number(value: float) -> None:
    assert step_up(value) == 1.0


def test_a_scale_only_grows_and_in_steps() -> None:
    scale = Scale()
    assert [scale.include(np.array([x])) for x in (0.0, 0.3, 0.4, 0.1, -3.0, math.nan, 0.0)] == [
        1.0, 0.5, 0.5, 0.5, 5.0, 5.0, 5.0,
    ]  # fmt: skip


def test_a_histogram_counts_everything_once() -> None:
    values = np.array([-1.0, -0.999, 0.0, -0.0, 0.5, 1.0, 1e-300, np.nan, np.inf])
    counted = histogram(values, -1.0, 1.0)
    assert (counted.zeros, counted.bad, counted.total) == (2, 2, 9)
    assert counted.counts.sum() == 5
    assert counted.counts[0] == 2
    assert counted.counts[-1] == 1, "the upper end belongs to the last bin"
    assert counted.counts[BINS // 2] == 1, "what is almost zero is not zero"


def test_a_histogram_agrees_with_numpys() -> None:
    values = np.random.RandomState(0).randn(1000).clip(-3, 3)
    counted = histogram(values, -3.0, 3.0)
    np.testing.assert_array_equal(counted.counts, np.histogram(values, BINS, (-3, 3))[0])


@pytest.mark.parametrize("size", [5e-324, 1e-320, 1e-307, 1e-160, 1e150, 4e307])
def test_gradients_of_any_size_can_be_drawn(size: float) -> None:
    limit = Scale().include(np.array([size]))
    counted = histogram(np.array([size, -size, 0.0]), -limit, limit)
    assert counted.counts.sum() == 2
    assert counted.zeros == 1


def test_what_is_beyond_every_axis_is_counted_as_bad() -> None:
    values = np.array([1.7e308, 1.0, 0.0, np.inf])
    limit = Scale().include(values[:1])
    counted = histogram(values, -limit, limit)
    assert (counted.counts.sum(), counted.zeros, counted.bad) == (1, 1, 2)


def test_a_frame_of_a_net_whose_gradient_underflows() -> None:
    spec = experiment((2,) * 12, "sigmoid", weights=WeightInit("normal", scale=1e-25))
    run = RecordedRun(spec)
    run.advance(3)
    frame = run.frame()
    smallest = [np.abs(layer.dW[layer.dW != 0]).min(initial=1.0) for layer in frame.network.layers]
    assert min(smallest) < 1e-290
    for layer, picture in zip(frame.network.layers, frame.pictures, strict=True):
        counts = picture.gradients
        assert counts.counts.sum() + counts.zeros + counts.bad == layer.dW.size + layer.db.size


@pytest.mark.parametrize("units", [1, 2, 8, 9, 10, 100, 512])
def test_tiles_stand_for_the_layer(units: int) -> None:
    shown = shown_units(units)
    assert len(set(shown)) == min(units, TILES)
    assert shown[0] == 0
    assert shown[-1] == units - 1
    assert list(shown) == sorted(shown)


def test_a_tile_is_what_its_unit_answers() -> None:
    made = trainer((3,), "sigmoid", weights=WeightInit("he"), data=DataSpec(kind="moons", samples=30))
    pictures = PictureBuilder(made).paint(made.network_state())
    tiles, inputs = pictures.layers[0].tiles, pictures.input_tiles
    assert tiles is not None
    assert inputs is not None
    W = made.network.W[1]
    for unit in range(3):
        z = W[unit, 0] * inputs[0] + W[unit, 1] * inputs[1]
        np.testing.assert_allclose(tiles[unit], 1 / (1 + np.exp(-z)) - 0.5, atol=1e-12)
    assert np.abs(tiles).max() <= pictures.layers[0].tile_scale
    assert np.all(np.diff(inputs[0], axis=1) > 0)
    assert np.all(np.diff(inputs[1], axis=0) > 0), "row 0 is the lowest x2"


def test_the_figures_beside_the_pictures() -> None:
    data = DataSpec(kind="blobs", samples=30)
    run = RecordedRun(experiment((4, 3), "sigmoid", data=data, weights=WeightInit("he"), l2=0.5))
    run.advance(3)
    frame = run.frame()
    for layer, picture in zip(frame.network.layers, frame.pictures, strict=True):
        A, dW = layer.A, layer.dW
        assert picture.activation_std == pytest.approx(math.sqrt(((A - A.mean()) ** 2).mean()), rel=1e-12)
        spreads = [math.sqrt(((unit - unit.mean()) ** 2).mean()) for unit in A]
        assert picture.example_std == pytest.approx(max(spreads), rel=1e-12)
        assert picture.gradient_rms == pytest.approx(math.sqrt((dW**2).mean()), rel=1e-12)


def test_axes_are_the_bounds_of_the_activation() -> None:
    for name, expected in {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0)}.items():
        made = trainer((3,), name, weights=WeightInit("he"))
        drawn = PictureBuilder(made).paint(made.network_state()).layers[0].activations
        assert (drawn.low, drawn.high) == expected
    made = trainer((3,), "relu", weights=WeightInit("normal", scale=3.0))
    drawn = PictureBuilder(made).paint(made.network_state()).layers[0].activations
    assert drawn.low == 0.0
    assert drawn.counts.sum() + drawn.zeros == drawn.total


def test_back_at_an_iteration_a_scale_is_what_it_was_there() -> None:
    scale, one = Scale(), np.ones(1)
    way = {0: 0.3, 10: 0.4, 20: 3.0, 30: 0.1, 40: 70.0}
    limits = {at: scale.include(size * one, at=at) for at, size in way.items()}
    assert list(limits.values()) == [0.5, 0.5, 5.0, 5.0, 100.0]
    for at in (30, 0, 20, 40, 10):
        assert scale.include(way[at] * one, at=at) == limits[at]
    assert scale.include(9 * one, at=15) == 10.0, "what was not seen there on the way fits all the same"
    assert scale.include(way[20] * one, at=20) == limits[20]
    scale.forget_after(10)
    assert scale.include(0.2 * one, at=40) == 0.5, "another way leads there now"
