"""The experiment file: everything that determines a run, frozen.

One JSON file (``*.symgui.json``) is one run: the same file gives the same numbers,
in the window and headless.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

FORMAT = "symgui/1"
MAX_UNITS = 512
MAX_HIDDEN_LAYERS = 12
MAX_SAMPLES = 20_000

DataKind = Literal["circles", "moons", "blobs", "linear", "xor", "spiral", "flower", "and", "or"]
ActivationName = Literal["sigmoid", "tanh", "relu", "leaky_relu", "elu", "linear", "softplus", "swish"]
WeightScheme = Literal[
    "zeros", "constant", "normal", "uniform", "xavier", "glorot_normal", "glorot_uniform",
    "he", "he_uniform", "lecun_uniform", "orthogonal", "explicit",
]  # fmt: skip
BiasScheme = Literal["zeros", "constant", "normal", "uniform", "explicit"]
OptimizerName = Literal["gd", "momentum", "adam"]
ArithmeticName = Literal["per-unit", "blas"]

Seed = Annotated[int, Meta(ge=0, le=2**32 - 1)]


class Spec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=False):
    """A part of the experiment file: frozen, and strict about its fields."""


class DataSpec(Spec, frozen=True):
    """Which points, how many, from which seed."""

    kind: DataKind = "flower"
    samples: Annotated[int, Meta(ge=1, le=MAX_SAMPLES)] = 400
    noise: Annotated[float, Meta(ge=0.0, le=1e3)] = 0.2
    balance: Annotated[float, Meta(ge=0.0, le=1.0)] = 0.5
    classes: Annotated[int, Meta(ge=2, le=10)] = 2
    seed: Seed = 1
    test_samples: Annotated[int, Meta(ge=0, le=MAX_SAMPLES)] = 0
    test_seed: Seed = 2
    standardize: bool = False


class LayerSpec(Spec, frozen=True):
    """One hidden layer."""

    units: Annotated[int, Meta(ge=1, le=MAX_UNITS)] = 4
    activation: ActivationName = "tanh"


class NetworkSpec(Spec, frozen=True):
    """The hidden layers; the output follows from the classes of the data."""

    hidden: Annotated[tuple[LayerSpec, ...], Meta(max_length=MAX_HIDDEN_LAYERS)] = ()


class WeightInit(Spec, frozen=True, omit_defaults=True):
    """A weight initializer and its one value (which one depends on the scheme)."""

    scheme: WeightScheme = "zeros"
    value: float | None = None
    scale: Annotated[float, Meta(ge=0.0)] | None = None
    limit: Annotated[float, Meta(ge=0.0)] | None = None
    gain: Annotated[float, Meta(ge=0.0)] | None = None
    values: tuple[tuple[tuple[float, ...], ...], ...] | tuple[tuple[float, ...], ...] | None = None


class BiasInit(Spec, frozen=True, omit_defaults=True):
    """A bias initializer and its one value."""

    scheme: BiasScheme = "zeros"
    value: float | None = None
    scale: Annotated[float, Meta(ge=0.0)] | None = None
    limit: Annotated[float, Meta(ge=0.0)] | None = None


class LayerInit(Spec, frozen=True, omit_defaults=True):
    """What one layer does differently from the rest."""

    weights: WeightInit | None = None
    biases: BiasInit | None = None


class InitializationSpec(Spec, frozen=True):
    """Where the parameters start."""

    seed: Seed = 2
    weights: WeightInit = WeightInit()
    biases: BiasInit = BiasInit()
    layers: dict[str, LayerInit] = {}


class TrainingSpec(Spec, frozen=True):
    """How the parameters move."""

    optimizer: OptimizerName = "gd"
    learning_rate: Annotated[float, Meta(ge=0.0, le=1e9)] = 1.2
    batch_size: Annotated[int, Meta(ge=1)] | None = None
    batch_seed: Seed = 0
    l2: Annotated[float, Meta(ge=0.0)] = 0.0
    iterations: Annotated[int, Meta(ge=0, le=10**9)] = 10_000


class Change(Spec, frozen=True, omit_defaults=True):
    """What a person changed while the run stood at iteration `at`."""

    at: Annotated[int, Meta(ge=0)]
    learning_rate: Annotated[float, Meta(ge=0.0)] | None = None
    set: dict[str, float] | None = None


class Experiment(Spec, frozen=True):
    """Everything that determines a run."""

    format: Literal["symgui/1"] = FORMAT
    title: str = ""
    data: DataSpec = DataSpec()
    network: NetworkSpec = NetworkSpec()
    initialization: InitializationSpec = InitializationSpec()
    training: TrainingSpec = TrainingSpec()
    arithmetic: ArithmeticName = "per-unit"
    changes: tuple[Change, ...] = ()
