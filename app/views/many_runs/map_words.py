"""What is said of a map, its cells and its runs."""

from __future__ import annotations

import math

import numpy as np

from app.views.many_runs.map_axes import value_text
from symgui.plain_text.numbers import how_many, iteration, number, percent
from symgui.sweep import Cell, RunGrid
from symgui.sweep.outcome_map import CLASSES, QUANTITIES, OutcomeMap, RunQuantity
from symgui.sweep.swept_settings import SETTINGS

NAMES = tuple(CLASSES)
SECONDS_A_MINUTE, SECONDS_AN_HOUR = 60, 3600


def cell_name(grid: RunGrid, cell: Cell) -> str:
    """Say ``"spread of W 0.1, learning rate α 1"``; the open experiment's own settings without an axis."""
    parts = [
        f"{SETTINGS[name].label} {value_text(name, value)}" for name, value in grid.values_at(cell).items()
    ]
    return ", ".join(parts) or "every run"


def run_name(found: OutcomeMap, cell: Cell, index: int) -> str:
    """The same with the seed."""
    grid = found.grid
    if "seed" in grid.values_at(cell):
        return cell_name(grid, cell)
    seed = f"seed {found.seed(index)}"
    return f"{cell_name(grid, cell)}, {seed}" if grid.axes else seed


def cell_sentence(found: OutcomeMap, cell: Cell) -> str:
    """What the runs of a cell came to: shares, and the cost from the lowest to the highest."""
    name = cell_name(found.grid, cell)
    counts = found.counts(cell)
    total = int(counts.sum())
    if not total:
        return f"{name}: not computed yet"
    order = np.argsort(-counts, kind="stable")
    shares = [f"{CLASSES[NAMES[k]]} {counts[k]} of {total}" for k in order if counts[k]]
    parts = [", ".join(shares)]
    costs = found.values["cost"][cell.row, cell.column]
    known = costs[~np.isnan(costs)]
    if known.size:
        low, high = number(float(known.min())), number(float(known.max()))
        parts.append(f"cost {low}" if low == high else f"cost {low} to {high}")
    escaped = found.means["escape"][cell.row, cell.column]
    if not math.isnan(escaped):
        parts.append(f"escape after {number(float(escaped), 3)} updates on average")
    broken = found.means["break"][cell.row, cell.column]
    if not math.isnan(broken):
        parts.append(f"twins apart after {number(float(broken), 3)}")
    return f"{name}: {'; '.join(parts)}"


def run_sentence(found: OutcomeMap, cell: Cell, index: int, name: str) -> str:
    """What one run came to, which is called by that name."""
    at = (cell.row, cell.column, index)
    code = int(found.classes[at])
    if code < 0:
        return f"{name}: not computed yet"
    values = {name: float(found.values[name][at]) for name in QUANTITIES}
    parts = [CLASSES[NAMES[code]]]
    parts.append("cost not finite" if math.isnan(values["cost"]) else f"cost {number(values['cost'])}")
    if not math.isnan(values["accuracy"]):
        parts.append(f"{percent(values['accuracy'])} right")
    if not math.isnan(values["escape"]):
        parts.append(f"escaped at {iteration(int(values['escape']))}")
    if not math.isnan(values["break"]):
        parts.append(f"twins apart at {iteration(int(values['break']))}")
    return f"{name}: {', '.join(parts)}, after {how_many(int(found.iterations[at]), 'update')}"


def map_sentence(found: OutcomeMap) -> str:
    """The whole map in one sentence, for who does not see it."""
    grid = found.grid
    axes = [
        f"{SETTINGS[axis.setting].label} from {value_text(axis.setting, axis.points[0])}"
        f" to {value_text(axis.setting, axis.points[-1])}"
        for axis in grid.axes
    ]
    counts = found.all_counts()
    order = np.argsort(-counts, kind="stable")
    shares = [f"{CLASSES[NAMES[k]]} {percent(counts[k] / found.done)}" for k in order if counts[k]]
    first, last = grid.first_seed, found.seed(grid.seeds - 1)
    what = " by ".join(axes) or (f"Seeds {first} to {last}" if last > first else f"Seed {first}")
    return f"{what}; {runs_done(found)}{': ' if shares else ''}{', '.join(shares)}."


def runs_done(found: OutcomeMap) -> str:
    """Say ``"1 200 of 8 000 runs"``."""
    return f"{iteration(found.done)} of {how_many(found.grid.runs, 'run')}"


def quantity_words(quantity: RunQuantity) -> str:
    """What a colour or a height stands for."""
    return f"mean {quantity.label}{quantity.unit and ','}{quantity.unit}"


def duration(seconds: float) -> str:
    """About how long: ``"less than a second"``, ``"20 s"``, ``"3 min"``, ``"2 h"``."""
    if seconds < 1.0:
        return "less than a second"
    if seconds < 2 * SECONDS_A_MINUTE:
        return f"about {math.ceil(seconds)} s"
    if seconds < 2 * SECONDS_AN_HOUR:
        return f"about {math.ceil(seconds / SECONDS_A_MINUTE)} min"
    return f"about {math.ceil(seconds / SECONDS_AN_HOUR)} h"
