"""The experiment file: everything that determines a run, frozen.

One JSON file (``*.symgui.json``) is one run: the same file gives the same numbers,
in the window and headless. Whatever is wrong with one is an `ExperimentError`, a single
sentence that names the file, the field and the value received.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta

from symgui.experiment.fitting import check_batch, check_changes, check_memory, shaped
from symgui.experiment.jsontext import parse, pretty
from symgui.experiment.parts import (
    KIND_DEFAULTS,
    ArithmeticName,
    Change,
    DataKind,
    DataSpec,
    InitializationSpec,
    LayerSpec,
    NetworkSpec,
    TrainingSpec,
)
from symgui.experiment.spec import (
    ExperimentError,
    Spec,
    check_straight,
    from_fields,
    must_be,
    shown,
    to_fields,
)
from symgui.experiment.table_spec import TableSpec, found_beside, named_from
from symgui.experiment.text_files import read_text, write_text

FORMAT: Final = "symgui/1"
RACE_FORMAT: Final = "symgui-race/1"
"""What the file of a race says, which holds several experiments (`symgui.training.race_file`)."""
SUFFIX = ".symgui.json"
MAX_CHANGES = 10_000


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
        check_straight(self.title, "title")
        check_memory(self.data, self.sizes)
        check_batch(self.training.batch_size, self.data.samples)
        msgspec.structs.force_setattr(self, "initialization", shaped(self.initialization, self.sizes))
        check_changes(self.changes, self.sizes)
        msgspec.structs.force_setattr(self, "changes", tuple(sorted(self.changes, key=lambda c: c.at)))

    @property
    def sizes(self) -> tuple[int, ...]:
        """(n_x, n_1, …, n_L): the inputs, the units of every layer, the output's included."""
        outputs = 1 if self.data.classes == 2 else self.data.classes
        return (self.data.inputs, *(layer.units for layer in self.network.hidden), outputs)

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
        try:
            data = self.data.of_kind(kind)
        except ExperimentError as error:
            raise error.within("data") from None
        batch = self.training.batch_size
        fits = batch is None or batch <= data.samples
        return self.with_(data=data, training={"batch_size": batch if fits else None})

    def with_hidden(self, hidden: Iterable[LayerSpec]) -> Experiment:
        """A copy with other hidden layers.

        What the output layer does differently goes with it; the overrides of hidden layers that are gone are
        dropped.
        """
        hidden = tuple(hidden)
        own, output = dict(self.initialization.layers), str(len(self.network.hidden) + 1)
        of_output = own.pop(output, None)
        layers = {name: spec for name, spec in own.items() if int(name) <= len(hidden)}
        if of_output is not None:
            layers[str(len(hidden) + 1)] = of_output
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
    def from_table(cls, raw: object, *, data_anywhere: bool = False) -> Experiment:
        """The experiment that the fields of a file stand for, as JSON or TOML gives them; strict as a file.

        Parameters
        ----------
        raw : object
        data_anywhere : bool
            Whether data in a file of their own may lie anywhere, as in what the program keeps for itself.

        Raises
        ------
        ExperimentError
            If they stand for none.
        """
        if isinstance(raw, Mapping) and raw.get("format") == RACE_FORMAT:
            raise ExperimentError(
                "holds a race of several experiments, where a single one is wanted; "
                "the window opens it: symgui FILE"
            )
        experiment = _experiment(raw)
        if not data_anywhere:
            _check_data_place(experiment)
        _check_text(raw, experiment)
        return experiment

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the file; a file that is there stays as it is if that fails.

        Raises
        ------
        ExperimentError
            If it cannot be written, or is too long to be read again (millions of explicit values).
        """
        write_text(path, self.saved_in(Path(path).parent).dumps())

    def found_in(self, folder: Path) -> Experiment:
        """What was read from a file in `folder`, its data found there if they lie in a file of their own.

        Raises
        ------
        ExperimentError
            If they are not there, or are others.
        """
        return self._with_table(found_beside, folder)

    def saved_in(self, folder: Path) -> Experiment:
        """What its file in `folder` says, which names data in a file of their own from there.

        Raises
        ------
        ExperimentError
            If they are not beside it or below.
        """
        return self._with_table(named_from, folder)

    def _with_table(self, change: Callable[[TableSpec, Path], TableSpec], folder: Path) -> Experiment:
        if self.data.table is None:
            return self
        try:
            table = change(self.data.table, folder)
        except ExperimentError as error:
            raise error.within("data.table") from None
        return self if table is self.data.table else self.with_(data={"table": table})

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Experiment:
        """The experiment in a file.

        Raises
        ------
        ExperimentError
            If the file cannot be read or holds no experiment; the sentence names file, field and value.
        """
        return read_text(path, lambda text: cls.loads(text).found_in(Path(path).parent))


def opening_experiment() -> Experiment:
    """The case the program opens on: the course's flower, 2-4-1 tanh, every weight 0."""
    return Experiment(
        title="Flower, every weight zero",
        data=DataSpec(kind="flower", samples=400, noise=0.2, seed=1),
        network=NetworkSpec(hidden=(LayerSpec(units=4, activation="tanh"),)),
        initialization=InitializationSpec(seed=2),
        training=TrainingSpec(learning_rate=1.2, iterations=10_000),
    )


def _experiment(raw: object) -> Experiment:
    experiment: Experiment = from_fields(Experiment, raw)
    return experiment


def _check_data_place(experiment: Experiment) -> None:
    """Refuse a path from anywhere: who opens somebody else's file must not be made to read what it names."""
    table = experiment.data.table
    if table is not None and table.file is not None and Path(table.file.path).is_absolute():
        raise must_be("a path beside or below the experiment file", table.file.path, "data.table.file.path")


def _check_text(raw: Any, experiment: Experiment) -> None:
    """Refuse what a text leaves out that only it must say, or says that was not taken from it."""
    if "format" not in raw:
        raise ExperimentError(f"is missing: an experiment file says {shown(FORMAT)}", "format")
    data = experiment.data
    defaults = KIND_DEFAULTS[data.kind]
    if defaults.fixed:
        names, what = ("samples", "balance", "test_samples"), f'the truth table "{data.kind}"'
    elif not defaults.drawn:
        names, what = ("classes", "noise", "balance"), f'these data of the kind "{data.kind}"'
    else:
        return
    for name in names:
        wanted, given = getattr(data, name), raw["data"].get(name)
        if given is not None and given != wanted:
            either = "0 or " if name == "test_samples" else ""
            raise must_be(f"{either}{wanted} for {what}", given, f"data.{name}")
