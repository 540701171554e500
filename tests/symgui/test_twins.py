"""The promise: units that start equal stay equal, bit for bit, for as long as they train."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from numpy.random import RandomState
from symmetry_cases import experiment

from symgui.arrays import FloatArray
from symgui.experiment import BiasInit, DataSpec, LayerInit, WeightInit
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.arithmetic import per_unit
from symgui.nn.losses import output_loss
from symgui.nn.memory import aligned_zeros, row_length
from symgui.nn.network import Network, Pass
from symgui.nn.optimizers import OPTIMIZERS
from symgui.training.trainer import Trainer

STEPS = 20_000


class Case(NamedTuple):
    hidden: tuple[int, ...]
    activation: str
    samples: int
    classes: int = 2
    training: dict[str, object] = {}


CASES = [
    Case((3,), "tanh", 61, training={"learning_rate": 1.0}),
    Case((5,), "sigmoid", 97, training={"learning_rate": 0.5, "batch_size": 7}),
    Case((7,), "relu", 53, training={"learning_rate": 0.05, "batch_size": 11, "optimizer": "momentum"}),
    Case((9,), "swish", 41, 3, {"learning_rate": 0.01, "optimizer": "adam"}),
    Case((13,), "softplus", 67, training={"learning_rate": 0.1, "l2": 0.01, "batch_size": 13}),
    Case((3, 5), "tanh", 59, 3, {"learning_rate": 0.3, "batch_size": 19, "l2": 0.1}),
    Case((7, 3), "elu", 71, training={"learning_rate": 0.02, "optimizer": "adam", "batch_size": 32}),
    Case((5, 3, 7), "tanh", 47, training={"learning_rate": 0.3}),
    Case((11, 9), "leaky_relu", 37, 5, {"learning_rate": 0.01, "optimizer": "momentum", "batch_size": 5}),
    Case((3, 3, 3, 3), "sigmoid", 45, training={"learning_rate": 0.5, "optimizer": "adam", "l2": 0.01}),
]


def name_of(case: Case) -> str:
    return f"{'-'.join(map(str, case.hidden))}-{case.activation}"


def assert_one_unit_a_layer(net: Network) -> None:
    """Every hidden layer's rows, biases and outgoing columns are equal, bit for bit."""
    for l in range(1, net.L):
        for matrix in (net.W[l], net.b[l], net.W[l + 1].T):
            assert len({row.tobytes() for row in matrix}) == 1, f"layer {l} of {net!r}: {matrix}"


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_constant_layers_stay_one_unit(case: Case) -> None:
    """Odd widths, mini-batches, every optimizer; a constant of its own in every layer."""
    own = {
        str(l): LayerInit(
            weights=WeightInit("constant", value=0.4 / l), biases=BiasInit("constant", value=0.1 * l)
        )
        for l in range(1, len(case.hidden) + 2)
    }
    spec = experiment(
        case.hidden,
        case.activation,
        data=DataSpec(kind="blobs", samples=case.samples, noise=1.0, classes=case.classes),
        **case.training,
    ).with_(initialization={"layers": own})
    trainer = Trainer(spec)
    before = trainer.cost()
    assert trainer.advance(STEPS) == STEPS, trainer.divergence
    assert_one_unit_a_layer(trainer.network)
    assert trainer.cost() < before, "it learned nothing: the test would prove nothing"


@pytest.mark.parametrize("seed", range(4))
def test_pairs_of_twins_among_others(seed: int) -> None:
    """Random nets in which unit 2i + 1 is a copy of unit 2i, and the last one is alone."""
    rng = RandomState(seed)
    units = int(rng.choice([5, 7, 9]))
    pairs = [(i, i + 1) for i in range(0, units - 1, 2)]
    trainer = Trainer(
        experiment(
            (units,),
            str(rng.choice(["tanh", "sigmoid", "swish"])),
            data=DataSpec(kind="xor", samples=int(rng.randint(30, 90))),
            batch_size=int(rng.randint(3, 20)),
            optimizer=str(rng.choice(["gd", "momentum"])),
            learning_rate=0.1,
        )
    )
    net = trainer.network
    for matrix in (net.W[1], net.b[1], net.W[2].T):
        matrix[:] = rng.randn(*matrix.shape)
        for first, second in pairs:
            matrix[second] = matrix[first]
    assert trainer.advance(STEPS) == STEPS
    for matrix in (net.W[1], net.b[1], net.W[2].T):
        rows = [row.tobytes() for row in matrix]
        assert all(rows[first] == rows[second] for first, second in pairs)
        assert len(set(rows)) == units - len(pairs), "units that were different became equal"


@pytest.mark.parametrize("seed", range(8))
def test_memory_at_random_offsets(seed: int) -> None:
    """The promise rests on equal treatment of rows, not on where the memory happens to begin."""
    rng = RandomState(seed)
    sizes = (2, *(int(n) for n in rng.choice([3, 5, 7, 9, 11], rng.randint(1, 4))), 1)
    m = int(rng.randint(5, 80))
    names = [str(name) for name in rng.choice(["tanh", "sigmoid", "softplus"], len(sizes) - 2)]
    net = Network(sizes, [ACTIVATIONS[name] for name in names], output_loss(2), per_unit())
    for l in net.layers:
        net.W[l][:], net.b[l][:] = rng.randn() * 0.3, rng.randn() * 0.3
    X, Y = anywhere(rng, 2, m), anywhere(rng, 1, m)
    X[:], Y[:] = rng.randn(2, m), rng.randint(0, 2, (1, m))
    p = Pass(sizes, m)
    for buffers in (p.Z, p.A, p.dZ, p.slope, p.scratch):
        for l in buffers:
            buffers[l] = anywhere(rng, sizes[l], m)
    optimizer = OPTIMIZERS["gd"](net.parameters.size)
    before = net.parameters.copy()
    for _ in range(STEPS):
        net.forward(X, p)
        net.backward(X, Y, p)
        optimizer.update(net.parameters, net.gradients, 0.5)
    assert_one_unit_a_layer(net)
    assert np.isfinite(net.parameters).all()
    assert not np.array_equal(net.parameters, before)


def anywhere(rng: RandomState, rows: int, columns: int) -> FloatArray:
    """An array that begins at a random place in a cache line."""
    stride, offset = row_length(columns), rng.randint(8)
    raw = aligned_zeros(rows * stride + 8)
    return raw[offset : offset + rows * stride].reshape(rows, stride)[:, :columns]


UNSTABLE = experiment(
    (5, 3),
    data=DataSpec(kind="xor", samples=200, seed=7),
    weights=WeightInit("constant", value=0.1),
    learning_rate=1.0,
)
"""A symmetric state that is a saddle: whatever differs by one bit soon differs by much."""


def test_a_saddle_that_rounding_could_leave() -> None:
    trainer = Trainer(UNSTABLE)
    trainer.advance(STEPS)
    assert_one_unit_a_layer(trainer.network)


def test_a_trace_of_difference_does_leave_it() -> None:
    """So the test above would notice: the same run, one weight off by 1e-12, learns to tell units apart."""
    trainer = Trainer(UNSTABLE)
    trainer.network.W[1][0, 0] += 1e-12
    trainer.advance(10_000)
    assert np.ptp(trainer.network.W[1], axis=0).max() > 0.1


def test_blas_promises_only_rounding() -> None:
    """Whether and when it drifts apart depends on the processor; at first it is the same to rounding."""
    exact, fast = Trainer(UNSTABLE), Trainer(UNSTABLE.with_(arithmetic="blas"))
    for _ in range(5):
        exact.advance(20)
        fast.advance(20)
        assert fast.cost() == pytest.approx(exact.cost(), rel=1e-10)
        np.testing.assert_allclose(fast.network.parameters, exact.network.parameters, rtol=1e-8, atol=1e-12)
