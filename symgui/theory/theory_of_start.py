"""What mean field theory says of the start of an experiment, where it speaks of it."""

from __future__ import annotations

from collections.abc import Callable

from symgui.experiment import Experiment
from symgui.nn.initializers import BIASES, WEIGHTS
from symgui.theory.mean_field import MeanField

LEAST_LAYERS = 2
"""Hidden layers, so that one of them has the others' width before and behind it."""
WEIGHT_VARIANCE: dict[str, Callable[[float, int], float]] = {
    "normal": lambda scale, n: scale * scale * n,
    "uniform": lambda limit, n: limit * limit / 3.0 * n,
    "xavier": lambda gain, _: gain * gain,
    "glorot_normal": lambda gain, _: gain * gain,
    "glorot_uniform": lambda gain, _: gain * gain,
    "lecun_uniform": lambda gain, _: gain * gain,
    "he": lambda gain, _: 2.0 * gain * gain,
    "he_uniform": lambda gain, _: 2.0 * gain * gain,
}
"""σ_w², the variance of a weight times the units n of the layer below, between two layers of n units."""
BIAS_VARIANCE: dict[str, Callable[[float], float]] = {
    "zeros": lambda _: 0.0,
    "normal": lambda scale: scale * scale,
    "uniform": lambda limit: limit * limit / 3.0,
}
"""σ_b²."""


def theory_of_start(experiment: Experiment) -> MeanField:
    """The theory of the hidden layers of an experiment, all of one width and activation, at its start.

    It is exact for layers without an end to their width; a network of n units comes near it.

    Raises
    ------
    ValueError
        Why the theory does not speak of this start, as a sentence.
    """
    hidden, start = experiment.network.hidden, experiment.initialization
    if len(hidden) < LEAST_LAYERS:
        raise ValueError(
            f"the theory is of {LEAST_LAYERS} hidden layers or more, and there are {len(hidden)}"
        )
    if len({(layer.units, layer.activation) for layer in hidden}) > 1:
        raise ValueError("the theory is of hidden layers of one width and one activation")
    if start.layers:
        raise ValueError("the theory is of layers that all start in one way")
    weights, biases = start.weights.scheme, start.biases.scheme
    if weights not in WEIGHT_VARIANCE or biases not in BIAS_VARIANCE:
        raise ValueError(f"the theory is not of weights {weights} with biases {biases}")
    return MeanField(
        hidden[0].activation,
        WEIGHT_VARIANCE[weights](_value(start.weights, WEIGHTS[weights].default), hidden[0].units),
        BIAS_VARIANCE[biases](_value(start.biases, BIASES[biases].default)),
    )


def _value(init: object, default: float) -> float:
    """The one number of a scheme, or its default."""
    given = [getattr(init, name, None) for name in ("scale", "limit", "gain")]
    return next((float(value) for value in given if value is not None), default)
