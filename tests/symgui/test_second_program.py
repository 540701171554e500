"""The second, plain program that cards compare the engine with, and what the cards find in a wrong engine."""

from __future__ import annotations

import numpy as np
import pytest

from symgui.lessons.published import CARDS
from symgui.lessons.published.plain import PlainNet, plain_batches, plain_standardized
from symgui.nn import activations
from symgui.nn.kernel import using
from symgui.nn.network import Network
from symgui.nn.optimizers import Adam, Momentum

BY_NAME = {card.name: card for card in CARDS}


def net(outputs: int) -> tuple[PlainNet, np.ndarray, np.ndarray]:
    stream = np.random.RandomState(0)
    sizes = (2, 4, 3, outputs)
    W = [stream.randn(sizes[l], sizes[l - 1]) for l in (1, 2, 3)]
    b = [stream.randn(sizes[l], 1) for l in (1, 2, 3)]
    labels = np.arange(8) % max(outputs, 2)
    Y = labels[np.newaxis] if outputs == 1 else np.eye(outputs)[:, labels]
    return PlainNet(W, b), stream.randn(2, 8), Y.astype(float)


@pytest.mark.parametrize("outputs", [1, 3])
def test_its_gradients_are_the_slopes_of_its_cost(outputs):
    plain, X, Y = net(outputs)
    l2, h = 0.7, 1e-6
    for parameter, gradient in zip(plain.W + plain.b, plain.gradients(X, Y, l2), strict=True):
        for k in range(parameter.size):
            kept, costs = parameter.flat[k], []
            for side in (h, -h):
                parameter.flat[k] = kept + side
                costs.append(plain.cost(X, Y) + plain.penalty(l2, X.shape[1]))
            parameter.flat[k] = kept
            assert gradient.flat[k] == pytest.approx((costs[0] - costs[1]) / (2 * h), abs=1e-7)


def test_an_epoch_has_every_example_once():
    batches = plain_batches(100, 16, seed=3)
    epochs = [[next(batches) for _ in range(7)] for _ in range(2)]
    for epoch in epochs:
        assert [len(batch) for batch in epoch] == [16] * 6 + [4]
        assert sorted(np.concatenate(epoch)) == list(range(100))
    assert not np.array_equal(epochs[0][0], epochs[1][0])


def test_standardizing_divides_by_the_number_of_examples():
    X = np.array([[1.0, 2.0, 3.0, 4.0]])
    assert plain_standardized(X, X)[0] == pytest.approx(np.array([-1.5, -0.5, 0.5, 1.5]) / np.sqrt(1.25))


@pytest.mark.parametrize(
    ("card", "owner", "name", "wrong"),
    [
        ("adam", Adam, "epsilon", 1e-7),
        ("adam", Adam, "beta1", 0.91),
        ("adam", Adam, "beta2", 0.998),
        ("momentum", Momentum, "beta", 0.91),
        ("activations", activations, "LEAK", 0.011),
    ],
)
def test_a_card_finds_a_wrong_constant(monkeypatch, card, owner, name, wrong):
    """In NumPy's engine: the kernel's constants are compiled, and its agreement with NumPy is a test."""
    monkeypatch.setattr(owner, name, wrong)
    with using(None):
        assert not all(row.passed for row in BY_NAME[card].rows())


def test_a_card_finds_a_penalty_that_divides_by_the_wrong_m(monkeypatch):
    right = Network.backward
    monkeypatch.setattr(
        Network, "backward", lambda self, X, Y, p, l2=0.0: right(self, X, Y, p, l2 * p.m / 100)
    )
    with using(None):
        assert not all(row.passed for row in BY_NAME["l2"].rows())
