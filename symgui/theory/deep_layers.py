"""Deep random networks, forward only: how long and how alike two examples are, layer by layer.

By theory (`symgui.theory.mean_field`) and by a network that is drawn and answers, a layer at a time: one
layer's weights are in memory, whatever the depth. Every unit adds as in training, by the kernel where there
is one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import msgspec
import numpy as np
from numpy.random import RandomState

from symgui.arrays import FloatArray
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.arithmetic import arithmetic_named
from symgui.nn.draws import randn
from symgui.nn.interruption import blocks, look
from symgui.nn.losses import output_loss
from symgui.nn.network import Network, Pass
from symgui.theory.mean_field import MeanField, relu_correlation
from symgui.theory.normal_mean import normal_mean, normal_points

MAX_DEPTH, MAX_WIDTH = 100, 1024
DEEP_ACTIVATIONS = ("tanh", "relu", "sigmoid")
"""Those that the theory follows layer by layer."""
DRAWING = 100.0
"""Multiplications that take as long as drawing one number, about."""
ARRAYS_A_LAYER = 4
"""So many arrays of width² numbers are in memory: what is drawn, weights, gradients, room for a penalty."""


class DeepNetwork(msgspec.Struct, frozen=True):
    """Random layers of one width, and two examples.

    Attributes
    ----------
    activation : str
        One of `DEEP_ACTIVATIONS`.
    weight_deviation, bias_deviation : float
        σ_w, a weight's standard deviation times √width, and σ_b.
    depth, width : int
    correlation : float
        Of the two examples, whose mean square is 1: from −1 to 1.
    """

    activation: str = "tanh"
    weight_deviation: float = 1.5
    bias_deviation: float = 0.3
    depth: int = 30
    width: int = 256
    correlation: float = 0.5

    @property
    def nbytes(self) -> int:
        """Memory that drawing it takes, about."""
        return 8 * ARRAYS_A_LAYER * self.width * self.width

    @property
    def numbers(self) -> int:
        """How many numbers are drawn."""
        return self.depth * self.width * (self.width + 1)


class LayerSignal(msgspec.Struct, frozen=True):
    """Two examples at one layer.

    Attributes
    ----------
    layer : int
        l, from 1.
    length : float
        q: the mean square of the pre-activations z, over the units and both examples.
    correlation : float
        c: the mean product of the two examples' z, over the square root of their mean squares; NaN if one
        is 0.
    """

    layer: int
    length: float
    correlation: float


def signal_by_theory(network: DeepNetwork) -> Iterator[LayerSignal]:
    """What very wide layers make of the two examples."""
    weights, biases = network.weight_deviation**2, network.bias_deviation**2
    field = MeanField(network.activation, weights, biases)
    q, product = weights + biases, weights * network.correlation + biases
    for layer in range(1, network.depth + 1):
        look()
        c = product / q if q > 0.0 and math.isfinite(q) else math.nan
        yield LayerSignal(layer, q, c)
        if not math.isfinite(q) or q == 0.0:
            q = product = q if q else biases
            continue
        c = min(1.0, max(-1.0, c))
        if network.activation == "relu":
            product = weights * q / 2.0 * relu_correlation(c) + biases
            q = weights * q / 2.0 + biases
        else:
            product, q = field.next_correlation(c, q) * q, _next_length(network, q)


def _next_length(network: DeepNetwork, q: float) -> float:
    a = ACTIVATIONS[network.activation](math.sqrt(q) * normal_points())
    return network.weight_deviation**2 * normal_mean(a * a) + network.bias_deviation**2


def signal_by_drawing(network: DeepNetwork, seed: int) -> Iterator[LayerSignal]:
    """What one network makes of them, drawn from a seed layer by layer."""
    n, stream = network.width, RandomState(seed)
    A = two_examples(n, network.correlation, stream)
    layer_net = Network(
        (n, n, 1), [ACTIVATIONS[network.activation]], output_loss(2), arithmetic_named("per-unit")
    )
    room = Pass(layer_net.sizes, 2)
    for layer in range(1, network.depth + 1):
        for rows in blocks(n, DRAWING * n):
            layer_net.W[1][rows] = randn(stream, rows.stop - rows.start, n)
        layer_net.W[1][:] *= network.weight_deviation / math.sqrt(n)
        layer_net.b[1][:] = network.bias_deviation * randn(stream, n, 1)
        with np.errstate(all="ignore"):
            layer_net.forward(A, room)
            measured = _measured(layer, room.Z[1])
        yield measured  # out here: whoever goes on has an error state of their own
        A = room.A[1].copy()


def _measured(layer: int, Z: FloatArray) -> LayerSignal:
    first, second = (math.fsum((row * row).tolist()) / len(row) for row in Z.T)
    product = math.fsum((Z[:, 0] * Z[:, 1]).tolist()) / len(Z)
    both = math.sqrt(first) * math.sqrt(second)
    c = product / both if both > 0.0 and math.isfinite(both) else math.nan
    return LayerSignal(layer, (first + second) / 2.0, c)


def two_examples(n: int, correlation: float, stream: RandomState) -> FloatArray:
    """Two examples with n inputs, shape (n, 2), whose mean square is 1, with this mean product.

    Of one input there are only equal and opposite ones: its sign is that of the correlation.
    """
    first, second = randn(stream, 2, n)
    first = first / math.sqrt(float(np.mean(first * first)))
    if n == 1:
        return np.array([[first[0], math.copysign(first[0], correlation * first[0])]])
    second = second - float(np.mean(first * second)) * first
    second = second / math.sqrt(float(np.mean(second * second)))
    mixed = correlation * first + math.sqrt(max(0.0, 1.0 - correlation**2)) * second
    return np.stack((first, mixed), axis=1)
