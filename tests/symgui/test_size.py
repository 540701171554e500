"""Sizes and spreads: what is equal spreads by exactly 0, and nothing over- or underflows."""

from __future__ import annotations

import math

import numpy as np
import pytest
from symmetry_cases import experiment

from symgui.data import load_data
from symgui.experiment import BiasInit, DataSpec, WeightInit
from symgui.symmetry.size import deviation, rms, row_deviations
from symgui.training.run import RecordedRun


@pytest.mark.parametrize("scale", [1e-200, 1e-9, 1.0, 1e200])
def test_they_are_numpys_at_every_scale(scale):
    values = np.random.RandomState(3).randn(4, 50)
    assert rms(scale * values) == pytest.approx(scale * math.sqrt((values**2).mean()), rel=1e-12)
    assert deviation(scale * values) == pytest.approx(scale * values.std(), rel=1e-12)
    assert row_deviations(scale * values) == pytest.approx(scale * values.std(axis=1), rel=1e-12)


@pytest.mark.parametrize("value", [0.0, 0.1, -0.3, 1e-300, 7e250])
def test_equal_numbers_have_no_spread(value):
    values = np.full((3, 37), value)
    assert deviation(values) == 0.0
    assert not row_deviations(values).any()
    assert rms(values) == pytest.approx(abs(value), rel=1e-15)


def test_rows_that_differ_from_each_other_only():
    values = np.repeat(np.array([[0.1], [0.7], [-0.3]]), 23, axis=1)
    assert not row_deviations(values).any()
    assert deviation(values) == pytest.approx(values.std(), rel=1e-12)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_what_is_not_finite_has_no_finite_spread(bad):
    values = np.array([[0.5, bad, 1.0]])
    with np.errstate(invalid="ignore"):
        assert not math.isfinite(rms(values))
        assert not math.isfinite(deviation(values))
        assert not np.isfinite(row_deviations(values)).any()


def test_a_layer_that_says_one_thing_to_all_is_drawn_at_exactly_0():
    """W = 0, b random: each unit answers its own number, the same to every example."""
    spec = experiment((4,), "sigmoid", biases=BiasInit("normal", scale=1.0))
    hidden, _ = RecordedRun(spec).frame().pictures
    assert hidden.example_std == 0.0
    assert hidden.activation_std > 0.01
    hidden, _ = (
        RecordedRun(experiment((4,), "sigmoid", biases=BiasInit("constant", value=0.3))).frame().pictures
    )
    assert hidden.activation_std == 0.0


def test_a_tiny_gradient_is_not_drawn_as_0():
    spec = experiment((1, 1), weights=WeightInit("constant", value=1e-120))
    assert 0.0 < RecordedRun(spec).frame().pictures[0].gradient_rms < 1e-200


def test_a_feature_that_is_the_same_everywhere_is_not_standardized_into_noise():
    data = load_data(DataSpec(kind="blobs", samples=37, noise=0.0, balance=1.0, standardize=True))
    assert np.abs(data.X).max() < 1e-12
