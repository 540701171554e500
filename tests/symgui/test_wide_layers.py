"""Mean field theory against integrals by a second rule, simulated networks, and what is known by hand."""

from __future__ import annotations

import math
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp

from symgui.theory.critical_points import equal_networks, minima_subspaces, surjections
from symgui.theory.mean_field import MeanField, critical_weight_variance, relu_correlation
from symgui.theory.normal_mean import normal_mean, normal_points, pair_mean, pair_points


def test_moments_of_normal_numbers() -> None:
    z = normal_points()
    assert [normal_mean(z**k) for k in range(7)] == pytest.approx([1, 0, 1, 0, 3, 0, 15], rel=1e-14)
    z1, z2 = pair_points()
    assert pair_mean((z1 + 2.0 * z2) ** 2) == pytest.approx(5.0, rel=1e-14)


def test_the_steepest_length_against_an_integral_of_thirty_digits() -> None:
    field = MeanField("tanh", 16.0, 0.3 * 0.3)
    q = field.length()
    with mp.workdps(30):
        ends = [-12, -3, -1, 0, 1, 3, 12]
        exact = 16 * mp.quad(lambda z: mp.tanh(mp.sqrt(q) * z) ** 2 * mp.npdf(z), ends) + mp.mpf("0.09")
    assert q == pytest.approx(float(exact), rel=1e-13)
    assert field.next_length(q) == pytest.approx(q, rel=1e-14)


@settings(max_examples=15, deadline=None)
@given(variance=st.floats(0.2, 9.0), biases=st.floats(1e-4, 1.0))
def test_a_fixed_point_is_one(variance: float, biases: float) -> None:
    field = MeanField("tanh", variance, biases)
    q = field.length()
    assert field.next_length(q) == pytest.approx(q, rel=1e-12)
    assert field.next_correlation(1.0, q) == pytest.approx(1.0, rel=1e-11)


def test_left_of_the_line_examples_become_one_and_right_of_it_they_part() -> None:
    line = critical_weight_variance("tanh", 0.1)
    order, chaos = MeanField("tanh", line - 0.1, 0.1), MeanField("tanh", line + 0.1, 0.1)
    assert order.gradient_growth() < 1.0 < chaos.gradient_growth()
    assert order.correlation() == 1.0 > chaos.correlation()
    assert MeanField("tanh", line, 0.1).depth_scale() > 1e6


def test_relu() -> None:
    assert critical_weight_variance("relu", 0.0) == 2.0
    assert MeanField("relu", 1.0, 0.5).length() == 1.0
    assert MeanField("relu", 2.5).length() == math.inf
    assert math.isnan(MeanField("relu", 2.0).length())
    assert relu_correlation(1.0) == 1.0


def test_without_biases_small_weights_end_in_silence() -> None:
    assert MeanField("tanh", 1.0).length() == 0.0
    assert MeanField("tanh", 1.1).length() > 0.0


def test_an_unbounded_curve_is_refused() -> None:
    with pytest.raises(ValueError, match="not known for softplus"):
        MeanField("softplus", 1.0).length()


def test_a_wide_network_follows_the_maps() -> None:
    """One network of 1,000 units, two examples: within a few percent, as 1/√n lets it."""
    rng = np.random.RandomState(0)
    field, n = MeanField("tanh", 6.25, 0.09), 1000
    q, c = 1.0, 0.5
    u = rng.randn(2, n)
    z = np.stack([u[0], c * u[0] + math.sqrt(1 - c * c) * u[1]])
    for _ in range(6):
        z = np.tanh(z) @ (rng.randn(n, n) * 2.5 / math.sqrt(n)) + 0.3 * rng.randn(n)
        c, q = _after(field, c, q)
    assert float(np.mean(z * z)) == pytest.approx(q, rel=0.1)
    assert float(np.mean(z[0] * z[1])) / q == pytest.approx(c, abs=0.1)


def _after(field: MeanField, c: float, q: float) -> tuple[float, float]:
    """Correlation and length after one more layer."""
    longer = field.next_length(q)
    covariance = field.next_correlation(c, q) * q
    return covariance / longer, longer


@pytest.mark.parametrize(("groups", "units"), [(1, 3), (2, 3), (3, 5), (4, 4)])
def test_surjections_by_listing(groups: int, units: int) -> None:
    listed = [way for way in product(range(groups), repeat=units) if len(set(way)) == groups]
    assert surjections(groups, units) == len(listed)


def test_subspaces_where_nothing_is_left_over() -> None:
    assert minima_subspaces(4, 4) == len(list(permutations(range(4)))) == equal_networks(4, odd=False)


def test_sigmoid_layers_are_tanh_layers_of_half_the_input() -> None:
    """σ(z) = ½ + ½ tanh(z/2): the mean ½ of an answer acts as a bias of the variance σ_w²/4."""
    field = MeanField("sigmoid", 60.0, 0.4)
    q, z = field.length(), normal_points()
    half = normal_mean(np.tanh(math.sqrt(q) * z / 2.0) ** 2) / 4.0
    assert q == pytest.approx(60.0 * (0.25 + half) + 0.4, rel=1e-12)
    variance = critical_weight_variance("sigmoid", 0.4, 1024.0)
    assert MeanField("sigmoid", variance, 0.4).gradient_growth() == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize(("weights", "biases"), [(1.0, 0.1), (2.5, 0.3), (9.0, 1.0)])
def test_the_quadrature_gives_the_closed_form_of_erf_layers(weights: float, biases: float) -> None:
    """E[erf(√q z)²] = 2/π arcsin(2q/(1 + 2q)) and E[erf′²] = 4/(π √(1 + 4q)) (Williams 1997)."""
    z, q = normal_points(), weights + biases
    z1, z2 = pair_points()
    erf = np.vectorize(math.erf)
    for _ in range(3):
        root = math.sqrt(q)
        square = normal_mean(erf(root * z) ** 2)
        assert square == pytest.approx(2.0 / math.pi * math.asin(2.0 * q / (1.0 + 2.0 * q)), rel=1e-12)
        slope = 2.0 / math.sqrt(math.pi) * np.exp(-q * z * z)
        assert normal_mean(slope**2) == pytest.approx(4.0 / (math.pi * math.sqrt(1.0 + 4.0 * q)), rel=1e-12)
        product = pair_mean(erf(root * z1) * erf(root * (0.6 * z1 + 0.8 * z2)))
        assert product == pytest.approx(2.0 / math.pi * math.asin(1.2 * q / (1.0 + 2.0 * q)), rel=1e-9)
        q = weights * square + biases
