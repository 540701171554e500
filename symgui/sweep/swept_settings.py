"""The settings a grid can vary: a name for the file, one for people, and what they change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import msgspec

from symgui.data.generators import GENERATORS
from symgui.experiment import BiasInit, Experiment, LayerSpec, WeightInit
from symgui.experiment.parts import (
    SCHEME_PARAMETERS,
    ActivationName,
    BiasScheme,
    DataKind,
    OptimizerName,
    WeightScheme,
)
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.initializers import BIASES, WEIGHTS
from symgui.nn.optimizers import OPTIMIZERS
from symgui.training.changes import with_change
from symgui.training.studies.nudge import nudge
from symgui.training.studies.start import starting_network

Value = float | int | str
SEEDS = 2**32
"""Seeds there are."""
NUDGE_SEED = 2**31
"""How far the seed of a nudge is from the start's, so that it does not draw the same numbers."""


class SweptSetting(msgspec.Struct, frozen=True):
    """A setting that an axis of a grid varies.

    Attributes
    ----------
    name : str
        In a grid's file: ``"weight-scale"``.
    label : str
        For people.
    apply : callable
        ``apply(experiment, value)`` gives the experiment with the setting at the value.

        It raises an `ExperimentError` for a value that makes no experiment.
    whole : bool
        Whether its numbers are whole.
    names : tuple of str
        Its values where they are names, not numbers.
    seeded : bool
        Whether it is applied to each run, after the seed, as it depends on what that seed draws.
    label_of : callable
        What people call one of its names.
    """

    name: str
    label: str
    apply: Callable[[Experiment, Any], Experiment]
    whole: bool = False
    names: tuple[str, ...] = ()
    seeded: bool = False
    label_of: Callable[[str], str] = str

    @property
    def words(self) -> bool:
        """Whether its values are names."""
        return bool(self.names)


OWN = ("explicit", "file")
"""Names that stand for nothing without numbers or a file of one's own."""


def _names(kind: Any) -> tuple[str, ...]:
    """The names of a field of the experiment's file."""
    return tuple(name for name in get_args(kind) if name not in OWN)


def _training(field: str) -> Callable[[Experiment, Any], Experiment]:
    return lambda experiment, value: experiment.with_(training={field: value})


def _data(field: str) -> Callable[[Experiment, Any], Experiment]:
    return lambda experiment, value: experiment.with_(data={field: value})


def _seed(experiment: Experiment, value: Any) -> Experiment:
    return experiment.with_(initialization={"seed": value})


def _weights(experiment: Experiment, value: Any) -> Experiment:
    return experiment.with_(initialization={"weights": WeightInit(scheme=value)})


def _biases(experiment: Experiment, value: Any) -> Experiment:
    return experiment.with_(initialization={"biases": BiasInit(scheme=value)})


def _weight_scale(experiment: Experiment, value: Any) -> Experiment:
    """The one number of the weights' scheme; normal numbers if it has none."""
    return experiment.with_(initialization={"weights": _scaled(experiment.initialization.weights, value)})


def _bias_scale(experiment: Experiment, value: Any) -> Experiment:
    return experiment.with_(initialization={"biases": _scaled(experiment.initialization.biases, value)})


def _scaled(init: WeightInit | BiasInit, value: Any) -> WeightInit | BiasInit:
    parameter = SCHEME_PARAMETERS.get(init.scheme, "")
    if parameter in ("", "values"):
        return type(init)(scheme="normal", scale=value)
    return msgspec.structs.replace(init, **{parameter: value})


def _depth(experiment: Experiment, value: Any) -> Experiment:
    """So many hidden layers, each like the first."""
    first = next(iter(experiment.network.hidden), LayerSpec(units=4))
    return experiment.with_hidden([first] * value)


def _width(experiment: Experiment, value: Any) -> Experiment:
    return experiment.with_hidden(
        [msgspec.structs.replace(layer, units=value) for layer in experiment.network.hidden]
    )


def _activation(experiment: Experiment, value: Any) -> Experiment:
    return experiment.with_hidden(
        [msgspec.structs.replace(layer, activation=value) for layer in experiment.network.hidden]
    )


def _nudge(experiment: Experiment, value: Any) -> Experiment:
    """ε · randn added to all of W[1] at iteration 0, from a seed of its own: that of the start plus 2³¹."""
    if value == 0.0:
        return experiment
    start = starting_network(experiment)
    seed = (experiment.initialization.seed + NUDGE_SEED) % SEEDS
    return with_change(experiment, 0, values=nudge(start.W, start.b, value, seed=seed))


def _data_name(kind: str) -> str:
    return GENERATORS[kind].label if kind in GENERATORS else kind


SETTINGS: dict[str, SweptSetting] = {
    setting.name: setting
    for setting in (
        SweptSetting("weight-scale", "spread of W", _weight_scale),
        SweptSetting("bias-scale", "spread of b", _bias_scale),
        SweptSetting(
            "weights",
            "weights W",
            _weights,
            names=_names(WeightScheme),
            label_of=lambda name: WEIGHTS[name].label,
        ),
        SweptSetting(
            "biases", "biases b", _biases, names=_names(BiasScheme), label_of=lambda name: BIASES[name].label
        ),
        SweptSetting("nudge", "nudge ε", _nudge, seeded=True),
        SweptSetting("seed", "seed", _seed, whole=True),
        SweptSetting("depth", "hidden layers", _depth, whole=True),
        SweptSetting("width", "units per layer", _width, whole=True),
        SweptSetting(
            "activation",
            "activation",
            _activation,
            names=_names(ActivationName),
            label_of=lambda name: ACTIVATIONS[name].label,
        ),
        SweptSetting("learning-rate", "learning rate α", _training("learning_rate")),
        SweptSetting("l2", "L2 λ", _training("l2")),
        SweptSetting(
            "optimizer",
            "optimizer",
            _training("optimizer"),
            names=_names(OptimizerName),
            label_of=lambda name: OPTIMIZERS[name].label,
        ),
        SweptSetting("batch-size", "batch", _training("batch_size"), whole=True),
        SweptSetting(
            "data", "data", lambda e, value: e.with_kind(value), names=_names(DataKind), label_of=_data_name
        ),
        SweptSetting("samples", "examples", _data("samples"), whole=True),
        SweptSetting("noise", "noise", _data("noise")),
        SweptSetting("data-seed", "seed of the data", _data("seed"), whole=True),
    )
}
"""By name, in the order of the lists in the window."""
