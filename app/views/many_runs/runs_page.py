"""The view of many runs of one experiment: from many seeds, or over one or two settings."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtWidgets import QWidget

from app.views.many_runs.grid_page import GridPage
from app.views.many_runs.map_words import map_sentence
from app.views.many_runs.runs_picture import RunsPicture
from app.views.study.origin import Origin
from symgui.plain_text.numbers import iteration, number, percentage
from symgui.sweep import Cell
from symgui.sweep.grid_study import MadeRun, grid_study
from symgui.sweep.outcome_map import CLASSES, QUANTITIES, OutcomeMap, RunQuantity
from symgui.training.frame import Frame

FEW_VALUES = 5
"""So many different values are counted, each for itself."""


class RunsPage(GridPage):
    """Fills in while the runs are made.

    Attributes
    ----------
    picture : RunsPicture
    found : OutcomeMap or None
    """

    name = "runs"
    title = "Many runs"
    sentence = "The same experiment many times: from other seeds, or with other settings."
    more = (
        "Each dot is a run, each cell of a map the mean of several.\nThey are those that symgui sweep makes."
    )

    def __init__(self, parent: QWidget | None = None) -> None:
        self.picture = RunsPicture()
        super().__init__(self.picture, self.picture, parent)
        self.found: OutcomeMap | None = None

    @property
    def quantity(self) -> RunQuantity | None:
        """What is shown of each run; None for the verdict."""
        grid = self.step.grid if self.step is not None else None
        return QUANTITIES.get(grid.show) if grid is not None else None

    def make(self, frame: Frame) -> tuple[Iterator[object], Origin]:
        """The study of all runs, from the experiment's start."""
        grid = self.grid
        assert grid is not None
        self.of = grid.runs
        return grid_study(grid), Origin.start(frame)

    def start(self) -> None:
        """Begin with an empty picture of this grid."""
        super().start()
        grid = self.grid
        self.found = OutcomeMap(grid) if grid is not None else None
        self._draw()

    def clear(self) -> None:
        """Show no runs."""
        self.found = None
        self.done = 0
        self.figures.show_rows([])
        self._draw()

    def keep(self, points: tuple[object, ...]) -> None:
        """Some more runs."""
        if self.found is not None:
            self.found.take((point.place, point.outcome) for point in points if isinstance(point, MadeRun))
            self.done = self.found.done

    def show_kept(self) -> None:
        """The picture and the numbers."""
        if self.found is not None:
            self._draw()
            self.figures.show_rows(self._rows(self.found))
            self.setAccessibleDescription(map_sentence(self.found))

    def _draw(self) -> None:
        self.picture.show_outcomes(self.found, self.quantity)

    def _rows(self, found: OutcomeMap) -> list[tuple[str, str]]:
        """How many are made, and in a grid of one cell what they came to."""
        grid = found.grid
        runs = ("runs", iteration(found.done) if found.done == grid.runs else f"{found.done} of {grid.runs}")
        if grid.rows * grid.columns > 1:
            return [runs, ("a cell", f"{grid.seeds} seeds")] if grid.seeds > 1 else [runs]
        quantity = self.quantity
        if quantity is None:
            counts = found.counts(Cell(0, 0))
            return [
                runs,
                *((label, iteration(int(n))) for label, n in zip(CLASSES.values(), counts, strict=True) if n),
            ]
        values = found.values[quantity.name].ravel()
        known, numbers = np.unique(values[~np.isnan(values)], return_counts=True)
        if len(known) <= FEW_VALUES:
            write = percentage if quantity.name == "accuracy" else number
            return [
                runs,
                *((write(float(v)), iteration(int(n))) for v, n in zip(known, numbers, strict=True)),
            ]
        middle = float(np.median(values[~np.isnan(values)]))
        ends = (("lowest", known[0]), ("median", middle), ("highest", known[-1]))
        return [runs, *((name, number(float(value))) for name, value in ends)]
