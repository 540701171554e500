"""The kernel's functions against mpmath, over all doubles."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from symgui.arrays import FloatArray
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.kernel import Kernel, kernel, using
from symgui.nn.kernel.binding import ACTIVATION_CODES
from symgui.nn.kernel.structs import FUNCTIONS
from tests.symgui.kernels import needs_kernel

mpmath = pytest.importorskip("mpmath")
mp, mpf = mpmath.mp, mpmath.mpf
pytestmark = needs_kernel

N = 250
RANDOM = np.random.RandomState(0)
EDGES = np.array([0.0, 5e-324, 1e-310, 2.2250738585072014e-308, 1e-17, 1.0, 0.5 * math.log(2.0)])
TINY, HUGE = -1074.0, 1023.9


def between(low: float, high: float) -> FloatArray:
    return RANDOM.uniform(low, high, N)


def powers(low: float, high: float) -> FloatArray:
    """Of both signs, even in their exponents."""
    return np.exp2(RANDOM.uniform(low, high, N)) * RANDOM.choice([-1.0, 1.0], N)


def everywhere(*parts: FloatArray) -> FloatArray:
    return np.concatenate([EDGES, -EDGES, *parts])


POSITIVE = np.abs(np.concatenate([EDGES[1:], powers(TINY, HUGE), powers(-1.0, 1.0), 1.0 + powers(-50, -1)]))
TURNS = np.arange(1, 100) * (np.pi / 2)
POINTS = {
    "exp": everywhere(between(-1, 1), between(-746, 710), between(-746, -708), powers(TINY, 2)),
    "expm1": everywhere(between(-1, 1), between(-60, 60), between(30, 710), powers(TINY, 2)),
    "log": POSITIVE,
    "log1p": np.concatenate([POSITIVE, -EDGES[1:5], between(-1, 1), -1.0 + np.abs(powers(-53, -1))]),
    "sin": everywhere(between(-10, 10), powers(TINY, HUGE), TURNS),
    "cos": everywhere(between(-10, 10), powers(TINY, HUGE), TURNS),
}
ULPS = {"exp": 1.0, "expm1": 2.0, "log": 1.0, "log1p": 1.0, "sin": 1.0, "cos": 1.0}
"""`expm1` between 0.35 and 1: three rounded numbers are added there, the second as large as the sum."""


def the_kernel() -> Kernel:
    found = kernel()
    assert found is not None
    return found


def apart(got: float, true: Any) -> float:
    """How far a number is from the true one, in units of the true one's last place."""
    nearest = float(true)
    if math.isnan(got) or math.isinf(got) or math.isinf(nearest):
        return 0.0 if got == nearest else math.inf
    return float(abs(mpf(got) - true) / math.ulp(nearest))


def worst(x: FloatArray, y: FloatArray, true: Callable[[Any], Any]) -> tuple[float, float]:
    """The largest distance, and where."""
    found = (0.0, 0.0)
    for argument, value in zip(x.tolist(), y.tolist(), strict=True):
        with mp.workprec(1300 if abs(argument) > 1e6 else 200):
            found = max(found, (apart(value, true(mpf(argument))), argument))
    return found


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_within_its_ulps_everywhere(name: str) -> None:
    x = POINTS[name]
    ulps, at = worst(x, the_kernel().of_each(name, x), getattr(mpmath, name))
    assert ulps <= ULPS[name], f"{name}({at!r}) is off by {ulps:.2f} ulp"


def sigmoid(z: Any) -> Any:
    return 1 / (1 + mpmath.exp(-z))


def softplus(z: Any) -> Any:
    return mpmath.log1p(mpmath.exp(-abs(z))) + max(z, mpf(0))


TRUE: dict[str, tuple[Callable[[Any], Any], float]] = {
    "sigmoid": (sigmoid, 2.0),  # two rounded numbers are divided
    "tanh": (mpmath.tanh, 2.0),  # the same; and exp(−2|z|) − 1 itself is rounded
    "elu": (lambda z: z if z > 0 else mpmath.expm1(z), 1.0),
    "softplus": (softplus, 2.0),  # a rounded exp in a rounded log1p
    "relu": (lambda z: max(z, mpf(0)), 0.0),
    "leaky_relu": (lambda z: z if z > 0 else mpf(0.01) * z, 0.5),
    "linear": (lambda z: z, 0.0),
}


@pytest.mark.parametrize("name", TRUE)
def test_an_activation_is_within_its_ulps_everywhere(name: str) -> None:
    z = everywhere(between(-1, 1), between(-40, 40), between(-745, 745), powers(TINY, HUGE))
    true, most = TRUE[name]
    ulps, at = worst(z, the_kernel().activation(name, z), true)
    assert ulps <= most, f"{name}({at!r}) is off by {ulps:.2f} ulp"


@pytest.mark.parametrize(("name", "factor"), [("sigmoid", 1), ("tanh", 2)])
def test_a_slope_of_a_squared_quotient_is_within_5_ulps(name: str, factor: int) -> None:
    """As far as its result is a normal number: exp(−|z|) of a subnormal one has fewer digits."""

    def slope(z: Any) -> Any:
        e = mpmath.exp(-factor * abs(z))
        return factor**2 * e / (1 + e) ** 2

    z = everywhere(between(-1, 1), between(-40, 40), between(-350, 350))
    ulps, at = worst(z, the_kernel().activation(name, z, slope=True), slope)
    assert ulps <= 5.0, f"the slope of {name} at {at!r} is off by {ulps:.2f} ulp"


def test_the_ends_of_the_numbers() -> None:
    inf, nan = math.inf, math.nan
    ends = {
        "exp": {inf: inf, -inf: 0.0, nan: nan, 709.79: inf, -745.14: 0.0, 0.0: 1.0},
        "expm1": {inf: inf, -inf: -1.0, nan: nan, 709.79: inf},
        "log": {inf: inf, 0.0: -inf, -1.0: nan, -inf: nan, nan: nan, 1.0: 0.0},
        "log1p": {inf: inf, -1.0: -inf, -1.5: nan, -inf: nan, nan: nan},
        "sin": {inf: nan, -inf: nan, nan: nan},
        "cos": {inf: nan, -inf: nan, nan: nan, 0.0: 1.0},
    }
    for name, pairs in ends.items():
        got = the_kernel().of_each(name, np.array(list(pairs)))
        np.testing.assert_array_equal(got, list(pairs.values()), err_msg=name)
    for name in ("expm1", "log1p", "sin"):  # −0 stays −0
        assert math.copysign(1.0, float(the_kernel().of_each(name, -0.0))) == -1.0


@pytest.mark.parametrize("name", ACTIVATION_CODES)
def test_activations_are_numpys_within_rounding(name: str) -> None:
    """Infinities and NaN come to the same."""
    z = np.concatenate([np.linspace(-40, 40, 999), [0.0, 1e300, -1e300, np.inf, -np.inf, np.nan]])
    g = ACTIVATIONS[name]
    with using(None), np.errstate(all="ignore"):
        expected = g(z), g.derivative(z)
    got = g(z), g.derivative(z)
    for ours, numpys in zip(got, expected, strict=True):
        np.testing.assert_allclose(ours, numpys, rtol=4e-15, atol=0.0)


def test_codes_name_every_activation() -> None:
    assert set(ACTIVATION_CODES) == set(ACTIVATIONS)
