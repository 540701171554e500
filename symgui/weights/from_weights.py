"""The experiment that begins with the weights of a file."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from symgui.arrays import FloatArray
from symgui.experiment import (
    BiasInit,
    DataSpec,
    Experiment,
    ExperimentError,
    InitializationSpec,
    LayerSpec,
    NetworkSpec,
    WeightInit,
)
from symgui.experiment.parts import ActivationName
from symgui.symmetry.unit_surgery import Weights
from symgui.weights.layers import LayerArrays, Layers, Orientation, sizes_of, understood
from symgui.weights.weights_file import Arrays, read_weights


def start_from(
    experiment: Experiment,
    arrays: Mapping[str, FloatArray],
    order: Sequence[LayerArrays],
    orientation: Orientation,
    activations: ActivationName | Sequence[ActivationName],
    *,
    as_sigmoid: bool = False,
) -> Experiment:
    """`experiment` with a network of these layers, which starts at their weights; its changes are gone.

    Parameters
    ----------
    experiment : Experiment
        Whose data must have as many features and classes as the network takes and answers.
    arrays : mapping of str to ndarray
        By the names they have in their file: matrices and vectors.
    order : sequence of LayerArrays
    orientation : {"out-in", "in-out"}
    activations : str or sequence of str
        Of all hidden layers, or of each.
    as_sigmoid : bool
        A softmax output of two units becomes one sigmoid unit with the same answers: row 1 − row 0.

    Raises
    ------
    ExperimentError
        If the layers do not fit each other, or the data.
    """
    sizes = sizes_of(arrays, order, orientation)
    hidden = len(sizes) - 2
    names = [activations] * hidden if isinstance(activations, str) else list(activations)
    if len(names) != hidden:
        raise ExperimentError(f"must be {hidden}, one for each hidden layer, not {len(names)}", "activations")
    problem = misfit(experiment.data, sizes, as_sigmoid=as_sigmoid)
    if problem:
        raise ExperimentError(problem)
    matrices = [arrays[layer.weights] for layer in order]
    if orientation == "in-out":
        matrices = [matrix.T for matrix in matrices]
    biases = [
        np.zeros(units) if layer.bias is None else arrays[layer.bias].reshape(-1)
        for layer, units in zip(order, sizes[1:], strict=True)
    ]
    if as_sigmoid and sizes[-1] == 2:
        for parameters in (matrices, biases):
            parameters[-1] = parameters[-1][1:] - parameters[-1][:1]
    given = Weights(tuple(matrices), tuple(np.reshape(bias, (-1, 1)) for bias in biases))
    return started_at(experiment, given, names)


def started_at(
    experiment: Experiment, weights: Weights, activations: Sequence[ActivationName] | None = None
) -> Experiment:
    """`experiment` with a network that starts at these weights and biases; its changes are gone.

    Parameters
    ----------
    experiment : Experiment
    weights : Weights
    activations : sequence of str, optional
        Of every hidden layer; left out, those of the experiment's, which must be as many.
    """
    own = [layer.activation for layer in experiment.network.hidden]
    names = own if activations is None else activations
    sizes = weights.sizes[1:-1]
    return experiment.with_(
        network=NetworkSpec(
            hidden=tuple(LayerSpec(units=n, activation=g) for n, g in zip(sizes, names, strict=True))
        ),
        initialization=InitializationSpec(
            seed=experiment.initialization.seed,
            weights=WeightInit(scheme="explicit", values=tuple(W.tolist() for W in weights.W)),
            biases=BiasInit(scheme="explicit", values=tuple(b.ravel().tolist() for b in weights.b)),
        ),
        changes=(),
    )


def misfit(data: DataSpec, sizes: Sequence[int], *, as_sigmoid: bool = False) -> str:
    """Why a network of these sizes cannot take these data; empty if it can."""
    inputs, outputs = sizes[0], sizes[-1]
    first = "open data of {} first"
    if inputs != data.inputs:
        return f"takes {inputs} inputs, and the open data have {data.inputs}: {first.format(inputs)}"
    if outputs == 2 and not as_sigmoid:
        return (
            "ends in 2 units: of 2 classes the output here is 1 sigmoid unit, which answers the same with "
            "W = row 1 − row 0 of theirs, if that is wanted"
        )
    classes = max(2, outputs)
    if classes != data.classes:
        return f"answers {classes} classes, and the open data have {data.classes}: {first.format(classes)}"
    return ""


def fitting_data(experiment: Experiment, sizes: Sequence[int], *, as_sigmoid: bool = False) -> Experiment:
    """`experiment` with data that a network of these sizes takes: its own, or some of the program's.

    Raises
    ------
    ExperimentError
        If there are none of so many inputs and classes.
    """
    problem = misfit(experiment.data, sizes, as_sigmoid=as_sigmoid)
    if not problem:
        return experiment
    two, single = sizes[0] == 2, sizes[-1] == 1 or (as_sigmoid and sizes[-1] == 2)
    if two and single:
        data = DataSpec()
    elif two and sizes[-1] > 2:
        data = DataSpec(kind="blobs", classes=sizes[-1])
    elif sizes[0] == 64 and sizes[-1] == 10:
        data = DataSpec(kind="digits")
    elif sizes[0] == 64 and single:
        data = DataSpec(kind="digits", digit=0)
    else:
        raise ExperimentError(problem)
    return experiment.with_(
        data=data,
        network=NetworkSpec(),
        initialization=InitializationSpec(seed=experiment.initialization.seed),
        training={"batch_size": None},
        changes=(),
    )


def activations_of(experiment: Experiment, hidden: int) -> tuple[ActivationName, ...] | None:
    """The activations of the experiment's hidden layers, if it has as many; else None."""
    own = tuple(layer.activation for layer in experiment.network.hidden)
    return own if len(own) == hidden else None


def with_weights(
    experiment: Experiment,
    path: str | os.PathLike[str],
    *,
    activation: ActivationName | None = None,
    orientation: Orientation | None = None,
    as_sigmoid: bool = False,
) -> Experiment:
    """`experiment` with the network in a file (NPZ, safetensors, JSON), which starts at its weights.

    Parameters
    ----------
    experiment : Experiment
        Its data and its training stay.
    path : str or path
    activation : str, optional
        Of the hidden layers, which the file does not say; left out, those of `experiment`.
    orientation : {"out-in", "in-out"}, optional
        What the rows of the matrices belong to, where neither shapes nor names tell.
    as_sigmoid : bool
        A softmax output of two units becomes one sigmoid unit with the same answers: row 1 − row 0.

    Raises
    ------
    ExperimentError
        If the file cannot be read, does not tell which array is what, or does not fit the data.
    """
    path = Path(path)
    arrays = read_weights(path)
    try:
        layers = layers_for(experiment.data, arrays)
        return _start(experiment, arrays, layers, activation, orientation, as_sigmoid=as_sigmoid)
    except ExperimentError as error:
        raise error.from_source(path.name) from None


def layers_for(data: DataSpec, arrays: Arrays) -> Layers:
    """What a file holds, where names and shapes do not tell by what the data need.

    Raises
    ------
    ExperimentError
        If no layers fit each other.
    """

    def fits(order: tuple[LayerArrays, ...], orientation: Orientation) -> bool:
        try:
            return not misfit(data, sizes_of(arrays, order, orientation), as_sigmoid=True)
        except ExperimentError:
            return False

    return understood(arrays).told_by(fits)


def _start(
    experiment: Experiment,
    arrays: Arrays,
    layers: Layers,
    activation: ActivationName | None,
    orientation: Orientation | None,
    *,
    as_sigmoid: bool,
) -> Experiment:
    if len(layers.orders) > 1:
        first, second = (" → ".join(layer.weights for layer in order) for order in layers.orders[:2])
        raise ExperimentError(f"does not tell the order of the layers: {first} and {second} both fit")
    if not layers.why and orientation is None:
        raise ExperimentError("does not tell whether a row of W is a unit or an input: name the orientation")
    order = layers.orders[0]
    names = activations_of(experiment, len(order) - 1)
    if activation is None and names is None:
        raise ExperimentError(f"does not say the activation of its hidden layers ({len(order) - 1}): name it")
    chosen = activation if activation is not None else names
    assert chosen is not None
    towards = orientation or layers.fitting[0]
    return start_from(experiment, arrays, order, towards, chosen, as_sigmoid=as_sigmoid)
