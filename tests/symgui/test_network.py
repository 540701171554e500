"""Forward, backward, cost and prediction against the course's formulas, written plainly."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.random import RandomState

from symgui.arrays import FloatArray
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.arithmetic import Arithmetic, Blas, Einsum, PerUnit
from symgui.nn.losses import output_loss
from symgui.nn.network import Network, Pass

ALL = pytest.mark.parametrize("arithmetic", [PerUnit(), Einsum(), Blas()], ids=lambda a: type(a).__name__)


def network(*sizes: int, activation: str = "tanh", arithmetic: Arithmetic | None = None) -> Network:
    classes = 2 if sizes[-1] == 1 else sizes[-1]
    hidden = [ACTIVATIONS[activation] for _ in sizes[1:-1]]
    return Network(sizes, hidden, output_loss(classes), arithmetic or PerUnit())


def randomize(net: Network, seed: int = 0) -> None:
    rng = RandomState(seed)
    for l in net.layers:
        net.W[l][:], net.b[l][:] = rng.randn(*net.W[l].shape), rng.randn(*net.b[l].shape)


def examples(m: int, seed: int = 1) -> tuple[FloatArray, FloatArray]:
    rng = RandomState(seed)
    return rng.randn(2, m), rng.randint(0, 2, (1, m)).astype(float)


def both_ways(net: Network, X: FloatArray, Y: FloatArray, l2: float = 0.0) -> Pass:
    p = Pass(net.sizes, X.shape[1])
    net.forward(X, p)
    net.backward(X, Y, p, l2)
    return p


@ALL
def test_the_courses_formulas(arithmetic: Arithmetic) -> None:
    net = network(2, 5, 3, 1, arithmetic=arithmetic)
    randomize(net)
    X, Y = examples(17)
    p = both_ways(net, X, Y, l2=0.3)
    W, b, m = net.W, net.b, 17

    A1 = np.tanh(W[1] @ X + b[1])
    A2 = np.tanh(W[2] @ A1 + b[2])
    A3 = 1 / (1 + np.exp(-(W[3] @ A2 + b[3])))
    dZ3 = A3 - Y
    dZ2 = W[3].T @ dZ3 * (1 - A2**2)
    dZ1 = W[2].T @ dZ2 * (1 - A1**2)
    for l, A, dZ, before in ((1, A1, dZ1, X), (2, A2, dZ2, A1), (3, A3, dZ3, A2)):
        np.testing.assert_allclose(p.A[l], A, rtol=1e-12)
        np.testing.assert_allclose(p.dZ[l], dZ, rtol=1e-11, atol=1e-15)
        np.testing.assert_allclose(net.dW[l], dZ @ before.T / m + 0.3 / m * W[l], rtol=1e-11, atol=1e-15)
        np.testing.assert_allclose(net.db[l], dZ.sum(axis=1, keepdims=True) / m, rtol=1e-11, atol=1e-15)
    assert net.cost(Y, p) == pytest.approx(-np.mean(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)), rel=1e-12)
    assert net.penalty(0.3, m) == pytest.approx(0.3 / (2 * m) * sum((W[l] ** 2).sum() for l in W), rel=1e-12)


def test_shapes_and_memory() -> None:
    net = network(2, 5, 3, 1)
    assert (net.L, list(net.layers)) == (3, [1, 2, 3])
    assert {l: net.W[l].shape for l in net.layers} == {1: (5, 2), 2: (3, 5), 3: (1, 3)}
    assert {l: net.b[l].shape for l in net.layers} == {1: (5, 1), 2: (3, 1), 3: (1, 1)}
    for l in net.layers:
        net.W[l][:], net.b[l][:] = l, -l
        assert np.shares_memory(net.W[l], net.parameters)
        assert np.shares_memory(net.dW[l], net.gradients)
    assert np.count_nonzero(net.parameters) == 10 + 15 + 3 + 5 + 3 + 1, "only the padding is still 0"
    assert "2-5-3-1 tanh, tanh, sigmoid (per-unit)" in repr(net)


def test_training_leaves_the_padding_zero() -> None:
    net = network(2, 5, 3, 1)
    randomize(net)
    both_ways(net, *examples(11), l2=0.5)
    used = sum(net.W[l].size + net.b[l].size for l in net.layers)
    assert np.count_nonzero(net.gradients) == used
    assert np.count_nonzero(net.parameters) == used


def test_logistic_regression_learns_from_zero() -> None:
    """dW = 1/m (A − Y) Xᵀ with A = ½ everywhere."""
    net = network(2, 1)
    X, Y = examples(40)
    both_ways(net, X, Y)
    np.testing.assert_allclose(net.dW[1], (0.5 - Y) @ X.T / 40, rtol=1e-13)
    assert net.dW[1].all()


@ALL
@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_all_zero_freezes_because_factors_are_zero(activation: str, arithmetic: Arithmetic) -> None:
    """A[1] = 0 and W[2] = 0, though neither dA nor dZ[2] is zero."""
    net = network(2, 4, 1, activation=activation, arithmetic=arithmetic)
    X, Y = examples(41)
    p = both_ways(net, X, Y)
    np.testing.assert_array_equal(np.abs(p.dZ[2]), 0.5)
    assert not net.dW[1].any()
    assert not net.dW[2].any()
    assert not p.dZ[1].any()
    # only the output's bias moves, as the classes differ in size
    assert net.db[2][0, 0] == pytest.approx(np.sum(0.5 - Y) / 41, rel=1e-15)
    assert net.db[2][0, 0] != 0


@ALL
@pytest.mark.parametrize("m", [4, 6, 300, 350])
def test_all_zero_sigmoid_balanced_cancels_exactly(m: int, arithmetic: Arithmetic) -> None:
    """½ · 1/m Σ dZ[2]: the terms are not zero, the sum is; divided by m first it would be rounding."""
    net = network(2, 3, 1, activation="sigmoid", arithmetic=arithmetic)
    X, _ = examples(m)
    Y = (np.arange(m) % 2).astype(float)[None]
    p = both_ways(net, X, Y)
    np.testing.assert_array_equal(p.A[1], 0.5)
    np.testing.assert_array_equal(np.abs(p.dZ[2]), 0.5)
    assert not net.dW[2].any()
    assert not net.db[2].any()


def test_all_zero_sigmoid_unbalanced_moves_in_lockstep() -> None:
    net = network(2, 3, 1, activation="sigmoid")
    X, _ = examples(50)
    Y = (np.arange(50) < 20).astype(float)[None]
    both_ways(net, X, Y)
    np.testing.assert_allclose(net.dW[2], np.full((1, 3), 0.5 * 0.5 * (30 - 20) / 50), rtol=1e-15)


def test_predicting_two_classes() -> None:
    """Class 1 where A > ½: a tie is class 0."""
    net = network(2, 1)
    X = np.array([[-1.0, 0.0, 1.0, 1e-300], [0.0] * 4])
    net.W[1][:] = 1.0, 0.0
    p = Pass(net.sizes, 4)
    net.forward(X, p)
    np.testing.assert_array_equal(net.predict(p), [0, 0, 1, 0])


def test_predicting_several_classes() -> None:
    net = network(2, 3)
    net.W[1][:] = [[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]]
    p = Pass(net.sizes, 3)
    net.forward(np.array([[2.0, 0.0, -1.0], [0.0, 2.0, -1.0]]), p)
    np.testing.assert_array_equal(net.predict(p), [0, 1, 2])
    np.testing.assert_allclose(p.A[1].sum(axis=0), 1.0)


@pytest.mark.parametrize("m", [1, 5, 12])
def test_a_narrowed_pass_is_a_pass(m: int) -> None:
    """The short last batch uses the same memory, and gives what a pass of its own width gives."""
    net = network(2, 5, 3, 1)
    randomize(net)
    wide = Pass(net.sizes, 13)
    X, Y = examples(13)
    net.forward(X, wide)
    narrow = wide.narrowed(m)
    net.forward(X[:, :m], narrow)
    net.backward(X[:, :m], Y[:, :m], narrow)
    gradients = net.gradients.copy()
    both_ways(net, X[:, :m].copy(), Y[:, :m].copy())
    np.testing.assert_allclose(gradients, net.gradients, rtol=1e-13, atol=1e-16)
    assert narrow.m == m
    assert np.shares_memory(narrow.Z[1], wide.Z[1])


def test_cost_at_a_large_start_is_a_number() -> None:
    """Where the notebook's log(1 − sigmoid) prints inf."""
    net = network(2, 1)
    net.W[1][:] = 1e4, 1e4
    X, Y = np.array([[1.0, -1.0], [1.0, 1.0]]), np.array([[0.0, 1.0]])
    p = Pass(net.sizes, 2)
    net.forward(X, p)
    assert net.cost(Y, p) == pytest.approx((2e4 + math.log(2)) / 2)
