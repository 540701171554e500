"""A chunk: some runs of a grid, which one process makes one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from symgui.data import load_data
from symgui.data.dataset import Dataset
from symgui.experiment import DataSpec, Experiment, ExperimentError
from symgui.sweep.grid import RunGrid
from symgui.sweep.outcome import RunOutcome, key_of, outcome_of
from symgui.sweep.results_file import Place
from symgui.training.trainer import Trainer

Found = list[tuple[Place, str, RunOutcome]]
"""What came out of some runs: where they are in the grid, their keys, and their outcomes."""


def chunk_outcomes(
    grid: RunGrid, places: Sequence[Place], stopped: Callable[[], bool] = lambda: False
) -> Found:
    """Make some runs, one after the other; what a process or a machine of a cluster does.

    A cell whose settings make no experiment has the verdict ``"impossible"``.

    Raises
    ------
    GivenUpError
        If it is `stopped` in the middle of a run.
    """
    found: Found = []
    trainer: Trainer | None = None
    for cell, of_cell in groupby(places, key=attrgetter("cell")):
        try:
            common = grid.common(cell)
        except ExperimentError as error:
            found.extend((place, f"impossible: {error}", IMPOSSIBLE) for place in of_cell)
            continue
        data = data_of(common.data)
        for place in of_cell:
            try:
                experiment = grid.seeded(common, cell, place.seed)
            except ExperimentError as error:
                found.append((place, f"impossible: {error}", IMPOSSIBLE))
                continue
            trainer = _at_its_start(experiment, data, trainer)
            made = outcome_of(trainer, grid.updates, stopped)
            found.append((place, key_of(experiment, grid.updates), made))
    return found


def _at_its_start(experiment: Experiment, data: Dataset, former: Trainer | None) -> Trainer:
    """The trainer of a run; the former run's where it fits, as its memory need not be laid out again."""
    if former is None or not former.fits(experiment, data):
        return Trainer(experiment, data)
    former.begin(experiment)
    return former


IMPOSSIBLE = RunOutcome(
    iteration=0,
    verdict="impossible",
    reached="",
    effective_units=0,
    units=0,
    cost=float("inf"),
    accuracy=0.0,
    escaped_at=None,
    broken_at=None,
)


@lru_cache(maxsize=4)
def data_of(spec: DataSpec) -> Dataset:
    """The data of several runs, made once."""
    return load_data(spec)
