"""Cross-entropy from the logits: right where the naive formula is, and where it is not."""

from __future__ import annotations

import math

import numpy as np
import pytest

from symgui.nn.losses import SIGMOID_CROSS_ENTROPY, SOFTMAX_CROSS_ENTROPY, OutputLoss, output_loss

EXTREME = [0.0, 1e-300, 37.0, -37.0, 700.0, -700.0, 1e4, -1e4, 1e300, -1e300]


def probability(pair: OutputLoss, Z: np.ndarray) -> np.ndarray:
    out = np.empty_like(Z)
    pair.function(Z, out, np.empty_like(Z))
    return out


def mean_loss(pair: OutputLoss, Z: np.ndarray, Y: np.ndarray) -> float:
    return pair.cost(Z, Y, np.empty_like(Z), np.empty_like(Z))


def exact(margins: list[float]) -> float:
    """Log(1 + Σ exp(margin)): what an example costs whose own logit the others exceed by so much."""
    top = max(margins)
    if top <= 0:
        return math.log1p(math.fsum(math.exp(margin) for margin in margins))
    return top + math.log(math.exp(-top) + math.fsum(math.exp(margin - top) for margin in margins))


def one_hot(labels: np.ndarray, classes: int) -> np.ndarray:
    return (labels == np.arange(classes)[:, None]).astype(float)


def test_two_classes_have_a_sigmoid_more_a_softmax() -> None:
    assert output_loss(2) is SIGMOID_CROSS_ENTROPY
    assert output_loss(3) is output_loss(10) is SOFTMAX_CROSS_ENTROPY


def test_sigmoid_where_the_naive_formula_is_fine() -> None:
    rng = np.random.RandomState(0)
    Z, Y = rng.randn(1, 400) * 2, rng.randint(0, 2, (1, 400)).astype(float)
    A = 1 / (1 + np.exp(-Z))
    naive = -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    assert mean_loss(SIGMOID_CROSS_ENTROPY, Z, Y) == pytest.approx(naive, rel=1e-13)


def test_softmax_where_the_naive_formula_is_fine() -> None:
    rng = np.random.RandomState(0)
    Z, Y = rng.randn(4, 400) * 2, one_hot(rng.randint(0, 4, 400), 4)
    A = np.exp(Z) / np.exp(Z).sum(axis=0)
    np.testing.assert_allclose(probability(SOFTMAX_CROSS_ENTROPY, Z), A, rtol=1e-13)
    naive = -np.mean(np.sum(Y * np.log(A), axis=0))
    assert mean_loss(SOFTMAX_CROSS_ENTROPY, Z, Y) == pytest.approx(naive, rel=1e-13)


@pytest.mark.parametrize("y", [0.0, 1.0])
@pytest.mark.parametrize("z", EXTREME)
def test_sigmoid_at_extreme_logits(z: float, y: float) -> None:
    """Wrong by a margin of z costs z; right by a margin of z costs exp(−z)."""
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        cost = mean_loss(SIGMOID_CROSS_ENTROPY, np.array([[z]]), np.array([[y]]))
    assert cost == pytest.approx(exact([z if y == 0 else -z]), rel=1e-13, abs=0)


@pytest.mark.parametrize("label", [0, 1, 2])
@pytest.mark.parametrize("z", EXTREME)
def test_softmax_at_extreme_logits(z: float, label: int) -> None:
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        Z = np.array([[z], [0.0], [-1.0]])
        cost = mean_loss(SOFTMAX_CROSS_ENTROPY, Z, one_hot(np.array([label]), 3))
        A = probability(SOFTMAX_CROSS_ENTROPY, Z)
    assert math.isfinite(cost)
    assert A.sum() == pytest.approx(1.0)
    margins = [float(other - Z[label, 0]) for k, other in enumerate(Z[:, 0]) if k != label]
    assert cost == pytest.approx(exact(margins), rel=1e-12, abs=0)


def test_a_small_loss_keeps_its_digits() -> None:
    """Max(z, 0) + log1p(e) − zy would lose them: near z = 20 it rounds to steps of 4e-15."""
    for z in (5.0, 20.0, 40.0, 300.0):
        cost = mean_loss(SIGMOID_CROSS_ENTROPY, np.array([[z]]), np.array([[1.0]]))
        assert cost == pytest.approx(math.log1p(math.exp(-z)), rel=1e-14, abs=0)
        cost = mean_loss(SOFTMAX_CROSS_ENTROPY, np.array([[z], [0.0]]), np.array([[1.0], [0.0]]))
        assert cost == pytest.approx(math.log1p(math.exp(-z)), rel=1e-14, abs=0)


def test_softmax_of_two_logits_is_the_sigmoid_of_their_difference() -> None:
    rng = np.random.RandomState(1)
    Z, labels = rng.randn(2, 50) * 10, rng.randint(0, 2, 50)
    two = mean_loss(SOFTMAX_CROSS_ENTROPY, Z, one_hot(labels, 2))
    one = mean_loss(SIGMOID_CROSS_ENTROPY, Z[1:] - Z[:1], labels[None].astype(float))
    assert two == pytest.approx(one, rel=1e-13)


def test_softmax_does_not_see_a_common_shift() -> None:
    rng = np.random.RandomState(2)
    Z, Y = rng.randn(3, 20), one_hot(rng.randint(0, 3, 20), 3)
    shifted = mean_loss(SOFTMAX_CROSS_ENTROPY, Z + 1e4, Y)
    assert shifted == pytest.approx(mean_loss(SOFTMAX_CROSS_ENTROPY, Z, Y), rel=1e-11)


def test_logits_and_labels_are_left_alone() -> None:
    for pair, rows in ((SIGMOID_CROSS_ENTROPY, 1), (SOFTMAX_CROSS_ENTROPY, 3)):
        Z = np.random.RandomState(3).randn(rows, 7)
        Y = one_hot(np.arange(7) % 3, 3)[:rows]
        kept = Z.copy(), Y.copy()
        mean_loss(pair, Z, Y)
        np.testing.assert_array_equal(Z, kept[0])
        np.testing.assert_array_equal(Y, kept[1])


def test_nan_is_not_hidden() -> None:
    assert math.isnan(mean_loss(SIGMOID_CROSS_ENTROPY, np.array([[np.nan, 1.0]]), np.array([[0.0, 1.0]])))
    Z = np.array([[np.nan], [1.0], [0.0]])
    assert math.isnan(mean_loss(SOFTMAX_CROSS_ENTROPY, Z, np.array([[0.0], [1.0], [0.0]])))
