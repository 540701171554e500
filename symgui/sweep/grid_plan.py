"""A grid without its experiment: what a lesson's step varies in the experiment that it shows."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from symgui.experiment import Experiment, ExperimentError
from symgui.experiment.spec import Spec
from symgui.sweep.grid import GridAxis, RunGrid
from symgui.training.changes import at_the_start

MOST_RUNS = 4000
"""A class does not wait for more."""

Shown = Literal[
    "verdict", "effective-units", "accuracy", "cost", "escape", "length", "gradient", "correlation"
]


class GridPlan(Spec, frozen=True, kw_only=True, omit_defaults=True):
    """Which runs, and what is shown of each.

    Attributes
    ----------
    axes : tuple of GridAxis
        None, one or two, as in `RunGrid`.
    seeds : int
    first_seed : int
    updates : int
        Of each run.
    show : str
        ``"verdict"`` or a name of `symgui.sweep.outcome_map.QUANTITIES`; of a plane of deep networks (view
        ``plane``) a name of `symgui.sweep.depth_plane.DEPTH_QUANTITIES`.

    Raises
    ------
    ExperimentError
        If there are more than `MOST_RUNS` runs.
    """

    axes: Annotated[tuple[GridAxis, ...], Meta(max_length=2)] = ()
    seeds: Annotated[int, Meta(ge=1, le=MOST_RUNS)] = 1
    first_seed: Annotated[int, Meta(ge=0, le=2**31)] = 0
    updates: Annotated[int, Meta(ge=0, le=100_000)] = 1000
    show: Shown = "accuracy"

    def __post_init__(self) -> None:
        super().__post_init__()
        cells = 1
        for axis in self.axes:
            cells *= len(axis.points)
        if cells * self.seeds > MOST_RUNS:
            raise ExperimentError(
                f"has {cells * self.seeds} runs, {cells} cells of {self.seeds} seeds; "
                f"{MOST_RUNS} are the most"
            )

    def over(self, experiment: Experiment) -> RunGrid:
        """The runs, for an experiment as it starts.

        Raises
        ------
        ExperimentError
            If it cannot be varied so.
        """
        return RunGrid(
            experiment=at_the_start(experiment),
            axes=self.axes,
            seeds=self.seeds,
            first_seed=self.first_seed,
            updates=self.updates,
        )
