"""Every constant of the engine and every threshold of a verdict as a literal: a test that used the name would
agree with whatever the name holds. docs/verdicts.md says the same numbers."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import pytest
from numpy.random import RandomState

from symgui.lessons import checklist
from symgui.nn import activations
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.initializers import BIASES, WEIGHTS
from symgui.nn.optimizers import Adam, GradientDescent, Momentum
from symgui.symmetry import (
    balance,
    divergence,
    guessing,
    rounding_bounds,
    signal,
    trace,
    verdict,
    verdict_rules,
)
from symgui.training import events, moments

DOC = (Path(__file__).resolve().parents[2] / "docs" / "verdicts.md").read_text(encoding="utf-8")

CONSTANTS = [
    (activations, "LEAK", 0.01),
    (trace, "MAX_OUTPUT_SLOPE", 0.25),
    (rounding_bounds, "UNIT_ROUNDOFF", 2.0**-53),
    (balance, "TOLERANCE", 1e-9),
    (divergence, "TOO_LARGE", 1e100),
    (guessing, "GUESSING", 0.95),
    (guessing, "WORSE", 1.05),
    (guessing, "CHANCE", 2.0),
    (verdict_rules, "RISEN", 1e-9),
    (signal, "EXPLODING", 1000.0),
    (signal, "VANISHING", 0.001),
    (signal, "SATURATED_SHARE", 0.5),
    (signal, "SATURATED_SLOPE", 0.05),
    (events, "ACCURATE", 0.9),
    (moments, "TOLERANCE", 1e-9),
    (checklist, "FACTOR", 2.0),
]


@pytest.mark.parametrize(
    ("module", "name", "value"), CONSTANTS, ids=lambda x: x if isinstance(x, str) else ""
)
def test_constants(module: object, name: str, value: float) -> None:
    assert getattr(module, name) == value


def test_the_table_of_thresholds_says_what_the_program_uses() -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| ([\d.e-]+) \|", DOC, re.M))
    used = {name: value for module, name, value in CONSTANTS if module in (guessing, verdict_rules, signal)}
    used["TOO_LARGE"] = divergence.TOO_LARGE
    assert {name: float(value) for name, value in rows.items()} == used
    assert set(re.findall(r"`([A-Z_]{4,})`", DOC)) == set(rows)


def test_the_table_of_verdicts_has_every_verdict_in_its_order() -> None:
    table = DOC.partition("## The first that holds")[2].partition("## Frozen")[0]
    assert tuple(re.findall(r"^\| `([a-z-]+)` \|", table, re.M)) == tuple(verdict.VERDICTS)
    assert f"αλ/m above {GradientDescent.most_decay:g} (momentum: above {Momentum.most_decay:g})" in DOC


@pytest.mark.parametrize(
    ("name", "z", "value", "slope"),
    [
        ("leaky_relu", -3.0, -0.03, 0.01), ("leaky_relu", 2.0, 2.0, 1.0), ("leaky_relu", 0.0, 0.0, 0.01),
        ("relu", 0.0, 0.0, 0.0), ("relu", -1.0, 0.0, 0.0),
        ("elu", -1.0, math.exp(-1.0) - 1.0, math.exp(-1.0)),
        ("sigmoid", 0.0, 0.5, 0.25), ("tanh", 0.0, 0.0, 1.0), ("linear", -2.0, -2.0, 1.0),
        ("softplus", 0.0, math.log(2.0), 0.5), ("swish", 0.0, 0.0, 0.5),
    ],
)  # fmt: skip
def test_activations_at_a_point(name: str, z: float, value: float, slope: float) -> None:
    g = ACTIVATIONS[name]
    assert float(g(z)) == pytest.approx(value, rel=1e-15, abs=0.0)
    assert float(g.derivative(z)) == pytest.approx(slope, rel=1e-15, abs=0.0)


@pytest.mark.parametrize(
    ("name", "low", "high", "steepest"),
    [
        ("sigmoid", 0.0, 1.0, 0.25), ("tanh", -1.0, 1.0, 1.0), ("relu", 0.0, math.inf, 1.0),
        ("leaky_relu", -math.inf, math.inf, 1.0), ("elu", -1.0, math.inf, 1.0),
        ("linear", -math.inf, math.inf, 1.0), ("softplus", 0.0, math.inf, 1.0),
        ("swish", -0.2784645427610738, math.inf, 1.0998393201288),
    ],
)  # fmt: skip
def test_bounds_of_activations(name: str, low: float, high: float, steepest: float) -> None:
    g = ACTIVATIONS[name]
    assert (g.low, g.high) == (pytest.approx(low, rel=1e-15), high)
    assert g.max_slope == pytest.approx(steepest, rel=1e-13)
    z = np.linspace(-30.0, 30.0, 600_001)
    assert np.abs(g.derivative(z)).max() == pytest.approx(steepest, rel=1e-8)
    assert g(z).min() >= low - 1e-12


def test_initializers_use_these_defaults() -> None:
    assert {name: record.default for name, record in WEIGHTS.items() if record.parameter} == {
        "constant": 0.5, "normal": 0.01, "uniform": 0.1, "truncated_normal": 0.05,
        "xavier": 1.0, "glorot_normal": 1.0, "glorot_uniform": 1.0, "he": 1.0, "he_uniform": 1.0,
        "lecun_uniform": 1.0, "orthogonal": 1.0,
    }  # fmt: skip
    assert {name: record.default for name, record in BIASES.items() if record.parameter} == {
        "constant": 0.5, "normal": 0.01, "uniform": 0.1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("scheme", "std"),
    [
        ("xavier", math.sqrt(1 / 50)), ("he", math.sqrt(2 / 50)), ("glorot_normal", math.sqrt(2 / 450)),
        ("glorot_uniform", math.sqrt(2 / 450)), ("he_uniform", math.sqrt(2 / 50)),
        ("lecun_uniform", math.sqrt(1 / 50)), ("torch_default", math.sqrt(1 / 150)),
        ("keras_default", math.sqrt(2 / 450)), ("truncated_normal", 0.0439813),
    ],
)  # fmt: skip
def test_spreads_of_initializers(scheme: str, std: float) -> None:
    """400 units of 50 inputs: 20,000 weights, so a spread is known to half a per cent."""
    W = WEIGHTS[scheme].draw(RandomState(1), (400, 50), WEIGHTS[scheme].default)
    assert W.std() == pytest.approx(std, rel=0.02)


def test_update_rules_written_out() -> None:
    g1, g2, rate = 0.3, -0.7, 0.1
    w = np.array([1.0])
    rule = GradientDescent(1)
    rule.update(w, np.array([g1]), rate)
    assert w[0] == 1.0 - 0.1 * 0.3
    w, momentum = np.array([1.0]), Momentum(1)
    for g in (g1, g2):
        momentum.update(w, np.array([g]), rate)
    assert w[0] == pytest.approx(1.0 - 0.1 * 0.3 - 0.1 * (0.9 * 0.3 - 0.7), rel=1e-15)
    w, adam = np.array([1.0]), Adam(1)
    for g in (g1, g2):
        adam.update(w, np.array([g]), rate)
    m1, v1 = 0.1 * 0.3, 0.001 * 0.09
    m2, v2 = 0.9 * m1 + 0.1 * -0.7, 0.999 * v1 + 0.001 * 0.49
    first = 0.1 * (m1 / (1 - 0.9)) / (math.sqrt(v1 / (1 - 0.999)) + 1e-8)
    second = 0.1 * (m2 / (1 - 0.9**2)) / (math.sqrt(v2 / (1 - 0.999**2)) + 1e-8)
    assert w[0] == pytest.approx(1.0 - first - second, rel=1e-14)
    assert (Momentum.beta, Adam.beta1, Adam.beta2, Adam.epsilon) == (0.9, 0.9, 0.999, 1e-8)
