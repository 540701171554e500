"""The form of a map: two axes, how many seeds a cell, how many updates a run."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.look.layouts import filled
from app.maps.axis_fields import AxisFields
from app.views.base.bubble import hide_bubble, say_under
from app.views.base.number_field import NumberField
from symgui.experiment import Experiment, ExperimentError
from symgui.plain_text.numbers import iteration
from symgui.sweep import GridAxis, RunGrid

SEEDS, UPDATES = 5, 300
MOST_CELLS = 40_000
"""Of a map in the window."""
MOST_RUNS = 1_000_000
MOST_DOTS = 5_000
"""Runs of a grid with one row, which are all drawn one by one."""
MORE = "; `symgui sweep` makes more"


class MapForm(QWidget):
    """The fields of a map: its axes, seeds and updates.

    Attributes
    ----------
    first, second : AxisFields
    seeds, updates : NumberField
        ``map-seeds``, ``map-updates``.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("map-form")
        self.first = AxisFields("map-x", "First axis", setting="weight-scale")
        self.second = AxisFields("map-y", "Second axis", setting="learning-rate")
        self.seeds = NumberField("map-seeds", "Seeds a cell", whole=True, low=1)
        self.seeds.setToolTip("Runs of each cell, from the seeds 0, 1, 2, … of the initialization")
        self.updates = NumberField("map-updates", "Updates a run", whole=True, low=0, step=None)
        self.updates.setToolTip("How far each run goes")
        self.seeds.show_value(SEEDS)
        self.updates.show_value(UPDATES)
        numbers = QGridLayout()
        numbers.setHorizontalSpacing(6)
        for column, field in enumerate((self.seeds, self.updates)):
            label = QLabel(field.label)
            label.setProperty("role", "muted")
            numbers.addWidget(label, 0, column)
            numbers.addWidget(field, 1, column)
            numbers.setColumnStretch(column, 1)
            field.valueChanged.connect(self.edited)
        filled(QVBoxLayout(self), self.first, self.second, numbers, 1, margins=(0, 0, 4, 0), gap=12)
        self.first.edited.connect(self.edited)
        self.second.edited.connect(self.edited)

    def follow(self, experiment: Experiment) -> None:
        """Another experiment is open."""
        self.first.follow(experiment)
        self.second.follow(experiment)

    def show_grid(self, grid: RunGrid) -> None:
        """Show what a grid is made of, without telling anybody."""
        axes = (*grid.axes, None, None)
        self.first.show_axis(axes[0])
        self.second.show_axis(axes[1])
        self.seeds.show_value(grid.seeds)
        self.updates.show_value(grid.updates)

    def grid(self, experiment: Experiment) -> RunGrid | None:
        """The grid that the fields say; None if they say none, which is said under the field."""
        hide_bubble(self)
        axes: list[GridAxis] = []
        for fields in (self.first, self.second):
            try:
                axis = fields.axis()
            except ExperimentError as error:
                fields.say(error)
                return None
            if axis is not None:
                axes.append(axis)
        try:
            grid = self._grid(experiment, tuple(axes))
        except ExperimentError as error:
            self._say(error, axes)
            return None
        return grid

    def _grid(self, experiment: Experiment, axes: tuple[GridAxis, ...]) -> RunGrid:
        seeds = int(self.seeds.value())
        cells = 1
        for axis in axes:
            cells *= axis.steps or len(axis.values or ())
        most = MOST_DOTS if len(axes) < 2 else MOST_RUNS  # every run of a single row is a dot
        if cells > MOST_CELLS:
            raise ExperimentError(
                f"has {iteration(cells)} cells: a map has at most {iteration(MOST_CELLS)}{MORE}"
            )
        if cells * seeds > most:
            raise ExperimentError(
                f"has {iteration(cells * seeds)} runs: "
                f"{iteration(most)} are the most that are shown{' of one row' if len(axes) < 2 else ''}{MORE}"
            )
        return RunGrid(experiment=experiment, axes=axes, seeds=seeds, updates=int(self.updates.value()))

    def _say(self, error: ExperimentError, axes: list[GridAxis]) -> None:
        fields = {"seeds": self.seeds, "updates": self.updates}
        if error.place in fields:
            say_under(fields[error.place], f"{fields[error.place].label} {error.problem}")
        elif error.place.startswith("axes["):
            both = [each for each in (self.first, self.second) if each.setting.currentData()]
            say_under(both[int(error.place[5])].setting, error.problem)
        elif error.place == "axes":
            say_under(self.second.setting, f"The two axes {error.problem}")
        else:
            say_under(self.seeds if len(axes) < 2 else self.second.steps, f"The grid {error.problem}")
