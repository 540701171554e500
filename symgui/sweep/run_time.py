"""How long the runs of a grid will take, measured on a few updates of some of them."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from symgui.experiment import Experiment, ExperimentError
from symgui.sweep.chunk import data_of
from symgui.sweep.grid import Cell, RunGrid
from symgui.symmetry.case import Case
from symgui.symmetry.partition import measure
from symgui.symmetry.verdict import first_that_holds
from symgui.training.trainer import Trainer

PATIENCE = 0.05
"""Seconds spent on one run."""


def seconds_a_run(grid: RunGrid, stopped: Callable[[], bool] = lambda: False) -> float:
    """The mean over the corners of the grid, in seconds of one processor.

    Parameters
    ----------
    grid : RunGrid
    stopped : callable
        Asked between updates; True ends the call, whatever it is worth then.
    """
    rows, columns = {0, grid.rows - 1}, {0, grid.columns - 1}
    times = []
    for cell in sorted(Cell(row, column) for row in rows for column in columns):
        if stopped():
            break
        try:
            times.append(_seconds(grid.experiment_at(cell, grid.first_seed), grid.updates, stopped))
        except ExperimentError:
            continue
    return sum(times) / max(1, len(times))


def _seconds(experiment: Experiment, updates: int, stopped: Callable[[], bool]) -> float:
    """Seconds of one run: its making and end, and its updates, from as many as there was patience for."""
    data = data_of(experiment.data)
    trainer = Trainer(experiment, data)
    began = perf_counter()
    trainer.begin(experiment)  # most runs have the memory of another
    made = perf_counter()
    some = 1
    while trainer.iteration < updates and trainer.divergence is None:
        trainer.advance(min(some, updates - trainer.iteration))
        some *= 2
        if stopped() or perf_counter() - made > PATIENCE:
            break
    ran = perf_counter()
    state = trainer.network_state()
    first_that_holds(Case(state, measure(state, rank_budget=0.0)))
    share = updates / max(1, trainer.iteration) if trainer.divergence is None else 1.0
    return (made - began) + (ran - made) * share + (perf_counter() - ran)
