"""Whether the parts of an experiment fit each other; explicit values in the shapes of its layers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import msgspec

from symgui.experiment.explicit import all_biases, all_weights, matrix, vector
from symgui.experiment.parameter import Parameter, outside, parse_parameter
from symgui.experiment.parts import (
    BiasInit,
    Change,
    DataSpec,
    InitializationSpec,
    LayerInit,
    Values,
    WeightInit,
)
from symgui.experiment.spec import ExperimentError, must_be, shown, shown_name

MAX_ACTIVATIONS = 20_000_000
"""Largest number of activations (units of all layers × examples) a run may hold in memory."""

Init = TypeVar("Init", WeightInit, BiasInit)


def check_memory(data: DataSpec, sizes: tuple[int, ...]) -> None:
    """Refuse a run whose activations do not fit into memory."""
    units, examples = sum(sizes), max(data.samples, data.test_samples)
    if units * examples > MAX_ACTIVATIONS:
        raise ExperimentError(
            f"is too large for {examples} examples: {units} units, inputs and output included, would hold "
            f"{units * examples} activations, and {MAX_ACTIVATIONS} are the most",
            "network.hidden",
        )


def check_batch(size: int | None, samples: int) -> None:
    """Refuse a batch of more examples than there are."""
    if size is not None and size > samples:
        raise must_be(f"at most data.samples = {samples}", size, "training.batch_size")


def check_changes(changes: tuple[Change, ...], sizes: tuple[int, ...]) -> None:
    """Refuse changes of parameters that the network has not, or that contradict each other."""
    for index, change in enumerate(changes):
        for name, value in (change.set or {}).items():
            try:
                _check_inside(parse_parameter(name), sizes, name, value)
            except ExperimentError as error:
                raise error.within("set").within(f"changes[{index}]") from None
    _check_contradictions(changes)


def _check_contradictions(changes: tuple[Change, ...]) -> None:
    """Refuse two values of one parameter or setting at one iteration."""
    first: dict[tuple[int, str], tuple[str, float]] = {}
    for index, change in enumerate(changes):
        values = {f"set.{name}": value for name, value in (change.set or {}).items()}
        of_training = {"learning_rate": change.learning_rate, "l2": change.l2}
        values |= {name: value for name, value in of_training.items() if value is not None}
        for name, value in values.items():
            place = f"changes[{index}].{name}"
            before, taken = first.setdefault((change.at, name), (place, value))
            if taken != value:
                raise must_be(f"{taken:.15g}, as {before} has it at the same iteration", value, place)


def _check_inside(parameter: Parameter, sizes: tuple[int, ...], name: str, value: float) -> None:
    where = outside(parameter, sizes)
    if where:
        raise ExperimentError(f"is outside the network: {where} (received {shown(value)})", name)


def shaped(spec: InitializationSpec, sizes: tuple[int, ...]) -> InitializationSpec:
    """The same initialization, explicit values in the shapes of the layers."""
    try:
        return msgspec.structs.replace(
            spec,
            weights=_with_values("weights", spec.weights, lambda values: all_weights(values, sizes)),
            biases=_with_values("biases", spec.biases, lambda values: all_biases(values, sizes)),
            layers=_shaped_layers(spec.layers, sizes),
        )
    except ExperimentError as error:
        raise error.within("initialization") from None


def _shaped_layers(layers: dict[str, LayerInit], sizes: tuple[int, ...]) -> dict[str, LayerInit]:
    last = len(sizes) - 1
    known = {str(number): number for number in range(1, last + 1)}
    shaped = {}
    for name, own in layers.items():
        if name not in known:
            raise ExperimentError(
                f"is no layer: layers are numbered from 1 to {last}", f"layers.{shown_name(name)}"
            )
        units, inputs = sizes[known[name]], sizes[known[name] - 1]
        try:
            weights = own.weights and _with_values(
                "weights", own.weights, partial(matrix, rows=units, columns=inputs)
            )
            biases = own.biases and _with_values("biases", own.biases, partial(vector, units=units))
        except ExperimentError as error:
            raise error.within(f"layers.{name}") from None
        shaped[name] = LayerInit(weights=weights, biases=biases)
    return dict(sorted(shaped.items(), key=lambda item: int(item[0])))


def _with_values(place: str, init: Init, shape: Callable[[Any], Values]) -> Init:
    if init.values is None:
        return init
    try:
        return msgspec.structs.replace(init, values=shape(init.values))
    except ExperimentError as error:
        raise error.within("values").within(place) from None
