"""The same numbers in any layout of memory: padded rows, a single example, several networks at once."""

from collections.abc import Callable

import numpy as np
import pytest

from symgui.arrays import FloatArray
from symgui.experiment import DataSpec, LayerSpec, NetworkSpec, TrainingSpec, WeightInit, opening_experiment
from symgui.nn.activations import ACTIVATIONS, Activation, InPlace
from symgui.nn.losses import SIGMOID_CROSS_ENTROPY, SOFTMAX_CROSS_ENTROPY, OutputLoss
from symgui.nn.memory import allocate
from symgui.training.trainer import Trainer

SHAPES = [(1, 1), (2, 1), (3, 1), (8, 1), (9, 1), (17, 1), (4, 2), (5, 3), (3, 8), (3, 9), (2, 17)]


def same_in_padded_memory(f: InPlace, z: FloatArray) -> bool:
    _, (padded, out, scratch) = allocate([z.shape] * 3)
    padded[:] = z
    f(padded, out, scratch)
    plain = np.empty_like(z)
    f(z, plain, np.empty_like(z))
    return np.array_equal(out, plain)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("g", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_activations(g: Activation, shape: tuple[int, int]) -> None:
    z = 5 * np.random.RandomState(0).randn(*shape)
    assert same_in_padded_memory(g.function, z)
    assert same_in_padded_memory(g.slope, z)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("loss", [SIGMOID_CROSS_ENTROPY, SOFTMAX_CROSS_ENTROPY], ids=lambda loss: loss.name)
def test_losses(loss: OutputLoss, shape: tuple[int, int]) -> None:
    z = 5 * np.random.RandomState(0).randn(*shape)
    _, (y,) = allocate([shape])
    y[0] = 1.0
    assert same_in_padded_memory(loss.function, z)
    _, (padded, out, scratch) = allocate([shape] * 3)
    padded[:] = z
    assert loss.cost(padded, y, out, scratch) == loss.cost(z, y.copy(), np.empty_like(z), np.empty_like(z))


def _sigmoid(z: FloatArray) -> FloatArray:
    return 1 / (1 + np.exp(-z))


FORMULAS: dict[str, Callable[[FloatArray], FloatArray]] = {"sigmoid": _sigmoid, "tanh": np.tanh}


@pytest.mark.parametrize("activation", FORMULAS)
def test_a_batch_of_one_example(activation: str) -> None:
    """Ten updates with one example each, against the course's formulas."""
    experiment = opening_experiment().with_(
        data=DataSpec(kind="moons", samples=10),
        network=NetworkSpec(hidden=(LayerSpec(units=5, activation=activation),)),
        initialization={"weights": WeightInit(scheme="normal", scale=1.0)},
        training=TrainingSpec(learning_rate=0.5, batch_size=1),
    )
    trainer = Trainer(experiment)
    network, data = trainer.network, trainer.data
    W1, b1, W2, b2 = (array.copy() for array in (network.W[1], network.b[1], network.W[2], network.b[2]))
    g = FORMULAS[activation]
    for i in np.random.RandomState(0).permutation(10):
        x, y = data.X[:, i : i + 1], data.Y[:, i : i + 1]
        a1 = g(W1 @ x + b1)
        slope = a1 * (1 - a1) if activation == "sigmoid" else 1 - a1**2
        delta2 = _sigmoid(W2 @ a1 + b2) - y
        delta1 = W2.T @ delta2 * slope
        W2, b2 = W2 - 0.5 * delta2 @ a1.T, b2 - 0.5 * delta2
        W1, b1 = W1 - 0.5 * delta1 @ x.T, b1 - 0.5 * delta1
    trainer.advance(10)
    for ours, expected in zip(
        (network.W[1], network.b[1], network.W[2], network.b[2]), (W1, b1, W2, b2), strict=True
    ):
        np.testing.assert_allclose(ours, expected, rtol=1e-12, atol=1e-13)
