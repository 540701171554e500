"""Every activation: its values, its slope, its record, at ordinary and at extreme z."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from symgui.nn.activations import ACTIVATIONS, Activation

ALL = pytest.mark.parametrize("g", [pytest.param(g, id=name) for name, g in ACTIVATIONS.items()])

EXTREME = np.array([0.0, -0.0, 1e-300, -1e-300, 40.0, -40.0, 710.0, -710.0, 1e3, -1e3, 1e300, -1e300])
KINKS = ("relu", "leaky_relu", "elu")
"""Their slope, or the slope's slope, jumps at 0."""

TEXTBOOK: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)),
    "relu": lambda z: np.where(z > 0, z, 0),
    "leaky_relu": lambda z: np.where(z > 0, z, 0.01 * z),
    "elu": lambda z: np.where(z > 0, z, np.exp(z) - 1),
    "linear": lambda z: z,
    "softplus": lambda z: np.log(1 + np.exp(z)),
    "swish": lambda z: z / (1 + np.exp(-z)),
}
"""As one would write them down, for moderate z."""


def test_the_named_activations_are_there() -> None:
    assert list(ACTIVATIONS) == list(TEXTBOOK)
    assert all(g.name == name for name, g in ACTIVATIONS.items())


@ALL
def test_values_are_the_textbooks(g: Activation) -> None:
    z = np.linspace(-12, 12, 2001)
    np.testing.assert_allclose(g(z), TEXTBOOK[g.name](z), rtol=1e-13, atol=1e-15)


@ALL
def test_the_slope_is_the_derivative(g: Activation) -> None:
    z = np.concatenate([np.linspace(-30, 30, 1200), [-0.01, 0.01]])  # an even number: 0 is not among them
    h = 1e-6
    numeric = (g(z + h) - g(z - h)) / (2 * h)
    worst = np.argmax(np.abs(numeric - g.derivative(z)))
    np.testing.assert_allclose(
        g.derivative(z), numeric, rtol=1e-7, atol=5e-9, err_msg=f"{g}: worst at z = {z[worst]}"
    )


@ALL
def test_extreme_z_gives_numbers_and_no_overflow(g: Activation) -> None:
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        a, slope = g(EXTREME), g.derivative(EXTREME)
    assert np.isfinite(a).all()
    assert np.isfinite(slope).all()
    assert (np.abs(slope) <= g.max_slope * (1 + 1e-12)).all()


@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_a_saturated_slope_is_small_but_not_zero(name: str) -> None:
    slope = ACTIVATIONS[name].derivative
    expected = {"sigmoid": np.exp(-40.0), "tanh": 4 * np.exp(-80.0)}[name]
    np.testing.assert_allclose(slope([-40.0, 40.0]), [expected, expected], rtol=1e-14)
    # where the formula in a has rounded to an exact zero
    a = ACTIVATIONS[name](40.0)
    assert (a * (1 - a) if name == "sigmoid" else 1 - a * a) == 0.0


@pytest.mark.parametrize("name", ["softplus", "elu"])
def test_the_slope_far_below_zero_is_exp(name: str) -> None:
    assert ACTIVATIONS[name].derivative(-700.0) == pytest.approx(np.exp(-700.0), rel=1e-13)


@ALL
def test_the_record_tells_the_truth(g: Activation) -> None:
    z = np.concatenate([np.linspace(-60, 60, 240_001), EXTREME])
    a, slope = g(z), g.derivative(z)
    assert a.min() >= g.low
    assert a.max() <= g.high
    if np.isfinite(g.low):
        assert a.min() == pytest.approx(g.low, abs=1e-8)
    if np.isfinite(g.high):
        assert a.max() == pytest.approx(g.high, abs=1e-8)
    assert np.abs(slope).max() == pytest.approx(g.max_slope, rel=1e-8)
    assert g.odd == np.array_equal(g(-z), -a)
    assert g.flat == any((g.derivative(side * np.linspace(0.1, 9)) == 0).all() for side in (1, -1))
    assert g.saturates == bool((g.derivative([-50.0, 50.0]) < 1e-15).all())
    assert g.at_zero == float(a[np.flatnonzero(z == 0)[0]])


def test_no_value_of_swish_lies_below_its_bound() -> None:
    """A histogram would count it as no number."""
    swish = ACTIVATIONS["swish"]
    z = np.linspace(-1.27847, -1.27846, 100_001)
    assert swish.low <= swish(z).min() < swish.low + 1e-15


def test_what_a_unit_answers_at_zero() -> None:
    at_zero = {name: (g.at_zero, float(g.derivative(0.0))) for name, g in ACTIVATIONS.items()}
    assert at_zero["sigmoid"] == (0.5, 0.25)
    assert at_zero["tanh"] == (0.0, 1.0)
    assert at_zero["relu"] == (0.0, 0.0), "g'(0) = 0, as in the course"


@ALL
def test_nan_is_not_hidden(g: Activation) -> None:
    assert np.isnan(g(np.nan))
    if g.name != "linear":
        assert np.isnan(g.derivative(np.nan))


@ALL
def test_in_place_leaves_z_alone_and_works_on_padded_rows(g: Activation) -> None:
    rng = np.random.RandomState(0)
    z, out, scratch = (rng.randn(5, 16)[:, :11] for _ in range(3))
    before = z.copy()
    g.function(z, out, scratch)
    np.testing.assert_array_equal(out, g(before))
    g.slope(z, out, scratch)
    np.testing.assert_array_equal(out, g.derivative(before))
    np.testing.assert_array_equal(z, before)
    assert g.name in repr(g) or g.label in repr(g)
