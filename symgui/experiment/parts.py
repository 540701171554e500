"""The parts of an experiment: data, network, initialization, training, and what was changed on the way.

Each is frozen, and checked by itself when it is made; `symgui.experiment` checks that they fit each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias, get_args

import msgspec
from msgspec import Meta

from symgui.experiment.spec import ExperimentError, Spec, from_fields, must_be, shown
from symgui.experiment.table_spec import TableSpec

MAX_UNITS = 512
MAX_HIDDEN_LAYERS = 12
MAX_SAMPLES = 20_000

DataKind = Literal[
    "circles",
    "moons",
    "blobs",
    "linear",
    "xor",
    "spiral",
    "flower",
    "and",
    "or",
    "xor-table",
    "digits",
    "file",
]
ActivationName = Literal["sigmoid", "tanh", "relu", "leaky_relu", "elu", "linear", "softplus", "swish"]
WeightScheme = Literal[
    "zeros", "constant", "normal", "uniform", "truncated_normal", "xavier", "glorot_normal", "glorot_uniform",
    "he", "he_uniform", "lecun_uniform", "orthogonal", "torch_default", "keras_default", "sklearn_default",
    "explicit",
]  # fmt: skip
BiasScheme = Literal[
    "zeros", "constant", "normal", "uniform", "torch_default", "sklearn_default", "explicit"
]  # fmt: skip
OptimizerName = Literal["gd", "momentum", "adam"]
ArithmeticName = Literal["per-unit", "blas"]

Seed = Annotated[int, Meta(ge=0, le=2**32 - 1)]
Values: TypeAlias = tuple[Any, ...]
"""Explicit numbers, nested; an `Experiment` holds them in the shapes of its layers."""

BY_KIND: Any = None
"""The value of a field that is left out and for which every kind of data has its own default."""


class KindDefaults(NamedTuple):
    """What a kind of data is like where the file does not say.

    Attributes
    ----------
    noise, samples, balance
    fixed : bool
        Whether it is a truth table, of so many points and that share of class 1.
    many_classes : bool
        Whether there may be more than two classes, as many as one likes.
    drawn : bool
        Whether examples are made by a formula, any number of them; others are chosen among what there is.
    inputs : int
    """

    noise: float = 0.1
    samples: int = 400
    balance: float = 0.5
    fixed: bool = False
    many_classes: bool = False
    drawn: bool = True
    inputs: int = 2


KIND_DEFAULTS: dict[str, KindDefaults] = dict.fromkeys(get_args(DataKind), KindDefaults()) | {
    "circles": KindDefaults(noise=0.05),
    "blobs": KindDefaults(noise=0.6, many_classes=True),
    "xor": KindDefaults(noise=0.0),
    "spiral": KindDefaults(many_classes=True),
    "flower": KindDefaults(noise=0.2),
    "and": KindDefaults(noise=0.0, samples=4, balance=0.25, fixed=True),
    "or": KindDefaults(noise=0.0, samples=4, balance=0.75, fixed=True),
    "xor-table": KindDefaults(noise=0.0, samples=4, balance=0.5, fixed=True),
    "digits": KindDefaults(noise=0.0, samples=1000, drawn=False, inputs=64),
    "file": KindDefaults(noise=0.0, drawn=False),
}
"""By kind; one that is not named here has those of `KindDefaults`."""

DIGIT_IMAGES = 1797
"""As many handwritten digits come with the program."""

SCHEME_PARAMETERS = {
    "constant": "value",
    "normal": "scale",
    "uniform": "limit",
    "truncated_normal": "scale",
    "xavier": "gain",
    "glorot_normal": "gain",
    "glorot_uniform": "gain",
    "he": "gain",
    "he_uniform": "gain",
    "lecun_uniform": "gain",
    "orthogonal": "gain",
    "explicit": "values",
}
"""The one parameter an initializer takes; the schemes that are not here take none."""


class DataSpec(Spec, frozen=True, omit_defaults=True):
    """Which points, how many, from which seed.

    `and`, `or` and `xor-table` are the four points of their truth tables: they always have 4 samples (and 4
    test samples, if any) and their own share of class 1; a file that says otherwise is refused.

    Attributes
    ----------
    noise : float
        Standard deviation, in the units of the generator's formula; left out, the kind's own.
    balance : float
        Share of class 1, of two classes.
    digit : int or None
        Of `digits`: class 1 is this digit, class 0 all others; left out, there are ten classes.
    table : TableSpec or None
        Of `file`: the data of one's own.

    Of `digits` and `file` the examples are chosen among those that there are, by `seed`; the test examples
    are others of them, and `test_seed` means nothing. They have no noise, and the classes that they have.
    """

    kind: DataKind = "flower"
    samples: Annotated[int, Meta(ge=1, le=MAX_SAMPLES)] = BY_KIND
    noise: Annotated[float, Meta(ge=0.0, le=1e3)] = BY_KIND
    balance: Annotated[float, Meta(ge=0.0, le=1.0)] = BY_KIND
    classes: Annotated[int, Meta(ge=2, le=10)] = 2
    seed: Seed = 1
    test_samples: Annotated[int, Meta(ge=0, le=MAX_SAMPLES)] = 0
    test_seed: Seed = 2
    standardize: bool = False
    digit: Annotated[int, Meta(ge=0, le=9)] | None = None
    table: TableSpec | None = None

    def __post_init__(self) -> None:
        defaults = KIND_DEFAULTS.get(self.kind) if isinstance(self.kind, str) else None
        if defaults is not None:
            if self.kind == "file":
                self._take_all_but_the_test_examples()
            for name in ("samples", "noise", "balance"):
                if getattr(self, name) is None:
                    msgspec.structs.force_setattr(self, name, getattr(defaults, name))
        super().__post_init__()
        assert defaults is not None
        for name, kind in (("digit", "digits"), ("table", "file")):
            if getattr(self, name) is not None and self.kind != kind:
                problem = f'is for the kind "{kind}" only, and this is "{self.kind}"'
                raise ExperimentError(problem, name)
        if self.kind == "file" and self.table is None:
            raise ExperimentError('is missing: the kind "file" needs its data', "table")
        if not defaults.drawn:
            self._take_what_there_is()
            return
        if defaults.fixed:
            self._take_the_truth_table(defaults)
        if self.classes > 2 and not defaults.many_classes:
            many = " and ".join(shown(kind) for kind, own in KIND_DEFAULTS.items() if own.many_classes)
            raise must_be(f'2 for "{self.kind}" (only {many} have more)', self.classes, "classes")
        if self.classes > 2 and self.balance != 0.5:
            raise must_be("0.5 where there are more than two classes", self.balance, "balance")

    @property
    def inputs(self) -> int:
        """n_x."""
        return len(self.table.features) if self.table is not None else KIND_DEFAULTS[self.kind].inputs

    @property
    def available(self) -> int | None:
        """How many examples there are to choose from; None where any number can be made."""
        if self.table is not None:
            return self.table.count
        return DIGIT_IMAGES if self.kind == "digits" else None

    def _take_all_but_the_test_examples(self) -> None:
        """Fill in `samples` of a table that leaves them out, before any field is known to be right."""
        table: Any = self.table
        try:
            if isinstance(table, Mapping):
                table = from_fields(TableSpec, table)
                msgspec.structs.force_setattr(self, "table", table)
        except ExperimentError as error:
            raise error.within("table") from None
        samples: Any = self.samples
        if samples is None and isinstance(table, TableSpec) and type(self.test_samples) is int:
            samples = max(1, min(table.count - self.test_samples, MAX_SAMPLES))
            msgspec.structs.force_setattr(self, "samples", samples)

    def _take_what_there_is(self) -> None:
        """The classes that there are, without noise; and no more examples than there are."""
        classes = len(self.table.classes) if self.table is not None else 10 if self.digit is None else 2
        for name, value in (("classes", classes), ("noise", 0.0), ("balance", 0.5)):
            msgspec.structs.force_setattr(self, name, value)
        there = self.available
        assert there is not None
        if self.samples + self.test_samples > there:
            beside = f" beside {self.test_samples} test examples" if self.test_samples else ""
            most = there - self.test_samples
            if most < 1:
                raise must_be(
                    f"at most {there - 1}, of the {there} there are", self.test_samples, "test_samples"
                )
            raise must_be(f"at most {most}, of the {there} there are{beside}", self.samples, "samples")

    def _take_the_truth_table(self, defaults: KindDefaults) -> None:
        msgspec.structs.force_setattr(self, "samples", defaults.samples)
        msgspec.structs.force_setattr(self, "balance", defaults.balance)
        msgspec.structs.force_setattr(self, "test_samples", min(self.test_samples, 1) * defaults.samples)

    def of_kind(self, kind: DataKind) -> DataSpec:
        """The same seeds and sizes for another kind of data, with that kind's own noise.

        What the other kind cannot have (its number of classes, the balance of more than two) returns to its
        default, and so does what a truth table fixed. A truth table begins without test examples: they would
        be its four points once more.
        """
        if kind == self.kind:
            return self
        old, new = KIND_DEFAULTS[self.kind], KIND_DEFAULTS[kind]
        if not new.drawn:
            return DataSpec(kind=kind, seed=self.seed, standardize=self.standardize)
        keeps_sizes = not (old.fixed or new.fixed) and old.drawn
        return DataSpec(
            kind=kind,
            samples=self.samples if keeps_sizes else new.samples,
            noise=new.noise,
            balance=self.balance if keeps_sizes else new.balance,
            classes=self.classes if new.many_classes and old.drawn else 2,
            seed=self.seed,
            test_samples=0 if new.fixed or not old.drawn else self.test_samples,
            test_seed=self.test_seed,
            standardize=self.standardize,
        )


class LayerSpec(Spec, frozen=True):
    """One hidden layer."""

    units: Annotated[int, Meta(ge=1, le=MAX_UNITS)] = 4
    activation: ActivationName = "tanh"


class NetworkSpec(Spec, frozen=True):
    """The hidden layers; the output follows from the classes of the data."""

    hidden: Annotated[tuple[LayerSpec, ...], Meta(max_length=MAX_HIDDEN_LAYERS)] = ()


def _check_parameters(init: Any) -> None:
    """Refuse a parameter the scheme does not take, and `explicit` without its values."""
    own = SCHEME_PARAMETERS.get(init.scheme)
    for name in init.__struct_fields__[1:]:
        value = getattr(init, name)
        if name != own and value is not None:
            takes = f"takes {own}" if own else "takes no parameter"
            raise ExperimentError(
                f'cannot stand beside scheme "{init.scheme}", which {takes} (received {shown(value)})', name
            )
    if own == "values" and init.values is None:
        raise ExperimentError('is missing: scheme "explicit" needs the values themselves', "values")


class WeightInit(Spec, frozen=True, omit_defaults=True):
    """A weight initializer and its one parameter; left out, the parameter is the scheme's default.

    Attributes
    ----------
    value, scale, limit, gain : float or None
        The parameter of `constant`, of `normal` and `truncated_normal`, of `uniform`, and of the schemes that
        look at fan_in: a factor before all weights.
    values : nested tuples of float, or None
        Of `explicit`. For all layers: one matrix per layer, each a tuple of rows (n_l rows of n_{l-1});
        for one layer, under `layers`: one matrix.
    """

    scheme: WeightScheme = "zeros"
    value: float | None = None
    scale: Annotated[float, Meta(ge=0.0)] | None = None
    limit: Annotated[float, Meta(ge=0.0)] | None = None
    gain: Annotated[float, Meta(ge=0.0)] | None = None
    values: Values | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_parameters(self)


class BiasInit(Spec, frozen=True, omit_defaults=True):
    """A bias initializer and its one parameter; left out, the parameter is the scheme's default.

    Attributes
    ----------
    value, scale, limit : float or None
        The parameter of `constant`, `normal` and `uniform`.
    values : nested tuples of float, or None
        Of `explicit`. For all layers: one tuple of n_l numbers per layer; for one layer, under `layers`: one
        such tuple. A column ([[0.1], [0.2]]) is read as the flat list it means.
    """

    scheme: BiasScheme = "zeros"
    value: float | None = None
    scale: Annotated[float, Meta(ge=0.0)] | None = None
    limit: Annotated[float, Meta(ge=0.0)] | None = None
    values: Values | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_parameters(self)


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

    at: Annotated[int, Meta(ge=0, le=10**12)]
    learning_rate: Annotated[float, Meta(ge=0.0, le=1e9)] | None = None
    l2: Annotated[float, Meta(ge=0.0)] | None = None
    set: dict[str, float] | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.learning_rate is None and self.l2 is None and not self.set:
            raise ExperimentError("changes nothing: it has none of learning_rate, l2 and set")
