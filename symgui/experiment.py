"""The experiment file: everything that determines a run, frozen.

One JSON file (``*.symgui.json``) is one run: the same file gives the same numbers,
in the window and headless. Whatever is wrong with one is an `ExperimentError`, a single
sentence that names the file, the field and the value received.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Final, Literal, NamedTuple, TypeAlias, TypeVar

import msgspec
from msgspec import Meta

from symgui.explicit import all_biases, all_weights, matrix, vector
from symgui.files import read_file, reason, replace_file
from symgui.jsontext import parse, pretty
from symgui.spec import ExperimentError, Spec, from_fields, must_be, shown, shown_name, to_fields

__all__ = [
    "BiasInit",
    "Change",
    "DataSpec",
    "Experiment",
    "ExperimentError",
    "InitializationSpec",
    "LayerInit",
    "LayerSpec",
    "NetworkSpec",
    "Parameter",
    "TrainingSpec",
    "WeightInit",
    "opening_experiment",
    "parameter_name",
    "parse_parameter",
]  # fmt: skip

FORMAT: Final = "symgui/1"
SUFFIX = ".symgui.json"
MAX_FILE_BYTES = 16 * 2**20
MAX_UNITS = 512
MAX_HIDDEN_LAYERS = 12
MAX_SAMPLES = 20_000
MAX_CHANGES = 10_000
MAX_ACTIVATIONS = 20_000_000
"""Largest number of activations (units of all layers × examples) a run may hold in memory."""

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
Values: TypeAlias = tuple[Any, ...]
"""Explicit numbers, nested; an `Experiment` holds them in the shapes of its layers."""

BY_KIND: Any = None
"""The value of a field that is left out and for which every kind of data has its own default."""


class KindDefaults(NamedTuple):
    """What a kind of data is like where the file does not say."""

    noise: float
    samples: int = 400
    balance: float = 0.5
    fixed: bool = False
    many_classes: bool = False


KIND_DEFAULTS: dict[str, KindDefaults] = {
    "circles": KindDefaults(noise=0.05),
    "moons": KindDefaults(noise=0.1),
    "blobs": KindDefaults(noise=0.6, many_classes=True),
    "linear": KindDefaults(noise=0.1),
    "xor": KindDefaults(noise=0.0),
    "spiral": KindDefaults(noise=0.1, many_classes=True),
    "flower": KindDefaults(noise=0.2),
    "and": KindDefaults(noise=0.0, samples=4, balance=0.25, fixed=True),
    "or": KindDefaults(noise=0.0, samples=4, balance=0.75, fixed=True),
}
"""By kind: its noise; `fixed` kinds are a truth table of so many points and that share of class 1."""

SCHEME_PARAMETERS = {
    "constant": "value",
    "normal": "scale",
    "uniform": "limit",
    "orthogonal": "gain",
    "explicit": "values",
}
"""The one parameter an initializer takes; the schemes that are not here take none."""


class DataSpec(Spec, frozen=True):
    """Which points, how many, from which seed.

    `and` and `or` are the four points of their truth tables: they always have 4 samples (and 4 test samples,
    if any) and their own share of class 1; a file that says otherwise is refused.

    Attributes
    ----------
    noise : float
        Standard deviation, in the units of the generator's formula; left out, the kind's own.
    balance : float
        Share of class 1, of two classes.
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

    def __post_init__(self) -> None:
        defaults = KIND_DEFAULTS.get(self.kind) if isinstance(self.kind, str) else None
        if defaults is not None:
            for name in ("samples", "noise", "balance"):
                if getattr(self, name) is None:
                    msgspec.structs.force_setattr(self, name, getattr(defaults, name))
        super().__post_init__()
        assert defaults is not None
        if defaults.fixed:
            self._take_the_truth_table(defaults)
        if self.classes > 2 and not defaults.many_classes:
            many = " and ".join(shown(kind) for kind, own in KIND_DEFAULTS.items() if own.many_classes)
            raise must_be(f'2 for "{self.kind}" (only {many} have more)', self.classes, "classes")
        if self.classes > 2 and self.balance != 0.5:
            raise must_be("0.5 where there are more than two classes", self.balance, "balance")

    def _take_the_truth_table(self, defaults: KindDefaults) -> None:
        msgspec.structs.force_setattr(self, "samples", defaults.samples)
        msgspec.structs.force_setattr(self, "balance", defaults.balance)
        msgspec.structs.force_setattr(self, "test_samples", min(self.test_samples, 1) * defaults.samples)

    def of_kind(self, kind: DataKind) -> DataSpec:
        """The same seeds and sizes for another kind of data, with that kind's own noise.

        What the other kind cannot have (its number of classes, the balance of more than two) returns to its
        default, and so does what a truth table fixed.
        """
        old, new = KIND_DEFAULTS[self.kind], KIND_DEFAULTS[kind]
        keeps_sizes = not (old.fixed or new.fixed)
        return DataSpec(
            kind=kind,
            samples=self.samples if keeps_sizes else new.samples,
            noise=new.noise,
            balance=self.balance if keeps_sizes else new.balance,
            classes=self.classes if new.many_classes else 2,
            seed=self.seed,
            test_samples=self.test_samples,
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
        The parameter of `constant`, `normal`, `uniform` and `orthogonal`.
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


Init = TypeVar("Init", WeightInit, BiasInit)


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
    set: dict[str, float] | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.learning_rate is None and not self.set:
            raise ExperimentError("changes nothing: it has neither learning_rate nor set")


class Experiment(Spec, frozen=True):
    """Everything that determines a run.

    Explicit values are held as tuples in the shapes of the layers, and `changes` by iteration.

    Raises
    ------
    ExperimentError
        If any part is wrong by itself, or the parts do not fit each other.
    """

    format: Literal["symgui/1"] = FORMAT
    title: Annotated[str, Meta(max_length=200)] = ""
    data: DataSpec = DataSpec()
    network: NetworkSpec = NetworkSpec()
    initialization: InitializationSpec = InitializationSpec()
    training: TrainingSpec = TrainingSpec()
    arithmetic: ArithmeticName = "per-unit"
    changes: Annotated[tuple[Change, ...], Meta(max_length=MAX_CHANGES)] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_memory(self)
        _check_batch(self)
        msgspec.structs.force_setattr(self, "initialization", _shaped(self.initialization, self.sizes))
        _check_changes(self)
        msgspec.structs.force_setattr(self, "changes", tuple(sorted(self.changes, key=lambda c: c.at)))

    @property
    def sizes(self) -> tuple[int, ...]:
        """(n_x, n_1, …, n_L): the inputs, the units of every layer, the output's included."""
        outputs = 1 if self.data.classes == 2 else self.data.classes
        return (2, *(layer.units for layer in self.network.hidden), outputs)

    def with_(self, **parts: Any) -> Experiment:
        """A copy with some parts replaced, checked anew.

        A mapping replaces single fields of a part::

            experiment.with_(training={"learning_rate": 0.1}, title="Slower")
            experiment.with_(initialization={"weights": WeightInit(scheme="normal", scale=0.01)})

        Raises
        ------
        ExperimentError
            If the result would be none.
        """
        fields = msgspec.structs.asdict(self)
        for name, part in parts.items():
            old = fields.get(name)
            if isinstance(old, Spec) and isinstance(part, Mapping):
                part = {**msgspec.structs.asdict(old), **part}
            fields[name] = part
        return _experiment(fields)

    def with_kind(self, kind: DataKind) -> Experiment:
        """A copy on another kind of data, which keeps what the two kinds have in common.

        The batch is the full one where it would be larger than the data.
        """
        data = self.data.of_kind(kind)
        batch = self.training.batch_size
        fits = batch is None or batch <= data.samples
        return self.with_(data=data, training={"batch_size": batch if fits else None})

    def with_hidden(self, hidden: Iterable[LayerSpec]) -> Experiment:
        """A copy with other hidden layers; the overrides of layers that are gone are dropped."""
        hidden = tuple(hidden)
        last = len(hidden) + 1
        layers = {name: own for name, own in self.initialization.layers.items() if int(name) <= last}
        return self.with_(network={"hidden": hidden}, initialization={"layers": layers})

    def dumps(self) -> str:
        """The experiment as the text of its file: JSON, every float written so that it reads back exactly."""
        return pretty(to_fields(self)) + "\n"

    @classmethod
    def loads(cls, text: str | bytes) -> Experiment:
        """The experiment a text stands for.

        A text is read more strictly than an experiment is made in Python: it must name its format, and may
        not say of a truth table what it is not.

        Raises
        ------
        ExperimentError
            If it stands for none; the sentence says why.
        """
        return cls.from_table(parse(text))

    @classmethod
    def from_table(cls, raw: object) -> Experiment:
        """The experiment that the fields of a file stand for, as JSON or TOML gives them; strict as a file.

        Raises
        ------
        ExperimentError
            If they stand for none.
        """
        experiment = _experiment(raw)
        _check_text(raw, experiment)
        return experiment

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the file; a file that is there stays as it is if that fails.

        Raises
        ------
        ExperimentError
            If it cannot be written, or is too long to be read again (millions of explicit values).
        """
        data = self.dumps().encode()
        if len(data) > MAX_FILE_BYTES:
            too_long = (
                f"would have {len(data)} bytes, and {MAX_FILE_BYTES} are the most that can be read again"
            )
            raise ExperimentError(too_long, "", _file_name(path))
        try:
            replace_file(Path(path), data)
        except (OSError, ValueError) as error:
            raise ExperimentError(f"cannot be written: {reason(error)}", "", _file_name(path)) from None

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Experiment:
        """The experiment in a file.

        Raises
        ------
        ExperimentError
            If the file cannot be read or holds no experiment; the sentence names file, field and value.
        """
        try:
            return cls.loads(read_file(Path(path), MAX_FILE_BYTES))
        except ExperimentError as error:
            raise error.from_source(_file_name(path)) from None
        except (OSError, ValueError) as error:
            raise ExperimentError(f"cannot be read: {reason(error)}", "", _file_name(path)) from None


def opening_experiment() -> Experiment:
    """The case the program opens on: the course's flower, 2-4-1 tanh, every weight 0."""
    return Experiment(
        title="Flower, every weight zero",
        data=DataSpec(kind="flower", samples=400, noise=0.2, seed=1),
        network=NetworkSpec(hidden=(LayerSpec(units=4, activation="tanh"),)),
        initialization=InitializationSpec(seed=2),
        training=TrainingSpec(learning_rate=1.2, iterations=10_000),
    )


class Parameter(NamedTuple):
    """One weight or bias: W[layer][row, column], or b[layer][row] with column 0; row and column from 0."""

    letter: str
    layer: int
    row: int
    column: int


_PARAMETER = re.compile(r"W([1-9][0-9]{0,3})\[([0-9]{1,6}),([0-9]{1,6})\]|b([1-9][0-9]{0,3})\[([0-9]{1,6})\]")


def parse_parameter(name: str) -> Parameter:
    """The parameter that ``"W1[0,1]"`` or ``"b2[0]"`` names.

    Raises
    ------
    ExperimentError
        If it names none.
    """
    found = _PARAMETER.fullmatch(name)
    if found is None:
        raise ExperimentError(
            "names no parameter: a weight is written W1[0,1], a bias b2[0], rows and columns counted from 0",
            shown_name(name),
        )
    if name.startswith("W"):
        return Parameter("W", int(found[1]), int(found[2]), int(found[3]))
    return Parameter("b", int(found[4]), int(found[5]), 0)


def parameter_name(letter: str, layer: int, row: int, column: int = 0) -> str:
    """The name of a parameter in the experiment file: ``W1[0,1]``, ``b2[0]``."""
    return f"W{layer}[{row},{column}]" if letter == "W" else f"b{layer}[{row}]"


def _experiment(raw: object) -> Experiment:
    experiment: Experiment = from_fields(Experiment, raw)
    return experiment


def _check_text(raw: Any, experiment: Experiment) -> None:
    """Refuse what a text leaves out that only it must say, or says that was not taken from it."""
    if "format" not in raw:
        raise ExperimentError(f"is missing: an experiment file says {shown(FORMAT)}", "format")
    data = experiment.data
    if KIND_DEFAULTS[data.kind].fixed:
        for name in ("samples", "balance", "test_samples"):
            wanted, given = getattr(data, name), raw["data"].get(name)
            if given is not None and given != wanted:
                either = "0 or " if name == "test_samples" else ""
                raise must_be(f'{either}{wanted} for the truth table "{data.kind}"', given, f"data.{name}")


def _check_memory(experiment: Experiment) -> None:
    data = experiment.data
    units, examples = sum(experiment.sizes), max(data.samples, data.test_samples)
    if units * examples > MAX_ACTIVATIONS:
        raise ExperimentError(
            f"is too large for {examples} examples: {units} units, inputs and output included, would hold "
            f"{units * examples} activations, and {MAX_ACTIVATIONS} are the most",
            "network.hidden",
        )


def _check_batch(experiment: Experiment) -> None:
    size, samples = experiment.training.batch_size, experiment.data.samples
    if size is not None and size > samples:
        raise must_be(f"at most data.samples = {samples}", size, "training.batch_size")


def _check_changes(experiment: Experiment) -> None:
    for index, change in enumerate(experiment.changes):
        for name, value in (change.set or {}).items():
            try:
                _check_inside(parse_parameter(name), experiment.sizes, name, value)
            except ExperimentError as error:
                raise error.within("set").within(f"changes[{index}]") from None
    _check_contradictions(experiment.changes)


def _check_contradictions(changes: tuple[Change, ...]) -> None:
    """Refuse two values of one thing at one iteration: nobody could tell which was meant."""
    first: dict[tuple[int, str], tuple[str, float]] = {}
    for index, change in enumerate(changes):
        values = {f"set.{name}": value for name, value in (change.set or {}).items()}
        if change.learning_rate is not None:
            values["learning_rate"] = change.learning_rate
        for name, value in values.items():
            place = f"changes[{index}].{name}"
            before, taken = first.setdefault((change.at, name), (place, value))
            if taken != value:
                raise must_be(f"{taken:.15g}, as {before} has it at the same iteration", value, place)


def _check_inside(parameter: Parameter, sizes: tuple[int, ...], name: str, value: float) -> None:
    letter, layer, row, column = parameter
    if layer >= len(sizes):
        outside = f"the network has {len(sizes) - 1} layer(s)"
    else:
        rows, columns = sizes[layer], sizes[layer - 1] if letter == "W" else 1
        if row < rows and column < columns:
            return
        outside = f"{letter}{layer} is {rows} × {columns}, counted from 0"
    raise ExperimentError(f"is outside the network: {outside} (received {shown(value)})", name)


def _shaped(spec: InitializationSpec, sizes: tuple[int, ...]) -> InitializationSpec:
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


def _file_name(path: str | os.PathLike[str]) -> str:
    """The path as it was given, on one line; of a very long one its end."""
    text = os.fspath(path)
    text = text if len(text) <= 300 else "…" + text[-300:]
    return text if text.isprintable() else repr(text)
