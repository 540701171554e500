"""What the lessons say, proved by runs."""

from __future__ import annotations

import numpy as np
import pytest
from symmetry_cases import trainer

from symgui.experiment import BiasInit, DataSpec, WeightInit
from symgui.symmetry.partition import measure

UNBALANCED = DataSpec(kind="blobs", samples=100, balance=0.6)
BALANCED = [DataSpec(kind="flower"), DataSpec(kind="circles", samples=300)]


@pytest.mark.parametrize("data", [UNBALANCED, *BALANCED])
def test_zero_tanh_freezes_every_weight(data):
    t = trainer((4, 3), "tanh", data=data, learning_rate=1.2)
    t.advance(1000)
    assert not any(t.network.W[l].any() for l in t.network.layers)
    assert not t.network.b[1].any()
    assert not t.network.b[2].any()
    assert t.network.b[3].any() == (data is UNBALANCED)


def test_zero_sigmoid_on_unbalanced_classes_learns_as_one_unit_a_layer():
    t = trainer((4, 3), "sigmoid", data=UNBALANCED, learning_rate=1.0)
    start = t.cost()
    t.advance(5000)
    assert t.cost() < 0.5 * start
    assert measure(t.network_state()).effective_units == (1, 1)


@pytest.mark.parametrize("data", BALANCED)
def test_zero_sigmoid_on_exactly_balanced_classes_freezes_because_the_sum_cancels(data):
    t = trainer((4, 3), "sigmoid", data=data, learning_rate=1.0)
    start = t.network.parameters.copy()
    t.advance(1000)
    assert np.array_equal(t.network.parameters, start)
    state = t.network_state()
    terms = state.output.dZ[0] * state.layers[1].A[0]
    assert terms.all()
    assert terms.sum() == 0.0


def test_zero_sigmoid_on_balanced_classes_moves_with_mini_batches():
    """A batch need not be balanced."""
    t = trainer((4,), "sigmoid", data=BALANCED[0], batch_size=64)
    t.advance(10)
    assert t.network.W[2].any()
    assert measure(t.network_state()).effective_units == (1,)


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_a_constant_everywhere_gives_identical_rows_at_every_level(activation):
    t = trainer((4, 3, 5), activation, weights=WeightInit(scheme="constant", value=0.3), data=UNBALANCED)
    t.advance(2000)
    state = t.network_state()
    for layer in state.layers:
        assert (layer.dW == layer.dW[0]).all()
        assert (layer.W[0] == layer.W).all()
        if layer.number >= 2:
            assert (layer.dW == layer.dW[0, 0]).all()


def test_random_biases_in_every_layer_break_the_symmetry_of_zero_weights():
    t = trainer((4,), "tanh", biases=BiasInit(scheme="normal", scale=1.0), data=DataSpec(kind="circles"))
    start = t.cost()
    reached = []
    for _ in range(3):
        t.advance(1)
        reached.append([bool(t.network.W[l].any()) for l in t.network.layers])
    assert reached == [[False, True], [True, True], [True, True]]
    t.learning_rate = 1.0
    t.advance(3000)
    assert measure(t.network_state()).effective_units == (4,)
    assert t.cost() < 0.6 * start


def test_gradients_reach_one_layer_more_at_each_step():
    t = trainer((3, 3, 3), "tanh", biases=BiasInit(scheme="normal", scale=1.0), data=UNBALANCED)
    reached = []
    for _ in range(4):
        t.advance(1)
        reached.append([bool(t.network.W[l].any()) for l in t.network.layers])
    assert reached == [[False] * (3 - n) + [True] * (n + 1) for n in range(4)]


def test_with_relu_exactly_the_units_with_a_negative_bias_never_move():
    t = trainer((8,), "relu", biases=BiasInit(scheme="normal", scale=1.0), data=UNBALANCED, seed=5)
    negative = t.network.b[1][:, 0] < 0.0
    assert 0 < negative.sum() < 8
    start_b, start_out = t.network.b[1].copy(), t.network.W[2].copy()
    t.advance(2000)
    moved = t.network.W[1].any(axis=1)
    assert np.array_equal(moved, ~negative)
    assert np.array_equal(t.network.b[1][:, 0] != start_b[:, 0], ~negative)
    assert np.array_equal((t.network.W[2] != start_out)[0], ~negative)
