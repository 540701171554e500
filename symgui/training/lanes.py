"""The lanes of a race: experiments side by side, each named by what sets it apart from the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from symgui.data import data_label
from symgui.experiment import BiasInit, Change, Experiment, ExperimentError, WeightInit
from symgui.nn.activations import ACTIVATIONS
from symgui.nn.arithmetic import ARITHMETIC_LABELS
from symgui.nn.initializers import BIASES, WEIGHTS, Initializer
from symgui.nn.optimizers import OPTIMIZERS
from symgui.plain_text.numbers import general, subscript
from symgui.training.events import edited

LETTERS = "ABCDEF"
FEWEST = 2


class Lane(msgspec.Struct, frozen=True):
    """One experiment of a race.

    Attributes
    ----------
    letter : str
        ``"A"`` to ``"F"``.
    text : str
        What sets it apart from the other lanes, and nothing else: ``"weights He"``.
    experiment : Experiment
    """

    letter: str
    text: str
    experiment: Experiment


def lanes_of(base: Experiment, differences: Iterable[Mapping[str, Any]]) -> tuple[Lane, ...]:
    """Lanes that are each `base` with something changed; the title of `base` is only that of `base` itself.

    Parameters
    ----------
    base : Experiment
    differences : iterable of mapping
        For each lane what is changed, as `Experiment.with_` takes it:
        ``{"initialization": {"weights": WeightInit(scheme="he")}}``.

    Raises
    ------
    ValueError
        If there are fewer than 2 lanes or more than 6, or they are not on the same data.
    ExperimentError
        If a lane would be no experiment; the sentence names the lane.
    """
    differences = list(differences)
    _check_number(len(differences))
    experiments = []
    for letter, difference in zip(LETTERS, differences, strict=False):
        try:
            experiments.append(retitled(base.with_(**difference), base))
        except ExperimentError as error:
            raise error.from_source(f"lane {letter}") from None
    return lanes_from(experiments)


def retitled(experiment: Experiment, origin: Experiment, title: str = "") -> Experiment:
    """The experiment under the title of `origin` if it is just that, else under `title`.

    A title says what is in an experiment: with other contents it would not be true.
    """
    alike = msgspec.structs.replace(experiment, title=origin.title)
    return alike if alike == origin else msgspec.structs.replace(experiment, title=title)


def lanes_from(experiments: Sequence[Experiment]) -> tuple[Lane, ...]:
    """Lanes from whole experiments.

    Raises
    ------
    ValueError
        If there are fewer than 2 or more than 6, or they are not on the same data.
    """
    _check_number(len(experiments))
    for letter, experiment in zip(LETTERS, experiments, strict=False):
        if experiment.data != experiments[0].data:
            raise ValueError(f"lane {letter}: lanes race on the same data, and its data are others than A's")
    return tuple(
        Lane(letter, text, experiment)
        for letter, text, experiment in zip(LETTERS, set_apart(experiments), experiments, strict=False)
    )


def _check_number(lanes: int) -> None:
    if not FEWEST <= lanes <= len(LETTERS):
        raise ValueError(f"a race has {FEWEST} to {len(LETTERS)} lanes, got {lanes}")


def set_apart(experiments: Sequence[Experiment]) -> tuple[str, ...]:
    """The settings in which not all experiments agree, for each of them: ``"weights He, seed 3"``.

    Of explicit values, which all would be called the same, an entry that tells most of them apart.
    """
    all_settings = [settings(experiment) for experiment in experiments]
    for name, matrix in (("weights", "W"), ("biases", "b")):
        inits = [each[name].value for each in all_settings]
        for each, text in zip(all_settings, _telling_entries(matrix, inits), strict=False):
            each[name] = msgspec.structs.replace(each[name], text=text)
    names = list(dict.fromkeys(name for each in all_settings for name in each))
    apart = [
        name for name in names if any(each.get(name) != all_settings[0].get(name) for each in all_settings)
    ]
    return tuple(
        ", ".join(each[name].text for name in apart if name in each and each[name].text) or "as it is"
        for each in all_settings
    )


def _telling_entries(matrix: str, inits: Sequence[Any]) -> list[str]:
    """The entry that tells each apart, ``"W[1]₁,₂ = 0.5"``; empty if none does or not all are explicit."""
    if any(init.scheme != "explicit" for init in inits) or all(init == inits[0] for init in inits):
        return []
    entries = [dict(_entries(init.values)) for init in inits]
    shared = [place for place in entries[0] if all(place in each for each in entries)]
    place = max(shared, key=lambda place: len({each[place] for each in entries}), default=None)
    if place is None or len({each[place] for each in entries}) == 1:
        return [""] * len(inits)
    layer, *indices = place
    name = f"{matrix}[{layer + 1}]{','.join(subscript(index + 1) for index in indices)}"
    return [f"{name} = {general(each[place])}" for each in entries]


def _entries(values: Any, place: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], float]]:
    """Every number of nested tuples, with its indices."""
    for k, each in enumerate(values):
        if isinstance(each, tuple):
            yield from _entries(each, (*place, k))
        else:
            yield (*place, k), each


def in_common(base: Experiment, lanes: Sequence[Lane]) -> str:
    """What all lanes change in the same way, as text; empty if nothing."""
    before = settings(base)
    first, *others = (settings(lane.experiment) for lane in lanes)
    return ", ".join(
        setting.text
        for name, setting in first.items()
        if setting != before.get(name) and all(setting == other.get(name) for other in others)
    )


class LaneSetting(msgspec.Struct, frozen=True):
    """One setting of an experiment: what it is, and how it is written.

    Attributes
    ----------
    value : object
        What is compared.
    text : str
    named : bool
        Its name is part of the text: ``"seed 3"``.
    """

    value: object
    text: str
    named: bool = False


def settings(experiment: Experiment) -> dict[str, LaneSetting]:
    """All that determines a run, by name, in the order of the window's panels."""
    hidden, start, training = experiment.network.hidden, experiment.initialization, experiment.training
    units, names = [layer.units for layer in hidden], [layer.activation for layer in hidden]
    labels = [ACTIVATIONS[name].label for name in names]
    batch = "full batch" if training.batch_size is None else f"batches of {training.batch_size}"
    found = {
        "data": LaneSetting(experiment.data, f"{experiment.data.samples} × {data_label(experiment.data)}"),
        "layers": LaneSetting(len(hidden), _layers(len(hidden))),
    }
    if hidden:
        found["units"] = LaneSetting(_unless_uniform(units), f"units {_listed(units)}", named=True)
        found["activation"] = LaneSetting(_unless_uniform(names), _listed(labels))
    found |= {
        "weights": LaneSetting(start.weights, f"weights {_scheme(WEIGHTS, start.weights)}", named=True),
        "biases": LaneSetting(start.biases, f"biases {_scheme(BIASES, start.biases)}", named=True),
    }
    for layer, own in start.layers.items():
        if own.weights is not None:
            found[f"weights {layer}"] = LaneSetting(
                own.weights, f"W[{layer}] {_scheme(WEIGHTS, own.weights)}", named=True
            )
        if own.biases is not None:
            found[f"biases {layer}"] = LaneSetting(
                own.biases, f"b[{layer}] {_scheme(BIASES, own.biases)}", named=True
            )
    found |= {
        "seed": LaneSetting(start.seed, f"seed {start.seed}", named=True),
        "learning rate": LaneSetting(training.learning_rate, f"α {general(training.learning_rate)}"),
        "batch": LaneSetting(training.batch_size, batch, named=training.batch_size is not None),
        "batch seed": LaneSetting(training.batch_seed, f"batch seed {training.batch_seed}", named=True),
        "optimizer": LaneSetting(training.optimizer, OPTIMIZERS[training.optimizer].label),
        "l2": LaneSetting(training.l2, f"λ {general(training.l2)}"),
        "arithmetic": LaneSetting(experiment.arithmetic, ARITHMETIC_LABELS[experiment.arithmetic]),
        "changes": LaneSetting(experiment.changes, _edits(experiment.changes)),
    }
    return found


def _layers(number: int) -> str:
    plural = "" if number == 1 else "s"
    return f"{number or 'no'} hidden layer{plural if number else ''}"


def _edits(changes: Sequence[Change]) -> str:
    """``"W[2]₁,₁ → 0 at 1000"``; of more than one change only how many."""
    if not changes:
        return "not edited"
    return f"{edited(changes[0])} at {changes[0].at}" if len(changes) == 1 else f"{len(changes)} edits"


def _unless_uniform(values: Sequence[object]) -> object:
    """What to compare: where all layers agree their number does not matter, it has a setting of its own."""
    return values[0] if len(set(values)) == 1 else tuple(values)


def _listed(values: Sequence[object]) -> str:
    texts = [str(values[0])] if len(set(values)) == 1 else [str(value) for value in values]
    return "-".join(texts)


def _scheme(registry: Mapping[str, Initializer], init: WeightInit | BiasInit) -> str:
    """``"He"``, ``"normal 0.01"``, and with a gain ``"He × 2"``."""
    scheme = registry[init.scheme]
    if scheme.parameter is None:
        return scheme.label
    given = getattr(init, scheme.parameter)
    value = scheme.default if given is None else given
    if scheme.parameter == "gain":
        return scheme.label if value == scheme.default else f"{scheme.label} × {general(value)}"
    return f"{scheme.label} {general(value)}"
