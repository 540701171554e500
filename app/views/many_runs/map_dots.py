"""The runs of one cell, or of a grid with one row, as dots."""

from __future__ import annotations

import numpy as np

from app.views.many_runs.map_axes import axis_ticks, count_ticks
from app.views.many_runs.map_scale import close_scale, scale_for
from app.views.many_runs.run_strip import RunDots
from symgui.arrays import FloatArray
from symgui.sweep import Cell
from symgui.sweep.outcome_map import MISSING, OutcomeMap, RunQuantity, standing_out
from symgui.sweep.swept_settings import SETTINGS

MARGIN = 0.15
"""Of a column's width, left free at both sides of its dots."""
SEED_TICKS, COLUMN_TICKS = 6, 10
"""Labels below the dots, at most."""
FEW = 3
"""Runs of one class beside which a single one of another class stands out."""

Where = list[tuple[Cell, int]]
"""Cell and index of the run of each dot."""


def cell_dots(found: OutcomeMap, cell: Cell, quantity: RunQuantity) -> tuple[RunDots, Where]:
    """The runs of a cell that are known, by seed."""
    codes = found.classes[cell.row, cell.column]
    known = np.flatnonzero(codes != MISSING)
    values = found.values[quantity.name][cell.row, cell.column]
    dots = RunDots(
        x=np.add(known, 0.5, dtype=np.float64),
        values=values[known],
        codes=codes[known],
        width=float(len(codes)),
        scale=close_scale(quantity, values, found.grid.updates),
        label=quantity.label,
        none=quantity.none,
        ticks=tuple(count_ticks(found.seed(0), len(codes), SEED_TICKS)),
        across="seed",
        outlier=_outlier(values[known], codes[known], quantity),
    )
    return dots, [(cell, int(k)) for k in known]


def row_dots(found: OutcomeMap, quantity: RunQuantity) -> tuple[RunDots, Where]:
    """All runs that are known of a grid with one row: by seed, or by column and in it by seed."""
    grid = found.grid
    if grid.columns == 1:
        return cell_dots(found, Cell(0, 0), quantity)
    column, index = np.nonzero(found.classes[0] != MISSING)
    axis = grid.axes[0]
    values, codes = found.values[quantity.name][0, column, index], found.classes[0, column, index]
    alone = grid.seeds == 1
    dots = RunDots(
        x=column + MARGIN + (1 - 2 * MARGIN) * (index + 0.5) / grid.seeds,
        values=values,
        codes=codes,
        width=float(grid.columns),
        scale=scale_for(quantity, found.values[quantity.name], grid.updates),
        label=quantity.label,
        none=quantity.none,
        ticks=tuple(axis_ticks(axis, COLUMN_TICKS)),
        across=SETTINGS[axis.setting].label,
        outlier=_outlier(values, codes, quantity) if alone else None,
    )
    return dots, [(Cell(0, int(c)), int(k)) for c, k in zip(column, index, strict=True)]


def _outlier(values: FloatArray, codes: np.ndarray, quantity: RunQuantity) -> int | None:
    """The run whose number is far from all others, or that is the only one of its class."""
    farthest = standing_out(values, logarithmic=quantity.logarithmic)
    if farthest is not None:
        return farthest
    counts = np.bincount(codes, minlength=1) if len(codes) else np.zeros(1, dtype=np.int64)
    if np.count_nonzero(counts) == 2 and 1 in counts and len(codes) > FEW:
        return int(np.flatnonzero(codes == int(np.flatnonzero(counts == 1)[0]))[0])
    return None
