"""Every gradient against central finite differences of the cost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from msgspec.structs import replace

from symgui.arrays import FloatArray
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.arithmetic import Arithmetic, Blas, Einsum, PerUnit
from symgui.nn.losses import output_loss
from symgui.nn.network import Network, Pass

M = 13
H = 1e-5
ARITHMETICS = [PerUnit(), Einsum(), Blas()]


def random_network(
    hidden: Sequence[int], activation: str, classes: int, arithmetic: Arithmetic, seed: int = 1
) -> tuple[Network, FloatArray, FloatArray]:
    """A network with random parameters, and M random examples of every class."""
    rng = np.random.RandomState(seed)
    outputs = 1 if classes == 2 else classes
    net = Network(
        (2, *hidden, outputs), [ACTIVATIONS[activation] for _ in hidden], output_loss(classes), arithmetic
    )
    for l in net.layers:
        net.W[l][:] = rng.randn(*net.W[l].shape) * 0.7
        net.b[l][:] = rng.randn(*net.b[l].shape) * 0.5
    labels = np.arange(M) % classes
    Y = labels[None].astype(float) if classes == 2 else (labels == np.arange(classes)[:, None]).astype(float)
    return net, rng.randn(2, M), Y


def check_gradients(net: Network, X: FloatArray, Y: FloatArray, l2: float) -> None:
    """Compare dW and db with (J(w + h) − J(w − h)) / 2h, J with its penalty; name every one that differs."""
    p = Pass(net.sizes, X.shape[1])

    def objective() -> float:
        net.forward(X, p)
        return net.cost(Y, p) + net.penalty(l2, X.shape[1])

    net.forward(X, p)
    net.backward(X, Y, p, l2)
    wrong = []
    for letter, parameters, gradients in (("W", net.W, net.dW), ("b", net.b, net.db)):
        for l in net.layers:
            analytic = gradients[l].copy()
            for place in np.ndindex(analytic.shape):
                kept = parameters[l][place]
                parameters[l][place] = kept + H
                above = objective()
                parameters[l][place] = kept - H
                below = objective()
                parameters[l][place] = kept
                numeric = (above - below) / (2 * H)
                if not np.isclose(analytic[place], numeric, rtol=1e-6, atol=1e-9):
                    wrong.append(f"d{letter}[{l}]{list(place)} = {analytic[place]:.12g}, not {numeric:.12g}")
    found = f"{net!r}, L2 {l2}: {len(wrong)} gradients differ from finite differences"
    assert not wrong, "\n".join([found, *wrong[:20]])


def far_from_kinks(net: Network, X: FloatArray) -> bool:
    """Whether no pre-activation is so near 0 that a finite difference would step over a kink."""
    p = Pass(net.sizes, X.shape[1])
    net.forward(X, p)
    return min(float(np.abs(p.Z[l]).min()) for l in list(net.layers)[:-1]) > 100 * H


@pytest.mark.parametrize("arithmetic", ARITHMETICS, ids=lambda a: type(a).__name__)
@pytest.mark.parametrize("l2", [0.0, 0.7])
@pytest.mark.parametrize("classes", [2, 3], ids=["sigmoid-ce", "softmax-ce"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_hidden_layers(activation: str, classes: int, l2: float, arithmetic: Arithmetic) -> None:
    net, X, Y = random_network((5, 3), activation, classes, arithmetic)
    assert far_from_kinks(net, X), "choose another seed"
    check_gradients(net, X, Y, l2)


@pytest.mark.parametrize("l2", [0.0, 0.7])
@pytest.mark.parametrize("classes", [2, 4])
def test_no_hidden_layer(classes: int, l2: float) -> None:
    check_gradients(*random_network((), "linear", classes, PerUnit()), l2)


def test_a_mixed_deep_network() -> None:
    net, X, Y = random_network((4, 3, 5, 2), "tanh", 3, PerUnit())
    for l, name in zip((1, 2, 3, 4), ("swish", "sigmoid", "elu", "softplus"), strict=True):
        net.g[l] = ACTIVATIONS[name]
    check_gradients(net, X, Y, 0.1)


def test_a_failure_reads_well() -> None:
    """The check itself finds a wrong slope, and says which gradients it spoils."""
    net, X, Y = random_network((3,), "tanh", 2, PerUnit())
    net.g[1] = replace(ACTIVATIONS["tanh"], slope=ACTIVATIONS["linear"].slope)
    with pytest.raises(AssertionError, match=r"dW\[1\]\[0, 0\] = .*, not ") as failure:
        check_gradients(net, X, Y, 0.0)
    assert "dW[2]" not in str(failure.value)
