"""Every activation: its values, its slope, its record, at ordinary and at extreme z."""

from __future__ import annotations

import re
from typing import get_args

import numpy as np
import pytest

from symgui.experiment.parts import ActivationName
from symgui.nn.activations import ACTIVATIONS, Activation
from symgui.nn.kernel import using

ALL = pytest.mark.parametrize("g", [pytest.param(g, id=name) for name, g in ACTIVATIONS.items()])

EXTREME = np.array([0.0, -0.0, 1e-300, -1e-300, 40.0, -40.0, 710.0, -710.0, 1e3, -1e3, 1e300, -1e300])
WRITTEN = (
    ("σ(z)", "(1/(1 + exp(−z)))"), ("eᶻ", "exp(z)"), ("e⁻ᶻ", "exp(−z)"), ("tanh² z", "tanh(z)**2"),
    ("tanh z", "tanh(z)"), ("|z|", "abs(z)"), ("|a|", "abs(a)"),
    ("²", "**2"), ("−", "-"),
)  # fmt: skip
"""How a formula that people read is read by Python: as one would write it down, for moderate z."""


def computed(formula: str, z: np.ndarray, **names: np.ndarray) -> np.ndarray:
    """A formula of z that the window shows, worked out; where it has cases, each number by its own."""
    for read, python in WRITTEN:
        formula = formula.replace(read, python)
    formula = re.sub(r"(?<=[\dz)]) ?(?=[az(])", " * ", formula.replace("a(", "a * ("))
    known = {"exp": np.exp, "tanh": np.tanh, "log": np.log, "max": np.maximum, "abs": np.abs, **names}
    if " if " not in formula:
        return np.broadcast_to(eval(formula, known, {"z": z}), z.shape)
    then, test, otherwise = re.split(" if | else ", formula)
    return np.where(*(eval(part, known, {"z": z}) for part in (test, then, otherwise)))


def test_a_formula_is_read_as_it_stands() -> None:
    z = np.array([-2.0, 3.0])
    assert computed("2 z if z > 0 else 1 − z", z).tolist() == [3.0, 6.0]
    assert computed("z(1 − z)", z).tolist() == [-6.0, -6.0]


def test_the_named_activations_are_there() -> None:
    assert get_args(ActivationName) == tuple(ACTIVATIONS)
    assert all(g.name == name for name, g in ACTIVATIONS.items())


@ALL
def test_values_are_those_of_the_formula(g: Activation) -> None:
    z = np.linspace(-12, 12, 2001)
    np.testing.assert_allclose(g(z), computed(g.formula, z), rtol=1e-13, atol=1e-15)


@ALL
def test_slopes_are_those_of_both_formulas(g: Activation) -> None:
    z = np.linspace(-12, 12, 2001)
    np.testing.assert_allclose(g.derivative(z), computed(g.slope_formula, z), rtol=1e-13, atol=1e-15)
    written = g.written_slope.replace("g′({z})", g.slope_formula).format(a="a", z="z")
    np.testing.assert_allclose(g.derivative(z), computed(written, z, a=g(z)), rtol=1e-13, atol=1e-15)


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
    assert g.saturates == bool((g.derivative([-1e9, 1e9]) < 1e-15).all())
    assert g.at_zero == float(a[np.flatnonzero(z == 0)[0]])
    half_flat = abs(float(g.derivative(-20.0))) < 0.05 * g.max_slope and not g.saturates
    assert g.suits == ("he" if half_flat else "xavier")
    around_zero = float(np.mean(g.derivative([-1e-9, 1e-9]) ** 2))
    assert g.gain is None or g.gain == pytest.approx(1.0 / around_zero, rel=1e-3), "W keeps the signal's size"
    assert (np.abs(a) <= np.abs(z) + 1.0).all(), "what symgui.symmetry.divergence proves rests on it"


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
    with using(None):
        g.function(z, out, scratch)
        np.testing.assert_array_equal(out, g(before))
        g.slope(z, out, scratch)
        np.testing.assert_array_equal(out, g.derivative(before))
    np.testing.assert_array_equal(z, before)
    assert g.name in repr(g) or g.label in repr(g)
