"""From the last step's experiment to this one's: changes in the experiment file's own fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symgui.experiment import Experiment
from symgui.experiment.parts import KIND_DEFAULTS
from symgui.experiment.spec import to_fields

PARTS = ("data", "network", "initialization", "training", "arithmetic", "changes")
"""What a step may change."""
FULL_BATCH = "full"
"""How TOML, which has no null, writes a batch of all examples."""


def changed(experiment: Experiment, changes: Mapping[str, Any]) -> Experiment:
    """The experiment with some fields changed.

    Tables are merged into those that are there, but an initializer that names its scheme replaces the former
    one, another kind of data begins with its own noise, and lists (`hidden`, `changes`) and `layers` are
    replaced whole. ``network = {activation = …}`` gives all hidden layers another activation. With other
    hidden layers the overrides of layers that are gone go too. Data in a file of their own may lie
    anywhere: the experiment may have them already.

    Raises
    ------
    ExperimentError
        If the result would be none.
    """
    fields = to_fields(experiment)
    for name, change in changes.items():
        old = fields.get(name)
        if isinstance(change, Mapping) and isinstance(old, dict):
            if name == "data":
                old = _data(experiment, change)
            elif name == "network":
                change = _network(old, change)
            elif name == "initialization":
                change = _initialization(old, change)
            fields[name] = {**old, **change}
        else:
            fields[name] = change
    _drop_layers(fields, changes)
    return Experiment.from_table(_with_full_batch(fields), data_anywhere=True)


def whole(table: Mapping[str, Any]) -> Experiment:
    """An experiment written out in a lesson; it need not name its format.

    Raises
    ------
    ExperimentError
        If it is none.
    """
    return Experiment.from_table(_with_full_batch({"format": "symgui/1", **table}))


def _data(experiment: Experiment, change: Mapping[str, Any]) -> Any:
    kind = change.get("kind")
    if not isinstance(kind, str) or kind not in KIND_DEFAULTS or kind == experiment.data.kind:
        return to_fields(experiment.data)
    if kind == "file":  # of other data it keeps nothing: the step says all
        return {}
    return to_fields(experiment.data.of_kind(kind))  # type: ignore[arg-type]  # it is one of the kinds


def _network(old: Mapping[str, Any], change: Mapping[str, Any]) -> Mapping[str, Any]:
    """An activation for all hidden layers, which a step changes more often than the layers themselves."""
    if "activation" not in change:
        return change
    rest = {name: value for name, value in change.items() if name != "activation"}
    hidden = rest.get("hidden", old["hidden"])
    if isinstance(hidden, list) and all(isinstance(layer, Mapping) for layer in hidden):
        rest["hidden"] = [{**layer, "activation": change["activation"]} for layer in hidden]
    return rest


def _initialization(old: Mapping[str, Any], change: Mapping[str, Any]) -> Mapping[str, Any]:
    """An initializer without a scheme changes the parameter of the one that is there."""
    merged = dict(change)
    for name in ("weights", "biases"):
        new = change.get(name)
        if isinstance(new, Mapping) and "scheme" not in new:
            merged[name] = {**old[name], **new}
    return merged


def _drop_layers(fields: dict[str, Any], changes: Mapping[str, Any]) -> None:
    """Overrides of layers that the changed network does not have, unless they are said anew."""
    network, start = changes.get("network"), changes.get("initialization")
    hidden = network.get("hidden") if isinstance(network, Mapping) else None
    said_anew = isinstance(start, Mapping) and "layers" in start
    if isinstance(hidden, list) and not said_anew and isinstance(fields["initialization"], dict):
        layers = fields["initialization"]["layers"]
        fields["initialization"]["layers"] = {
            name: own for name, own in layers.items() if int(name) <= len(hidden) + 1
        }


def _with_full_batch(fields: dict[str, Any]) -> dict[str, Any]:
    training = fields.get("training")
    if isinstance(training, Mapping) and training.get("batch_size") == FULL_BATCH:
        return {**fields, "training": {**training, "batch_size": None}}
    return fields
