"""Every threshold exactly where it lies: the value itself falls on the side the definition says."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest
from symmetry_cases import column, matrix, trainer

from symgui.experiment import BiasInit, DataSpec, WeightInit
from symgui.nn.activations import ACTIVATIONS
from symgui.symmetry import signal
from symgui.symmetry.balance import balanced_partition
from symgui.symmetry.partition import measure
from symgui.symmetry.verdict import judge

LN2 = math.log(2.0)
FLOWER = DataSpec(kind="flower", samples=40)
NORMAL = WeightInit(scheme="normal", scale=0.8)
UP, DOWN = math.inf, -math.inf


def verdict(state):
    return judge(state, measure(state)).name


def with_layer(state, l, **arrays):
    layers = list(state.layers)
    layers[l - 1] = msgspec.structs.replace(layers[l - 1], **arrays)
    return msgspec.structs.replace(state, layers=tuple(layers))


def guessing(state, cost=LN2):
    return msgspec.structs.replace(state, cost=cost)


@pytest.mark.parametrize(("toward", "expected"), [(None, "dead"), (UP, "dead"), (DOWN, "healthy")])
def test_guessing_begins_at_095_of_the_entropy(toward, expected):
    biases = BiasInit(scheme="constant", value=-50.0)
    state = trainer((3,), "relu", weights=NORMAL, biases=biases, data=FLOWER).network_state()
    bound = 0.95 * LN2
    cost = bound if toward is None else float(np.nextafter(bound, toward))
    assert verdict(guessing(state, cost)) == expected


@pytest.mark.parametrize(
    ("z", "diverged"), [(1e100, False), (-1e100, False), (np.nextafter(1e100, UP), True)]
)
def test_a_z_of_1e100_has_not_diverged(z, diverged):
    state = trainer((3,), weights=NORMAL, data=FLOWER).network_state()
    Z = state.layers[0].Z.copy()
    Z[1, 2] = z
    assert (verdict(with_layer(state, 1, Z=Z)) == "diverged") is diverged


@pytest.mark.parametrize(("z", "diverged"), [(1e100, False), (1.0001e100, True), (1e105, True)])
def test_the_trainer_draws_the_line_at_the_same_z(z, diverged):
    t = trainer((), data=DataSpec(kind="or"), W=[matrix((z, 0.0))], learning_rate=1.0)
    t.advance(1)
    assert (t.divergence is not None) is diverged


@pytest.mark.parametrize(
    ("largest", "smallest", "dead"),
    [(0.0, -1e-300, True), (-1e-300, -1.0, True), (1e-300, -1.0, False), (0.0, 0.0, False)],
)
def test_dead_is_no_z_above_0_and_one_below(largest, smallest, dead):
    state = trainer((3,), "relu", weights=NORMAL, data=FLOWER).network_state()
    Z = np.full_like(state.layers[0].Z, largest)
    Z[2, 5] = smallest
    assert (verdict(with_layer(guessing(state), 1, Z=Z)) == "dead") is dead


def plus_and_minus(shape, size):
    """± size in turn: its std and its rms are `size` to the last bit."""
    return np.where(np.arange(shape[0] * shape[1]).reshape(shape) % 2 == 0, size, -size)


@pytest.mark.parametrize(
    ("f", "beta", "expected"),
    [
        (1.0, 1.0, "healthy"),
        (1e3, 1.0, "healthy"), (np.nextafter(1e3, UP), 1.0, "exploding"),
        (1e-3, 1.0, "healthy"), (np.nextafter(1e-3, DOWN), 1.0, "vanishing"),
        (1.0, 1e3, "healthy"), (1.0, np.nextafter(1e3, UP), "exploding"),
        (1.0, 1e-3, "healthy"), (1.0, np.nextafter(1e-3, DOWN), "vanishing"),
    ],
)  # fmt: skip
def test_growth_of_a_thousand_is_not_yet_exploding_nor_vanishing(f, beta, expected):
    small = WeightInit(scheme="normal", scale=0.1)
    state = guessing(trainer((4,), "linear", weights=small, data=FLOWER).network_state())
    hidden, output = state.layers
    state = msgspec.structs.replace(state, X=plus_and_minus(state.X.shape, 1.0))
    state = with_layer(
        state, 1, A=plus_and_minus(hidden.A.shape, f), dZ=plus_and_minus(hidden.dZ.shape, beta)
    )
    state = with_layer(state, 2, dZ=plus_and_minus(output.dZ.shape, 1.0))
    assert verdict(state) == expected


@pytest.mark.parametrize(("flat", "expected"), [(80, "saturated"), (79, "healthy")])
def test_half_of_a_layers_slopes_is_enough_to_be_saturated(flat, expected):
    state = guessing(trainer((4,), weights=NORMAL, data=FLOWER).network_state())
    Z = np.full((4, 40), 0.1)
    Z.flat[:flat] = 10.0
    assert verdict(with_layer(state, 1, Z=Z)) == expected


def test_a_slope_at_the_limit_is_not_saturated(monkeypatch):
    z = 2.2
    limit = float(ACTIVATIONS["tanh"].derivative(z))
    monkeypatch.setattr(signal, "SATURATED_SLOPE", limit)
    state = guessing(trainer((4,), weights=NORMAL, data=FLOWER).network_state())
    assert verdict(with_layer(state, 1, Z=np.full((4, 40), z))) == "healthy"
    assert verdict(with_layer(state, 1, Z=np.full((4, 40), z + 1e-12))) == "saturated"


@pytest.mark.parametrize(("apart", "cells"), [(0.9e-9, 1), (1.1e-9, 2)])
@pytest.mark.parametrize("place", ["row", "column", "bias"])
def test_sums_are_equal_within_a_billionth_of_the_largest(apart, cells, place):
    W = [matrix((1.0, 0.5), (1.0, 0.5)), matrix((1.0, 1.0))]
    b = [column(1.0, 1.0), column(0.0)]
    {"row": W[0], "column": W[1], "bias": b[0]}[place].flat[0] += apart
    (seen,) = balanced_partition(W, b, ["relu"])
    assert len(seen.cells) == cells
    (exact,) = balanced_partition(W, b, ["relu"], tolerance=0.0)
    assert len(exact.cells) == 2
