"""What is known of a grid, cell by cell, as it comes: classes, shares and means over the seeds."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import numpy as np
from numpy.typing import NDArray

from symgui.arrays import FloatArray
from symgui.sweep.grid import Cell, RunGrid
from symgui.sweep.outcome import RunOutcome
from symgui.sweep.results_file import Place
from symgui.symmetry.guessing import Reached
from symgui.symmetry.verdict import VERDICTS

VERDICT = "verdict"
"""What a map shows that shows no number."""
GUESSING = "guessing"
"""The class of a healthy network that is no better than guessing yet."""
CLASSES: dict[str, str] = {
    "healthy": "Healthy, learned",
    GUESSING: "Healthy, still guessing",
    **{name: kind.label for name, kind in VERDICTS.items() if name != "healthy"},
    "impossible": "No such network",
}
"""What a run can come to, as a map tells them apart, and what people call it."""
_CODES = {name: code for code, name in enumerate(CLASSES)}
MISSING = -1
"""The code of a run, or cell, that is not known yet."""
STANDS_OUT = 3.5
"""Least distance from the median, in deviations, of a run that stands out (Iglewicz and Hoaglin 1993)."""
TO_DEVIATION = 0.6745
"""The median of |z| for normal numbers z: makes a standard deviation of the median distance."""


class RunQuantity(msgspec.Struct, frozen=True):
    """A number of each run, of which a map shows the mean over the seeds.

    Attributes
    ----------
    name, label : str
    none : str
        What is said of a run that has none.
    unit : str
        Behind the number.
    logarithmic : bool
        Whether ratios count, not differences.
    """

    name: str
    label: str
    none: str
    unit: str = ""
    logarithmic: bool = False


QUANTITIES: dict[str, RunQuantity] = {
    quantity.name: quantity
    for quantity in (
        RunQuantity("effective-units", "effective units", "none"),
        RunQuantity("accuracy", "accuracy", "none"),
        RunQuantity("cost", "cost", "not finite"),
        RunQuantity("escape", "escape time", "never", " updates", logarithmic=True),
        RunQuantity("break", "break time", "never, or no twins", " updates", logarithmic=True),
    )
}
"""By name."""


def class_of(outcome: RunOutcome) -> str:
    """The class of a run: its verdict, and of a healthy one whether it is better than guessing.

    `Reached.BEGUN` and the like, a cost that guessing has, too, count as guessing.
    """
    learned = outcome.reached in (Reached.BETTER.value, Reached.ONE_CLASS.value)
    return GUESSING if outcome.verdict == "healthy" and not learned else outcome.verdict


class OutcomeMap:
    """The outcomes of a grid that are known so far, as arrays.

    Attributes
    ----------
    done : int
        Runs that are known.
    classes : ndarray of int8, shape (rows, columns, seeds)
        Index into `CLASSES` of each run, or `MISSING`.
    iterations : ndarray of int64, same shape
        Updates that were made.
    values : dict of str to ndarray, same shape
        Of each of `QUANTITIES`; NaN where a run has none.
    main : ndarray of int8, shape (rows, columns)
        The most frequent class of each cell, or `MISSING`; of equally frequent ones the first of `CLASSES`.
    share : ndarray of float64, same shape
        Its share of the runs of the cell that are known.
    means : dict of str to ndarray, same shape
        Of each quantity over the runs that have one; NaN without any.
    """

    def __init__(self, grid: RunGrid) -> None:
        self.grid = grid
        self.done = 0
        cells = (grid.rows, grid.columns)
        runs = (*cells, grid.seeds)
        self.classes: NDArray[np.int8] = np.full(runs, MISSING, dtype=np.int8)
        self.iterations: NDArray[np.int64] = np.zeros(runs, dtype=np.int64)
        self.values: dict[str, FloatArray] = {name: np.full(runs, np.nan) for name in QUANTITIES}
        self.main: NDArray[np.int8] = np.full(cells, MISSING, dtype=np.int8)
        self.share: FloatArray = np.zeros(cells)
        self.means: dict[str, FloatArray] = {name: np.full(cells, np.nan) for name in QUANTITIES}

    def take(self, found: Iterable[tuple[Place, RunOutcome]]) -> set[Cell]:
        """Note outcomes; which cells they are in."""
        touched = set()
        for place, outcome in found:
            at = (place.cell.row, place.cell.column, self._index(place.seed))
            self.done += self.classes[at] == MISSING
            self.classes[at] = _CODES[class_of(outcome)]
            self.iterations[at] = outcome.iteration
            possible = outcome.verdict != "impossible"
            escaped = np.nan if outcome.escaped_at is None else float(outcome.escaped_at)
            self.values["effective-units"][at] = outcome.effective_units if possible else np.nan
            self.values["accuracy"][at] = outcome.accuracy if possible else np.nan
            self.values["cost"][at] = outcome.cost if np.isfinite(outcome.cost) else np.nan
            self.values["escape"][at] = escaped
            self.values["break"][at] = np.nan if outcome.broken_at is None else float(outcome.broken_at)
            touched.add(place.cell)
        for cell in touched:
            self._summarize(cell)
        return touched

    def _index(self, seed: int) -> int:
        """Where a seed stands; the only one of a cell where the seed is an axis."""
        return 0 if self.grid.seeds == 1 else seed - self.grid.first_seed

    def _summarize(self, cell: Cell) -> None:
        at = (cell.row, cell.column)
        counts = self.counts(cell)
        self.main[at] = counts.argmax()
        self.share[at] = counts.max() / counts.sum()
        for name, values in self.values.items():
            known = values[at][~np.isnan(values[at])]
            self.means[name][at] = known.mean() if known.size else np.nan

    def counts(self, cell: Cell) -> NDArray[np.int64]:
        """How many runs of a cell are of each of `CLASSES`."""
        codes = self.classes[cell.row, cell.column]
        counts: NDArray[np.int64] = np.bincount(codes[codes != MISSING], minlength=len(CLASSES))
        return counts

    def all_counts(self) -> NDArray[np.int64]:
        """The same of all cells together."""
        codes = self.classes.ravel()
        counts: NDArray[np.int64] = np.bincount(codes[codes != MISSING], minlength=len(CLASSES))
        return counts

    def known(self, cell: Cell) -> bool:
        """Whether any run of a cell is known."""
        return bool(self.main[cell.row, cell.column] != MISSING)

    def seed(self, index: int) -> int:
        """The seed of the run of this index in its cell."""
        return self.grid.first_seed + index

    def covering(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Row and column of the cell that is shown in the place of each: itself, or the coarse one around it.

        A cell stands for its neighbours above and right of it until they are known, as `RunGrid.cells` makes
        them. Where none is known, the cell itself.
        """
        indices: NDArray[np.int64] = np.indices(self.main.shape)
        rows, columns = indices[0], indices[1]
        open_ = self.main == MISSING
        step = 1
        while open_.any() and step < max(self.main.shape):
            step *= 2
            above, left = rows // step * step, columns // step * step
            found = open_ & (self.main[above, left] != MISSING)
            if found.any():
                rows, columns = np.where(found, above, rows), np.where(found, left, columns)
                open_ &= ~found
        return rows, columns


def standing_out(values: FloatArray, *, logarithmic: bool = False) -> int | None:
    """The index of the value that is farthest from the median, if it is farther than others are.

    Parameters
    ----------
    values : ndarray, shape (n,)
        NaN where there is none.
    logarithmic : bool
        Whether ratios count; then all are above 0.

    Returns
    -------
    int or None
        None if no value is `STANDS_OUT` deviations away; the deviation is the median distance from the
        median, or the mean one where that is 0.
    """
    known = ~np.isnan(values)
    if known.sum() < 3:
        return None
    x = np.log(values) if logarithmic else values
    away = np.abs(x - np.median(x[known]))
    spread = float(np.median(away[known])) or float(away[known].mean())
    away[~known] = -1.0
    farthest = int(away.argmax())
    if spread == 0.0 or TO_DEVIATION * away[farthest] < STANDS_OUT * spread:
        return None
    return farthest
