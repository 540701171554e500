"""The grid file: one experiment, one or two settings that vary, and how many seeds of each.

A JSON file, ``*.json``, as strict as an experiment's; its errors name the place: ``axes[1].low``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from symgui.experiment import Experiment, ExperimentError
from symgui.experiment.jsontext import parse, pretty
from symgui.experiment.parts import Values
from symgui.experiment.spec import Spec, finite_float, from_fields, must_be, shown, to_fields
from symgui.experiment.text_files import read_text, write_text
from symgui.nn.maths import exp, log
from symgui.sweep.swept_settings import SETTINGS, Value

GRID_FORMAT = "symgui-grid/1"
MAX_STEPS = 10_000
"""Of one axis."""
MAX_RUNS = 10_000_000
MAX_UPDATES = 10**9


class GridAxis(Spec, frozen=True, kw_only=True, omit_defaults=True):
    """A setting, and its values along an axis: listed, or evenly spaced.

    Attributes
    ----------
    setting : str
        A key of `symgui.sweep.swept_settings.SETTINGS`.
    values : tuple, optional
        The values; or else `low`, `high` and `steps`.
    low, high : float, optional
        The first and the last value.
    steps : int, optional
        How many.
    spacing : {"linear", "log"}
        Equal differences, or equal ratios between neighbours.
    """

    setting: Annotated[str, Meta(max_length=60)]
    values: Annotated[Values, Meta(max_length=MAX_STEPS)] | None = None
    low: float | None = None
    high: float | None = None
    steps: Annotated[int, Meta(ge=1, le=MAX_STEPS)] | None = None
    spacing: Literal["linear", "log"] = "linear"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.setting not in SETTINGS:
            raise must_be(f"one of {', '.join(SETTINGS)}", self.setting, "setting")
        if self.values is not None:
            self._check_values(self.values)
        else:
            self._check_span()

    def _check_values(self, values: Values) -> None:
        for name in ("low", "high", "steps"):
            if getattr(self, name) is not None:
                raise ExperimentError("goes without values, or values without it", name)
        if not values:
            raise ExperimentError("must have at least one entry", "values")
        names = SETTINGS[self.setting].names
        for index, value in enumerate(values):
            if names and value not in names:
                raise must_be(f"one of {', '.join(names)}", value, f"values[{index}]")
            if not names and finite_float(value) is None:
                raise must_be("a number", value, f"values[{index}]")
        if len(set(values)) < len(values):
            raise ExperimentError("must not have a value twice", "values")

    def _check_span(self) -> None:
        for name in ("low", "high", "steps"):
            if getattr(self, name) is None:
                raise ExperimentError("is missing: an axis has values, or low, high and steps", name)
        if SETTINGS[self.setting].words:
            raise ExperimentError(f"must be given: {self.setting} has names, not numbers", "values")
        for name in ("low", "high"):
            if self.spacing == "log" and getattr(self, name) <= 0:
                raise must_be("above 0 where the spacing is log", getattr(self, name), name)

    @property
    def points(self) -> Values:
        """The values, from the first; whole numbers where the setting has such, each once."""
        return _points(self) if self.values is None else self.values


@lru_cache(maxsize=64)
def _points(axis: GridAxis) -> Values:
    """Evenly spaced values, rounded to 12 digits: the same numbers on every machine, and readable ones."""
    assert axis.low is not None
    assert axis.high is not None
    assert axis.steps is not None
    last = max(1, axis.steps - 1)
    found: list[Value] = []
    for i in range(axis.steps):
        if axis.spacing == "log":
            value = axis.low * float(exp(log(axis.high / axis.low) * (i / last)))
        else:
            value = axis.low + (axis.high - axis.low) * (i / last)
        value = float(f"{value:.12g}")
        found.append(round(value) if SETTINGS[axis.setting].whole else value)
    return tuple(dict.fromkeys(found))


class Cell(msgspec.Struct, frozen=True, order=True):
    """A place in a grid.

    Attributes
    ----------
    row : int
        Along the second axis, from 0; 0 if there is none.
    column : int
        Along the first axis.
    """

    row: int
    column: int


class RunGrid(Spec, frozen=True, kw_only=True):
    """Which runs: an experiment, what varies, and from how many seeds.

    Attributes
    ----------
    experiment : Experiment
        What all runs have in common; its changes are made in each.
    axes : tuple of GridAxis
        None, one or two; the first one goes across.
    seeds : int
        Runs of a cell: the seeds of the initialization `first_seed`, `first_seed` + 1, …
    updates : int
        Of each run.

    Raises
    ------
    ExperimentError
        If any part is wrong by itself, the runs are too many, or a corner of the grid is no experiment.
    """

    format: Literal["symgui-grid/1"] = "symgui-grid/1"
    experiment: Experiment
    axes: Annotated[tuple[GridAxis, ...], Meta(max_length=2)] = ()
    seeds: Annotated[int, Meta(ge=1, le=MAX_RUNS)] = 1
    first_seed: Annotated[int, Meta(ge=0, le=2**31)] = 0
    updates: Annotated[int, Meta(ge=0, le=MAX_UPDATES)] = 1000

    def __post_init__(self) -> None:
        super().__post_init__()
        names = [axis.setting for axis in self.axes]
        if len(set(names)) < len(names):
            raise ExperimentError(f"must not have {shown(names[0])} twice", "axes")
        if "seed" in names and self.seeds > 1:
            raise ExperimentError("must be 1 where an axis is the seed", "seeds")
        if self.runs > MAX_RUNS:
            raise ExperimentError(
                f"has {self.runs} runs: {self.columns} × {self.rows} cells of {self.seeds} seeds; "
                f"{MAX_RUNS} are the most"
            )
        for cell in sorted(
            {Cell(row, column) for row in (0, self.rows - 1) for column in (0, self.columns - 1)}
        ):
            self.experiment_at(cell, self.first_seed)

    @property
    def columns(self) -> int:
        """Values of the first axis."""
        return len(self.axes[0].points) if self.axes else 1

    @property
    def rows(self) -> int:
        """Values of the second axis."""
        return len(self.axes[1].points) if len(self.axes) > 1 else 1

    @property
    def runs(self) -> int:
        """All runs of the grid."""
        return self.rows * self.columns * self.seeds

    def cells(self) -> Iterator[Cell]:
        """Every cell once, coarse first: the picture is whole from the beginning, and gets finer."""
        step = 1
        while step < max(self.rows, self.columns):
            step *= 2
        coarser = 0  # of the cells that have come
        while step:
            for row in range(0, self.rows, step):
                for column in range(0, self.columns, step):
                    if not coarser or row % coarser or column % coarser:
                        yield Cell(row, column)
            coarser, step = step, step // 2

    def values_at(self, cell: Cell) -> dict[str, Value]:
        """The settings of a cell, by name."""
        places = (cell.column, cell.row)
        return {axis.setting: axis.points[place] for axis, place in zip(self.axes, places, strict=False)}

    def experiment_at(self, cell: Cell, seed: int) -> Experiment:
        """The experiment of one run.

        Raises
        ------
        ExperimentError
            If these settings make none.
        """
        return self.seeded(self.common(cell), cell, seed)

    def common(self, cell: Cell) -> Experiment:
        """What all runs of a cell have in common, whatever their seed draws.

        Raises
        ------
        ExperimentError
            If these settings make no experiment.
        """
        return self._with_settings(self.experiment, cell, seeded=False)

    def seeded(self, common: Experiment, cell: Cell, seed: int) -> Experiment:
        """The run of a cell from a seed; where the seed is an axis, its value is there already.

        Raises
        ------
        ExperimentError
            If a setting that depends on what the seed draws makes no experiment.
        """
        if not any(axis.setting == "seed" for axis in self.axes):
            common = common.with_(initialization={"seed": seed})
        return self._with_settings(common, cell, seeded=True)

    def _with_settings(self, experiment: Experiment, cell: Cell, *, seeded: bool) -> Experiment:
        """The experiment with those settings of a cell that come before the seed, or after it."""
        for place, (name, value) in enumerate(self.values_at(cell).items()):
            if SETTINGS[name].seeded == seeded:
                try:
                    experiment = SETTINGS[name].apply(experiment, value)
                except ExperimentError as error:
                    raise ExperimentError(f"{name} {shown(value)}: {error}", f"axes[{place}]") from None
        return experiment

    def dumps(self) -> str:
        """The text of its file."""
        return pretty(to_fields(self)) + "\n"

    @classmethod
    def loads(cls, text: str | bytes, *, data_anywhere: bool = False) -> RunGrid:
        """The grid a text stands for.

        Parameters
        ----------
        text : str or bytes
        data_anywhere : bool
            Whether data in a file of their own may lie anywhere, as in the results of a sweep.

        Raises
        ------
        ExperimentError
            If it stands for none; the sentence says why.
        """
        raw = parse(text)
        if not isinstance(raw, Mapping) or raw.get("format") != GRID_FORMAT:
            found = raw.get("format") if isinstance(raw, Mapping) else raw
            raise must_be(f"{shown(GRID_FORMAT)}, as in a grid's file", found, "format")
        fields = dict(raw)
        if "experiment" not in fields:
            raise ExperimentError("is missing", "experiment")
        try:
            given = fields["experiment"]
            fields["experiment"] = Experiment.from_table(given, data_anywhere=data_anywhere)
        except ExperimentError as error:
            raise error.within("experiment") from None
        grid: RunGrid = from_fields(cls, fields)
        return grid

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> RunGrid:
        """The grid in a file.

        Raises
        ------
        ExperimentError
            If there is none.
        """
        folder = Path(path).parent
        return read_text(path, lambda text: _with(cls.loads(text), lambda each: each.found_in(folder)))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the file.

        Raises
        ------
        ExperimentError
            If it cannot be written.
        """
        folder = Path(path).parent
        write_text(path, _with(self, lambda each: each.saved_in(folder)).dumps())


def _with(grid: RunGrid, change: Callable[[Experiment], Experiment]) -> RunGrid:
    """The same with a changed experiment."""
    try:
        return msgspec.structs.replace(grid, experiment=change(grid.experiment))
    except ExperimentError as error:
        raise error.within("experiment") from None
