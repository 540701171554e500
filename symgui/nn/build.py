"""The network of an experiment at iteration 0."""

from __future__ import annotations

import threading

import numpy as np
from numpy.random import RandomState

from symgui.arrays import FloatArray
from symgui.experiment import BiasInit, Experiment, InitializationSpec, WeightInit
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.arithmetic import Compiled, arithmetic_named, per_unit
from symgui.nn.draws import Stream
from symgui.nn.initializers import BIASES, WEIGHTS, Initializer
from symgui.nn.interruption import look
from symgui.nn.kernel import missing, numpy_computes, unknown
from symgui.nn.losses import output_loss
from symgui.nn.network import Network


class _Streams(threading.local):
    """A stream for each thread: to make one takes longer than all that a small network draws from it."""

    def __init__(self) -> None:
        self.stream = Stream(0)


_streams = _Streams()


def build_network(experiment: Experiment, inputs: int, classes: int) -> Network:
    """The network an experiment describes, its parameters initialized.

    Parameters
    ----------
    experiment : Experiment
    inputs : int
        n_x, from the data.
    classes : int
        One sigmoid output for two, a softmax of as many outputs above.
    """
    network = network_of_zeros(experiment, inputs, classes)
    initialize(network, experiment.initialization)
    return network


def network_of_zeros(experiment: Experiment, inputs: int, classes: int) -> Network:
    """As `build_network`, with all parameters 0: nothing is drawn."""
    hidden = experiment.network.hidden
    arithmetic = arithmetic_named(experiment.arithmetic)
    if isinstance(arithmetic, Compiled) and why_numpy(experiment):
        arithmetic = per_unit()
    outputs = 1 if classes == 2 else classes
    return Network(
        sizes=(inputs, *(layer.units for layer in hidden), outputs),
        activations=[ACTIVATIONS[layer.activation] for layer in hidden],
        loss=output_loss(classes),
        arithmetic=arithmetic,
    )


def why_numpy(experiment: Experiment) -> str:
    """Why NumPy computes what the kernel should, in one sentence; empty if the kernel does, or for ``blas``.

    It is what a person should know who compares digits.
    """
    if experiment.arithmetic != "per-unit":
        return ""
    names = [layer.activation for layer in experiment.network.hidden]
    lacking = "" if missing() else unknown(names, experiment.training.optimizer)
    return missing() or (lacking and numpy_computes(f"The compiled kernel has no {lacking}"))


def initialize(network: Network, spec: InitializationSpec) -> None:
    """Draw all weights layer by layer from 1, then all biases, from one stream."""
    stream = _streams.stream
    stream.begin(spec.seed)
    for l in network.layers:
        look()  # an orthogonal matrix takes its time
        weights, values = weights_of(spec, l)
        network.W[l][:] = _drawn(WEIGHTS[weights.scheme], stream, network, l, weights, values)
    for l in network.layers:
        biases, values = biases_of(spec, l)
        network.b[l][:] = _drawn(BIASES[biases.scheme], stream, network, l, biases, values)


def weights_of(spec: InitializationSpec, layer: int) -> tuple[WeightInit, object]:
    """The weight scheme of a layer, and its explicit values if it has any."""
    own = spec.layers.get(str(layer))
    if own is not None and own.weights is not None:
        return own.weights, own.weights.values
    return spec.weights, spec.weights.values and spec.weights.values[layer - 1]


def biases_of(spec: InitializationSpec, layer: int) -> tuple[BiasInit, object]:
    """The bias scheme of a layer, and its explicit values if it has any."""
    own = spec.layers.get(str(layer))
    if own is not None and own.biases is not None:
        return own.biases, own.biases.values
    return spec.biases, spec.biases.values and spec.biases.values[layer - 1]


def _drawn(
    scheme: Initializer,
    stream: RandomState,
    network: Network,
    layer: int,
    init: WeightInit | BiasInit,
    values: object,
) -> FloatArray:
    """The weights of a layer, or its biases as a column."""
    rows, columns = network.W[layer].shape
    if scheme.name == "explicit":
        return np.asarray(values, dtype=np.float64).reshape(rows, -1)
    value = getattr(init, scheme.parameter) if scheme.parameter else None
    if scheme.by_activation is not None:
        value = scheme.by_activation(_activation(network, layer))
    return scheme.draw(stream, (rows, columns), scheme.default if value is None else value)


def _activation(network: Network, layer: int) -> str:
    """The activation of a hidden layer; for the output that of the last hidden one, or empty."""
    hidden = network.L - 1
    return network.g[min(layer, hidden)].name if hidden else ""
