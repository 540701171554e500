"""Races that answer a question: from the open experiment to what each lane changes in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec

from symgui.experiment import BiasInit, Experiment, LayerSpec, WeightInit
from symgui.experiment.parts import ArithmeticName
from symgui.nn.initializers import WEIGHTS
from symgui.training.lanes import Lane, lanes_of, retitled

Difference: TypeAlias = Mapping[str, Any]

SMALL = 0.01
"""The course's scale of small random weights."""
SEEDS = 6
DEPTHS = (2, 6, 10)


class Preset(msgspec.Struct, frozen=True):
    """A race that is ready to run.

    Attributes
    ----------
    name : str
    label : str
        For a menu.
    question : str
        What it answers.
    differences : callable
        From the open experiment to what each lane changes in it.
    """

    name: str
    label: str
    question: str
    differences: Callable[[Experiment], Sequence[Difference]]

    def lanes(self, base: Experiment) -> tuple[Lane, ...]:
        """The race from `base`, whose recorded changes are left out: they belong to its own weights."""
        return lanes_of(retitled(base.with_(changes=()), base), self.differences(base))


def _start(weights: WeightInit, **others: Any) -> Difference:
    """The experiment with another start in all layers: overrides of single layers go."""
    return {"initialization": {"weights": weights, "layers": {}, **others}}


def _normal(scale: float) -> WeightInit:
    return WeightInit(scheme="normal", scale=scale)


def _from_zeros_to_he(base: Experiment) -> Sequence[Difference]:  # noqa: ARG001
    schemes = (
        WeightInit(),
        WeightInit(scheme="constant", value=0.5),
        _normal(SMALL),
        WeightInit(scheme="he"),
    )
    return [_start(weights) for weights in schemes]


def _scales(base: Experiment) -> Sequence[Difference]:  # noqa: ARG001
    return [_start(_normal(scale)) for scale in (0.01, 1.0, 100.0)]


def _weights_or_biases(base: Experiment) -> Sequence[Difference]:  # noqa: ARG001
    return [
        _start(WeightInit(), biases=BiasInit(scheme="normal", scale=SMALL)),
        _start(_normal(SMALL), biases=BiasInit()),
    ]


def _arithmetics(base: Experiment) -> Sequence[Difference]:  # noqa: ARG001
    """Rows at the edge of a block are rounded otherwise: five units and three have such an edge, four not."""
    names: tuple[ArithmeticName, ...] = ("per-unit", "blas")
    start = _start(WeightInit(scheme="constant", value=0.1), biases=BiasInit())
    hidden = (LayerSpec(units=5), LayerSpec(units=3))
    return [{**start, "arithmetic": name, "network": {"hidden": hidden}} for name in names]


def _by_depth(base: Experiment) -> Sequence[Difference]:
    training = {"learning_rate": min(0.1, base.training.learning_rate)}
    return [
        {
            **_start(WeightInit(scheme=scheme)),
            "network": {"hidden": (LayerSpec(units=10, activation="relu"),) * depth},
            "training": training,
        }
        for depth in DEPTHS
        for scheme in ("xavier", "he")
    ]


def _seeds(base: Experiment) -> Sequence[Difference]:
    start = base.initialization
    random = WEIGHTS[start.weights.scheme].random
    weights = start.weights if random else _normal(SMALL)
    last = 2**32 - SEEDS  # the largest seed that has so many after it
    first = min(start.seed, last)
    return [_start(weights, seed=first + i) for i in range(SEEDS)]


PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset("start", "zeros · constant · 0.01 · He",
               "Which starts can learn at all?", _from_zeros_to_he),
        Preset("scale", "0.01 · 1 · 100",
               "How large may random weights be?", _scales),
        Preset("biases", "zero W, random b · random W, zero b",
               "Is it the weights that must be random?", _weights_or_biases),
        Preset("arithmetic", "per unit · BLAS",
               "Who broke the symmetry, if nothing was random?", _arithmetics),
        Preset("depth", "Xavier · He, by depth",
               "What does ReLU do to the signal, layer after layer?", _by_depth),
        Preset("seeds", "one initializer, six seeds",
               "How much of the outcome is chance?", _seeds),
    )
}  # fmt: skip
"""Ready races by name."""
